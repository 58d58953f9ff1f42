package web_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// avoiding is a season of eight members in two teams by a rule on wishes of the strength, with each of pairs avoiding the other of it.
func avoiding(t *testing.T, strength team.Strength, pairs ...[2]int) (*site, []survey.Member, team.ProposalID) {
	s := newSite(t)
	asked := s.ask(survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 2, Avoids: 2})
	q := asked.Questions[0]
	var m []survey.Member
	for _, name := range []string{"Ann", "Bo", "Cy", "Dee", "Eve", "Flo", "Gil", "Hal"} {
		m = append(m, s.member(name))
	}
	for i, wish := range []string{"Eve", "Cy", "Dee", "Cy", "Flo", "Eve", "Bo", "Eve"} {
		a := survey.Answer{Version: 1, Wished: []string{wish}}
		for _, p := range pairs {
			if p[0] == i {
				a.Avoided = append(a.Avoided, m[p[1]].Name)
			}
		}
		s.say(m[i], survey.Answers{q.ID: a})
	}
	wished, avoided := q.MateColumns()
	r := team.Request{Sizes: team.Sizes{Ideal: 4}, Rules: []team.Rule{{Kind: team.Wishes, Column: wished, AvoidColumn: avoided, AtLeast: new(1), Strength: strength}}}
	return s, m, s.dividedBy(r, m[:4], m[4:])
}

// What organizers see while they edit is the same, byte for byte, whoever avoids whom: also where a step that is offered brings a member
// to whom they avoid, or takes them from there.
func TestEditingTellsNoAvoidance(t *testing.T) {
	for _, strength := range []team.Strength{team.Must, team.Should} {
		pages := func(pairs ...[2]int) (all []string) {
			s, m, id := avoiding(t, strength, pairs...)
			v, at := s.organizer(), s.at("/proposals/%d", id)
			s.dividedBy(team.Request{Rules: []team.Rule{{Kind: team.Apart, Members: []team.Text{team.Text(m[0].ID.Code()), team.Text(m[1].ID.Code())}}}}, m[2:], m[:2])
			for _, path := range []string{"", "/repair", "/repair?budget=2", fmt.Sprintf("/move?member=%d&target=1", m[2].ID), fmt.Sprintf("/move?member=%d&target=1-%d", m[2].ID, m[6].ID),
				fmt.Sprintf("?why=%d", m[0].ID), "/compare", "/print"} {
				all = append(all, unkeyed(v.get(at+path).want(200).lacks("nobody whom they avoid</").body))
			}
			return append(all, unkeyed(v.get(s.at("/teams")).want(200).body))
		}
		without := pages()
		for _, pairs := range [][][2]int{{{2, 3}, {3, 1}, {6, 7}}, {{4, 0}, {0, 5}, {6, 0}, {2, 0}}} {
			for i, with := range pages(pairs...) {
				if without[i] != with {
					t.Errorf("%s: page %d changes where %v avoid each other:\n%s\n\nwithout:\n%s", strength, i, pairs, with, without[i])
				}
			}
		}
		if !strings.Contains(without[1], "Everybody gets at least one wished teammate.") {
			t.Errorf("no repair is offered to look at:\n%s", without[1])
		}
	}
}

// A repair scores as the board does once it is taken, whoever avoids whom. Where it brings a member to somebody who avoids them, that is
// said when the teams are published, and not before.
func TestRepairsScoreAsTheBoard(t *testing.T) {
	s, m, id := avoiding(t, team.Should, [2]int{4, 0})
	v, at := s.organizer(), s.at("/proposals/%d", id)
	v.get(at+"/repair").want(200, "Ann goes from Team 1 to Team 2", "Gil goes from Team 2 to Team 1", "→ 100\u00a0%", "Everybody gets at least one wished teammate.", "Gil and Ann trade places").lacks("avoid")
	v.post(at+"/repair", url.Values{"option": {"0"}, "budget": {"3"}, "revision": {s.current(id)}}).want(200, "100\u00a0%")
	if s.teamOf(id, m[0]) != 1 {
		t.Error("the repair that was taken is not the one that was shown")
	}
	v.get(at+"/publish").want(200, "Requests made in confidence are not all met.", at+"/mend")
}

