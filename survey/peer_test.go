package survey

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPeersAreRead(t *testing.T) {
	people := []MemberID{1, 2, 3, 4}
	got := ParsePeers(1, people, map[string][]string{
		PeerField(1, "work"): {"5"}, PeerComment(1): {"I am great"},
		PeerField(2, "work"): {"5"}, PeerField(2, "talk"): {"6"}, PeerField(2, "track"): {"x"}, PeerField(2, "quality"): {"0"}, PeerField(2, "skills"): {""},
		PeerComment(3): {"  steady  "}, PeerField(4, "work"): {""}, PeerComment(4): {"  "}, PeerField(9, "work"): {"3"},
	})
	want := map[MemberID]Peer{2: {Often: map[Behaviour]int{"work": 5}}, 3: {Comment: "steady"}}
	if !cmp.Equal(got, want) {
		t.Errorf("read %+v, want %+v: of teammates only, and what is on the scale", got, want)
	}
	if all := ParsePeers(1, people, nil); all != nil {
		t.Errorf("of an empty form %+v is read", all)
	}
	long := Opinion{Fit: 3, Again: AgainNo, Peers: map[MemberID]Peer{2: {Comment: string(make([]rune, MaxLong+1))}}}
	if wrong := long.Check(MainFeedback, people); len(wrong) != 1 || wrong[0].Field != PeerComment(2) {
		t.Errorf("a comment that is too long: %v", wrong)
	}
}

// What teammates say is told to whom it is about, once the round has closed, and by three of them or more.
func TestWhatTeammatesSayIsTold(t *testing.T) {
	closed := feedbackNow.Add(time.Hour)
	r := FeedbackRound{Kind: MainFeedback, Opens: feedbackNow, Closes: closed, Peers: true, Key: "key"}
	about := FeedbackTeam{Proposal: 7, People: []MemberID{1, 2, 3, 4, 5}}
	given := func(by ...int) (all []Feedback) {
		all = []Feedback{{Member: 1, Answers: &Opinion{Team: about, Peers: map[MemberID]Peer{1: {Comment: "me"}}}}}
		for _, id := range by {
			p := Peer{Often: map[Behaviour]int{"work": id, "talk": 5}, Comment: fmt.Sprintf("by %d", id)}
			if id == 2 {
				delete(p.Often, "talk")
			}
			o := Opinion{Team: about, Peers: map[MemberID]Peer{1: p}}
			all = append(all, Feedback{Member: MemberID(id), Answers: &o})
		}
		return all
	}
	said, told := PeersOf(r, given(2, 3, 4), about, 1, closed)
	if !told || said.Raters != 3 || len(said.Means) != 1 || said.Means[0] != (PeerMean{"work", 3, 3}) || len(said.Comments) != 3 {
		t.Errorf("three teammates' words are %+v (%t), want the mean 3 of work alone, and three comments, none of them one's own", said, told)
	}
	if said, told := PeersOf(r, given(2, 3, 4)[1:], about, 1, closed); told {
		t.Errorf("who gave no feedback is told %+v", said)
	}
	if said, told := PeersOf(r, given(2, 3), about, 1, closed); !told || said.Raters != 2 || len(said.Means)+len(said.Comments) > 0 {
		t.Errorf("two teammates' words are %+v (%t), want none", said, told)
	}
	other := about
	other.Number = 1
	if said, _ := PeersOf(r, given(2, 3, 4), other, 1, closed); said.Raters != 0 {
		t.Errorf("of a team that somebody is not in any more %+v is told", said)
	}
	for what, r := range map[string]FeedbackRound{
		"open":         {Kind: MainFeedback, Opens: feedbackNow, Closes: closed.Add(time.Second), Peers: true},
		"opened again": {Kind: MainFeedback, Opens: feedbackNow, Closes: closed, Peers: true, SeasonOnly: true},
		"not asking":   {Kind: MainFeedback, Opens: feedbackNow, Closes: closed},
		"the pulse":    {Kind: Pulse, Opens: feedbackNow, Closes: closed, Peers: true},
	} {
		if said, told := PeersOf(r, given(2, 3, 4, 5), about, 1, closed); told || said.Raters > 0 {
			t.Errorf("of a round that is %s %+v is told", what, said)
		}
	}
	small := FeedbackTeam{Proposal: 7, People: []MemberID{1, 2, 3}}
	if r.AsksPeers(len(small.People)) {
		t.Error("a team of three is asked, though nobody of it could be told anything")
	}
}
