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

// compare sets the proposal beside another of the season, both scored by the rules of the first.
func (s *server) compare(c echo.Context, a work) (err error) {
	p := s.page(c, "compare_title")
	d := view.ComparePage{}
	if d.A, err = s.proposalPage(c, &p, &a); err != nil {
		return err
	}
	all, err := s.Store.Proposals(ctx(c), a.saved.Season)
	if err != nil {
		return err
	}
	for _, saved := range all {
		if saved.ID != a.saved.ID && len(saved.Lineup.Teams) > 0 && saved.State.Ended() {
			saved.Name = s.proposalName(c, saved.Name)
			d.Others = append(d.Others, proposalRow(saved, 0))
		}
	}
	other, err := otherProposal(c, d.Others)
	if err != nil {
		return err
	}
	if other != 0 {
		if err := s.addOther(c, p, a, other, &d); err != nil {
			return err
		}
	}
	return render(c, http.StatusOK, view.Compare(p, d))
}

// otherProposal is the proposal that the address asks for, or the newest of the others.
func otherProposal(c echo.Context, others []view.ProposalRow) (team.ProposalID, error) {
	if c.QueryParam("with") == "" {
		if len(others) == 0 {
			return 0, nil
		}
		return others[0].ID, nil
	}
	n, err := strconv.ParseInt(c.QueryParam("with"), 10, 64)
	id := team.ProposalID(n)
	if err != nil || !slices.ContainsFunc(others, func(o view.ProposalRow) bool { return o.ID == id }) {
		return 0, survey.ErrNotFound
	}
	return id, nil
}

func (s *server) addOther(c echo.Context, p view.Page, a work, id team.ProposalID, d *view.ComparePage) error {
	saved, err := s.Store.Proposal(ctx(c), id)
	if err != nil {
		return err
	}
	saved.Name = s.proposalName(c, saved.Name)
	b, err := s.workOn(c, saved)
	if err != nil {
		return err
	}
	b.request.Rules = a.request.Rules
	if d.B, err = s.proposalPage(c, &p, &b); err != nil {
		return err
	}
	d.Same, d.Moved = sameTeams(p, a, b), movedMembers(p, a, b)
	return nil
}

// sameTeams lists the teams of the same people in a and b.
func sameTeams(p view.Page, a, b work) (all []view.SameTeam) {
	for n, g := range a.saved.Lineup.Teams {
		if len(g.Members) == 0 {
			continue
		}
		k := b.saved.Lineup.Team(g.Members[0])
		if k < 0 || len(a.without(0, g.Members, b.saved.Lineup.Teams[k].Members))+len(a.without(0, b.saved.Lineup.Teams[k].Members, g.Members)) > 0 {
			continue
		}
		row := view.SameTeam{A: a.teamName(p, n), B: b.teamName(p, k)}
		for _, id := range g.Members {
			if i, ok := a.season.Row(id); ok {
				row.Members = append(row.Members, a.names.Called(a.season.Members[i]))
			}
		}
		all = append(all, row)
	}
	return all
}

// movedMembers lists who has other teammates in b than in a.
func movedMembers(p view.Page, a, b work) []view.ComparedMember {
	var all []view.ComparedMember
	teamA, teamB := a.saved.Lineup.Finder(), b.saved.Lineup.Finder()
	for _, m := range a.season.Members {
		inA, inB := teamA(m.ID), teamB(m.ID)
		row := view.ComparedMember{Name: a.names.Called(m)}
		var matesA, matesB []survey.MemberID
		if inA >= 0 {
			row.TeamA, matesA = a.teamName(p, inA), a.saved.Lineup.Teams[inA].Members
		}
		if inB >= 0 {
			row.TeamB, matesB = b.teamName(p, inB), b.saved.Lineup.Teams[inB].Members
		}
		row.Lost, row.Gained = a.without(m.ID, matesA, matesB), a.without(m.ID, matesB, matesA)
		if len(row.Lost)+len(row.Gained) > 0 {
			all = append(all, row)
		}
	}
	return all
}

// without names those of one team who are not in the other, but for the member.
func (w work) without(self survey.MemberID, in, not []survey.MemberID) []string {
	var names []string
	for _, id := range in {
		if i, ok := w.season.Row(id); ok && id != self && !slices.Contains(not, id) {
			names = append(names, w.names.Called(w.season.Members[i]))
		}
	}
	return names
}
