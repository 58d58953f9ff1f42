// Features of a team and of a member among the others, from answers of every kind. Numbers give
// mean, standard deviation, minimum and maximum, as reviews of team composition do (Bell 2007);
// categories give shares, coverage and Blau's index of heterogeneity (Blau 1977: 1 minus the sum of
// squared shares); all answers together give Gower distances between members (Gower 1971). Every
// feature is the same whatever the order of members, and defined for teams of any size, also of
// one.

package fit

import (
	"math"
	"math/bits"
	"slices"

	"dure/survey"
)

// A Feature is a number that says something about a team, or about a member among the others.
// It is the same whatever the order of the members.
type Feature struct {
	Measure  string `json:"measure"`            // mean, sd, least, most, share, blau, …; at team level value, is, unknown. The names stand in saved models
	Question string `json:"question,omitempty"` // the column, "" where it is about all of them
	Option   string `json:"option,omitempty"`
	Member   bool   `json:"member,omitempty"` // differs within a team
}

// Name is the feature in short English.
func (f Feature) Name() string {
	s := f.Measure
	if f.Question != "" {
		s = f.Question + " " + s
	}
	if f.Option != "" {
		s += " " + f.Option
	}
	return s
}

// maxShares is how many options of a question have a share of their own.
const maxShares = 8

// A block is the features of one column, or of all: where they begin.
type block struct {
	kind   Kind // "" for what is about all columns
	col    int
	team   int // first feature of the team
	member int // first feature of the member
	shares int // options with a share
	need   bool
}

// A featurizer makes features of teams. It has scratch space, so it belongs to one goroutine.
type featurizer struct {
	schema        schema
	cells         cells
	features      []Feature
	blocks        []block
	distances     []float32 // n by n Gower distances; nil to compute them when needed
	pairDistances []float64 // distances within the present team, k by k
}

// featurizer lists the features of a schema and readies them for the members of cells.
func (s schema) featurizer(c cells) *featurizer {
	sh := &featurizer{schema: s, cells: c}
	for k, col := range s.Columns {
		sh.block(k, col)
	}
	b := block{col: -1, need: true, team: len(sh.features)}
	for _, m := range []string{"distance_mean", "distance_least", "distance_most", "hours_all", "hours_but_one", "wishes_met", "avoided_pairs", "size", "missing"} {
		sh.features = append(sh.features, Feature{Measure: m})
	}
	b.member = len(sh.features)
	for _, m := range []string{"distance", "wish_met"} {
		sh.features = append(sh.features, Feature{Measure: m, Member: true})
	}
	sh.blocks = append(sh.blocks, b)
	return sh
}

// block adds the features of one column.
func (sh *featurizer) block(k int, col codedColumn) {
	b := block{kind: col.Kind, col: k, need: true, team: len(sh.features)}
	add := func(member bool, measures ...string) {
		for _, m := range measures {
			sh.features = append(sh.features, Feature{Measure: m, Question: col.Name, Member: member})
		}
	}
	switch col.Kind {
	case Number:
		add(false, "mean", "sd", "least", "most")
		b.member = len(sh.features)
		add(true, "apart", "gap", "own")
	case Category, Choices:
		first := col.first()
		b.shares = min(len(col.Options), maxShares)
		for o := first; o < b.shares; o++ {
			sh.features = append(sh.features, Feature{Measure: "share", Question: col.Name, Option: col.Options[o]})
		}
		add(false, "blau", "covered")
		b.member = len(sh.features)
		add(true, "like")
		for o := first; o < b.shares; o++ {
			sh.features = append(sh.features, Feature{Measure: "is", Question: col.Name, Option: col.Options[o], Member: true})
		}
	default:
		return
	}
	sh.blocks = append(sh.blocks, b)
}

// computeOnly has the featurizer compute no more blocks than the used features need.
func (sh *featurizer) computeOnly(used []int) {
	for i := range sh.blocks {
		b := &sh.blocks[i]
		end := len(sh.features)
		if i+1 < len(sh.blocks) {
			end = sh.blocks[i+1].team
		}
		b.need = slices.ContainsFunc(used, func(f int) bool { return f >= b.team && f < end })
	}
}

// team writes the features of a team, given by rows, into out; those of members stay as they are.
func (sh *featurizer) team(out []float64, m []int32) {
	for i := range sh.blocks {
		b := &sh.blocks[i]
		switch {
		case !b.need:
		case b.kind == Number:
			momentsOf(out[b.team:b.team+4], sh.cells.number[b.col], m)
		case b.kind == "":
			sh.wholeTeam(out[b.team:], m)
		default:
			sh.shares(out[b.team:b.member], b, m)
		}
	}
}

// momentsOf writes mean, standard deviation, least and most of the answers that there are.
func momentsOf(out, x []float64, m []int32) {
	var sum, square, n float64
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, i := range m {
		v := x[i]
		if v != v {
			continue
		}
		sum += v
		square += v * v
		n++
		lo, hi = min(lo, v), max(hi, v)
	}
	if n == 0 {
		out[0], out[1], out[2], out[3] = 0, 0, 0, 0
		return
	}
	mean := sum / n
	out[0], out[1], out[2], out[3] = mean, math.Sqrt(max(0, square/n-mean*mean)), lo, hi
}

