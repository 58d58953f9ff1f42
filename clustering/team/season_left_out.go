package team

import (
	"slices"

	"dure/survey"
)

// Who is left out of teams by choice is no row of the table that they are formed of: no rule counts such a member, and no mean is of
// them. They are members all the same, whom a person can put into a team by hand.

// Unanswered marks the members who have submitted no answer, as the rule [Answered] counts them beside other rules.
func (s Season) Unanswered(rules []Rule) []bool {
	out := make([]bool, len(s.Members))
	for i, silent := range silentBeside(s.Table, rules) {
		out[i] = silent == 1
	}
	return out
}

// Forming returns the season that teams are formed of: without those whom the request leaves out, unless the lineup locks them, or
// the team they are in.
func (s Season) Forming(r Request, l Lineup) Season {
	team := l.Finder()
	return s.asking(r, func(id survey.MemberID) bool {
		t := team(id)
		return t >= 0 && (l.Teams[t].Locked || slices.Contains(l.Locked, id))
	})
}

// Without returns the season without some members.
func (s Season) Without(missing []survey.MemberID) Season {
	return s.asking(Request{LeaveOut: missing}, func(survey.MemberID) bool { return false })
}

// Dividing returns the season that a lineup divides: without those whom the request leaves out and who are in no team.
func (s Season) Dividing(r Request, l Lineup) Season {
	team := l.Finder()
	return s.asking(r, func(id survey.MemberID) bool { return team(id) >= 0 })
}

// asking leaves aside whom the request leaves out, but for those who stay whatever it says.
func (s Season) asking(r Request, stays func(survey.MemberID) bool) Season {
	unanswered := s.Unanswered(r.Rules)
	out, kept := s, []int{}
	out.Members, out.LeftOut = nil, slices.Clone(s.LeftOut)
	for i, m := range s.Members {
		if (r.WithoutUnanswered && unanswered[i] || slices.Contains(r.LeaveOut, m.ID)) && !stays(m.ID) {
			out.LeftOut = append(out.LeftOut, m)
			continue
		}
		kept = append(kept, i)
		out.Members = append(out.Members, m)
	}
	if len(kept) == len(s.Members) {
		return s
	}
	out.number()
	out.Table = s.Table.Pick(kept)
	if s.Past != nil {
		out.Past = func(id survey.SeasonID) ([][]int, error) {
			teams, err := s.Past(id)
			return renumbered(teams, kept), err
		}
	}
	return out
}

// renumbered returns teams of rows as teams of the rows that are kept, by their new numbers.
func renumbered(teams [][]int, kept []int) [][]int {
	out := make([][]int, len(teams))
	for t, g := range teams {
		for _, i := range g {
			if at, ok := slices.BinarySearch(kept, i); ok {
				out[t] = append(out[t], at)
			}
		}
	}
	return out
}
