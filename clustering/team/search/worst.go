package search

import "slices"

// A term may count the score of its worst group besides the sum over groups: max-min, the first step of leximin (Ogryczak and
// Śliwiński, "On direct methods for lexicographic min-max optimization"). What a swap changes is then no longer a sum over its two
// groups. As a change has at most three groups, the worst group after it is one of those or the worst of the others, which is among
// the four worst now: so these are kept for each term, and a change is evaluated without looking at all groups.
//
// A sum of steep losses in place of the true minimum came only near to it: 48 items in fours ended at 92 % of the objective where
// 97 % is to be had.

// worstGroups knows the worst groups under each term that counts its worst one, here numbered as they were added.
type worstGroups struct {
	g      int
	weight []float64    // of each term, with which its worst group's score counts
	score  []float64    // terms by groups; all terms give 1 to a group that is empty
	lowest [][4]int     // of each term, the groups from the worst, -1 where there are fewer
	after  [3][]float64 // scores of up to three groups as a change would leave them, by term
	bound  []float64    // by group; a change to up to three groups gains at most their sum by raising the worst
}

// least is the score of the worst group under term r.
func (w *worstGroups) least(r int) float64 { return w.score[r*w.g+w.lowest[r][0]] }

// rank finds anew which groups are the worst under term r.
func (w *worstGroups) rank(r int) {
	lowest := [4]int{-1, -1, -1, -1}
	score := w.score[r*w.g : (r+1)*w.g]
	for t, x := range score {
		for k, u := range lowest {
			if u < 0 || x < score[u] {
				copy(lowest[k+1:], lowest[k:])
				lowest[k] = t
				break
			}
		}
	}
	w.lowest[r] = lowest
}

// updateBounds works out what raising the worst groups could gain: without the worst the second worst is what counts, without both
// the third.
func (w *worstGroups) updateBounds() {
	clear(w.bound)
	for r, weight := range w.weight {
		score := w.score[r*w.g : (r+1)*w.g]
		for k, t := range w.lowest[r][:3] {
			if t < 0 {
				break
			}
			above := 1.0
			if u := w.lowest[r][k+1]; u >= 0 {
				above = score[u]
			}
			w.bound[t] += weight * (above - score[t])
		}
	}
}

// change is by how much the worst groups' part of the objective grows if the groups, up to three, score as in after.
func (w *worstGroups) change(groups ...int) float64 {
	d := 0.0
	for r, weight := range w.weight {
		least := 1.0
		for k := range groups {
			least = min(least, w.after[k][r])
		}
		for _, u := range w.lowest[r] {
			if u < 0 {
				break
			}
			if !slices.Contains(groups, u) {
				least = min(least, w.score[r*w.g+u])
				break
			}
		}
		d += weight * (least - w.least(r))
	}
	return d
}

// update ranks the groups anew after the scores of s and t have changed.
func (w *worstGroups) update(s, t int) {
	for r := range w.weight {
		score, lowest := w.score[r*w.g:(r+1)*w.g], w.lowest[r][:]
		last := lowest[3]
		if last < 0 || score[s] < score[last] || score[t] < score[last] || slices.Contains(lowest, s) || slices.Contains(lowest, t) {
			w.rank(r)
		}
	}
	w.updateBounds()
}

func (w *worstGroups) clone() *worstGroups {
	if w == nil {
		return nil
	}
	c := *w
	c.score, c.lowest, c.bound = slices.Clone(w.score), slices.Clone(w.lowest), slices.Clone(w.bound)
	for k := range c.after {
		c.after[k] = slices.Clone(w.after[k])
	}
	return &c
}

// addWorst returns the number in e.worst of a term whose worst group counts with weight, or -1 where it does not count.
func (e *Evaluator) addWorst(weight float64) int {
	if weight == 0 {
		return -1
	}
	if e.worst == nil {
		e.worst = &worstGroups{g: e.g, bound: make([]float64, e.g)}
	}
	w := e.worst
	w.weight = append(w.weight, weight)
	w.score = append(w.score, make([]float64, e.g)...)
	w.lowest = append(w.lowest, [4]int{-1, -1, -1, -1})
	for k := range w.after {
		w.after[k] = append(w.after[k], 0)
	}
	return len(w.weight) - 1
}

// keepCountScoresAfter notes what group t, the k-th of a change, would score under the counts.
func (e *Evaluator) keepCountScoresAfter(k, t int, out, in int32) {
	after, then := e.worst.after[k], e.sizeAfter(t, out, in)
	for r := range e.counts {
		c := &e.counts[r]
		if c.worst < 0 {
			continue
		}
		after[c.worst] = c.score[then*c.stride+c.after(t, out, in)]
	}
}

// keepCountScores notes what group t scores under the counts.
func (e *Evaluator) keepCountScores(t int) {
	w := e.worst
	for r := range e.counts {
		if c := &e.counts[r]; c.worst >= 0 {
			w.score[c.worst*e.g+t] = c.score[len(e.items[t])*c.stride+int(c.marked[t])]
		}
	}
}
