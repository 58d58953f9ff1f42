package team

import "slices"

// An engine holds a division of one section and knows, in time proportional to a team, how a
// change to one team changes the energy, which the search makes large. Members, here called
// 0..n-1, and teams 0..g-1 are those of the section.
//
// Sums over pairs are kept as a matrix of what each member would add to each team, contiguous
// by team: trying a swap costs a few loads, making it two passes over the members. Its numbers
// are whole multiples of a unit small enough that float32 adds them exactly, so nothing drifts.
type engine struct {
	n, g  int
	slots []slot
	team  []int32
	list  [][]int32
	pos   []int32
	fixed []bool  // stays where it is
	start []int32 // team of each fixed member
	block []int   // number of the block that moves as one, or -1
	group [][]int32
	loose []int32 // members that move by themselves
	bound []int   // blocks that can move

	w, p    []float32 // pairs: weight n by n and gain g by n; nil if there are none
	base    []float32 // g by n, what a member adds to a team by itself
	unit    float64   // energy of one unit of w
	own     []float32 // gain of each member in its own team, +Inf if it does not move by itself
	k, q    []float32 // scatter: kernel n by n and its sums g by n; nil if folded into w
	kunit   float64
	qsum    []float64 // sum of the kernel over each team
	tallies []tallyTerm
	apart   []pairTerm
	columns *columnTerm
	funcs   []teamFunc
	makers  []func() teamFunc // of funcs, which have scratch space of their own
	rated   int               // how many of funcs are predictions of a model
	rough   float64           // the largest step of funcs that count
	cached  []float64         // energy of each func in each team, funcs by teams
	faults  []float64         // by how much it is broken there
	rungs   []int             // of each func on the ladder, or -1
	owed    bool              // some of them are must-rules
	must    float64           // energy that breaking a must-rule by one costs
	ledger  ledger
	ladder  *ladder // nil where no rule is scored team by team
	energy  float64
	buf     []int32
}

// replace returns the change in energy if out leaves team t and in joins it; -1 is nobody. Members must be single, and in not in the
// team. It is the k-th team of the change, and leaves what it would score to [ladder.change].
func (e *engine) replace(k, t int, out, in int32) float64 {
	d := e.quick(t, out, in)
	if len(e.funcs) > 0 {
		d += e.funcChange(k, t, out, in)
	}
	if e.ladder != nil {
		e.tryTallies(k, t, out, in)
	}
	return d
}

// sizeAfter returns how many members team t has once out has left it and in has come; below 0 nobody does.
func (e *engine) sizeAfter(t int, out, in int32) int {
	n := len(e.list[t])
	if out >= 0 {
		n--
	}
	if in >= 0 {
		n++
	}
	return n
}

// quick is replace but for what the slow rules say.
func (e *engine) quick(t int, out, in int32) float64 {
	d := 0.0
	if e.p != nil {
		p := e.p[t*e.n : (t+1)*e.n]
		v := float32(0)
		if in >= 0 {
			v += p[in]
		}
		if out >= 0 {
			v -= p[out]
			if in >= 0 {
				v -= e.w[int(in)*e.n+int(out)]
			}
		}
		d = float64(v) * e.unit
	}
	if e.k != nil {
		d += e.scatterChange(t, out, in)
	}
	size, then := len(e.list[t]), e.sizeAfter(t, out, in)
	for r := range e.tallies {
		c := &e.tallies[r]
		now, next := int(c.count[t]), c.after(t, out, in)
		if next != now || then != size {
			d += c.at(then, next) - c.at(size, now)
		}
	}
	for r := range e.apart {
		d += e.apart[r].change(e.list[t], out, in)
	}
	if e.columns != nil {
		d += e.columns.change(t, size, then, out, in)
	}
	return d
}

