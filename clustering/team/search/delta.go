package search

// What a change is worth and how it is made. A change replaces one item of a group by another; a swap is two such replacements, a
// move two with no item on one side, a cycle three. Each kind of term says what a replacement changes from what is kept of the group
// alone, which is what makes a search quick: O(1) for pair weights, kernel and counts, O(columns) for sums of columns, O(size) for
// functions and for pair sums that are computed when needed.
//
// Who asks for a change and who makes it are apart, since most changes that a search evaluates are not made.

// groupChange returns the change in the objective if out leaves group t and in joins it; -1 is no item. Items must be single, and in
// not in the group. It is the k-th group of the change, and leaves what it would score to [worstGroups.change].
func (e *Evaluator) groupChange(k, t int, out, in int32) float64 {
	d := e.changeWithoutFuncs(t, out, in)
	if len(e.funcs) > 0 {
		d += e.funcChange(k, t, out, in)
	}
	if e.worst != nil {
		e.keepCountScoresAfter(k, t, out, in)
	}
	return d
}

// sizeAfter returns how many items group t has once out has left it and in has come; below 0 is no item.
func (e *Evaluator) sizeAfter(t int, out, in int32) int {
	n := len(e.items[t])
	if out >= 0 {
		n--
	}
	if in >= 0 {
		n++
	}
	return n
}

// changeWithoutFuncs is groupChange but for what functions say, which are slow.
func (e *Evaluator) changeWithoutFuncs(t int, out, in int32) float64 {
	d := 0.0
	if e.gains != nil {
		gains := e.gains[t*e.n : (t+1)*e.n]
		v := float32(0)
		if in >= 0 {
			v += gains[in]
		}
		if out >= 0 {
			v -= gains[out]
			if in >= 0 {
				v -= e.weights[int(in)*e.n+int(out)]
			}
		}
		d = float64(v) * e.weightUnit
	}
	if e.kernel != nil {
		d += e.kernelChange(t, out, in)
	}
	size, then := len(e.items[t]), e.sizeAfter(t, out, in)
	for r := range e.counts {
		c := &e.counts[r]
		now, next := int(c.marked[t]), c.after(t, out, in)
		if next != now || then != size {
			d += c.at(then, next) - c.at(size, now)
		}
	}
	for r := range e.pairSums {
		d += e.pairSums[r].change(e.items[t], out, in)
	}
	if e.columns != nil {
		d += e.columns.change(t, then, out, in)
	}
	return d
}

// kernelChange is the change in scatter, |s|²/size, where |s|² is the sum of the kernel over the group.
func (e *Evaluator) kernelChange(t int, out, in int32) float64 {
	sums := e.kernelSums[t*e.n : (t+1)*e.n]
	size := len(e.items[t])
	total := e.kernelTotal[t]
	now := 0.0
	if size > 0 {
		now = total / float64(size)
	}
	if in >= 0 {
		total += 2*float64(sums[in]) + float64(e.kernel[int(in)*e.n+int(in)])
		size++
	}
	if out >= 0 {
		total += float64(e.kernel[int(out)*e.n+int(out)]) - 2*float64(sums[out])
		size--
		if in >= 0 {
			total -= 2 * float64(e.kernel[int(in)*e.n+int(out)])
		}
	}
	if size == 0 {
		return -now * e.kernelUnit
	}
	return (total/float64(size) - now) * e.kernelUnit
}

func (e *Evaluator) funcChange(k, t int, out, in int32) float64 {
	items := e.scratch[:0]
	for _, i := range e.items[t] {
		if i != out {
			items = append(items, i)
		}
	}
	if in >= 0 {
		items = append(items, in)
	}
	e.scratch = items[:0]
	d := 0.0
	for f, rate := range e.funcs {
		r := rate(t, items)
		d += r.Value - e.penalty*r.Violation - e.values[f*e.g+t]
		if w := e.funcWorst[f]; w >= 0 {
			e.worst.after[k][w] = r.Score
		}
	}
	return d
}

// SwapChange is the change in the objective if a and b, of different groups, trade places.
func (e *Evaluator) SwapChange(a, b int32) float64 {
	s, t := int(e.group[a]), int(e.group[b])
	d := e.groupChange(0, s, a, b) + e.groupChange(1, t, b, a)
	if e.worst != nil {
		d += e.worst.change(s, t)
	}
	return d
}

// MoveChange is the change in the objective if a goes to group t, which is not its own.
func (e *Evaluator) MoveChange(a int32, t int) float64 {
	s := int(e.group[a])
	d := e.groupChange(0, s, a, -1) + e.groupChange(1, t, -1, a)
	if e.worst != nil {
		d += e.worst.change(s, t)
	}
	return d
}

// ChainChange is the change in the objective if a goes to b's group and b to t, three groups.
func (e *Evaluator) ChainChange(a, b int32, t int) float64 {
	ta, tb := int(e.group[a]), int(e.group[b])
	d := e.groupChange(0, ta, a, -1) + e.groupChange(1, tb, b, a) + e.groupChange(2, t, -1, b)
	if e.worst != nil {
		d += e.worst.change(ta, tb, t)
	}
	return d
}

