package db

import (
	"context"
	"fmt"
	"time"

	"dure/db/query"
	"dure/survey"
)

// CreateSeason makes a season of a club with an empty survey that is not open yet.
func (d *DB) CreateSeason(ctx context.Context, club survey.ClubID, name string, now time.Time) (survey.Season, error) {
	name, err := checkName(name)
	if err != nil {
		return survey.Season{}, err
	}
	s := survey.Season{Club: club, Name: name, Token: newToken(), Created: fromMillis(millis(now))}
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		if _, err := t.Club(ctx, int64(club)); err != nil {
			return missing(err)
		}
		id, err := t.InsertSeason(ctx, query.InsertSeasonParams{
			ClubID: int64(club), Name: name, Token: string(s.Token), Created: millis(now),
		})
		if err != nil {
			return err
		}
		s.ID = survey.SeasonID(id)
		return t.InsertSurvey(ctx, query.InsertSurveyParams{SeasonID: id, Title: "{}", Intro: "{}", Consent: "{}"})
	})
	if err != nil {
		return survey.Season{}, fmt.Errorf("create season of club %d: %w", club, err)
	}
	return s, nil
}

// Season returns the season with the id.
func (d *DB) Season(ctx context.Context, id survey.SeasonID) (survey.Season, error) {
	s, err := d.read.Season(ctx, int64(id))
	if err != nil {
		return survey.Season{}, fmt.Errorf("season %d: %w", id, missing(classify(err)))
	}
	return season(s), nil
}

// SeasonByToken returns the season of a club link.
func (d *DB) SeasonByToken(ctx context.Context, token survey.Token) (survey.Season, error) {
	s, err := d.read.SeasonByToken(ctx, string(token))
	if err != nil {
		return survey.Season{}, fmt.Errorf("season by link: %w", missing(classify(err)))
	}
	return season(query.SeasonRow(s)), nil
}

// Seasons returns the seasons of a club, the newest first.
func (d *DB) Seasons(ctx context.Context, club survey.ClubID) ([]survey.Season, error) {
	rows, err := d.read.Seasons(ctx, int64(club))
	if err != nil {
		return nil, fmt.Errorf("seasons of club %d: %w", club, classify(err))
	}
	var all []survey.Season
	for _, s := range rows {
		all = append(all, season(query.SeasonRow(s)))
	}
	return all, nil
}

func season(s query.SeasonRow) survey.Season {
	return survey.Season{
		ID: survey.SeasonID(s.ID), Club: survey.ClubID(s.ClubID), Name: s.Name,
		Token: survey.Token(s.Token), Created: fromMillis(s.Created),
	}
}

// RenameSeason changes the name of a season.
func (d *DB) RenameSeason(ctx context.Context, id survey.SeasonID, name string) error {
	name, err := checkName(name)
	if err != nil {
		return err
	}
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		return one(t.RenameSeason(ctx, query.RenameSeasonParams{ID: int64(id), Name: name}))
	})
	if err != nil {
		return fmt.Errorf("rename season %d: %w", id, err)
	}
	return nil
}

// DeleteSeason erases a season with its members, answers and proposals, and models that have learned from them.
func (d *DB) DeleteSeason(ctx context.Context, id survey.SeasonID) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		models, err := t.SeasonModels(ctx, int64(id))
		if err := withdraw(ctx, t, models, err); err != nil {
			return err
		}
		return one(t.DeleteSeason(ctx, int64(id)))
	})
	if err != nil {
		return fmt.Errorf("delete season %d: %w", id, err)
	}
	return nil
}

// SeasonRules returns the rule cards and the sizes of a season as the JSON in which they
// were saved, both empty before that.
func (d *DB) SeasonRules(ctx context.Context, id survey.SeasonID) (rules, sizes string, err error) {
	r, err := d.read.SeasonRules(ctx, int64(id))
	if err != nil {
		return "", "", fmt.Errorf("rules of season %d: %w", id, missing(classify(err)))
	}
	return r.Rules, r.Sizes, nil
}

// SaveSeasonRules keeps the rule cards and the sizes of a season, each JSON.
func (d *DB) SaveSeasonRules(ctx context.Context, id survey.SeasonID, rules, sizes string) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		return one(t.SaveSeasonRules(ctx, query.SaveSeasonRulesParams{ID: int64(id), Rules: rules, Sizes: sizes}))
	})
	if err != nil {
		return fmt.Errorf("save rules of season %d: %w", id, err)
	}
	return nil
}
