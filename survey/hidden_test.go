package survey

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fruit is a question whose options are "Apple", "Pear" and so on, each with its key.
func fruit(k Kind, keys ...int) Question {
	names := []string{"", "Apple", "Pear", "Plum", "Fig", "Lime"}
	q := Question{ID: 1, Version: 1, Kind: k, Title: Text{English: "Fruit"}}
	for _, key := range keys {
		q.Options = append(q.Options, Option{key, Text{English: names[key]}})
	}
	return q
}

// An option that is not offered any more counts as what it was merged into, over as many steps as there are; each kind of question
// says what becomes of an answer that has both.
func TestCarryMerged(t *testing.T) {
	for _, c := range []struct {
		what    string
		kind    Kind
		offered []int
		merged  map[int]int
		most    int
		given   Answer
		want    Answer // the zero one where nothing counts
	}{
		{"hidden", OneOf, []int{1, 2}, nil, 0, Answer{Choices: []int{3}}, Answer{}},
		{"merged", OneOf, []int{1, 2}, map[int]int{3: 2}, 0, Answer{Choices: []int{3}}, Answer{Choices: []int{2}}},
		{"merged over another", OneOf, []int{1, 2}, map[int]int{3: 4, 4: 1}, 0, Answer{Choices: []int{3}}, Answer{Choices: []int{1}}},
		{"merged into one that is hidden", OneOf, []int{1, 2}, map[int]int{3: 4}, 0, Answer{Choices: []int{3}}, Answer{}},
		{"merged in a circle", OneOf, []int{1, 2}, map[int]int{3: 4, 4: 3}, 0, Answer{Choices: []int{3}}, Answer{}},
		{"offered again though merged", OneOf, []int{1, 3}, map[int]int{3: 1}, 0, Answer{Choices: []int{3}}, Answer{Choices: []int{3}}},
		{"a set with both", AnyOf, []int{1, 2}, map[int]int{3: 1}, 0, Answer{Choices: []int{1, 2, 3}}, Answer{Choices: []int{1, 2}}},
		{"a set in part", AnyOf, []int{1, 2}, nil, 0, Answer{Choices: []int{2, 3, 4}}, Answer{Choices: []int{2}}},
		{"the first place", Rank, []int{1, 2}, map[int]int{3: 2}, 0, Answer{Ranked: []int{3, 1, 2}}, Answer{Ranked: []int{2, 1}}},
		{"fewer places", Rank, []int{1, 2, 4}, nil, 1, Answer{Ranked: []int{3, 4, 1}}, Answer{Ranked: []int{4}}},
		{"the highest level", Level, []int{1, 2}, map[int]int{3: 1}, 0, Answer{Levels: map[int]int{1: 2, 3: 5}}, Answer{Levels: map[int]int{1: 5}}},
		{"a level in part", Level, []int{1, 2}, nil, 0, Answer{Levels: map[int]int{2: 0, 3: 5}}, Answer{Levels: map[int]int{2: 0}}},
	} {
		old, q := fruit(c.kind, 1, 2, 3, 4), fruit(c.kind, c.offered...)
		q.Version, q.Merged, q.Most, c.given.Version = 2, c.merged, c.most, 1
		before := fmt.Sprintf("%+v", c.given)
		got, ok := q.Carry(old, c.given)
		if c.want.Version = 2; !ok {
			c.want.Version = 0
		}
		if diff := cmp.Diff(c.want, got); diff != "" || ok == c.want.IsZero() {
			t.Errorf("%s: %+v carried to the options %v with %v merged (-want +got):\n%s", c.what, c.given, c.offered, c.merged, diff)
		}
		if now := fmt.Sprintf("%+v", c.given); now != before {
			t.Errorf("%s: carrying %s has changed it to %s", c.what, before, now)
		}
	}
}

