package web

import (
	"cmp"
	"context"
	"errors"
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
	// Beside are those who wait because they came by the club link as a member who had begun. DecideBeside joins what one of them answered to what
	// the member did, or says that they are somebody else.
	Beside(context.Context, survey.MemberID) ([]survey.Member, error)
	DecideBeside(ctx context.Context, id, waits survey.MemberID, same bool, now time.Time) error
	// ListedAs is whose name or address somebody gave who waits, or survey.ErrNotFound.
	ListedAs(ctx context.Context, waits survey.Member) (survey.Member, error)
}

// decideBeside says on a device of a member's own whether who came by the club link under the same name is the same.
func (s *server) decideBeside(c echo.Context, v view.Visit) error {
	ids, same := memberIDs(c.Request().PostForm["beside"]), c.FormValue("do") == "same"
	if len(ids) == 0 {
		return seeOther(c, v.Path("/devices"))
	}
	if err := s.Store.DecideBeside(ctx(c), v.Member.ID, ids[0], same, s.Now()); err != nil {
		return err
	}
	if same {
		return s.done(c, nil, v.Path("/answers"), "beside_joined")
	}
	return s.done(c, nil, v.Path("/devices"), "beside_apart")
}

// mailListed sends who sent answers by the club link as somebody who had begun elsewhere a code, to where that one reads letters: with it this device
// becomes the member's own, and joins the two. To who waits everything looks as if there were nobody.
func (s *server) mailListed(c echo.Context, v view.Visit) error {
	if !s.Mails || !v.Member.Waiting {
		return nil
	}
	if now, err := s.Store.Member(ctx(c), v.Member.ID); errors.Is(err, survey.ErrNotFound) || err == nil && !now.Waiting { // the place is theirs
		return nil
	}
	m, err := s.Store.ListedAs(ctx(c), v.Member)
	if errors.Is(err, survey.ErrNotFound) || err == nil && survey.Fold(m.Known) != survey.Fold(v.Member.Email) {
		return nil
	}
	if err == nil {
		err = s.mayMail(c, m.Known)
	}
	if _, later := errors.AsType[*laterError](err); later {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = s.Store.MailCode(ctx(c), m.ID, s.deviceCookie(c), s.lang(c), s.Now())
	return err
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
