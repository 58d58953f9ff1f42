package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// previewTeam shows organizers what a member will see of these teams, by the template of the member's own page: of the member whom the address names, or of
// the first one in a team. What is answered in confidence has no part in it, and neither have the ways to reach each other.
func (s *server) previewTeam(c echo.Context, l leaf) error {
	d := view.TeamPreview{Proposal: l.saved.ID, Name: l.saved.Name, Window: l.window(c, inLists)}
	near := l.near(d.Window)
	m, err := l.previewed(c.QueryParam("member"), near)
	if err != nil {
		return err
	}
	for _, other := range near {
		d.Members = append(d.Members, view.MemberLine{ID: other.ID, Name: l.called[other.ID]})
	}
	if at := func(o view.MemberLine) bool { return o.ID == m.ID }; m.ID != 0 && !slices.ContainsFunc(d.Members, at) {
		d.Members = append(d.Members, view.MemberLine{ID: m.ID, Name: l.called[m.ID]})
	}
	if m.ID != 0 {
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

// near are who takes part, of whom a page shows the teams: in the order of the season, with who is in none on the last part.
func (l leaf) near(shown view.Window) []survey.Member {
	in := map[survey.MemberID]bool{}
	for _, t := range shown.Teams {
		for _, m := range l.inTeam[t] {
			in[m.ID] = true
		}
	}
	if shown.Last() {
		for _, m := range l.inTeam[-1] {
			in[m.ID] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(l.members), func(m survey.Member) bool { return !m.Active() || !in[m.ID] })
}

// previewed is the member whom the text names, or of those near the first one in a team, or else the first.
func (l leaf) previewed(typed string, near []survey.Member) (m survey.Member, err error) {
	id, err := strconv.ParseInt(typed, 10, 64)
	of, named := near, func(m survey.Member) bool { return l.saved.Lineup.Team(m.ID) >= 0 }
	if typed != "" {
		of, named = l.members, func(m survey.Member) bool { return err == nil && m.Active() && m.ID == survey.MemberID(id) }
	}
	switch i := slices.IndexFunc(of, named); {
	case i >= 0:
		return of[i], nil
	case typed != "":
		return m, survey.ErrNotFound
	case len(near) > 0:
		return near[0], nil
	}
	return m, nil
}
