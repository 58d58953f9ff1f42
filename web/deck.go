package web

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// deckStore keeps a season's rule cards, and what was last typed to form teams, as JSON, "" before that.
type deckStore interface {
	Deck(context.Context, survey.SeasonID) (team.Deck, error)
	EditDeck(ctx context.Context, id survey.SeasonID, edit func(*team.Deck) error) error
	FormSettings(context.Context, survey.SeasonID) (string, error)
}

// deck returns the season's cards, the suggested ones where none are kept.
func (s *server) deck(c echo.Context, read *reading, season team.Season) (team.Deck, error) {
	d, err := s.Store.Deck(ctx(c), season.Survey.Season)
	d.Suggest(s.suggested(c, read))
	for i, card := range d.Cards {
		d.Cards[i].Rule = season.Counted(card.Rule)
	}
	return d, err
}

// suggested are the cards with which the club would begin.
func (s *server) suggested(c echo.Context, read *reading) []team.Card {
	cards, _ := derive(s, read, "suggested", "", wordBytes, func() ([]team.Card, error) { return SuggestCards(read.Season(ctx(c), s.Store)), nil })
	cards = slices.Clone(cards)
	for i := range cards {
		if clubOf(c).Mutual {
			cards[i].Rule = cards[i].Rule.Mutually()
		}
	}
	return cards
}

// editDeck changes the season's cards. The first change keeps the suggested ones with it, whoever makes it.
func (s *server) editDeck(c echo.Context, read *reading, edit func(*team.Deck) error) error {
	cards := s.suggested(c, read)
	return s.Store.EditDeck(ctx(c), read.season, func(d *team.Deck) error {
		d.Suggest(cards)
		return edit(d)
	})
}

// formSettings returns what was last typed to form the season's teams, and its mark.
func (s *server) formSettings(ctx context.Context, id survey.SeasonID) (f view.FormTeams, mark string, err error) {
	text, err := s.Store.FormSettings(ctx, id)
	if err == nil {
		f, err = readTyped(text)
	}
	return f, survey.TypedMark(text), err
}

// readTyped reads what was typed to form teams as it is kept, "" before anybody did.
func readTyped(text string) (view.FormTeams, error) {
	f := view.FormTeams{Ideal: "5", Seed: "1", Seconds: "1"}
	if text == "" {
		return f, nil
	}
	return f, json.Unmarshal([]byte(text), &f)
}

// A cardEdit is a request that is about a card of the season.
type cardEdit struct {
	forming
	id   team.CardID
	card team.Card // zero if it is gone
}

func (s *server) cardEdit(c echo.Context) (e cardEdit, err error) {
	if e.id, err = idParam[team.CardID](c, "rule"); err != nil {
		return e, err
	}
	e.forming, err = s.forming(c)
	e.card, _ = e.deck.Card(e.id)
	return e, err
}

func (s *server) newRule(c echo.Context, f forming) error {
	kind := team.Kind(c.QueryParam("kind"))
	if ok, err := s.offered(c, kind); !ok {
		return cmp.Or(err, survey.ErrNotFound)
	}
	e := s.wholeEdit(c, f, kind, team.Rule{})
	start := kind.Start(f.season.Table)
	if asked, ok := f.season.Table.Column(c.QueryParam("column")); ok {
		start.Column = asked.Name
	}
	if clubOf(c).Mutual {
		start = start.Mutually()
	}
	e.of(start)
	return s.openCard(c, http.StatusOK, s.page(c, "teams_title"), f, e, start)
}

// offered tells whether a season's page offers cards of the kind: those on a model only while the club has one to use.
func (s *server) offered(c echo.Context, kind team.Kind) (bool, error) {
	if !kind.Known() || !kind.Predicts() {
		return kind.Known(), nil
	}
	m, err := s.fitModel(ctx(c), scopeOf(c).Club.ID)
	return m != nil, err
}

func (s *server) editRule(c echo.Context, e cardEdit) error {
	if e.card.ID == 0 {
		return survey.ErrNotFound
	}
	edit := s.cardForm(c, e, e.card.Rule.Kind)
	edit.form.Revision = e.card.Revision
	edit.of(e.card.Rule)
	return s.openCard(c, http.StatusOK, s.page(c, "teams_title"), e.forming, edit, e.card.Rule)
}

