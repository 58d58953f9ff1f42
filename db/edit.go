package db

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
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
	l.Teams, l.Later = slices.Clone(l.Teams), slices.Clone(l.Later) // the caller's stay as they are
	addTo(l.Teams, hidden.Teams)
	for r, round := range hidden.Later {
		if r < len(l.Later) {
			l.Later[r] = slices.Clone(l.Later[r])
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

// Return brings back the teams as they were after one of the edits, by its number, as Undo and Redo do step by step. A number that there is not is
// [survey.ErrNotFound].
func (d *DB) Return(ctx context.Context, id team.ProposalID, beside string, revision, seq int, now time.Time) (team.ProposalID, error) {
	p, err := d.Proposal(ctx, id)
	if err != nil {
		return id, err
	}
	if seq < 0 || seq > p.Undo+p.Redo {
		return id, survey.ErrNotFound
	}
	return d.step(ctx, id, beside, revision, int64(seq-p.Undo), now)
}

func (d *DB) step(ctx context.Context, id team.ProposalID, beside string, revision int, by int64, now time.Time) (team.ProposalID, error) {
	at := id
	err := d.change(ctx, id, "undo or redo in proposal", func(ctx context.Context, t tx, p query.Proposal) error {
		if err := editable(p, revision); err != nil {
			return err
		}
		last, err := t.LastEdit(ctx, p.ID)
		if err != nil || p.Edit+by < 0 || p.Edit+by > last {
			return err
		}
		formed, err := t.formedSince(ctx, p, min(p.Edit, p.Edit+by), max(p.Edit, p.Edit+by))
		if err != nil {
			return err
		}
		public, err := t.isPublished(ctx, p)
		if at = id; err != nil || !formed || !public {
			return errors.Join(err, setEdit(ctx, t, p, p.Edit+by, now))
		}
		p.Edit += by
		if p, err = t.copyProposal(ctx, p, beside, now); err != nil {
			return err
		}
		at = team.ProposalID(p.ID)
		return errors.Join(t.logTeams(ctx, p, survey.EditedTeams), t.made(ctx, p.ID))
	})
	return at, err
}

// formedSince reports whether one of the edits after a number, up to another, is teams that were formed.
func (t tx) formedSince(ctx context.Context, p query.Proposal, after, upTo int64) (bool, error) {
	for seq := after + 1; seq <= upTo; seq++ {
		e, err := t.Edit(ctx, query.EditParams{ProposalID: p.ID, Seq: seq})
		if err != nil {
			return false, err
		}
		var n team.Note
		if err := decode(e.Note, &n); err != nil || n.Kind == team.FormedNote {
			return true, err
		}
	}
	return false, nil
}

// Formed returns how the teams were when they were last formed, before what was done with them since.
func (d *DB) Formed(ctx context.Context, p team.Saved) (l team.Lineup, err error) {
	err = d.view(ctx, func(q *query.Queries) error {
		notes, err := q.EditNotes(ctx, query.EditNotesParams{ProposalID: int64(p.ID), Seq: int64(p.Undo)})
		if err != nil {
			return err
		}
		for _, row := range notes {
			var n team.Note
			if err := decode(row.Note, &n); err != nil {
				return err
			}
			if n.Kind == team.FormedNote {
				e, err := q.Edit(ctx, query.EditParams{ProposalID: int64(p.ID), Seq: row.Seq})
				return errors.Join(err, decode(e.Lineup, &l))
			}
		}
		return nil
	})
	return l, wrap(err, "how proposal %d was formed", p.ID)
}

// mostEdits is how many of its edits are told of a proposal.
const mostEdits = 200

// TeamEdits are how a proposal's teams were after its last edits, the newest first, those that can be done again among them.
func (d *DB) TeamEdits(ctx context.Context, p team.Saved) (all []team.Edit, err error) {
	err = d.view(ctx, func(q *query.Queries) error {
		active, err := activeMembers(ctx, q, int64(p.Season))
		if err != nil {
			return err
		}
		rows, err := q.Edits(ctx, query.EditsParams{ProposalID: int64(p.ID), Limit: mostEdits})
		if err != nil {
			return err
		}
		all, err = decodeEach(rows, func(r query.ProposalEdit) (e team.Edit, err error) {
			e.Seq, e.At = int(r.Seq), fromMillis(r.Created)
			err = errors.Join(decode(r.Note, &e.Note), decode(r.Lineup, &e.Lineup))
			e.Lineup = e.Lineup.Only(func(id survey.MemberID) bool { return active[id] })
			return e, err
		})
		return err
	})
	return all, wrap(err, "edits of proposal %d", p.ID)
}

func setEdit(ctx context.Context, t tx, p query.Proposal, edit int64, now time.Time) error {
	t.tell(survey.ProposalTopic, p.ID)
	if err := t.SetEdit(ctx, query.SetEditParams{ID: p.ID, Edit: edit, Updated: millis(now)}); err != nil {
		return err
	}
	public, err := t.isPublished(ctx, p)
	if err == nil && public {
		err = t.reseat(ctx, p.SeasonID)
	}
	return errors.Join(err, t.logTeams(ctx, p, survey.EditedTeams), t.made(ctx, p.ID))
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
