package team

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"dure/survey"
)

// fewOdd likes teams with few odd rows. It can rate rows without a [Team].
type fewOdd struct{}

func (fewOdd) Score(g Team) float64 {
	odd := 0
	for _, i := range g.Members {
		odd += i % 2
	}
	return 1 - float64(odd)/float64(len(g.Members))
}

func (s fewOdd) Rows() func([]int32) float64 {
	odd := make([]float64, 1)
	return func(members []int32) float64 {
		odd[0] = 0
		for _, i := range members {
			odd[0] += float64(i % 2)
		}
		return 1 - odd[0]/float64(len(members))
	}
}

// by returns what readies s for any model.
func by(s Scorer) func(string, survey.Table) (Scorer, error) {
	return func(string, survey.Table) (Scorer, error) { return s, nil }
}

func TestFitIsCapped(t *testing.T) {
	in := Input{Table: table("x\n1\n2\n3\n4"), Fit: by(fewOdd{})}
	for _, c := range []struct {
		rules []Rule
		want  float64
	}{
		{[]Rule{{Kind: Balance, Columns: []string{"x"}}, {Kind: Fit, Model: "m"}}, 0.2},
		{[]Rule{{Kind: Balance, Columns: []string{"x"}, Strength: May}, {Kind: Fit, Model: "m", Share: 0.5}}, 0.5},
		{[]Rule{{Kind: Balance, Columns: []string{"x"}}, {Kind: Fit, Model: "m", Strength: May, Weight: 0.4}}, 0.4 / 4.4},
		{[]Rule{{Kind: Balance, Columns: []string{"x"}}, {Kind: Fit, Model: "m", Strength: Must, Weight: 50}}, 0.2},
		{[]Rule{{Kind: Fit, Model: "m"}}, 1},
	} {
		in.Rules = c.rules
		p, err := read(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.rules[len(p.rules)-1].w; math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%v: fit has %v of the whole, want %v", c.rules, got, c.want)
		}
		if noted := len(p.notes) == 1 && p.notes[0].Key == Uncapped; noted != (c.want == 1) {
			t.Errorf("%v: the notes are %v, want one that fit decides alone only where it does", c.rules, p.notes)
		}
	}
}

func TestFitNamesItsModel(t *testing.T) {
	in := Input{Table: table("x\n1\n2\n3\n4"), Rules: []Rule{{Kind: Fit, Model: "club.fit"}}, Sizes: Sizes{Ideal: 2}}
	in.Fit = func(model string, t survey.Table) (Scorer, error) {
		if t.N != 4 || model != "club.fit" {
			return nil, fmt.Errorf("model %s of %d rows", model, t.N)
		}
		return fewOdd{}, nil
	}
	p, err := Propose(t.Context(), in, Options{Moves: 1000}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if p.Rules[0].Value != 1 {
		t.Errorf("the fits add up to %v, want 1", p.Rules[0].Value)
	}
	in.Fit = func(string, survey.Table) (Scorer, error) { return nil, errors.New("it asks for a column Goal") }
	_, err = Propose(t.Context(), in, Options{Moves: 1000}, nil)
	if got := reason(err); got != "fit_model_unusable" || !strings.Contains(inWords(err), "Goal") {
		t.Errorf("a model that cannot be used: %v", err)
	}
}

func TestRowScorerRatesAsScore(t *testing.T) {
	m := (&rated{fewOdd{}}).scratch()
	for _, g := range [][]int32{{0}, {1}, {0, 1, 2}, {1, 3, 5, 6}, {0, 1, 2}, {6, 5, 3, 1}, {}} { // again, in another order: remembered
		if got, want := m.of(0, g), (&rated{fewOdd{}}).of(0, g); got != want {
			t.Errorf("rows %v: %v, want %v", g, got, want)
		}
	}
}
