package web

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// ruleStore keeps a season's rule cards and sizes, as JSON; "" before anything was kept.
type ruleStore interface {
	SeasonRules(context.Context, survey.SeasonID) (rules, sizes string, err error)
	SaveSeasonRules(ctx context.Context, id survey.SeasonID, rules, sizes string) error
}

// A deck is a season's rule cards and what was last typed to form teams.
type deck struct {
	rules     []team.Rule
	suggested bool
	form      view.FormTeams
}

func (s *server) deck(ctx context.Context, sv survey.Survey) (d deck, err error) {
	rules, form, err := s.Store.SeasonRules(ctx, sv.Season)
	if err != nil {
		return d, err
	}
	d.form = view.FormTeams{Ideal: "5", Seed: "1", Seconds: "1"}
	if form != "" {
		if err := json.Unmarshal([]byte(form), &d.form); err != nil {
			return d, err
		}
	}
	if rules == "" {
		all, err := s.Store.Responses(ctx, sv.Season)
		d.rules, d.suggested = SuggestRules(answered(sv, all)), true
		return d, err
	}
	return d, json.Unmarshal([]byte(rules), &d.rules)
}

func (s *server) saveDeck(ctx context.Context, id survey.SeasonID, d deck) error {
	rules := ""
	if !d.suggested {
		if d.rules == nil {
			d.rules = []team.Rule{}
		}
		data, err := json.Marshal(d.rules)
		if err != nil {
			return err
		}
		rules = string(data)
	}
	form, err := json.Marshal(d.form)
	if err != nil {
		return err
	}
	return s.Store.SaveSeasonRules(ctx, id, rules, string(form))
}

// answered returns the survey without the questions on which no card would help: those that fewer than half of who
// answered have an answer to, as after an import that brought other questions. Teammates are named by few anyway: one
// is enough. Before the first response every question stays.
func answered(sv survey.Survey, all map[survey.MemberID]survey.Response) survey.Survey {
	submitted, given := 0, map[survey.QuestionID]int{}
	for _, r := range all {
		if r.Submitted.IsZero() {
			continue
		}
		submitted++
		for id, a := range r.Answers {
			if !a.IsZero() {
				given[id]++
			}
		}
	}
	if submitted == 0 {
		return sv
	}
	sv.Questions = slices.DeleteFunc(slices.Clone(sv.Questions), func(q survey.Question) bool {
		return given[q.ID] == 0 || q.Kind != survey.Teammates && 2*given[q.ID] < submitted
	})
	return sv
}

// SuggestRules returns the cards with which most clubs would begin: shared hours, wishes, equal means, the club's mix.
func SuggestRules(sv survey.Survey) []team.Rule {
	free, one := true, 1
	var balance []string
	var first, last []team.Rule
	for _, q := range sv.Questions {
		if q.Sensitive && q.Kind != survey.Teammates {
			continue // a card for it is the organizer's to make
		}
		switch q.Kind {
		case survey.Availability:
			first = append(first, team.Rule{Kind: team.Hours, Columns: q.CodedColumns(), Min: 2, Want: 4, Free: &free})
		case survey.Teammates:
			columns := q.CodedColumns()
			first = append(first, team.Rule{Kind: team.Wishes, Column: columns[0], AvoidColumn: columns[1], AtLeast: &one})
		case survey.Scale, survey.Number:
			balance = append(balance, q.Column())
		case survey.OneOf:
			last = append(last, team.Rule{Kind: team.Match, Column: q.Column(), Strength: team.Could})
		}
	}
	if len(balance) > 0 {
		first = append(first, team.Rule{Kind: team.Balance, Columns: balance})
	}
	return append(first, last...)
}

// ruleKinds says which kinds of question a rule can be on.
var ruleKinds = map[team.Kind][]survey.Kind{
	team.Balance: {survey.Scale, survey.Number}, team.Match: {survey.OneOf, survey.AnyOf}, team.Section: {survey.OneOf},
	team.Similar: {survey.Scale, survey.Number, survey.OneOf, survey.AnyOf}, team.Spread: {survey.Scale, survey.Number, survey.OneOf, survey.AnyOf},
	team.Mix: {survey.Scale, survey.Number, survey.OneOf, survey.AnyOf}, team.Alike: {survey.Scale, survey.Number, survey.OneOf, survey.AnyOf},
	team.NeverAlone: {survey.OneOf}, team.Count: {survey.OneOf, survey.AnyOf, survey.Scale, survey.Number},
	team.Hours: {survey.Availability}, team.Wishes: {survey.Teammates},
}

// offer fills in what the form lets choose from.
func offer(f *view.RuleForm, sv survey.Survey, members []survey.Member) {
	for _, q := range sv.Questions {
		if slices.Contains(ruleKinds[f.Kind], q.Kind) {
			f.Questions = append(f.Questions, q)
		}
	}
	if f.Names() {
		f.People = slices.DeleteFunc(slices.Clone(members), func(m survey.Member) bool { return !m.Active() })
	}
}

func (s *server) newRule(c echo.Context) error {
	kind := team.Kind(c.QueryParam("kind"))
	if ok, err := s.offered(c, kind); !ok {
		return cmp.Or(err, survey.ErrNotFound)
	}
	f := view.RuleForm{Position: -1, Kind: kind, Strength: team.Rule{Kind: kind}.Power(), Op: ">="}
	switch kind {
	case team.Hours:
		f.Min, f.Want = "2", "4"
	case team.Wishes, team.Count:
		f.AtLeast = "1"
	case team.Fit:
		f.Share = "20"
	}
	return s.ruleForm(c, http.StatusOK, s.page(c, f.Title()), f)
}

