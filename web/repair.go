package web

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// Limits of what the repair page offers.
const (
	defaultBudget = 3 // members who may move
	maxBudget     = 9
	maxSwaps      = 6
	maxSizes      = 12 // teams up to which the sizes of all are told, and not only of those that change
)

// typedBudget reads how many members may move, three where nothing is typed. With an error it is three too.
func typedBudget(c echo.Context) (int, error) {
	typed := strings.TrimSpace(c.FormValue("budget"))
	if typed == "" {
		return defaultBudget, nil
	}
	n, ok := survey.ParseWhole(typed)
	if !ok || n < 0 || n > maxBudget {
		return defaultBudget, &survey.InvalidError{Field: "budget", Reason: "number_range", Args: map[string]any{"Min": "0", "Max": maxBudget}}
	}
	return n, nil
}

func (s *server) repairForm(c echo.Context, w work) (err error) {
	p := s.page(c, "repair_title")
	budget, wrong := typedBudget(c)
	d := view.RepairPage{Budget: strconv.Itoa(budget)}
	if wrong != nil {
		d.Budget = c.FormValue("budget")
	}
	if d.Proposal, err = s.proposalHead(c, &w); err != nil {
		return err
	}
	draft, err := w.openShown(&p)
	if err != nil {
		return s.back(c, w.saved.ID, err)
	}
	now := draft.Score()
	d.Uneven = w.uneven(p, draft)
	if n, of := draft.Considered(); n < of {
		d.Considered = p.T("repair_considered", "Teams", n, "Of", of)
	}
	for _, sg := range draft.Suggest(maxSwaps) {
		d.Swaps = append(d.Swaps, w.swap(p, sg))
	}
	if wrong == nil {
		repairs := draft.Mend(budget)
		for k, r := range repairs {
			d.Repairs = append(d.Repairs, w.repairOption(p, k, now, r))
		}
		d.Stays = w.stays(p, draft, repairs, budget)
		if len(repairs) == 0 {
			d.None = p.T("repair_none", "Count", budget)
		}
	}
	return show(s, c, p, wrong, view.Repair, d)
}

// repairOption words one repair: who moves, and what that changes.
func (w work) repairOption(p view.Page, option int, now team.Proposal, r team.Repair) view.RepairOption {
	return view.RepairOption{
		Option: option, Moved: len(r.Moved), Moves: w.moves(p, now, r.Proposal), Sizes: w.sizes(p, sizesOf(r.Proposal.Divisions())), Unmet: len(r.Proposal.Unmet),
		Now: now.Objective, Then: r.Proposal.Objective,
		Changes: view.ChangesOf(w.ruleRows(p, now), w.ruleRows(p, r.Proposal)),
	}
}

// uneven says that sizes are not as they should be, "" if they are.
func (w work) uneven(p view.Page, draft *team.Draft) string {
	key := survey.Key("repair_uneven")
	if z := w.request.Sizes; z.Min > 0 || z.Max > 0 || len(z.List) > 0 {
		key = "repair_outside"
	}
	if draft.Uneven() == 0 {
		return ""
	}
	return p.T(key, "Sizes", inLine(sizesOf(w.division())))
}

// stays says what is amiss even after the best repair: uneven sizes, and members without a team.
func (w work) stays(p view.Page, draft *team.Draft, repairs []team.Repair, budget int) (lines []string) {
	uneven, teams := draft.Uneven(), draft.Score()
	if n := len(repairs); n > 0 {
		uneven, teams = repairs[n-1].Uneven, repairs[n-1].Proposal
	}
	if uneven > 0 {
		lines = append(lines, p.T("repair_stays_uneven", "Count", budget))
	}
	var without []string
	for i, t := range teams.Assignment(len(w.season.Members)) {
		if t < 0 {
			without = append(without, w.names.Called(w.season.Members[i]))
		}
	}
	if len(without) > 0 {
		lines = append(lines, p.T("repair_stays_without", "Names", strings.Join(without, ", ")))
	}
	return lines
}

// sizes words the sizes of teams now and after, in order; "" where they stay.
func (w work) sizes(p view.Page, after []int) string {
	before := sizesOf(w.division())
	if slices.Equal(before, after) {
		return ""
	}
	if len(before) <= maxSizes {
		return p.T("repair_sizes", "Before", inLine(before), "After", inLine(after))
	}
	var names []string
	var was, is []int
	for t := range before {
		if before[t] != after[t] {
			names, was, is = append(names, w.teamName(p, t)), append(was, before[t]), append(is, after[t])
		}
	}
	return p.T("repair_sizes_of", "Teams", strings.Join(names, ", "), "Before", inLine(was), "After", inLine(is))
}

func sizesOf(teams [][]int) []int {
	sizes := make([]int, len(teams))
	for t, g := range teams {
		sizes[t] = len(g)
	}
	return sizes
}

func inLine(numbers []int) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(numbers), " ", ", "), "[]")
}

// moves words who goes where.
func (w work) moves(p view.Page, before, after team.Proposal) []string {
	was, is := before.Assignment(len(w.season.Members)), after.Assignment(len(w.season.Members))
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
	o := view.SwapOption{Member: m.ID, To: sg.To, Change: sg.Change, Unmet: sg.Unmet}
	if sg.With < 0 {
		from := w.saved.Lineup.Team(m.ID)
		o.Say = p.T("repair_goes", "Name", w.names.Called(m), "From", w.teamName(p, from), "Team", w.teamName(p, sg.To))
		after := sizesOf(w.division())
		after[from]--
		after[sg.To]++
		o.Sizes = w.sizes(p, after)
		return o
	}
	with := w.season.Members[sg.With]
	o.With = with.ID
	o.Say = p.T("preview_swap", "Name", w.names.Called(m), "With", w.names.Called(with))
	return o
}

// repair takes one of the offered repairs, found anew for the same teams and budget.
func (s *server) repair(c echo.Context, w work) error {
	option, err := strconv.Atoi(c.FormValue("option"))
	budget, wrong := typedBudget(c)
	if cmp.Or(err, wrong) != nil || option < 0 {
		return survey.ErrNotFound
	}
	if typedRevision(c) != w.saved.Revision { // other teams have other repairs
		return s.back(c, w.saved.ID, survey.ErrStale)
	}
	if _, _, err := w.openAnyway(); err != nil {
		return s.back(c, w.saved.ID, err)
	}
	draft, err := w.openDisclosed()
	if err != nil {
		return s.back(c, w.saved.ID, err)
	}
	repairs := draft.Mend(budget)
	if option >= len(repairs) {
		return survey.ErrNotFound
	}
	return s.back(c, w.saved.ID, s.edit(c, w, w.season.Lineup(repairs[option].Proposal.Teams, w.saved.Lineup), "repair"))
}
