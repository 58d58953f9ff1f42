package team

import (
	"slices"

	"dure/clustering/team/search"
)

// A page asks much about one division: scores, facts, suggestions, repairs. All of it needs the rules compiled against the table, and
// some the evaluators of the search; so a draft makes both once and keeps them.

// A Draft is a division made by hand, read once for all that is asked about it: [Draft.Score] and [Draft.Try] score it and others,
// [Draft.ExplainTeams] and [Draft.ExplainMember] say why, [Draft.Suggest] and [Draft.Mend] improve it. None of them changes the
// division. What the suggestions need is built when first asked for. It is for one goroutine at a time.
type Draft struct {
	p          *problem
	teams      [][]int
	scales     []scale
	loaded     bool
	evaluators []*search.Evaluator // of each section, nil for one without teams
	members    [][]int32           // of each
	numbers    [][]int             // the team that each of its groups is
	better     []step              // once loaded, those that improve the objective of the search
}

// Open reads a division, as rows of the table by team. A member may be in no team, but in no two; an error, an [*survey.InvalidError], says
// what in the input has to be corrected. The draft keeps teams and does not change them.
func Open(in Input, teams [][]int) (*Draft, error) {
	p, err := read(in)
	if err != nil {
		return nil, err
	}
	if err := p.checkDivision(teams); err != nil {
		return nil, err
	}
	p.planFor(teams)
	return &Draft{p: p, teams: teams, scales: p.scalesOf(teams)}, nil
}

// Score scores the draft.
func (d *Draft) Score() Proposal { return d.p.evaluateScaled(d.teams, d.scales) }

// Try scores another division of the same members by the same rules, and leaves the draft as it is. The number of teams may be
// another. The error, an [*survey.InvalidError], is of a member who is in two teams or not in the table.
func (d *Draft) Try(teams [][]int) (Proposal, error) {
	if err := d.p.checkDivision(teams); err != nil {
		return Proposal{}, err
	}
	d.p.planFor(teams)
	defer d.p.planFor(d.teams)
	return d.p.evaluate(teams), nil
}

// with is a draft with other teams.
func (d *Draft) with(teams [][]int) *Draft {
	return &Draft{p: d.p, teams: teams, scales: d.p.scalesOf(teams)}
}

// load builds the evaluators for the teams unless that is done. Teams keep their sizes where there are no limits; a team beyond the
// limits may keep its size too, but not grow.
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
	d.evaluators = make([]*search.Evaluator, len(p.sections))
	for s := range p.sections {
		if len(slots[s]) == 0 {
			continue
		}
		c := newSection(p, d.members[s], slots[s], d.scales, len(d.teams))
		c.separable = true
		fixed := make([]int, len(at[s]))
		for k, m := range d.members[s] {
			if fixed[k] = -1; p.in.Fixed != nil && p.in.Fixed[m] >= 0 || slices.Contains(p.in.Closed, slots[s][at[s][k]].number) {
				fixed[k] = int(at[s][k])
			}
		}
		d.evaluators[s] = c.evaluator(fixed, p.blocks)
		d.evaluators[s].Place(at[s])
	}
}
