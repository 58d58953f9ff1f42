package web

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// A card may be on some members, or for some teams. In a large season there are too many of both for a list: its form shows what is chosen, and what somebody
// searches for, which is sent with all that is typed, so that nothing of it is lost.

// lists adds to an open card the lists that it is filled in from.
func (e *ruleEdit) lists(f forming, t view.Translator) {
	e.form.Lists = map[string]view.RuleList{}
	for _, field := range e.form.Fields {
		chosen := map[string]bool{}
		for _, code := range e.form.Typed[field.Name] {
			chosen[code] = true
		}
		l := view.RuleList{Query: survey.Clean(e.form.Value(view.FindField(field)))}
		switch field.Control {
		case team.MembersControl:
			l.Whole = len(f.season.Members) <= wholeSeason
			shown, rest := roomFor(f.season.Members, l.Whole, func(m survey.Member) bool { return chosen[m.ID.Code()] }, fitting(l.Query))
			for _, m := range shown {
				l.Choices = append(l.Choices, view.Choice{Value: m.ID.Code(), Label: f.names.Called(m)})
			}
			l.Rest = rest
		case team.ScopeControl:
			l.Whole = len(e.offer.Scopes) <= wholeSeason
			fits := func(of string) bool {
				return l.Query == "" || survey.Member{Name: f.names.Scope(t, of)}.Fits(l.Query)
			}
			shown, rest := roomFor(e.offer.Scopes, l.Whole, func(of string) bool { return chosen[of] }, fits)
			for _, of := range shown {
				l.Choices = append(l.Choices, view.Choice{Value: of, Label: f.names.Scope(t, of)})
			}
			l.Rest = rest
		default:
			continue
		}
		e.form.Lists[field.Name] = l
	}
}

// searches reports whether a form was sent to search in one of its lists: by the button beside it, or by the Enter key after something else was typed there.
func searches(c echo.Context, kind team.Kind) bool {
	typed := c.Request().PostForm
	other := func(field team.Field) bool {
		return typed.Get(view.FindField(field)) != typed.Get(view.FoundField(field))
	}
	return typed.Has("search") || typed.Has("enter") && slices.ContainsFunc(kind.Fields(), other)
}

// searchRule shows the card with what was typed and what is found in its lists. Whatever is missing yet is nobody's mistake, but for a file that cannot be read.
func (s *server) searchRule(c echo.Context, f forming, e ruleEdit, says team.Rule) error {
	err := e.typed(c, f.season.Members, says)
	rule, _ := e.rule()
	if err != nil {
		return s.refuseRule(c, f, e, rule, err)
	}
	return s.openCard(c, http.StatusOK, s.page(c, "teams_title"), f, e, rule)
}
