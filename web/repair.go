package web

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// Limits of what the repair page offers.
const (
	maxRepair = 4 // members who move
	maxSwaps  = 6
)

func (s *server) repairForm(c echo.Context, w work) (err error) {
	p := s.page(c, "repair_title")
	d := view.RepairPage{}
	if d.Proposal, err = s.proposalPage(c, &p, &w); err != nil {
		return err
	}
	draft, err := w.open()
	if err != nil {
		return s.back(c, w.saved.ID, err)
	}
	for _, sg := range draft.Suggest(maxSwaps) {
		d.Swaps = append(d.Swaps, w.swap(p, sg))
	}
	for k, r := range draft.Mend(maxRepair) {
		moves := w.moves(p, w.division(), r.Proposal)
		if len(moves) == 0 {
			continue
		}
		change := r.Proposal.Objective - d.Proposal.Score
		d.Repairs = append(d.Repairs, view.RepairOption{Option: k, Moves: moves, Change: change, Unmet: len(r.Proposal.Unmet)})
	}
	return render(c, http.StatusOK, view.Repair(p, d))
}

// moves words who goes where.
func (w work) moves(p view.Page, before [][]int, after team.Proposal) []string {
	old := team.Proposal{}
	for _, g := range before {
		old.Teams = append(old.Teams, team.Team{Members: g})
	}
	was, is := old.Assignment(len(w.season.Members)), after.Assignment(len(w.season.Members))
	var lines []string
	for i, m := range w.season.Members {
		switch {
		case is[i] < 0 || was[i] == is[i]:
		case was[i] < 0:
			lines = append(lines, p.T("repair_joins", "Name", w.names.Called(m), "Team", w.teamName(p, is[i])))
		default:
			lines = append(lines, p.T("repair_goes", "Name", w.names.Called(m), "From", w.teamName(p, was[i]), "Team", w.teamName(p, is[i])))
		}
	}
	return lines
}

func (w work) teamName(p view.Page, t int) string {
	if t >= len(w.saved.Lineup.Teams) {
		return fmt.Sprint(t + 1)
	}
	return teamName(p.T, t, w.saved.Lineup.Teams[t].Name)
}

func (w work) swap(p view.Page, sg team.Suggestion) view.SwapOption {
	m := w.season.Members[sg.Member]
	o := view.SwapOption{Member: m.ID, To: sg.To, Change: sg.Change}
	if sg.With < 0 {
		o.Say = p.T("repair_joins", "Name", w.names.Called(m), "Team", w.teamName(p, sg.To))
		return o
	}
	with := w.season.Members[sg.With]
	o.With = with.ID
	o.Say = p.T("preview_swap", "Name", w.names.Called(m), "With", w.names.Called(with))
	return o
}

// repair takes one of the offered repairs.
func (s *server) repair(c echo.Context, w work) error {
	option, err := strconv.Atoi(c.FormValue("option"))
	if err != nil || option < 0 {
		return survey.ErrNotFound
	}
	if typedRevision(c) != w.saved.Revision { // other teams have other repairs
		return s.back(c, w.saved.ID, survey.ErrStale)
	}
	repairs, err := team.Mend(w.input(), w.season.Division(w.saved.Lineup), maxRepair)
	if err != nil {
		return s.back(c, w.saved.ID, err)
	}
	if option >= len(repairs) {
		return survey.ErrNotFound
	}
	return s.back(c, w.saved.ID, s.edit(c, w, w.season.Lineup(repairs[option].Proposal.Teams, w.saved.Lineup), "repair"))
}
