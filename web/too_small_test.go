package web_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// newCampuses is a season whose members are of four campuses, of nine, seven, one and two members, and of whom one did not say; after a
// public report. The card on campuses is the only one.
func newCampuses(t *testing.T) *site { return newCampusesOf(t, 1, 9, 7, 1, 2) }

// newCampusesOf is such a season of so many members, first those who did not say their campus.
func newCampusesOf(t *testing.T, members ...int) *site {
	s := newSite(t)
	var options []survey.Option
	for k, name := range []string{"North", "South", "West", "Online"} {
		options = append(options, survey.Option{Key: k + 1, Label: survey.Text{"en": name, "ko": name + "구"}})
	}
	asked := s.ask(survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": "Campus", "ko": "캠퍼스"}, Options: options},
		survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto", "ko": "좌우명"}})
	for k, n := range members {
		for i := range n {
			answers := survey.Answers{asked.Questions[1].ID: {Version: 1, Text: "so be it"}}
			if k > 0 {
				answers[asked.Questions[0].ID] = survey.Answer{Version: 1, Choices: []int{k}}
			}
			s.say(s.member(fmt.Sprintf("M%d%d", k, i)), answers)
		}
	}
	s.keepCards(team.Rule{Kind: team.Section, Column: "q1"})
	s.form()
	return s
}

// tooSmall is what the proposal keeps of what was too small.
func (s *site) tooSmall(p team.Saved) (result team.Proposal) {
	s.must("read the result", json.Unmarshal(p.Result, &result))
	return result
}

// Sections that are too small for a team of their own are formed and named, a blank one too, and each way out is a button that does what
// it says: afterwards there is one section less that is too small, or more, and every must-rule is kept.
func TestWaysOutOfSmallSections(t *testing.T) {
	for _, sizes := range []url.Values{{"ideal": {"4"}}, {"min": {"3"}, "max": {"5"}}} {
		for _, try := range []struct {
			list, way int
			say       string
			small     int // sections that still are too small
		}{
			{0, 0, "“West”, “Online”, “no answer” count as one section", 0}, {1, 1, "without the member of “West”", 2},
			// Who may join any team makes a section large enough that was too small.
			{1, 0, "members of “West” may join any team", 1}, {2, 0, "members of “Online” may join any team", 1}, {0, 1, "members of “no answer” may join any team", 1},
		} {
			s := newCampuses(t)
			v := s.organizer()
			typed := url.Values{"seed": {"1"}, "seconds": {"1"}}
			maps.Copy(typed, sizes)
			id := v.press(typed)
			was := s.ended(id)
			path := s.at("/proposals/%d", id)
			page := v.get(path).want(200, "Section “West” has 1 member, too few for a team of its own.", "Section “Online” has 2 members", "Section “no answer” has 1 member", try.say)
			if n := strings.Count(page.body, "Do this and form again</button>"); n != 7 {
				t.Errorf("%d ways out are offered of three small sections, want one for all and two for each", n)
			}
			v.post(path+"/way", url.Values{"revision": {fmt.Sprint(was.Revision)}, "list": {fmt.Sprintf("too_small_%d", try.list)}, "way": {fmt.Sprint(try.way)}}).want(200, "Done: ", try.say)
			is := s.ended(id)
			result := s.tooSmall(is)
			result.TooSmall = slices.DeleteFunc(result.TooSmall, func(s team.TooSmall) bool { return s.Blank })
			if len(result.Unmet) > 0 || is.Problem != nil || len(result.TooSmall) != try.small {
				t.Errorf("by %v and the way %q unmet are %v (%v), and %+v are too small; want %d", sizes, try.say, result.Unmet, is.Problem, result.TooSmall, try.small)
			}
			placed := 0
			for _, g := range is.Lineup.Teams {
				placed += len(g.Members)
			}
			if left := 20 - placed; (left > 0) != strings.HasPrefix(try.say, "without") {
				t.Errorf("by the way %q %d members are in no team", try.say, left)
			}
		}
	}
}

// Who is alone stands on the board of teams as they are now: after an edit by hand, after it was taken back, and where others dropped out. The
// ways out are of teams as they were formed.
func TestTooFewInTeamsAsTheyAreNow(t *testing.T) {
	s := newCampuses(t)
	v := s.organizer()
	id := v.press(url.Values{"ideal": {"4"}, "seed": {"1"}, "seconds": {"1"}})
	is, path := s.ended(id), s.at("/proposals/%d", id)
	south := is.Lineup.Teams[slices.IndexFunc(is.Lineup.Teams, func(g team.SavedTeam) bool { return len(g.Members) == 3 })].Members
	typed := func() url.Values { return url.Values{"revision": {fmt.Sprint(s.ended(id).Revision)}} }
	edit := typed()
	edit.Set("member", south[0].Code())
	edit.Set("lock", "yes")
	v.post(path+"/lock", edit).want(200, "Section “West” has 1 member", "Section “Online” has 2", path+"/repair").lacks("without the member of")
	v.post(path+"/undo", typed()).want(200, "Section “West” has 1 member")
	for _, m := range south[1:] {
		s.must("drop out", s.db.DropMember(t.Context(), m, s.now))
	}
	v.get(path).want(200, "One member is alone in Team", "Section “West” has 1 member")
	v.lang = "ko"
	v.get(path).want(200, "1명이 팀에 혼자입니다")
}

// The page says it in Korean too, and a viewer who may not edit has no button.
func TestSmallSectionsInKorean(t *testing.T) {
	s := newCampuses(t)
	v := s.organizer()
	id := v.press(url.Values{"ideal": {"4"}, "seed": {"1"}, "seconds": {"1"}})
	s.ended(id)
	v.lang = "ko"
	v.get(s.at("/proposals/%d", id)).want(200, "팀을 이루기에 적은 인원", "구역 “West구”에는 1명뿐", "“West구”, “Online구”, “답하지 않음”을 한 구역으로 보기", "“답하지 않음” 멤버는 어느 팀에나 넣기")
}

// What the buttons changed stands on the card's form, so that saving it loses nothing.
func TestSectionCardKeepsWhatCrosses(t *testing.T) {
	s := newCampuses(t)
	rule := team.Rule{Kind: team.Section, Column: "q1", Merge: [][]team.Text{{"o3", "o4"}}, Cross: []team.Text{""}}
	s.keepCards(rule)
	v := s.organizer()
	v.get(s.at("/teams")).want(200, "“West”, “Online” count as one. Members of “no answer” may join any team.")
	deck, err := s.db.Deck(t.Context(), s.season.ID)
	s.must("read the cards", err)
	path := s.at("/teams/rules/%d", deck.Cards[0].ID)
	v.get(path).want(200, `name="merge:q1:o3"`, `name="cross:q1:"`)
	typed := url.Values{"revision": {fmt.Sprint(deck.Cards[0].Revision)}, "strength": {"must"}}
	maps.Copy(typed, rule.Typed())
	v.post(path, typed).want(200, "count as one")
	typed.Set("merge:q1:o4", "2")
	v.post(path, typed).want(422, "two sections at least")
	deck, err = s.db.Deck(t.Context(), s.season.ID)
	s.must("read the cards", err)
	rule.Strength = team.Must
	if !sameJSON(deck.Rules(), []team.Rule{rule}) {
		t.Errorf("after its form was saved the card is %+v, want %+v", deck.Rules(), rule)
	}
}

// Before teams are formed the page says how many of which sizes they will be, as typed last.
func TestPlanBeforeForming(t *testing.T) {
	s := newCampuses(t)
	v := s.organizer()
	v.get(s.at("/teams")).want(200, "With these sizes: 1 team of 7, 1 team of 5, 1 team of 4, 1 team of 2, 2 teams of 1.")
	v.lang = "ko"
	v.get(s.at("/teams")).want(200, "이대로 만들면 7명 팀 1개, 5명 팀 1개, 4명 팀 1개, 2명 팀 1개, 1명 팀 2개.")
	v.lang = "en"
	s.keepCards()
	v.get(s.at("/teams")).want(200, "With these sizes: 4 teams of 5.")
	v.post(s.at("/proposals"), url.Values{"min": {"9"}, "max": {"9"}}).want(422).lacks("With these sizes")
	s.ended(v.press(url.Values{"min": {"4"}, "max": {"6"}}))
	v.get(s.at("/teams")).want(200, "With these sizes: 4 teams of 5, or as must-rules ask for within the limits.")
}

// A section that fits no number of teams is named on the page as it is called there.
func TestSectionThatFitsNoTeamsIsNamed(t *testing.T) {
	s := newCampuses(t)
	v := s.organizer()
	v.post(s.at("/proposals"), url.Values{"min": {"4"}, "max": {"5"}}).want(422, "Section “South” (M20, M21, M22, M23, M24, M25, M26): Members to divide: 7")
}

// Members who did not say their section are one of their own, which the page names though it is large enough, with the way to let them join any team.
func TestBlankSectionIsNamed(t *testing.T) {
	s := newCampusesOf(t, 4, 9)
	v := s.organizer()
	id := v.press(url.Values{"ideal": {"4"}, "seed": {"1"}, "seconds": {"1"}})
	was, path := s.ended(id), s.at("/proposals/%d", id)
	v.get(path).want(200, "Without a section", "4 members have no answer in “Campus”, and form a section of their own.", "members of “no answer” may join any team").lacks("Too few for a team")
	v.post(path+"/way", url.Values{"revision": {fmt.Sprint(was.Revision)}, "list": {"too_small_0"}, "way": {"0"}}).want(200, "Done: ").lacks("form a section of their own")
}