// openCard shows the cards with one of them open, or one more that is not kept yet. typed is the rule as far as it is said.
func (s *server) openCard(c echo.Context, status int, p view.Page, f forming, e ruleEdit, typed team.Rule) error {
	e.form.Open, e.form.Parts = true, f.names.Blanks(p, typed)
	e.lists(f, s.translator(c))
	f.open = &e.form
	return s.teamsPage(c, status, p, f)
}

// cardForm makes the form for a card that there is or was. Of one on what is gone it says so, and what that was.
func (s *server) cardForm(c echo.Context, e cardEdit, kind team.Kind) ruleEdit {
	edit, t := s.wholeEdit(c, e.forming, kind, e.card.Rule), s.translator(c)
	edit.form.ID = e.id
	if gone := e.card.Rule.Gone(e.survey); gone != "" {
		edit.form.Gone = t.Say(e.card.Rule.Sentence(e.forming.names.In(t))) + " " + t(gone)
	}
	return edit
}

func (s *server) addRule(c echo.Context, f forming) error {
	kind := team.Kind(c.QueryParam("kind"))
	if ok, err := s.offered(c, kind); !ok {
		return cmp.Or(err, survey.ErrNotFound)
	}
	e := s.wholeEdit(c, f, kind, team.Rule{})
	if searches(c, kind) {
		return s.searchRule(c, f, e, team.Rule{Kind: kind})
	}
	rule, err := e.read(c, f, team.Rule{Kind: kind})
	if err != nil {
		return s.refuseRule(c, f, e, rule, err)
	}
	err = s.editDeck(c, f.read, func(d *team.Deck) error { d.Add(rule); return nil })
	return s.toTeams(c, err)
}

// read makes a rule of the request, as far as it can, and of what the card says where a form has not all of it.
func (e *ruleEdit) read(c echo.Context, f forming, says team.Rule) (team.Rule, error) {
	if err := e.typed(c, f.season.Members, says); err != nil {
		return says, err
	}
	return e.rule()
}

// toTeams goes back to the season's cards after a change.
func (s *server) toTeams(c echo.Context, err error) error {
	if err != nil {
		return err
	}
	return seeOther(c, seasonPath(scopeOf(c).Season.ID, "/teams"))
}

// toCard goes back to the card that was changed.
func (s *server) toCard(c echo.Context, id team.CardID, err error) error {
	if err != nil {
		return err
	}
	return seeOther(c, seasonPath(scopeOf(c).Season.ID, fmt.Sprintf("/teams#rule-%d", id)))
}

// refuseRule shows the card with what was typed and what is wrong with it.
func (s *server) refuseRule(c echo.Context, f forming, e ruleEdit, typed team.Rule, wrong error) error {
	p := s.page(c, "teams_title")
	if ok, err := s.invalid(c, &p, wrong); !ok {
		return err
	}
	return s.openCard(c, http.StatusUnprocessableEntity, p, f, e, typed)
}

func (s *server) changeRule(c echo.Context, e cardEdit) error {
	kind := cmp.Or(e.card.Rule.Kind, team.Kind(c.FormValue("kind"))) // the form names it for a card that is gone
	if !kind.Known() {
		return survey.ErrNotFound
	}
	edit := s.cardForm(c, e, kind)
	if searches(c, kind) {
		return s.searchRule(c, e.forming, edit, e.card.Rule)
	}
	rule, err := edit.read(c, e.forming, e.card.Rule)
	if err != nil && e.card.ID == 0 && partial(c) { // what the rest of it said is gone too
		s.flash(c, "card_gone_before")
		return s.toTeams(c, nil)
	}
	if err != nil {
		return s.refuseRule(c, e.forming, edit, rule, err)
	}
	err = s.editDeck(c, e.read, func(d *team.Deck) error { return d.Change(e.id, edit.form.Revision, rule) })
	if errors.Is(err, survey.ErrStale) {
		return s.bothRules(c, edit, rule)
	}
	return s.toCard(c, e.id, err)
}

