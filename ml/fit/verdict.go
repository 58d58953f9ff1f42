package fit

import (
	"cmp"
	"fmt"
	"math"
	"strings"

	"dure/ml"
	"dure/survey"
)

// Verdict says whether the net tells more than the mean, and than a line where one was tried.
func (t TrainedNet) Verdict() (said []survey.Message) {
	if t.OverMean == nil {
		return []survey.Message{survey.Say("net_unscored")}
	}
	said = append(said, t.OverMean.say("net_beats_mean", "net_even_mean", "net_behind_mean"))
	if t.OverLinear != nil {
		said = append(said, t.OverLinear.say("net_beats_line", "net_even_line", "net_behind_line"))
	}
	return said
}

// say says a gap by the key for one that is more than chance, not to be told, or the other way round, with how often its standard error goes into it.
func (g Gap) say(beats, even, behind survey.Key) survey.Message {
	key := even
	switch g.Told() {
	case 1:
		key = beats
	case -1:
		key = behind
	}
	times := "0"
	if size := math.Abs(g.Value); size < 100*g.SE {
		times = fmt.Sprintf("%.1f", size/g.SE)
	} else if size > 0 {
		times = "> 100"
	}
	return survey.Say(key, "Times", times)
}

// Made says how a net is made and was taught, with how many weights.
func Made(n ml.Net, weights int, online bool) survey.Message {
	var layers []string
	for _, l := range n.Layers {
		if l.Units == 0 {
			continue // of dropout
		}
		layers = append(layers, fmt.Sprintf("%d %s", l.Units, cmp.Or(string(l.Activation), "linear")))
	}
	key := survey.Key("net_made")
	switch {
	case online:
		key = "net_made_online"
	case n.Batch == ml.FullBatch:
		key = "net_made_full"
	case n.Batch == 1:
		key = "net_made_single"
	}
	return survey.Say(key, "Layers", cmp.Or(strings.Join(layers, ", "), "–"), "Weights", weights, "Loss", string(n.Loss), "Optimizer", string(n.Optimizer),
		"Rate", fmt.Sprintf("%.3g", n.Rate), "Batch", n.Batch)
}

// Hint says what a trouble of training is and what helps.
func Hint(f ml.Finding) survey.Message {
	return survey.Say("hint_"+survey.Key(f.Key), "Layer", f.Layer+1, "Percent", fmt.Sprintf("%.0f", 100*f.Value), "Value", fmt.Sprintf("%.3g", f.Value))
}

// Hints say what ails the net and what helps.
func (t TrainedNet) Hints() (said []survey.Message) {
	for _, f := range t.Findings {
		said = append(said, Hint(f))
	}
	if len(said) == 0 {
		said = append(said, survey.Say("hint_none"))
	}
	return said
}