func (e *engine) scatterChange(t int, out, in int32) float64 {
	q := e.q[t*e.n : (t+1)*e.n]
	size := len(e.list[t])
	sum := e.qsum[t]
	now := 0.0
	if size > 0 {
		now = sum / float64(size)
	}
	if in >= 0 {
		sum += 2*float64(q[in]) + float64(e.k[int(in)*e.n+int(in)])
		size++
	}
	if out >= 0 {
		sum += float64(e.k[int(out)*e.n+int(out)]) - 2*float64(q[out])
		size--
		if in >= 0 {
			sum -= 2 * float64(e.k[int(in)*e.n+int(out)])
		}
	}
	if size == 0 {
		return -now * e.kunit
	}
	return (sum/float64(size) - now) * e.kunit
}

func (e *engine) funcChange(k, t int, out, in int32) float64 {
	members := e.buf[:0]
	for _, i := range e.list[t] {
		if i != out {
			members = append(members, i)
		}
	}
	if in >= 0 {
		members = append(members, in)
	}
	e.buf = members[:0]
	d := 0.0
	for f, rate := range e.funcs {
		o := rate(t, members)
		d += o.worth - e.must*o.broken - e.cached[f*e.g+t]
		if r := e.rungs[f]; r >= 0 {
			e.ladder.trial[k][r] = o.score
		}
	}
	return d
}

// swapChange is the change in energy if a and b, of different teams, trade places.
func (e *engine) swapChange(a, b int32) float64 {
	s, t := int(e.team[a]), int(e.team[b])
	d := e.replace(0, s, a, b) + e.replace(1, t, b, a)
	if e.ladder != nil {
		d += e.ladder.change(s, t)
	}
	return d
}

// moveChange is the change in energy if a goes to team t.
func (e *engine) moveChange(a int32, t int) float64 {
	s := int(e.team[a])
	d := e.replace(0, s, a, -1) + e.replace(1, t, -1, a)
	if e.ladder != nil {
		d += e.ladder.change(s, t)
	}
	return d
}

// swap lets a and b, of different teams, trade places; change is what swapChange said.
func (e *engine) swap(a, b int32, change float64) {
	ta, tb := int(e.team[a]), int(e.team[b])
	n := e.n
	if e.p != nil {
		wa, wb := e.w[int(a)*n:(int(a)+1)*n], e.w[int(b)*n:(int(b)+1)*n]
		trade(e.p[ta*n:(ta+1)*n], e.p[tb*n:(tb+1)*n], wa, wb)
	}
	if e.k != nil {
		e.qsum[ta] = e.sumWith(ta, a, b)
		e.qsum[tb] = e.sumWith(tb, b, a)
		ka, kb := e.k[int(a)*n:(int(a)+1)*n], e.k[int(b)*n:(int(b)+1)*n]
		trade(e.q[ta*n:(ta+1)*n], e.q[tb*n:(tb+1)*n], ka, kb)
	}
	for r := range e.tallies {
		c := &e.tallies[r]
		d := int32(c.is[b]) - int32(c.is[a])
		c.count[ta] += d
		c.count[tb] -= d
	}
	e.list[ta][e.pos[a]], e.list[tb][e.pos[b]] = b, a
	e.pos[a], e.pos[b] = e.pos[b], e.pos[a]
	e.team[a], e.team[b] = int32(tb), int32(ta)
	e.touch(ta, tb)
	e.energy += change
}

// sumWith is the kernel's sum over team t with out replaced by in.
func (e *engine) sumWith(t int, out, in int32) float64 {
	q := e.q[t*e.n : (t+1)*e.n]
	n := e.n
	return e.qsum[t] + 2*float64(q[in]) + float64(e.k[int(in)*n+int(in)]) - 2*float64(q[out]) +
		float64(e.k[int(out)*n+int(out)]) - 2*float64(e.k[int(in)*n+int(out)])
}

