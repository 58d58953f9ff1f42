package team

import (
	"cmp"
	"math"
	"slices"
)

// A Suggestion is a swap, or a move where With is -1, and what it would change.
type Suggestion struct {
	Member int       `json:"member"`
	With   int       `json:"with"` // who trades places with Member, or -1
	To     int       `json:"to"`   // team that Member goes to
	Change float64   `json:"change"`
	Rules  []float64 `json:"rules"` // change of each rule's score
	Unmet  int       `json:"unmet"` // must-rules broken afterwards
}

// Suggest returns up to limit swaps and moves that improve a division most, best first. They
// leave alone the members that in.Fixed and in.Closed name.
func Suggest(in Input, teams [][]int, limit int) ([]Suggestion, error) {
	d, err := newDraft(in, teams)
	if err != nil {
		return nil, err
	}
	var all []step
	for s, e := range d.engines {
		if e != nil {
			all = append(all, d.steps(s, e, func(int32) bool { return true })...)
		}
	}
	before := d.p.evaluateScaled(teams, d.scales)
	var out []Suggestion
	for _, st := range promising(all, limit) {
		after := d.p.evaluateScaled(d.after(st), d.scales)
		sg := Suggestion{Member: st.a, With: st.b, To: st.to, Change: after.Objective - before.Objective, Unmet: len(after.Unmet)}
		for r := range after.Rules {
			sg.Rules = append(sg.Rules, after.Rules[r].Score-before.Rules[r].Score)
		}
		if sg.Unmet < len(before.Unmet) || sg.Unmet == len(before.Unmet) && sg.Change > 1e-9 {
			out = append(out, sg)
		}
	}
	slices.SortStableFunc(out, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(a.Unmet, b.Unmet), cmp.Compare(b.Change, a.Change))
	})
	return out[:min(limit, len(out))], nil
}

// promising returns the steps that the search rates best, some times as many as are wanted: what they are worth in truth,
// with worst teams first, is reckoned for these.
func promising(all []step, wanted int) []step {
	slices.SortFunc(all, func(a, b step) int {
		return cmp.Or(cmp.Compare(b.change, a.change), cmp.Compare(a.a, b.a), cmp.Compare(a.b, b.b), cmp.Compare(a.to, b.to))
	})
	return all[:min(4*wanted+8, len(all))]
}

// A draft is a division made by hand with an engine for each section.
type draft struct {
	p       *problem
	teams   [][]int
	scales  []scale
	engines []*engine // nil for a section without teams
	members [][]int32 // of each engine
	numbers [][]int   // team of each engine's teams
}

// A step is a swap or a move by rows of the table and numbers of teams.
type step struct {
	a, b, to int
	change   float64
}

func newDraft(in Input, teams [][]int) (*draft, error) {
	p, err := read(in)
	if err != nil {
		return nil, err
	}
	if err := p.checkDivision(teams); err != nil {
		return nil, err
	}
	p.assignActivities(len(teams), teams)
	d := &draft{p: p, teams: teams}
	d.load()
	return d, nil
}

// load builds the engines for d.teams.
func (d *draft) load() {
	p := d.p
	d.members, d.numbers = make([][]int32, len(p.sections)), make([][]int, len(p.sections))
	slots, at := make([][]slot, len(p.sections)), make([][]int32, len(p.sections))
	z := p.in.Sizes.filled(p.n)
	for t, g := range d.teams {
		if len(g) == 0 {
			continue
		}
		s := p.section[g[0]]
		lo, hi := max(1, z.Min), max(z.Max, len(g))
		if z.Max == 0 {
			lo, hi = len(g), len(g)
		}
		if slices.Contains(p.in.Closed, t) {
			lo, hi = len(g), len(g)
		}
		for _, i := range g {
			d.members[s], at[s] = append(d.members[s], int32(i)), append(at[s], int32(len(slots[s])))
		}
		d.numbers[s] = append(d.numbers[s], t)
		slots[s] = append(slots[s], slot{lo: min(lo, len(g)), hi: hi, size: len(g), number: t})
	}
	d.scales = p.scales(p.framesIn(d.teams))
	d.engines = make([]*engine, len(p.sections))
	for s := range p.sections {
		if len(slots[s]) == 0 {
			continue
		}
		b := builder{p: p, members: d.members[s], slots: slots[s], scales: d.scales, teams: len(d.teams), must: 4 / float64(len(d.teams))}
		b.stays = make([]bool, len(at[s]))
		for k, m := range d.members[s] {
			b.stays[k] = p.in.Fixed != nil && p.in.Fixed[m] >= 0 || slices.Contains(p.in.Closed, slots[s][at[s][k]].number)
		}
		d.engines[s] = b.engine()
		d.engines[s].place(at[s])
	}
}

// steps lists the swaps and moves in section s that improve the energy, of members for whom may holds.
func (d *draft) steps(s int, e *engine, may func(local int32) bool) []step {
	var all []step
	top := 1e-9
	for k, a := range e.loose {
		if !may(a) {
			continue
		}
		for _, b := range e.loose[:k] {
			if e.team[a] == e.team[b] || !may(b) {
				continue
			}
			if c := e.swapChange(a, b); c > top {
				all = append(all, step{int(d.members[s][a]), int(d.members[s][b]), d.numbers[s][e.team[b]], c})
			}
		}
		from := int(e.team[a])
		if len(e.list[from]) <= e.slots[from].lo {
			continue
		}
		for t := range e.g {
			if t == from || len(e.list[t]) >= e.slots[t].hi {
				continue
			}
			if c := e.moveChange(a, t); c > top {
				all = append(all, step{int(d.members[s][a]), -1, d.numbers[s][t], c})
			}
		}
	}
	return all
}

