package web_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"dure/survey"
)

// Case 33: who is pinned by a file is locked to the team that it names when teams are formed. That is said before, shows on the board, and can be undone for good. A pin to
// a team that the sizes have no place for is said where they are typed.
func TestPinsOfAFileAreLocksOnTheBoard(t *testing.T) {
	data, err := os.ReadFile("../survey/sheet/testdata/cases/33-levels-priorities-pins.csv")
	s := newSite(t)
	s.must("read the case", err)
	startForming(s, s.db)
	s.importing()
	v := s.organizer()
	text := strings.ReplaceAll(string(data), "@", "@x.example.org")
	r := v.upload("/import", "33.csv", []byte(text)).want(200)
	v.take(r.path, r.proposed())
	v.finish(r.path).want(200, "The import is done")
	v.get(s.at("/teams")).want(200, "6 members are placed by “teamName” and locked to their teams").lacks("gave the same answer to “teamName”", "mix of “isPinned”")
	id := v.press(url.Values{"teams": {"4"}, "seed": {"1"}, "seconds": {"1"}})
	saved := s.ended(id)
	if len(saved.Lineup.Locked) != 6 {
		t.Fatalf("%d members are locked, want 6", len(saved.Lineup.Locked))
	}
	members, err := s.db.Members(context.Background(), s.season.ID)
	s.must("read the members", err)
	for _, m := range members {
		want, pinned := map[string]string{"id_0": "Alpha", "id_1": "Bolt", "id_2": "Alpha", "id_3": "Bolt", "id_4": "Alpha", "id_5": "Bolt"}[m.Ref]
		if got := saved.Lineup.Teams[saved.Lineup.Team(m.ID)].Name; pinned && got != want {
			t.Errorf("%s is in %s, want %s", m.Name, got, want)
		}
	}
	at := s.at("/proposals/%d", id)
	v.get(at).want(200, "form the rest anew")
	for _, m := range saved.Lineup.Locked {
		v.post(at+"/lock", url.Values{"member": {m.Code()}, "revision": {s.current(id)}}).want(200)
	}
	v.post(at+"/again", nil).want(200)
	if again := s.ended(id); len(again.Lineup.Locked) != 0 {
		t.Errorf("%d are locked again after all were unlocked and the teams formed anew", len(again.Lineup.Locked))
	}
	for from, to := range map[string]string{"Alpha": "9", "Bolt": "2"} {
		text = strings.ReplaceAll(text, "true,"+from, "true,"+to)
	}
	next, err := s.db.CreateSeason(t.Context(), s.season.Club, "Next", s.now)
	s.must("make a season", err)
	s.season = next
	r = v.upload("/import", "33b.csv", []byte(text)).want(200)
	v.take(r.path, r.proposed())
	v.finish(r.path).want(200, "The import is done")
	v.post(s.at("/proposals"), url.Values{"teams": {"4"}, "seed": {"1"}, "seconds": {"1"}}).want(422, "“teamName” places somebody in “9”, for which 9 teams are needed; these sizes make 4.")
}

// A column of past teams is history: the mapping says so, a card on it stands among the suggested ones, and teams are formed by it.
func TestPastTeamsOfAFileAreHistory(t *testing.T) {
	s := newSite(t)
	startForming(s, s.db)
	s.importing()
	v := s.organizer()
	var text strings.Builder
	text.WriteString("Name,Previous team,Size\n")
	for i := range 9 {
		text.WriteString(fmt.Sprintf("Member %c,%s,%d\n", 'A'+i, []string{"Owls", "Foxes", "Hares"}[i/3], i%5+1))
	}
	r := v.upload("/import", "past.csv", []byte(text.String())).want(200, "It looks like teams that members were in")
	v.take(r.path, r.proposed())
	v.finish(r.path).want(200, "The import is done")
	v.get(s.at("/teams")).want(200, "As few repeats of past teammates as possible", "the same answer to “Previous team”")
	saved := s.ended(v.press(url.Values{"teams": {"3"}, "seed": {"1"}, "seconds": {"1"}}))
	members, err := s.db.Members(context.Background(), s.season.ID)
	s.must("read the members", err)
	was := map[survey.MemberID]int{}
	for _, m := range members {
		was[m.ID] = int(m.Name[len(m.Name)-1]-'A') / 3
	}
	for _, g := range saved.Lineup.Teams {
		seen := map[int]bool{}
		for _, id := range g.Members {
			if seen[was[id]] {
				t.Errorf("%s has two members of one past team", g.Name)
			}
			seen[was[id]] = true
		}
	}
}

// Who has answered nothing and is only pinned to a team has not answered, and is placed there all the same.
func TestAPinIsNoAnswer(t *testing.T) {
	s := newSite(t)
	startForming(s, s.db)
	s.importing()
	v := s.organizer()
	var text strings.Builder
	text.WriteString("Name,Email,Likes,isPinned,teamName\n")
	for i := range 8 {
		text.WriteString(fmt.Sprintf("Member%d,m%d@x.example.org,%s,%t,%s\n", i, i, []string{"Chess", "Go", "", "Go"}[i%4], i%4 > 1, []string{"", "", "Alpha", "Bolt"}[i%4]))
	}
	r := v.upload("/import", "pins.csv", []byte(text.String())).want(200)
	v.take(r.path, r.proposed())
	v.finish(r.path).want(200, "The import is done")
	v.get(s.at("/teams")).want(200, "6 have answered", "4 members are placed by “teamName”")
	saved := s.ended(v.press(url.Values{"teams": {"4"}, "seed": {"1"}, "seconds": {"1"}}))
	if len(saved.Lineup.Locked) != 4 {
		t.Errorf("%d members are locked, want 4, of whom two have not answered", len(saved.Lineup.Locked))
	}
}
