package survey

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"
)

func TestTotals(t *testing.T) {
	one, five, low := 1.0, 5.0, 0.0
	s := Survey{Questions: []Question{
		{ID: 1, Kind: Scale, Min: &one, Max: &five},
		{ID: 2, Kind: AnyOf, Options: []Option{{Key: 1, Label: Text{"en": "a"}}, {Key: 7, Label: Text{"en": "b"}}}},
		{ID: 3, Kind: Availability, Days: []int{1}, From: 9, To: 11},
		{ID: 4, Kind: ShortText},
		{ID: 5, Kind: OneOf, Sensitive: true, Options: []Option{{Key: 1}, {Key: 2}}},
		{ID: 6, Kind: LongText, Sensitive: true},
		{ID: 8, Kind: Number, Min: &low},
	}}
	num := func(v float64) Answer { return Answer{Number: &v} }
	at := time.Unix(1, 0)
	all := []Response{
		{Submitted: at, Answers: Answers{1: num(2), 2: {Choices: []int{1, 7}}, 3: {Slots: []int{33}}, 4: {Text: "b"}, 5: {Choices: []int{1}}, 6: {Text: "secret"}, 8: num(2)}},
		{Submitted: at, Answers: Answers{1: num(4), 2: {Choices: []int{3, 7}}, 3: {Slots: []int{33, 34}}, 4: {Text: "A"}, 5: {Choices: []int{1}}, 8: num(4)}},
		{Draft: Answers{1: num(5), 2: {Choices: []int{1}}}},
		{Answers: Answers{1: num(5)}}, // begun again
		{Submitted: at},
	}
	got := Totals(s, all, nil, nil)
	if g := got[0]; g.Answered != 2 || g.Mean != 3 || math.Abs(g.SD-1) > 1e-12 || len(g.Bars) != 5 || g.Bars[1].Count != 1 || g.Bars[4].Count != 0 {
		t.Errorf("scale: %+v, want two answers with mean 3, sd 1 and no draft among them", g)
	}
	if g := got[1]; len(g.Bars) != 2 || g.Bars[0].Count != 1 || g.Bars[1].Count != 2 {
		t.Errorf("any of: %+v, want 1 and 2", g.Bars)
	}
	if g := got[2]; len(g.Bars) != 2 || g.Bars[0].Count != 2 || g.Bars[1].Key != 34 || g.Bars[1].Count != 1 {
		t.Errorf("hours: %+v, want Tuesday 9:00 twice and 10:00 once", g.Bars)
	}
	if g := got[3]; len(g.Texts) != 2 || g.Texts[0] != "A" {
		t.Errorf("texts: %q, want A before b", g.Texts)
	}
	if g := got[4]; !g.Hidden || g.Bars != nil || g.Answered != 0 {
		t.Errorf("sensitive and never added up: %+v, want it hidden", g)
	}
	if g := got[6]; g.Bars != nil || g.Min != 2 || g.Max != 4 {
		t.Errorf("number: %+v, want 2 to 4 without bars", g)
	}
	if n := len(s.Public().Questions); n != 5 || len(s.Questions) != 7 {
		t.Errorf("the public survey has %d questions and the survey %d, want 5 and 7", n, len(s.Questions))
	}
}

