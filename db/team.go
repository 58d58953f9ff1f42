package db

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"time"

	"dure/clustering/team"
	"dure/db/query"
	"dure/survey"
)

// CreateProposal keeps a proposal that is to be formed as request says, JSON, and queues its forming.
func (d *DB) CreateProposal(ctx context.Context, season survey.SeasonID, name string, request json.RawMessage, now time.Time) (team.ProposalID, error) {
	return d.FormTeams(ctx, season, name, request, "", now)
}

// FormTeams is [DB.CreateProposal] with what was typed for it, JSON, with which the season's page begins from then on. While an import is half there the error
// is an [survey.InvalidError] "form_importing".
func (d *DB) FormTeams(ctx context.Context, season survey.SeasonID, name string, request json.RawMessage, typed string, now time.Time) (team.ProposalID, error) {
	name, err := checkName(name)
	if err != nil {
		return 0, err
	}
	var id int64
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		if n, err := t.CountImportRuns(ctx, int64(season)); err != nil || n > 0 {
			return cmp.Or(err, error(&survey.InvalidError{Reason: "form_importing"}))
		}
		if typed != "" {
			was, err := t.FormSettings(ctx, int64(season))
			if err != nil {
				return missing(err)
			}
			if err := asRead(ctx, survey.TypedMark(was), survey.TypedMark(typed)); err != nil {
				return err
			}
			if err := one(t.SaveFormSettings(ctx, query.SaveFormSettingsParams{ID: int64(season), Sizes: typed})); err != nil {
				return err
			}
		}
		id, err = t.InsertProposal(ctx, query.InsertProposalParams{
			SeasonID: int64(season), Name: name, State: string(survey.JobQueued), Request: string(request), Created: millis(now),
		})
		if err != nil {
			return err
		}
		if err := t.logTeams(ctx, query.Proposal{ID: id, SeasonID: int64(season)}, survey.FormedTeams); err != nil {
			return err
		}
		return errors.Join(t.made(ctx, id), d.enqueue(ctx, t, formArgs{rowArgs{id}}))
	})
	return team.ProposalID(id), wrap(err, "create proposal in season %d", season)
}

// FormAgain queues the forming of a proposal that is there, as request says. Its teams stay until the new ones come as an
// edit, which can be undone. Those that are published stay as they are: a new proposal of the name beside, which begins as they are, is formed instead.
// It returns the proposal that is formed. One that is under way is an [survey.InvalidError] "forming". With it change, unless it is nil, changes the season's cards
// and what is typed to form its teams, JSON; if it returns an error nothing is done. It must be quick, and must not ask the database for anything.
func (d *DB) FormAgain(
	ctx context.Context, id team.ProposalID, beside string, request json.RawMessage, change func(deck *team.Deck, typed *string) error, now time.Time,
) (team.ProposalID, error) {
	beside, err := checkName(beside)
	if err != nil {
		return id, err
	}
	formed := id
	err = d.change(ctx, id, "form proposal again", func(ctx context.Context, t tx, p query.Proposal) error {
		if err := settled(p); err != nil {
			return err
		}
		r, err := t.Roster(ctx, p.SeasonID)
		if ifThere(err) != nil {
			return err
		}
		if err := asRead(ctx, team.Saved{ID: id, Revision: int(p.Revision)}.FormMark(team.ProposalID(r.ProposalID)), ""); err != nil {
			return err
		}
		if err := t.changeForming(ctx, survey.SeasonID(p.SeasonID), change); err != nil {
			return err
		}
		if formed = id; r.ProposalID == p.ID {
			if p, err = t.copyProposal(ctx, p, beside, now); err != nil {
				return err
			}
			formed = team.ProposalID(p.ID)
		}
		t.tell(survey.ProposalTopic, p.ID)
		if err := t.QueueProposal(ctx, query.QueueProposalParams{ID: p.ID, Request: string(request), Updated: millis(now)}); err != nil {
			return err
		}
		if err := t.logTeams(ctx, p, survey.FormedTeams); err != nil {
			return err
		}
		return errors.Join(t.made(ctx, p.ID), d.enqueue(ctx, t, formArgs{rowArgs{p.ID}}))
	})
	return formed, err
}

// isPublished reports whether members see the proposal.
func (t tx) isPublished(ctx context.Context, p query.Proposal) (bool, error) {
	r, err := t.Roster(ctx, p.SeasonID)
	return err == nil && r.ProposalID == p.ID, ifThere(missing(err))
}