// Where one wishes for somebody who avoids them they are kept apart, and the page says so much of the wish as is true: it is not met, and the
// teams are neither the best that could be by the score nor better than all by chance.
func TestTeamsOfAvoidersAreToldHonestly(t *testing.T) {
	for _, strength := range []team.Strength{team.Must, team.Should} {
		s, _, _ := avoiding(t, strength, [2]int{5, 4})
		s.form()
		q := s.stored().Questions[0]
		wished, avoided := q.MateColumns()
		s.must("keep the card", s.db.EditDeck(t.Context(), s.season.ID, func(d *team.Deck) error {
			d.Kept, d.Cards = true, nil
			d.Add(team.Rule{Kind: team.Wishes, Column: wished, AvoidColumn: avoided, AtLeast: new(1), Strength: strength})
			return nil
		}))
		v := s.organizer()
		id := v.press(url.Values{"ideal": {"2"}, "seed": {"1"}, "seconds": {"1"}})
		p := s.ended(id)
		for _, g := range p.Lineup.Teams {
			if slices.Contains(g.Members, 5) && slices.Contains(g.Members, 6) {
				t.Errorf("%s: who avoids whom they are wished by share %v", strength, g.Members)
			}
		}
		v.get(s.at("/proposals/%d", id)).want(200, "8 of 8 wished").lacks("this is proved", "of them have their wishes met; 8", "100\u00a0%</strong>")
	}
}

// Who publishes can mend what was asked for in confidence with the fewest moves: the page says who moves, and nothing of why.
func TestMendWhatIsAskedInConfidence(t *testing.T) {
	s, m, id := avoiding(t, team.Should, [2]int{2, 0})
	v, at := s.organizer(), s.at("/proposals/%d", id)
	v.get(at+"/publish").want(200, "Requests made in confidence are not all met.", at+"/mend")
	v.get(at+"/mend").want(200, "Take this", "2 members change teams").lacks("avoid", "wish", "\u00a0%", "rule")
	v.post(at+"/mend", url.Values{"revision": {"0"}}).want(200, "changed this proposal in the meantime")
	v.post(at+"/mend", url.Values{"revision": {s.current(id)}}).want(200, "Undo")
	if s.teamOf(id, m[2]) == s.teamOf(id, m[0]) {
		t.Error("mended teams still bring Cy to Ann")
	}
	v.get(at+"/mend").want(200).lacks("in confidence are not all met", "Take this")
	v.get(at + "/publish").want(200).lacks("in confidence are not all met")
	v.get(s.at("/log?what=saw_confided")).want(200, "<strong>Was told whether requests made in confidence are all met")
}

// Teams that members see already lead to what they lack, in words that are true of them.
func TestPublishedTeamsAreLookedAt(t *testing.T) {
	s, m, id := avoiding(t, team.Must, [2]int{2, 4})
	v, at := s.organizer(), s.at("/proposals/%d", id)
	v.get(at).want(200, "You can also publish as it is", "Check and publish").lacks("Check what members see")
	v.post(at+"/publish", url.Values{"revision": {s.current(id)}, "sure": {"yes"}}).want(200, "Published.")
	v.get(at).want(200, "Check what members see", `href="`+at+`/publish"`, "Members see these teams already.").lacks("You can also publish as it is")
	v.get(at+"/publish").want(200, "What members see of", "Members see these teams already.").lacks("in confidence are", `name="sure"`)
	v.post(at+"/move", url.Values{"member": {m[2].ID.Code()}, "target": {"1"}, "revision": {s.current(id)}}).want(200, "Check what members see")
	v.get(at+"/publish").want(200, "Requests made in confidence are not all met.", at+"/mend", "Members see these teams already.")
}

// How many avoidances wait may be known, and the page of a proposal says it beside the wishes.
func TestAProposalCountsAvoidancesThatWait(t *testing.T) {
	s, m, id := avoiding(t, team.Should)
	q := s.stored().Questions[0]
	s.say(m[0], survey.Answers{q.ID: {Version: 1, Wished: []string{"Quentin"}, Avoided: []string{"Zebedee", "Xaver"}}})
	v := s.organizer()
	v.get(s.at("/proposals/%d", id)).want(200, "1 wish is not understood.", "2 avoidances wait for their writers").lacks("Zebedee", "Quentin")
	v.get(s.at("/proposals/%d/repair", id)).want(200).lacks("Zebedee")
}