// What a sensitive question was added up to is told in new words, and not at all where answers count otherwise by now.
func TestSumsInTheWordsOfNow(t *testing.T) {
	q := Question{ID: 5, Version: 2, Kind: OneOf, Sensitive: true, Options: []Option{{Key: 1, Label: Text{English: "a"}}, {Key: 2, Label: Text{English: "b"}}}}
	first := q
	first.Version, first.Options = 1, append(slices.Clone(q.Options), Option{Key: 3, Label: Text{English: "c"}})
	versions := []Question{first, q}
	sum := q.total(slices.Concat(slices.Repeat([]Answer{{Choices: []int{1}}}, 5), slices.Repeat([]Answer{{Choices: []int{2}}}, 2)))
	number := Question{ID: 6, Kind: Number, Sensitive: true, Unit: Text{English: "hours"}}
	several := q
	several.Kind = AnyOf
	change := func(q Question, by func(*Question)) Question { by(&q); return q }
	for _, c := range []struct {
		what string
		now  Question
		want string
	}{
		{"as it was", q, "7 [a 5 b 2]"},
		{"in other words", change(q, func(q *Question) {
			q.Options = []Option{{Key: 2, Label: Text{English: "B"}}, {Key: 1, Label: Text{English: "A"}}}
		}), "7 [B 2 A 5]"},
		{"with an option more", change(q, func(q *Question) {
			q.Options = append(slices.Clone(q.Options), Option{Key: 4, Label: Text{English: "d"}})
		}), "7 [a 5 b 2 d 0]"},
		{"with an option brought back", change(q, func(q *Question) { q.Options = first.Options }), "hidden"},
		{"with an option less", change(q, func(q *Question) { q.Options = q.Options[:1] }), "5 [a 5]"},
		{"merged", change(q, func(q *Question) { q.Options, q.Merged = q.Options[:1], map[int]int{2: 1} }), "hidden"},
		{"of another kind", change(q, func(q *Question) { q.Kind = AnyOf }), "hidden"},
		{"another question", number, "hidden"},
	} {
		got := Totals(Survey{Questions: []Question{c.now}}, nil, Sums{5: sum}, versions)[0]
		said := "hidden"
		if !got.Hidden {
			var bars []string
			for _, b := range got.Bars {
				bars = append(bars, fmt.Sprint(b.Label.In(English), " ", b.Count))
			}
			said = fmt.Sprint(got.Answered, " ", bars)
		}
		if said != c.want {
			t.Errorf("%s: what was added up is told as %s, want %s", c.what, said, c.want)
		}
	}
	for what, now := range map[string]Question{
		"as it was": number, "in another unit": change(number, func(q *Question) { q.Unit = Text{English: "days"} }),
		"that may be less": change(number, func(q *Question) { q.Max = new(9.0) }),
	} {
		sums := Sums{6: number.total(slices.Repeat([]Answer{{Number: new(8.0)}}, 5))}
		if got := Totals(Survey{Questions: []Question{now}}, nil, sums, nil)[0]; got.Hidden != (what != "as it was") {
			t.Errorf("a number %s: what was added up is hidden: %v", what, got.Hidden)
		}
	}
	lone := change(several, func(q *Question) { q.Version, q.Options = 1, q.Options[:1] })
	if got := Totals(Survey{Questions: []Question{several}}, nil, Sums{5: lone.total(slices.Repeat([]Answer{{Choices: []int{1}}}, 5))}, []Question{lone, several})[0]; got.Hidden {
		t.Error("with a second option what was added up is hidden")
	}
	spoken := Question{ID: 8, Version: 1, Kind: Level, Sensitive: true, Options: []Option{{Key: 1}, {Key: 2}}}
	ranked := Question{ID: 7, Version: 1, Kind: Rank, Sensitive: true, Options: []Option{{Key: 1}, {Key: 2}, {Key: 3}}}
	for _, c := range []struct {
		was   Question
		given Answer
	}{{several, Answer{Choices: []int{1, 2}}}, {ranked, Answer{Ranked: []int{1, 2, 3}}}, {spoken, Answer{Levels: map[int]int{1: 3}}}} {
		now := c.was
		now.Options = now.Options[:1]
		sums := Sums{now.ID: c.was.total(slices.Repeat([]Answer{c.given}, 9))}
		if got := Totals(Survey{Questions: []Question{now}}, nil, sums, append(versions, c.was))[0]; !got.Hidden {
			t.Errorf("%s: without an option that some gave beside others it is told that %d answered", c.was.Kind, got.Answered)
		}
	}
	one, both := Answer{Choices: []int{1}}, Answer{Choices: []int{1, 2}}
	for n, want := range map[int]bool{0: false, 1: true} { // who gave the other option as well
		sums := Sums{5: several.total(append(slices.Repeat([]Answer{one}, 8), slices.Repeat([]Answer{both}, n)...))}
		without := several
		without.Options = several.Options[:1]
		if got := Totals(Survey{Questions: []Question{without}}, nil, sums, versions)[0]; got.Hidden != want {
			t.Errorf("without an option that %d gave beside another what was added up is hidden: %v, want %v", n, got.Hidden, want)
		}
		if got := Totals(Survey{Questions: []Question{several}}, nil, sums, versions)[0]; got.Hidden || got.Answered != 8+n {
			t.Errorf("with every option, of which %d gave both, it is told of %d, hidden %v, want of %d", n, got.Answered, got.Hidden, 8+n)
		}
	}
	if few := Totals(Survey{Questions: []Question{q}}, nil, Sums{5: q.total(slices.Repeat([]Answer{{Choices: []int{1}}}, 4))}, versions)[0]; !few.Hidden || few.Bars != nil {
		t.Errorf("a sum of four answers is told: %+v", few)
	}
	if n := number.total([]Answer{{Number: new(3.0)}, {Number: new(5.0)}}); n.Mean != 4 || n.Min != 0 || n.Max != 0 {
		t.Errorf("a sensitive number is added up to %+v, want a mean of 4 and neither the least nor the most, which are somebody's", n)
	}
}

