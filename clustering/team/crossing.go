package team

import (
	"cmp"
	"fmt"
	"slices"
)

// Which section each member is of. Sections are formed apart, so that members who may join any are given one before the search: greedily,
// the largest block first, each to the section with which the sizes of all teams come nearest to the ideal. A block that someone with a
// section is in, or a team that one is locked to, takes its members there. It is no optimum, since another section may suit the rules
// better; so nothing is called proved where members were placed thus. Where capacities do not hold the sections that come of it, they are placed
// otherwise. Of a division that exists each is of the section of the team.

// divide finds the sections by keys, which hold what each rule that divides says of each member, and places those who may be in any.
func (p *problem) divide(keys [][]int) {
	p.keys, p.section = keys, slices.Repeat([]int{-1}, p.n)
	for i := range keys {
		if !p.crosses(i) {
			p.section[i] = p.sectionAt(keys[i])
		}
	}
	p.units = p.crossingUnits()
	for _, unit := range p.units {
		home := p.home(unit)
		if home < 0 {
			home = p.sectionAt(keys[unit[0]])
		}
		for _, i := range unit {
			p.section[i] = home
		}
	}
	p.gather()
	p.placed = len(p.units) > 0 && len(p.sections) > 1
}

// maxPlaced is how many sizes of sections are tried at most where capacities do not hold those that come nearest to the ideal.
const maxPlaced = 100

// placeOtherwise puts who may be in several sections elsewhere, as few as may be, until it fits; each sizes of sections are tried once. It reports
// whether any fits, and leaves all where they were if not.
func (p *problem) placeOtherwise(fits func() bool) bool {
	was, known := p.section, map[string]bool{fmt.Sprint(p.sizesOfSections()): true}
	for queue := [][]int{was}; len(queue) > 0 && len(known) < maxPlaced; queue = queue[1:] {
		for _, unit := range p.units {
			for s := range p.sectionKeys {
				if slices.ContainsFunc(unit, func(i int) bool { return !p.may(i, s) }) {
					continue
				}
				next := slices.Clone(queue[0])
				for _, i := range unit {
					next[i] = s
				}
				p.resection(next)
				sizes := p.sizesOfSections()
				key := fmt.Sprint(sizes)
				if known[key] || slices.Contains(sizes, 0) {
					continue
				}
				if known[key] = true; fits() {
					return true
				}
				queue = append(queue, next)
			}
		}
	}
	p.resection(was)
	return false
}

// resection makes these the sections of the members.
func (p *problem) resection(of []int) {
	p.section, p.last.scales = of, nil
	p.gather()
}

// crosses reports whether member i may be in several sections.
func (p *problem) crosses(i int) bool { return slices.Contains(p.keys[i], anySection) }

// sectionAt is the section with exactly the key, a new one if there is none.
func (p *problem) sectionAt(key []int) int {
	s := slices.IndexFunc(p.sectionKeys, func(k []int) bool { return slices.Equal(k, key) })
	if s < 0 {
		s = len(p.sectionKeys)
		p.sectionKeys = append(p.sectionKeys, key)
	}
	return s
}

// gather lists the members of each section.
func (p *problem) gather() {
	p.sections = make([][]int32, len(p.sectionKeys))
	for i, s := range p.section {
		p.sections[s] = append(p.sections[s], int32(i))
	}
}

// own are the members of section s without those who may be in others too.
func (p *problem) own(s int) []int32 {
	return slices.DeleteFunc(slices.Clone(p.sections[s]), func(i int32) bool { return !slices.Equal(p.keys[i], p.sectionKeys[s]) })
}

// may reports whether member i may be in section s.
func (p *problem) may(i, s int) bool {
	for r, k := range p.keys[i] {
		if k != anySection && k != p.sectionKeys[s][r] {
			return false
		}
	}
	return true
}

// crossingUnits lists the members who may be in several sections, together with those who must share their team, the most members first. Those who
// share it with somebody of a section are given that at once, and are in no unit.
func (p *problem) crossingUnits() (units [][]int) {
	parent := count(p.n)
	for _, b := range p.blocks {
		for _, i := range b[1:] {
			parent[root(parent, int(i))] = root(parent, int(b[0]))
		}
	}
	if p.in.Fixed != nil {
		join(parent, p.in.Fixed)
	}
	of, known := map[int][]int{}, map[int]int{}
	var order []int
	for i := range p.n {
		r := root(parent, i)
		if _, ok := known[r]; p.section[i] >= 0 && !ok {
			known[r] = p.section[i]
		}
		if p.crosses(i) {
			if of[r] == nil {
				order = append(order, r)
			}
			of[r] = append(of[r], i)
		}
	}
	for _, r := range order {
		if s, ok := known[r]; ok {
			for _, i := range of[r] {
				p.section[i] = s
			}
			continue
		}
		units = append(units, of[r])
	}
	slices.SortStableFunc(units, func(a, b []int) int { return cmp.Compare(len(b), len(a)) })
	return units
}

// home is the section where the sizes come nearest to the ideal with the unit, of those where all of it may be; -1 if there is none.
func (p *problem) home(unit []int) int {
	members := make([]int, len(p.sectionKeys))
	for _, s := range p.section {
		if s >= 0 {
			members[s]++
		}
	}
	best, least := -1, misfit{}
	for s := range members {
		if slices.ContainsFunc(unit, func(i int) bool { return !p.may(i, s) }) {
			continue
		}
		members[s] += len(unit)
		if off := p.misfit(members); best < 0 || off.compare(least) < 0 {
			best, least = s, off
		}
		members[s] -= len(unit)
	}
	return best
}

// follow puts members who may be in several sections into that of their team in a division. Who is in no team stays where they are.
func (p *problem) follow(divisions [][]int) {
	if !slices.ContainsFunc(count(p.n), p.crosses) {
		return
	}
	for _, g := range divisions {
		if len(g) == 0 {
			continue
		}
		s := p.sectionOf(g)
		for _, i := range g {
			if p.crosses(i) && p.may(i, s) {
				p.section[i] = s
			}
		}
	}
	p.gather()
	p.last.scales = nil
}

// sectionOf is the section of a team with members: that of the first who is of only one.
func (p *problem) sectionOf(team []int) int {
	for _, i := range team {
		if !p.crosses(i) {
			return p.section[i]
		}
	}
	return p.section[team[0]]
}
