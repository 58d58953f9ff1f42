package web

import (
	"strings"
	"testing"

	"dure/ml"
	"dure/ml/fit"
	"dure/survey"
	"dure/web/locale"
	"dure/web/view"
)

// Each trouble of training that a diagnosis names stands on the training page, once, in both languages.
func TestTroublesOfTrainingAreHintedAt(t *testing.T) {
	words, err := locale.Load(locale.Files)
	if err != nil {
		t.Fatal(err)
	}
	say := map[survey.Lang][]string{
		survey.English: {"", "", "", "", ""}, survey.Korean: {"죽은 유닛", "포화", "지그재그", "기울기 소실", "기울기 폭발"},
	}
	for lang, want := range say {
		var facts fit.NetFacts
		for _, key := range []ml.Trouble{"dead_relu", "saturated", "zigzag", "vanishing_gradient", "exploding_gradient"} {
			f := ml.Finding{Key: key, Layer: 1, Value: 0.625}
			facts.Findings = append(facts.Findings, f, f)
		}
		var out view.FitReport
		addNet(view.Page{T: translators(words)[lang], Lang: lang}, facts, &out)
		if len(out.Hints) != len(want) || out.Healthy {
			t.Fatalf("%s: %d hints %q, want one for each of %d troubles", lang, len(out.Hints), out.Hints, len(want))
		}
		for i, h := range out.Hints {
			if strings.Contains(h, "hint_") || !strings.HasPrefix(h, want[i]) || len(h) < 40 {
				t.Errorf("%s: the hint on %s is %q", lang, facts.Findings[2*i].Key, h)
			}
		}
	}
}

// The course of a training is drawn from its second epoch on, with a line of the rows held out only where there are such.
func TestEpochsPlot(t *testing.T) {
	words, err := locale.Load(locale.Files)
	if err != nil {
		t.Fatal(err)
	}
	p := view.Page{T: translators(words)["en"], Lang: "en"}
	epochs := []ml.Epoch{{Loss: 2, Valid: 2.5, HasHeld: true}, {Loss: 1, Valid: 1.5, HasHeld: true}}
	if c := epochsPlot(p, epochs[:1]); c != nil {
		t.Errorf("a single epoch is drawn as %+v, want nothing", c)
	}
	c := epochsPlot(p, epochs)
	if len(c.Lines) != 2 || len(c.Rows) != 2 || strings.Join(c.Rows[1], " ") != "2 1 1.5" || c.Lines[1].Points[0] != (view.XY{X: 1, Y: 2.5}) {
		t.Errorf("two epochs are drawn as the lines %+v with the rows %q", c.Lines, c.Rows)
	}
	epochs[0].HasHeld, epochs[1].HasHeld = false, false
	if c := epochsPlot(p, epochs); len(c.Lines) != 1 {
		t.Errorf("without rows held out there are %d lines, want one", len(c.Lines))
	}
}
