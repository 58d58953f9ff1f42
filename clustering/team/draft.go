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
	filled     []int               // the teams that somebody is in
	outcomes   [][]outcome         // of each rule, by team
	ranges     []Range             // of each team's size
	uneven     unevenness
	holdings   []holding
	reached    []bool // teams in which steps are looked for
	now        state
	better     []step // those that may improve the draft
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
	d.p.follow(teams)
	return &Draft{p: d.p, teams: teams, scales: d.p.scalesOf(teams), reached: d.reached}
}

// fork is a draft of the same teams, with what is known of them, that can be changed without changing d.
func (d *Draft) fork() *Draft {
	d.improving()
	out := *d
	out.better = slices.Clone(d.better)
	out.outcomes = make([][]outcome, len(d.outcomes))
	for r, all := range d.outcomes {
		out.outcomes[r] = slices.Clone(all)
	}
	out.evaluators = make([]*search.Evaluator, len(d.evaluators))
	for s, e := range d.evaluators {
		if e != nil {
			at := make([]int32, len(d.members[s]))
			for i := range at {
				at[i] = int32(e.Group(int32(i)))
			}
			out.evaluators[s] = e.Clone()
			out.evaluators[s].Place(at)
		}
	}
	return &out
}

// load looks at the teams and builds the evaluators for them unless that is done.
func (d *Draft) load() {
	if d.loaded {
		return
	}
	d.loaded = true
	d.look()
	d.ranges = d.p.ranges(d.teams)
	d.uneven = d.p.unevenness(d.teams, d.ranges)
	d.holdings = d.p.holdings(d.teams)
	d.now = d.p.stateOf(d.teams, d.p.qualityOf(len(d.filled), d.scales, func(r, k int) outcome { return d.outcomes[r][d.filled[k]] }), d.uneven.sum())
	d.loadEvaluators()
	d.reach()
}

// look measures the teams unless that is done.
func (d *Draft) look() {
	if d.outcomes != nil {
		return
	}
	d.outcomes = make([][]outcome, len(d.p.rules))
	for r := range d.outcomes {
		d.outcomes[r] = make([]outcome, len(d.teams))
	}
	for t, g := range d.teams {
		if len(g) > 0 {
			d.filled = append(d.filled, t)
			d.measure(t)
		}
	}
}

// measure keeps how team t does by each rule.
func (d *Draft) measure(t int) {
	members := ordered(d.teams[t])
	for r, c := range d.p.rules {
		d.outcomes[r][t] = c.of(t, members)
	}
}

// loadEvaluators builds the evaluators. A team keeps within its range; beyond it, it may keep its size, but not come to be farther.
func (d *Draft) loadEvaluators() {
	p := d.p
	d.members, d.numbers = make([][]int32, len(p.sections)), make([][]int, len(p.sections))
	slots, at := make([][]slot, len(p.sections)), make([][]int32, len(p.sections))
	for _, t := range d.filled {
		g := d.teams[t]
		s := p.sectionOf(g)
		for _, i := range g {
			d.members[s], at[s] = append(d.members[s], int32(i)), append(at[s], int32(len(slots[s])))
		}
		d.numbers[s] = append(d.numbers[s], t)
		lo, hi := max(1, min(d.ranges[t].Min, len(g))), max(d.ranges[t].Max, len(g))
		slots[s] = append(slots[s], slot{lo: lo, hi: hi, size: len(g), number: t})
	}
	now := d.assignment()
	whole := slices.DeleteFunc(slices.Clone(p.blocks), func(set []int32) bool { // who should share a team and does not may come together
		return slices.ContainsFunc(set, func(i int32) bool { return now[i] < 0 || now[i] != now[set[0]] })
	})
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
		d.evaluators[s] = c.evaluator(fixed, whole)
		d.evaluators[s].Place(at[s])
	}
}
