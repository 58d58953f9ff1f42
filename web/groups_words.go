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
	names  view.Names
}

func wordGroups(p view.Page, g *view.Groups, e encoded, a analysis, choice groupChoice, members int) {
	w := groupWriter{p, e, a, choice, view.NewNames(p.Lang, p.T, survey.Survey{Questions: e.questions}, view.Called{}, nil)}
	g.Verdict, g.Clear = w.verdict(), a.verdict.Strength == clustering.ClearClusters
	g.Based = w.based(members)
	g.Map, g.Axes = w.scatter(), w.axes()
	g.Cards = w.cards()
	g.Elbow = w.curve("elbow", w.T("groups_elbow"), w.T("groups_inertia"), a.inertia, true)
	g.Outline = w.curve("silhouette", w.T("groups_silhouette"), w.T("groups_silhouette_y"), a.silhouettes, false)
	g.Head = []string{w.T("groups_k"), w.T("groups_gap"), w.T("groups_calinski"), w.T("groups_davies")}
	g.Figures, g.Stable = w.figures(), w.stable()
	g.Curves = w.T("groups_curves", "Elbow", a.elbow, "Best", a.best(), "K", a.k)
	g.Share = w.share()
	g.Heat = w.heat()
	if a.tree.N == 0 {
		return
	}
	g.Tree = w.tree()
	g.TreeText = w.T("groups_tree_text", "Method", view.LinkageName(p, string(choice.linkage)), "K", a.k, "Line", a.k < 2 || cutHeight(a.tree, a.k) > 0, "True", share(max(0, a.cophenetic)))
}

func (w groupWriter) verdict() string {
	v := w.a.verdict
	words := w.T("groups_"+survey.Key(v.Strength), "K", v.K, "S", figure(v.Silhouette, 2))
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
			if share[c.question.ID] += v * v; c.column.Type() == survey.OptionColumn && share[c.question.ID] > .5 {
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
	if n := len(w.e.members); n > mostLinked {
		lines = append(lines, w.T("groups_micro", "Most", mostLinked, "Micro", microClusters, "Sample", min(n, sampledRows), "Tree", w.a.tree.N > 0))
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
	return w.T("feature_number", "Question", short(w.names.Column(c.column.Name)))
}

// mean words the mean of a feature's numbers: of levels by the nearest, else as a number, with the words of the nearest
// point where every point has some.
func (w groupWriter) mean(c featureSource, v float64) string {
	if levels, ordered := c.column.Values.(survey.Levels); ordered {
		k := int(math.Round(v)) - levels.Low
		return w.names.Value(w.T, c.column.Name, levels.Names[max(0, min(k, len(levels.Names)-1))])
	}
	if c.question.Between != nil {
		if words := w.In(c.question.Label(int(math.Round(v)))); words != "" {
			return figure(v, 1) + " (" + words + ")"
		}
	}
	return figure(v, 1)
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
		c.Members = append(c.Members, w.e.called[m.ID])
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
	mean, rest := f.Mean*enc.Unit+enc.Mean, f.Rest*enc.Unit+enc.Mean
	more := f.Effect > 0
	args := []any{"What", w.feature(f.Column), "Mean", w.mean(c, mean), "Rest", w.mean(c, rest)}
	switch {
	case c.option > 0 && c.column.Type() == survey.RankColumn:
		return w.T(view.Either(more, "fact_ranked_higher", "fact_ranked_lower"), args...)
	case c.option > 0:
		args[3], args[5] = share(mean), share(rest)
		return w.T(view.Either(more, "fact_option_more", "fact_option_less"), args...)
	case c.day >= 0:
		return w.T(view.Either(more, "fact_hours_more", "fact_hours_less"), args...)
	}
	if view.Level(f.Effect) == 3 || view.Level(f.Effect) == -3 {
		return w.T(view.Either(more, "fact_much_higher", "fact_much_lower"), args...)
	}
	return w.T(view.Either(more, "fact_higher", "fact_lower"), args...)
}

// figures are what else is measured by the number of groups.
func (w groupWriter) figures() (rows [][]string) {
	for i := range w.a.parts {
		gap := math.NaN()
		if i < len(w.a.verdict.Gap) {
			gap = w.a.verdict.Gap[i]
		}
		rows = append(rows, []string{strconv.Itoa(i + 1), figure(gap, 3), figure(w.a.calinskiHarabasz[i], 3), figure(w.a.daviesBouldin[i], 3)})
	}
	return rows
}

func (w groupWriter) stable() string {
	if w.a.verdict.K == 0 {
		return ""
	}
	return w.T("groups_stable", "K", w.a.verdict.K, "Stability", figure(w.a.verdict.Stability, 2))
}

func (w groupWriter) people(rows []int) string {
	all := make([]string, len(rows))
	for i, r := range rows {
		all[i] = w.e.called[w.e.members[r].ID]
	}
	return strings.Join(all, ", ")
}

var levelKeys = [7]survey.Key{"level_low3", "level_low2", "level_low1", "level_mid", "level_high1", "level_high2", "level_high3"}

func share(v float64) string { return fmt.Sprintf("%.0f%%", 100*v) }
