package db

import (
	"context"
	"errors"

	"dure/db/query"
	"dure/survey"
)

// What sensitive questions are added up to is kept, and moves only by the batch: see [survey.Sums]. Of each member [survey.Answer.Sum]
// of the answer is kept that is in the sum, and of the last, so that an answer that is given back counts as no change; and who sent answers
// since the sums were last looked at, so that when they are looked at hangs on no answer.

// Sums returns what the sensitive questions of a season were last added up to.
func (d *DB) Sums(ctx context.Context, season survey.SeasonID) (sums survey.Sums, err error) {
	missing := false
	err = d.view(ctx, func(q *query.Queries) (err error) {
		sums, missing, err = sumsOf(ctx, q, season)
		return err
	})
	if err == nil && missing { // as after a question became sensitive, or of data from before there were sums
		err = d.update(ctx, func(ctx context.Context, t tx) (err error) {
			if err := beginSums(ctx, t, season); err != nil {
				return err
			}
			sums, _, err = sumsOf(ctx, t.Queries, season)
			return err
		})
	}
	return sums, wrap(err, "sums of season %d", season)
}

// sumsOf returns the sums, and whether a sensitive question has none yet.
func sumsOf(ctx context.Context, q *query.Queries, season survey.SeasonID) (survey.Sums, bool, error) {
	rows, err1 := q.Sums(ctx, int64(season))
	asked, err2 := surveyOf(ctx, q, season)
	versions, err3 := questionVersions(ctx, q, season)
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, false, err
	}
	sums := survey.Sums{}
	for _, r := range rows {
		var t survey.Total
		if err := decode(r.Body, &t); err != nil {
			return nil, false, err
		}
		for _, v := range versions {
			if int64(v.ID) == r.QuestionID && int64(v.Version) == r.Version {
				t.Question = v
			}
		}
		sums[survey.QuestionID(r.QuestionID)] = t
	}
	for _, q := range asked.Secrets() {
		if _, summed := sums[q.ID]; !summed {
			return sums, true, nil
		}
	}
	return sums, false, nil
}

// beginSums adds up the sensitive questions of a season that have no sum yet. What was given before is in it, if it is enough.
func beginSums(ctx context.Context, t tx, season survey.SeasonID) error {
	sums, missing, err := sumsOf(ctx, t.Queries, season)
	if err != nil || !missing {
		return err
	}
	asked, responses, err := carried(ctx, t, season)
	if err != nil {
		return err
	}
	for _, q := range asked.Secrets() {
		if _, summed := sums[q.ID]; summed {
			continue
		}
		for _, r := range responses {
			if err := saveSummand(ctx, t, q.ID, r); err != nil {
				return err
			}
		}
		sum := q.Total(responses)
		if sum.Answered < survey.MinTotal {
			sum = q.Total(nil)
		} else if err := t.CountSummands(ctx, int64(q.ID)); err != nil {
			return err
		}
		if err := saveSum(ctx, t, sum); err != nil {
			return err
		}
	}
	return nil
}

// carried are the submitted answers of a season, of all who gave any, to its questions as they are.
func carried(ctx context.Context, t tx, season survey.SeasonID) (survey.Survey, []survey.Response, error) {
	asked, err1 := surveyOf(ctx, t.Queries, season)
	versions, err2 := questionVersions(ctx, t.Queries, season)
	given, err3 := responsesOf(ctx, t.Queries, season)
	var all []survey.Response
	for _, r := range given {
		if !r.Submitted.IsZero() {
			r.Answers = asked.Carry(r.Answers, versions)
			all = append(all, r)
		}
	}
	return asked, all, errors.Join(err1, err2, err3)
}

// addSummands notes what a member is about to answer to the sensitive questions, and that the member does, unless it is a draft that changes.
func addSummands(ctx context.Context, t tx, v versions, r survey.Response) error {
	if r.Submitted.IsZero() || len(v.secrets) == 0 {
		return nil
	}
	if err := beginSums(ctx, t, r.Season); err != nil {
		return err
	}
	if r.Draft == nil {
		if err := t.SaveSender(ctx, query.SaveSenderParams{SeasonID: int64(r.Season), MemberID: int64(r.Member)}); err != nil {
			return err
		}
	}
	for _, q := range v.secrets {
		if err := saveSummand(ctx, t, q.ID, r); err != nil {
			return err
		}
	}
	return nil
}

func saveSummand(ctx context.Context, t tx, id survey.QuestionID, r survey.Response) error {
	return t.SaveSummand(ctx, query.SaveSummandParams{QuestionID: int64(id), MemberID: int64(r.Member), Newest: r.Answers[id].Sum()})
}

// addUp adds up the sensitive questions of which enough answers are new or changed, each time that enough members have sent any answers: a sum that
// moved with the answer that makes it enough would tell that whoever sent at that moment gave one.
func addUp(ctx context.Context, t tx, season survey.SeasonID, v versions) error {
	n, err := t.CountSenders(ctx, int64(season))
	if err != nil || n < survey.MinTotal {
		return err
	}
	if err := t.DropSenders(ctx, int64(season)); err != nil {
		return err
	}
	for _, q := range v.secrets {
		n, err := t.CountNewSummands(ctx, int64(q.ID))
		if err != nil {
			return err
		}
		if n < survey.MinTotal {
			continue
		}
		asked, responses, err := carried(ctx, t, season)
		if err != nil {
			return err
		}
		now, _ := asked.Question(q.ID)
		if err := errors.Join(t.CountSummands(ctx, int64(q.ID)), saveSum(ctx, t, now.Total(responses))); err != nil {
			return err
		}
	}
	return nil
}

func saveSum(ctx context.Context, t tx, sum survey.Total) error {
	body, err := encode(sum)
	if err != nil {
		return err
	}
	return t.SaveSum(ctx, query.SaveSumParams{QuestionID: int64(sum.Question.ID), Version: int64(sum.Question.Version), Body: body})
}
