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
