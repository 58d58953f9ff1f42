package team

import (
	"cmp"
	"slices"
)

// Which number each team of a plan has, and how the sizes of a plan give way to members who are locked to teams.

// number gives the slots of all sections the numbers of their teams, keeping those of fixed
// members, and makes room for them.
func (p *problem) number(pl plan) error {
	fixed, closed := p.fixedTeams(), map[int]bool{}
	for _, t := range p.in.Closed {
		closed[t] = true
	}
	taken := map[int]bool{}
	for s := range pl {
		for _, t := range fixed[s].order {
			if taken[t] || t >= pl.teams() {
				return sizesError("fixed_team_unknown", map[string]any{"Team": t + 1, "Teams": pl.teams()})
			}
			taken[t] = true
		}
	}
	next, lists := 0, p.shareList(p.sizesOfSections())
	for s := range pl {
		if len(fixed[s].order) > len(pl[s]) {
			return p.inSection(s, sizesError("fixed_teams_over_section", map[string]any{"Teams": len(pl[s])}))
		}
		for k := range pl[s] {
			if len(p.in.Sizes.List) > 0 && len(pl) == 1 { // a list says which team has which size
				pl[s][k].number = k
				continue
			}
			if lists != nil {
				pl[s][k].number = lists[s][k]
				continue
			}
			if k < len(fixed[s].order) {
				pl[s][k].number = fixed[s].order[k]
				continue
			}
			for taken[next] {
				next++
			}
			pl[s][k].number = next
			taken[next] = true
		}
		if err := p.makeRoom(pl[s], fixed[s].count, closed, len(p.sections[s])); err != nil {
			return err
		}
	}
	return nil
}

// fixedSet is the teams that members of a section are fixed to, in order, and how many each team has of them.
type fixedSet struct {
	order []int
	count map[int]int
}

// fixedTeams are those that the input fixes members to, section by section.
func (p *problem) fixedTeams() []fixedSet {
	out := make([]fixedSet, len(p.sections))
	for s, members := range p.sections {
		out[s].count = map[int]int{}
		for _, i := range members {
			if p.in.Fixed == nil || p.in.Fixed[i] < 0 {
				continue
			}
			if out[s].count[p.in.Fixed[i]]++; out[s].count[p.in.Fixed[i]] == 1 {
				out[s].order = append(out[s].order, p.in.Fixed[i])
			}
		}
		slices.Sort(out[s].order)
	}
	return out
}

// makeRoom sizes slots so that fixed members fit and closed teams take nobody else.
func (p *problem) makeRoom(slots []slot, fixed map[int]int, closed map[int]bool, n int) error {
	if len(fixed) == 0 && len(closed) == 0 || len(p.in.Sizes.List) > 0 && len(closed) == 0 {
		return nil
	}
	rest, open := n, []int{}
	for k := range slots {
		if c := fixed[slots[k].number]; closed[slots[k].number] && c > 0 {
			slots[k].lo, slots[k].hi, slots[k].size = c, c, c
			rest -= c
			continue
		}
		open = append(open, k)
	}
	if len(open) == 0 {
		if rest > 0 {
			return sizesError("no_team_open", map[string]any{"Members": rest})
		}
		return nil
	}
	sizes := make([]int, len(slots))
	for _, k := range open {
		sizes[k] = fixed[slots[k].number]
		rest -= sizes[k]
	}
	for ; rest > 0; rest-- {
		least := slices.MinFunc(open, func(a, b int) int { return cmp.Compare(sizes[a], sizes[b]) })
		sizes[least]++
	}
	for _, k := range open {
		flexible := slots[k].lo < slots[k].hi
		slots[k].size = sizes[k]
		slots[k].lo, slots[k].hi = max(min(slots[k].lo, sizes[k]), fixed[slots[k].number]), max(slots[k].hi, sizes[k])
		if !flexible {
			slots[k].lo, slots[k].hi = sizes[k], sizes[k]
		}
	}
	return nil
}