// shares writes the share of each option, Blau's index and the share of options covered. Members
// without an answer do not count; where nobody has one, the shares are those of the history.
func (sh *featurizer) shares(out []float64, b *block, m []int32) {
	col := &sh.schema.Columns[b.col]
	var count [maxOptions + 1]float64
	var any uint32
	n := 0.0
	for _, i := range m {
		v := sh.cells.bits[b.col][i]
		if v == 0 {
			continue
		}
		any |= v
		n++
		for w := v; w != 0; w &= w - 1 {
			count[bits.TrailingZeros32(w)]++
		}
	}
	k := 0
	for o := col.first(); o < b.shares; o++ {
		out[k] = col.Shares[o]
		if n > 0 {
			out[k] = count[o] / n
		}
		k++
	}
	blau, all := 0.0, 0.0
	for _, v := range count {
		all += v
	}
	for _, v := range count {
		if all > 0 {
			blau += v / all * (1 - v/all)
		}
	}
	out[k] = blau
	out[k+1] = float64(bits.OnesCount32(any&(1<<len(col.Options)-1))) / float64(len(col.Options))
}

// wholeTeam writes what is about all columns and fills in the distances within the team.
func (sh *featurizer) wholeTeam(out []float64, m []int32) {
	k := len(m)
	if cap(sh.pairDistances) < k*k {
		sh.pairDistances = make([]float64, k*k)
	}
	sh.pairDistances = sh.pairDistances[:k*k]
	sum, lo, hi := 0.0, 1.0, 0.0
	for a := range m {
		sh.pairDistances[a*k+a] = 0
		for b := range a {
			d := sh.distance(m[a], m[b])
			sh.pairDistances[a*k+b], sh.pairDistances[b*k+a] = d, d
			sum += d
			lo, hi = min(lo, d), max(hi, d)
		}
	}
	if k < 2 {
		lo = 0
	}
	out[0], out[1], out[2] = sum/max(1, float64(k*(k-1)/2)), lo, hi
	out[3], out[4] = sh.commonHours(m)
	out[5], out[6] = sh.wishes(m)
	out[7] = float64(k)
	out[8] = 0
	for _, i := range m {
		out[8] += sh.cells.missing[i] / float64(k)
	}
}

// distance is Gower's: the mean over the columns that both answered of the difference of numbers by
// their range, and of Jaccard's distance of options. It is 1/2 where no column is answered by both.
func (sh *featurizer) distance(i, j int32) float64 {
	if sh.distances != nil {
		return float64(sh.distances[int(i)*sh.cells.n+int(j)])
	}
	var sum, n float64
	for k := range sh.schema.Columns {
		if x := sh.cells.number[k]; x != nil {
			d := math.Abs(x[i] - x[j])
			if d == d {
				sum += min(1, d/sh.schema.Columns[k].Range)
				n++
			}
			continue
		}
		x := sh.cells.bits[k]
		if x == nil || x[i] == 0 || x[j] == 0 {
			continue
		}
		sum += 1 - jaccard(x[i], x[j])
		n++
	}
	if n == 0 {
		return 0.5 // neither near nor far
	}
	return sum / n
}

// jaccard is the share of the options of either that both have.
func jaccard(a, b uint32) float64 {
	return float64(bits.OnesCount32(a&b)) / float64(bits.OnesCount32(a|b))
}

// cacheDistances keeps the distances of all pairs, for a search that needs them again and again.
// float32 halves the memory.
func (sh *featurizer) cacheDistances() {
	n := sh.cells.n
	all := make([]float32, n*n)
	for i := range n {
		for j := range i {
			d := float32(sh.distance(int32(i), int32(j)))
			all[i*n+j], all[j*n+i] = d, d
		}
	}
	sh.distances = all
}

// commonHours returns the square roots of the hours that all have free, and that all but one have.
// Those who gave no hours do not count.
func (sh *featurizer) commonHours(m []int32) (all, butOne float64) {
	if sh.cells.free == nil {
		return 0, 0
	}
	var one, two survey.Week // what at least one lacks, at least two lack
	n := 0
	for _, i := range m {
		if !sh.cells.known[i] {
			continue
		}
		n++
		for w, v := range sh.cells.free[i] {
			two[w] |= one[w] &^ v
			one[w] |= ^v
		}
	}
	if n == 0 {
		return 0, 0
	}
	a, b := one.Not(), two.Not()
	if n == 1 {
		b = a
	}
	// Roots, so that the first common hours count more than the tenth.
	return math.Sqrt(float64(a.Count()) / 2), math.Sqrt(float64(b.Count()) / 2)
}

// wishes returns the share of those with wishes who have one met, and the pairs of which one
// avoids the other, by member.
func (sh *featurizer) wishes(m []int32) (met, avoided float64) {
	if sh.cells.wished != nil {
		with := 0.0
		for _, i := range m {
			if len(sh.cells.wished[i]) == 0 {
				continue
			}
			with++
			if countIn(sh.cells.wished[i], m) > 0 {
				met++
			}
		}
		met /= max(with, 1)
	}
	if sh.cells.avoided != nil {
		for _, i := range m {
			avoided += float64(countIn(sh.cells.avoided[i], m)) / float64(len(m))
		}
	}
	return met, avoided
}

// countIn counts how many of list are in m.
func countIn(list, m []int32) int {
	n := 0
	for _, w := range list {
		for _, i := range m {
			if i == w {
				n++
			}
		}
	}
	return n
}
