package team

// A list of sizes is of all teams of the club. Sections share it out: each gets some of its teams that its members fit. Where the list is for
// other numbers, each section has the whole list for itself.

// maxShared is how many places of listed teams are tried at most, a millisecond. A list that needs more is rare: teams of many different sizes
// in many sections that leave no room.
const maxShared = 20_000

// A sharing gives the teams of a list to sections, one after another.
type sharing struct {
	list       []Range
	members    []int // of each section
	home       []int // the section of those who are locked to a team, or -1
	least      []int // members that the teams of each section hold
	most       []int
	teams      [][]int // of each section, by position in the list
	rest, left int     // the most that the teams hold that are not given yet, and how many steps are left
}

// shareList returns which of the listed teams, by position, each section with so many members gets: in their order where that can be. It returns
// nil if there is no such list, one section only, or no way found.
func (p *problem) shareList(members []int) [][]int {
	if len(p.in.Sizes.List) < len(members) || len(members) < 2 {
		return nil
	}
	s := &sharing{list: p.in.Sizes.List, members: members, left: maxShared, teams: make([][]int, len(members)), least: make([]int, len(members)), most: make([]int, len(members))}
	for range s.list {
		s.home = append(s.home, -1)
	}
	for k, fixed := range p.fixedTeams() {
		for _, t := range fixed.order {
			if t < len(s.home) {
				s.home[t] = k
			}
		}
	}
	for _, r := range s.list {
		if r.Min < 1 || r.Max < r.Min {
			return nil // an error of the list itself
		}
		s.rest += min(r.Max, p.n)
	}
	if !s.give(0, p.n) {
		return nil
	}
	return s.teams
}

// give gives the teams from position t on, and reports whether that could be.
func (s *sharing) give(t, n int) bool {
	lack := 0
	for k, members := range s.members {
		lack += max(0, members-s.most[k])
	}
	if s.left--; lack > s.rest || s.left < 0 {
		return false
	}
	if t == len(s.list) {
		return true
	}
	least, most := s.list[t].Min, min(s.list[t].Max, n)
	s.rest -= most
	for k, members := range s.members {
		if s.least[k]+least > members || s.home[t] >= 0 && s.home[t] != k {
			continue
		}
		s.least[k], s.most[k], s.teams[k] = s.least[k]+least, s.most[k]+most, append(s.teams[k], t)
		if s.give(t+1, n) {
			return true
		}
		s.least[k], s.most[k], s.teams[k] = s.least[k]-least, s.most[k]-most, s.teams[k][:len(s.teams[k])-1]
	}
	s.rest += most
	return false
}

// picked are the ranges at some positions of the list.
func (s Sizes) picked(at []int) (list []Range) {
	for _, t := range at {
		list = append(list, s.List[t])
	}
	return list
}

// sizesOfSections is how many members each section has.
func (p *problem) sizesOfSections() []int {
	members := make([]int, len(p.sections))
	for s, of := range p.sections {
		members[s] = len(of)
	}
	return members
}
