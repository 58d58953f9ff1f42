package web

import (
	"context"
	"errors"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
)

// retentionStore erases what a season is kept no longer for.
type retentionStore interface {
	// KeepUntil sets when the members of a season and what they said are erased; the zero time is never.
	KeepUntil(ctx context.Context, season survey.SeasonID, until time.Time) error
}

const dateOnly = time.DateOnly

// keptUntil is the last day on which a season's answers are kept, as a date field has it.
func (s *server) keptUntil(c echo.Context, season survey.Season) string {
	if season.KeepUntil.IsZero() {
		return ""
	}
	return season.KeepUntil.In(s.zone(c)).AddDate(0, 0, -1).Format(dateOnly)
}

// keepSeason sets the last day on which a season's answers are kept; none is typed for as long as the season is there.
func (s *server) keepSeason(c echo.Context, f settings) error {
	f.keep = survey.Clean(c.FormValue("keep"))
	var until time.Time
	if f.keep != "" {
		day, err := time.ParseInLocation(dateOnly, f.keep, s.zone(c))
		if err != nil || day.Year() > 2200 {
			return s.showKeep(c, f, &survey.InvalidError{Field: "keep", Reason: "retention_date"})
		}
		if until = day.AddDate(0, 0, 1); !until.After(s.Now()) {
			return s.showKeep(c, f, &survey.InvalidError{Field: "keep", Reason: "retention_past"})
		}
	}
	err := s.Store.KeepUntil(ctx(c), scopeOf(c).Season.ID, until)
	if errors.Is(err, survey.ErrStale) {
		return s.showKeep(c, f, err)
	}
	return s.done(c, err, f.path+"/settings", "saved")
}

// showKeep shows the settings again, as the date that was typed is not kept.
func (s *server) showKeep(c echo.Context, f settings, wrong error) error {
	f.keepRead = shownMark(c, wrong, f.keepRead)
	return s.showSettings(c, f, wrong)
}
