package web_test

import (
	"fmt"
	"maps"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dure/clustering/team"
	"dure/survey"
)

// cards returns the season's cards as they are kept.
func (s *site) cards() team.Deck {
	s.Helper()
	d, err := s.db.Deck(s.Context(), s.season.ID)
	s.must("read the cards", err)
	return d
}

// keptCards are three count cards, the n-th of which says that n members said yes, and the page on which they stand.
func (s *site) keptCards(v *visitor) ([]team.Card, reply) {
	s.Helper()
	s.must("keep cards", s.db.EditDeck(s.Context(), s.season.ID, func(d *team.Deck) error {
		d.Kept = true
		for n := range 3 {
			least := n + 1
			d.Add(team.Rule{Kind: team.Count, Column: "q2", Value: "o1", AtLeast: &least, Strength: team.Should})
		}
		return nil
	}))
	return s.cards().Cards, v.get(s.at("/teams")).want(200, "At least 1 with", "At least 2 with", "At least 3 with")
}

// counts reads the numbers of the count cards that are kept, in their order.
func (s *site) counts() string {
	s.Helper()
	var all []string
	for _, c := range s.cards().Cards {
		if c.Rule.Kind == team.Count {
			all = append(all, fmt.Sprint(*c.Rule.AtLeast))
		}
	}
	return strings.Join(all, " ")
}

func (s *site) wantCounts(when, want string) {
	s.Helper()
	if got := s.counts(); got != want {
		s.Errorf("%s: the cards say %q, want %q", when, got, want)
	}
}

func (s *site) rulePath(c team.Card, what string) string {
	return s.at("/teams/rules/%d%s", c.ID, what)
}

// least is what is typed to change a count card.
func least(n string) url.Values {
	return url.Values{"what": {"q2=o1"}, "strength": {"must"}, "at_least": {n}}
}

func TestEditCards(t *testing.T) {
	s, _ := newTeams(t, 4)
	v := s.organizer()
	c, _ := s.keptCards(v)
	edit := s.rulePath(c[1], "")
	v.get(edit).want(200, `name="at_least" type="text" value="2"`).submit(v, edit, least("7")).want(200, "At least 7 with")
	s.wantCounts("after a change", "1 7 3")
	v.get(edit).submit(v, edit, least("x")).want(422, `value="x"`)
	page := v.get(s.at("/teams"))
	page.submit(v, s.rulePath(c[2], "/move"), url.Values{"to": {"0"}}).want(200)
	s.wantCounts("after a move", "3 1 7")
	page.submit(v, s.rulePath(c[2], "/move"), url.Values{"to": {"up"}}).want(422)
	strength := func() (all string) {
		for _, c := range s.cards().Cards {
			all += string(c.Rule.Strength) + " "
		}
		return all
	}
	before := strength()
	page = v.get(s.at("/teams"))
	page.submit(v, s.rulePath(c[2], "/strength"), url.Values{"strength": {"may"}}).want(200)
	page.submit(v, s.rulePath(c[2], "/strength"), url.Values{"strength": {"could"}}).want(409, "Could — counts twice", "May — counts once")
	page.submit(v, s.rulePath(c[2], "/strength"), url.Values{"strength": {"perhaps"}}).want(404)
	if got, want := strength(), strings.Replace(before, "should", "may", 1); got != want {
		t.Errorf("after one card was made weaker the cards are %q, want %q", got, want)
	}
	s.wantCounts("after a change of strength", "3 1 7")
	v.get(s.at("/teams")).submit(v, s.at("/teams/rules/reset"), nil).want(200, "equal mean").lacks("At least 1 with", "At least 2 with")
	if d := s.cards(); d.Kept || len(d.Cards) > 0 {
		t.Errorf("after a reset the deck is %+v, want none kept", d)
	}
	v.get(edit).want(404)
	v.get(s.at("/teams/rules/zero")).want(404)
	v.post(s.at("/teams/rules/99999"), url.Values{"kind": {"nonsense"}}).want(404)
}

// A form that is sent twice, as by two clicks, does its work once and ends on the page.
func TestCardFormsSentTwice(t *testing.T) {
	s, _ := newTeams(t, 4)
	v := s.organizer()
	c, page := s.keptCards(v)
	page.submit(v, s.rulePath(c[0], "/delete"), nil).want(200, "At least 2 with", "At least 3 with").lacks("At least 1 with", "gone already")
	changes := s.acts(survey.ChangedRules)
	page.submit(v, s.rulePath(c[0], "/delete"), nil).want(200, "The card was gone already. Nothing was changed.", "At least 2 with", "At least 3 with")
	v.lang = "ko"
	page.submit(v, s.rulePath(c[0], "/delete"), nil).want(200, "이미 없는 카드입니다.")
	v.lang = "en"
	if got := s.acts(survey.ChangedRules); got != changes {
		t.Errorf("the log has %d changes of rules after a card that was gone was removed twice more, want %d", got, changes)
	}
	s.wantCounts("after one removal sent twice", "2 3")
	page, edit := v.get(s.at("/teams")), v.get(s.rulePath(c[1], ""))
	for range 2 {
		page.submit(v, s.rulePath(c[1], "/move"), url.Values{"to": {"1"}}).want(200)
		edit.submit(v, s.rulePath(c[1], ""), least("9")).want(200)
	}
	s.wantCounts("after a move and a change, each sent twice", "3 9")
	page = v.get(s.at("/teams"))
	for range 2 {
		page.submit(v, s.at("/teams/rules/reset"), nil).want(200, "equal mean")
	}
}

