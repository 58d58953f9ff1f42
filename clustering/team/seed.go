package team

import (
	"slices"

	"dure/clustering"
	"dure/survey"
)

// One of two searches starts from clusters of the members instead of chance: k-means on what the rules ask about. Where rules want mixed
// teams the clusters are dealt to the teams like cards; where they want like-minded ones each cluster fills teams of its own. Annealing
// forgets most of where it began, but in large clubs there is no time for it to, and there a start that is near is kept.

// maxSeedClusters is the most clusters that a start is made from; teams of fewer have as many as members, so that each gets one of
// every cluster. It bounds the time of k-means, and is a choice: the other start is by chance, so that a bad one costs half.
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
	part, err := clustering.KMeans{K: k, Restarts: 1, MaxIter: 20, Quick: true, Rand: f.rng(s, 2000)}.Fit(f.ctx, features.X)
	if err != nil || part.K() < 2 {
		return nil
	}
	return part.Labels
}

// answered lists the columns of the rules that are about answers, each once, but of those that ask for nothing: what is answered there must not
// show in the teams.
func (p *problem) answered() []string {
	var columns []string
	for _, r := range p.rules {
		if r.kind.about().seeds != unseeded && !r.Silent {
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
		switch r.kind.about().seeds {
		case gathering:
			together += r.w
		case mixing:
			apart += r.w
		}
	}
	return together > apart
}
