package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// leaveStore keeps what members say of who they are, and erases them as they ask.
type leaveStore interface {
	// ChangeOwn changes the name, and keeps the address until an organizer has decided on it.
	ChangeOwn(ctx context.Context, id survey.MemberID, name, email string, now time.Time) error
	EraseOwn(ctx context.Context, id survey.MemberID, now time.Time) error
	// ErasesTexts reports whether that takes the name out of what others wrote.
	ErasesTexts(context.Context, survey.MemberID) (bool, error)
}

// changeOwn corrects a member's own name and address.
func (s *server) changeOwn(c echo.Context, v view.Visit) error {
	typed := readMember(c)
	err := s.Store.ChangeOwn(ctx(c), v.Member.ID, typed.Name, typed.Email, s.Now())
	if err != nil {
		return s.showOwnData(c, v, typed, err)
	}
	m, err := s.Store.Member(ctx(c), v.Member.ID)
	return s.done(c, err, v.Path("/data"), view.Either(m.Wanted == "", "own_changed", "own_changed_wanted"), "Email", m.Wanted)
}

// deleteMeForm says what goes with a member and what becomes of the team, before it asks.
func (s *server) deleteMeForm(c echo.Context, v view.Visit) error {
	return s.showDeleteMe(c, v, nil)
}

func (s *server) showDeleteMe(c echo.Context, v view.Visit, wrong error) (err error) {
	d := view.DeleteMePage{Visit: v}
	if v.Member.MayAnswer() {
		if d.Team, err = s.memberTeam(c, v); err != nil {
			return err
		}
	}
	if d.Texts, err = s.Store.ErasesTexts(ctx(c), v.Member.ID); err != nil {
		return err
	}
	p := s.visitPage(c, v)
	p.Path = v.Path("/delete")
	return show(s, c, p, wrong, view.DeleteMe, d)
}

// leavePace is how often members are erased as they ask, from an address: the files are written anew each time.
var leavePace = pace{10, time.Minute}

// deleteMe erases a member for good. The link says so from then on.
func (s *server) deleteMe(c echo.Context, v view.Visit) error {
	if c.FormValue("sure") != "yes" {
		return s.showDeleteMe(c, v, &survey.InvalidError{Field: "sure", Reason: "delete_me_unsure"})
	}
	settle, err := s.paces.take(ctx(c), s.Now(), leavePace.of(fmt.Sprint("leave ", v.Season.ID, " ", address(c))))
	if err != nil {
		return err
	}
	defer s.forget()
	err = s.Store.EraseOwn(ctx(c), v.Member.ID, s.Now())
	settle(err == nil)
	if wrong, other := onlyInvalid(err); len(wrong) > 0 && other == nil {
		return s.showDeleteMe(c, v, err)
	}
	if err != nil {
		return err
	}
	return seeOther(c, v.Path("?"+view.GoneParam+"="+v.Copies()))
}

// copiesOf is what names the copies that a member's forms left on a device.
var copiesOf = regexp.MustCompile(`^s?[0-9]{1,20}-[0-9]{1,20}$`)

// goodbye is the page of the link of somebody who was erased, as they asked.
func (s *server) goodbye(c echo.Context) error {
	gone := c.QueryParam(view.GoneParam)
	if !copiesOf.MatchString(gone) {
		gone = ""
	}
	return render(c, http.StatusGone, view.Goodbye(s.page(c, "goodbye_title"), gone))
}

// visitOrGoodbye serves the visit of a link; one whose member was erased says so.
func (s *server) visitOrGoodbye(serve func(echo.Context, view.Visit) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, err := s.visit(c)
		if errors.Is(err, survey.ErrErased) {
			return s.goodbye(c)
		}
		if err != nil {
			return err
		}
		return serve(c, v)
	}
}

// erasedSince is how many members of the season had themselves erased since a time.
func (s *server) erasedSince(c echo.Context, at time.Time) (n int, err error) {
	acts, err := s.Store.Acts(ctx(c), scopeOf(c).Club.ID, survey.ActFilter{Season: scopeOf(c).Season.ID, What: survey.ErasedMember, Most: erasedSeen})
	for _, a := range acts {
		if a.By.Kind == survey.ByMember && a.By.At.After(at) {
			n++
		}
	}
	return n, err
}

// erasedSeen is how many of the last who were erased are looked at.
const erasedSeen = 1000
