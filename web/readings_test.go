package web

import (
	"slices"
	"testing"
	"time"

	"dure/survey"
	"dure/web/job"
)

// Readings are kept up to so many bytes, of which what was asked for last stays; what is larger is not kept, and an older reading never takes a newer one's place.
func TestReadingsAreBounded(t *testing.T) {
	k := readings{most: mostReadings}
	read := func(season survey.SeasonID, key int64, members int) {
		k.keep(&reading{Reading: &job.Reading{Members: make([]survey.Member, members)}, season: season, key: key})
	}
	const third = mostReadings / memberBytes / 3
	for season := range survey.SeasonID(3) {
		read(season, 1, third)
	}
	for _, r := range k.kept {
		r.used = time.Now().Add(-time.Hour)
	}
	if k.find(0, 1) == nil {
		t.Fatal("what has room is not kept")
	}
	read(3, 1, third)
	read(4, 1, 4*third)
	if len(k.kept) != 3 || k.find(0, 1) == nil || k.find(3, 1) == nil || k.find(4, 1) != nil || k.size > mostReadings {
		t.Errorf("kept are %d bytes of %v", k.size, k.kept)
	}
	read(0, 3, 1)
	read(0, 2, 1)
	if k.find(0, 3) == nil || k.find(0, 2) != nil {
		t.Error("an older reading took the place of a newer one")
	}
	if k.clear(); k.size != 0 || k.find(0, 3) != nil {
		t.Errorf("%d bytes are left", k.size)
	}
}

// What is derived of a reading is computed once for what it depends on, counts in the bound, and goes with the reading.
func TestWhatIsDerivedIsBounded(t *testing.T) {
	s := &server{readings: readings{most: 10 * memberBytes}}
	read := func(season survey.SeasonID) *reading {
		return s.readings.keep(&reading{Reading: &job.Reading{Members: make([]survey.Member, 4)}, season: season, key: 1})
	}
	made := 0
	count := func(r *reading, of string, size int) int {
		n, err := derive(s, r, "count", of, size, func() (int, error) { made++; return made, nil })
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	first := read(1)
	got := []int{count(first, "a", memberBytes), count(first, "a", memberBytes), count(first, "b", memberBytes)}
	if !slices.Equal(got, []int{1, 1, 2}) {
		t.Errorf("computed are %v, want what a depends on once and what b does", got)
	}
	if s.readings.size != 5*memberBytes {
		t.Errorf("%d bytes are counted, want those of one season and one value", s.readings.size)
	}
	second := read(2)
	if count(second, "a", 4*memberBytes); s.readings.find(1, 1) != nil || s.readings.size != 8*memberBytes {
		t.Errorf("%d bytes are kept, and the older season is not gone", s.readings.size)
	}
	if count(second, "c", 7*memberBytes); s.readings.size != 4*memberBytes || s.readings.find(2, 1) == nil {
		t.Errorf("%d bytes are kept, want the season without what has no room", s.readings.size)
	}
}
