// Pruning of cross-validation by a signed-rank test: folds differ in difficulty, so that scores are
// compared fold by fold with those of the best trial; Wilcoxon (1945), Biometrics Bulletin 1,
// 80-83. Optuna has the same idea in its WilcoxonPruner.

package tune

import (
	"cmp"
	"math"
	"slices"
)

// Wilcoxon prunes a trial whose values over folds, reported with the fold as the step, are worse
// than those of the best trial on the same folds by a one-sided signed-rank test; Wilcoxon
// (1945). A trial whose mean is better than the best one's is kept.
type Wilcoxon struct{}

const (
	minFolds = 2   // folds with scores before a trial may be pruned
	maxP     = 0.1 // p-value below which a trial is pruned; Optuna's default
)

// Prune implements [Pruner].
func (Wilcoxon) Prune(h *History, r Record) bool {
	if math.IsNaN(last(r).Value) {
		return true
	}
	best := h.best()
	if best == nil || best.Number == r.Number {
		return false
	}
	var diff []float64
	var mine, theirs float64
	for _, s := range r.Steps {
		if v, ok := stepAt(best.Record, s.At); ok && !math.IsNaN(v) && !math.IsNaN(s.Value) {
			diff = append(diff, s.Value-v)
			mine, theirs = mine+s.Value, theirs+v
		}
	}
	if len(diff) < minFolds || mine <= theirs {
		return false
	}
	return signedRank(diff) < maxP
}

// signedRank returns the chance, if both were alike, of a sum of positive ranks as large as
// that of diff: exactly up to 50 differences without ties, else by the normal distribution with
// zeros split half and half and a correction for ties.
func signedRank(diff []float64) float64 {
	n := len(diff)
	slices.SortFunc(diff, func(a, b float64) int { return cmp.Compare(math.Abs(a), math.Abs(b)) })
	var sum, ties float64
	tied := false
	for i := 0; i < n; {
		j := i
		for j < n && math.Abs(diff[j]) == math.Abs(diff[i]) {
			j++
		}
		rank := float64(i+j+1) / 2
		for _, v := range diff[i:j] {
			switch {
			case v > 0:
				sum += rank
			case v == 0:
				sum += rank / 2
			}
		}
		if t := float64(j - i); t > 1 || diff[i] == 0 {
			tied = true
			ties += t*t*t - t
		}
		i = j
	}
	if n <= 50 && !tied {
		return signedRankExact(n, int(math.Round(sum)))
	}
	f := float64(n)
	sd := math.Sqrt(f*(f+1)*(2*f+1)/24 - ties/48)
	if sd == 0 {
		return 0.5
	}
	return 0.5 * math.Erfc((sum-f*(f+1)/4)/sd/math.Sqrt2)
}

// signedRankExact counts the subsets of 1..n with a sum of at least w.
func signedRankExact(n, w int) float64 {
	ways := make([]float64, n*(n+1)/2+1)
	ways[0] = 1
	for k := 1; k <= n; k++ {
		for s := len(ways) - 1; s >= k; s-- {
			ways[s] += ways[s-k]
		}
	}
	var upper float64
	for _, c := range ways[w:] {
		upper += c
	}
	return upper / math.Exp2(float64(n))
}
