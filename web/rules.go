package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

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
		d.rules, d.suggested = SuggestRules(sv), true
		return d, nil
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
	if !slices.Contains(view.RuleKinds, kind) {
		return survey.ErrNotFound
	}
	f := view.RuleForm{Position: -1, Kind: kind, Strength: team.Rule{Kind: kind}.Power(), Op: ">="}
	switch kind {
	case team.Hours:
		f.Min, f.Want = "2", "4"
	case team.Wishes, team.Count:
		f.AtLeast = "1"
	}
	return s.ruleForm(c, http.StatusOK, s.page(c, f.Title()), f)
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
	if !slices.Contains(view.RuleKinds, kind) {
		return survey.ErrNotFound
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

func typedRule(c echo.Context, kind team.Kind) view.RuleForm {
	form, _ := c.FormParams()
	get := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	return view.RuleForm{
		Kind: kind, Strength: team.Strength(get("strength")), Weight: get("weight"), Columns: form["columns"], What: get("what"), Op: get("op"),
		Value: get("value"), AtLeast: get("at_least"), AtMost: get("at_most"), TeamSize: get("team_size"), Min: get("hours_min"), Want: get("hours_want"),
		Block: get("hours_block"), K: get("k"), Linkage: get("linkage"), Members: form["members"],
	}
}

// formOf is the form as it would be typed for a rule.
func formOf(r team.Rule) view.RuleForm {
	f := view.RuleForm{
		Kind: r.Kind, Strength: r.Power(), Weight: number(r.Weight), Op: r.Op, AtLeast: whole(r.AtLeast), AtMost: whole(r.AtMost),
		Min: number(r.Min), Want: number(r.Want), Block: number(r.Block), K: string(r.K), Linkage: r.Linkage,
	}
	if r.TeamSize > 0 {
		f.TeamSize = strconv.Itoa(r.TeamSize)
	}
	if r.Exactly != nil {
		f.AtLeast, f.AtMost = whole(r.Exactly), whole(r.Exactly)
	}
	columns := r.Columns
	if r.Column != "" {
		columns = []string{r.Column}
	}
	for _, c := range columns {
		base, _, _ := strings.Cut(c, " ")
		if !slices.Contains(f.Columns, base) {
			f.Columns = append(f.Columns, base)
		}
	}
	for _, m := range r.Members {
		f.Members = append(f.Members, string(m))
	}
	if f.Picks() && len(f.Columns) > 0 {
		f.What = f.Columns[0] + "=" + string(r.Value)
		if !strings.HasPrefix(string(r.Value), "o") {
			f.What, f.Value = f.Columns[0]+"#", string(r.Value)
		}
	}
	return f
}

func number(x float64) string {
	if x == 0 {
		return ""
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

func whole(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// readRule makes a rule of what was typed. It returns an [*survey.InvalidError] for the first field that does not fit.
func readRule(f view.RuleForm, sv survey.Survey) (team.Rule, error) {
	r := team.Rule{Kind: f.Kind, Strength: f.Strength}
	if !slices.Contains(view.Strengths, r.Strength) {
		return r, &survey.InvalidError{Field: "strength", Reason: "strength_missing"}
	}
	read := reader{}
	r.Weight = read.positive("weight", f.Weight)
	offer(&f, sv, nil)
	switch {
	case f.Names():
		if len(f.Members) < 2 {
			return r, &survey.InvalidError{Field: "members", Reason: "rule_two_members"}
		}
		for _, m := range f.Members {
			r.Members = append(r.Members, team.Text(m))
		}
	case f.Picks():
		read.what(f, &r)
	default:
		read.columns(f, &r)
	}
	switch f.Kind {
	case team.Hours:
		r.Min, r.Want, r.Block = read.positive("hours_min", f.Min), read.positive("hours_want", f.Want), read.positive("hours_block", f.Block)
	case team.Wishes:
		r.AtLeast = read.whole("at_least", f.AtLeast)
	case team.Mix:
		r.Linkage, r.K = f.Linkage, team.Text(f.K)
		if f.K != "" && f.K != "auto" {
			read.whole("k", f.K)
		}
	}
	if read.err != nil {
		return r, read.err
	}
	return r, nil
}

// A reader reads typed numbers and keeps the first error.
type reader struct{ err error }

func (r *reader) reject(field, reason string) {
	if r.err == nil {
		r.err = &survey.InvalidError{Field: field, Reason: reason}
	}
}

// positive reads a number of 0 or more; "" is 0.
func (r *reader) positive(field, s string) float64 {
	if s == "" {
		return 0
	}
	x, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil || !(x >= 0 && x <= 1e6) {
		r.reject(field, "number_invalid")
		return 0
	}
	return x
}

// whole reads a whole number of 0 or more; "" is nil.
func (r *reader) whole(field, s string) *int {
	if s == "" {
		return nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 100000 {
		r.reject(field, "whole_invalid")
		return nil
	}
	return &n
}

func (r *reader) columns(f view.RuleForm, rule *team.Rule) {
	for _, q := range f.Questions {
		if !slices.Contains(f.Columns, q.Column()) {
			continue
		}
		switch f.Kind {
		case team.Match, team.Section:
			rule.Column = q.Column()
		case team.Wishes:
			rule.Column, rule.AvoidColumn = q.CodedColumns()[0], q.CodedColumns()[1]
		case team.Hours:
			free := true
			rule.Columns, rule.Free = q.CodedColumns(), &free
		default:
			rule.Columns = append(rule.Columns, q.Column())
		}
	}
	if rule.Column == "" && len(rule.Columns) == 0 {
		r.reject("columns", "rule_question_missing")
	}
}

func (r *reader) what(f view.RuleForm, rule *team.Rule) {
	numeric := strings.HasSuffix(f.What, "#")
	column, value, _ := strings.Cut(strings.TrimSuffix(f.What, "#"), "=")
	i := slices.IndexFunc(f.Questions, func(q survey.Question) bool { return q.Column() == column })
	if i < 0 || !numeric && !slices.ContainsFunc(f.Questions[i].Options, func(o survey.Option) bool { return o.Code() == value }) {
		r.reject("what", "rule_question_missing")
		return
	}
	rule.Column, rule.Value = column, team.Text(value)
	if f.Kind != team.Count {
		return
	}
	if numeric {
		if f.Value == "" {
			r.reject("value", "number_invalid")
		}
		rule.Op, rule.Value = f.Op, team.Text(number(r.positive("value", f.Value)))
		if rule.Value == "" {
			rule.Value = "0"
		}
	}
	rule.AtLeast, rule.AtMost = r.whole("at_least", f.AtLeast), r.whole("at_most", f.AtMost)
	if size := r.whole("team_size", f.TeamSize); size != nil {
		rule.TeamSize = *size
	}
	switch {
	case rule.AtLeast == nil && rule.AtMost == nil:
		r.reject("at_least", "rule_count_missing")
	case rule.AtLeast != nil && rule.AtMost != nil && *rule.AtLeast > *rule.AtMost:
		r.reject("at_most", "rule_count_crossed")
	case rule.AtLeast != nil && rule.AtMost != nil && *rule.AtLeast == *rule.AtMost:
		rule.Exactly, rule.AtLeast, rule.AtMost = rule.AtLeast, nil, nil
	}
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
			v = n.Member(text)
		}
		args[k] = v
	}
	return s.word(c, &survey.InvalidError{Field: bad.Field, Reason: bad.Reason, Args: args})
}
