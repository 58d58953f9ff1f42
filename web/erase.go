package web

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// eraseStore erases a member with all that is kept of the member.
type eraseStore interface {
	Erasure(context.Context, survey.MemberID) (survey.Erasure, error)
	EraseMember(ctx context.Context, id survey.MemberID, everywhere bool, keep []string, now time.Time) error
	// Scrubbed reports whether nothing that was erased is left in the files.
	Scrubbed(context.Context) (bool, error)
}

// eraseMemberForm says exactly what goes.
func (s *server) eraseMemberForm(c echo.Context, m survey.Member) error {
	e, err := s.Store.Erasure(ctx(c), m.ID)
	if err != nil {
		return err
	}
	members, err := s.Store.Members(ctx(c), m.Season)
	if err != nil {
		return err
	}
	p := s.page(c, "member_remove_of", "Name", survey.CalledApart(members)[m.ID])
	return render(c, http.StatusOK, view.EraseMember(p, e))
}

func (s *server) eraseMember(c echo.Context, m survey.Member) error {
	defer s.forget()
	f := c.Request().PostForm
	if err := s.Store.EraseMember(ctx(c), m.ID, f.Get("where") == "club", f["keep"], s.Now()); err != nil {
		return err
	}
	scrubbed, err := s.Store.Scrubbed(ctx(c))
	said := view.Either(scrubbed, "member_removed", "member_removed_soon") // without the name, which would be kept to be shown
	return s.done(c, err, seasonPath(m.Season, "/members"), said)
}
