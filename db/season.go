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

// CreateSeason makes a season of a club with an empty survey that is not open yet.
func (d *DB) CreateSeason(ctx context.Context, club survey.ClubID, name string, now time.Time) (survey.Season, error) {
	s := survey.Season{Club: club, Name: name}
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		if err := d.insertSeason(ctx, t, &s, "", now); err != nil {
			return err
		}
		return errors.Join(t.InsertSurvey(ctx, query.InsertSurveyParams{SeasonID: int64(s.ID), Title: "{}", Intro: "{}", Consent: "{}", Settings: "{}"}), t.made(ctx, int64(s.ID)))
	})
	return s, wrap(err, "create season of club %d", club)
}

// insertSeason makes a season with a link of its own, with the settings to form teams; a survey it has not yet.
func (d *DB) insertSeason(ctx context.Context, t tx, s *survey.Season, sizes string, now time.Time) (err error) {
	if s.Name, err = freeName(ctx, t, int64(s.Club), s.Name); err != nil {
		return err
	}
	token, nonce, hashed := d.key.draw(seasonLink)
	id, err := t.InsertSeason(ctx, query.InsertSeasonParams{
		ClubID: int64(s.Club), Name: s.Name, LinkHash: hashed, Nonce: nonce, Sizes: sizes, Previous: int64(s.Before), Created: millis(now),
	})
	s.ID, s.Token, s.Created = survey.SeasonID(id), token, fromMillis(millis(now))
	t.changes(s.ID)
	return err
}

// freeName is the name as a season of the club may have it. One that a season has already is refused.
func freeName(ctx context.Context, t tx, club int64, name string) (string, error) {
	name, err := checkName(name)
	if err != nil {
		return name, err
	}
	others, err := t.Seasons(ctx, club)
	if slices.ContainsFunc(others, func(s query.SeasonsRow) bool { return survey.Fold(s.Name) == survey.Fold(name) }) {
		return name, &survey.InvalidError{Field: "name", Reason: "season_taken", Args: map[string]any{"Name": name}}
	}
	return name, err
}

// Season returns the season with the id.
func (d *DB) Season(ctx context.Context, id survey.SeasonID) (survey.Season, error) {
	s, err := d.read.Season(ctx, int64(id))
	return d.key.season(s), wrap(missing(classify(err)), "season %d", id)
}

// Seasons returns the seasons of a club, the newest first.
func (d *DB) Seasons(ctx context.Context, club survey.ClubID) ([]survey.Season, error) {
	rows, err := d.read.Seasons(ctx, int64(club))
	all := each(rows, func(s query.SeasonsRow) survey.Season { return d.key.season(query.SeasonRow(s)) })
	return all, wrap(classify(err), "seasons of club %d", club)
}

func (k linkKey) season(s query.SeasonRow) survey.Season {
	return survey.Season{
		ID: survey.SeasonID(s.ID), Club: survey.ClubID(s.ClubID), Name: s.Name,
		Token: k.token(seasonLink, s.Nonce), Before: survey.SeasonID(s.Previous), Created: fromMillis(s.Created),
		Kept:      fromMillis(s.Kept),
		KeepUntil: fromMillis(s.KeepUntil),
		Closed:    s.Closed,
	}
}

// ChangeSeason changes the name of a season, and whether who is new to its list waits to be let in.
func (d *DB) ChangeSeason(ctx context.Context, id survey.SeasonID, name string, closed bool) error {
	name, err := checkName(name)
	if err != nil {
		return err
	}
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		now, err := t.Season(ctx, int64(id))
		if err != nil {
			return missing(err)
		}
		next := survey.Season{Name: name, Closed: closed}
		if err := asRead(ctx, d.key.season(now).Mark(), next.Mark()); err != nil {
			return err
		}
		if survey.Fold(now.Name) != survey.Fold(name) { // two of one name were possible once
			if name, err = freeName(ctx, t, now.ClubID, name); err != nil {
				return err
			}
		}
		if err := one(t.ChangeSeason(ctx, query.ChangeSeasonParams{ID: int64(id), Name: name, Closed: closed})); err != nil {
			return err
		}
		return t.log(ctx, survey.Act{Season: id, What: survey.ChangedSeason})
	})
	return wrap(err, "change season %d", id)
}

