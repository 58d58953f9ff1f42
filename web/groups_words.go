package web

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"dure/clustering"
	"dure/survey"
	"dure/web/view"
)

// Limits of what is said in words.
const (
	factsPerGroup   = 5
	daysPerGroup    = 2
	wordsPerAxis    = 3
	componentsShown = 10
	heatColumns     = 8
	titleRunes      = 60
)

// A groupWriter words an analysis for a page.
type groupWriter struct {
	view.Page
	e      encoded
	a      analysis
	choice groupChoice
}

func wordGroups(p view.Page, g *view.Groups, e encoded, a analysis, choice groupChoice, members int) {
	w := groupWriter{p, e, a, choice}
	g.Verdict, g.Clear = w.verdict(), a.verdict.Strength == clustering.ClearClusters
	g.Based = w.based(members)
	g.Map, g.Axes = w.scatter(), w.axes()
	g.Cards = w.cards()
	g.Elbow, g.Outline = w.elbow(), w.outline()
	g.Figures, g.Stable = w.figures(), w.stable()
	g.Curves = w.T("groups_curves", "Elbow", a.elbow, "Best", a.best(), "K", a.k)
	g.Tree = w.tree()
	g.TreeText = w.T("groups_tree_text", "Method", view.LinkageName(p, string(choice.linkage)), "K", a.k, "True", share(max(0, a.cophenetic)))
	g.Share = w.share()
	g.Heat = w.heat()
}

func (w groupWriter) verdict() string {
	v := w.a.verdict
	words := w.T("groups_"+survey.Key(v.Strength), "K", v.K, "S", fixed(v.Silhouette, 2))
	if w.choice.by != byKMeans {
		words += " " + w.T("groups_of_kmeans")
	}
	return words
}

// clouds names the question whose options alone make the clouds that the map shows, where there are no groups; "" if none does.
func (w groupWriter) clouds() string {
	if s := w.a.verdict.Strength; s != clustering.NoClusters && s != clustering.SlopeOnly {
		return ""
	}
	rows, _ := w.a.components.Loadings.Dims()
	for pc := range min(rows, 2) {
		share := map[survey.QuestionID]float64{}
		for j, c := range w.e.columns {
			v := w.a.components.Loadings.At(pc, j)
			if share[c.question.ID] += v * v; c.question.Kind == survey.OneOf && share[c.question.ID] > .5 {
				return w.T("groups_clouds", "Question", short(w.In(c.question.Title)))
			}
		}
	}
	return ""
}

func (w groupWriter) based(members int) []string {
	questions := map[survey.QuestionID]bool{}
	for _, c := range w.e.columns {
		questions[c.question.ID] = true
	}
	lines := []string{w.T("groups_based", "Count", len(w.e.members), "Members", members, "Questions", len(questions))}
	if w.choice.by == byMedoids {
		lines = append(lines, w.T("groups_medoids"))
	}
	if clouds := w.clouds(); clouds != "" {
		lines = slices.Insert(lines, 0, clouds)
	}
	if v := w.a.verdict; v.K != w.a.k && (v.Strength == clustering.ClearClusters || v.Strength == clustering.WeakClusters) {
		lines = slices.Insert(lines, 0, w.T("groups_others_shown", "K", w.a.k, "Best", v.K))
	}
	filled := 0
	for _, i := range w.e.features.Imputed {
		filled += i.Count
	}
	if filled > 0 {
		lines = append(lines, w.T("groups_imputed", "Count", filled))
	}
	return lines
}

func (w groupWriter) groupName(c int) string { return w.T("group_n", "N", c+1) }

func (w groupWriter) groupNames() []string {
	names := make([]string, count(w.a.labels))
	for c := range names {
		names[c] = w.groupName(c)
	}
	return names
}

// count is how many clusters labels name.
func count(labels []int) int { return slices.Max(labels) + 1 }

