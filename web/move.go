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

// A step is members on the way to another team, or one to trade places with somebody there.
type step struct {
	members []survey.MemberID
	to      int             // -1 before a team is chosen
	with    survey.MemberID // 0 for a move
}

var errMove = &survey.InvalidError{Field: "target", Reason: "move_unknown"}

// readStep reads each "member", and the "target": a team's number, or number-member to trade places.
func readStep(c echo.Context, l team.Lineup, season team.Season) (step, error) {
	target, st := c.FormValue("target"), step{to: -1}
	for _, typed := range c.Request().Form["member"] {
		n, err := strconv.ParseInt(typed, 10, 64)
		id := survey.MemberID(n)
		if _, ok := season.Row(id); err != nil || !ok {
			return st, survey.ErrNotFound
		}
		if !slices.Contains(st.members, id) {
			st.members = append(st.members, id)
		}
	}
	if len(st.members) == 0 {
		return st, survey.ErrNotFound
	}
	if target == "" {
		return st, nil
	}
	to, with, swap := strings.Cut(target, "-")
	var err error
	if st.to, err = strconv.Atoi(to); err != nil || st.to < 0 || st.to >= len(l.Teams) || len(st.moving(l)) == 0 {
		return st, errMove
	}
	if swap {
		n, err := strconv.ParseInt(with, 10, 64)
		if st.with = survey.MemberID(n); err != nil || len(st.members) > 1 || !slices.Contains(l.Teams[st.to].Members, st.with) || l.Team(st.members[0]) < 0 {
			return st, errMove
		}
	}
	return st, nil
}

// moving are those who are not there yet.
func (st step) moving(l team.Lineup) []survey.MemberID {
	return slices.DeleteFunc(slices.Clone(st.members), func(id survey.MemberID) bool { return l.Team(id) == st.to })
}

// after returns the lineup with the step taken. Those who move join at the end, or in each other's place.
func (st step) after(l team.Lineup) team.Lineup {
	out, moving := team.Lineup{Locked: l.Locked, Later: l.Later}, st.moving(l)
	for t, g := range l.Teams {
		g.Members = slices.Clone(g.Members)
		for i, id := range g.Members {
			if st.with != 0 && id == moving[0] {
				g.Members[i] = st.with
			} else if st.with != 0 && id == st.with {
				g.Members[i] = moving[0]
			}
		}
		if st.with == 0 {
			g.Members = slices.DeleteFunc(g.Members, func(id survey.MemberID) bool { return slices.Contains(moving, id) })
			if t == st.to {
				g.Members = append(g.Members, moving...)
			}
		}
		out.Teams = append(out.Teams, g)
	}
	return out
}

// moveForm shows where members can go and what each place would cost, and all that the chosen one would change, before it is kept. The board's script asks
// for the places alone.
func (s *server) moveForm(c echo.Context, w work) error {
	st, err := readStep(c, w.saved.Lineup, w.all)
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
	d, draft, err := s.movePage(c, &p, &w, st)
	if err != nil {
		return err
	}
	if places := c.QueryParam("places"); places != "" {
		if d.Several = places == "several"; d.Several {
			d.Drops = slices.DeleteFunc(d.Drops, func(x view.Drop) bool { return x.With.ID != 0 })
		}
		return render(c, status, view.Places(p, d))
	}
	if st.to < 0 {
		return render(c, status, view.Move(p, d))
	}
	now := scoredAs(w.input().Rules, draft.Score())
	then, err := draft.Try(w.season.Division(st.after(w.saved.Lineup)))
	if err != nil {
		return err
	}
	then = scoredAs(w.input().Rules, then)
	d.Now, d.Then = now.Objective, then.Objective
	d.Before, d.After = w.ruleRows(p, now), w.ruleRows(p, then)
	return render(c, status, view.Move(p, d))
}

