package web

import (
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
