package team

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dure/survey"
)

// A Request is what an organizer asks for when teams are formed. Rules name questions, options and
// members by their codes, as [survey.TableOf] does.
type Request struct {
	Rules   []Rule             `json:"rules"`
	Sizes   Sizes              `json:"sizes"`
	Seed    uint64             `json:"seed"`
	Seconds int                `json:"seconds"` // to search
	By      survey.OrganizerID `json:"by,omitempty"`
	Rounds  int                `json:"rounds,omitempty"` // with as few repeated pairs as possible; 0 means 1

	Robust bool `json:"robust,omitempty"` // prefer teams that keep their rules with any one member missing

	GoOn bool `json:"go_on,omitempty"` // search on from the teams there are

	// From is the round, past the first, from which on teams are formed anew once; those before it have been. Missing take no part in that round alone.
	From    int               `json:"from,omitempty"`
	Missing []survey.MemberID `json:"missing,omitempty"`

	// Whom the teams are formed without: those who have not answered when they are formed, and members by name.
	WithoutUnanswered bool              `json:"without_unanswered,omitempty"`
	LeaveOut          []survey.MemberID `json:"leave_out,omitempty"`
}

// A Season is what teams are formed of: the members who take part, row by row. It turns what the pages keep, by ids of members and codes of
// questions, into what this package divides, by rows, and back.
type Season struct {
	Members []survey.Member
	Left    []survey.Member // who no longer take part
	LeftOut []survey.Member // who take part and are left out by choice; see [Season.Forming]
	Survey  survey.Survey
	Table   survey.Table // as [survey.TableOf]
	rows    map[survey.MemberID]int

	// Fit readies the club's fit model for some of the members, who are the rows of the teams it rates; see [Input].
	Fit func([]survey.Member) (Scorer, error)
	// Past returns the teams of a past season of the club, by row; see [Input].
	Past func(survey.SeasonID) ([][]int, error)
}

// NewSeason takes the members who still take part, with their submitted answers.
func NewSeason(s survey.Survey, members []survey.Member, responses map[survey.MemberID]survey.Response) Season {
	of := Season{Survey: s}
	for _, m := range members {
		if !m.Active() {
			of.Left = append(of.Left, m)
			continue
		}
		of.Members = append(of.Members, m)
	}
	of.number()
	of.Table = survey.TableOf(s, of.Members, responses, of.Left...)
	return of
}

func (s *Season) number() {
	s.rows = map[survey.MemberID]int{}
	for i, m := range s.Members {
		s.rows[m.ID] = i
	}
}

// Input asks for teams as the request says. With a lineup, its locked members and teams stay where they are, and there are as many teams as it has
// where the request names no number. Rules are those that stand.
func (s Season) Input(r Request, l Lineup) Input {
	in := Input{Table: s.Table, Sizes: r.Sizes, Past: s.Past, Words: s.words}
	in.Rules, _ = s.Standing(r.Rules)
	if s.Fit != nil {
		in.Fit = func(string, survey.Table) (Scorer, error) { return s.Fit(s.Members) }
	}
	for _, m := range s.Members {
		in.IDs = append(in.IDs, m.ID.Code())
	}
	for _, t := range l.Teams {
		in.Activities = append(in.Activities, s.taken(t.Activities))
	}
	if !l.holds() {
		return in
	}
	in.Fixed = slices.Repeat([]int{-1}, len(s.Members))
	for t, g := range l.Teams {
		if g.Locked {
			in.Closed = append(in.Closed, t)
		}
		for _, id := range g.Members {
			if i, ok := s.rows[id]; ok && (g.Locked || slices.Contains(l.Locked, id)) {
				in.Fixed[i] = t
			}
		}
	}
	if in.Sizes.Teams == 0 && len(in.Sizes.List) == 0 {
		in.Sizes.Teams = len(l.Teams)
	}
	return in
}

// Later asks for rounds after those of the lineup, which are as they are. Locks are of the first.
func (s Season) Later(r Request, been Lineup) Input {
	in := s.Input(r, Lineup{})
	for _, teams := range been.Rounds() {
		in.Before = append(in.Before, s.Division(Lineup{Teams: teams}))
	}
	return in
}

// words is the label of an option in every language that it has, by which teams are called that take it up.
func (s Season) words(column, option string) string {
	q, _ := s.Survey.Of(column)
	for _, o := range q.Options {
		if o.Code() == option {
			return strings.Join(o.Label.Wordings(), " · ")
		}
	}
	return option
}