// What is told in confidence is in no total of single members' answers: all that is sensitive, and whom members avoid.
func TestTotalsLeaveOutWhatIsConfided(t *testing.T) {
	for _, c := range []struct {
		q                   Question
		confides, in, whole bool // it is told in confidence in part; some of it is public; its answers are added up
	}{
		{Question{Kind: ShortText}, false, true, true},
		{Question{Kind: ShortText, Sensitive: true}, true, false, false},
		{Question{Kind: Teammates, Wishes: 1}, false, true, true},
		{Question{Kind: Teammates, Wishes: 1, Avoids: 1}, true, true, true},
		{Question{Kind: Teammates, Avoids: 1}, true, false, false},
	} {
		c.q.ID = 1
		s := Survey{Questions: []Question{c.q}}
		public := s.Public().Questions
		if got := Totals(s, nil, nil, nil)[0]; c.q.Confides() != c.confides || (len(public) > 0) != c.in || got.Hidden == c.whole {
			t.Errorf("%+v: confides %v, public %v, hidden %v", c.q, c.q.Confides(), public, got.Hidden)
		}
		if len(public) > 0 && public[0].Avoids != 0 {
			t.Errorf("whom %d members avoid is public", public[0].Avoids)
		}
	}
}

// Teams are mixed by a sensitive question only where so many gave each answer that no team tells whose it was.
func TestPooled(t *testing.T) {
	q := Question{ID: 1, Version: 1, Kind: OneOf, Sensitive: true, Options: []Option{{Key: 1}, {Key: 2}}}
	number := Question{ID: 2, Version: 1, Kind: Number, Sensitive: true}
	open := Question{ID: 3, Version: 1, Kind: OneOf, Options: q.Options}
	several := Question{ID: 4, Version: 1, Kind: AnyOf, Sensitive: true, Options: q.Options}
	s := Survey{Questions: []Question{q, number, open, several}}
	given := func(a, b int) []Answer {
		return slices.Concat(slices.Repeat([]Answer{{Choices: []int{1}}}, a), slices.Repeat([]Answer{{Choices: []int{2}}}, b))
	}
	numbers := slices.Repeat([]Answer{{Number: new(3.0)}}, 10)
	for _, c := range []struct {
		one, two, numbers, left int
		want                    string
	}{{5, 5, 10, 5, "map[1:true 2:true 4:true]"}, {9, 4, 9, 4, "map[]"}, {9, 0, 10, 0, "map[2:true]"}} {
		one, both := given(1, 0), []Answer{{Choices: []int{1, 2}}}
		sums := Sums{1: q.total(given(c.one, c.two)), 2: number.total(numbers[:c.numbers]), 3: open.total(given(9, 9)),
			4: several.total(slices.Concat(slices.Repeat(both, 5), slices.Repeat(one, c.left), given(0, 5)))}
		if got := fmt.Sprint(s.Pooled(sums, s.Questions)); got != c.want {
			t.Errorf("with %d and %d answers, %d numbers, and %d who left an option out, %s are pooled, want %s", c.one, c.two, c.numbers, c.left, got, c.want)
		}
	}
	spoken := Question{ID: 5, Version: 1, Kind: Level, Sensitive: true, Options: []Option{{Key: 1}}}
	for less, want := range []string{"map[5:true]", "map[]"} {
		var given []Answer
		for level := range LanguageLevels {
			given = append(given, slices.Repeat([]Answer{{Levels: map[int]int{1: level}}}, MinTotal)...)
		}
		if got := fmt.Sprint(Survey{Questions: []Question{spoken}}.Pooled(Sums{5: spoken.total(given[less:])}, []Question{spoken})); got != want {
			t.Errorf("where of one level there are %d, %s are pooled, want %s", MinTotal-less, got, want)
		}
	}
}
