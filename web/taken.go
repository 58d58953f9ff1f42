package web

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// takenStore keeps who took places on the list by the club link, until an organizer has looked at it.
type takenStore interface {
	Taken(context.Context, survey.SeasonID) ([]survey.Taken, error)
	// KeepTaken leaves the places to them. GiveBack frees one: who took it waits to be let in.
	KeepTaken(ctx context.Context, season survey.SeasonID, ids []survey.MemberID, now time.Time) error
	GiveBack(ctx context.Context, season survey.SeasonID, id survey.MemberID, now time.Time) error
}

// takenRows are the places on the list that were taken, first those where a name or an address is another than the list has.
func (s *server) takenRows(ctx context.Context, season survey.SeasonID, rows []view.MemberRow) (all []view.TakenRow, err error) {
	taken, err := s.Store.Taken(ctx, season)
	for _, t := range taken {
		i := slices.IndexFunc(rows, func(r view.MemberRow) bool { return r.ID == t.Member })
		if i >= 0 { // else erased meanwhile
			all = append(all, view.TakenRow{Taken: t, Now: rows[i].Member, Alike: t.Alike(rows[i].Member)})
		}
	}
	slices.SortStableFunc(all, func(a, b view.TakenRow) int {
		return cmp.Compare(map[bool]int{true: 1}[a.Alike], map[bool]int{true: 1}[b.Alike])
	})
	return all, err
}

// decideTaken gives one place back, or leaves all that the page showed to those who took them.
func (s *server) decideTaken(c echo.Context) error {
	f, season := c.Request().PostForm, scopeOf(c).Season.ID
	to := seasonPath(season, "/members")
	if ids := memberIDs(f["undo"]); len(ids) > 0 {
		return s.done(c, s.Store.GiveBack(ctx(c), season, ids[0], s.Now()), to, "taken_undone")
	}
	ids := memberIDs(f["m"])
	return s.done(c, s.Store.KeepTaken(ctx(c), season, ids, s.Now()), to, "taken_kept", "Count", len(ids))
}
