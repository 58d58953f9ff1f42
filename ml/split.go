// Splits for cross-validation: stratified by class, or by groups that must not be divided, balanced
// in size and classes, as scikit-learn's StratifiedKFold and StratifiedGroupKFold.

package ml

import (
	"cmp"
	"errors"
	"math/rand/v2"
	"slices"
)

// A Fold is one division of the rows.
type Fold struct {
	Train, Test []int // row numbers, ascending
}

// Split divides rows for cross-validation.
type Split struct {
	Folds int    // default 5; no more than there are rows or groups
	Task  Task   // for classes each fold has every class in its share; Regression ignores the target
	Seed  uint64 // of the shuffle
}

// ErrTooFew says that there are too few rows or groups to divide.
var ErrTooFew = errors.New("too few rows or groups to divide")

// Of returns the folds of d. Every row is in the test part of one, and rows of one group are always
// in the same part. The errors are *[SettingError], *[DataError] where the lengths in d do not
// agree, and [ErrTooFew].
func (s Split) Of(d Data) ([]Fold, error) {
	n := len(d.X)
	if d.Group != nil && len(d.Group) != n || s.Task.classes() && len(d.Y) != n {
		return nil, &DataError{-1, -1, "length"}
	}
	units := groups(d.Group, n)
	k := cmp.Or(s.Folds, 5)
	if k < 2 {
		return nil, &SettingError{"Folds", "out_of_range"}
	}
	k = min(k, len(units))
	if k < 2 {
		return nil, ErrTooFew
	}
	rng := rand.New(rand.NewPCG(s.Seed, 0))
	fold := make([]int, n)
	rng.Shuffle(len(units), func(i, j int) { units[i], units[j] = units[j], units[i] })
	if d.Group == nil {
		stratify(fold, units, k, s.Task, d.Y)
	} else {
		balanceGroups(fold, units, k, s.Task, d.Y)
	}
	out := make([]Fold, k)
	for f := range out {
		out[f] = foldOf(fold, f)
	}
	return out, nil
}

// groups returns the rows of each group, in order of first appearance.
func groups(group []int, n int) [][]int {
	var units [][]int
	at := map[int]int{}
	for i := range n {
		g := i
		if group != nil {
			g = group[i]
		}
		u, ok := at[g]
		if !ok {
			u = len(units)
			at[g] = u
			units = append(units, nil)
		}
		units[u] = append(units[u], i)
	}
	return units
}

// stratify deals single rows to folds in turn, one class after the other.
func stratify(fold []int, units [][]int, k int, task Task, y []float64) {
	if task.classes() {
		slices.SortStableFunc(units, func(a, b []int) int { return cmp.Compare(y[a[0]], y[b[0]]) })
	}
	for i, u := range units {
		fold[u[0]] = i % k
	}
}

// balanceGroups gives each group, largest first, to the fold where its classes are rarest, of equals
// to the one with fewest rows, so that folds are alike; the last groups fill folds still empty.
func balanceGroups(fold []int, units [][]int, k int, task Task, y []float64) {
	slices.SortStableFunc(units, func(a, b []int) int { return cmp.Compare(len(b), len(a)) })
	class := func(i int) int { return 0 }
	if task.classes() {
		class = func(i int) int { return int(y[i]) }
	}
	count, rows := make([]map[int]int, k), make([]int, k)
	for f := range count {
		count[f] = map[int]int{}
	}
	empty := k
	for at, u := range units {
		best, least := -1, 0
		for f := range k {
			if len(units)-at <= empty && rows[f] > 0 {
				continue
			}
			grows := 0
			for _, i := range u {
				grows += count[f][class(i)]
			}
			if best < 0 || grows < least || grows == least && rows[f] < rows[best] {
				best, least = f, grows
			}
		}
		if rows[best] == 0 {
			empty--
		}
		for _, i := range u {
			fold[i] = best
			count[best][class(i)]++
			rows[best]++
		}
	}
}

func foldOf(fold []int, f int) Fold {
	var out Fold
	for i, g := range fold {
		if g == f {
			out.Test = append(out.Test, i)
			continue
		}
		out.Train = append(out.Train, i)
	}
	return out
}
