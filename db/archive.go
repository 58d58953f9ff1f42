package db

import (
	"context"
	"errors"
	"slices"
	"time"

	"dure/clustering/team"
	"dure/db/query"
	"dure/survey"
)

// BeginArchived makes a season of a club as a file has it, under a name of its own: members get new links, what it asks is open when it says, and nobody is
// reminded by itself. Rules on earlier seasons are on those of the club that are called so. A name that a season of the club has is refused, and so is a
// file in which two members are one; nothing is kept then.
func (d *DB) BeginArchived(ctx context.Context, club survey.ClubID, name string, a team.Archive, now time.Time) (next survey.Season, err error) {
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		next = survey.Season{Club: club, Name: name}
		if err := d.insertSeason(ctx, t, &next, string(a.Sizes), now); err != nil {
			return err
		}
		if a.Closed {
			if err := one(t.ChangeSeason(ctx, query.ChangeSeasonParams{ID: int64(next.ID), Name: next.Name, Closed: true})); err != nil {
				return err
			}
		}
		if err := t.unpack(ctx, next, a, now); err != nil {
			return err
		}
		return errors.Join(t.log(ctx, survey.Act{Season: next.ID, Everybody: true, What: survey.ImportedRows}), t.made(ctx, int64(next.ID)))
	})
	return next, wrap(err, "begin a season of a file in club %d", club)
}

// unpack fills a new season with what the file has.
func (t tx) unpack(ctx context.Context, next survey.Season, a team.Archive, now time.Time) error {
	asked := a.Asked()
	asked.Remind = survey.RemindNever
	questions, err := copySurvey(ctx, t, asked, next.ID)
	if err != nil {
		return err
	}
	asked.Season = next.ID
	if err := saveSurvey(ctx, t, asked); err != nil { // with its times, which a copy has not
		return err
	}
	members, err := t.unpackMembers(ctx, next.ID, a, now)
	if err != nil {
		return err
	}
	if err := t.unpackAnswers(ctx, next.ID, a, questions, members, now); err != nil {
		return err
	}
	past, err := t.pastOf(ctx, next, a.Past)
	if err != nil {
		return err
	}
	called := team.Renaming{Asked: asked, Columns: columnsOf(asked, questions), Members: members, Past: past}
	if a.Rules != nil {
		deck := team.Deck{Kept: true}
		for _, r := range called.Rules(a.Rules) {
			deck.Add(r)
		}
		text, err := encode(deck)
		if err != nil {
			return err
		}
		if err := t.SaveDeck(ctx, query.SaveDeckParams{ID: int64(next.ID), Deck: text}); err != nil {
			return err
		}
	}
	return t.unpackTeams(ctx, next.ID, a, called, now)
}

func (t tx) unpackMembers(ctx context.Context, next survey.SeasonID, a team.Archive, now time.Time) (map[survey.MemberID]survey.MemberID, error) {
	members := map[survey.MemberID]survey.MemberID{}
	for _, m := range a.Members {
		is := survey.Member{Season: next, Name: m.Name, Email: m.Email, Ref: m.Ref}
		if err := is.Check(); err != nil {
			return nil, err
		}
		is, err := addMember(ctx, t, is, now)
		if err != nil {
			return nil, err
		}
		members[m.ID] = is.ID
		if !m.Dropped.IsZero() {
			if err := one(t.SetDropped(ctx, query.SetDroppedParams{ID: int64(is.ID), Dropped: millis(m.Dropped)})); err != nil {
				return nil, err
			}
		}
	}
	return members, nil
}

func (t tx) unpackAnswers(
	ctx context.Context, next survey.SeasonID, a team.Archive, questions map[survey.QuestionID]survey.Question, members map[survey.MemberID]survey.MemberID, now time.Time,
) error {
	v, err := versionsOf(ctx, t, next)
	if err != nil {
		return err
	}
	for _, r := range a.Answers {
		given := survey.Answers{}
		for id, answer := range r.Answers {
			answer.Version = 1
			given[questions[id].ID] = answer
		}
		is := survey.Response{
			Member: members[r.Member], Season: next, Answers: given, First: r.Submitted, Submitted: r.Submitted, Sent: r.Submitted, Saved: r.Submitted,
			Lang: r.Lang, Consented: r.Consented, Agreed: r.Agreed,
		}
		if err := saveResponse(ctx, t, v, is); err != nil {
			return err
		}
	}
	return addUp(ctx, t, next, v)
}

// pastOf are the seasons of the club that are called as those of the file.
func (t tx) pastOf(ctx context.Context, next survey.Season, past []team.ArchivedSeason) (ids []survey.SeasonID, err error) {
	all, err := t.Seasons(ctx, int64(next.Club))
	for _, s := range all {
		if survey.SeasonID(s.ID) != next.ID && slices.ContainsFunc(past, func(p team.ArchivedSeason) bool { return survey.Fold(p.Name) == survey.Fold(s.Name) }) {
			ids = append(ids, survey.SeasonID(s.ID))
		}
	}
	return ids, err
}

func (t tx) unpackTeams(ctx context.Context, next survey.SeasonID, a team.Archive, called team.Renaming, now time.Time) error {
	for _, p := range a.Proposals {
		is := p.Renamed(called)
		name, err := checkName(is.Name)
		if err != nil {
			return err
		}
		request, err := encode(is.Request)
		if err != nil {
			return err
		}
		id, err := t.InsertProposal(ctx, query.InsertProposalParams{SeasonID: int64(next), Name: name, State: string(survey.JobDone), Request: request, Created: millis(p.Created)})
		if err != nil {
			return err
		}
		row, err := t.Proposal(ctx, id)
		if err != nil {
			return err
		}
		note, err := encode(team.Note{Kind: team.FormedNote})
		if err != nil {
			return err
		}
		seq, err := pushEdit(ctx, t, row, is.Lineup, []byte(note), now)
		if err != nil {
			return err
		}
		if err := t.FinishProposal(ctx, query.FinishProposalParams{ID: id, State: string(survey.JobDone), Result: "{}", Edit: seq, Updated: millis(p.Created)}); err != nil {
			return err
		}
		if a.Published != nil && a.Published.Proposal == p.ID {
			if err := t.unpackRoster(ctx, row, *a.Published); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t tx) unpackRoster(ctx context.Context, p query.Proposal, r team.ArchivedRoster) error {
	if err := publish(ctx, t, p, r.At); err != nil {
		return err
	}
	briefs, err := encode(r.Briefs)
	if err != nil || !r.Briefs.Any() {
		return err
	}
	return one(t.SaveBriefs(ctx, query.SaveBriefsParams{SeasonID: p.SeasonID, Briefs: briefs}))
}
