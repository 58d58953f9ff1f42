package survey

import (
	"cmp"
	"math"
	"slices"
)

// Teams are formed by what is told in confidence as if it were less exact: answers are put into classes of at least [MinTotal] of those who take
// part, and in a class all count alike, so that no team is formed by what a single member said. Numbers, and levels by their order, are
// grouped from the least on, equal ones together, and count as the mean of their class: microaggregation of one variable with classes of a
// fixed size (Domingo-Ferrer and Mateo-Sanz 2002, doi:10.1109/69.979982). Of options without an order the rarest joins the next, and of
// several to choose from one that few chose, or few left out, does not count. Where all are of one class, nobody counts as having answered.

// A coarser is values that can be put into classes. What has no class is not answered.
type coarser interface{ coarse() Values }

// Mixes reports whether teams may be mixed by the question's answers where they are told in confidence.
func (q Question) Mixes() bool {
	return slices.ContainsFunc(q.Blank(), func(c Column) bool { _, ok := c.Values.(coarser); return ok })
}

// Coarse returns the table with the classes of what is [Pooled] in the place of the answers.
func (t Table) Coarse() Table {
	t.Columns = slices.Clone(t.Columns)
	for i, c := range t.Columns {
		if c.Confidence == Pooled {
			t.Columns[i].Values = c.Values.(coarser).coarse()
		}
	}
	return t
}

func (x Numbers) coarse() Values {
	out := x.blank(len(x)).(Numbers)
	known := slices.DeleteFunc(firstRows(len(x)), func(i int) bool { return !x.Answered(i) })
	slices.SortStableFunc(known, func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	classes := classesOf(pick(x, known))
	if len(classes) < 2 {
		return out
	}
	for _, class := range classes {
		mean, _ := moments(class)
		for _, i := range known[:len(class)] {
			out[i] = mean
		}
		known = known[len(class):]
	}
	return out
}

// classesOf cuts sorted numbers into classes, none of them of fewer than [MinTotal] but where there are fewer in all.
func classesOf(sorted []float64) (classes [][]float64) {
	from := 0
	for at := range sorted {
		if at-from >= MinTotal && len(sorted)-at >= MinTotal && sorted[at] != sorted[at-1] {
			classes, from = append(classes, sorted[from:at]), at
		}
	}
	return append(classes, sorted[from:])
}

// coarse counts each level as the one that is nearest to the mean of its class, which is of the class.
func (l Levels) coarse() Values {
	x, _ := Column{Values: l}.Measured()
	of := make([]int, l.Len())
	for i, mean := range Numbers(x).coarse().(Numbers) {
		if of[i] = -1; !math.IsNaN(mean) {
			of[i] = int(math.Round(mean)) - l.Low
		}
	}
	return Levels{Options{l.Names, of}, l.Low}
}

// coarse joins the rarest option to the next rarest until each that is left was given often enough.
func (o Options) coarse() Values {
	counts := make([]int, len(o.Names))
	for _, k := range o.Of {
		if k >= 0 {
			counts[k]++
		}
	}
	given := slices.DeleteFunc(firstRows(len(o.Names)), func(k int) bool { return counts[k] == 0 })
	of := slices.Clone(o.Of)
	for len(given) > 0 {
		slices.SortStableFunc(given, func(a, b int) int { return counts[a] - counts[b] })
		if counts[given[0]] >= MinTotal || len(given) == 1 {
			break
		}
		rare, next := given[0], given[1]
		for i, k := range of {
			if k == rare {
				of[i] = next
			}
		}
		counts[next] += counts[rare]
		given = given[1:]
	}
	if len(given) < 2 {
		return o.blank(o.Len())
	}
	return Options{o.Names, of}
}

// coarse leaves out the options that too few of those who answered chose, or left out, until there are none.
func (s Sets) coarse() Values {
	answered, counts := Column{Values: s}.CountAnswered(), make([]int, len(s.Names))
	for _, of := range s.Of {
		for _, k := range of {
			counts[k]++
		}
	}
	few := func(k int) bool { return min(counts[k], answered-counts[k]) < MinTotal }
	if !slices.ContainsFunc(slices.Concat(s.Of...), few) {
		return s
	}
	out := Sets{s.Names, make([][]int, len(s.Of))}
	for i, of := range s.Of {
		out.Of[i] = slices.DeleteFunc(slices.Clone(of), few)
	}
	return out.coarse()
}
