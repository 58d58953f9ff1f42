package web

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"strconv"
	"strings"

	"dure/ml"
	"dure/ml/fit"
	"dure/survey"
	"dure/web/view"
)

// fitReport words the report of a version, with words for the columns that the season's survey asks for.
func (s *server) fitReport(p view.Page, words map[string]string, v fit.Version) (view.FitReport, error) {
	var r fit.Report
	if err := json.Unmarshal(v.Report, &r); err != nil {
		return view.FitReport{}, err
	}
	row, err := s.fitVersion(p, v)
	if err != nil {
		return view.FitReport{}, err
	}
	out := reported(p, words, r)
	out.Version = row
	switch {
	case row.Refused == "":
		out.Use, out.Share = p.T("model_usable"), p.T("model_share", "Percent", math.Round(100*r.Share))
	case row.InUse:
		out.Use = p.T("model_stopped", "Why", row.Refused)
	default:
		out.Use = p.T("model_refused", "Why", row.Refused)
	}
	return out, nil
}

// reported words what a training found, with words for columns.
func reported(p view.Page, words map[string]string, r fit.Report) view.FitReport {
	out := view.FitReport{Verdict: p.T.Say(r.VerdictFact), Claims: r.Claims}
	if r.NetFact.Key != "" {
		out.Net, out.NetOpen = p.T.Say(r.NetFact), r.NetFact.Key == "net_unlocked"
	}
	for _, n := range r.Notes {
		out.Warnings = append(out.Warnings, p.T.Say(aboutColumns(p, words, n)))
	}
	out.Folds = p.T("model_folds_"+survey.Key(r.Folds), "Folds", r.FoldCount, "Repeats", r.Repeats)
	for _, m := range r.Models {
		out.Models = append(out.Models, fitModelRow(p, m, m.Name == r.Chosen))
	}
	addFitCharts(p, words, r, &out)
	if r.Net != nil {
		addNet(p, *r.Net, &out)
	}
	return out
}

func fitModelRow(p view.Page, m fit.Score, chosen bool) view.FitModel {
	row := view.FitModel{Name: p.T("modelkind_" + survey.Key(m.Name)), Chosen: chosen, R2: figure(m.R2, 3), R2Range: interval(m.R2Interval, 2),
		AUC: figureAt(m.AUC, 2), AUCRange: "–", Brier: figureAt(m.Brier, 3), Skill: figure(100*m.BrierSkill, 1) + " %", Slope: figureAt(m.Slope, 2)}
	if m.AUCInterval != nil {
		row.AUCRange = interval(*m.AUCInterval, 2)
	}
	return row
}

func interval(v [2]float64, digits int) string {
	return figure(v[0], digits) + " – " + figure(v[1], digits)
}

// addNet tells how the net was trained and what is amiss with it, in plain words.
func addNet(p view.Page, n fit.NetFacts, out *view.FitReport) {
	var layers []string
	for _, l := range n.Settings.Layers {
		if l.Units > 0 {
			layers = append(layers, strconv.Itoa(l.Units))
		}
	}
	out.Settings = p.T("model_net_settings", "Members", n.Members, "Layers", strings.Join(layers, ", "), "Rate", brief(n.Settings.Rate), "L2", brief(n.Settings.L2))
	seen := map[string]bool{}
	for _, f := range n.Findings {
		key := fmt.Sprint(f.Key, f.Layer)
		if seen[key] {
			continue
		}
		seen[key] = true
		out.Hints = append(out.Hints, p.T.Say(fit.Hint(f)))
	}
	out.Healthy, out.Trials = len(out.Hints) == 0, len(n.Trials)
	out.Epochs = epochsPlot(p, n.Epochs)
}

func brief(v float64) string { return strconv.FormatFloat(v, 'g', 3, 64) }

func frame(p view.Page, id string, key survey.Key, args ...any) view.ChartFrame {
	return view.ChartFrame{ID: id, Title: p.T(key, args...), Desc: p.T(key+"_text", args...), Table: p.T("model_as_table")}
}

// headed is a frame whose table has these columns.
func headed(f view.ChartFrame, head ...string) view.ChartFrame {
	f.Head = head
	return f
}

func addFitCharts(p view.Page, words map[string]string, r fit.Report, out *view.FitReport) {
	if len(r.Importance) > 0 && r.Chosen != fit.MeanName {
		out.Important = importancePlot(p, words, r.Importance)
	}
	if len(r.Calibration) > 1 {
		out.Bins, out.Counts = calibrationPlots(p, r.Calibration)
	}
	if len(r.Learning) > 1 {
		out.Learning = learningPlot(p, r.Learning)
	}
}

const importanceShown = 12

var fitColumns = map[string]survey.Key{"distance": "fitcolumn_distance", fit.OfHours: "fitcolumn_hours", fit.OfWishes: "fitcolumn_wishes",
	"size": "fitcolumn_size", "missing": "fitcolumn_missing"}

// questionName words a column that a model was told, as the survey does where it has it, or what features without a column are about, where no
// column was asked for by that name.
func questionName(p view.Page, words map[string]string, column string, asked bool) string {
	if key, ok := fitColumns[column]; ok && !asked {
		return p.T(key)
	}
	return cmp.Or(words[column], column)
}

