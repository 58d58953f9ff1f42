package web

import (
	"context"
	"encoding/json"
	"errors"
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

// back leads to the proposal's page after a change. What a person must do first is said there.
func (s *server) back(c echo.Context, id team.ProposalID, err error) error {
	var bad *survey.InvalidError
	switch {
	case errors.Is(err, survey.ErrStale):
		s.flash(c, "changed_meanwhile")
	case errors.As(err, &bad):
		s.flashText(c, s.word(c, bad))
	case err != nil:
		return err
	}
	board := proposalPath(scopeOf(c).Season.ID, id, "")
	return seeOther(c, board+sameWindow(c, board))
}

func (s *server) stopForming(c echo.Context, p team.Saved) error {
	return s.back(c, p.ID, s.Store.RequestStop(ctx(c), p.ID))
}

func (s *server) undoEdit(c echo.Context, w work) error {
	return s.stepBeside(c, w, s.Store.Undo, "undo_said")
}

func (s *server) redoEdit(c echo.Context, w work) error {
	return s.stepBeside(c, w, s.Store.Redo, "redo_said")
}

// stepBeside takes an edit back, or does it again, and leads to the proposal that is so.
func (s *server) stepBeside(c echo.Context, w work, step func(context.Context, team.ProposalID, string, int, time.Time) (team.ProposalID, error), said survey.Key) error {
	beside, err := s.nextName(c, w.saved.Season)
	if err != nil {
		return err
	}
	id, err := step(ctx(c), w.saved.ID, beside, typedRevision(c), s.Now())
	if err == nil && id == w.saved.ID {
		after, err := s.Store.Proposal(ctx(c), id)
		if err != nil {
			return err
		}
		change, err := s.changedFor(c, w, after.Lineup)
		if err != nil {
			return err
		}
		s.flash(c, said, "Changed", change)
	}
	return s.backTo(c, w.saved, id, err)
}

// backTo is back to the proposal that came of a change of one, which is another where that is published.
func (s *server) backTo(c echo.Context, p team.Saved, id team.ProposalID, err error) error {
	if err == nil && id != p.ID {
		s.flash(c, "formed_beside", "Name", p.Name)
	}
	return s.back(c, id, err)
}

// typedRevision is the revision of the page that a form came from, -1 if it has none.
func typedRevision(c echo.Context) int {
	n, err := strconv.Atoi(c.FormValue("revision"))
	if err != nil {
		return -1
	}
	return n
}

// formAgain forms the proposal anew by the season's cards as they are now, from another seed; what is locked stays.
func (s *server) formAgain(c echo.Context, w work) error {
	d, err := s.deck(c, w.read, w.season)
	if err != nil {
		return err
	}
	w.request.Rules = d.Rules()
	w.request.Seed++
	w.request.GoOn = c.FormValue("go") == "on"
	if err := s.tryAgain(c, w); err != nil {
		return s.refuseAgain(c, w, err)
	}
	id, err := s.queueAgain(c, w, nil)
	return s.backTo(c, w.saved, id, err)
}

// queueAgain queues the forming of the proposal as its request says, with a change of the season's cards and sizes or without, unless its teams were
// changed since they were read, and returns which proposal that is: published teams change only by hand.
func (s *server) queueAgain(c echo.Context, w work, change func(*team.Deck, *string) error) (team.ProposalID, error) {
	published, err := s.published(ctx(c), w.saved.Season)
	if err != nil {
		return w.saved.ID, err
	}
	s.asRead(c, w.saved.FormMark(published.Proposal))
	w.request.By = scopeOf(c).Organizer.ID
	data, err := json.Marshal(w.request)
	if err != nil {
		return w.saved.ID, err
	}
	beside, err := s.nextName(c, w.saved.Season)
	if err != nil {
		return w.saved.ID, err
	}
	return s.Store.FormAgain(ctx(c), w.saved.ID, beside, data, change, s.Now())
}

// tryAgain finds out, without searching, whether the proposal can be formed as its request says.
func (s *server) tryAgain(c echo.Context, w work) error {
	in := w.all.Forming(w.request, w.saved.Lineup).Input(w.request, w.saved.Lineup)
	_, err := team.Propose(ctx(c), in, team.Options{Moves: 1, Workers: 1, Plain: true}, nil)
	return err
}

// refuseAgain says on the proposal's page why it cannot be formed again.
func (s *server) refuseAgain(c echo.Context, w work, err error) error {
	if bad, ok := errors.AsType[*survey.InvalidError](err); ok {
		s.flashText(c, s.wordWith(c, w.names, bad))
		return seeOther(c, proposalPath(w.saved.Season, w.saved.ID, ""))
	}
	return err
}

func (s *server) renameProposal(c echo.Context, p team.Saved) error {
	name := c.FormValue("name")
	err := s.Store.RenameProposal(ctx(c), p.ID, name, s.Now())
	if errors.Is(err, survey.ErrStale) {
		now, err := s.saved(c)
		if err != nil {
			return err
		}
		s.flash(c, "renamed_meanwhile", "Now", now.Name, "Typed", survey.Shorten(survey.Clean(name), survey.MaxName))
		return s.back(c, p.ID, nil)
	}
	return s.back(c, p.ID, err)
}

func (s *server) deleteProposalForm(c echo.Context, saved team.Saved) error {
	published, err := s.published(ctx(c), saved.Season)
	if err != nil {
		return err
	}
	p := s.page(c, "proposal_delete", "Name", saved.Name)
	path, text := proposalPath(saved.Season, saved.ID, ""), p.T("proposal_delete_text")
	plan, err := s.rosterPlan(c, saved, published)
	if err != nil {
		return err
	}
	due := time.Time{}
	if plan.Here() {
		due = plan.Due
		text += " " + p.T("plan_goes")
	}
	return render(c, http.StatusOK, view.Delete(p, view.DeletePage{
		Text: text, Label: p.T("delete"), Action: path + "/delete", Back: path, No: p.T("cancel"), Read: saved.Mark(published.Proposal, due),
	}))
}

func (s *server) deleteProposal(c echo.Context, p team.Saved) error {
	if err := s.Store.DeleteProposal(ctx(c), p.ID); err != nil {
		return s.back(c, p.ID, err)
	}
	return seeOther(c, seasonPath(p.Season, "/teams"))
}

func (s *server) unpublish(c echo.Context, p team.Saved) error {
	published, err := s.published(ctx(c), p.Season)
	if err == nil && published.Proposal != 0 && published.Proposal != p.ID { // another is by now
		err = survey.ErrStale
	}
	if err == nil && published.Proposal == p.ID {
		if err = s.Store.Unpublish(ctx(c), p.Season); err == nil {
			s.flash(c, "unpublish_done")
		}
	}
	return s.back(c, p.ID, err)
}

// edit keeps teams as they are after an edit by hand, unless it moves something that is locked, and says once what it changed.
func (s *server) edit(c echo.Context, w work, l team.Lineup, kind string) error {
	if err := w.held(s.translator(c), l); err != nil {
		return err
	}
	note, err := json.Marshal(team.Note{Kind: kind, By: scopeOf(c).Organizer.ID})
	if err != nil {
		return err
	}
	if err := s.Store.Edit(ctx(c), w.saved.ID, typedRevision(c), l, note, s.Now()); err != nil {
		return err
	}
	said, err := s.changedFor(c, w, l)
	if said != "" {
		s.flashText(c, said)
	}
	return err
}

// lock makes a member stay in their team, or a team stay as it is, or frees it.
func (s *server) lock(c echo.Context, w work) error {
	l := w.saved.Lineup
	l.Teams, l.Locked = slices.Clone(l.Teams), slices.Clone(l.Locked)
	for _, field := range []string{"lock_team", "unlock_team"} {
		if n, err := strconv.Atoi(c.FormValue(field)); err == nil && n >= 0 && n < len(l.Teams) {
			l.Teams[n].Locked = field == "lock_team"
			return s.back(c, w.saved.ID, s.edit(c, w, l, "lock"))
		}
	}
	on := c.FormValue("lock") == "yes"
	n, _ := strconv.ParseInt(c.FormValue("member"), 10, 64)
	id := survey.MemberID(n)
	i, ok := w.all.Row(id)
	if !ok {
		return survey.ErrNotFound
	}
	if on && l.Team(id) < 0 {
		return s.back(c, w.saved.ID, &survey.InvalidError{Field: "member", Reason: "held_nowhere", Args: map[string]any{"Name": w.names.Called(w.all.Members[i])}})
	}
	l.Locked = slices.DeleteFunc(l.Locked, func(m survey.MemberID) bool { return m == id })
	if on {
		l.Locked = append(l.Locked, id)
	}
	return s.back(c, w.saved.ID, s.edit(c, w, l, "lock"))
}

// dropFromTeam takes a member off who no longer takes part, unless they are locked in their team. Everybody else stays where they are.
func (s *server) dropFromTeam(c echo.Context, w work) error {
	n, _ := strconv.ParseInt(c.FormValue("member"), 10, 64)
	i, ok := w.all.Row(survey.MemberID(n))
	if !ok {
		return survey.ErrNotFound
	}
	if err := w.held(s.translator(c), leaving(w.saved.Lineup, survey.MemberID(n))); err != nil {
		return s.back(c, w.saved.ID, err)
	}
	if err := s.Store.DropMember(ctx(c), survey.MemberID(n), s.Now()); err != nil {
		return s.back(c, w.saved.ID, err)
	}
	others, err := s.changedOthers(c, w, leaving(w.saved.Lineup, survey.MemberID(n)))
	if err != nil {
		return err
	}
	s.flashText(c, strings.TrimSpace(s.translator(c)("dropped_from_team", "Name", w.names.Called(w.all.Members[i]))+" "+others))
	return seeOther(c, proposalPath(w.saved.Season, w.saved.ID, "/repair"))
}
