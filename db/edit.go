package db

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"dure/clustering/team"
	"dure/db/query"
	"dure/survey"
)

// Edit keeps the teams as an organizer changed them, with a note, JSON, of what that was. Members who dropped out keep
// their place. If revision is not the proposal's, the error is [survey.ErrStale].
func (d *DB) Edit(ctx context.Context, id team.ProposalID, revision int, l team.Lineup, note json.RawMessage, now time.Time) error {
	return d.change(ctx, id, "edit proposal", func(ctx context.Context, t tx, p query.Proposal) error {
		if err := editable(p, revision); err != nil {
			return err
		}
		l, err := withDropped(ctx, t, p, l)
		if err != nil {
			return err
		}
		seq, err := pushEdit(ctx, t, p, l, note, now)
		if err != nil {
			return err
		}
		return setEdit(ctx, t, p, seq, now)
	})
}

func editable(p query.Proposal, revision int) error {
	if err := settled(p); err != nil {
		return err
	}
	if int(p.Revision) != revision {
		return survey.ErrStale
	}
	return nil
}

// withDropped puts those back who are in the stored teams but were not shown, so that they can be restored.
func withDropped(ctx context.Context, t tx, p query.Proposal, l team.Lineup) (team.Lineup, error) {
	if p.Edit < 0 {
		return l, nil
	}
	e, err := t.Edit(ctx, query.EditParams{ProposalID: p.ID, Seq: p.Edit})
	if err != nil {
		return l, err
	}
	var old team.Lineup
	if err := decode(e.Lineup, &old); err != nil {
		return l, err
	}
	active, err := activeMembers(ctx, t.Queries, p.SeasonID)
	hidden := old.Only(func(id survey.MemberID) bool { return !active[id] })
	addTo(l.Teams, hidden.Teams)
	for r, round := range hidden.Later {
		if r < len(l.Later) {
			addTo(l.Later[r], round)
		}
	}
	return l, err
}

// addTo puts the hidden members of teams back at their end.
func addTo(teams, hidden []team.SavedTeam) {
	for i, h := range hidden {
		if i < len(teams) {
			m := teams[i].Members
			teams[i].Members = append(m[:len(m):len(m)], h.Members...)
		}
	}
}

// Undo takes the last edit of a proposal back, if there is one, and returns the proposal that is so. If published teams were formed by it they stay, and
// what they were before stands in a new proposal beside them, of that name. revision is as in Edit.
func (d *DB) Undo(ctx context.Context, id team.ProposalID, beside string, revision int, now time.Time) (team.ProposalID, error) {
	return d.step(ctx, id, beside, revision, -1, now)
}

// Redo does again what was undone last, if anything was, as Undo does.
func (d *DB) Redo(ctx context.Context, id team.ProposalID, beside string, revision int, now time.Time) (team.ProposalID, error) {
	return d.step(ctx, id, beside, revision, 1, now)
}

func (d *DB) step(ctx context.Context, id team.ProposalID, beside string, revision int, by int64, now time.Time) (team.ProposalID, error) {
	err := d.change(ctx, id, "undo or redo in proposal", func(ctx context.Context, t tx, p query.Proposal) error {
		if err := editable(p, revision); err != nil {
			return err
		}
		last, err := t.LastEdit(ctx, p.ID)
		if err != nil || p.Edit+by < 0 || p.Edit+by > last {
			return err
		}
		formed, err := t.formedBy(ctx, p, max(p.Edit, p.Edit+by))
		if err != nil {
			return err
		}
		public, err := t.isPublished(ctx, p)
		if err != nil || !formed || !public {
			return errors.Join(err, setEdit(ctx, t, p, p.Edit+by, now))
		}
		p.Edit += by
		if p, err = t.copyProposal(ctx, p, beside, now); err != nil {
			return err
		}
		id = team.ProposalID(p.ID)
		return errors.Join(t.logTeams(ctx, p, survey.EditedTeams), t.made(ctx, p.ID))
	})
	return id, err
}

// formedBy reports whether an edit is teams that were formed.
func (t tx) formedBy(ctx context.Context, p query.Proposal, seq int64) (bool, error) {
	e, err := t.Edit(ctx, query.EditParams{ProposalID: p.ID, Seq: seq})
	return e.Note == formedNote, err
}

// formedNote is what is noted of an edit by which teams were formed.
const formedNote = `{"kind":"formed"}`

func setEdit(ctx context.Context, t tx, p query.Proposal, edit int64, now time.Time) error {
	if err := t.SetEdit(ctx, query.SetEditParams{ID: p.ID, Edit: edit, Updated: millis(now)}); err != nil {
		return err
	}
	return errors.Join(t.logTeams(ctx, p, survey.EditedTeams), t.made(ctx, p.ID))
}

// pushEdit puts an edit after the current one, in place of what could be redone, and returns its number.
func pushEdit(ctx context.Context, t tx, p query.Proposal, l team.Lineup, note json.RawMessage, now time.Time) (int64, error) {
	lineup, err := encode(l)
	if err != nil {
		return 0, err
	}
	seq := p.Edit + 1
	if err := t.DeleteEditsFrom(ctx, query.DeleteEditsFromParams{ProposalID: p.ID, Seq: seq}); err != nil {
		return 0, err
	}
	return seq, t.InsertEdit(ctx, query.InsertEditParams{
		ProposalID: p.ID, Seq: seq, Lineup: lineup, Note: string(note), Created: millis(now),
	})
}
