package web_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// save changes a question as its editor does.
func (s *site) save(q survey.Question) survey.Question {
	s.Helper()
	q, err := s.db.ChangeQuestion(s.Context(), s.season.ID, q)
	s.must("change a question", err)
	return q
}

// pearCard is a card that wants so many who chose Pear in every team, and the question, of which Pear is the second option.
func (s *site) pearCard(v *visitor, least int) survey.Question {
	s.Helper()
	q, _ := s.fruits(survey.OneOf, 2, 2, 2)
	card := url.Values{"what": {q.Column() + "=o2"}, "at_least": {fmt.Sprint(least)}, "strength": {"must"}}
	v.post(s.at("/teams/rules?kind=count"), card).want(200, "with “Pear” (“Fruit”) per team")
	return q
}

// mergedInto is the question without its option of the key, which counts as another one, or as none for 0.
func mergedInto(q survey.Question, key, as int) survey.Question {
	var left []survey.Option
	for _, o := range q.Options {
		if o.Key != key {
			left = append(left, o)
		}
	}
	if q.Options = left; as != 0 {
		q.Merged = map[int]int{key: as}
	}
	return q
}

// A card on an option or a question that is gone calls it by its last words, on the page and in the advice before a survey opens.
func TestCardsCallWhatIsGoneByItsLastWords(t *testing.T) {
	s := newSite(t)
	o := s.organizer()
	q := s.pearCard(o, 1)
	q = s.save(mergedInto(q, 2, 0))
	hidden := map[string]string{"en": "“Pear (no longer offered)” (“Fruit”)", "ko": "“배(이제 없는 보기)”(“과일”)"}
	nothing := map[string]string{"en": "This card does nothing until you change it", "ko": "카드를 고치거나 그것이 다시 생길 때까지 아무 일도 하지 않습니다"}
	for lang, words := range hidden {
		o.lang = lang
		o.get(s.at("/teams")).want(200, words, nothing[lang]).lacks("“o2”")
	}
	o.lang = "en"
	card := s.cards().Cards[len(s.cards().Cards)-1]
	o.get(s.rulePath(card, "")).want(200, hidden["en"], nothing["en"], `<option value="">Choose…</option>`)
	o.post(s.rulePath(card, ""), url.Values{"what": {""}, "at_least": {"1"}, "strength": {"must"}}).want(422)
	s.must("draft the survey again", s.db.SaveSurvey(t.Context(), survey.Survey{Season: s.season.ID}))
	o.get(s.at("/survey")).want(200, "or asks in another way: At least 1 with "+hidden["en"])

	s.must("remove the question", s.db.RemoveQuestion(t.Context(), s.season.ID, q.ID, q.Revision))
	o.post(s.at("/survey/tiles"), url.Values{"tile": {"gender"}}).want(200)
	gone := "“Pear (no longer offered)” (“Fruit (deleted question)”)"
	o.get(s.at("/teams")).want(200, gone, "This card does nothing until you change it").lacks("“"+q.Column()+"”", "There is no column")
	o.get(s.at("/survey")).want(200, "or asks in another way: At least 1 with "+gone)
}

