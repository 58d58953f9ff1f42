package web

import (
	"errors"
	"fmt"
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

// mostDrawn is of how many members a picture of who meets whom can still be read.
const mostDrawn = 100

// roundsPage shows who meets whom in which round.
func (s *server) roundsPage(c echo.Context, w work) error {
	if len(w.saved.Lineup.Teams) == 0 || !w.saved.State.Ended() {
		return seeOther(c, proposalPath(w.saved.Season, w.saved.ID, ""))
	}
	n := len(w.saved.Lineup.Rounds())
	form := view.RoundsForm{From: strconv.Itoa(n + 1), Rounds: strconv.Itoa(n + 1)}
	if c.QueryParam("from") != "" { // what was typed before somebody was searched for
		form = typedRounds(c)
	}
	return s.showRounds(c, http.StatusOK, s.page(c, "rounds_title"), w, form)
}

func (s *server) showRounds(c echo.Context, status int, p view.Page, w work, form view.RoundsForm) error {
	published, err := s.published(ctx(c), w.saved.Season)
	if err != nil {
		return err
	}
	d := view.RoundsPage{
		ID: w.saved.ID, Name: w.saved.Name, FormMark: w.saved.FormMark(published.Proposal), Form: form,
		Rounds: rounds(p.T, w.saved.Lineup, w.names.ByID), Window: w.window(c, p, inLists),
	}
	cutRounds(c, d.Rounds, w.saved.Lineup, w.all.Members, inLists)
	people, rest := w.mayMiss(d.Window, form)
	d.People, d.Rest = w.memberLines(people), rest
	w.addMeetings(p, &d)
	return render(c, status, view.Rounds(p, d))
}

// mayMiss are the members of whom the page asks whether they miss a round: in a large season those of whom it was said, and of those found as many as a list
// has room for, beside how many more there are.
func (w *work) mayMiss(shown view.Window, form view.RoundsForm) (all []survey.Member, rest int) {
	missing := map[string]bool{}
	for _, code := range form.Missing {
		missing[code] = true
	}
	return roomFor(w.all.Members, shown.Whole, func(m survey.Member) bool { return missing[m.ID.Code()] }, fitting(shown.Query))
}

// addMeetings says, and draws where it can be seen, how often each two members meet. Members stand by the teams of the first round.
func (w *work) addMeetings(p view.Page, d *view.RoundsPage) {
	met, order := w.saved.Lineup.Meetings(), w.inRounds()
	others, repeats := map[survey.MemberID]int{}, 0
	for pair, in := range met {
		others[pair[0]]++
		others[pair[1]]++
		repeats += len(in) - 1
	}
	least, most := len(order), 0
	for _, m := range order {
		least, most = min(least, others[m.ID]), max(most, others[m.ID])
	}
	d.Met = p.T("met_says", "Count", len(w.saved.Lineup.Rounds()), "Least", least, "Most", most, "Others", max(0, len(order)-1), "Repeats", p.T("rounds_repeats", "Count", repeats))
	if len(order) <= mostDrawn {
		d.Matrix = w.meetings(p, order, met, repeats)
		d.Matrix.Desc = d.Met
	}
}

// meetings draws who meets whom in which rounds.
func (w *work) meetings(p view.Page, order []survey.Member, met map[[2]survey.MemberID][]int, repeats int) *view.Matrix {
	m := &view.Matrix{Frame: view.ChartFrame{
		ID: "met", Title: p.T("met_heading"), Table: p.T("model_as_table"), Head: []string{p.T("col_member"), p.T("met_others"), p.T("met_again")},
	}, Keys: []view.ChartKey{{Tone: view.MetOnce, Text: p.T("met_once")}}}
	for i, a := range order {
		others, again := 0, []string{}
		for j, b := range order {
			in := met[[2]survey.MemberID{min(a.ID, b.ID), max(a.ID, b.ID)}]
			if len(in) == 0 {
				continue
			}
			others++
			cell := view.Pairing{Row: i, Column: j, Tone: view.MetOnce, Text: p.T("met_in", "A", w.names.Called(a), "B", w.names.Called(b), "Rounds", numbered(in))}
			if len(in) > 1 {
				cell.Tone = view.MetAgain
				again = append(again, p.T("met_with", "Name", w.names.Called(b), "Rounds", numbered(in)))
			}
			m.Cells = append(m.Cells, cell)
		}
		m.Names = append(m.Names, w.names.Called(a))
		m.Rows = append(m.Rows, []string{w.names.Called(a), strconv.Itoa(others), strings.Join(again, ", ")})
	}
	if repeats > 0 {
		m.Keys = append(m.Keys, view.ChartKey{Tone: view.MetAgain, Text: p.T("met_more")})
	}
	return m
}

// inRounds are the members who are in a team of any round, by that of the first.
func (w *work) inRounds() []survey.Member {
	l := w.saved.Lineup
	everybody := team.Lineup{Teams: slices.Concat(l.Rounds()...)}.Finder()
	all := slices.DeleteFunc(slices.Clone(w.all.Members), func(m survey.Member) bool { return everybody(m.ID) < 0 })
	first, last := l.Finder(), len(l.Teams) // who joined later stands at the end
	place := func(m survey.Member) int { return (first(m.ID) + last + 1) % (last + 1) }
	slices.SortStableFunc(all, func(a, b survey.Member) int { return place(a) - place(b) })
	return all
}

func numbered(rounds []int) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(rounds), " ", ", "), "[]")
}

