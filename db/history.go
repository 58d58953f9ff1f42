package db

import (
	"context"
	"slices"

	"dure/db/query"
	"dure/survey"
)

// FitHistory returns what can be learned from of a club: its seasons in which somebody has rated a team, the
// oldest first, with the answers of before and the ratings of after. It holds what nobody may see of a single member:
// it is for learning, not for a page.
func (d *DB) FitHistory(ctx context.Context, club survey.ClubID) ([]survey.PastSeason, error) {
	var all []survey.PastSeason
	err := d.view(ctx, func(q *query.Queries) error {
		rows, err := q.Seasons(ctx, int64(club))
		if err != nil {
			return err
		}
		for _, row := range rows {
			past, err := pastSeason(ctx, q, d.key.season(query.SeasonRow(row)))
			if err != nil {
				return err
			}
			if len(past.Teams) > 0 {
				all = append(all, past)
			}
		}
		return nil
	})
	slices.Reverse(all)
	return all, wrap(err, "fit history of club %d", club)
}

func pastSeason(ctx context.Context, q *query.Queries, s survey.Season) (past survey.PastSeason, err error) {
	past.Season = s
	given, err := feedbackOf(ctx, q, s.ID, survey.MainFeedback)
	if err != nil || len(given) == 0 {
		return past, err
	}
	rows, err := q.Members(ctx, int64(s.ID))
	if err != nil {
		return past, err
	}
	known := map[survey.MemberID]bool{}
	for _, m := range rows {
		past.Members = append(past.Members, member(m))
		known[survey.MemberID(m.ID)] = true
	}
	if past.Teams = survey.PastTeams(given, known); len(past.Teams) == 0 {
		return past, nil
	}
	if past.Survey, err = surveyOf(ctx, q, s.ID); err != nil {
		return past, err
	}
	if past.Responses, err = responsesOf(ctx, q, s.ID); err != nil {
		return past, err
	}
	past.Responses, err = past.Survey.CarryAll(past.Responses, func() ([]survey.Question, error) { return questionVersions(ctx, q, s.ID) })
	return past, err
}
