package web

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"dure/ml/fit"
	"dure/ml/tune"
	"dure/survey"
	"dure/web/job"
	"dure/web/view"
)

// study shows the tuning of a version's net, live while it runs.
func (s *server) study(c echo.Context, v fit.Version) error {
	p := s.page(c, "study_title", "Version", v.Number)
	d, err := s.studyOf(c, p, v)
	if err != nil {
		return err
	}
	if d.Live {
		p.Refresh = refreshSeconds
	}
	return render(c, http.StatusOK, view.Study(p, d))
}

// studyEvery is how often a study's plots are drawn anew while it runs, at most.
const studyEvery = time.Second

// studyEvents streams the study's plots as an event "study" while trials run, and an event "done" at the training's end.
func (s *server) studyEvents(c echo.Context, v fit.Version) (err error) {
	p := s.page(c, "study_title", "Version", v.Number)
	return s.stream(c, following{topics: modelTopics(v), least: studyEvery, look: func() (bool, error) {
		if v, err = s.Store.Model(ctx(c), v.ID); err != nil || v.State.Ended() {
			return true, err
		}
		d, err := s.studyOf(c, p, v)
		if err != nil {
			return false, err
		}
		return false, send(c, "study", view.StudyNow(p, d))
	}})
}

func modelTopics(v fit.Version) []survey.Topic {
	return []survey.Topic{survey.ModelTopic.Of(int64(v.ID))}
}

// studyOf reads the trials there are and lays them out.
func (s *server) studyOf(c echo.Context, p view.Page, v fit.Version) (view.StudyPage, error) {
	data := v.Data
	if data == "" {
		var progress job.TrainProgress
		if err := kept(v.Progress, &progress); err != nil {
			return view.StudyPage{}, err
		}
		data = progress.Data
	}
	records, err := s.Store.ModelTrials(ctx(c), v.ID, job.StudyName(data, fit.NetStudy))
	if err == nil && len(records) == 0 && !v.State.Ended() { // the tuning within the first fold comes before that on all rows
		records, err = s.Store.ModelTrials(ctx(c), v.ID, job.StudyName(data, "fold 1"))
	}
	if err != nil {
		return view.StudyPage{}, err
	}
	d := studyPage(p, records, nil)
	d.ID, d.Number, d.Live, d.Reported = v.ID, v.Number, !v.State.Ended(), v.Report != nil
	s.addTimeline(p, &d, records)
	return d, nil
}

// What a study's page shows at most.
const (
	axesShown   = 6 // of the most important settings
	planesShown = 3
	planeCells  = 16
	curvesShown = 60
)

func studyPage(p view.Page, records []tune.Record, best *tune.Record) view.StudyPage {
	d := view.StudyPage{}
	marks := tune.Progress(records)
	if d.Complete = len(marks); d.Complete == 0 {
		return d
	}
	if best == nil {
		best = bestOf(records)
	}
	d.Best = brief(best.Value)
	for _, set := range best.Settings {
		d.Settings = append(d.Settings, view.StudySetting{Name: set.Param.Name, Value: settingText(set)})
	}
	d.Progress, d.Steps, d.Shares = progressPlot(p, marks), stepsPlot(p, records, best.Number), sharesPlot(p, records)
	weights := tune.VarianceImportance(records, rand.New(rand.NewPCG(1, 0)))
	if weights == nil {
		weights = tune.Importance(records)
	}
	axes := tune.Axes(records)
	slices.SortStableFunc(axes, func(a, b tune.Axis) int { return cmp.Compare(weights[b.Param.Name], weights[a.Param.Name]) })
	d.Importance = settingsPlot(p, axes, weights)
	axes = axes[:min(len(axes), axesShown)]
	d.Parallel = parallelPlot(p, records, axes)
	for i, a := range axes {
		d.Slices = append(d.Slices, slicePlot(p, records, a, i, d.Complete))
	}
	for i := range axes {
		for _, b := range axes[:i] {
			if len(d.Contours) < planesShown {
				n := len(d.Contours)
				d.Contours = append(d.Contours, contourPlot(p, records, b, axes[i], n))
				d.Ranks = append(d.Ranks, rankPlot(p, records, b, axes[i], n))
			}
		}
	}
	return d
}

func bestOf(records []tune.Record) *tune.Record {
	lines := tune.Parallel(records, nil)
	return &records[slices.IndexFunc(records, func(r tune.Record) bool { return r.Number == lines[len(lines)-1].Number })]
}

func settingText(s tune.Setting) string {
	if v, ok := s.Any().(float64); ok {
		return brief(v)
	}
	return fmt.Sprint(s.Any())
}

