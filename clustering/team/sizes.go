package team

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"dure/survey"
)

// What the teams of a section can be. A plan is a slot for each team with its size and limits. Where only a size or a number is given,
// sizes differ by at most one and stay. Where there are limits, every number of teams that they allow is a plan, nearest to the ideal
// first (see team_number.go), once with even sizes and once with sizes that the search may change. A list of sizes is taken as it stands, and what its
// ranges leave open is filled for the most pairs of teammates, so that the search starts from one division and not from many alike.
// Locks come last: they may push a team beyond its size, for people are in it already.

// A slot is a team to fill: how many members it starts with and how few and many it may have.
type slot struct {
	lo, hi, size int
	number       int // of the team in the proposal
}

// A plan is the slots of each section.
type plan [][]slot

// teams returns how many teams a plan has.
func (p plan) teams() int { return sum(p.teamsOf()) }

// teamsOf returns how many each section has.
func (p plan) teamsOf() []int {
	teams := make([]int, len(p))
	for s, slots := range p {
		teams[s] = len(slots)
	}
	return teams
}

func sum(all []int) (n int) {
	for _, x := range all {
		n += x
	}
	return n
}

func sizesError(reason survey.Key, args map[string]any) error {
	return &survey.InvalidError{Field: "sizes", Reason: reason, Args: args}
}

// huge is more than any club has members, and far from overflowing.
const huge = 1 << 30

// filled returns the sizes with what is not given worked out, for n members: the ideal from the limits, the number of teams or 5; the
// largest from the least as twice the ideal; and the least from the largest as 1. Max stays 0 where there are no limits.
func (s Sizes) filled(n int) Sizes {
	s.Ideal, s.Min, s.Max = min(s.Ideal, huge), min(s.Min, huge), min(s.Max, huge)
	given := s.Ideal > 0
	if s.Ideal == 0 && s.Min > 0 && s.Max > 0 {
		s.Ideal = (s.Min + s.Max) / 2
	}
	if s.Ideal == 0 {
		s.Ideal = max(s.Min, s.Max)
	}
	if s.Ideal == 0 && s.Teams > 0 {
		s.Ideal = max(1, n/s.Teams)
	}
	if s.Ideal == 0 {
		s.Ideal = 5
	}
	if s.Max == 0 && s.Min > 0 {
		s.Max = max(2*s.Ideal, s.Min)
		if given {
			s.Max = max(s.Max, 2*s.Ideal)
		}
	}
	if s.Min == 0 && s.Max > 0 {
		s.Min = 1
	}
	return s
}

// check refuses sizes that no club of n members could have, by an [*survey.InvalidError] of the field sizes with all of them as
// arguments: below 0, limits the wrong way round, an ideal outside them, or more teams than members.
func (s Sizes) check(n int) error {
	args := map[string]any{"Members": n, "Size": s.Ideal, "Min": s.Min, "Max": s.Max, "Teams": s.Teams}
	switch {
	case s.Ideal < 0 || s.Min < 0 || s.Max < 0 || s.Teams < 0:
		return sizesError("size_negative", args)
	case s.Min > 0 && s.Max > 0 && s.Min > s.Max:
		return sizesError("size_min_over_max", args)
	case s.Ideal > 0 && s.Max > 0 && s.Ideal > s.Max, s.Ideal > 0 && s.Ideal < s.Min:
		return sizesError("size_outside_limits", args)
	case s.Teams > n:
		return sizesError("teams_over_members", args)
	}
	return nil
}

// shareTeams divides a given number of teams among the sections: one each, and every further one to the section with most
// members for each team that it has. It returns zeros where no number is given.
func (p *problem) shareTeams() ([]int, error) {
	out := make([]int, len(p.sections))
	total := p.in.Sizes.Teams
	if total == 0 {
		return out, nil
	}
	if total < len(out) {
		return nil, sizesError("teams_under_sections", map[string]any{"Teams": total, "Sections": len(out)})
	}
	for s := range out {
		out[s] = 1
	}
	for range total - len(out) {
		best := 0
		for s := range out {
			if len(p.sections[s])*out[best] > len(p.sections[best])*out[s] {
				best = s
			}
		}
		out[best]++
	}
	return out, nil
}

