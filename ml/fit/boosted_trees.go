// Gradient boosting of regression trees of depth two; Friedman (2001), "Greedy function
// approximation: a gradient boosting machine", Annals of Statistics 29, with subsampling (2002),
// here of whole teams. Depth two allows interactions of two features, which is what teams are asked
// about. Splits are searched over quantile bins (histograms), as in LightGBM. The number of rounds
// and a factor on the sum of trees are chosen by cross-validation inside the training rows.
//
// Trees stand beside ridge because no linear function has thresholds or interactions.

package fit

import (
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// Settings of the boosted trees. A rate of 0.06 over at most 120 rounds is within what Friedman
// recommends (a small rate, rounds by validation); subsampling 0.7 and 24 bins are usual values.
// They were not tuned further.
const (
	treeRounds    = 120
	treeRate      = 0.06
	treeSample    = 0.7
	treeBins      = 24
	treeFolds     = 4
	treeResamples = 5 // fits to resampled teams, whose spread is the standard error
)

// A tree has depth two: F and T are feature and threshold of the root and of its two children. A
// value up to the threshold goes left. V are the leaves; 2a+b is reached by going right a times at
// the root and b times after it.
type tree struct {
	F [3]int     `json:"f"`
	T [3]float64 `json:"t"`
	V [4]float64 `json:"v"`
}

// value is the leaf that x comes to.
func (t *tree) value(x []float64) float64 {
	a := 0
	if x[t.F[0]] > t.T[0] {
		a = 1
	}
	b := 2 * a
	if x[t.F[1+a]] > t.T[1+a] {
		b++
	}
	return t.V[b]
}

// boostedTrees predict Base plus Share times the sum of the trees.
type boostedTrees struct {
	Base  float64 `json:"base"`
	Share float64 `json:"share"` // shrinkage factor on the sum of the trees, from cross-validation
	Trees []tree  `json:"trees"`
}

// value is the expected rating at standardised features x.
func (f *boostedTrees) value(x []float64) float64 {
	v := 0.0
	for i := range f.Trees {
		v += f.Trees[i].value(x)
	}
	return f.Base + f.Share*v
}

// A treeBooster fits trees to some rows.
type treeBooster struct {
	d        *design
	rows     []int
	used     []int
	cuts     [][]float64 // by used feature, ascending
	bin      [][]uint8   // bin of each row, by used feature
	residual []float64   // what the trees so far leave
	y        []float64
	teams    [][]int32 // positions in rows
	minLeaf  float64   // rows in a leaf at least
}

// newTreeBooster selects features, finds quantile bins of each, and sorts the rows into them once,
// since every split of every tree needs them.
func newTreeBooster(d *design, rows []int, y []float64) *treeBooster {
	s := d.sum(rows, y)
	g := &treeBooster{d: d, rows: rows, used: s.selectFeatures(d.allFeatures, d.theoryFeatures), y: y, minLeaf: max(8, float64(len(rows))/40)}
	team, teams := number(pick(d.group, rows))
	g.teams = make([][]int32, teams)
	for k, t := range team {
		g.teams[t] = append(g.teams[t], int32(k))
	}
	for _, f := range g.used {
		v := make([]float64, len(rows))
		for k, i := range rows {
			v[k] = d.row(i)[f]
		}
		sorted := slices.Sorted(slices.Values(v))
		var cuts []float64
		for b := 1; b < treeBins; b++ {
			c := sorted[b*len(sorted)/treeBins]
			if (len(cuts) == 0 || c > cuts[len(cuts)-1]) && c < sorted[len(sorted)-1] {
				cuts = append(cuts, c)
			}
		}
		code := make([]uint8, len(rows))
		for k, w := range v {
			b, _ := slices.BinarySearch(cuts, w)
			code[k] = uint8(b)
		}
		g.cuts, g.bin = append(g.cuts, cuts), append(g.bin, code)
	}
	return g
}

// boost fits that many rounds and calls report, if not nil, after each.
func (g *treeBooster) boost(rounds int, seed uint64, report func(*boostedTrees)) *boostedTrees {
	rng := rand.New(rand.NewPCG(seed, 2002))
	f := &boostedTrees{Base: meanOver(g.y, g.rows), Share: 1}
	g.residual = make([]float64, len(g.rows))
	for k, i := range g.rows {
		g.residual[k] = g.y[i] - f.Base
	}
	for range rounds {
		var in []int32
		for _, team := range g.teams {
			if rng.Float64() < treeSample {
				in = append(in, team...)
			}
		}
		t, ok := g.tree(in)
		if !ok {
			break
		}
		f.Trees = append(f.Trees, t)
		for k, i := range g.rows {
			g.residual[k] -= t.value(g.d.row(i))
		}
		if report != nil {
			report(f)
		}
	}
	return f
}

// tree fits one tree to the residuals at the given positions. Leaves are shrunk as by a ridge
// penalty of 5 rows.
func (g *treeBooster) tree(in []int32) (tree, bool) {
	var t tree
	u, cut, ok := g.split(in)
	if !ok {
		return t, false
	}
	t.F[0], t.T[0] = g.used[u], g.cuts[u][cut]
	var side [2][]int32
	for _, k := range in {
		s := 0
		if int(g.bin[u][k]) > cut {
			s = 1
		}
		side[s] = append(side[s], k)
	}
	for a, rows := range side {
		u, cut, ok := g.split(rows)
		t.F[1+a] = t.F[0]
		var sum, n [2]float64
		if ok {
			t.F[1+a], t.T[1+a] = g.used[u], g.cuts[u][cut]
		}
		for _, k := range rows {
			s := 0
			if ok && int(g.bin[u][k]) > cut {
				s = 1
			}
			sum[s] += g.residual[k]
			n[s]++
		}
		if !ok {
			sum[1], n[1] = sum[0], n[0]
		}
		for s := range 2 {
			t.V[2*a+s] = treeRate * sum[s] / (n[s] + 5)
		}
	}
	return t, true
}

// split finds the feature and threshold that lower the squared error most.
func (g *treeBooster) split(in []int32) (u, cut int, ok bool) {
	best := 1e-12 // a split must gain more than rounding
	for f, code := range g.bin {
		var sum, n [treeBins]float64
		for _, k := range in {
			b := code[k]
			sum[b] += g.residual[k]
			n[b]++
		}
		var all, count float64
		for b := range sum {
			all += sum[b]
			count += n[b]
		}
		var left, nl float64
		for b := range g.cuts[f] {
			left += sum[b]
			nl += n[b]
			nr := count - nl
			if nl < g.minLeaf || nr < g.minLeaf {
				continue
			}
			right := all - left
			if won := left*left/nl + right*right/nr - all*all/count; won > best {
				best, u, cut, ok = won, f, b, true
			}
		}
	}
	return u, cut, ok
}

// fitBoosted fits trees to some rows, with the number of rounds and Share tuned by cross-validation
// inside them.
func (d *design) fitBoosted(rows []int, y []float64, seed uint64) *boostedTrees {
	div := d.innerSplit(rows, seed)
	folds := min(treeFolds, div.folds)
	errors := make([]float64, treeRounds+1)
	held := make([][]float64, treeRounds+1) // predictions by round, for the rows held out in turn
	var truth []float64
	// Predictions of the held-out rows are kept after every round, so that one pass tells all
	// numbers of rounds.
	for k := range folds {
		in, out := pick(rows, div.train(k)), pick(rows, div.test(k))
		v, mean := make([]float64, len(out)), meanOver(y, in)
		keep := func(round int) {
			for a, i := range out {
				e := y[i] - mean - v[a]
				errors[round] += e * e
			}
			held[round] = append(held[round], v...)
		}
		for _, i := range out {
			truth = append(truth, y[i]-mean)
		}
		keep(0)
		f := newTreeBooster(d, in, y).boost(treeRounds, seed, func(f *boostedTrees) {
			t := &f.Trees[len(f.Trees)-1]
			for a, i := range out {
				v[a] += t.value(d.row(i))
			}
			keep(len(f.Trees))
		})
		for round := len(f.Trees) + 1; round <= treeRounds; round++ {
			keep(round)
		}
	}
	rounds := floats.MinIdx(errors) // 0 is the mean
	f := newTreeBooster(d, rows, y).boost(rounds, seed, nil)
	f.Share = leastSquaresShare(held[rounds], truth)
	return f
}

// leastSquaresShare is the factor on predicted deviations with the least squared error, held within
// 0 to 1.
func leastSquaresShare(v, truth []float64) float64 {
	var vv, vt float64
	for i, x := range v {
		vv += x * x
		vt += x * truth[i]
	}
	if !(vv > 1e-12) {
		return 0
	}
	return max(0, min(1, vt/vv))
}