// Standing returns the rules that say something, as they count: without members who no longer take part, and without the rules, gone in
// number, on questions and options that there are no more.
func (s Season) Standing(rules []Rule) (standing []Rule, gone int) {
	for _, r := range rules {
		r, lost := r.standing(s.Survey)
		if lost == CardGone {
			gone++
		} else {
			standing = append(standing, r)
		}
	}
	here := map[Text]bool{}
	for _, m := range s.Members {
		here[Text(m.ID.Code())] = true
	}
	return without(standing, func(id Text) bool { return !here[id] }), gone
}

// WithoutMembers returns the rules for those who are left when some members, by id, are left out.
func WithoutMembers(rules []Rule, ids []string) []Rule {
	return without(rules, func(id Text) bool { return slices.Contains(ids, strings.TrimSpace(string(id))) })
}

// without returns the rules without the members who are gone. A rule on members of whom fewer than two
// are left, or on pairs of which none is, says nothing any more and is not in it.
func without(rules []Rule, gone func(id Text) bool) []Rule {
	out := []Rule{}
	for _, r := range rules {
		named, paired := len(r.Members), len(r.Pairs)
		r.Members = slices.DeleteFunc(slices.Clone(r.Members), gone)
		r.Pairs = slices.DeleteFunc(slices.Clone(r.Pairs), func(p Pair) bool { return gone(p.A) || gone(p.B) })
		if (len(r.Members) == named || len(r.Members) >= 2) && (len(r.Pairs) > 0 || paired == 0) {
			out = append(out, r)
		}
	}
	return out
}

// Says reports whether the rule stands; the rules of an [Input] are numbered without those that do not.
func (s Season) Says(r Rule) bool {
	standing, _ := s.Standing([]Rule{r})
	return len(standing) > 0
}

// holds reports whether anything in the lineup is locked.
func (l Lineup) holds() bool {
	return len(l.Locked) > 0 || slices.ContainsFunc(l.Teams, func(t SavedTeam) bool { return t.Locked })
}

// Division returns the lineup's teams by row.
func (s Season) Division(l Lineup) [][]int {
	out := make([][]int, len(l.Teams))
	for t, g := range l.Teams {
		out[t] = []int{}
		for _, id := range g.Members {
			if i, ok := s.rows[id]; ok {
				out[t] = append(out[t], i)
			}
		}
	}
	return out
}

// Lineup returns a division as it is kept. Names and locks are old's, where it has the team and that takes up the same.
func (s Season) Lineup(teams []Team, old Lineup) Lineup {
	out := Lineup{Locked: old.Locked, Later: old.Later}
	kept := func(t int) bool {
		return t < len(old.Teams) && maps.Equal(s.taken(old.Teams[t].Activities), teams[t].Activities)
	}
	taken := map[string]bool{}
	for t := range teams {
		if kept(t) {
			taken[old.Teams[t].Name] = true
		}
	}
	for t, g := range teams {
		saved := SavedTeam{Name: g.Name, Members: []survey.MemberID{}, Activities: g.Activities}
		if kept(t) {
			saved.Name, saved.Locked = old.Teams[t].Name, old.Teams[t].Locked
		} else {
			saved.Name = free(g.Name, taken)
			taken[saved.Name] = true
		}
		for _, i := range g.Members {
			saved.Members = append(saved.Members, s.Members[i].ID)
		}
		out.Teams = append(out.Teams, saved)
	}
	return out
}

var numberBehind = regexp.MustCompile(` \d+$`)

// free is the name, or if it is taken the name with the first number behind it that is not.
func free(name string, taken map[string]bool) string {
	base := numberBehind.ReplaceAllString(name, "")
	for k := 2; taken[name]; k++ {
		name = base + " " + strconv.Itoa(k)
	}
	return name
}

// Row returns the row of the member.
func (s Season) Row(id survey.MemberID) (int, bool) {
	i, ok := s.rows[id]
	return i, ok
}

// Unplaced returns the members who are in no team of the lineup.
func (s Season) Unplaced(l Lineup) []survey.Member {
	var out []survey.Member
	team := l.Finder()
	for _, m := range s.Members {
		if team(m.ID) < 0 {
			out = append(out, m)
		}
	}
	return out
}
