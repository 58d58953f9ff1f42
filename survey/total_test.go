package survey

import (
	"math"
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
	}
	got := Totals(s, all)
	if g := got[0]; g.Answered != 2 || g.Mean != 3 || math.Abs(g.SD-1) > 1e-12 || len(g.Bars) != 5 || g.Bars[1].Count != 1 || g.Bars[4].Count != 0 {
		t.Errorf("scale: %+v, want two answers with mean 3, sd 1 and no draft among them", g)
	}
	if g := got[1]; len(g.Bars) != 2 || g.Bars[0].Count != 1 || g.Bars[1].Count != 2 {
		t.Errorf("any of: %+v, want 1 and 2", g.Bars)
	}
	if g := got[2]; len(g.Bars) != 2 || g.Bars[0].Count != 2 || g.Bars[1].Slot != 34 || g.Bars[1].Count != 1 {
		t.Errorf("hours: %+v, want Tuesday 9:00 twice and 10:00 once", g.Bars)
	}
	if g := got[3]; len(g.Texts) != 2 || g.Texts[0] != "A" {
		t.Errorf("texts: %q, want A before b", g.Texts)
	}
	if g := got[4]; !g.Hidden || g.Bars != nil || g.Answered != 2 {
		t.Errorf("sensitive with two answers: %+v, want it hidden", g)
	}
	if g := got[6]; g.Bars != nil || g.Min != 2 || g.Max != 4 {
		t.Errorf("number: %+v, want 2 to 4 without bars", g)
	}
	for range MinTotal {
		all = append(all, Response{Submitted: at, Answers: Answers{5: {Choices: []int{2}}, 6: {Text: "secret"}}})
	}
	got = Totals(s, all)
	if g := got[4]; g.Hidden || g.Bars[0].Count != 2 || g.Bars[1].Count != MinTotal {
		t.Errorf("sensitive with enough answers: %+v, want 2 and %d", g, MinTotal)
	}
	if g := got[5]; g.Hidden || g.Texts != nil {
		t.Errorf("sensitive text: %+v, want a count and no text", g)
	}
	if n := len(s.Public().Questions); n != 5 || len(s.Questions) != 7 {
		t.Errorf("the public survey has %d questions and the survey %d, want 5 and 7", n, len(s.Questions))
	}
}
