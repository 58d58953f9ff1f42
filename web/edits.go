package web

import (
	"context"
	"net/http"
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
	t := s.translator(c)
	switch moved := s.moved(c, w, before.Lineup, e.Lineup); {
	case e.Note.Kind == team.FormedNote && len(before.Lineup.Teams) > 0 && moved == "":
		return t("edits_rounds", "Count", len(e.Lineup.Rounds()))
	case e.Note.Kind == team.FormedNote:
		return t("edits_formed", "Count", e.Lineup.Filled())
	case moved != "":
		return moved
	}
	if named := namedBy(t, before.Lineup, e.Lineup); named != "" {
		return named
	}
	return s.lockedBy(c, w, before.Lineup, e.Lineup)
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

// lockedBy words who or what was locked or freed; teams of which nothing of that differs were changed in something else.
func (s *server) lockedBy(c echo.Context, w work, before, after team.Lineup) string {
	t := s.translator(c)
	for n, g := range after.Teams {
		if n < len(before.Teams) && before.Teams[n].Locked != g.Locked {
			return t(view.Either(g.Locked, "edits_locked", "edits_freed"), "Name", teamName(t, n, g.Name))
		}
	}
	for _, m := range w.all.Members {
		was, is := slices.Contains(before.Locked, m.ID), slices.Contains(after.Locked, m.ID)
		if was != is {
			return t(view.Either(is, "edits_locked", "edits_freed"), "Name", w.names.Called(m))
		}
	}
	return t("edits_other")
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
