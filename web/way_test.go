package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/db"
	"dure/survey"
	"dure/web/job"
)

// newMostlyMen is a season of 26 men and 10 women, after a public report: no team of four with more than two men and no woman alone.
func newMostlyMen(t *testing.T) *site {
	s := newSite(t)
	asked := s.ask(survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": "Gender", "ko": "성별"}, Options: []survey.Option{
		{Key: 1, Label: survey.Text{"en": "man", "ko": "남"}}, {Key: 2, Label: survey.Text{"en": "woman", "ko": "여"}}}})
	for i := range 36 {
		choice := 1
		if i >= 26 {
			choice = 2
		}
		s.say(s.member(fmt.Sprintf("P%02d", i)), survey.Answers{asked.Questions[0].ID: {Version: 1, Choices: []int{choice}}})
	}
	s.keepCards(team.Rule{Kind: team.Count, Column: "q1", Value: "o1", AtMost: new(2), Strength: team.Must},
		team.Rule{Kind: team.NeverAlone, Column: "q1", Value: "o2", Strength: team.Must})
	s.form()
	return s
}

// keepCards puts cards of the rules in the place of all.
func (s *site) keepCards(rules ...team.Rule) {
	s.must("keep cards", s.db.EditDeck(s.Context(), s.season.ID, func(d *team.Deck) error {
		d.Kept, d.Cards = true, nil
		for _, r := range rules {
			d.Add(r)
		}
		return nil
	}))
}

var fours = url.Values{"ideal": {"4"}, "seed": {"1"}, "seconds": {"2"}}

// waysOf are the ways out that the proposal keeps.
func (s *site) waysOf(p team.Saved) []team.Way {
	var result team.Proposal
	s.must("read the result", json.Unmarshal(p.Result, &result))
	if result.Clash == nil {
		return nil
	}
	return result.Clash.Ways
}

// Every way out that the page of a proposal offers has a button. Pressed, it changes the cards and the sizes of the season and forms the
// proposal again, and then every must-rule is kept.
func TestEachWayOutIsAButton(t *testing.T) {
	sentences := []string{"16 teams instead of 9", "at most 4 instead of 2 in “At most 2 with “man” (“Gender”) per team.”",
		"a should instead of a must for “At most 2 with “man” (“Gender”) per team.”",
		"at most 3 instead of 2 in “At most 2 with “man” (“Gender”) per team.”, and a should instead of a must for “Nobody is the only “woman”"}
	for k, sentence := range sentences {
		s := newMostlyMen(t)
		v := s.organizer()
		id := v.press(fours)
		was := s.ended(id)
		ways, path := s.waysOf(was), s.at("/proposals/%d", id)
		if len(ways) != len(sentences) {
			t.Fatalf("%d ways are offered, want %d: %+v", len(ways), len(sentences), ways)
		}
		v.get(path).want(200, "These rules cannot all hold:", "each tried", sentence)
		typed := url.Values{"revision": {fmt.Sprint(was.Revision)}, "list": {"clash"}, "way": {fmt.Sprint(k)}}
		v.post(path+"/way", typed).want(200, "Done: ", sentence).lacks("changed since")
		is := s.ended(id)
		var result team.Proposal
		s.must("read the result", json.Unmarshal(is.Result, &result))
		if len(result.Unmet) > 0 || is.Problem != nil {
			t.Errorf("by the way %q the rules %v are not kept (%v)", sentence, result.Unmet, is.Problem)
		}
		v.get(path).want(200).lacks("These rules cannot all hold:")
		deck, err := s.db.Deck(t.Context(), s.season.ID)
		s.must("read the cards", err)
		if !sameJSON(deck.Rules(), ways[k].Rules) {
			t.Errorf("by the way %q the cards are %+v, want %+v", sentence, deck.Rules(), ways[k].Rules)
		}
		if page := v.get(s.at("/teams")); (ways[k].Sizes != nil) != teamsTyped.MatchString(page.body) {
			t.Errorf("by the way %q the season's page begins with other sizes:\n%s", sentence, page.body)
		}
	}
}

var teamsTyped = regexp.MustCompile(`<input[^>]*name="teams"[^>]*value="16"`)

func sameJSON(a, b any) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return slices.Equal(x, y)
}

// A way is applied to what it was found for. Where a card has changed since, the proposal has, or there is no such way, nothing changes.
func TestWaysOutOfAnOldPage(t *testing.T) {
	s := newMostlyMen(t)
	v := s.organizer()
	id := v.press(fours)
	was := s.ended(id)
	path := s.at("/proposals/%d", id)
	take := func(revision int, list, way string) reply {
		return v.post(path+"/way", url.Values{"revision": {fmt.Sprint(revision)}, "list": {list}, "way": {way}})
	}
	take(was.Revision-1, "clash", "1").want(200, "changed")
	for _, unknown := range []string{"9", "-1", "x", ""} {
		take(was.Revision, "clash", unknown).want(200, "Somebody changed this proposal in the meantime")
	}
	take(was.Revision, "too_small_0", "0").want(200, "Somebody changed this proposal in the meantime")
	changed := team.Rule{Kind: team.Count, Column: "q1", Value: "o1", AtMost: new(3), Strength: team.Must}
	s.keepCards(changed)
	take(was.Revision, "clash", "1").want(200, "nothing was changed")
	deck, err := s.db.Deck(t.Context(), s.season.ID)
	s.must("read the cards", err)
	if is := s.ended(id); is.Revision != was.Revision || !sameJSON(deck.Rules(), []team.Rule{changed}) {
		t.Errorf("of the way out of an old page come the cards %+v and revision %d, want %+v and %d", deck.Rules(), is.Revision, changed, was.Revision)
	}
}

