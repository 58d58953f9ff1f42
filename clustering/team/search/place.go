package search

import "math"

// Place puts the items where group, of length n, says and computes everything anew: the reference for what changes keep up to date.
func (e *Evaluator) Place(group []int32) {
	copy(e.group, group)
	for t := range e.items {
		e.items[t] = e.items[t][:0]
	}
	for i, t := range e.group {
		e.position[i] = int32(len(e.items[t]))
		e.items[t] = append(e.items[t], int32(i))
	}
	e.objective = 0
	if e.gains != nil {
		e.placeGainsOfPairs()
	}
	if e.kernel != nil {
		e.placeKernel()
	}
	e.placeCounts()
	for r := range e.pairSums {
		for _, items := range e.items {
			e.objective += e.pairSums[r].sum(items)
		}
	}
	if e.columns != nil {
		for t, items := range e.items {
			e.objective += e.columns.set(t, items)
		}
	}
	for f, rate := range e.funcs {
		for t := range e.items {
			e.objective += e.rateGroup(f, rate, t)
		}
	}
	e.placeWorst()
	for t := range e.g {
		e.updateNeighbourhood(t)
	}
}

// rateGroup asks func f about group t, keeps what it says and returns its value less the penalty.
func (e *Evaluator) rateGroup(f int, rate GroupFunc, t int) float64 {
	r := rate(t, e.items[t])
	v := r.Value - e.penalty*r.Violation
	e.values[f*e.g+t], e.violations[f*e.g+t] = v, r.Violation
	if w := e.funcWorst[f]; w >= 0 {
		e.worst.score[w*e.g+t] = r.Score
	}
	return v
}

func (e *Evaluator) placeGainsOfPairs() {
	n := e.n
	clear(e.gains)
	if e.placeGains != nil {
		copy(e.gains, e.placeGains)
	}
	sum, alone := 0.0, 0.0
	for t, items := range e.items {
		gains := e.gains[t*n : (t+1)*n]
		for _, i := range items {
			addTo(gains, e.weights[int(i)*n:(int(i)+1)*n])
		}
		for _, i := range items {
			sum += float64(gains[i])
			if e.placeGains != nil {
				alone += float64(e.placeGains[t*n+int(i)])
			}
		}
	}
	e.objective += (sum + alone) / 2 * e.weightUnit // pairs are in sum twice, what an item adds by itself once
	if e.ownGains == nil {
		return
	}
	for i, t := range e.group {
		e.ownGains[i] = float32(math.Inf(1))
		if !e.Pinned(int32(i)) {
			e.ownGains[i] = e.gains[int(t)*n+i]
		}
	}
}

func (e *Evaluator) placeKernel() {
	n := e.n
	clear(e.kernelSums)
	for t, items := range e.items {
		sums := e.kernelSums[t*n : (t+1)*n]
		e.kernelTotal[t] = 0
		for _, i := range items {
			addTo(sums, e.kernel[int(i)*n:(int(i)+1)*n])
		}
		for _, i := range items {
			e.kernelTotal[t] += float64(sums[i])
		}
		if len(items) > 0 {
			e.objective += e.kernelTotal[t] / float64(len(items)) * e.kernelUnit
		}
	}
}

func (e *Evaluator) placeCounts() {
	for r := range e.counts {
		c := &e.counts[r]
		for t, items := range e.items {
			c.marked[t] = 0
			for _, i := range items {
				c.marked[t] += int32(c.is[i])
			}
			e.objective += c.at(len(items), int(c.marked[t]))
		}
	}
}

func (e *Evaluator) placeWorst() {
	w := e.worst
	if w == nil {
		return
	}
	for t := range e.g {
		e.keepCountScores(t)
	}
	for r, weight := range w.weight {
		w.rank(r)
		e.objective += weight * w.least(r)
	}
	w.updateBounds()
}
