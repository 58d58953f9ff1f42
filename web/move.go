package web

import (
	"cmp"
	"errors"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// A step is a member on the way to another team, or to trade places with somebody there.
type step struct {
	member survey.MemberID
	to     int             // -1 before a team is chosen
	with   survey.MemberID // 0 for a move
}

var errMove = &survey.InvalidError{Field: "target", Reason: "move_unknown"}

// readStep reads "member" and "target": a team's number, or number-member to trade places.
func readStep(c echo.Context, l team.Lineup, season team.Season) (step, error) {
	n, err := strconv.ParseInt(c.FormValue("member"), 10, 64)
	st := step{member: survey.MemberID(n), to: -1}
	if _, ok := season.Row(st.member); err != nil || !ok {
		return st, survey.ErrNotFound
	}
	target := c.FormValue("target")
	if target == "" {
		return st, nil
	}
	to, with, swap := strings.Cut(target, "-")
	if st.to, err = strconv.Atoi(to); err != nil || st.to < 0 || st.to >= len(l.Teams) || st.to == l.Team(st.member) {
		return st, errMove
	}
	if swap {
		n, err := strconv.ParseInt(with, 10, 64)
		if st.with = survey.MemberID(n); err != nil || !slices.Contains(l.Teams[st.to].Members, st.with) || l.Team(st.member) < 0 {
			return st, errMove
		}
	}
	return st, nil
}

// after returns the lineup with the step taken. Those who move join at the end, or in each other's place.
func (st step) after(l team.Lineup) team.Lineup {
	out := team.Lineup{Locked: l.Locked, Later: l.Later}
	for t, g := range l.Teams {
		g.Members = slices.Clone(g.Members)
		for i, id := range g.Members {
			if st.with != 0 && id == st.member {
				g.Members[i] = st.with
			} else if st.with != 0 && id == st.with {
				g.Members[i] = st.member
			}
		}
		if st.with == 0 {
			g.Members = slices.DeleteFunc(g.Members, func(id survey.MemberID) bool { return id == st.member })
			if t == st.to {
				g.Members = append(g.Members, st.member)
			}
		}
		out.Teams = append(out.Teams, g)
	}
	return out
}

// moveForm shows where a member can go and what each place would cost, and all that the chosen one would change, before it is kept.
func (s *server) moveForm(c echo.Context, w work) error {
	st, err := readStep(c, w.saved.Lineup, w.all)
	i, _ := w.all.Row(st.member)
	if errors.Is(err, survey.ErrNotFound) {
		return err
	}
	p := s.page(c, "move_title")
	status := http.StatusOK
	if err == nil && st.to >= 0 {
		err = w.held(p.T, st.after(w.saved.Lineup))
	}
	if err != nil {
		st.to, status = -1, http.StatusUnprocessableEntity
		if ok, err := s.invalid(c, &p, err); !ok {
			return err
		}
	}
	if w.saved.Lineup.Team(st.member) < 0 { // who was left out is a row of the teams before too, so that both are scored alike
		w.season = w.all.Dividing(w.request, step{member: st.member, to: max(st.to, 0)}.after(w.saved.Lineup))
	}
	d := view.MovePage{Member: w.memberLine(w.all.Members[i]), From: w.saved.Lineup.Team(st.member), To: st.to, With: st.with}
	if d.Proposal, err = s.boardOf(c, p, &w); err != nil {
		return err
	}
	draft, err := w.openShown(&p)
	if err != nil {
		return err
	}
	now := scoredAs(w.input().Rules, draft.Score())
	row, _ := w.season.Row(st.member)
	if d.Held = w.stuck(p.T, st.member); d.Held == "" {
		d.Drops = w.free(w.drops(p, now, draft.Costs(row), draft.Uneven()))
	}
	if st.to < 0 {
		return render(c, status, view.Move(p, d))
	}
	then, err := draft.Try(w.season.Division(st.after(w.saved.Lineup)))
	if err != nil {
		return err
	}
	then = scoredAs(w.input().Rules, then)
	d.Now, d.Then = now.Objective, then.Objective
	d.Before, d.After = w.ruleRows(p, now), w.ruleRows(p, then)
	return render(c, status, view.Move(p, d))
}

// openShown opens the teams for what is said of them, and says at the head of the page which rules say nothing.
func (w *work) openShown(p *view.Page) (*team.Draft, error) {
	_, outdated, err := w.openAnyway()
	if err != nil {
		return nil, err
	}
	w.warn(p, outdated)
	return w.openDisclosed()
}

// boardOf is who is in which team, without what is said of the teams.
func (s *server) boardOf(c echo.Context, p view.Page, w *work) (view.ProposalPage, error) {
	published, err := s.published(ctx(c), w.saved.Season)
	d := view.ProposalPage{ID: w.saved.ID, Name: w.saved.Name, Revision: w.saved.Revision, Published: published.Proposal == w.saved.ID}
	division := w.division()
	for t, saved := range w.saved.Lineup.Teams {
		card := view.TeamCard{Number: t, Name: teamName(p.T, t, saved.Name), Locked: saved.Locked}
		for _, i := range division[t] {
			card.Members = append(card.Members, w.memberLine(w.season.Members[i]))
		}
		d.Teams = append(d.Teams, card)
	}
	return d, err
}

// drops words what each place costs. Places after which no more must-rules are broken, and no more sizes are amiss, are better than others.
func (w *work) drops(p view.Page, now team.Proposal, costs []team.Cost, uneven int) []view.Drop {
	var out []view.Drop
	for _, c := range costs {
		drop := view.Drop{To: c.To, Change: c.Change, Broken: c.Unmet - len(now.Unmet), Uneven: c.Uneven - uneven}
		if c.With >= 0 {
			drop.With = w.memberLine(w.season.Members[c.With])
		}
		for _, r := range mostChanged(c.Rules) {
			drop.Why = append(drop.Why, view.Change{Sentence: p.T("rulekind_" + survey.Key(now.Rules[r].Rule.Kind)), Before: now.Rules[r].Score, After: now.Rules[r].Score + c.Rules[r]})
		}
		out = append(out, drop)
	}
	return out
}

// mostChanged are up to two rules of which the score changes most.
func mostChanged(changes []float64) (rules []int) {
	for r, x := range changes {
		if math.Abs(x) > 5e-5 {
			rules = append(rules, r)
		}
	}
	slices.SortStableFunc(rules, func(a, b int) int { return cmp.Compare(math.Abs(changes[b]), math.Abs(changes[a])) })
	return rules[:min(2, len(rules))]
}

func (s *server) move(c echo.Context, w work) error {
	st, err := readStep(c, w.saved.Lineup, w.all)
	if err == nil && st.to < 0 {
		err = errMove
	}
	if err == nil {
		err = s.edit(c, w, st.after(w.saved.Lineup), "move")
	}
	if err == nil {
		s.sayMoved(c, w, st.after(w.saved.Lineup))
	}
	if errors.Is(err, survey.ErrStale) { // what it would change now is shown before it is kept
		s.flash(c, "changed_meanwhile")
		typed := url.Values{"member": {c.FormValue("member")}, "target": {c.FormValue("target")}}
		return seeOther(c, proposalPath(w.saved.Season, w.saved.ID, "/move?"+typed.Encode()))
	}
	return s.back(c, w.saved.ID, err)
}

// sayMoved says once what an edit by hand did to the teams.
func (s *server) sayMoved(c echo.Context, w work, after team.Lineup) {
	if said := s.moved(c, w, w.saved.Lineup, after); said != "" {
		s.flashText(c, said)
	}
}

// moved words what differs between the teams before and after an edit; "" for nothing.
func (s *server) moved(c echo.Context, w work, before, after team.Lineup) string {
	var moved []survey.Member
	for _, m := range w.all.Members {
		if before.Team(m.ID) != after.Team(m.ID) {
			moved = append(moved, m)
		}
	}
	t := s.translator(c)
	name := func(k int) string { return w.names.Called(moved[k]) }
	at := func(k int) int { return after.Team(moved[k].ID) }
	switch {
	case len(moved) == 0:
		return ""
	case len(moved) == 2 && at(0) == before.Team(moved[1].ID) && at(1) == before.Team(moved[0].ID):
		return t("moved_swap", "Name", name(0), "With", name(1))
	case len(moved) == 1 && at(0) >= 0:
		return t("moved_to", "Name", name(0), "Team", teamName(t, at(0), after.Teams[at(0)].Name))
	case len(moved) == 1:
		return t("moved_off", "Name", name(0))
	}
	return t("moved_many", "Count", len(moved))
}