func progressPlot(p view.Page, marks []tune.Mark) *view.Plot {
	c := view.Plot{Frame: frame(p, "progress", "study_progress"), X: p.T("study_trial"), Y: p.T("study_value")}
	c.Head = []string{p.T("study_trial"), p.T("study_value"), p.T("study_best_so_far")}
	c.Legend = []view.ChartKey{{Tone: view.ToneFaint, Text: p.T("study_trial")}, {Tone: view.ToneMain, Text: p.T("study_best_so_far")}}
	line := view.Path{Tone: view.ToneMain, Stairs: true}
	for _, m := range marks {
		c.Marks = append(c.Marks, view.Mark{XY: view.XY{X: m.X, Y: m.Value}, Tone: view.ToneFaint, Text: trialText(m.Number, m.Value)})
		line.Points = append(line.Points, view.XY{X: m.X, Y: m.Best})
		c.Rows = append(c.Rows, []string{strconv.Itoa(m.Number), brief(m.Value), brief(m.Best)})
	}
	c.Lines = []view.Path{line}
	return &c
}

func trialText(number int, value float64) string {
	return "#" + strconv.Itoa(number) + ": " + brief(value)
}

// stepsPlot shows what trials reported while they ran, the best one strongly.
func stepsPlot(p view.Page, records []tune.Record, best int) *view.Plot {
	curves := tune.Curves(records)
	if len(curves) == 0 {
		return nil
	}
	c := view.Plot{Frame: headed(frame(p, "steps", "study_steps"), p.T("study_trial"), p.T("study_step"), p.T("study_value")), X: p.T("study_step"), Y: p.T("study_value")}
	var strong []view.Path
	for _, r := range curves[max(0, len(curves)-curvesShown):] {
		line := view.Path{Tone: view.ToneFaint}
		for _, at := range r.Steps {
			line.Points = append(line.Points, view.XY{X: float64(at.At), Y: at.Value})
		}
		last := r.Steps[len(r.Steps)-1]
		c.Rows = append(c.Rows, []string{strconv.Itoa(r.Number), strconv.Itoa(last.At), brief(last.Value)})
		if r.Number == best {
			line.Tone, strong = view.ToneStrong, append(strong, line)
			continue
		}
		c.Lines = append(c.Lines, line)
	}
	c.Lines = append(c.Lines, strong...)
	return &c
}

func sharesPlot(p view.Page, records []tune.Record) *view.Plot {
	c := view.Plot{Frame: headed(frame(p, "shares", "study_shares"), p.T("study_value"), p.T("study_share")), X: p.T("study_value"), Y: p.T("study_share"), YRange: view.ChartRange{Hi: 1}}
	line := view.Path{Tone: view.ToneMain, Stairs: true}
	for _, v := range tune.Distribution(records) {
		line.Points = append(line.Points, view.XY{X: v.Value, Y: v.Share})
		c.Rows = append(c.Rows, []string{brief(v.Value), percent(v.Share)})
	}
	c.Lines = []view.Path{line}
	return &c
}

func settingsPlot(p view.Page, axes []tune.Axis, weights map[string]float64) *view.HBars {
	h := view.HBars{Frame: headed(frame(p, "weights", "study_importance"), p.T("study_setting"), p.T("study_importance_x")), X: p.T("study_importance_x")}
	for _, a := range axes {
		w := weights[a.Param.Name]
		h.Bars = append(h.Bars, view.HBar{Name: a.Param.Name, Value: w, Label: percent(w)})
		h.Rows = append(h.Rows, []string{a.Param.Name, percent(w)})
	}
	return &h
}

func axisTicks(a tune.Axis) []view.ChartTick {
	ticks := []view.ChartTick{}
	for _, t := range a.Ticks {
		ticks = append(ticks, view.ChartTick{At: t.At, Label: t.Text})
	}
	return ticks
}

// slicePlot shows one setting against the value, earlier trials darker.
func slicePlot(p view.Page, records []tune.Record, a tune.Axis, i, trials int) view.Plot {
	c := view.Plot{Frame: frame(p, "slice-"+strconv.Itoa(i), "study_slice", "Name", a.Param.Name), X: a.Param.Name, Y: p.T("study_value"), XRange: view.ChartRange{Hi: 1}, XTicks: axisTicks(a)}
	for _, m := range tune.Slice(records, a) {
		tone := view.RankTone(float64(m.Number) / math.Max(1, float64(trials)))
		c.Marks = append(c.Marks, view.Mark{XY: view.XY{X: m.X, Y: m.Value}, Tone: tone, Text: trialText(m.Number, m.Value)})
	}
	return c
}