// Of an avoidance organizers and viewers see neither text nor writer, whether it waits or is certain: who avoids somebody reads like who
// avoids nobody.
func TestAvoidancesAreNotShown(t *testing.T) {
	s, m, id := avoiding(t, team.Should)
	q := s.stored().Questions[0]
	s.say(m[0], survey.Answers{q.ID: {Version: 1, Avoided: []string{"Zebedee"}}})
	s.say(m[1], survey.Answers{q.ID: {Version: 1, Avoided: []string{"Cy, Zebedee", "Xaver"}}})
	s.say(m[2], survey.Answers{})
	for _, v := range []*visitor{s.organizer(), s.colleague(survey.Viewer)} {
		for _, path := range []string{s.at("/members/%d", m[0].ID), s.at("/members/%d", m[1].ID), s.at("/responses.csv"), s.at("/proposals/%d/roster.csv", id), s.at("/proposals/%d/print", id), s.at("/responses")} {
			v.get(path).want(200).lacks("Zebedee", "Xaver", "avoided")
		}
		v.get(s.at("/members/%d", m[0].ID)).want(200, "No wish to be shown")
		v.get(s.at("/members/%d", m[1].ID)).want(200, "No wish to be shown").lacks(">Cy<")
	}
	s.must("drop", s.db.DropMember(t.Context(), m[0].ID, s.now))
	s.organizer().get(s.at("/members/%d", m[0].ID)).want(200).lacks("Zebedee")
}

// Where all rules are must-rules there are no others to say a percentage of.
func TestOnlyMustsHaveNoOtherRules(t *testing.T) {
	s, m, id := avoiding(t, team.Must)
	v := s.organizer()
	v.get(s.at("/proposals/%d", id)).want(200, "One must-rule is broken").lacks("the other rules ask for")
	r := team.Request{Rules: []team.Rule{{Kind: team.Apart, Members: []team.Text{team.Text(m[0].ID.Code()), team.Text(m[1].ID.Code())}}, {Kind: team.Together, Members: []team.Text{team.Text(m[0].ID.Code()), team.Text(m[7].ID.Code())}, Strength: team.Should}}}
	v.get(s.at("/proposals/%d", s.dividedBy(r, m[:4], m[4:]))).want(200, "One must-rule is broken", "the other rules ask for")
}

// What is said of requests in confidence is so of whom members avoid, whatever cards there are; where none heeds them that is said before the teams are
// out. Each look is in the log, also one that is told that all is met: that tells as much.
func TestWhatIsSaidOfAvoidancesHangsOnNoCard(t *testing.T) {
	for _, rules := range [][]team.Rule{nil, {{Kind: team.Wishes, Column: "q1 (wished)", AtLeast: new(1)}}} {
		s, m, _ := avoiding(t, team.Should, [2]int{2, 0})
		wished, _ := s.stored().Questions[0].MateColumns()
		for i := range rules {
			rules[i].Column = wished
		}
		v, sentence := s.organizer(), "Requests made in confidence are not all met."
		broken, met := s.dividedBy(team.Request{Rules: rules}, m[:4], m[4:]), s.dividedBy(team.Request{Rules: rules}, m[2:6], append(m[:2:2], m[6:]...))
		v.get(s.at("/proposals/%d/publish", met)).want(200, "no rule heeds it", `name="sure"`).lacks(sentence)
		if n := s.acts(survey.SawConfided); n != 1 {
			t.Errorf("a look at teams that meet all that is asked in confidence is %d times in the log, want once", n)
		}
		v.get(s.at("/proposals/%d/publish", broken)).want(200, sentence, "no rule heeds it")
		v.get(s.at("/proposals/%d/mend", broken)).want(200, "Take this", "2 members change teams")
		v.post(s.at("/proposals/%d/publish", met), nil).want(200, "no rule heeds it")
		if s.isPublished(met) {
			t.Error("teams by which no avoidance was heeded were published without a word")
		}
	}
}