// copyProposal keeps a proposal once more under another name, with its teams as they are now and none of its edits.
func (t tx) copyProposal(ctx context.Context, p query.Proposal, name string, now time.Time) (query.Proposal, error) {
	e, err := t.Edit(ctx, query.EditParams{ProposalID: p.ID, Seq: p.Edit})
	if err != nil {
		return p, err
	}
	p.ID, err = t.InsertProposal(ctx, query.InsertProposalParams{SeasonID: p.SeasonID, Name: name, State: p.State, Request: p.Request, Created: millis(now)})
	if err != nil {
		return p, err
	}
	e.ProposalID, e.Seq = p.ID, 0
	if err := t.InsertEdit(ctx, query.InsertEditParams(e)); err != nil {
		return p, err
	}
	return p, t.FinishProposal(ctx, query.FinishProposalParams{ID: p.ID, State: p.State, Result: p.Result, Edit: e.Seq, Updated: millis(now)})
}

func (t tx) changeForming(ctx context.Context, season survey.SeasonID, change func(*team.Deck, *string) error) error {
	if change == nil {
		return nil
	}
	typed, err := t.FormSettings(ctx, int64(season))
	if err != nil {
		return missing(err)
	}
	if _, err := t.editDeck(ctx, season, func(d *team.Deck) error { return change(d, &typed) }); err != nil {
		return err
	}
	return one(t.SaveFormSettings(ctx, query.SaveFormSettingsParams{ID: int64(season), Sizes: typed}))
}

// logTeams logs what is done with a proposal.
func (t tx) logTeams(ctx context.Context, p query.Proposal, what survey.Deed) error {
	return t.log(ctx, survey.Act{Season: survey.SeasonID(p.SeasonID), What: what, Args: map[string]any{"Proposal": p.ID}})
}

// settled returns an error while a proposal is being formed.
func settled(p query.Proposal) error {
	if !survey.JobState(p.State).Ended() {
		return &survey.InvalidError{Reason: "forming"}
	}
	return nil
}

// change runs do on a proposal and says in an error what it was about.
func (d *DB) change(ctx context.Context, id team.ProposalID, what string, do func(context.Context, tx, query.Proposal) error) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		p, err := t.Proposal(ctx, int64(id))
		if err != nil {
			return missing(err)
		}
		return do(ctx, t, p)
	})
	return wrap(err, "%s %d", what, id)
}

// Proposal returns a proposal with its teams as they were last edited.
func (d *DB) Proposal(ctx context.Context, id team.ProposalID) (team.Saved, error) {
	var s team.Saved
	err := d.view(ctx, func(q *query.Queries) error {
		p, err := q.Proposal(ctx, int64(id))
		if err != nil {
			return missing(err)
		}
		active, err := activeMembers(ctx, q, p.SeasonID)
		if err != nil {
			return err
		}
		s, err = savedProposal(ctx, q, p, active)
		return err
	})
	return s, wrap(err, "proposal %d", id)
}

// ProposalPulse returns of a proposal only what moves while somebody follows it: its state, progress and revision. That costs the same in every season.
func (d *DB) ProposalPulse(ctx context.Context, id team.ProposalID) (team.Saved, error) {
	p, err := d.read.ProposalPulse(ctx, int64(id))
	s := team.Saved{ID: id, Season: survey.SeasonID(p.SeasonID), State: survey.JobState(p.State), Progress: raw(p.Progress), Revision: int(p.Revision)}
	return s, wrap(missing(err), "pulse of proposal %d", id)
}

// Proposals returns the proposals of a season, the newest first.
func (d *DB) Proposals(ctx context.Context, season survey.SeasonID) ([]team.Saved, error) {
	var all []team.Saved
	err := d.view(ctx, func(q *query.Queries) error {
		active, err := activeMembers(ctx, q, int64(season))
		if err != nil {
			return err
		}
		rows, err := q.Proposals(ctx, int64(season))
		if err != nil {
			return err
		}
		all, err = decodeEach(rows, func(p query.Proposal) (team.Saved, error) { return savedProposal(ctx, q, p, active) })
		return err
	})
	return all, wrap(err, "proposals of season %d", season)
}

func activeMembers(ctx context.Context, q *query.Queries, season int64) (map[survey.MemberID]bool, error) {
	ids, err := q.ActiveMemberIDs(ctx, season)
	return setOf[survey.MemberID](ids), err
}

func savedProposal(ctx context.Context, q *query.Queries, p query.Proposal, active map[survey.MemberID]bool) (team.Saved, error) {
	s := team.Saved{
		ID: team.ProposalID(p.ID), Season: survey.SeasonID(p.SeasonID), Name: p.Name, State: survey.JobState(p.State),
		Request: raw(p.Request), Progress: raw(p.Progress), Result: raw(p.Result), Stop: p.Stop,
		Revision: int(p.Revision), Created: fromMillis(p.Created), Updated: fromMillis(p.Updated),
	}
	if p.Problem != "" {
		s.Problem = &survey.InvalidError{}
	}
	if err := decode(p.Problem, &s.Problem); err != nil {
		return s, err
	}
	if p.Edit < 0 {
		return s, nil
	}
	last, err := q.LastEdit(ctx, p.ID)
	if err != nil {
		return s, err
	}
	e, err := q.Edit(ctx, query.EditParams{ProposalID: p.ID, Seq: p.Edit})
	if err != nil {
		return s, err
	}
	s.Note, s.Undo, s.Redo = raw(e.Note), int(p.Edit), int(last-p.Edit)
	err = decode(e.Lineup, &s.Lineup)
	s.Lineup = s.Lineup.Only(func(id survey.MemberID) bool { return active[id] })
	return s, err
}

