package survey

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// An Erasure says what is erased with a member, season by season. Nothing of it can be brought back.
type Erasure struct {
	Member  Member
	Seasons []ErasedSeason // the member's own first, then others of the club where the same person takes part
	Files   int            // files that wait to be imported in the club, which may name the member
	Running bool           // a file is being imported into the club: nothing is erased before that has ended
	Texts   []Mentioned    // what others typed that names the member, as far as organizers see it
}

// An ErasedSeason is what one season holds of a member, as far as organizers see it: what others said of the member in confidence goes uncounted.
type ErasedSeason struct {
	Member    Member
	Season    string
	Answers   bool // to the survey, submitted or not
	Feedback  int  // opinions that the member gave, drafts included
	Proposals int  // saved proposals whose teams name the member
	Published bool // one of them is the roster
}

// Lines say what goes with the member, for the page and the command that ask whether it shall.
func (s ErasedSeason) Lines() []Message {
	all := []Message{Say("erase_link", "Name", s.Member.Name)}
	if s.Answers {
		all = append(all, Say("erase_answers"))
	}
	if s.Feedback > 0 {
		all = append(all, Say("erase_feedback", "Count", s.Feedback))
	}
	if s.Proposals > 0 {
		all = append(all, Say("erase_proposals", "Count", s.Proposals))
	}
	if s.Published {
		all = append(all, Say("erase_published"))
	}
	all = append(all, Say("erase_confided"))
	if s.Feedback > 0 || s.Proposals > 0 {
		all = append(all, Say("erase_models"))
	}
	return all
}

// Without returns the opinion without what it says of a member.
func (o Opinion) Without(id MemberID) (Opinion, bool) {
	_, rated := o.Shares[id]
	_, peer := o.Peers[id]
	if !rated && !peer && !slices.Contains(o.Team.People, id) {
		return o, false
	}
	o.Shares = maps.Clone(o.Shares)
	if delete(o.Shares, id); len(o.Shares) == 0 {
		o.Shares = nil
	}
	o.Peers = maps.Clone(o.Peers)
	if delete(o.Peers, id); len(o.Peers) == 0 {
		o.Peers = nil
	}
	o.Team.People = slices.DeleteFunc(slices.Clone(o.Team.People), func(p MemberID) bool { return p == id })
	return o, true
}

// Naming returns whether what somebody typed and sent at a time, zero for not yet, is the name, address or id of one of the members, or was. A
// name that two of them have does not count: it may mean the other.
func Naming(m Member, members []Member) (at func(sent time.Time) (is func(typed string) bool)) {
	known := directory(members)
	return func(sent time.Time) func(string) bool {
		return func(typed string) bool {
			called, _ := known.meant(typed, append(momentsOf(sent), everBorne))
			return len(called) == 1 && members[called[0]].ID == m.ID
		}
	}
}

// Without returns the answers without those among wished and avoided teammates whom is finds, or who were decided to be the
// member, and whether there was one. Of a text with several names the others stay.
func (as Answers) Without(is func(typed string) bool, meant Meant, member MemberID) (Answers, bool) {
	out, named := Answers{}, false
	for id, a := range as {
		names := func(side Side) func(string) bool {
			return func(typed string) bool {
				if means, decided := meant.Of(id, side, typed); decided {
					return means == member
				}
				return is(typed)
			}
		}
		var wished, avoided bool
		a.Wished, wished = withoutNames(a.Wished, names(WishedSide))
		a.Avoided, avoided = withoutNames(a.Avoided, names(AvoidedSide))
		named = named || wished || avoided
		if !a.IsZero() {
			out[id] = a
		}
	}
	return out, named
}

// withoutNames returns texts without the names that is finds, and whether there was one.
func withoutNames(texts []string, is func(typed string) bool) (left []string, named bool) {
	for _, text := range texts {
		names := apart(text)
		others := slices.DeleteFunc(slices.Clone(names), is)
		switch {
		case is(text):
			named = true
		case len(others) < len(names):
			named = true
			if len(others) > 0 {
				left = append(left, strings.Join(others, ", "))
			}
		default:
			left = append(left, text)
		}
	}
	return left, named
}

// A Mentioned is a place where somebody typed what an erased member is called, and what stands there. An [Erased] takes the place of the name
// unless an organizer keeps it.
type Mentioned struct {
	ID     string   // names the place in a form
	Where  Where    // "" where organizers see none of it, so that they cannot be asked
	Of     string   // what the place is called: a proposal, a file
	Asked  Text     // the question that it answers
	Season SeasonID // 0 for what is the club's
	By     MemberID // who typed it; 0 for organizers
	Texts  []string // excerpts
}

// Where somebody may be named whom organizers decide on.
type Where string

// The places.
const (
	InClub     Where = "club"
	InSeason   Where = "season"
	InSurvey   Where = "survey"
	InRules    Where = "rules"
	InProposal Where = "proposal"
	InFile     Where = "file" // of past seasons
	InAnswer   Where = "answer"
)
