package team

import "slices"

// A Draft is a division made by hand, read once for all that is asked about it. It is for one goroutine at a time.
type Draft struct {
	p       *problem
	teams   [][]int
	scales  []scale
	loaded  bool
	engines []*engine // of each section, nil for one without teams
	members [][]int32 // of each engine
	numbers [][]int   // team of each engine's teams
	better  []step    // once loaded, those that improve the energy
}

// Open reads a division. A member may be in no team, but in no two; an error says what in the input has to be corrected.
func Open(in Input, teams [][]int) (*Draft, error) {
	p, err := read(in)
	if err != nil {
		return nil, err
	}
	if err := p.checkDivision(teams); err != nil {
		return nil, err
	}
	p.assignActivities(len(teams), teams)
	return &Draft{p: p, teams: teams, scales: p.scalesOf(teams)}, nil
}

// Score scores the draft.
func (d *Draft) Score() Proposal { return d.p.evaluateScaled(d.teams, d.scales) }

// Try scores another division of the same members by the same rules.
func (d *Draft) Try(teams [][]int) (Proposal, error) {
	if err := d.p.checkDivision(teams); err != nil {
		return Proposal{}, err
	}
	d.p.assignActivities(len(teams), teams)
	defer d.p.assignActivities(len(d.teams), d.teams)
	return d.p.evaluate(teams), nil
}

// with is a draft with other teams.
func (d *Draft) with(teams [][]int) *Draft {
	return &Draft{p: d.p, teams: teams, scales: d.p.scalesOf(teams)}
}

// load builds the engines for the teams unless that is done.
func (d *Draft) load() {
	if d.loaded {
		return
	}
	d.loaded = true
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
	d.engines = make([]*engine, len(p.sections))
	for s := range p.sections {
		if len(slots[s]) == 0 {
			continue
		}
		b := builder{p: p, members: d.members[s], slots: slots[s], scales: d.scales, teams: len(d.teams), must: 4 / float64(len(d.teams)), still: true}
		b.stays = make([]bool, len(at[s]))
		for k, m := range d.members[s] {
			b.stays[k] = p.in.Fixed != nil && p.in.Fixed[m] >= 0 || slices.Contains(p.in.Closed, slots[s][at[s][k]].number)
		}
		d.engines[s] = b.engine()
		d.engines[s].place(at[s])
	}
}
