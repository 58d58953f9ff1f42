package web

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// teamNames is the page on which a proposal's teams are named.
func (s *server) teamNames(c echo.Context, w work) error {
	if len(w.saved.Lineup.Teams) == 0 {
		return s.back(c, w.saved.ID, nil)
	}
	return s.showTeamNames(c, w, w.calledTeams(s.translator(c)), nil)
}

// calledTeams are the names of the teams as pages show them.
func (w work) calledTeams(t view.Translator) []string {
	var names []string
	for n, g := range w.saved.Lineup.Teams {
		names = append(names, teamName(t, n, g.Name))
	}
	return names
}

// showTeamNames shows the names that are typed, beside those of somebody else who named teams meanwhile.
func (s *server) showTeamNames(c echo.Context, w work, typed []string, wrong error) error {
	p := s.page(c, "team_names_title")
	d := view.TeamNamesPage{Proposal: w.saved.ID, Name: w.saved.Name, Revision: w.saved.Revision}
	if wrong != nil && !errors.Is(wrong, survey.ErrStale) {
		d.Revision = typedRevision(c)
	}
	d.Window = w.window(c, p, inLists)
	for _, t := range d.Window.Teams {
		g, row := w.saved.Lineup.Teams[t], view.NamedTeam{Number: t + 1}
		if t < len(typed) {
			row.Typed = typed[t]
		}
		for _, id := range g.Members {
			if i, ok := w.all.Row(id); ok {
				row.Members = append(row.Members, w.names.Called(w.all.Members[i]))
			}
		}
		d.Teams = append(d.Teams, row)
	}
	if errors.Is(wrong, survey.ErrStale) {
		d.Both = view.NewBoth(p.T("overtaken"), w.calledTeams(p.T), typed)
		return render(c, http.StatusConflict, view.TeamNames(p, d))
	}
	return show(s, c, p, wrong, view.TeamNames, d)
}

// nameTeams names the teams, as one edit.
func (s *server) nameTeams(c echo.Context, w work) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	typed := w.calledTeams(s.translator(c))
	for n := range typed {
		if field := fmt.Sprint("name", n+1); form.Has(field) {
			typed[n] = form.Get(field)
		}
	}
	l, err := w.saved.Lineup.Named(numbersRead(s.translator(c), typed))
	if err == nil {
		err = s.edit(c, w, l, "name")
	}
	if errors.Is(err, survey.ErrStale) {
		now, unread := s.work(c)
		if unread != nil {
			return unread
		}
		w = now
	}
	if err != nil {
		return s.showTeamNames(c, w, typed, err)
	}
	return s.back(c, w.saved.ID, nil)
}

// numbersRead are the names, those that only say a number in the visitor's language as ones that each visitor reads in theirs.
func numbersRead(t view.Translator, typed []string) []string {
	numbers := map[string]string{}
	for n := range typed {
		numbers[t("team_number", "N", n+1)] = team.NumberName(n)
	}
	names := slices.Clone(typed)
	for n, name := range names {
		names[n] = cmp.Or(numbers[strings.TrimSpace(name)], name)
	}
	return names
}
