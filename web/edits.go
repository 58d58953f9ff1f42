package web

import (
	"cmp"
	"context"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// edits shows what was done with a proposal's teams, and by whom.
func (s *server) edits(c echo.Context, w work) error {
	all, err := s.Store.TeamEdits(ctx(c), w.saved)
	if err != nil {
		return err
	}
	p := s.page(c, "edits_title")
	l := logReader{server: s, c: c, p: p}
	d := view.EditsPage{ID: w.saved.ID, Name: w.saved.Name, Revision: w.saved.Revision}
	for i, e := range all {
		row := view.EditRow{Seq: e.Seq, At: e.At, Now: e.Seq == w.saved.Undo, Undone: e.Seq > w.saved.Undo, What: s.edited(c, w, e, append(all, team.Edit{})[i+1])}
		if e.Note.By != 0 {
			row.Who = l.email(e.Note.By)
		}
		d.Rows = append(d.Rows, row)
	}
	if l.err != nil {
		return l.err
	}
	return render(c, http.StatusOK, view.Edits(p, d))
}

// edited words what an edit did to the teams as they were before it.
func (s *server) edited(c echo.Context, w work, e, before team.Edit) string {
	switch {
	case e.Note.Kind != team.FormedNote:
		return cmp.Or(s.changed(c, w, before.Lineup, e.Lineup), s.translator(c)("edits_other"))
	case len(before.Lineup.Teams) == 0:
		return s.translator(c)("edits_formed", "Count", e.Lineup.Filled())
	}
	return s.formedAnew(c, w, before.Lineup, e.Lineup)
}

// formedAnew words who is in another team since teams were formed anew. Which team is which is told by who is in it, and beside what is locked, which holds
// its team where it is, by its number.
func (s *server) formedAnew(c echo.Context, w work, before, after team.Lineup) string {
	t, change := s.translator(c), after.ChangedFrom(before)
	goes, locked := isIn(change.Moved, change.Joined, change.Left), len(w.lockedIn(t, before, after)) > 0
	var names []string
	was, is := before.Finder(), after.Finder()
	for _, m := range w.all.Members {
		if locked && was(m.ID) != is(m.ID) || !locked && goes(m.ID) {
			names = append(names, w.names.Called(m))
		}
	}
	if len(names) == 0 {
		return t("edits_rounds", "Count", len(after.Rounds()))
	}
	named, rest := view.Named(names)
	return t("edits_anew", "Names", named, "Rest", rest)
}

// lastFormed words who is in another team, where the last that was done with teams is that they were formed anew.
func (s *server) lastFormed(c echo.Context, w work) (string, error) {
	if w.saved.Undo == 0 || !w.formedLast() {
		return "", nil
	}
	all, err := s.Store.TeamEdits(ctx(c), w.saved)
	at := slices.IndexFunc(all, func(e team.Edit) bool { return e.Seq == w.saved.Undo-1 })
	if err != nil || at < 0 {
		return "", err
	}
	return s.formedAnew(c, w, all[at].Lineup, w.saved.Lineup), nil
}

// namedBy words which teams got other names, "" for none.
func namedBy(t view.Translator, before, after team.Lineup) string {
	var was, names []string
	for n, g := range after.Teams {
		if n < len(before.Teams) && before.Teams[n].Name != g.Name {
			was, names = append(was, teamName(t, n, before.Teams[n].Name)), append(names, teamName(t, n, g.Name))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return t("edits_named", "Count", len(names), "Was", was[0], "Now", names[0], "Names", strings.Join(names, ", "))
}

// changed words what differs between teams before and after a step by hand, or back or forth among such; "" for nothing.
func (s *server) changed(c echo.Context, w work, before, after team.Lineup) string {
	t, says := s.translator(c), []string{}
	if moved := s.moved(c, w, before, after); moved != "" {
		says = append(says, moved)
	}
	if !reflect.DeepEqual(before.Later, after.Later) {
		says = append(says, t("rounds_again", "Count", len(after.Rounds())))
	}
	if named := namedBy(t, before, after); named != "" {
		says = append(says, named)
	}
	was, is := w.lockedIn(t, before, after), w.lockedIn(t, after, after)
	if names := onlyIn(is, was); len(names) > 0 {
		says = append(says, t("edits_locked", "Name", names))
	}
	if names := onlyIn(was, is); len(names) > 0 {
		says = append(says, t("edits_freed", "Name", names))
	}
	return strings.Join(says, " ")
}

// changedFor words what a step does to the teams as they are, and of published ones also who is with other people then, who see it at once.
func (s *server) changedFor(c echo.Context, w work, after team.Lineup) (string, error) {
	others, err := s.changedOthers(c, w, after)
	return strings.TrimSpace(s.changed(c, w, w.saved.Lineup, after) + " " + others), err
}

// changedOthers names who stays in a team that is published and is with other people after a step; "" for nobody.
func (s *server) changedOthers(c echo.Context, w work, after team.Lineup) (string, error) {
	published, err := s.published(ctx(c), w.saved.Season)
	if err != nil || published.Proposal != w.saved.ID {
		return "", err
	}
	change := after.ChangedFrom(w.saved.Lineup)
	others, was, is := isIn(change.Moved, change.Others), w.saved.Lineup.Finder(), after.Finder()
	var names []string
	for _, m := range w.all.Members {
		if others(m.ID) && was(m.ID) == is(m.ID) {
			names = append(names, w.names.Called(m))
		}
	}
	if len(names) == 0 {
		return "", nil
	}
	named, rest := view.Named(names)
	return s.translator(c)("changed_others", "Names", named, "Rest", rest), nil
}

// isIn tells who is in one of the lists.
func isIn(lists ...[]survey.MemberID) func(survey.MemberID) bool {
	all := map[survey.MemberID]bool{}
	for _, ids := range lists {
		for _, id := range ids {
			all[id] = true
		}
	}
	return func(id survey.MemberID) bool { return all[id] }
}

// lockedIn names the teams, as they are called in another lineup, and the members that are locked.
func (w *work) lockedIn(t view.Translator, l, called team.Lineup) (names []string) {
	for n, g := range l.Teams {
		if n < len(called.Teams) {
			g.Name = called.Teams[n].Name
		}
		if g.Locked {
			names = append(names, teamName(t, n, g.Name))
		}
	}
	locked := isIn(l.Locked)
	for _, m := range w.all.Members {
		if locked(m.ID) {
			names = append(names, w.names.Called(m))
		}
	}
	return names
}

// onlyIn is what is in a list and not in another.
func onlyIn(all, not []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(name string) bool { return slices.Contains(not, name) })
}

// returnTo brings back the teams as they were after one of the edits.
func (s *server) returnTo(c echo.Context, w work) error {
	seq, err := strconv.Atoi(c.FormValue("seq"))
	if err != nil {
		return survey.ErrNotFound
	}
	step := func(ctx context.Context, id team.ProposalID, beside string, revision int, now time.Time) (team.ProposalID, error) {
		return s.Store.Return(ctx, id, beside, revision, seq, now)
	}
	return s.stepBeside(c, w, step, "returned_said")
}
