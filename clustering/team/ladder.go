package team

import "slices"

// A ladder knows the worst team of a section under each rule that is scored team by team, for most of the objective hangs on it: see
// [scale]. What a swap changes is then no longer a sum over its two teams. Of several sections each counts its own worst team,
// though only that of all decides: to make all of them better mends that one too.
type ladder struct {
	g      int
	weight []float64    // of each rule, with which its worst team's score counts
	score  []float64    // rules by teams; all rules give 1 to a team that nobody is in
	low    [][4]int     // of each rule, the teams from the worst, -1 where there are fewer
	trial  [3][]float64 // of teams as a change would leave them, by rule
	lift   []float64    // of each team; a change to up to three teams gains at most their sum by mending the worst
}

func (l *ladder) worst(r int) float64 { return l.score[r*l.g+l.low[r][0]] }

// rank finds anew which teams are the worst under rule r.
func (l *ladder) rank(r int) {
	low := [4]int{-1, -1, -1, -1}
	score := l.score[r*l.g : (r+1)*l.g]
	for t, x := range score {
		for k, u := range low {
			if u < 0 || x < score[u] {
				copy(low[k+1:], low[k:])
				low[k] = t
				break
			}
		}
	}
	l.low[r] = low
}

// raise works out what mending the worst teams could gain: without the worst the second worst is what counts, without both the third.
func (l *ladder) raise() {
	clear(l.lift)
	for r, w := range l.weight {
		score := l.score[r*l.g : (r+1)*l.g]
		for k, t := range l.low[r][:3] {
			if t < 0 {
				break
			}
			above := 1.0
			if u := l.low[r][k+1]; u >= 0 {
				above = score[u]
			}
			l.lift[t] += w * (above - score[t])
		}
	}
}

// change is by how much the worst teams' part grows if the teams, up to three, score as in trial.
func (l *ladder) change(teams ...int) float64 {
	d := 0.0
	for r, w := range l.weight {
		least := 1.0
		for k := range teams {
			least = min(least, l.trial[k][r])
		}
		for _, u := range l.low[r] {
			if u < 0 {
				break
			}
			if !slices.Contains(teams, u) {
				least = min(least, l.score[r*l.g+u])
				break
			}
		}
		d += w * (least - l.worst(r))
	}
	return d
}

// changed ranks the teams anew after the scores of s and t have changed.
func (l *ladder) changed(s, t int) {
	for r := range l.weight {
		score := l.score[r*l.g : (r+1)*l.g]
		last := l.low[r][3]
		if last < 0 || score[s] < score[last] || score[t] < score[last] || slices.Contains(l.low[r][:], s) || slices.Contains(l.low[r][:], t) {
			l.rank(r)
		}
	}
	l.raise()
}

func (l *ladder) twin() *ladder {
	if l == nil {
		return nil
	}
	c := *l
	c.score, c.low, c.lift = slices.Clone(l.score), slices.Clone(l.low), slices.Clone(l.lift)
	for k := range c.trial {
		c.trial[k] = slices.Clone(l.trial[k])
	}
	return &c
}

// rung gives rule c a place on e's ladder, or -1.
func (b *builder) rung(e *engine, c *compiled) int {
	if b.still || !c.levelled() {
		return -1
	}
	if e.ladder == nil {
		e.ladder = &ladder{g: e.g, lift: make([]float64, e.g)}
	}
	l := e.ladder
	l.weight = append(l.weight, worstShare*c.w)
	l.score = append(l.score, make([]float64, e.g)...)
	l.low = append(l.low, [4]int{-1, -1, -1, -1})
	for k := range l.trial {
		l.trial[k] = append(l.trial[k], 0)
	}
	return len(l.weight) - 1
}

// levelled reports whether the rule is scored team by team and counts.
func (c *compiled) levelled() bool {
	return !c.whole && c.w > 0 && (c.Kind != Section || !c.must())
}

// tryTallies notes what team t would score under the rules that count its members.
func (e *engine) tryTallies(k, t int, out, in int32) {
	trial, then := e.ladder.trial[k], e.sizeAfter(t, out, in)
	for r := range e.tallies {
		c := &e.tallies[r]
		if c.rung < 0 {
			continue
		}
		trial[c.rung] = c.score[then*c.stride+c.after(t, out, in)]
	}
}

// mark notes what team t scores under the rules that count its members.
func (e *engine) mark(t int) {
	l := e.ladder
	for r := range e.tallies {
		if c := &e.tallies[r]; c.rung >= 0 {
			l.score[c.rung*e.g+t] = c.score[len(e.list[t])*c.stride+int(c.count[t])]
		}
	}
}