// A way out that is taken twice, because somebody pressed twice, is taken once, and leads to the same page each time.
func TestAWayOutTwiceIsTakenOnce(t *testing.T) {
	s := newMostlyMen(t)
	v := s.organizer()
	id := v.press(fours)
	s.ended(id)
	path := s.at("/proposals/%d", id)
	form := v.get(path).want(200).fields(path+"/way", nil)
	for range 3 {
		v.post(path+"/way", form).want(200).lacks("meantime", "being formed", "nothing was changed")
	}
	is := s.ended(id)
	v.post(path+"/way", form).want(200).lacks("meantime", "being formed", "nothing was changed")
	if again := s.ended(id); again.Revision != is.Revision || is.Undo != 1 {
		t.Errorf("a way that was taken twice leads from revision %d to %d, with %d edits to undo; want the same and 1", is.Revision, again.Revision, is.Undo)
	}
}

// By a way out the teams are formed by the cards as they are now: one that was added since counts, one that was deleted does not.
func TestWaysOutLeaveOtherCardsAsTheyAre(t *testing.T) {
	s := newMostlyMen(t)
	v := s.organizer()
	most := team.Rule{Kind: team.Count, Column: "q1", Value: "o1", AtMost: new(2), Strength: team.Must}
	added := team.Rule{Kind: team.Answered, Strength: team.Must}
	for say, since := range map[string][]team.Rule{"added": {most, {Kind: team.NeverAlone, Column: "q1", Value: "o2", Strength: team.Must}, added}, "deleted": {most}} {
		id := v.press(fours)
		was := s.ended(id)
		s.keepCards(since...)
		v.post(s.at("/proposals/%d/way", id), url.Values{"revision": {fmt.Sprint(was.Revision)}, "list": {"clash"}, "way": {"1"}}).
			want(200, "Done: at most 4 instead of 2", "The rule cards were changed since")
		want := slices.Clone(since)
		want[0].AtMost = new(4)
		var r team.Request
		s.must("read the request", json.Unmarshal(s.ended(id).Request, &r))
		deck, err := s.db.Deck(t.Context(), s.season.ID)
		s.must("read the cards", err)
		if !sameJSON(r.Rules, want) || !sameJSON(deck.Rules(), want) {
			t.Errorf("with a card %s the teams are formed by %+v and the cards are %+v, want %+v", say, r.Rules, deck.Rules(), want)
		}
		s.keepCards(most, team.Rule{Kind: team.NeverAlone, Column: "q1", Value: "o2", Strength: team.Must})
	}
}

// Proposals that an earlier version kept have ways out of another shape: their pages have no buttons.
func TestWaysOutOfEarlierVersions(t *testing.T) {
	s, _ := newTeams(t, 6)
	s.keepCards(team.Rule{Kind: team.Count, Column: "q2", Value: "o1", AtLeast: new(3), Strength: team.Must})
	v := s.organizer()
	id := v.press(url.Values{"ideal": {"3"}, "seed": {"1"}, "seconds": {"1"}})
	s.must("form teams", job.Form(t.Context(), earlier{s.db}, id, time.Now))
	path := s.at("/proposals/%d", id)
	v.get(path).want(200, "These rules cannot all hold:").lacks(path+"/way", "each tried")
	v.post(path+"/way", url.Values{"revision": {fmt.Sprint(s.ended(id).Revision)}, "list": {"clash"}, "way": {"0"}}).want(200, "Somebody changed")
}

// earlier keeps ways out as an earlier version did.
type earlier struct{ *db.DB }

func (e earlier) Finish(ctx context.Context, id team.ProposalID, result json.RawMessage, l team.Lineup, now time.Time) error {
	var kept map[string]any
	if err := json.Unmarshal(result, &kept); err != nil {
		return err
	}
	kept["clash"] = map[string]any{"rules": []int{0}, "proved": true, "where": "", "names": nil,
		"ways": []any{map[string]any{"rule": 0, "change": "at_least", "count": 1, "member": "", "broken": 0}}}
	old, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	return e.DB.Finish(ctx, id, old, l, now)
}

// Published teams stay as they are where somebody forms anew or takes a way out: others are formed beside them, which nobody sees until they are
// published by the page that names what is broken.
func TestPublishedTeamsAreNotFormedAgainUnderTheirMembers(t *testing.T) {
	for _, path := range []string{"/way", "/again"} {
		s := newMostlyMen(t)
		v := s.organizer()
		id := v.press(fours)
		s.ended(id)
		s.must("publish", s.db.Publish(t.Context(), id, s.now))
		was, err := s.db.Proposal(t.Context(), id)
		s.must("read the proposal", err)
		v.get(s.at("/proposals/%d", id)).want(200, "Form others beside these", "These teams are published and stay as they are")
		r := v.post(s.at("/proposals/%d", id)+path, url.Values{"revision": {fmt.Sprint(was.Revision)}, "list": {"clash"}, "way": {"0"}}).
			want(200, "“"+was.Name+"” is published and stays as it is")
		beside := team.ProposalID(0)
		_, err = fmt.Sscanf(r.path, s.at("/proposals/")+"%d", &beside)
		s.must("read where it leads", err)
		is := s.ended(beside)
		now, err := s.db.Proposal(t.Context(), id)
		s.must("read the proposal again", err)
		if !sameJSON(now, was) || !s.isPublished(id) {
			t.Errorf("%s: the published teams are %+v, want %+v as before", path, now, was)
		}
		if beside == id || is.Problem != nil || is.Name == was.Name || len(is.Lineup.Teams) == 0 || s.isPublished(beside) {
			t.Errorf("%s leads to %+v, want a proposal of its own that is not published", path, is)
		}
		v.get(s.at("/proposals/%d", beside)).want(200).lacks("Something went wrong")
	}
}