func (w groupWriter) scatter() view.Scatter {
	s := view.Scatter{
		X: w.T("groups_x"), Y: w.T("groups_y"), Groups: w.groupNames(),
		Frame: view.ChartFrame{ID: "map", Title: w.T("groups_map"), Table: w.T("groups_map_table"),
			Desc: w.T("groups_map_desc", "Count", len(w.e.members), "K", w.a.k),
			Head: []string{w.T("member"), w.T("groups_by_kmeans_or_tree"), w.T("groups_x"), w.T("groups_y")}},
	}
	_, pcs := w.a.scores.Dims()
	for i, m := range w.e.members {
		pt := view.Point{X: w.a.scores.At(i, 0), Name: m.Name, Group: w.a.labels[i]}
		if pcs > 1 {
			pt.Y = w.a.scores.At(i, 1)
		}
		s.Points = append(s.Points, pt)
		s.Rows = append(s.Rows, []string{m.Name, w.groupName(pt.Group), fixed(pt.X, 2), fixed(pt.Y, 2)})
	}
	return s
}

// axes say what lies at the ends of the map's two directions.
func (w groupWriter) axes() []string {
	keys := [][2]survey.Key{{"groups_right", "groups_left"}, {"groups_up", "groups_down"}}
	var lines []string
	rows, d := w.a.components.Loadings.Dims()
	for pc := range min(rows, 2) {
		load := w.a.components.Loadings.RawRowView(pc)
		order := make([]int, d)
		for j := range order {
			order[j] = j
		}
		slices.SortStableFunc(order, func(a, b int) int { return -compare(math.Abs(load[a]), math.Abs(load[b])) })
		var more, less []string
		for _, j := range order[:min(d, 2*wordsPerAxis)] {
			switch {
			case math.Abs(load[j]) < .15:
			case load[j] > 0 && len(more) < wordsPerAxis:
				more = append(more, w.feature(j))
			case load[j] < 0 && len(less) < wordsPerAxis:
				less = append(less, w.feature(j))
			}
		}
		for i, list := range [][]string{more, less} {
			if len(list) > 0 {
				lines = append(lines, w.T(keys[pc][i], "What", strings.Join(list, ", ")))
			}
		}
	}
	return lines
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// feature names a column: “Energy”, “Role: Lead” or “free on Monday”.
func (w groupWriter) feature(j int) string {
	c := w.e.columns[j]
	title := short(w.In(c.question.Title))
	switch {
	case c.day >= 0:
		return w.T("feature_day", "Question", title, "Day", view.DayName(w.Page, c.day))
	case c.option > 0:
		o, _ := c.question.Option(c.option)
		return w.T("feature_option", "Question", title, "Option", short(w.In(o.Label)))
	}
	return w.T("feature_number", "Question", title)
}

func short(s string) string {
	if r := []rune(s); len(r) > titleRunes {
		return strings.TrimSpace(string(r[:titleRunes-1])) + "…"
	}
	return s
}

func (w groupWriter) cards() []view.GroupCard {
	cards := make([]view.GroupCard, count(w.a.labels))
	for i, m := range w.e.members {
		c := &cards[w.a.labels[i]]
		c.Members = append(c.Members, m.Name)
	}
	for c := range cards {
		cards[c].Name = w.groupName(c)
		cards[c].Size = w.T("group_size", "Count", len(cards[c].Members), "Share", share(float64(len(cards[c].Members))/float64(len(w.e.members))))
		for _, f := range w.telling(w.a.facts[c]) {
			cards[c].Facts = append(cards[c].Facts, w.fact(f))
		}
		if len(cards[c].Facts) == 0 {
			cards[c].Facts = []string{w.T("fact_none")}
		}
	}
	return cards
}

// telling are the facts to word: the largest, but one for each question and two days of a week. What a group
// chooses says more than what it leaves.
func (w groupWriter) telling(facts []clustering.Fact) []clustering.Fact {
	chooses := map[survey.QuestionID]bool{}
	for _, f := range facts {
		if c := w.e.columns[f.Column]; f.Significant && f.Effect > 0 && c.option > 0 {
			chooses[c.question.ID] = true
		}
	}
	said := map[survey.QuestionID]int{}
	var all []clustering.Fact
	for _, f := range facts {
		c := w.e.columns[f.Column]
		most := 1
		if c.day >= 0 {
			most = daysPerGroup
		}
		leaves := c.option > 0 && f.Effect < 0 && chooses[c.question.ID]
		if f.Significant && !leaves && said[c.question.ID] < most && len(all) < factsPerGroup {
			said[c.question.ID]++
			all = append(all, f)
		}
	}
	return all
}

// fact words one difference between a group and the rest.
func (w groupWriter) fact(f clustering.Fact) string {
	c, enc := w.e.columns[f.Column], w.e.features.Columns[f.Column]
	mean, rest := f.Mean*enc.Scale+enc.Mean, f.Rest*enc.Scale+enc.Mean
	more := f.Effect > 0
	args := []any{"What", w.feature(f.Column), "Mean", fixed(mean, 1), "Rest", fixed(rest, 1)}
	switch {
	case c.option > 0:
		args[3], args[5] = share(mean), share(rest)
		return w.T(either(more, "fact_option_more", "fact_option_less"), args...)
	case c.day >= 0:
		return w.T(either(more, "fact_hours_more", "fact_hours_less"), args...)
	}
	if view.Level(f.Effect) == 3 || view.Level(f.Effect) == -3 {
		return w.T(either(more, "fact_much_higher", "fact_much_lower"), args...)
	}
	return w.T(either(more, "fact_higher", "fact_lower"), args...)
}

func either(yes bool, a, b survey.Key) survey.Key {
	if yes {
		return a
	}
	return b
}

func (w groupWriter) elbow() view.Line {
	return w.curve("elbow", w.T("groups_elbow"), w.T("groups_inertia"), w.a.inertia, true)
}

func (w groupWriter) outline() view.Line {
	return w.curve("silhouette", w.T("groups_silhouette"), w.T("groups_silhouette_y"), w.a.silhouettes, false)
}

// figures is a table of what else is measured by the number of groups.
func (w groupWriter) figures() view.GroupFigures {
	t := view.GroupFigures{Head: []string{w.T("groups_k"), w.T("groups_gap"), w.T("groups_calinski"), w.T("groups_davies")}}
	for i := range w.a.parts {
		gap := math.NaN()
		if i < len(w.a.verdict.Gap) {
			gap = w.a.verdict.Gap[i]
		}
		row := []string{strconv.Itoa(i + 1)}
		for _, v := range []float64{gap, w.a.calinskiHarabasz[i], w.a.daviesBouldin[i]} {
			row = append(row, figured(v))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// figured is a number with three digits, or a dash where there is none.
func figured(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	return fixed(v, 3)
}

func (w groupWriter) stable() string {
	if w.a.verdict.K == 0 {
		return ""
	}
	return w.T("groups_stable", "K", w.a.verdict.K, "Stability", fixed(w.a.verdict.Stability, 2))
}

func (w groupWriter) curve(id, title, y string, values []float64, zero bool) view.Line {
	l := view.Line{X: w.T("groups_k"), Y: y, Values: values, Chosen: w.a.k, Label: w.T("groups_chosen", "K", w.a.k), Zero: zero,
		Frame: view.ChartFrame{ID: id, Title: title, Desc: w.T("groups_curve_desc", "Y", y, "Max", len(values), "K", w.a.k), Table: w.T("groups_table"), Head: []string{w.T("groups_k"), y}}}
	for i, v := range values {
		l.Rows = append(l.Rows, []string{strconv.Itoa(i + 1), figured(v)})
	}
	return l
}

func (w groupWriter) tree() view.Dendrogram {
	leaves := 0
	if w.a.tree.N > allLeaves {
		leaves = maxLeaves
	}
	shape := w.a.tree.Shape(leaves)
	d := view.Dendrogram{X: w.T("groups_distance"), Cut: cutHeight(w.a.tree, w.a.k), Label: w.T("groups_cut", "K", w.a.k),
		Frame: view.ChartFrame{ID: "tree", Title: w.T("groups_tree"), Desc: w.T("groups_tree_desc", "Count", w.a.tree.N, "K", w.a.k), Table: w.T("groups_table"),
			Head: []string{w.T("groups_branch"), w.T("groups_members"), w.T("group")}}}
	for i, l := range shape.Leaves {
		group := w.a.treeLabels[l.Rows[0]]
		name := clip(w.e.members[l.Rows[0]].Name)
		if len(l.Rows) > 1 {
			name = w.T("groups_leaf", "Count", len(l.Rows))
		}
		d.Leaves = append(d.Leaves, view.Leaf{Name: name, Height: l.Height, Group: group})
		d.Rows = append(d.Rows, []string{strconv.Itoa(i + 1), w.names(l.Rows), w.groupName(group)})
	}
	for _, j := range shape.Joints {
		group := -1
		if j.Merge < w.a.tree.N-w.a.k {
			group = d.Leaves[int(j.Left)].Group
		}
		d.Joints = append(d.Joints, view.Joint{Left: j.Left, Right: j.Right, LeftY: j.LeftY, RightY: j.RightY, Height: j.Height, Group: group})
	}
	return d
}

// clip makes a name fit beside the tree.
func clip(name string) string {
	if r := []rune(name); len(r) > 14 {
		return string(r[:13]) + "…"
	}
	return name
}

func (w groupWriter) names(rows []int) string {
	all := make([]string, len(rows))
	for i, r := range rows {
		all[i] = w.e.members[r].Name
	}
	return strings.Join(all, ", ")
}

func (w groupWriter) share() view.Bars {
	ratio := w.a.components.VarianceRatio
	b := view.Bars{X: w.T("groups_component"), Y: w.T("groups_share_y"),
		Frame: view.ChartFrame{ID: "variance", Title: w.T("groups_share"), Table: w.T("groups_table"), Head: []string{w.T("groups_component"), w.T("groups_share_y"), w.T("groups_share_sum")}}}
	sum := 0.0
	for i, v := range ratio {
		sum += v
		b.Rows = append(b.Rows, []string{strconv.Itoa(i + 1), share(v), share(sum)})
		if i < componentsShown {
			b.Values, b.Labels = append(b.Values, v), append(b.Labels, share(v))
		}
	}
	two := ratio[0]
	if len(ratio) > 1 {
		two += ratio[1]
	}
	b.Desc = w.T("groups_share_desc", "Two", share(two))
	return b
}

// heat shows the columns that set groups apart most.
func (w groupWriter) heat() view.Heat {
	effects := make([][]float64, len(w.a.facts))
	most := make([]float64, len(w.e.columns))
	for c, facts := range w.a.facts {
		effects[c] = make([]float64, len(w.e.columns))
		for _, f := range facts {
			effects[c][f.Column] = f.Effect
			most[f.Column] = max(most[f.Column], math.Abs(f.Effect))
		}
	}
	order := make([]int, len(most))
	for j := range order {
		order[j] = j
	}
	slices.SortStableFunc(order, func(a, b int) int { return -compare(most[a], most[b]) })
	order = order[:min(len(order), heatColumns)]
	h := view.Heat{Frame: view.ChartFrame{ID: "heat", Title: w.T("groups_heat"), Head: []string{w.T("groups_answer")}}}
	h.Head = append(h.Head, w.groupNames()...)
	for _, j := range order {
		h.Names = append(h.Names, w.feature(j))
		var row []view.HeatCell
		for c := range effects {
			level := view.Level(effects[c][j])
			row = append(row, view.HeatCell{Text: w.T(levelKeys[level+3]), Level: level})
		}
		h.Cells = append(h.Cells, row)
	}
	return h
}

var levelKeys = [7]survey.Key{"level_low3", "level_low2", "level_low1", "level_mid", "level_high1", "level_high2", "level_high3"}

func fixed(v float64, places int) string {
	if math.Abs(v) < math.Pow(10, -float64(places))/2 {
		v = 0
	}
	return strconv.FormatFloat(v, 'f', places, 64)
}

func share(v float64) string { return fmt.Sprintf("%.0f%%", 100*v) }