// cycleChange is the change in the objective if a goes to b's group, b to c's and c to a's, three groups.
func (e *Evaluator) cycleChange(a, b, c int32) float64 {
	ta, tb, tc := int(e.group[a]), int(e.group[b]), int(e.group[c])
	d := e.groupChange(0, tb, b, a) + e.groupChange(1, tc, c, b) + e.groupChange(2, ta, a, c)
	if e.worst != nil {
		d += e.worst.change(tb, tc, ta)
	}
	return d
}

// Swap lets a and b, of different groups, trade places; change is what [Evaluator.SwapChange] said.
func (e *Evaluator) Swap(a, b int32, change float64) {
	ta, tb := int(e.group[a]), int(e.group[b])
	n := e.n
	if e.gains != nil {
		wa, wb := e.weights[int(a)*n:(int(a)+1)*n], e.weights[int(b)*n:(int(b)+1)*n]
		updateGains(e.gains[ta*n:(ta+1)*n], e.gains[tb*n:(tb+1)*n], wa, wb)
	}
	if e.kernel != nil {
		e.kernelTotal[ta] = e.kernelTotalAfter(ta, a, b)
		e.kernelTotal[tb] = e.kernelTotalAfter(tb, b, a)
		ka, kb := e.kernel[int(a)*n:(int(a)+1)*n], e.kernel[int(b)*n:(int(b)+1)*n]
		updateGains(e.kernelSums[ta*n:(ta+1)*n], e.kernelSums[tb*n:(tb+1)*n], ka, kb)
	}
	for r := range e.counts {
		c := &e.counts[r]
		d := int32(c.is[b]) - int32(c.is[a])
		c.marked[ta] += d
		c.marked[tb] -= d
	}
	e.items[ta][e.position[a]], e.items[tb][e.position[b]] = b, a
	e.position[a], e.position[b] = e.position[b], e.position[a]
	e.group[a], e.group[b] = int32(tb), int32(ta)
	e.refresh(ta, tb)
	e.objective += change
}

// kernelTotalAfter is the sum of the kernel over group t with out replaced by in.
func (e *Evaluator) kernelTotalAfter(t int, out, in int32) float64 {
	sums := e.kernelSums[t*e.n : (t+1)*e.n]
	n := e.n
	return e.kernelTotal[t] + 2*float64(sums[in]) + float64(e.kernel[int(in)*n+int(in)]) - 2*float64(sums[out]) +
		float64(e.kernel[int(out)*n+int(out)]) - 2*float64(e.kernel[int(in)*n+int(out)])
}

// Move takes a to group t; change is what [Evaluator.MoveChange] said.
func (e *Evaluator) Move(a int32, t int, change float64) {
	from, n := int(e.group[a]), e.n
	if e.gains != nil {
		updateGains(e.gains[from*n:(from+1)*n], e.gains[t*n:(t+1)*n], e.weights[int(a)*n:(int(a)+1)*n], nil)
	}
	if e.kernel != nil {
		diagonal := float64(e.kernel[int(a)*n+int(a)])
		e.kernelTotal[from] += diagonal - 2*float64(e.kernelSums[from*n+int(a)])
		e.kernelTotal[t] += diagonal + 2*float64(e.kernelSums[t*n+int(a)])
		updateGains(e.kernelSums[from*n:(from+1)*n], e.kernelSums[t*n:(t+1)*n], e.kernel[int(a)*n:(int(a)+1)*n], nil)
	}
	for r := range e.counts {
		c := &e.counts[r]
		c.marked[from] -= int32(c.is[a])
		c.marked[t] += int32(c.is[a])
	}
	items := e.items[from]
	last := items[len(items)-1]
	items[e.position[a]], e.position[last] = last, e.position[a]
	e.items[from] = items[:len(items)-1]
	e.position[a] = int32(len(e.items[t]))
	e.items[t] = append(e.items[t], a)
	e.group[a] = int32(t)
	e.refresh(from, t)
	e.objective += change
}

// refresh brings up to date what is kept for two groups that changed.
func (e *Evaluator) refresh(s, t int) {
	if e.columns != nil {
		e.columns.set(s, e.items[s])
		e.columns.set(t, e.items[t])
	}
	for f, rate := range e.funcs {
		e.rateGroup(f, rate, s)
		e.rateGroup(f, rate, t)
	}
	if w := e.worst; w != nil {
		e.keepCountScores(s)
		e.keepCountScores(t)
		w.update(s, t)
	}
	if e.ownGains == nil {
		return
	}
	e.updateNeighbourhood(s)
	e.updateNeighbourhood(t)
	for _, u := range [2]int{s, t} {
		for _, i := range e.items[u] {
			if !e.Pinned(i) {
				e.ownGains[i] = e.gains[u*e.n+int(i)]
			}
		}
	}
}