// move takes a to team t; change is what moveChange said.
func (e *engine) move(a int32, t int, change float64) {
	from, n := int(e.team[a]), e.n
	if e.p != nil {
		trade(e.p[from*n:(from+1)*n], e.p[t*n:(t+1)*n], e.w[int(a)*n:(int(a)+1)*n], nil)
	}
	if e.k != nil {
		diag := float64(e.k[int(a)*n+int(a)])
		e.qsum[from] += diag - 2*float64(e.q[from*n+int(a)])
		e.qsum[t] += diag + 2*float64(e.q[t*n+int(a)])
		trade(e.q[from*n:(from+1)*n], e.q[t*n:(t+1)*n], e.k[int(a)*n:(int(a)+1)*n], nil)
	}
	for r := range e.tallies {
		c := &e.tallies[r]
		c.count[from] -= int32(c.is[a])
		c.count[t] += int32(c.is[a])
	}
	l := e.list[from]
	last := l[len(l)-1]
	l[e.pos[a]], e.pos[last] = last, e.pos[a]
	e.list[from] = l[:len(l)-1]
	e.pos[a] = int32(len(e.list[t]))
	e.list[t] = append(e.list[t], a)
	e.team[a] = int32(t)
	e.touch(from, t)
	e.energy += change
}

// touch brings up to date what is kept for two teams that changed.
func (e *engine) touch(s, t int) {
	if e.columns != nil {
		e.columns.set(s, e.list[s])
		e.columns.set(t, e.list[t])
	}
	for f, rate := range e.funcs {
		e.rateTeam(f, rate, s)
		e.rateTeam(f, rate, t)
	}
	if l := e.ladder; l != nil {
		e.mark(s)
		e.mark(t)
		l.changed(s, t)
	}
	if e.own == nil {
		return
	}
	e.enter(s)
	e.enter(t)
	for _, u := range [2]int{s, t} {
		for _, i := range e.list[u] {
			if !e.stuck(i) {
				e.own[i] = e.p[u*e.n+int(i)]
			}
		}
	}
}

// stuck reports whether i does not move by itself.
func (e *engine) stuck(i int32) bool { return e.fixed[i] || e.block[i] >= 0 }

// rigid reports whether every team keeps its size.
func (e *engine) rigid() bool {
	return !slices.ContainsFunc(e.slots, func(s slot) bool { return s.lo < s.hi })
}

// plain reports whether the energy is nothing but sums over pairs, for which there is a faster loop.
func (e *engine) plain() bool {
	return e.p != nil && e.k == nil && len(e.tallies) == 0 && len(e.apart) == 0 && e.columns == nil && len(e.funcs) == 0 && len(e.bound) == 0
}

// predicted reports whether a model's predictions are all that is slow.
func (e *engine) predicted() bool { return e.rated > 0 && e.rated == len(e.funcs) }

// twin returns an engine that shares what never changes and holds a division of its own.
func (e *engine) twin() *engine {
	c := *e
	c.team, c.pos, c.own, c.p, c.q = slices.Clone(e.team), slices.Clone(e.pos), slices.Clone(e.own), slices.Clone(e.p), slices.Clone(e.q)
	c.qsum, c.cached, c.faults = slices.Clone(e.qsum), slices.Clone(e.cached), slices.Clone(e.faults)
	c.list = make([][]int32, e.g)
	for t, l := range e.list {
		c.list[t] = make([]int32, len(l), cap(l))
	}
	c.buf = make([]int32, 0, cap(e.buf))
	c.tallies = slices.Clone(e.tallies)
	for r := range c.tallies {
		c.tallies[r].count, c.tallies[r].table = slices.Clone(e.tallies[r].count), slices.Clone(e.tallies[r].table)
	}
	c.columns, c.ledger, c.ladder = e.columns.twin(), e.ledger.twin(), e.ladder.twin()
	if len(e.funcs) > 0 {
		c.funcs = nil
		for _, f := range e.makers {
			c.funcs = append(c.funcs, f())
		}
	}
	return &c
}

// rate adds a function of teams.
func (e *engine) rate(maker func() teamFunc) {
	e.makers = append(e.makers, maker)
	e.funcs = append(e.funcs, maker())
}
