// The report of a training and the model it is about: scores, calibration bins, importance,
// warnings, and the suspicion of a leak.

package fit

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"
	"slices"

	"dure/survey"
)

// finish decides what is claimed and fits the chosen model.
func (t *trainer) finish() (*Result, error) {
	scores, err := t.scores()
	if err != nil {
		return nil, err
	}
	j, err := t.decide(byName(scores))
	if err != nil {
		return nil, err
	}
	if j.claims && t.opt.Use == "" {
		if scores, err = t.applyShrinkage(&j, scores); err != nil {
			return nil, err
		}
	}
	if t.resultOf(NetName) != nil && j.chosen.name != NetName {
		if err := t.tuneOnAllRows(); err != nil {
			return nil, err
		}
	}
	m, err := t.model(j)
	if err != nil {
		return nil, err
	}
	r := t.describe(j, scores)
	if !t.opt.Plain {
		r.Importance = t.importance(j.chosen)
		r.Learning = t.learningCurve()
	}
	t.addWarnings(&r, j, byName(scores))
	m.saved.Report = r
	t.report(Progress{"describe", 1})
	return &Result{r, m}, nil
}

// describe fills in the report but for what takes time.
func (t *trainer) describe(j decision, scores []Score) Report {
	_, units, crossed := t.d.units()
	r := Report{Rows: t.d.n, Teams: t.d.groups, Seasons: max(1, t.d.seasons), Chosen: j.chosen.name, Models: scores, Importance: []Importance{},
		Level: t.h.Level, Claims: j.claims, Folds: "team", FoldCount: t.splits[0].folds, Repeats: len(t.splits), Seed: t.opt.Seed, Data: t.h.Hash(),
		Share: j.share, LeftOut: t.h.LeftOut, Learning: []Point{}, Theory: []string{}, Features: t.usedFeatures(j.chosen.name)}
	if t.d.season != nil && !crossed && units > 1 {
		r.Folds = "season"
	}
	if crossed {
		r.Notes = append(r.Notes, survey.Say("folds_by_team"))
	}
	if j.learned {
		r.P = finite(j.p)
	}
	for _, a := range t.d.above {
		r.Base += a / float64(t.d.n)
	}
	for _, f := range t.d.theoryFeatures {
		r.Theory = append(r.Theory, t.d.features[f].Name())
	}
	r.Calibration = bins(j.chosen, t.d)
	r.VerdictFact = t.verdict(j)
	r.NetFact, r.Net = t.netFact(), t.net
	return r
}

// usedFeatures lists the features that the chosen model uses.
func (t *trainer) usedFeatures(name string) []Feature {
	switch name {
	case MeanName:
		return []Feature{}
	case TheoryName:
		return pick(t.d.features, t.d.theoryFeatures)
	}
	s := t.d.sum(upTo(t.d.n), t.d.y)
	return pick(t.d.features, s.selectFeatures(t.d.allFeatures, t.d.theoryFeatures))
}

// addWarnings adds the warnings, of which a leak is one.
func (t *trainer) addWarnings(r *Report, j decision, by map[string]Score) {
	r.Notes = append(slices.Clone(t.h.Notes), r.Notes...)
	if o := t.leaking(j, by); o != nil && !t.opt.Plain {
		important := r.Importance
		if o != j.chosen {
			important = t.importance(o)
		}
		var names []string
		for _, i := range important[:min(3, len(important))] {
			names = append(names, i.Column)
		}
		r.Notes = append(r.Notes, survey.Say("leak", "AUC", *by[o.name].AUC, "Columns", names))
	}
}

// leaking is the model whose AUC surveys cannot have: the chosen one, or else the best; nil if
// there is none.
func (t *trainer) leaking(j decision, by map[string]Score) *outOfFold {
	var worst *outOfFold
	for i := range t.results {
		o := &t.results[i]
		switch a := by[o.name].AUC; {
		case a == nil || *a <= leakAUC || t.foldModels[o.name] == nil:
		case o.name == j.chosen.name:
			return o
		case worst == nil || *a > *by[worst.name].AUC:
			worst = o
		}
	}
	return worst
}

// bins are a reliability diagram: rows in bins of equal width by predicted probability, so that their counts
// tell where predictions lie; a bin of few rows is joined with its neighbour. Wilson's interval is for
// independent rows; those of a team are not, so that teams count.
func bins(o *outOfFold, d *design) []Bin {
	p := make([]float64, d.n)
	for _, c := range o.chance {
		for i, v := range c {
			p[i] += v / float64(len(o.chance))
		}
	}
	order := upTo(d.n)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	low, high := p[order[0]], p[order[d.n-1]]
	k := max(1, min(10, d.groups/10))
	if high-low < 0.02 {
		k = 1
	}
	least := max(1, d.n/(5*k))
	out, from := []Bin{}, 0
	for b := range k {
		to := from
		for ; to < d.n && (b == k-1 || p[order[to]] < low+(high-low)*float64(b+1)/float64(k)); to++ {
		}
		if b == k-1 || to-from >= least && d.n-to >= least {
			out, from = append(out, d.bin(p, order[from:to])), to
		}
	}
	return out
}

// bin is that of some rows with the predicted probabilities p.
func (d *design) bin(p []float64, rows []int) Bin {
	b := Bin{Rows: len(rows), Predicted: meanOver(p, rows), Happened: meanOver(d.above, rows)}
	teams := map[int]bool{}
	for _, i := range rows {
		teams[d.group[i]] = true
	}
	n := float64(len(teams))
	b.Low, b.High = wilson(b.Happened*n, n)
	return b
}

// Hash tells histories apart: 16 hexadecimal digits of what is learned from.
func (h History) Hash() string {
	rating := make([]string, len(h.Rating))
	for i, v := range h.Rating {
		if !math.IsNaN(v) {
			rating[i] = jsonOf(v)
		}
	}
	var cells [][]string
	for _, c := range h.Table.Columns {
		column := []string{c.Name}
		for i := range c.Len() {
			column = append(column, c.Cell(i))
		}
		cells = append(cells, column)
	}
	sum := sha256.Sum256([]byte(jsonOf([]any{h.Level, cells, rating, h.Team, h.Season, h.Columns})))
	return hex.EncodeToString(sum[:8])
}

// jsonOf is v as JSON; what is passed can always be written.
func jsonOf(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic("fit: " + err.Error())
	}
	return string(b)
}

// netFact says why the net is locked or that it is not.
func (t *trainer) netFact() survey.Message {
	net, ridge := t.resultOf(NetName), t.resultOf(RidgeName)
	switch {
	case t.d.groups < netMinTeams:
		return survey.Say("net_few_teams", "Needs", netMinTeams, "Teams", t.d.groups)
	case net == nil || ridge == nil:
		return survey.Say("net_off")
	}
	more, se := errorDifference(t.d, net, ridge)
	mean := t.resultOf(MeanName)
	n := total(mean.errors)
	args := []any{"Net", 1 - total(net.errors)/n, "Ridge", 1 - total(ridge.errors)/n, "SE", se}
	if more > se {
		return survey.Say("net_unlocked", args...)
	}
	return survey.Say("net_no_better", args...)
}
