package web

import (
	"context"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// burstStore keeps that those who joined in a burst may stay.
type burstStore interface {
	KeepJoined(ctx context.Context, id survey.SeasonID, until time.Time) error
}

// decideBurst keeps those whom the page said to have joined at once, or takes them out again. Where it is others by now, the page says who.
func (s *server) decideBurst(c echo.Context) error {
	season := scopeOf(c).Season
	members, err := s.Store.Members(ctx(c), season.ID)
	if err != nil {
		return err
	}
	burst, to := survey.FindBurst(members, season.Kept), seasonPath(season.ID, "/members")
	if len(burst.Members) == 0 || c.FormValue("count") != strconv.Itoa(len(burst.Members)) || c.FormValue("to") != strconv.FormatInt(burst.To.UnixMilli(), 10) {
		return s.done(c, nil, to, "burst_changed")
	}
	if c.FormValue("do") == "keep" {
		return s.done(c, s.Store.KeepJoined(ctx(c), season.ID, burst.To), to, "burst_kept", "Count", len(burst.Members))
	}
	return s.done(c, s.Store.DropMembers(ctx(c), season.ID, burst.Members, s.Now()), to, "burst_undone", "Count", len(burst.Members))
}

func burstOf(rows []view.MemberRow, season survey.Season) survey.Burst {
	members := make([]survey.Member, len(rows))
	for i, r := range rows {
		members[i] = r.Member
	}
	return survey.FindBurst(members, season.Kept)
}
