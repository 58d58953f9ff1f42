package team

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"dure/clustering"
	"dure/survey"
)

// maxSeedClusters is the most clusters that a start is made from.
const maxSeedClusters = 8

// clusters groups the members of section s by the questions of the rules, with as many clusters as a team has members. It
// returns nil where the rules name no answers that differ: then every start is random.
func (f *former) clusters(s int) []int {
	members := f.p.sections[s]
	k := min(maxSeedClusters, len(members)/max(1, len(f.plan[s])))
	columns := f.p.answered()
	if k < 2 || len(columns) == 0 {
		return nil
	}
	rows := make([]int, len(members))
	for k, i := range members {
		rows[k] = int(i)
	}
	features, err := survey.Encoding{Columns: columns}.Encode(f.p.in.Table.Pick(rows))
	if err != nil || features.X == nil {
		return nil
	}
	part, err := clustering.KMeans{K: k, Restarts: 1, MaxIter: 20, Quick: true, Rand: f.rng(s, 2000)}.Fit(features.X)
	if err != nil || part.K() < 2 {
		return nil
	}
	return part.Labels
}

// answered lists the columns of the rules that are about answers, each once.
func (p *problem) answered() []string {
	var columns []string
	for _, r := range p.rules {
		switch r.Kind {
		case Balance, Match, Mix, Alike, Similar, Spread, NeverAlone, Count:
			columns = append(columns, r.columns()...)
		}
	}
	slices.Sort(columns)
	return slices.Compact(columns)
}

// gathers reports whether the rules that count most want like-minded teams rather than mixed ones.
func (p *problem) gathers() bool {
	together, apart := 0.0, 0.0
	for _, r := range p.rules {
		switch r.Kind {
		case Alike, Similar:
			together += r.w
		case Balance, Match, Mix, Spread:
			apart += r.w
		}
	}
	return together > apart
}

// inClusters orders members by cluster, at random within one. Dealt to the teams in turn they give every team its share
// of every cluster; filling one team after the other they keep clusters together.
func inClusters(rng *rand.Rand, labels []int) []int {
	order := rng.Perm(len(labels))
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(labels[a], labels[b]) })
	return order
}
