package web_test

import (
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// importedAndPublished is thirteen members of a file, formed in threes by what is typed and published.
func importedAndPublished(t *testing.T, typed url.Values) (*site, *visitor, team.ProposalID) {
	data, err := os.ReadFile("testdata/even-out-after-a-drop.csv")
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t)
	s.importing()
	startForming(s, s.db)
	v := s.organizer()
	r := v.upload("/import", "even-out-after-a-drop.csv", data).want(200, "Import 13 rows")
	v.post(r.path, r.proposed())
	v.finish(r.path).want(200, "13 new members")
	typed.Set("seed", "1")
	typed.Set("seconds", "1")
	id := v.press(typed)
	s.ended(id)
	v.post(s.at("/proposals/%d/publish", id), nil).want(200, "Published.")
	return s, v, id
}

// lineup lists the members of each team, without who has dropped out.
func (s *site) lineup(id team.ProposalID) [][]survey.MemberID {
	s.Helper()
	p, err := s.db.Proposal(s.Context(), id)
	s.must("read the proposal", err)
	var out [][]survey.MemberID
	for _, g := range p.Lineup.Teams {
		out = append(out, g.Members)
	}
	return out
}

// dropOne takes one member off a team of three, and returns the numbers of the team of four and of the one that is short.
func (v *visitor) dropOne(id team.ProposalID) (long, short int) {
	v.Helper()
	teams := v.lineup(id)
	long = slices.IndexFunc(teams, func(g []survey.MemberID) bool { return len(g) == 4 })
	short = slices.IndexFunc(teams, func(g []survey.MemberID) bool { return len(g) == 3 })
	if len(teams) != 4 || long < 0 || short < 0 {
		v.Fatalf("thirteen in threes are %v, want one team of four and three of three", teams)
	}
	v.post(v.at("/proposals/%d/drop", id), url.Values{"member": {teams[short][0].Code()}}).want(200, "Everybody else is where they were")
	return long, short
}

var offeredRepair = regexp.MustCompile(`(?s)<h3>([^<]*)</h3><ul class=""><li>([^<]*)</li></ul><p>(Sizes:[^<]*)</p>`)

// After a drop-out one of the four moves to the team of two, and nobody else: also where there are limits, and where teams are published.
func TestRepairEvensOut(t *testing.T) {
	for name, typed := range map[string]url.Values{"by size": {"ideal": {"3"}}, "by limits": {"min": {"3"}, "max": {"4"}}} {
		t.Run(name, func(t *testing.T) {
			s, v, id := importedAndPublished(t, typed)
			long, short := v.dropOne(id)
			at, before := s.at("/proposals/%d", id), s.lineup(id)
			sizes := []string{"3", "3", "3", "3"}
			sizes[long], sizes[short] = "4", "2"
			page := v.get(at+"/repair").want(200, strings.Join(sizes, ", ")+".")
			first := offeredRepair.FindStringSubmatch(page.body)
			goes := fmt.Sprintf(" goes from Team %d to Team %d", long+1, short+1)
			if first == nil || first[1] != "1 member changes teams" || !strings.HasSuffix(first[2], goes) || first[3] != "Sizes: "+strings.Join(sizes, ", ")+" → 3, 3, 3, 3" {
				t.Fatalf("the first repair is %q, want that one %s:\n%s", first, goes, page.body)
			}
			v.post(at+"/repair", url.Values{"option": {"0"}, "budget": {"3"}, "revision": {s.current(id)}}).want(200, "Take back")
			after := s.lineup(id)
			for i, g := range before {
				for _, m := range g {
					if i != long && !slices.Contains(after[i], m) {
						t.Errorf("member %d is no longer in team %d, who was in none that had too many", m, i+1)
					}
				}
			}
			if len(after[long]) != 3 || len(after[short]) != 3 {
				t.Errorf("after the repair the teams are %v, of %v", after, before)
			}
			v.get(at+"/repair").want(200).lacks("Sizes:", "uneven", "asked for")
		})
	}
}

// Whoever takes somebody off a team and has read what is not so any more is told that, and nobody is taken off.
func TestADropOverWhatHasChangedIsSaid(t *testing.T) {
	s, v, id := importedAndPublished(t, url.Values{"ideal": {"3"}})
	before := s.lineup(id)
	v.post(s.at("/proposals/%d/drop", id), url.Values{"member": {before[0][0].Code()}, "read": {"0"}}).want(200).lacks("Something went wrong", "is off the season")
	if after := s.lineup(id); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("the teams are %v, want %v", after, before)
	}
}

// A repair is of as many movers as the organizer lets change teams, which the address keeps; what cannot be read is said, and nothing
// is offered then.
func TestRepairKeepsToItsBudget(t *testing.T) {
	s, v, id := importedAndPublished(t, url.Values{"ideal": {"3"}})
	v.dropOne(id)
	at := s.at("/proposals/%d/repair", id)
	v.get(at+"?budget=1").want(200, "1 member changes teams", `name="budget" value="1"`).lacks("2 members change teams")
	v.get(at+"?budget=0").want(200, "If at most 0 members change teams, nothing better was found.", "no way was found to make all sizes as they should be").lacks("Take this")
	for _, typed := range []string{"10", "-1", "two"} {
		v.get(at+"?budget="+typed).want(422, "Enter a number from 0 to 9.", `value="`+typed+`"`).lacks("Take this")
		v.post(at, url.Values{"option": {"0"}, "budget": {typed}, "revision": {s.current(id)}}).want(404)
	}
	v.post(at, url.Values{"option": {"0"}, "budget": {"0"}, "revision": {s.current(id)}}).want(404)
	v.lang = "ko"
	v.get(at).want(200, "1명이 팀을 옮김", "팀 크기: ", "팀 크기가 고르지 않습니다: ", "팀을 옮겨도 되는 사람 수")
}

// Where the team of four is locked nobody moves out of it, and the others are as even as they can be: nothing is called uneven.
func TestRepairLeavesALockedTeam(t *testing.T) {
	s, v, id := importedAndPublished(t, url.Values{"ideal": {"3"}})
	long, _ := v.dropOne(id)
	at := s.at("/proposals/%d", id)
	v.post(at+"/lock", url.Values{"lock_team": {fmt.Sprint(long)}, "revision": {s.current(id)}}).want(200, "Locked")
	v.get(at+"/repair").want(200).lacks("uneven", fmt.Sprintf("from Team %d", long+1), fmt.Sprintf("to Team %d", long+1))
}