func planeFrame(p view.Page, id string, key survey.Key, a, b tune.Axis) view.Plot {
	return view.Plot{Frame: frame(p, id, key, "X", a.Param.Name, "Y", b.Param.Name), X: a.Param.Name, Y: b.Param.Name,
		XRange: view.ChartRange{Hi: 1}, YRange: view.ChartRange{Hi: 1}, XTicks: axisTicks(a), YTicks: axisTicks(b)}
}

func contourPlot(p view.Page, records []tune.Record, a, b tune.Axis, i int) view.Plot {
	c := planeFrame(p, "contour-"+strconv.Itoa(i), "study_contour", a, b)
	plane := tune.Contour(records, a, b, planeCells)
	var values []float64
	for _, row := range plane.Cells {
		values = append(values, row...)
	}
	slices.Sort(values)
	for r, row := range plane.Cells {
		for k, v := range row {
			at, _ := slices.BinarySearch(values, v)
			rank := float64(at) / float64(len(values))
			w, h := 1/float64(len(row)), 1/float64(len(plane.Cells))
			c.Cells = append(c.Cells, view.Cell{From: view.XY{X: float64(k) * w, Y: float64(r) * h}, To: view.XY{X: float64(k+1) * w, Y: float64(r+1) * h}, Shade: view.RankShade(rank)})
		}
	}
	for _, m := range plane.Marks {
		c.Marks = append(c.Marks, view.Mark{XY: view.XY{X: m.X, Y: m.Y}, Tone: view.ToneFaint, Text: trialText(m.Number, m.Value)})
	}
	return c
}

func rankPlot(p view.Page, records []tune.Record, a, b tune.Axis, i int) view.Plot {
	c := planeFrame(p, "rank-"+strconv.Itoa(i), "study_rank", a, b)
	for _, m := range tune.Rank(records, a, b) {
		c.Marks = append(c.Marks, view.Mark{XY: view.XY{X: m.X, Y: m.Y}, Tone: view.RankTone(m.Rank), Text: trialText(m.Number, m.Value)})
	}
	return c
}

func parallelPlot(p view.Page, records []tune.Record, axes []tune.Axis) *view.Parallel {
	d := view.Parallel{Frame: frame(p, "parallel", "study_parallel")}
	for _, a := range axes {
		d.Axes = append(d.Axes, view.ParallelAxis{Name: a.Param.Name, Ticks: axisTicks(a)})
		d.Head = append(d.Head, a.Param.Name)
	}
	d.Head = append([]string{p.T("study_trial"), p.T("study_value")}, d.Head...)
	type setting struct {
		trial int
		name  string
	}
	texts := map[setting]string{}
	for _, r := range records {
		for _, s := range r.Settings {
			texts[setting{r.Number, s.Param.Name}] = settingText(s)
		}
	}
	for _, l := range tune.Parallel(records, axes) {
		d.Lines = append(d.Lines, view.ParallelLine{At: l.At, Tone: view.RankTone(l.Rank), Text: trialText(l.Number, l.Value)})
		row := []string{strconv.Itoa(l.Number), brief(l.Value)}
		for _, a := range axes {
			row = append(row, texts[setting{l.Number, a.Param.Name}])
		}
		d.Rows = append(d.Rows, row)
	}
	slices.Reverse(d.Rows) // the best first
	return &d
}

// stateTones are the tones of trials in the timeline that are not complete.
var stateTones = map[tune.State]view.Tone{tune.Running: view.ToneStrong, tune.Pruned: view.ToneFaint, tune.Failed: view.ToneBad}

func (s *server) addTimeline(p view.Page, d *view.StudyPage, records []tune.Record) {
	spans := tune.Timeline(records, s.Now())
	if len(spans) == 0 || spans[len(spans)-1].End == 0 {
		return
	}
	t := view.Spans{Frame: headed(frame(p, "timeline", "study_timeline"), p.T("study_trial"), p.T("study_seconds"), p.T("versions_state")), X: p.T("study_seconds")}
	known := map[tune.State]bool{}
	for _, v := range spans {
		tone := cmp.Or(stateTones[v.State], view.ToneMain)
		state := p.T("trial_" + survey.Key(v.State))
		if !known[v.State] {
			known[v.State] = true
			t.Keys = append(t.Keys, view.ChartKey{Tone: tone, Text: state})
		}
		t.Spans = append(t.Spans, view.Span{From: v.Began, To: v.End, Lane: v.Lane, Tone: tone, Text: "#" + strconv.Itoa(v.Number) + " " + state})
		t.Rows = append(t.Rows, []string{strconv.Itoa(v.Number), figure(v.End-v.Began, 1), state})
	}
	d.Timeline = &t
}