// Of two organizers who edit one card the second sees what the first made of it beside what was typed, and decides.
func TestTwoChangeOneCard(t *testing.T) {
	s, _ := newTeams(t, 4)
	first, second := s.organizer(), s.colleague(survey.Editor)
	c, page := s.keptCards(first)
	edit := s.rulePath(c[1], "")
	mine := second.get(edit)
	first.get(edit).submit(first, edit, least("5")).want(200)
	both := mine.submit(second, edit, least("8")).
		want(409, "Somebody changed this card", "At least 5 with", "At least 8 with", `name="at_least" type="text" value="8"`, "Save what I typed")
	s.wantCounts("before the second has decided", "1 5 3")
	second.lang = "ko"
	mine.submit(second, edit, least("8")).want(409, "다른 사람이 이 카드를 바꾸었습니다", "지금 있는 내용", "입력한 내용 저장")
	second.lang = "en"
	both.submit(second, edit, least("8")).want(200, "At least 8 with")
	s.wantCounts("after the second saved over it", "1 8 3")

	page.submit(first, s.rulePath(c[1], "/delete"), nil).want(409, "At least 8 with", "Remove this card", "No, keep it").
		submit(first, s.rulePath(c[1], "/delete"), nil).want(200)
	s.wantCounts("after a removal that was asked again", "1 3")
	gone := mine.submit(second, edit, least("6")).want(409, "Somebody removed this card", `name="at_least" type="text" value="6"`)
	gone.submit(second, s.at("/teams/rules?kind=count"), least("6")).want(200)
	s.wantCounts("after the second saved it as a new one", "1 3 6")
	if id := s.cards().Cards[2].ID; id == c[1].ID {
		t.Errorf("the new card has the id %d of the one that was removed", id)
	}
}

// Changes of two cards by two organizers are both kept.
func TestTwoChangeTwoCards(t *testing.T) {
	s, _ := newTeams(t, 4)
	v := s.organizer()
	c, page := s.keptCards(v)
	one, two := v.get(s.rulePath(c[0], "")), v.get(s.rulePath(c[1], ""))
	one.submit(v, s.rulePath(c[0], ""), least("7")).want(200)
	two.submit(v, s.rulePath(c[1], ""), least("8")).want(200)
	page.submit(v, s.rulePath(c[2], "/delete"), nil).want(200)
	s.wantCounts("after two changes and a removal from the same page", "7 8")
}

// A place means nothing in another order: who moves a card is shown the order as it is now.
func TestMoveAndRemoveCards(t *testing.T) {
	s, _ := newTeams(t, 4)
	first, second := s.organizer(), s.colleague(survey.Editor)
	c, page := s.keptCards(first)
	page.submit(first, s.rulePath(c[0], "/delete"), nil).want(200)
	move := s.rulePath(c[2], "/move")
	page.submit(second, move, url.Values{"to": {"1"}}).want(200) // it stands there
	again := page.submit(second, move, url.Values{"to": {"0"}}).want(409, "nothing was moved", "at place 1", "At least 3 with")
	s.wantCounts("before the second has decided", "2 3")
	again.submit(second, move, url.Values{"to": {"0"}}).want(200)
	s.wantCounts("after the move that was asked again", "3 2")
	page.submit(second, s.rulePath(c[0], "/move"), url.Values{"to": {"2"}}).want(409, "Somebody removed the card that you wanted to move")
	page.submit(second, s.rulePath(c[1], "/delete"), nil).want(200) // a card is found wherever it stands
	s.wantCounts("after a removal from the oldest page", "3")
}

func TestResetAndChangeCards(t *testing.T) {
	s, _ := newTeams(t, 4)
	first, second := s.organizer(), s.colleague(survey.Editor)
	c, page := s.keptCards(first)
	reset, edit := s.at("/teams/rules/reset"), s.rulePath(c[0], "")
	form := second.get(edit)
	second.get(edit).submit(second, edit, least("4")).want(200)
	asked := page.submit(first, reset, nil).want(409, "Somebody changed the cards", "At least 4 with", "At least 3 with")
	s.wantCounts("after a reset from an old page", "4 2 3")
	asked.submit(first, reset, nil).want(200, "equal mean").lacks("At least 1 with", "At least 2 with")
	form.submit(second, edit, least("5")).want(409, "Somebody removed this card", `value="5"`)
	if s.cards().Kept {
		t.Error("a change of a card from before the reset keeps the suggested cards")
	}
}

