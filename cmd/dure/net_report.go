package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"dure/ml"
	"dure/ml/fit"
	"dure/survey"
	"dure/survey/sheet"
)

// A netReport is the JSON of net train, which is kept in the net's file too.
type netReport struct {
	Target    string   `json:"target"`
	Classes   []string `json:"classes,omitempty"`
	Task      ml.Task  `json:"task"`
	Settings  ml.Net   `json:"settings"`
	Online    bool     `json:"online,omitempty"`
	Tuned     bool     `json:"tuned,omitempty"` // the score is what such a tuning gives on rows that it did not see
	Weights   int      `json:"weights"`         // how many numbers it learned
	Verdict   string   `json:"verdict"`
	Diagnosis []string `json:"diagnosis"`
	fit.TrainedNet
	Importance []columnShare  `json:"importance"`
	Warnings   []string       `json:"warnings"`
	Reading    *sheet.Reading `json:"reading,omitempty"`
}

// A columnShare is how much more a row costs where the values of a column are shuffled.
type columnShare struct {
	Column string  `json:"column"`
	Value  float64 `json:"value"`
}

func newNetReport(target string, d fit.TableData, t fit.TrainedNet) netReport {
	r := netReport{Target: target, Classes: d.Classes, Task: d.Task, Settings: t.Network.Settings(), TrainedNet: t, Importance: []columnShare{}, Warnings: []string{}}
	for _, note := range d.Notes {
		r.Warnings = append(r.Warnings, say(note))
	}
	for _, p := range t.Network.Params() {
		r.Weights += len(p.Values)
	}
	var inputs []string
	for _, c := range d.Encoding {
		inputs = append(inputs, c.Inputs()...)
	}
	for i, v := range t.Columns {
		r.Importance = append(r.Importance, columnShare{inputs[i], v})
	}
	slices.SortStableFunc(r.Importance, func(a, b columnShare) int { return cmp.Compare(b.Value, a.Value) })
	r.Columns = nil
	r.Verdict, r.Diagnosis = strings.Join(lines(t.Verdict()), " "), lines(t.Hints())
	return r
}

// keep writes the net with what the report says.
func (r netReport) keep(path string, d fit.TableData) error {
	about, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return writeFile(path, fit.TableNet{Target: r.Target, Classes: d.Classes, Encoding: d.Encoding, Network: r.Network, About: about}.Save)
}

// lines are messages in words.
func lines(said []survey.Message) (all []string) {
	for _, m := range said {
		all = append(all, say(m))
	}
	return all
}

// made says how the net is made and was taught.
func (r netReport) made() survey.Message { return fit.Made(r.Settings, r.Weights, r.Online) }

// important is what the net goes by, as a fit's report has it.
func (r netReport) important() (all []fit.Importance) {
	for _, i := range r.Importance {
		all = append(all, fit.Importance{Column: i.Column, Value: i.Value, Asked: true})
	}
	return all
}

var measureNames = map[fit.Measure]string{fit.LogLoss: "log loss", fit.RMSE: "root mean squared error", fit.Errors: "share of errors"}

// text is the report to read.
func (r netReport) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s of %s: %s\n\n", r.Task, r.Target, say(r.made()))
	step := "epoch"
	if r.Online {
		step = "row"
	}
	var losses []float64
	for _, p := range r.Curve {
		losses = append(losses, p.Loss)
	}
	b.WriteString(lossChart(losses, step, r.Curve[len(r.Curve)-1].Number))
	where := fmt.Sprintf("on %s that it did not see", count(r.Unseen, "row"))
	if r.Tuned && r.Unseen > 0 {
		where = "what such a tuning gives on rows that it did not see"
	} else if r.Tuned {
		where = "by the cross-validation that chose it, which is too good"
	} else if r.Online {
		where = "each row predicted before it was learned"
	} else if r.Unseen == 0 {
		where = "on the rows that it learned from, which is too good"
	}
	fmt.Fprintf(&b, "\n%s %.4g, %s\nmean %.4g", measureNames[r.Measure], r.Score, where, r.Mean)
	if r.Linear != nil {
		fmt.Fprintf(&b, ", line %.4g", *r.Linear)
	}
	if r.Accuracy != nil {
		fmt.Fprintf(&b, "; %.1f %% of the classes are right", 100**r.Accuracy)
	}
	fmt.Fprintf(&b, "\n%s\n\nHow it learned:\n", r.Verdict)
	for _, line := range r.Diagnosis {
		fmt.Fprintf(&b, "  %s\n", line)
	}
	if len(r.Importance) > 0 {
		b.WriteString("\nWhat it goes by (what a row costs more where the column is shuffled):\n")
		for _, i := range r.Importance[:min(8, len(r.Importance))] {
			fmt.Fprintf(&b, "  %8.3g  %s\n", i.Value, i.Column)
		}
	}
	return b.String()
}
