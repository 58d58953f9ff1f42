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
	b.request.Rules, b.rulesOf = a.request.Rules, a.saved.ID
	if d.B, err = s.proposalPage(c, &p, &b); err != nil {
		return err
	}
	d.Window = a.window(c, p, inLists)
	in := compared{p, a, b, a.saved.Lineup.Finder(), b.saved.Lineup.Finder()}
	shown := map[int]bool{}
	for _, t := range d.Window.Teams {
		shown[t] = true
	}
	for t := range a.saved.Lineup.Teams {
		if k := in.same(t); k >= 0 {
			if d.AllSame++; shown[t] {
				d.Same = append(d.Same, in.sameTeam(t, k))
			}
		}
	}
	for _, m := range a.season.Members {
		if inA := in.inA(m.ID); in.moved(m.ID) {
			if d.AllMoved++; shown[inA] || inA < 0 && d.Window.Last() {
				d.Moved = append(d.Moved, in.movedMember(m))
			}
		}
	}
	return nil
}

// compared are two proposals, with who is in which team of each.
type compared struct {
	p        view.Page
	a, b     work
	inA, inB func(survey.MemberID) int
}

// others are those of one team who are not in the other and are there still, but for the member.
func (x compared) others(self survey.MemberID, in, not []survey.MemberID) (all []survey.Member) {
	for _, id := range in {
		if i, ok := x.a.season.Row(id); ok && id != self && !slices.Contains(not, id) {
			all = append(all, x.a.season.Members[i])
		}
	}
	return all
}

// same is the team of b with the same people as a team of a, -1 if there is none.
func (x compared) same(t int) int {
	g := x.a.saved.Lineup.Teams[t]
	if len(g.Members) == 0 {
		return -1
	}
	k := x.inB(g.Members[0])
	if k < 0 || len(x.others(0, g.Members, x.b.saved.Lineup.Teams[k].Members))+len(x.others(0, x.b.saved.Lineup.Teams[k].Members, g.Members)) > 0 {
		return -1
	}
	return k
}

func (x compared) sameTeam(t, k int) view.SameTeam {
	return view.SameTeam{A: x.a.teamName(x.p, t), B: x.b.teamName(x.p, k), Members: x.a.calledOf(x.others(0, x.a.saved.Lineup.Teams[t].Members, nil))}
}

// mates are the members of a member's teams, and of none where they are in none.
func (x compared) mates(id survey.MemberID) (inA, inB []survey.MemberID) {
	if t := x.inA(id); t >= 0 {
		inA = x.a.saved.Lineup.Teams[t].Members
	}
	if t := x.inB(id); t >= 0 {
		inB = x.b.saved.Lineup.Teams[t].Members
	}
	return inA, inB
}

// moved reports whether the member has other teammates in b than in a.
func (x compared) moved(id survey.MemberID) bool {
	inA, inB := x.mates(id)
	return len(x.others(id, inA, inB))+len(x.others(id, inB, inA)) > 0
}

func (x compared) movedMember(m survey.Member) view.ComparedMember {
	row := view.ComparedMember{Name: x.a.names.Called(m)}
	if t := x.inA(m.ID); t >= 0 {
		row.TeamA = x.a.teamName(x.p, t)
	}
	if t := x.inB(m.ID); t >= 0 {
		row.TeamB = x.b.teamName(x.p, t)
	}
	inA, inB := x.mates(m.ID)
	row.Lost, row.Gained = x.a.calledOf(x.others(m.ID, inA, inB)), x.a.calledOf(x.others(m.ID, inB, inA))
	return row
}

// calledOf is what members are called.
func (w work) calledOf(members []survey.Member) (names []string) {
	for _, m := range members {
		names = append(names, w.names.Called(m))
	}
	return names
}
