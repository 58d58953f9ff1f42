package survey

import (
	"maps"
	"slices"
	"strconv"
	"time"
)

// Where a round asks for it, members also say of each teammate how often a handful of behaviours were seen that research finds in good teamwork
// (after Ohland et al. (2012), the five dimensions of CATME: contributing to the work, interacting with the team, keeping it on track, expecting
// quality, having what the task needs), in words of our own, and leave a comment.
//
// Who is rated and gave feedback too reads it, and nobody else: no other teammate, and no organizer. It is shown once the round has closed, so that nobody changes what they
// say for what they read, as means of at least [MinPeers] teammates, and with comments in mixed order without names. Of a round that was opened
// again, or out of which somebody who rated is erased, nothing is shown any more: what changed would tell whose it was.

// A Behaviour is what teammates can be seen to do.
type Behaviour string

// Behaviours are asked for in this order.
var Behaviours = []Behaviour{"work", "talk", "track", "quality", "skills"}

// MaxOften is "nearly always"; 1 is "hardly ever".
const MaxOften = 5

// MinPeers is by how many teammates somebody has to be rated to be told anything. Smaller teams are not asked.
const MinPeers = 3

// A Peer is what a member says of a teammate.
type Peer struct {
	Often   map[Behaviour]int `json:"often,omitempty"` // 1 to MaxOften
	Comment string            `json:"comment,omitempty"`
}

// PeerField is the form field of how often a teammate does something.
func PeerField(id MemberID, b Behaviour) string { return "peer-" + id.Code() + "-" + string(b) }

// PeerComment is the form field of a comment on a teammate.
func PeerComment(id MemberID) string { return "peer-" + id.Code() + "-comment" }

// AsksPeers reports whether the members of a team of so many are asked about each other.
func (r FeedbackRound) AsksPeers(people int) bool {
	return r.Kind == MainFeedback && r.Peers && people > MinPeers
}

// ParsePeers reads what a form brings of a member's teammates.
func ParsePeers(own MemberID, people []MemberID, form map[string][]string) map[MemberID]Peer {
	all := map[MemberID]Peer{}
	for _, id := range people {
		if id == own {
			continue
		}
		p := Peer{Comment: typedText(form[PeerComment(id)])}
		for _, b := range Behaviours {
			if n, err := strconv.Atoi(first(form[PeerField(id, b)])); err == nil && n >= 1 && n <= MaxOften {
				if p.Often == nil {
					p.Often = map[Behaviour]int{}
				}
				p.Often[b] = n
			}
		}
		if p.Comment != "" || p.Often != nil {
			all[id] = p
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// PeersSaid is what a member is told of what teammates said.
type PeersSaid struct {
	Raters   int
	Means    []PeerMean
	Comments []FeedbackText
}

// A PeerMean is how often at least [MinPeers] teammates saw a behaviour.
type PeerMean struct {
	Behaviour Behaviour
	Mean      float64
	Raters    int
}

// PeersOf returns what a member of the team reads at now of what teammates said in a round; told is false where that is nothing yet, or not any more. Below
// [MinPeers] it says only how many there were.
func PeersOf(r FeedbackRound, given []Feedback, about FeedbackTeam, id MemberID, now time.Time) (said PeersSaid, told bool) {
	if !r.AsksPeers(len(about.People)) || r.State(now) != Closed || r.SeasonOnly {
		return said, false
	}
	by := map[MemberID]Peer{}
	for _, f := range given {
		if !f.Answered(about) {
			continue
		}
		if f.Member == id {
			told = true
		} else if p, ok := f.Answers.Peers[id]; ok {
			by[f.Member] = p
		}
	}
	if !told {
		return said, false
	}
	if said.Raters = len(by); said.Raters < MinPeers {
		return said, true
	}
	for _, b := range Behaviours {
		sum, n := 0, 0
		for _, p := range by {
			if often := p.Often[b]; often > 0 {
				sum, n = sum+often, n+1
			}
		}
		if n >= MinPeers {
			said.Means = append(said.Means, PeerMean{b, float64(sum) / float64(n), n})
		}
	}
	for _, rater := range slices.Sorted(maps.Keys(by)) {
		if text := by[rater].Comment; text != "" {
			said.Comments = append(said.Comments, FeedbackText{r.answerID("peer "+id.Code(), rater), text})
		}
	}
	sortTexts(said.Comments)
	return said, true
}
