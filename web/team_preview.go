package web

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// previewTeam shows organizers what a member will see of these teams, by the template of the member's own page: of the member whom the address names, or of
// the first one in a team. What is answered in confidence has no part in it, and neither have the ways to reach each other.
func (s *server) previewTeam(c echo.Context, l leaf) error {
	d := view.TeamPreview{Proposal: l.saved.ID, Name: l.saved.Name}
	called := survey.CalledApart(l.members)
	for _, m := range l.members {
		if m.Active() {
			d.Members = append(d.Members, view.MemberLine{ID: m.ID, Name: called[m.ID]})
		}
	}
	m, err := l.previewed(c.QueryParam("member"))
	if err != nil {
		return err
	}
	if len(d.Members) > 0 {
		d.Visit = view.Visit{Club: scopeOf(c).Club, Season: scopeOf(c).Season, Member: m, Preview: true}
		r, err := s.published(ctx(c), l.saved.Season)
		if err != nil {
			return err
		}
		if r.Proposal != l.saved.ID {
			r.Briefs = team.Briefs{}
		}
		if d.Visit.Team, err = s.teamIn(c, d.Visit, team.NewSeat(l.saved, r.Briefs, m.ID, l.members)); err != nil {
			return err
		}
	}
	return render(c, http.StatusOK, view.PreviewTeam(s.page(c, "team_preview_title", "Name", l.saved.Name), d))
}

// previewed is the member whom the text names, or the first one in a team, or else the first.
func (l leaf) previewed(typed string) (first survey.Member, err error) {
	id, err := strconv.ParseInt(typed, 10, 64)
	for _, m := range l.members {
		switch {
		case !m.Active():
		case typed != "" && err == nil && m.ID == survey.MemberID(id), typed == "" && l.saved.Lineup.Team(m.ID) >= 0:
			return m, nil
		case typed == "" && first.ID == 0:
			first = m
		}
	}
	if typed != "" {
		return first, survey.ErrNotFound
	}
	return first, nil
}
