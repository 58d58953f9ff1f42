package db

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"sync"

	"dure/db/query"
	"dure/survey"
)

// What a survey asks is read and decoded once for each key that the database draws for it (survey_keys, migration 00065): with each answer that is sent only
// the key is asked for. Rows and key come from one query, so that what is kept under a key is never older than the key.

// asking is what a survey asks under a key, for reading.
type asking struct {
	key      int64
	asked    []survey.Question // the current ones, in order
	versions []survey.Question // all that there are or were, in order
}

// askings are what surveys ask, by season. The slices and maps of their questions are shared by all who read them.
type askings struct {
	mu   sync.Mutex
	kept map[int64]*asking
	size int // of them, in questions
}

// mostAsked is how many questions are kept, which are some 500 surveys and, beside their texts that [decoded] has, 10 MB; past it all are read once more.
const mostAsked = 20_000

var surveys askings

// askingOf returns what the survey of a season asks.
func askingOf(ctx context.Context, q *query.Queries, season survey.SeasonID) (*asking, error) {
	key, err := q.SurveyKey(ctx, int64(season))
	if errors.Is(err, sql.ErrNoRows) { // no question ever was
		return &asking{}, nil
	}
	if err != nil {
		return nil, err
	}
	if a := surveys.find(int64(season), key); a != nil {
		return a, nil
	}
	return surveys.read(ctx, q, season)
}

// read reads what the survey of a season asks, and keeps it.
func (s *askings) read(ctx context.Context, q *query.Queries, season survey.SeasonID) (*asking, error) {
	rows, err := q.Asked(ctx, int64(season))
	if err != nil {
		return nil, err
	}
	a := &asking{}
	if len(rows) == 0 {
		return a, nil
	}
	a.key = rows[0].Drawn
	for _, r := range rows {
		v, err := decodeQuestion(r.ID, r.Version, r.Body)
		if err != nil {
			return nil, err
		}
		a.versions = append(a.versions, v)
		if r.Version == r.Current && !r.Retired {
			v.Revision = int(r.Revision)
			a.asked = append(a.asked, v)
		}
	}
	s.keep(int64(season), a)
	return a, nil
}

func (s *askings) find(season, key int64) *asking {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.kept[season]; a != nil && a.key == key {
		return a
	}
	return nil
}

func (s *askings) keep(season int64, a *asking) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if was := s.kept[season]; was != nil {
		s.size -= was.size()
	}
	if s.kept == nil || s.size+a.size() > mostAsked {
		s.kept, s.size = map[int64]*asking{}, 0
	}
	s.kept[season], s.size = a, s.size+a.size()
}

func (a *asking) size() int { return len(a.asked) + len(a.versions) }

// questions and every version of them, in slices of their own.
func (a *asking) questions() []survey.Question { return slices.Clone(a.asked) }

func (a *asking) everyVersion() []survey.Question { return slices.Clone(a.versions) }