// offered tells whether a season's page offers cards of the kind: those on fit only while the club has a model to use.
func (s *server) offered(c echo.Context, kind team.Kind) (bool, error) {
	if kind != team.Fit {
		return slices.Contains(view.RuleKinds, kind), nil
	}
	m, err := s.fitModel(ctx(c), scopeOf(c).Club.ID)
	return m != nil, err
}

func (s *server) ruleForm(c echo.Context, status int, p view.Page, f view.RuleForm) error {
	id := scopeOf(c).Season.ID
	sv, err := s.Store.Survey(ctx(c), id)
	if err != nil {
		return err
	}
	members, err := s.Store.Members(ctx(c), id)
	if err != nil {
		return err
	}
	offer(&f, sv, members)
	return render(c, status, view.RuleCardForm(p, f))
}

// card returns the season's deck and the position that the address names.
func (s *server) card(c echo.Context) (deck, int, error) {
	sv, err := s.Store.Survey(ctx(c), scopeOf(c).Season.ID)
	if err != nil {
		return deck{}, 0, err
	}
	d, err := s.deck(ctx(c), sv)
	if err != nil {
		return d, 0, err
	}
	i, err := strconv.Atoi(c.Param("rule"))
	if err != nil || i < 0 || i >= len(d.rules) {
		return d, 0, survey.ErrNotFound
	}
	return d, i, nil
}

func (s *server) editRule(c echo.Context) error {
	d, i, err := s.card(c)
	if err != nil {
		return err
	}
	f := formOf(d.rules[i])
	f.Position = i
	return s.ruleForm(c, http.StatusOK, s.page(c, f.Title()), f)
}

func (s *server) addRule(c echo.Context) error {
	sv, err := s.Store.Survey(ctx(c), scopeOf(c).Season.ID)
	if err != nil {
		return err
	}
	d, err := s.deck(ctx(c), sv)
	if err != nil {
		return err
	}
	return s.keepRule(c, sv, d, -1, team.Kind(c.QueryParam("kind")))
}

func (s *server) changeRule(c echo.Context) error {
	d, i, err := s.card(c)
	if err != nil {
		return err
	}
	sv, err := s.Store.Survey(ctx(c), scopeOf(c).Season.ID)
	if err != nil {
		return err
	}
	return s.keepRule(c, sv, d, i, d.rules[i].Kind)
}

func (s *server) keepRule(c echo.Context, sv survey.Survey, d deck, i int, kind team.Kind) error {
	if ok, err := s.offered(c, kind); !ok && i < 0 {
		return cmp.Or(err, survey.ErrNotFound)
	}
	f := typedRule(c, kind)
	f.Position = i
	rule, err := readRule(f, sv)
	if err != nil {
		p := s.page(c, f.Title())
		if ok, err := s.invalid(c, &p, err); !ok {
			return err
		}
		return s.ruleForm(c, http.StatusUnprocessableEntity, p, f)
	}
	if i < 0 {
		d.rules = append(d.rules, rule)
	} else {
		d.rules[i] = rule
	}
	return s.keepDeck(c, d)
}

func (s *server) keepDeck(c echo.Context, d deck) error {
	d.suggested = false
	if err := s.saveDeck(ctx(c), scopeOf(c).Season.ID, d); err != nil {
		return err
	}
	return seeOther(c, seasonPath(scopeOf(c).Season.ID, "/teams"))
}

func (s *server) removeRule(c echo.Context) error {
	d, i, err := s.card(c)
	if err != nil {
		return err
	}
	d.rules = slices.Delete(d.rules, i, i+1)
	return s.keepDeck(c, d)
}

func (s *server) moveRule(c echo.Context) error {
	d, i, err := s.card(c)
	if err != nil {
		return err
	}
	to, err := strconv.Atoi(c.FormValue("to"))
	if err != nil || to < 0 || to >= len(d.rules) {
		return survey.ErrNotFound
	}
	r := d.rules[i]
	d.rules = slices.Insert(slices.Delete(d.rules, i, i+1), to, r)
	return s.keepDeck(c, d)
}

// resetRules goes back to the suggested cards.
func (s *server) resetRules(c echo.Context) error {
	sv, err := s.Store.Survey(ctx(c), scopeOf(c).Season.ID)
	if err != nil {
		return err
	}
	d, err := s.deck(ctx(c), sv)
	if err != nil {
		return err
	}
	d.suggested = true
	if err := s.saveDeck(ctx(c), sv.Season, d); err != nil {
		return err
	}
	return seeOther(c, seasonPath(scopeOf(c).Season.ID, "/teams"))
}

// problemOf words what is wrong with one of the rules, by its position from 1, or returns 0.
func (s *server) problemOf(c echo.Context, n view.Names, err error) (rule int, say string) {
	var bad *survey.InvalidError
	if !errors.As(err, &bad) {
		return 0, ""
	}
	rule, _ = bad.Args["Rule"].(int)
	return rule, s.wordWith(c, n, bad)
}

// wordWith words an error of the optimiser, whose arguments are codes.
func (s *server) wordWith(c echo.Context, n view.Names, bad *survey.InvalidError) string {
	args := map[string]any{}
	for k, v := range bad.Args {
		text, ok := v.(string)
		switch {
		case ok && k == "Column":
			v = n.Column(text)
		case ok && k == "Member":
			v = n.Member(s.translator(c), text)
		}
		args[k] = v
	}
	return s.word(c, &survey.InvalidError{Field: bad.Field, Reason: bad.Reason, Args: args})
}