// after returns the teams with a step taken.
func (d *draft) after(st step) [][]int {
	out := make([][]int, len(d.teams))
	from := 0
	for t, g := range d.teams {
		out[t] = slices.Clone(g)
		if slices.Contains(g, st.a) {
			from = t
		}
	}
	out[from] = slices.DeleteFunc(out[from], func(i int) bool { return i == st.a })
	out[st.to] = append(slices.DeleteFunc(out[st.to], func(i int) bool { return i == st.b }), st.a)
	if st.b >= 0 {
		out[from] = append(out[from], st.b)
	}
	return out
}

// A Repair is a division after a drop-out or a late joiner, with those who changed teams.
type Repair struct {
	Proposal Proposal `json:"proposal"`
	Moved    []int    `json:"moved"` // members who had a team and now have another
}

// Mend finds teams for members who have none in a division and improves it by letting at most
// budget members change teams. It returns the division for each number of changes that is worth
// it, from none on; the last is the best.
func Mend(in Input, teams [][]int, budget int) ([]Repair, error) {
	d, err := newDraft(in, teams)
	if err != nil {
		return nil, err
	}
	before := make([]int, d.p.n)
	for i := range before {
		before[i] = -1
	}
	for t, g := range teams {
		for _, i := range g {
			before[i] = t
		}
	}
	d.admit(before)
	d.load()
	out := []Repair{d.repair(before)}
	for range 2 * (budget + 1 + d.p.n - len(slices.Concat(teams...))) {
		teams := d.next(before, budget)
		if teams == nil {
			break
		}
		d.teams = teams
		d.load()
		out = append(out, d.repair(before))
	}
	return out, nil
}

func (d *draft) repair(before []int) Repair {
	r := Repair{Proposal: d.p.evaluateScaled(d.teams, d.scales), Moved: []int{}}
	for i, t := range r.Proposal.Assignment(d.p.n) {
		if before[i] >= 0 && before[i] != t {
			r.Moved = append(r.Moved, i)
		}
	}
	return r
}

// next makes the best step that keeps the number of moved members within budget, or returns nil if none is for the better.
func (d *draft) next(before []int, budget int) [][]int {
	moved := 0
	where := make([]int, d.p.n)
	for t, g := range d.teams {
		for _, i := range g {
			where[i] = t
			if before[i] >= 0 && before[i] != t {
				moved++
			}
		}
	}
	var within []step
	for s, e := range d.engines {
		if e == nil {
			continue
		}
		for _, st := range d.steps(s, e, func(int32) bool { return true }) {
			cost := moved + moves(before, where, st.a, st.to)
			if st.b >= 0 {
				cost += moves(before, where, st.b, where[st.a])
			}
			if cost <= budget {
				within = append(within, st)
			}
		}
	}
	now := d.quality(d.teams)
	top := quality{now.broken, now.objective + 1e-9}
	var best [][]int
	for _, st := range promising(within, 4) {
		after := d.after(st)
		if q := d.quality(after); q.better(top) {
			best, top = after, q
		}
	}
	return best
}

func (d *draft) quality(teams [][]int) quality {
	return d.p.quality(divided(teams), count(len(teams)), d.p.scales(d.p.framesIn(teams)))
}

// moves is by how much the number of moved members grows if i goes to team t.
func moves(before, where []int, i, t int) int {
	if before[i] < 0 {
		return 0
	}
	n := 0
	if before[i] != where[i] {
		n--
	}
	if before[i] != t {
		n++
	}
	return n
}

// admit puts each member without a team where the division is best with them.
func (d *draft) admit(before []int) {
	z := d.p.in.Sizes.filled(d.p.n)
	teams := make([][]int, len(d.teams))
	for t, g := range d.teams {
		teams[t] = slices.Clone(g)
	}
	d.teams = teams
	for i, t := range before {
		if t >= 0 {
			continue
		}
		best, top, room := -1, quality{broken: math.Inf(1)}, false
		for t := range teams {
			if slices.Contains(d.p.in.Closed, t) || len(teams[t]) > 0 && d.p.section[teams[t][0]] != d.p.section[i] {
				continue
			}
			fits := z.Max == 0 || len(teams[t]) < z.Max
			if z.Max == 0 {
				fits = !slices.ContainsFunc(teams, func(g []int) bool { return len(g) < len(teams[t]) && len(g) > 0 })
			}
			if room && !fits {
				continue
			}
			teams[t] = append(teams[t], i)
			q := d.p.quality(divided(teams), count(len(teams)), d.scales)
			teams[t] = teams[t][:len(teams[t])-1]
			if best < 0 || fits && !room || q.better(top) {
				best, top, room = t, q, room || fits
			}
		}
		if best >= 0 {
			teams[best] = append(teams[best], i)
		}
	}
}