// strengthenRule makes a card stronger or weaker, and leaves all else that it says.
func (s *server) strengthenRule(c echo.Context, e cardEdit) error {
	rule := e.card.Rule
	rule.Strength = team.Strength(c.FormValue("strength"))
	if !slices.Contains(team.Strengths, rule.Strength) {
		return survey.ErrNotFound
	}
	if e.card.ID == 0 {
		s.flash(c, "card_gone_before")
		return s.toTeams(c, nil)
	}
	edit := s.cardForm(c, e, rule.Kind)
	edit.of(rule)
	edit.form.Revision = typedRevision(c)
	err := s.editDeck(c, e.read, func(d *team.Deck) error { return d.Change(e.id, edit.form.Revision, rule) })
	if errors.Is(err, survey.ErrStale) {
		return s.bothRules(c, edit, rule)
	}
	return s.toCard(c, e.id, err)
}

// bothRules shows the form again with what was typed, beside what stands on the card now. To save it once more puts it in the
// place of that, or makes a card of its own if the card is gone.
func (s *server) bothRules(c echo.Context, e ruleEdit, typed team.Rule) error {
	now, err := s.forming(c)
	if err != nil {
		return err
	}
	p, names := s.page(c, "teams_title"), now.names
	card, there := now.deck.Card(e.form.ID)
	e.form.ID, e.form.Revision = card.ID, card.Revision
	e.form.Both = view.NewBoth(p.T("card_gone"), nil, names.Lines(p, typed))
	if there {
		e.form.Both = view.NewBoth(p.T("card_changed"), names.Lines(p, card.Rule), names.Lines(p, typed))
	}
	return s.openCard(c, http.StatusConflict, p, now, e, typed)
}

func (s *server) removeRule(c echo.Context, e cardEdit) error {
	gone := false
	err := s.editDeck(c, e.read, func(d *team.Deck) error {
		_, there := d.Card(e.id)
		gone = !there
		return d.Remove(e.id, typedRevision(c))
	})
	if gone && err == nil {
		s.flash(c, "card_gone_before")
	}
	if !errors.Is(err, survey.ErrStale) {
		return s.toTeams(c, err)
	}
	now, err := s.forming(c)
	if err != nil {
		return err
	}
	p := s.page(c, "rule_remove_title")
	card, _ := now.deck.Card(e.id)
	return render(c, http.StatusConflict, view.Delete(p, view.DeletePage{
		Label: p.T("rule_remove_title"), Action: c.Request().URL.Path, Revision: card.Revision, Back: seasonPath(e.survey.Season, "/teams"),
		Both: view.NewBoth(p.T("card_changed"), now.names.Lines(p, card.Rule), nil),
	}))
}

func (s *server) moveRule(c echo.Context, e cardEdit) error {
	to, err := strconv.Atoi(c.FormValue("to"))
	if err != nil {
		return errPlace
	}
	err = s.editDeck(c, e.read, func(d *team.Deck) error { return d.Move(e.id, typedRevision(c), to) })
	if !errors.Is(err, survey.ErrStale) {
		return s.toCard(c, e.id, err)
	}
	now, err := s.forming(c)
	if err != nil {
		return err
	}
	p := s.page(c, "teams_title")
	now.again = &view.MoveAgain{Say: p.T("cards_moved_gone")}
	if card, ok := now.deck.Card(e.id); ok {
		now.again = &view.MoveAgain{
			Say:    p.T("cards_moved", "What", now.names.Sentence(p, card.Rule), "Place", to+1),
			Action: c.Request().URL.Path, Revision: now.deck.Revision, To: to,
		}
	}
	return s.teamsPage(c, http.StatusConflict, p, now)
}

// resetRules goes back to the suggested cards.
func (s *server) resetRules(c echo.Context) error {
	id := scopeOf(c).Season.ID
	err := s.Store.EditDeck(ctx(c), id, func(d *team.Deck) error { return d.Reset(typedRevision(c)) })
	if !errors.Is(err, survey.ErrStale) {
		return s.toTeams(c, err)
	}
	now, err := s.forming(c)
	if err != nil {
		return err
	}
	p, names := s.page(c, "rules_reset"), now.names
	var lines []string
	for _, r := range now.deck.Rules() {
		lines = append(lines, names.Sentence(p, r))
	}
	return render(c, http.StatusConflict, view.Delete(p, view.DeletePage{
		Label: p.T("rules_reset"), Action: c.Request().URL.Path, Revision: now.deck.Revision, Back: seasonPath(id, "/teams"),
		Both: view.NewBoth(p.T("cards_changed"), lines, nil),
	}))
}