// movePage says who is on the way, and what each place would cost.
func (s *server) movePage(c echo.Context, p *view.Page, w *work, st step) (d view.MovePage, draft *team.Draft, err error) {
	l := w.saved.Lineup
	if slices.ContainsFunc(st.members, func(id survey.MemberID) bool { return l.Team(id) < 0 }) { // who was left out is a row of the teams before too, so that both are scored alike
		w.season = w.all.Dividing(w.request, step{members: st.members, to: max(st.to, 0)}.after(l))
	}
	d = view.MovePage{From: l.Team(st.members[0]), To: st.to, With: st.with}
	var rows []int
	for _, id := range st.members {
		row, _ := w.season.Row(id)
		rows = append(rows, row)
		d.Members = append(d.Members, w.memberLine(w.season.Members[row]))
	}
	if d.Proposal, err = s.boardOf(c, *p, w, d.From, d.To); err != nil {
		return d, nil, err
	}
	if draft, err = w.openShown(p); err != nil {
		return d, nil, err
	}
	if d.Held = w.stuck(p.T, st.members); d.Held == "" {
		now := scoredAs(w.input().Rules, draft.Score())
		d.Drops = w.free(w.drops(*p, now, draft.CostsIn(d.Proposal.Window.Teams, rows...), draft.Uneven()))
	}
	return d, draft, nil
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

// proposalHead says of a proposal what a page on steps needs to name it and to take one.
func (s *server) proposalHead(c echo.Context, w *work) (view.ProposalPage, error) {
	published, err := s.published(ctx(c), w.saved.Season)
	return view.ProposalPage{ID: w.saved.ID, Name: w.saved.Name, Revision: w.saved.Revision, Published: published.Proposal == w.saved.ID}, err
}

// boardOf is who is in which team of the part that is shown, and in some others, without what is said of the teams.
func (s *server) boardOf(c echo.Context, p view.Page, w *work, others ...int) (view.ProposalPage, error) {
	d, err := s.proposalHead(c, w)
	d.Unplaced = w.memberLines(w.season.Unplaced(w.saved.Lineup))
	d.Window = w.window(c, p, onBoard)
	for t, saved := range w.saved.Lineup.Teams {
		d.Teams = append(d.Teams, view.TeamCard{Number: t, Name: teamName(p.T, t, saved.Name), Locked: saved.Locked})
	}
	division := w.division()
	for _, t := range slices.Compact(slices.Sorted(slices.Values(append(others, d.Window.Teams...)))) {
		if t < 0 {
			continue
		}
		for _, i := range division[t] {
			d.Teams[t].Members = append(d.Teams[t].Members, w.memberLine(w.season.Members[i]))
		}
	}
	return d, err
}

// drops words what each place costs. Places after which no more must-rules are broken, and no more sizes are amiss, are better than others.
func (w *work) drops(p view.Page, now team.Proposal, costs []team.Cost, uneven int) []view.Drop {
	var out []view.Drop
	for _, c := range costs {
		drop := view.Drop{To: c.To, Now: now.Objective, Then: c.Objective, Broken: c.Unmet - len(now.Unmet), Uneven: c.Uneven - uneven}
		if c.With >= 0 {
			drop.With = w.memberLine(w.season.Members[c.With])
		}
		for _, r := range mostChanged(now, c) {
			drop.Why = append(drop.Why, view.Change{Sentence: w.named(p, now.Rules, r), Before: now.Rules[r].Score, After: c.Scores[r]})
		}
		out = append(out, drop)
	}
	return out
}

// named is what a rule is called in short: by its kind, or by its sentence where others are of that kind.
func (w *work) named(p view.Page, rules []team.Result, r int) string {
	for k, other := range rules {
		if k != r && other.Rule.Kind == rules[r].Rule.Kind {
			return w.names.Sentence(p, rules[r].Rule)
		}
	}
	return p.T("rulekind_" + survey.Key(rules[r].Rule.Kind))
}

// mostChanged are up to two rules of which the score changes most.
func mostChanged(now team.Proposal, c team.Cost) (rules []int) {
	change := func(r int) float64 { return math.Abs(c.Scores[r] - now.Rules[r].Score) }
	for r := range c.Scores {
		if change(r) > 5e-5 {
			rules = append(rules, r)
		}
	}
	slices.SortStableFunc(rules, func(a, b int) int { return cmp.Compare(change(b), change(a)) })
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
	if errors.Is(err, survey.ErrStale) { // what it would change now is shown before it is kept
		s.flash(c, "changed_meanwhile")
		typed := url.Values{"member": c.Request().Form["member"], "target": {c.FormValue("target")}}
		return seeOther(c, proposalPath(w.saved.Season, w.saved.ID, "/move?"+typed.Encode()))
	}
	return s.back(c, w.saved.ID, err)
}

// moved words what differs between the teams before and after an edit; "" for nothing.
func (s *server) moved(c echo.Context, w work, before, after team.Lineup) string {
	var moved []survey.Member
	was, is := before.Finder(), after.Finder()
	for _, m := range w.all.Members {
		if was(m.ID) != is(m.ID) {
			moved = append(moved, m)
		}
	}
	t := s.translator(c)
	name := func(k int) string { return w.names.Called(moved[k]) }
	at := func(k int) int { return is(moved[k].ID) }
	switch {
	case len(moved) == 0:
		return ""
	case len(moved) == 2 && at(0) == was(moved[1].ID) && at(1) == was(moved[0].ID):
		return t("moved_swap", "Name", name(0), "With", name(1))
	case len(moved) == 1 && at(0) >= 0:
		return t("moved_to", "Name", name(0), "Team", teamName(t, at(0), after.Teams[at(0)].Name))
	case len(moved) == 1:
		return t("moved_off", "Name", name(0))
	}
	var names []string
	for k := range moved {
		names = append(names, name(k))
	}
	named, rest := view.Named(names)
	if at(0) >= 0 && !slices.ContainsFunc(moved, func(m survey.Member) bool { return is(m.ID) != at(0) }) {
		return t("moved_together", "Names", named, "Rest", rest, "Team", teamName(t, at(0), after.Teams[at(0)].Name))
	}
	return t("moved_many", "Names", named, "Rest", rest)
}