// The first edit of suggested cards keeps them all, once, also when two organizers make it at the same time.
func TestFirstEditOfSuggestedCards(t *testing.T) {
	s, members := newTeams(t, 4)
	first, second := s.organizer(), s.colleague(survey.Editor)
	page := first.get(s.at("/teams")).want(200, "equal mean", "Driver")
	shown := team.Deck{}
	shown.Suggest([]team.Card{{ID: 1}, {ID: 4}}) // balance, and the one question that is a choice, q2
	balance, match := shown.Cards[0], shown.Cards[1]
	forms := []reply{first.get(s.rulePath(balance, "")), second.get(s.rulePath(match, ""))}
	var both sync.WaitGroup
	both.Go(func() {
		forms[0].submit(first, s.rulePath(balance, ""), url.Values{"columns": {"q1"}, "strength": {"may"}}).want(200)
	})
	both.Go(func() {
		forms[1].submit(second, s.rulePath(match, ""), url.Values{"columns": {"q2"}, "strength": {"may"}}).want(200)
	})
	both.Wait()
	want := []team.Rule{
		{Kind: team.Balance, Strength: team.May, Columns: []string{"q1"}}, {Kind: team.Match, Strength: team.May, Column: "q2"},
	}
	if diff := cmp.Diff(want, s.cards().Rules()); diff != "" {
		t.Errorf("after two first edits at once (-want +got):\n%s", diff)
	}
	page.submit(first, s.rulePath(match, "/delete"), nil).want(409, "Somebody changed this card") // the page has the suggested one
	apart := url.Values{"members": {members[0].ID.Code(), members[1].ID.Code()}, "strength": {"must"}}
	first.post(s.at("/teams/rules?kind=apart"), apart).want(200, "Member00, Member01")
	if n := len(s.cards().Cards); n != 3 {
		t.Errorf("a card added to 2 makes %d, want 3", n)
	}
}

// What is typed to form teams is kept beside the cards, whoever changes those meanwhile.
func TestFormingLeavesCardsAlone(t *testing.T) {
	s, _ := newTeams(t, 6)
	v := s.organizer()
	s.keptCards(v)
	before := s.cards()
	v.press(url.Values{"ideal": {"3"}, "seed": {"7"}, "seconds": {"1"}})
	if diff := cmp.Diff(before, s.cards()); diff != "" {
		t.Errorf("forming changes the cards (-before +after):\n%s", diff)
	}
	v.get(s.at("/teams")).want(200, `name="ideal" type="text" value="3"`, `value="7"`, "At least 1 with")
}

// What is typed and cannot be is said beside the field, and what was typed stays.
func TestCardsThatCannotBe(t *testing.T) {
	s, members := newTeams(t, 4)
	v := s.organizer()
	s.keptCards(v)
	before := s.cards()
	a := members[0].ID.Code()
	for _, tt := range []struct {
		kind  team.Kind
		typed url.Values
		says  string
	}{
		{team.Balance, url.Values{"columns": {"q1"}, "strength": {"ought"}}, "Choose how strong"},
		{team.Balance, url.Values{"columns": {"q1"}, "weight": {"-1"}}, `value="-1"`},
		{team.Balance, url.Values{"columns": {"q1"}, "weight": {"NaN"}}, `value="NaN"`},
		{team.Balance, url.Values{"columns": {"q2"}}, "Choose a question."},
		{team.Match, url.Values{"columns": {"q99"}}, "Choose a question."},
		{team.Mix, url.Values{"columns": {"q1"}, "k": {"two"}}, `value="two"`},
		{team.NeverAlone, url.Values{"what": {"q2=o9"}}, "Choose a question."},
		{team.Count, url.Values{"what": {"q2=o1"}}, "Enter at least how many, at most how many, or both."},
		{team.Count, url.Values{"what": {"q1#"}, "op": {">="}, "at_least": {"1"}}, `aria-invalid="true"`},
		{team.Count, url.Values{"what": {"q1#"}, "value": {"many"}, "at_least": {"1"}}, `value="many"`},
		{team.Count, url.Values{"what": {"q2=o1"}, "at_least": {"1.5"}}, `value="1.5"`},
		{team.Together, url.Values{"members": {a}}, "at least two members"},
		{team.Hours, url.Values{"hours_min": {"2"}}, "Choose a question."},
	} {
		form := url.Values{"strength": {"should"}}
		maps.Copy(form, tt.typed)
		v.post(s.at("/teams/rules?kind=%s", tt.kind), form).want(422, `role="alert"`, tt.says)
	}
	v.post(s.at("/teams/rules?kind=fit"), url.Values{"strength": {"should"}, "share": {"10"}}).want(404) // there is no model
	if diff := cmp.Diff(before, s.cards()); diff != "" {
		t.Errorf("what was refused changes the cards (-before +after):\n%s", diff)
	}
}

// acts is how often the club's log has a deed.
func (s *site) acts(what survey.Deed) int {
	s.Helper()
	all, err := s.db.Acts(s.Context(), s.club.ID, survey.ActFilter{What: what, Most: 1000})
	s.must("read the log", err)
	return len(all)
}