func TestHidden(t *testing.T) {
	first, second := fruit(AnyOf, 1, 2, 3, 4), fruit(AnyOf, 1, 3, 4)
	second.Version, second.Options[1].Label = 2, Text{English: "Damson"}
	now := fruit(AnyOf, 4, 5)
	now.Version = 3
	other := fruit(AnyOf, 1, 2, 3)
	other.ID, other.Version = 2, 9
	given := []Answer{{Version: 1, Choices: []int{1, 3}}, {Version: 2, Choices: []int{3, 4}}, {Version: 3, Choices: []int{4}}, {Version: 1, Choices: []int{2, 3}}}
	want := []Chosen{{Option: Option{1, Text{English: "Apple"}}, Count: 1}, {Option: Option{3, Text{English: "Damson"}}, Count: 2, Before: []Text{{English: "Plum"}}}}
	want = slices.Insert(want, 1, Chosen{Option: Option{2, Text{English: "Pear"}}}) // of who does not take part
	got := now.Hidden([]Question{other, first, second, now}, given[:2], given[2:])
	for i := range got {
		got[i].Before, got[i].behind = slices.Clip(got[i].Before), nil
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(Chosen{}), cmp.Transformer("len", func(all []Text) string { return fmt.Sprint(all) })); diff != "" {
		t.Errorf("the options hidden in version 3 (-want +got):\n%s", diff)
	}
}

// What a member sends again without a change stays as it was given, with what the form did not show of it.
func TestKeep(t *testing.T) {
	first, now := fruit(AnyOf, 1, 2, 3), fruit(AnyOf, 2, 3)
	now.Version = 2
	asked, versions := Survey{Questions: []Question{now}}, []Question{first, now}
	one := func(version int, keys ...int) Answers { return Answers{1: {Version: version, Choices: keys}} }
	for _, c := range []struct {
		what         string
		before, sent Answers
		want         Answers
	}{
		{"nothing changed", one(1, 1, 2), one(2, 2), one(1, 1, 2)},
		{"without a version", one(1, 1, 2), one(0, 2), one(1, 1, 2)},
		{"another choice", one(1, 1, 2), one(2, 3), one(2, 3)},
		{"one taken out where it was offered", one(1, 1, 2), one(1, 2), one(1, 2)},
		{"taken out", one(1, 1, 2), Answers{}, Answers{}},
		{"a question that is not asked any more", Answers{7: {Version: 1, Text: "x"}}, Answers{7: {Version: 1, Text: "y"}}, Answers{7: {Version: 1, Text: "y"}}},
		{"a first answer", nil, one(2, 2), one(2, 2)},
	} {
		if diff := cmp.Diff(c.want, asked.Keep(c.sent, c.before, versions)); diff != "" {
			t.Errorf("%s: %v sent after %v (-want +got):\n%s", c.what, c.sent, c.before, diff)
		}
	}
}

// A scale that was put in other words means what it did, until words move to another point: also where it was put in other words in
// between. Read as before it means what it meant then.
func TestMeaningOfAScale(t *testing.T) {
	var versions []Question
	for _, c := range []struct {
		first, last string
		max         float64
		want        int
	}{
		{"low", "high", 5, 0}, {"few", "many", 5, 0}, {"many", "few", 5, 1}, {"lots", "little", 5, 1}, {"low", "high", 5, 0}, {"low", "high", 7, 0},
		{"high", "low", 7, 2}, {"high", "low", 5, 2}, {"", "", 5, 2}, {"few", "many", 5, 0},
	} {
		q := Question{ID: 1, Version: len(versions) + 1, Kind: Scale, Min: new(1.0), Max: &c.max, MinLabel: Text{}.With(English, c.first), MaxLabel: Text{}.With(English, c.last)}
		if q = q.After(versions); q.Meaning != c.want {
			t.Errorf("version %d, from %q to %q, has the meaning %d, want %d", q.Version, c.first, c.last, q.Meaning, c.want)
		}
		versions = append(versions, q)
	}
}
