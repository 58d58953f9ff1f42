package team

import "slices"

// A tallyTerm is a function of the number of members of one kind.
type tallyTerm struct {
	is     []uint8
	count  []int32
	table  []float64 // energy, size by count
	broken []float64 // how much a must-rule is broken, size by count; nil if it is none
	score  []float64 // of the rule, size by count
	rung   int       // of the ladder, or -1
	stride int
}

func (c *tallyTerm) at(size, count int) float64 { return c.table[size*c.stride+count] }

// after is how many members of the kind team t has if out leaves it and in joins it; -1 is nobody.
func (c *tallyTerm) after(t int, out, in int32) int {
	n := int(c.count[t])
	if in >= 0 {
		n += int(c.is[in])
	}
	if out >= 0 {
		n -= int(c.is[out])
	}
	return n
}

// A pairTerm is a sum over pairs that is computed when it is needed, for sections whose matrix
// would not fit into the caches.
type pairTerm struct {
	weight  float64
	members []int32 // rows of the table
	between func(i, j int32) float64
}

// change is by how much the sum changes if out leaves the team and in joins it; -1 is nobody.
func (p *pairTerm) change(list []int32, out, in int32) float64 {
	d := 0.0
	for _, j := range list {
		if j == out {
			continue
		}
		if in >= 0 {
			d += p.between(p.members[in], p.members[j])
		}
		if out >= 0 {
			d -= p.between(p.members[out], p.members[j])
		}
	}
	return d * p.weight
}

func (p *pairTerm) sum(list []int32) float64 {
	d := 0.0
	for a, i := range list {
		for _, j := range list[:a] {
			d += p.between(p.members[i], p.members[j])
		}
	}
	return d * p.weight
}

// A columnTerm is the scatter of teams' means, computed from the sums of columns.
type columnTerm struct {
	width int
	z     []float64 // members by width
	sign  []float64 // with which each column counts
	sums  []float64 // teams by width
	value []float64 // of each team
}

func (c *columnTerm) change(t, size, then int, out, in int32) float64 {
	if then == 0 {
		return -c.value[t]
	}
	w := c.width
	sums, sign := c.sums[t*w:(t+1)*w], c.sign[:w]
	v := 0.0
	switch {
	case in >= 0 && out >= 0:
		zi, zo := c.z[int(in)*w:int(in)*w+w], c.z[int(out)*w:int(out)*w+w]
		for j, s := range sums {
			s += zi[j] - zo[j]
			v += sign[j] * s * s
		}
	case in >= 0:
		zi := c.z[int(in)*w : int(in)*w+w]
		for j, s := range sums {
			s += zi[j]
			v += sign[j] * s * s
		}
	default:
		zo := c.z[int(out)*w : int(out)*w+w]
		for j, s := range sums {
			s -= zo[j]
			v += sign[j] * s * s
		}
	}
	return v/float64(then) - c.value[t]
}

// set computes team t anew and returns its value.
func (c *columnTerm) set(t int, list []int32) float64 {
	w := c.width
	sums := c.sums[t*w : (t+1)*w]
	clear(sums)
	for _, i := range list {
		addFloats(sums, c.z[int(i)*w:(int(i)+1)*w])
	}
	v := 0.0
	for j, s := range sums {
		v += c.sign[j] * s * s
	}
	c.value[t] = v / float64(max(1, len(list)))
	return c.value[t]
}

func (c *columnTerm) twin() *columnTerm {
	if c == nil {
		return nil
	}
	d := *c
	d.sums, d.value = slices.Clone(c.sums), slices.Clone(c.value)
	return &d
}

// A rating is what a team scores under a rule, what that is worth in the search, and by how much it breaks a must-rule.
type rating struct{ score, worth, broken float64 }

// A teamFunc rates team t with the given members.
type teamFunc func(t int, members []int32) rating