func raw(s string) json.RawMessage {
	if s == "" {
		return nil
	}
	return json.RawMessage(s)
}

// SetProgress keeps how far the forming of a proposal is, JSON.
func (d *DB) SetProgress(ctx context.Context, id team.ProposalID, progress json.RawMessage) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		t.tell(survey.ProposalTopic, int64(id))
		return t.SetProgress(ctx, query.SetProgressParams{ID: int64(id), Progress: string(progress)})
	})
	return wrap(err, "progress of proposal %d", id)
}

// RequestStop asks the forming of a proposal to end with the best teams so far. A proposal that is not
// being formed is left as it is.
func (d *DB) RequestStop(ctx context.Context, id team.ProposalID) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error { return t.StopProposal(ctx, int64(id)) })
	if err == nil {
		d.jobs.stopJob(job{FormJob, int64(id)})
	}
	return wrap(err, "stop proposal %d", id)
}

// Finish keeps the teams that were formed and what forming found, JSON. The proposal is stopped if
// somebody asked for that, else done. A proposal deleted in the meantime is no error.
func (d *DB) Finish(ctx context.Context, id team.ProposalID, result json.RawMessage, l team.Lineup, now time.Time) error {
	err := d.change(ctx, id, "finish proposal", func(ctx context.Context, t tx, p query.Proposal) error {
		if survey.JobState(p.State).Ended() {
			return nil
		}
		state := survey.JobDone
		if p.Stop {
			state = survey.JobStopped
		}
		var asked team.Request
		if err := decode(p.Request, &asked); err != nil {
			return err
		}
		note, err := encode(team.Note{Kind: team.FormedNote, By: asked.By})
		if err != nil {
			return err
		}
		seq, err := pushEdit(ctx, t, p, l, json.RawMessage(note), now)
		if err != nil {
			return err
		}
		t.tell(survey.ProposalTopic, p.ID)
		return t.FinishProposal(ctx, query.FinishProposalParams{
			ID: p.ID, State: string(state), Result: string(result), Edit: seq, Updated: millis(now),
		})
	})
	return ifThere(err)
}

func (d *DB) failProposal(ctx context.Context, id team.ProposalID, why *survey.InvalidError) error {
	problem, err := encode(why)
	if err != nil {
		return err
	}
	return d.update(ctx, func(ctx context.Context, t tx) error {
		t.tell(survey.ProposalTopic, int64(id))
		return t.FailProposal(ctx, query.FailProposalParams{ID: int64(id), Problem: problem})
	})
}

// RenameProposal changes the name of a proposal.
func (d *DB) RenameProposal(ctx context.Context, id team.ProposalID, name string, now time.Time) error {
	name, err := checkName(name)
	if err != nil {
		return err
	}
	return d.change(ctx, id, "rename proposal", func(ctx context.Context, t tx, p query.Proposal) error {
		if err := asRead(ctx, p.Name, name); err != nil {
			return err
		}
		return one(t.RenameProposal(ctx, query.RenameProposalParams{ID: p.ID, Name: name, Updated: millis(now)}))
	})
}

// DeleteProposal erases a proposal. If it was the published one, the season has no roster any more;
// if it was being formed, that ends.
func (d *DB) DeleteProposal(ctx context.Context, id team.ProposalID) error {
	err := d.change(ctx, id, "delete proposal", func(ctx context.Context, t tx, p query.Proposal) error {
		roster, err1 := rosterOf(t.Roster(ctx, p.SeasonID))
		plan, err2 := planOf(t.RosterPlan(ctx, p.SeasonID))
		if err := errors.Join(ifThere(err1), ifThere(err2)); err != nil {
			return err
		}
		if plan.Proposal != id {
			plan.Due = time.Time{}
		}
		if err := asRead(ctx, team.Saved{ID: id, Revision: int(p.Revision), Stored: p.Name}.Mark(roster.Proposal, plan.Due), ""); err != nil {
			return err
		}
		if err := t.logTeams(ctx, p, survey.DeletedTeams); err != nil {
			return err
		}
		t.tell(survey.ProposalTopic, p.ID)
		if err := one(t.DeleteProposal(ctx, p.ID)); err != nil || roster.Proposal != id {
			return err
		}
		return t.reseat(ctx, p.SeasonID)
	})
	if err == nil {
		d.jobs.stopJob(job{FormJob, int64(id)})
	}
	return err
}
