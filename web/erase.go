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
	EraseMember(ctx context.Context, id survey.MemberID, everywhere bool, now time.Time) error
}

// eraseMemberForm says exactly what goes.
func (s *server) eraseMemberForm(c echo.Context) error {
	m, err := s.memberOf(c)
	if err != nil {
		return err
	}
	e, err := s.Store.Erasure(ctx(c), m.ID)
	if err != nil {
		return err
	}
	p := s.page(c, "member_remove_of", "Name", m.Name)
	return render(c, http.StatusOK, view.EraseMember(p, e))
}

func (s *server) eraseMember(c echo.Context) error {
	m, err := s.memberOf(c)
	if err != nil {
		return err
	}
	if err := s.Store.EraseMember(ctx(c), m.ID, c.FormValue("where") == "club", s.Now()); err != nil {
		return err
	}
	s.flash(c, "member_removed", "Name", m.Name)
	return seeOther(c, seasonPath(m.Season, "/members"))
}