// A card on an option of which no words are kept, as of one that was taken away before anybody saw it, shows no code all the same.
func TestCardsShowNoCodes(t *testing.T) {
	s := newSite(t)
	o := s.organizer()
	levels, err := s.db.AddQuestion(t.Context(), s.season.ID, survey.Question{Kind: survey.Level, Title: survey.Text{"en": "Speaks"}, Options: []survey.Option{{Label: survey.Text{"en": "Korean"}}}})
	s.must("add a question", err)
	words, err := s.db.AddQuestion(t.Context(), s.season.ID, survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Blood"}})
	s.must("add a question", err)
	for _, r := range []team.Rule{{Kind: team.NeverAlone, Column: words.Column(), Value: "o6"}, {Kind: team.Count, Column: levels.Column() + " o7", Value: "B1", AtLeast: new(1)}, {Kind: team.NeverAlone, Column: levels.Column() + " o1", Value: "o9"}} {
		s.must("keep a card", s.db.EditDeck(t.Context(), s.season.ID, func(d *team.Deck) error { d.Add(r); return nil }))
	}
	s.member("Mina")
	s.member("Jun")
	o.get(s.at("/teams")).want(200, "“Speaks: an option that is no longer offered”", "“an option that is no longer offered” (“Speaks: Korean”)", "“o6” (“Blood”)").lacks("“o9”", "o7”")
}

// After a merge a card is on the option as which its own counts: on the page, in its form and where teams are formed.
func TestCardsFollowAMerge(t *testing.T) {
	s := newSite(t)
	o := s.organizer()
	q := s.pearCard(o, 2)
	s.save(mergedInto(q, 2, 3))
	o.get(s.at("/teams")).want(200, "At least 2 with “Plum” (“Fruit”)").lacks("no longer", "Nobody has given this answer")
	card := s.cards().Cards[len(s.cards().Cards)-1]
	o.get(s.rulePath(card, "")).want(200, fmt.Sprintf(`<option value="%s=o3" selected>`, q.Column()))
	members, err := s.db.Members(t.Context(), s.season.ID)
	s.must("read the members", err)
	id := s.dividedBy(team.Request{Rules: []team.Rule{card.Rule}}, members[:3], members[3:])
	if card.Rule.Value != "o2" {
		t.Fatalf("the rule that teams were formed by is on %s, want the option that was merged", card.Rule.Value)
	}
	o.get(s.at("/proposals/%d", id)).want(200, "At least 2 with “Plum” (“Fruit”)")
}

// Before an option of a card is merged into another one, or brought back from there, the page says what the card will be on; of an option that no
// card names, and where both are named, only what changes is said.
func TestAMergeSaysWhichCardsItTurns(t *testing.T) {
	s := newSite(t)
	o := s.organizer()
	q := s.pearCard(o, 2)
	path := s.at("/survey/questions/%d", q.ID)
	merge := rowsForm("1", "Apple", "3", "Plum")
	merge["hidden_key"], merge["hidden_into"] = []string{"2"}, []string{"3"}
	o.post(s.at("/teams/rules?kind=never_alone"), url.Values{"what": {q.Column() + "=o3"}, "strength": {"should"}}).want(200)
	asks := o.get(path).submit(o, path, merge).want(200, "Of the options that these go by, some will count as another one, or apart again.", "<li>At least 2 with “Plum” (“Fruit”) per team.</li>", "<li>Nobody is the only “Plum”")
	if got := s.stored().Questions[0].Merged; len(got) > 0 {
		t.Errorf("before the organizer has agreed %v is merged", got)
	}
	asks.agree(o, path, merge).want(200, "Saved.")
	back := rowsForm("1", "Apple", "2", "Pear", "3", "Plum")
	o.get(path).submit(o, path, back).want(200, "<li>At least 2 with “Pear” (“Fruit”) per team.</li>").agree(o, path, back).want(200, "Saved.")
	apple := rowsForm("2", "Pear", "3", "Plum")
	apple["hidden_key"], apple["hidden_into"] = []string{"1"}, []string{"3"}
	o.get(path).submit(o, path, apple).want(200, "<li>Nobody is the only “Plum”").lacks("<li>At least 2")
}

// Before a save it is said which cards will name less, go by another order, or by answers of which fewer count: an option with a capacity that
// goes, a level turned round, a question that fewer are asked.
func TestASaveSaysWhatItMakesOfCards(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	liked, path := s.fruits(survey.Rank, 0, 0, 0)
	s.keepCards(team.Rule{Kind: team.Ranked, Column: liked.Column(), Capacity: map[string]int{"o1": 5, "o3": 4}})
	fewer := rowsForm("1", "Apple", "2", "Pear")
	v.get(path).submit(v, path, fewer).want(200, "Of the options that these name, some will be gone.", "(at most: Apple 5, Plum 4)").agree(v, path, fewer).want(200, "Saved.")

	often := s.ask(survey.Question{Kind: survey.OneOf, Ordered: true, Title: survey.Text{"en": "Often"}, Options: []survey.Option{{Label: survey.Text{"en": "Never"}}, {Label: survey.Text{"en": "Always"}}}},
		survey.Question{Kind: survey.Number, Title: survey.Text{"en": "Seats"}}).Questions[1:]
	s.answer("Mina", survey.Answers{often[0].ID: {Version: 1, Choices: []int{1}}, often[1].ID: {Version: 1, Number: new(3.0)}})
	s.keepCards(team.Rule{Kind: team.Count, Column: often[0].Column(), Op: ">=", Value: "o2", AtLeast: new(1)}, team.Rule{Kind: team.Balance, Column: often[1].Column()})
	v.lang = "ko"
	path = s.at("/survey/questions/%d", often[0].ID)
	turned := url.Values{"title_en": {"Often"}, "ordered": {"1"}, "options_key": {"2", "1"}, "options_en": {"Always", "Never"}}
	v.get(path).submit(v, path, turned).want(200, "아래 카드가 쓰는 순서, 점수나 단위가 달라집니다.", "Always").agree(v, path, turned).want(200, "저장했")
	v.lang = "en"
	path = s.at("/survey/questions/%d", often[1].ID)
	only := url.Values{"title_en": {"Seats"}, "show": {fmt.Sprint(often[0].ID)}, fmt.Sprintf("show_options_q%d", often[0].ID): {"2"}}
	v.get(path).submit(v, path, only).want(200, "1 of 1 answers no longer counts.", "These go by answers that will count otherwise:", "“Seats”").agree(v, path, only).want(200, "Saved.")
}

// The next season has the cards on merged options, and not those on what it does not ask or offer, or on members who do not go on.
func TestTheNextSeasonLeavesOutCardsOnWhatIsGone(t *testing.T) {
	for _, c := range []struct {
		name    string
		as      int
		carried string
		card    string
		want    []string
	}{
		{"merged", 3, "all", "“Plum”", []string{"Autumn is ready. Look through"}},
		{"hidden", 0, "all", "", []string{"One rule card did not come along", ": At least 1 with “Pear (no longer offered)” (“Fruit”) per team"}},
		{"hidden, and nobody goes on", 0, "none", "", []string{"2 rule cards did not come along", "“Pear (no longer offered)” (“Fruit”) per team. Member"}},
	} {
		s := newSite(t)
		o := s.organizer()
		q := s.pearCard(o, 1)
		s.save(mergedInto(q, 2, c.as))
		o.post(s.at("/teams/rules?kind=apart"), url.Values{"members": {"1", "2"}, "strength": {"must"}}).want(200)
		next := o.post(s.at("/next"), url.Values{"name": {"Autumn"}, "members": {c.carried}}).want(200, c.want...).path
		page := o.get(next+"/teams").want(200, c.card).lacks("“o2”", "Pear", "did not come along")
		if c.card == "" {
			page.lacks("At least 1 with")
		}
	}
}

// A merge by which a card comes to say the same as another one leaves both, each once its own again when the option comes back, and teams are formed by them.
func TestAMergeThatMakesTwoCardsSayTheSame(t *testing.T) {
	s := newSite(t)
	o := s.organizer()
	q := s.pearCard(o, 2)
	path := s.at("/survey/questions/%d", q.ID)
	o.post(s.at("/teams/rules?kind=count"), url.Values{"what": {q.Column() + "=o3"}, "at_least": {"2"}, "strength": {"must"}}).want(200)
	merge := rowsForm("1", "Apple", "3", "Plum")
	merge["hidden_key"], merge["hidden_into"] = []string{"2"}, []string{"3"}
	same := "At least 2 with “Plum” (“Fruit”) per team."
	asks := o.get(path).submit(o, path, merge).want(200, "<li>"+same+"</li><li>"+same+"</li>")
	asks.agree(o, path, merge).want(200, "Saved.")
	page := o.get(s.at("/teams")).want(200, same).lacks("no longer", "“Pear”")
	if got := strings.Count(page.body, `aria-label="More for: `+same); got != 2 {
		t.Errorf("the page of rules has %d cards that say %q, want 2", got, same)
	}
	o.post(s.at("/proposals"), url.Values{"ideal": {"3"}, "seed": {"1"}, "seconds": {"1"}}).want(200)
	back := rowsForm("1", "Apple", "2", "Pear", "3", "Plum")
	o.get(path).submit(o, path, back).want(200, "“Pear” (“Fruit”) per team.").agree(o, path, back).want(200, "Saved.")
	o.get(s.at("/teams")).want(200, "At least 2 with “Pear” (“Fruit”) per team.", same)
}