// aboutColumns is a note with the columns that it is about in words.
func aboutColumns(p view.Page, words map[string]string, note survey.Message) survey.Message {
	args := maps.Clone(note.Args)
	if column, ok := args["Column"].(string); ok {
		args["Column"] = questionName(p, words, column, words[column] != "")
	}
	if columns, ok := args["Columns"].([]any); ok {
		var names []string
		for _, column := range columns {
			names = append(names, questionName(p, words, fmt.Sprint(column), words[fmt.Sprint(column)] != ""))
		}
		args["Columns"] = names
	}
	return survey.Message{Key: note.Key, Args: args}
}

func importancePlot(p view.Page, words map[string]string, all []fit.Importance) *view.HBars {
	h := view.HBars{Frame: frame(p, "importance", "importance"), X: p.T("importance_x")}
	h.Head = []string{p.T("importance_question"), p.T("importance_x"), "±"}
	for i, v := range all {
		name := questionName(p, words, v.Column, v.Asked)
		h.Rows = append(h.Rows, []string{name, figure(v.Value, 4), figure(v.SD, 4)})
		if i < importanceShown {
			h.Bars = append(h.Bars, view.HBar{Name: name, Value: v.Value, Spread: v.SD, Label: figure(v.Value, 3)})
		}
	}
	return &h
}

func calibrationPlots(p view.Page, bins []fit.Bin) (*view.Plot, *view.Bars) {
	c := view.Plot{Frame: frame(p, "calibration", "calibration"), X: p.T("calibration_x"), Y: p.T("calibration_y"), XRange: view.ChartRange{Hi: 1}, YRange: view.ChartRange{Hi: 1}}
	c.Guides = []view.Path{{Points: []view.XY{{}, {X: 1, Y: 1}}}}
	c.Head = []string{p.T("calibration_x"), p.T("calibration_y"), p.T("model_interval"), p.T("compared_rows")}
	counts := view.Bars{Frame: frame(p, "reliability", "reliability"), X: p.T("reliability_x"), Y: p.T("compared_rows")}
	line := view.Path{Tone: view.ToneMain}
	for _, b := range bins {
		at := view.XY{X: b.Predicted, Y: b.Happened}
		line.Points = append(line.Points, at)
		c.Spreads = append(c.Spreads, view.Spread{X: b.Predicted, Low: b.Low, High: b.High})
		c.Marks = append(c.Marks, view.Mark{XY: at, Tone: view.ToneMain, Text: percent(b.Predicted) + " → " + percent(b.Happened)})
		c.Rows = append(c.Rows, []string{percent(b.Predicted), percent(b.Happened), percent(b.Low) + " – " + percent(b.High), strconv.Itoa(b.Rows)})
		counts.Values, counts.Labels = append(counts.Values, float64(b.Rows)), append(counts.Labels, strconv.Itoa(b.Rows))
	}
	c.Lines = []view.Path{line}
	return &c, &counts
}

func percent(v float64) string { return figure(100*v, 0) + " %" }

func learningPlot(p view.Page, points []fit.Point) *view.Plot {
	c := view.Plot{Frame: headed(frame(p, "learning", "learning"), p.T("learning_x"), "R²"), X: p.T("learning_x"), Y: "R²"}
	line, zero := view.Path{Tone: view.ToneMain}, view.Path{}
	for _, v := range points {
		at := view.XY{X: float64(v.Teams), Y: v.R2}
		line.Points, zero.Points = append(line.Points, at), append(zero.Points, view.XY{X: at.X})
		c.Marks = append(c.Marks, view.Mark{XY: at, Tone: view.ToneMain, Text: fmt.Sprintf("%d: %.3f", v.Teams, v.R2)})
		c.Rows = append(c.Rows, []string{strconv.Itoa(v.Teams), figure(v.R2, 3)})
		c.YRange.Lo, c.YRange.Hi = min(c.YRange.Lo, v.R2), max(c.YRange.Hi, v.R2)
	}
	if c.YRange.Hi == c.YRange.Lo {
		c.YRange.Hi = 0.1
	}
	c.Lines, c.Guides = []view.Path{line}, []view.Path{zero}
	return &c
}

func epochsPlot(p view.Page, epochs []ml.Epoch) *view.Plot {
	if len(epochs) < 2 {
		return nil
	}
	c := view.Plot{Frame: headed(frame(p, "epochs", "epochs"), p.T("epochs_x"), p.T("epochs_train"), p.T("epochs_held")), X: p.T("epochs_x"), Y: p.T("epochs_y")}
	train, held := view.Path{Tone: view.ToneMain, Label: p.T("epochs_train")}, view.Path{Tone: view.ToneStrong, Label: p.T("epochs_held")}
	for i, e := range epochs {
		x := float64(i + 1)
		train.Points = append(train.Points, view.XY{X: x, Y: e.Loss})
		held.Points = append(held.Points, view.XY{X: x, Y: e.Valid})
		c.Rows = append(c.Rows, []string{strconv.Itoa(i + 1), brief(e.Loss), brief(e.Valid)})
	}
	c.Lines = []view.Path{train}
	if epochs[0].HasHeld {
		c.Lines = append(c.Lines, held)
	}
	return &c
}
