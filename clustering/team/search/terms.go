package search

import "slices"

// What an [Evaluator] keeps of terms that are not in the matrix of pair weights. Counts are looked up in a table by size and number
// of marked items. Pair sums and sums of columns are for more items than a matrix can be kept for: the first add up the pairs of one
// item when asked, the second keep the sum of each group's rows.

// A countTerm is a function of the number of marked items. Its tables are stride by stride: size by number.
type countTerm struct {
	is        []uint8   // by item, 1 if it is marked
	marked    []int32   // number of marked items in each group
	value     []float64 // less the penalty
	violation []float64 // nil if there is none
	score     []float64
	worst     int // number in [worstGroups], or -1
	stride    int
}

func (c *countTerm) at(size, marked int) float64 { return c.value[size*c.stride+marked] }

// after is how many marked items group t has if out leaves it and in joins it; -1 is no item.
func (c *countTerm) after(t int, out, in int32) int {
	n := int(c.marked[t])
	if in >= 0 {
		n += int(c.is[in])
	}
	if out >= 0 {
		n -= int(c.is[out])
	}
	return n
}

// change is by how much the sum changes if out leaves the group and in joins it; -1 is no item.
func (p *PairSum) change(items []int32, out, in int32) float64 {
	d := 0.0
	for _, j := range items {
		if j == out {
			continue
		}
		if in >= 0 {
			d += p.Between(in, j)
		}
		if out >= 0 {
			d -= p.Between(out, j)
		}
	}
	return d * p.Weight
}

// sum is the term's value of one group.
func (p *PairSum) sum(items []int32) float64 {
	d := 0.0
	for a, i := range items {
		for _, j := range items[:a] {
			d += p.Between(i, j)
		}
	}
	return d * p.Weight
}

// columnSums is scatter, computed from the sums of the columns over each group.
type columnSums struct {
	width int
	rows  []float64 // n by width, times the root of their weight
	sign  []float64 // with which each column counts
	sums  []float64 // g by width
	value []float64 // of each group
}

// change is by how much the value of group t changes if out leaves it and in joins it, so that it has then items.
func (c *columnSums) change(t, then int, out, in int32) float64 {
	if then == 0 {
		return -c.value[t]
	}
	w := c.width
	sums, sign := c.sums[t*w:(t+1)*w], c.sign[:w]
	v := 0.0
	switch {
	case in >= 0 && out >= 0:
		rowIn, rowOut := c.rows[int(in)*w:int(in)*w+w], c.rows[int(out)*w:int(out)*w+w]
		for j, s := range sums {
			s += rowIn[j] - rowOut[j]
			v += sign[j] * s * s
		}
	case in >= 0:
		row := c.rows[int(in)*w : int(in)*w+w]
		for j, s := range sums {
			s += row[j]
			v += sign[j] * s * s
		}
	default:
		row := c.rows[int(out)*w : int(out)*w+w]
		for j, s := range sums {
			s -= row[j]
			v += sign[j] * s * s
		}
	}
	return v/float64(then) - c.value[t]
}

// set computes group t anew and returns its value.
func (c *columnSums) set(t int, items []int32) float64 {
	w := c.width
	sums := c.sums[t*w : (t+1)*w]
	clear(sums)
	for _, i := range items {
		row := c.rows[int(i)*w : (int(i)+1)*w]
		for j, v := range row[:len(sums)] {
			sums[j] += v
		}
	}
	v := 0.0
	for j, s := range sums {
		v += c.sign[j] * s * s
	}
	c.value[t] = v / float64(max(1, len(items)))
	return c.value[t]
}

func (c *columnSums) clone() *columnSums {
	if c == nil {
		return nil
	}
	d := *c
	d.sums, d.value = slices.Clone(c.sums), slices.Clone(c.value)
	return &d
}