// even returns the slots of g teams of sizes that differ by at most one, the larger first.
func even(n, g int) []slot {
	out := make([]slot, g)
	for t := range out {
		out[t].size = n / g
		if t < n%g {
			out[t].size++
		}
		out[t].lo, out[t].hi = out[t].size, out[t].size
	}
	return out
}

// listed returns slots for a list of ranges, filled for the most pairs of teammates.
func listed(list []Range, n int) ([]slot, error) {
	out := make([]slot, len(list))
	lo, hi := 0, 0
	for t, r := range list {
		if r.Min < 1 || r.Max < r.Min {
			return nil, sizesError("size_range", map[string]any{"Team": t + 1, "Min": r.Min, "Max": r.Max})
		}
		least, most := min(r.Min, n+1), min(r.Max, n+1)
		out[t] = slot{lo: least, hi: most, size: least}
		lo, hi = lo+least, hi+most
	}
	if n < lo || n > hi {
		return nil, sizesError("sizes_listed_do_not_fit", map[string]any{"Members": n, "Min": lo, "Max": hi, "Teams": len(list)})
	}
	fillListed(out, n-lo)
	return out, nil
}

// mostWays is how many sizes of teams by members to share out are weighed for all that can be, a fraction of a second. Above it
// the largest teams are filled first, which is not always best, but no plan that the search could not leave again.
const mostWays = 50_000_000

// fillListed shares out so many members more among teams at their least sizes, so that the teams have the most pairs in all:
// by trying every size of each team after another (Bellman 1957), or the largest first where that would take too long.
func fillListed(out []slot, more int) {
	widest := 0
	for _, sl := range out {
		widest = max(widest, sl.hi-sl.lo+1)
	}
	if more*widest*len(out) > mostWays {
		fillLargest(out, more)
		return
	}
	best := slices.Repeat([]int{-1}, more+1) // the most pairs of the teams so far that so many were given
	best[0] = 0
	gave := make([][]int32, len(out))
	for t, sl := range out {
		next := slices.Repeat([]int{-1}, more+1)
		gave[t] = make([]int32, more+1)
		for had, pairs := range best {
			for add := 0; pairs >= 0 && add <= min(sl.hi-sl.lo, more-had); add++ {
				size := sl.lo + add
				if v := pairs + size*(size-1)/2; v > next[had+add] {
					next[had+add], gave[t][had+add] = v, int32(add)
				}
			}
		}
		best = next
	}
	for t := len(out) - 1; t >= 0; t-- {
		add := int(gave[t][more])
		out[t].size += add
		more -= add
	}
}

// fillLargest fills up the teams that may be largest first.
func fillLargest(out []slot, more int) {
	order := count(len(out))
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(out[b].hi, out[a].hi) })
	for _, t := range order {
		add := min(out[t].hi-out[t].size, more)
		out[t].size += add
		more -= add
	}
}

