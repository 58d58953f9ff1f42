package team

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"

	"dure/clustering"
	"dure/survey"
)

// Mix wants a share of every cluster in each team.
const Mix Kind = "mix"

type mixRule struct{ traits }

var mixKind = mixRule{traits{Mix, Should, onDivision, unbreakable, mixing}}

func (mixRule) accepts(c survey.Column) bool { return isAnswer(c) }

// linkages are the ways to cluster: by k-means, or by a cut of a linkage tree.
var linkages = []Choice{{Value: "none", Label: "linkage_none"}, {Value: "ward", Label: "linkage_ward"}, {Value: "average", Label: "linkage_average"},
	{Value: "complete", Label: "linkage_complete"}, {Value: "single", Label: "linkage_single"}}

func (mixRule) fields() []Field {
	return []Field{columnsField,
		{Name: "k", Control: WholeControl, Label: "rule_k", Help: "rule_k_help", Optional: true, at: func(r *Rule) any { return &r.K }},
		{Name: "linkage", Control: ChoiceControl, Label: "rule_linkage", Choices: linkages, at: func(r *Rule) any { return &r.Linkage }}}
}

func (mixRule) check(r Rule) error {
	if r.Linkage != "" && !slices.ContainsFunc(linkages, func(c Choice) bool { return c.Value == r.Linkage }) {
		return cmp.Or(r.needsColumns(), r.invalid("rule_linkage_unknown", "Linkage", r.Linkage))
	}
	return r.needsColumns()
}

func (mixRule) sentence(r Rule, w words) survey.Message {
	return survey.Say("rule_mix", "On", w.on(r))
}

func (mixRule) compile(c *compiler) (measure, error) {
	label, clusters, err := c.labels()
	if err != nil {
		return nil, err
	}
	out := make([][]float64, slices.Max(label)+1)
	for k := range out {
		out[k] = make([]float64, c.n)
	}
	for row, k := range label {
		out[k][row] = 1
	}
	return clusterShares{newScatter(out, false), clusters}, nil
}

// labels returns the cluster of each member, from 0, and how many there are; who has answered none of the columns has that number.
func (c *compiler) labels() (label []int, clusters int, err error) {
	x, err := c.features()
	if err != nil {
		return nil, 0, err
	}
	rows := c.answering()
	label = make([]int, c.n)
	if len(rows) == 0 || len(x) == 0 {
		return label, 0, nil
	}
	answers := mat.NewDense(len(rows), len(x), nil)
	for j, of := range x {
		for at, i := range rows {
			answers.Set(at, j, of[i])
		}
	}
	found, err := c.clusters(answers)
	if err != nil {
		return nil, 0, err
	}
	clusters = slices.Max(found) + 1
	for i := range label {
		label[i] = clusters
	}
	for at, i := range rows {
		label[i] = found[at]
	}
	return label, clusters, nil
}

// answering lists the members who have answered any of the rule's columns.
func (c *compiler) answering() (rows []int) {
	for i := range c.n {
		answered := func(name string) bool { column, _ := c.in.Table.Column(name); return column.Answered(i) }
		if slices.ContainsFunc(c.columns(), answered) {
			rows = append(rows, i)
		}
	}
	return rows
}

// clusters labels the rows of x, which is members by features, from 0: by k-means, or by a cut of the linkage that the rule names. Without a
// number it is that of the elbow of k-means, for k up to 10. It always draws the same random numbers, so that the same answers
// are the same clusters whatever the seed of the search.
func (c *compiler) clusters(x *mat.Dense) ([]int, error) {
	ctx := context.Background() // rules are read to their end: what ends with its context is the search
	rng := rand.New(rand.NewPCG(1, 1))
	byTree := c.Linkage != "" && c.Linkage != "none"
	none := func(err error) error { return c.invalid("rule_no_clusters", "Error", err.Error()) }
	k := 0
	if c.K != "" && c.K != "auto" {
		v, ok := survey.ParseNumber(string(c.K))
		if k = int(v); !ok || v != math.Trunc(v) || k < 1 || k > c.n {
			return nil, c.invalid("rule_k_range", "K", string(c.K), "Members", c.n)
		}
	}
	if k == 0 {
		sweep, err := clustering.KMeans{Restarts: 4, Rand: rng}.Sweep(ctx, x, min(10, x.RawMatrix().Rows))
		if err != nil {
			return nil, none(err)
		}
		inertia := make([]float64, len(sweep))
		for j, p := range sweep {
			inertia[j] = p.Inertia
		}
		k = clustering.Elbow(inertia)
		if !byTree {
			return sweep[k-1].Labels, nil
		}
	}
	k = min(k, different(x)) // equal answers are of one cluster
	if byTree {
		tree, err := clustering.Linkage{Method: clustering.Method(c.Linkage)}.Fit(ctx, x)
		if err != nil {
			return nil, none(err)
		}
		return tree.Cut(k), nil
	}
	p, err := clustering.KMeans{K: k, Restarts: 4, Rand: rng}.Fit(ctx, x)
	if err != nil {
		return nil, none(err)
	}
	return p.Labels, nil
}

// different counts the rows of x that differ.
func different(x *mat.Dense) int {
	seen := map[string]bool{}
	for i := range x.RawMatrix().Rows {
		seen[fmt.Sprint(x.RawRowView(i))] = true
	}
	return len(seen)
}

// clusterShares is how far the shares of clusters in teams lie from the club's. A member is in one cluster only, so that near its border
// the rule knows nothing of how near; balance on the same questions does. Behind the clusters come those who have answered nothing.
type clusterShares struct {
	*scatter
	clusters int
}

func (m clusterShares) fact(_ int, members []int32) survey.Message {
	k, off := m.farthest(members)
	switch {
	case k < 0:
		return always()
	case k == m.clusters:
		return survey.Say("fact_team_no_answer", "Off", round(off))
	}
	return survey.Say("fact_team_cluster", "Off", round(off), "Cluster", k+1)
}