// KeepJoined keeps that those who joined a season by the club link up to then may stay, however many came at once.
func (d *DB) KeepJoined(ctx context.Context, id survey.SeasonID, until time.Time) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		if err := one(t.KeepJoined(ctx, query.KeepJoinedParams{ID: int64(id), Kept: millis(until)})); err != nil {
			return err
		}
		return t.log(ctx, survey.Act{Season: id, What: survey.KeptJoined})
	})
	return wrap(err, "keep who joined season %d", id)
}

// SeasonContents returns what goes with a season.
func (d *DB) SeasonContents(ctx context.Context, id survey.SeasonID) (survey.Contents, error) {
	c, err := seasonContents(ctx, d.read, id)
	return c, wrap(missing(classify(err)), "contents of season %d", id)
}

func seasonContents(ctx context.Context, q *query.Queries, id survey.SeasonID) (survey.Contents, error) {
	row, err := q.Season(ctx, int64(id))
	if err != nil {
		return survey.Contents{}, err
	}
	counts, err := countsOf(ctx, q, row.ID)
	return survey.Contents{Name: row.Name, Seasons: 1, Counts: counts}, err
}

// DeleteSeason erases a season with its members, answers and proposals, and models that have learned from them: it is gone for everybody at once, and its
// rows by and by. If other contents were shown to who deletes it, the error is [survey.ErrStale].
func (d *DB) DeleteSeason(ctx context.Context, id survey.SeasonID) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		now, err := seasonContents(ctx, t.Queries, id)
		if err != nil {
			return missing(err)
		}
		if err := asRead(ctx, now.Mark(), ""); err != nil {
			return err
		}
		models, err := t.SeasonModels(ctx, int64(id))
		if err := withdraw(ctx, t, models, err); err != nil {
			return err
		}
		if err := t.log(ctx, survey.Act{Season: id, What: survey.DeletedSeason}); err != nil {
			return err
		}
		return errors.Join(t.DeleteRosterPlan(ctx, int64(id)), one(t.HideSeason(ctx, query.HideSeasonParams{ID: int64(id), Gone: goneAtOnce})))
	})
	if err == nil {
		d.sweepNow(ctx)
	}
	return wrap(err, "delete season %d", id)
}

// Deck returns the rule cards of a season, none before any were kept.
func (d *DB) Deck(ctx context.Context, id survey.SeasonID) (team.Deck, error) {
	deck, err := deckOf(ctx, d.read, id)
	return deck, wrap(classify(err), "deck of season %d", id)
}

func deckOf(ctx context.Context, q *query.Queries, id survey.SeasonID) (deck team.Deck, err error) {
	text, err := q.Deck(ctx, int64(id))
	if err != nil {
		return deck, missing(err)
	}
	return deck, decode(text, &deck)
}

// EditDeck keeps the rule cards of a season as edit leaves them, or does nothing if edit returns an error, which it returns.
// Nobody else changes them meanwhile: edit must be quick, and must not ask the database for anything.
func (d *DB) EditDeck(ctx context.Context, id survey.SeasonID, edit func(*team.Deck) error) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		changed, err := t.editDeck(ctx, id, edit)
		if err != nil || !changed {
			return err
		}
		return t.made(ctx, int64(id))
	})
	return wrap(err, "edit deck of season %d", id)
}

func (t tx) editDeck(ctx context.Context, id survey.SeasonID, edit func(*team.Deck) error) (changed bool, err error) {
	was, err := t.Deck(ctx, int64(id))
	if err != nil {
		return false, missing(err)
	}
	var deck team.Deck
	if err := decode(was, &deck); err != nil {
		return false, err
	}
	if err := edit(&deck); err != nil {
		return false, err
	}
	text, err := encode(deck)
	if err != nil || text == was {
		return false, err
	}
	if err := t.SaveDeck(ctx, query.SaveDeckParams{ID: int64(id), Deck: text}); err != nil {
		return false, err
	}
	return true, t.log(ctx, survey.Act{Season: id, What: survey.ChangedRules})
}

// FormSettings returns what was last typed to form a season's teams, as the JSON in which it was saved, "" before that.
func (d *DB) FormSettings(ctx context.Context, id survey.SeasonID) (string, error) {
	settings, err := d.read.FormSettings(ctx, int64(id))
	return settings, wrap(missing(classify(err)), "settings to form teams of season %d", id)
}
