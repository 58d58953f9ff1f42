package team

import "math"

// place puts the members where team says and computes everything anew.
func (e *engine) place(team []int32) {
	copy(e.team, team)
	for t := range e.list {
		e.list[t] = e.list[t][:0]
	}
	for i, t := range e.team {
		e.pos[i] = int32(len(e.list[t]))
		e.list[t] = append(e.list[t], int32(i))
	}
	e.energy = 0
	if e.p != nil {
		e.sumPairs()
	}
	if e.k != nil {
		e.sumScatter()
	}
	for r := range e.tallies {
		c := &e.tallies[r]
		for t, l := range e.list {
			c.count[t] = 0
			for _, i := range l {
				c.count[t] += int32(c.is[i])
			}
			e.energy += c.at(len(l), int(c.count[t]))
		}
	}
	for r := range e.apart {
		for _, l := range e.list {
			e.energy += e.apart[r].sum(l)
		}
	}
	if e.columns != nil {
		for t, l := range e.list {
			e.energy += e.columns.set(t, l)
		}
	}
	for f, rate := range e.funcs {
		for t := range e.list {
			e.energy += e.rateTeam(f, rate, t)
		}
	}
	if l := e.ladder; l != nil {
		for t := range e.g {
			e.mark(t)
		}
		for r, w := range l.weight {
			l.rank(r)
			e.energy += w * l.worst(r)
		}
		l.raise()
	}
	for t := range e.g {
		e.enter(t)
	}
}

func (e *engine) rateTeam(f int, rate teamFunc, t int) float64 {
	o := rate(t, e.list[t])
	v := o.worth - e.must*o.broken
	e.cached[f*e.g+t], e.faults[f*e.g+t] = v, o.broken
	if r := e.rungs[f]; r >= 0 {
		e.ladder.score[r*e.g+t] = o.score
	}
	return v
}

func (e *engine) sumPairs() {
	n := e.n
	clear(e.p)
	if e.base != nil {
		copy(e.p, e.base)
	}
	sum, alone := 0.0, 0.0
	for t, l := range e.list {
		p := e.p[t*n : (t+1)*n]
		for _, i := range l {
			addTo(p, e.w[int(i)*n:(int(i)+1)*n])
		}
		for _, i := range l {
			sum += float64(p[i])
			if e.base != nil {
				alone += float64(e.base[t*n+int(i)])
			}
		}
	}
	e.energy += (sum + alone) / 2 * e.unit
	if e.own == nil {
		return
	}
	for i, t := range e.team {
		e.own[i] = float32(math.Inf(1))
		if !e.stuck(int32(i)) {
			e.own[i] = e.p[int(t)*n+i]
		}
	}
}

func (e *engine) sumScatter() {
	n := e.n
	clear(e.q)
	for t, l := range e.list {
		q := e.q[t*n : (t+1)*n]
		e.qsum[t] = 0
		for _, i := range l {
			addTo(q, e.k[int(i)*n:(int(i)+1)*n])
		}
		for _, i := range l {
			e.qsum[t] += float64(q[i])
		}
		if len(l) > 0 {
			e.energy += e.qsum[t] / float64(len(l)) * e.kunit
		}
	}
}
