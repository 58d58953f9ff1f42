package survey

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// sent are submitted responses with the answers, one each.
func sent(all ...Answers) map[MemberID]Response {
	responses := map[MemberID]Response{}
	for i, as := range all {
		responses[MemberID(i+1)] = Response{Answers: as, Submitted: time.Unix(1, 0)}
	}
	return responses
}

// lossOf is the loss of the one question of a survey, which becomes next.
func lossOf(now, next Question, versions []Question, given []Answer) Loss {
	var all []Answers
	for _, a := range given {
		all = append(all, Answers{now.ID: a})
	}
	losses := Survey{Questions: []Question{now}}.Losses(Survey{Questions: []Question{next}}, versions, sent(all...))
	return append(losses, Loss{})[0]
}

// A point of a scale counts or does not, also if words that were added in another language are turned round.
func TestAPointIsNotLostInPart(t *testing.T) {
	scale := func(version int, first, last string) Question {
		return Question{ID: 1, Version: version, Kind: Scale, Title: Text{English: "How much?"}, Min: new(1.0), Max: new(5.0),
			MinLabel: Text{English: "no"}.With(Korean, first), MaxLabel: Text{English: "yes"}.With(Korean, last)}
	}
	english, both, turned := scale(1, "", ""), scale(2, "아니요", "네"), scale(2, "네", "아니요")
	l := lossOf(both, turned, []Question{english, both}, []Answer{{Version: 1, Number: new(4.0)}, {Version: 2, Number: new(4.0)}})
	if l.Of != 2 || l.Whole != 1 || l.Part != 0 {
		t.Errorf("of 2 answers, one to words in English alone, %d are lost by turning round the Korean ones and %d in part, want 1 and 0", l.Whole, l.Part)
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
	private := fruit(AnyOf, 1, 2, 3)
	private.Sensitive = true
	languages, speaks := fruit(Level, 1, 2), func(levels map[int]int) Answer { return Answer{Levels: levels} }
	languages.Merged = map[int]int{3: 1}
	places := fruit(Rank, 1, 2)
	places.Merged = map[int]int{3: 1}
	joined := fruit(AnyOf, 1, 2)
	joined.Merged = map[int]int{3: 1}
	half := hours
	half.Half = true
	one, two := Question{Kind: Teammates, Wishes: 1}, Question{Kind: Teammates, Wishes: 2}
	const none, secret = "0 0 0 0 0 0 []", "secret"
	for _, c := range []struct {
		what      string
		now, next Question
		given     []Answer
		want      string // how many count, are wholly lost, lost in part, have two in one, are new, and of which more counts; and by option
	}{
		{"new words", fruit(AnyOf, 1, 2, 3), fruit(AnyOf, 3, 2, 1), answers(chose(1), chose(3)), none},
		{"an option gone", fruit(AnyOf, 1, 2, 3), few, answers(chose(1), chose(3), chose(1, 3), chose(2)), "4 1 1 0 0 0 [Plum 2]"},
		{"an option merged", fruit(AnyOf, 1, 2, 3), merged, answers(chose(1), chose(3), chose(1, 3)), "3 0 0 0 0 0 [] [Plum>Apple 2]"},
		{"brought back from another", merged, fruit(AnyOf, 1, 2, 3), answers(chose(1), chose(3), chose(3, 2)), "3 0 0 0 0 0 [] [Apple>Plum 2]"},
		{"no longer merged", merged, few, answers(chose(1), chose(3), chose(1, 3)), "3 1 1 0 0 0 [Plum 2]"},
		{"fewer places", fruit(Rank, 1, 2, 3), short, answers(Answer{Ranked: []int{2, 1}}, Answer{Ranked: []int{3}}), "2 0 1 0 0 0 [Apple 1]"},
		{"a language gone", fruit(Level, 1, 2), fruit(Level, 2), answers(Answer{Levels: map[int]int{1: 3, 2: 0}}, Answer{Levels: map[int]int{1: 7}}), "2 1 1 0 0 0 [Apple 2]"},
		{"a scale in other words", points(1, 5, "no", "yes"), points(1, 5, "never", "always"), answers(Answer{Number: new(4.0)}), none},
		{"a scale turned round", points(1, 5, "no", "yes"), points(1, 5, "Yes", "no"), answers(Answer{Number: new(4.0)}), "1 1 0 0 0 0 []"},
		{"a longer scale", points(1, 5, "no", "yes"), points(1, 7, "no", "yes"), answers(Answer{Number: new(4.0)}), "1 1 0 0 0 0 []"},
		{"a day gone", hours, monday, answers(Answer{Slots: []int{9, 24 + 9}}, Answer{Slots: []int{9}}, Answer{Slots: []int{24 + 9}}), "3 1 1 0 0 0 []"},
		{"told in confidence, and shown from now on", private, fruit(AnyOf, 1, 2, 3), answers(chose(1), chose(2), chose(2), chose(3), chose(3)), secret},
		{"shown, and told in confidence from now on", fruit(AnyOf, 1, 2, 3), private, answers(chose(1)), none},
		{"two languages in one", fruit(Level, 1, 2, 3), languages, answers(speaks(map[int]int{1: 2, 3: 5}), speaks(map[int]int{1: 2, 2: 5}), speaks(map[int]int{3: 5})), "3 0 0 1 0 0 [] [Plum>Apple 2]"},
		{"two in one again, as before", languages, languages, answers(speaks(map[int]int{1: 2, 3: 5})), none},
		{"two places in one", fruit(Rank, 1, 2, 3), places, answers(Answer{Ranked: []int{3, 2, 1}}, Answer{Ranked: []int{1, 2}}), "2 0 0 1 0 0 [] [Plum>Apple 1]"},
		{"an option brought back", few, fruit(AnyOf, 1, 2, 3), answers(chose(1), chose(3), chose(1, 3)), "2 0 0 0 1 1 []"},
		{"one that was gone merged", few, joined, answers(chose(1), chose(3), chose(1, 3), chose(2, 3)), "3 0 0 0 1 1 []"},
		{"a place brought back", fruit(Rank, 1, 2), fruit(Rank, 1, 2, 3), answers(Answer{Ranked: []int{1, 2}}, Answer{Ranked: []int{3, 2}}, Answer{Ranked: []int{3}}), "2 0 0 0 1 1 []"},
		{"one that was gone merged into a later place", fruit(Rank, 1, 2), places, answers(Answer{Ranked: []int{1, 3}}, Answer{Ranked: []int{3, 2, 1}}), "2 0 0 0 0 1 []"},
		{"more places", short, fruit(Rank, 1, 2, 3), answers(Answer{Ranked: []int{2, 1}}, Answer{Ranked: []int{3}}), "2 0 0 0 0 1 []"},
		{"a language brought back", fruit(Level, 2), fruit(Level, 1, 2), answers(speaks(map[int]int{1: 3, 2: 0}), speaks(map[int]int{1: 7}), speaks(map[int]int{2: 7})), "2 0 0 0 1 1 []"},
		{"a language that was gone merged", fruit(Level, 1, 2), languages, answers(speaks(map[int]int{1: 2, 3: 5}), speaks(map[int]int{2: 2, 3: 5})), "2 0 0 0 0 2 []"},
		{"a day more", monday, hours, answers(Answer{Slots: []int{9}}), none},
		{"a day brought back", monday, hours, answers(Answer{Slots: []int{9}}, Answer{Slots: []int{9, 24 + 9}}, Answer{Slots: []int{24 + 9}}), "2 0 0 0 1 1 []"},
		{"half hours of what was told in hours", hours, half, answers(Answer{Slots: []int{9}}), none},
		{"more wishes", one, two, answers(Answer{Wished: []string{"Ann", "Bo"}}, Answer{Wished: []string{"Ann"}}), "1 0 0 0 1 0 []"},
	} {
		first := c.now
		first.ID, first.Version = 1, 1
		first.Options, first.Merged = fruit(c.now.Kind, 1, 2, 3).Options, nil
		c.now.ID, c.now.Version = 1, 2
		c.next.ID, c.next.Version = 1, 2
		l := lossOf(c.now, c.next, []Question{first, c.now}, c.given)
		var options []string
		for _, o := range l.Options {
			options = append(options, fmt.Sprint(o.Label.In(English), " ", o.Count))
		}
		got := fmt.Sprint(l.Of, l.Whole, l.Part, l.Joined, l.More, l.Grown, options)
		for _, m := range l.Moved {
			got += fmt.Sprintf(" [%s>%s %d]", m.From.Label.In(English), m.To.Label.In(English), m.Count)
		}
		if l.Secret && got == none {
			got = secret
		}
		if got != c.want || l.Any() != (got != none) {
			t.Errorf("%s: the loss of %d answers is %s, want %s", c.what, len(c.given), got, c.want)
		}
	}
}

// Of a sensitive question nothing is said that tells what one member chose: not even whether somebody did.
func TestHiddenOfASensitiveQuestion(t *testing.T) {
	old, now, next := fruit(OneOf, 1, 2, 3, 4), fruit(OneOf, 1, 2, 3), fruit(OneOf, 1, 2)
	now.Version, now.Sensitive, next.Sensitive = 2, true, true
	versions := []Question{old, now}
	for _, chose := range []int{1, 3, 4} {
		given := []Answer{{Version: 1, Choices: []int{chose}}}
		l := lossOf(now, next, versions, given)
		if got := fmt.Sprint(l.Secret, l.Of+l.Whole+l.Part+l.More, l.Options, now.Hidden(versions, given, nil)); got != "true 0 [] [{{4 map[en:Fig]} 0 [] map[1:false 2:false 3:false]}]" {
			t.Errorf("where one member chose %d, taking Plum away is said to be %s", chose, got)
		}
		more := fruit(OneOf, 3, 2, 1, 5)
		if l := lossOf(now, more, versions, given); !l.Secret {
			t.Errorf("where single answers are shown from now on, the loss is %+v, want a secret one", l)
		}
		more.Sensitive = true
		if l := lossOf(now, more, versions, given); l.Any() {
			t.Errorf("where nothing can be lost, adding an option is said to be %+v", l)
		}
	}
	given := slices.Repeat([]Answer{{Version: 1, Choices: []int{3}}}, MinTotal)
	if l := lossOf(now, next, versions, given); !l.Secret || l.Of+l.Whole > 0 || now.Hidden(versions, given, nil)[0].Count > 0 {
		t.Errorf("of %d answers taking Plum away is said to be %+v", MinTotal, l)
	}
}

// drivers asks who has a car, on a page of their own how many seats there are and where from, and all of them why.
func drivers() Survey {
	car := fruit(OneOf, 1, 2)
	has := &Condition{Question: 1, Options: []int{1}}
	return Survey{Questions: []Question{
		car,
		{ID: 2, Version: 1, Kind: NewPage, Title: Text{English: "Driving"}, Show: has},
		{ID: 3, Version: 1, Kind: Number, Title: Text{English: "Seats"}},
		{ID: 4, Version: 1, Kind: NewPage, Title: Text{English: "All"}},
		{ID: 5, Version: 1, Kind: Number, Title: Text{English: "Why"}},
	}}
}

// What a change takes from the answers to other questions is said, and what it gives.
func TestLossesOfOtherQuestions(t *testing.T) {
	chose := func(key int) Answers {
		return Answers{1: {Version: 1, Choices: []int{key}}, 3: {Version: 1, Number: new(4.0)}, 5: {Version: 1, Number: new(30.0)}}
	}
	given := sent(chose(1), chose(1), chose(2), chose(2), chose(2), Answers{5: {Version: 1, Number: new(5.0)}})
	draft := Response{Answers: chose(1)} // was never sent
	given[99] = draft
	s := drivers()
	change := func(id QuestionID, change func(*Question)) Survey {
		q, _ := s.Question(id)
		change(&q)
		return s.With(q)
	}
	why := change(5, func(q *Question) { q.Show = &Condition{Question: 3, From: new(3.0)} })
	for _, c := range []struct {
		what      string
		now, next Survey
		want      string
	}{
		{"nothing", s, s, ""},
		{"new words", s, change(5, func(q *Question) { q.Title = Text{English: "How come"} }), ""},
		{"a condition", s, change(5, func(q *Question) { q.Show = &Condition{Question: 1, Options: []int{1}} }), "5: 6-4"},
		{"another condition", s, change(2, func(q *Question) { q.Show = &Condition{Question: 1, Options: []int{2}} }), "3: 2-2+3"},
		{"no condition", s, change(2, func(q *Question) { q.Show = nil }), "3: 2-0+3"},
		{"limits of what decides", why, why.With(Question{ID: 3, Kind: Number, Title: Text{English: "Seats"}, Max: new(3.0)}), "3: 2-2, 5: 2-2"},
		{"the end of a page", s, s.Without(4), "5: 6-4"},
		{"onto a page of some", s, s.Moved(5, 2), "5: 6-4"},
		{"off a page of some", s, s.Moved(3, 1), "3: 2-0+3"},
		{"a page in between", s, s.WithBelow(Question{Kind: NewPage, Title: Text{English: "More"}}, 2), "3: 2-0+3"},
		{"taken away", s, s.Without(5), "5: 6-6"},
		{"brought back", s.Without(5), s, "5: 0-0+6"},
	} {
		var got string
		for _, l := range c.now.Losses(c.next, s.Questions, given) {
			if got != "" {
				got += ", "
			}
			got += fmt.Sprintf("%d: %d-%d", l.ID, l.Of, l.Whole)
			if l.More > 0 {
				got += fmt.Sprintf("+%d", l.More)
			}
			if l.Whole+l.More == 0 {
				t.Errorf("%s: the loss %+v is none", c.what, l)
			}
		}
		if got != c.want {
			t.Errorf("%s: of the answers count, are lost and added %q, want %q", c.what, got, c.want)
		}
	}
}

// What is asked by the answer to a sensitive question is told of no more than that one.
func TestLossesTellNothingOfSensitiveQuestions(t *testing.T) {
	now := Survey{Questions: []Question{fruit(OneOf, 1, 2), {ID: 5, Version: 1, Kind: Number, Title: Text{English: "Why"}, Sensitive: true}}}
	now.Questions[0].Sensitive = true
	asked := now.Questions[1]
	asked.Show = &Condition{Question: 1, Options: []int{1}}
	some := now.With(asked)
	var given []Answers
	for i := range 2 * MinTotal {
		given = append(given, Answers{1: {Version: 1, Choices: []int{1 + i%2}}, 5: {Version: 1, Number: new(1.0)}})
	}
	in := func(unit string) Question {
		asked := asked
		asked.Unit = Text{English: unit}
		return asked
	}
	words := some.With(Question{ID: 5, Kind: Number, Title: Text{English: "How come"}, Sensitive: true, Show: asked.Show})
	for _, c := range []struct {
		what      string
		now, next Survey
		want      string // of the second question: whether it is secret, and the numbers
	}{
		{"asked by an answer", now, some, "true 0 0 0"},
		{"asked by another answer", some, now, "true 0 0 0"},
		{"in other words", some, words, "none"},
		{"taken away", some, some.Without(5), "true 0 0 0"},
		{"counted in minutes instead of hours", some.With(in("hours")), some.With(in("minutes")), "true 0 0 0"},
		{"counted in hours, which was not said", some, some.With(in("hours")), "false hours 0 0 0"},
		{"counted in hours as before", some.With(in("hours")), some.With(in("hours")), "none"},
	} {
		got := "none"
		for _, l := range c.now.Losses(c.next, now.Questions, sent(given...)) {
			if l.ID == 5 {
				got = fmt.Sprint(l.Secret, l.Of, l.Whole, l.More)
				if l.Unit != nil && !l.Secret {
					got = strings.TrimSpace(fmt.Sprintln(l.Secret, l.Unit.In(English), l.Bare, l.Of, l.More))
				}
			}
		}
		if got != c.want {
			t.Errorf("%s: the loss is %s, want %s", c.what, got, c.want)
		}
	}
}

// Who may avoid fewer loses no wish by that, and what is told of a change counts who wishes alone.
func TestLossesCountWishesAndNoAvoidances(t *testing.T) {
	old := Question{ID: 1, Version: 1, Kind: Teammates, Wishes: 2, Avoids: 1}
	next, fewer, more := old, old, old
	next.Avoids, fewer.Wishes = 0, 1
	more.Wishes, more.Avoids = 3, 2
	number := Question{ID: 2, Version: 1, Kind: Number}
	for _, avoided := range [][]string{nil, {"Bo"}} {
		given := []Answer{{Version: 1, Wished: []string{"Ann", "Cy"}, Avoided: avoided}, {Version: 1, Avoided: avoided}}
		if got, ok := next.Carry(old, given[0]); !ok || len(got.Wished) != 2 || got.Avoided != nil {
			t.Errorf("where nobody may be avoided any more, %+v counts as %+v, want the wishes", given[0], got)
		}
		for _, c := range []struct {
			next Question
			want string
		}{{next, "1 0 0 true"}, {fewer, "1 1 0 false"}, {more, "0 0 0 false"}} {
			l := lossOf(old, c.next, []Question{old}, given)
			if got := fmt.Sprint(l.Of, l.Whole, l.Part, l.Avoided); l.Secret || got != c.want {
				t.Errorf("of %+v %+v is said to be taken, want %s", given, l, c.want)
			}
		}
		shown := old
		shown.Show = &Condition{Question: 2, From: new(5.0)}
		before := Survey{Questions: []Question{number, old}}
		var got []string
		for _, l := range before.Losses(Survey{Questions: []Question{number, shown}}, before.Questions, sent(Answers{1: given[0]}, Answers{1: given[1]})) {
			got = append(got, fmt.Sprint(l.Of, l.Whole, l.Avoided))
		}
		if !slices.Equal(got, []string{"1 1 true"}) {
			t.Errorf("of %+v %q is said to be taken by a condition, want 1 1 true", given, got)
		}
	}
}

// Where limits become wider than any that members answered within, no answer can be lost, and that one may be is not said.
func TestWiderLimitsTakeNothing(t *testing.T) {
	old := Question{ID: 1, Version: 1, Kind: Number, Min: new(0.0), Max: new(10.0), Sensitive: true}
	wider, narrower, open := old, old, old
	wider.Min, wider.Max = new(-5.0), new(20.0)
	narrower.Max, open.Min, open.Max = new(8.0), nil, nil
	mates := Question{ID: 1, Version: 1, Kind: Teammates, Wishes: 2, Avoids: 1, Sensitive: true}
	more, fewer := mates, mates
	more.Wishes, more.Avoids, fewer.Wishes = 3, 2, 1
	back := narrower
	back.Version = 2
	for _, c := range []struct {
		what      string
		now, next Question
		versions  []Question
		want      bool
	}{
		{"wider limits", old, wider, []Question{old}, false},
		{"no limits", old, open, []Question{old}, false},
		{"narrower limits", old, narrower, []Question{old}, true},
		{"limits as wide as they were once", back, old, []Question{old, back}, true},
		{"limits where there were none", open, old, []Question{open}, true},
		{"more teammates", mates, more, []Question{mates}, false},
		{"fewer wishes", mates, fewer, []Question{mates}, true},
	} {
		given := []Answer{{Version: 1, Number: new(9.0)}, {Version: 1, Wished: []string{"Ann", "Cy"}}}
		if l := lossOf(c.now, c.next, c.versions, given); l.Secret != c.want {
			t.Errorf("%s: that answers may no longer count is said: %t, want %t", c.what, l.Secret, c.want)
		}
	}
}

// What was answered without a unit counts in the one that is said next, which is told each time, and no answer in one unit beside those in
// another.
func TestANumberThatGetsAUnitSaysSo(t *testing.T) {
	in := func(version int, unit string) Question {
		q := Question{ID: 1, Version: version, Kind: Number, Title: Text{English: "How much time?"}}
		if unit != "" {
			q.Unit = Text{English: unit}
		}
		return q
	}
	for _, c := range []struct{ units, want string }{
		{"- hours", "1 0 0 1 hours"},
		{"- hours hours", ""},
		{"- hours minutes", "2 1 0 1 minutes"},
		{"- hours -", ""},
		{"hours -", ""},
		{"hours minutes -", ""},
		{"hours minutes - hours", "2 1 1 1 hours"},
		{"- hours minutes hours", "2 1 1 1 hours"},
		{"hours - hours", "2 0 0 1 hours"},
	} {
		var versions []Question
		var given []Answer
		units := strings.Fields(strings.ReplaceAll(c.units, "-", "none"))
		for i, unit := range units {
			q := in(i+1, strings.TrimPrefix(unit, "none")).After(versions)
			if i < len(units)-1 {
				given = append(given, Answer{Version: i + 1, Number: new(3.0)})
			}
			versions = append(versions, q)
		}
		last := len(versions) - 1
		l := lossOf(versions[last-1], versions[last], versions[:last], given)
		got := ""
		if l.Any() {
			got = strings.TrimSpace(fmt.Sprintln(l.Of, l.Whole, l.More, l.Bare, l.Unit.In(English)))
		}
		if got != c.want {
			t.Errorf("an answer to each of %s: that so many count, are lost, come back, and get which unit is told as %q, want %q", c.units, got, c.want)
		}
	}
}
