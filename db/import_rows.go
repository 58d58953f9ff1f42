package db

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"time"

	"dure/db/query"
	"dure/survey"
)

// importing is the transaction that applies an import.
type importing struct {
	tx
	season   survey.SeasonID
	now      time.Time
	done     *survey.Imports
	ids      map[survey.QuestionID]survey.QuestionID // of added questions, by their negative ones
	versions versions
}

func (in *importing) apply(ctx context.Context, rows []survey.Imported, questions []survey.Question) error {
	in.ids = map[survey.QuestionID]survey.QuestionID{}
	for _, q := range questions {
		added, err := addQuestion(ctx, in.tx, in.season, q)
		if err != nil {
			return err
		}
		in.ids[q.ID] = added.ID
		in.done.Questions++
	}
	var err error
	if in.versions, err = versionsOf(ctx, in.tx, in.season); err != nil {
		return err
	}
	for _, r := range rows {
		if err := in.row(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

func (in *importing) row(ctx context.Context, r survey.Imported) error {
	m := r.Member
	if err := m.Check(); err != nil {
		return err
	}
	m.Season = in.season
	old, err := in.MemberByKey(ctx, query.MemberByKeyParams{SeasonID: int64(in.season), MemberKey: m.Key()})
	switch {
	case err == nil:
		m, err = in.changed(ctx, m, member(old))
	case errors.Is(err, sql.ErrNoRows):
		in.done.Added++
		m, err = addMember(ctx, in.tx, m, in.now)
	}
	if err != nil {
		return err
	}
	return in.answers(ctx, m.ID, r.Answers)
}

// changed lets a member who is there take over the row's name and id.
func (in *importing) changed(ctx context.Context, m, old survey.Member) (survey.Member, error) {
	m.ID = old.ID
	if m.Ref == "" {
		m.Ref = old.Ref
	}
	in.done.Changed++
	return m, changeMember(ctx, in.tx, m)
}

func (in *importing) answers(ctx context.Context, id survey.MemberID, as survey.Answers) error {
	if len(as) == 0 {
		return nil
	}
	r, err := responseOf(ctx, in.Queries, id)
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return err
	}
	all := maps.Clone(r.Answers)
	if all == nil {
		all = survey.Answers{}
	}
	for q, a := range as {
		if added, ok := in.ids[q]; ok {
			q = added
		}
		all[q] = a
	}
	r.Member, r.Season, r.Answers, r.Submitted, r.Saved = id, in.season, all, in.now, in.now
	in.done.Responses++
	return saveResponse(ctx, in.tx, in.versions, r)
}
