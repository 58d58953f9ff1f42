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
	given := []Answer{{Version: 1, Choices: []int{1, 3}}, {Version: 2, Choices: []int{3, 4}}, {Version: 3, Choices: []int{4}}}
	want := []Chosen{{Option{1, Text{English: "Apple"}}, 1, nil}, {Option{3, Text{English: "Damson"}}, 2, []Text{{English: "Plum"}}}}
	got := now.Hidden([]Question{other, first, second, now}, given)
	for i := range got {
		got[i].Before = slices.Clip(got[i].Before)
	}
	if diff := cmp.Diff(want, got, cmp.Transformer("len", func(all []Text) string { return fmt.Sprint(all) })); diff != "" {
		t.Errorf("the options hidden in version 3 (-want +got):\n%s", diff)
	}
}

func TestLoss(t *testing.T) {
	answers := func(all ...Answer) []Answer {
		for i := range all {
			all[i].Version = 1
		}
		return all
	}
	chose := func(keys ...int) Answer { return Answer{Choices: keys} }
	points := func(min, max float64, first, last string) Question {
		return Question{Kind: Scale, Title: Text{English: "How much?"}, Min: &min, Max: &max, MinLabel: Text{English: first}, MaxLabel: Text{English: last}}
	}
	few := fruit(AnyOf, 1, 2)
	merged := fruit(AnyOf, 1, 2)
	merged.Merged = map[int]int{3: 1}
	short := fruit(Rank, 1, 2, 3)
	short.Most = 1
	hours := Question{Kind: Availability, Title: Text{English: "When?"}, Days: []int{0, 1}, From: 9, To: 12}
	monday := hours
	monday.Days = []int{0}
	secret := fruit(AnyOf, 1, 2, 3)
	secret.Sensitive = true
	for _, c := range []struct {
		what      string
		now, next Question
		given     []Answer
		want      string // how many count, wholly lost, lost in part, and by option
	}{
		{"new words", fruit(AnyOf, 1, 2, 3), fruit(AnyOf, 3, 2, 1), answers(chose(1), chose(3)), "2 0 0 []"},
		{"an option gone", fruit(AnyOf, 1, 2, 3), few, answers(chose(1), chose(3), chose(1, 3), chose(2)), "4 1 1 [Plum 2]"},
		{"an option merged", fruit(AnyOf, 1, 2, 3), merged, answers(chose(1), chose(3), chose(1, 3)), "3 0 0 []"},
		{"no longer merged", merged, few, answers(chose(1), chose(3), chose(1, 3)), "3 1 1 [Plum 2]"},
		{"fewer places", fruit(Rank, 1, 2, 3), short, answers(Answer{Ranked: []int{2, 1}}, Answer{Ranked: []int{3}}), "2 0 1 [Apple 1]"},
		{"a language gone", fruit(Level, 1, 2), fruit(Level, 2), answers(Answer{Levels: map[int]int{1: 3, 2: 0}}, Answer{Levels: map[int]int{1: 7}}), "2 1 1 [Apple 2]"},
		{"a scale in other words", points(1, 5, "no", "yes"), points(1, 5, "never", "always"), answers(Answer{Number: new(4.0)}), "1 0 0 []"},
		{"a scale turned round", points(1, 5, "no", "yes"), points(1, 5, "Yes", "no"), answers(Answer{Number: new(4.0)}), "1 1 0 []"},
		{"a longer scale", points(1, 5, "no", "yes"), points(1, 7, "no", "yes"), answers(Answer{Number: new(4.0)}), "1 1 0 []"},
		{"a day gone", hours, monday, answers(Answer{Slots: []int{9, 24 + 9}}, Answer{Slots: []int{9}}, Answer{Slots: []int{24 + 9}}), "3 1 1 []"},
		{"told in confidence, and shown from now on", secret, fruit(AnyOf, 1, 2, 3), answers(chose(1), chose(2), chose(2), chose(3), chose(3)), "5 5 0 [Apple 1 Pear 2 Plum 2]"},
		{"shown, and told in confidence from now on", fruit(AnyOf, 1, 2, 3), secret, answers(chose(1)), "1 0 0 []"},
		{"a day more", monday, hours, answers(Answer{Slots: []int{9}}), "1 0 0 []"},
	} {
		first := c.now
		first.ID, first.Version = 1, 1
		first.Options, first.Merged = fruit(c.now.Kind, 1, 2, 3).Options, nil
		c.now.ID, c.now.Version = 1, 2
		c.next.ID, c.next.Version = 1, 2
		l := c.now.Loss(c.next, []Question{first, c.now}, c.given)
		var options []string
		for _, o := range l.Options {
			options = append(options, fmt.Sprint(o.Label.In(English), " ", o.Count))
		}
		if got := fmt.Sprint(l.Of, l.Whole, l.Part, options); got != c.want || l.Any() != (l.Whole+l.Part > 0) {
			t.Errorf("%s: the loss of %d answers is %s, want %s", c.what, len(c.given), got, c.want)
		}
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

// Of a sensitive question with few answers nothing is said that tells what one member chose: not even whether somebody did.
func TestHiddenOfASensitiveQuestion(t *testing.T) {
	old, now, next := fruit(OneOf, 1, 2, 3, 4), fruit(OneOf, 1, 2, 3), fruit(OneOf, 1, 2)
	now.Version, now.Sensitive, next.Sensitive = 2, true, true
	versions := []Question{old, now}
	for _, chose := range []int{1, 3, 4} {
		given := []Answer{{Version: 1, Choices: []int{chose}}}
		if got := fmt.Sprint(now.Loss(next, versions, given), now.Hidden(versions, given)); got != "{true 0 0 0 []} [{{4 map[en:Fig]} 0 []}]" {
			t.Errorf("where one member chose %d, taking Plum away is said to be %s", chose, got)
		}
		more := fruit(OneOf, 3, 2, 1, 5)
		if l := now.Loss(more, versions, given); !l.Secret {
			t.Errorf("where single answers are shown from now on, the loss is %+v, want a secret one", l)
		}
		more.Sensitive = true
		if l := now.Loss(more, versions, given); l.Any() {
			t.Errorf("where nothing can be lost, adding an option is said to be %+v", l)
		}
	}
	given := slices.Repeat([]Answer{{Version: 1, Choices: []int{3}}}, MinTotal)
	if l := now.Loss(next, versions, given); l.Secret || l.Whole != MinTotal {
		t.Errorf("of %d answers taking Plum away is said to be %+v", MinTotal, l)
	}
}