func typedRounds(c echo.Context) view.RoundsForm {
	form := view.RoundsForm{From: c.FormValue("from"), Rounds: strings.TrimSpace(c.FormValue("rounds"))}
	if params, err := c.FormParams(); err == nil {
		form.Missing = params["missing"]
	}
	return form
}

// formRounds forms the rounds to come anew, beside those that have been.
func (s *server) formRounds(c echo.Context, w work) error {
	form := typedRounds(c)
	if q := survey.Clean(c.FormValue("q")); c.FormValue("go") == "" && q != survey.Clean(c.FormValue("found")) { // the key Enter where a name is typed
		typed := url.Values{"from": {form.From}, "rounds": {form.Rounds}, "missing": form.Missing, "q": {q}}
		return seeOther(c, proposalPath(w.saved.Season, w.saved.ID, "/rounds?"+typed.Encode()+"#missing"))
	}
	err := w.askRounds(form)
	if err == nil {
		err = s.tryRounds(c, w)
	}
	if bad, ok := errors.AsType[*survey.InvalidError](err); ok {
		p := s.page(c, "rounds_title")
		p.Errors = append(p.Errors, view.FieldError{Field: bad.Field, Message: s.wordWith(c, w.names, bad)})
		return s.showRounds(c, http.StatusUnprocessableEntity, p, w, form)
	}
	if err != nil {
		return err
	}
	w.request.Seed++
	id, err := s.queueAgain(c, w, nil)
	return s.backTo(c, w.saved, id, err)
}

// askRounds puts what was typed into the request.
func (w *work) askRounds(form view.RoundsForm) error {
	read, been := reader{}, len(w.saved.Lineup.Rounds())
	from, rounds := read.whole("from", form.From), read.whole("rounds", form.Rounds)
	switch {
	case read.err != nil:
		return read.err
	case from == nil || *from < 2 || *from > been+1:
		return &survey.InvalidError{Field: "from", Reason: "later_from_gone"}
	case rounds != nil && *rounds < *from:
		return &survey.InvalidError{Field: "rounds", Reason: "rounds_fewer", Args: map[string]any{"From": *from}}
	}
	w.request.From, w.request.Rounds = *from, max(*from, been)
	if rounds != nil {
		w.request.Rounds = *rounds
	}
	if w.request.Rounds > maxRounds {
		return &survey.InvalidError{Field: "rounds", Reason: "rounds_range"}
	}
	for _, m := range w.all.Members {
		if form.Misses(m.ID) {
			w.request.Missing = append(w.request.Missing, m.ID)
		}
	}
	return nil
}

// tryRounds finds out, without searching, whether the next round can be formed of those who are there.
func (s *server) tryRounds(c echo.Context, w work) error {
	season := w.all.Forming(w.request, w.saved.Lineup).Without(w.request.Missing)
	if len(season.Members) < 2 {
		return &survey.InvalidError{Field: "missing", Reason: "teams_few_members"}
	}
	_, err := team.Propose(ctx(c), season.Later(w.request, team.Lineup{}), team.Options{Moves: 1, Workers: 1, Plain: true}, nil)
	return err
}