// plans lists for each section what its teams can be, the best first: for each possible number of
// teams even sizes and then, where limits allow, sizes that the search chooses.
func (p *problem) plans() ([][][]slot, error) {
	if err := p.in.Sizes.check(p.n); err != nil {
		return nil, err
	}
	shares, err := p.shareTeams()
	if err != nil {
		return nil, err
	}
	out, lists := make([][][]slot, len(p.sections)), p.shareList(p.sizesOfSections())
	for s, members := range p.sections {
		if lists != nil {
			slots, err := listed(p.in.Sizes.picked(lists[s]), len(members))
			if err != nil {
				return nil, p.inSection(s, err)
			}
			out[s] = [][]slot{slots}
			continue
		}
		if out[s], err = p.sectionPlans(s, len(members), shares[s]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// sectionPlans lists what n members of section s can be, with teams of them, or 0 for any number. For each number even sizes come before
// sizes that the search chooses, which it is given only where those break a must-rule: even teams are what people expect. A section that
// is too small for a team is one all the same.
func (p *problem) sectionPlans(s, n, teams int) ([][]slot, error) {
	if len(p.sections) > 1 && p.tooFew(n) && teams < 2 {
		return [][]slot{even(n, 1)}, nil
	}
	if len(p.in.Sizes.List) > 0 {
		slots, err := listed(p.in.Sizes.List, n)
		if _, wrong := listed(p.in.Sizes.List, p.n); err != nil && wrong == nil && len(p.sections) > 1 {
			return nil, sizesError("sizes_listed_not_shared", map[string]any{"Teams": len(p.in.Sizes.List), "Sections": len(p.sections)})
		}
		return [][]slot{slots}, p.inSection(s, err)
	}
	options, err := p.options(n, teams)
	if err != nil {
		return nil, p.inSection(s, err)
	}
	z := p.in.Sizes.filled(p.n)
	var out [][]slot
	for _, g := range options {
		out = append(out, even(n, g))
		if z.Max == 0 || z.Min == z.Max {
			continue
		}
		slots := even(n, g)
		for t := range slots {
			slots[t].lo, slots[t].hi = min(z.Min, slots[t].size), max(min(z.Max, n), slots[t].size)
		}
		out = append(out, slots)
	}
	return out, nil
}

// sectionNames are what section s is called, by each rule that divides: several where several count as one, "" of those without an answer.
// There are none where there is only one section.
func (p *problem) sectionNames(s int) (all [][]string) {
	if len(p.sections) == 1 {
		return nil
	}
	of := int32(slices.IndexFunc(p.keys, func(key []int) bool { return slices.Equal(key, p.sectionKeys[s]) }))
	for _, c := range p.rules {
		if c.divides() {
			all = append(all, c.measure.(divider).called(of))
		}
	}
	return all
}

// What stands in the name of a section between sections that count as one, and between what it is by one rule and by the next.
const (
	betweenSections = " + "
	betweenRules    = " × "
)

// A name that holds these marks has a word joiner, which nobody sees or types, in each of them where names are put into one text.
var (
	hideMarks = strings.NewReplacer(" +", " \u2060+", " ×", " \u2060×")
	showMarks = strings.NewReplacer(" \u2060+", " +", " \u2060×", " ×")
)

// inOne puts the names of sections that count as one into one text.
func inOne(names []string) string {
	hidden := make([]string, len(names))
	for k, name := range names {
		hidden[k] = hideMarks.Replace(name)
	}
	return strings.Join(hidden, betweenSections)
}

// sectionName is the same as [problem.sectionNames] in one text.
func (p *problem) sectionName(s int) string {
	var parts []string
	for _, names := range p.sectionNames(s) {
		parts = append(parts, inOne(names))
	}
	return strings.Join(parts, betweenRules)
}

// inSection says in an error of sizes in which section it is, and of which members if they are few.
func (p *problem) inSection(s int, err error) error {
	bad, ok := errors.AsType[*survey.InvalidError](err)
	if ok && len(p.sections) > 1 {
		name := p.sectionName(s)
		bad.Args["Section"], bad.Args["Who"] = SectionText(nil, name, asWritten{}), p.who(s)
		bad.Args["SectionName"], bad.Args["SectionColumns"] = name, sectionColumns(p.in.Rules)
	}
	return err
}

// asWritten are the names in a rule as they stand in it.
type asWritten struct{}

func (asWritten) Columns(columns []string) string { return strings.Join(columns, ", ") }
func (asWritten) Value(_, value string) string    { return value }
func (asWritten) Member(id string) string         { return id }
func (asWritten) Season(survey.SeasonID) string   { return "" }
func (asWritten) Team(int) string                 { return "" }

// who lists the members of section s, if there are few.
func (p *problem) who(s int) string {
	if len(p.sections[s]) > 8 {
		return ""
	}
	var ids []string
	for _, i := range p.sections[s] {
		ids = append(ids, p.ids[i])
	}
	return strings.Join(ids, ", ")
}
