package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// ownDeviceStore keeps which devices are a member's own, by a cookie.
type ownDeviceStore interface {
	Devices(ctx context.Context, id survey.MemberID, cookie string, now time.Time) ([]survey.Device, error)
	// DeviceMembers are the members of a season whose own the device is, the newest first.
	DeviceMembers(ctx context.Context, season survey.SeasonID, cookie string) ([]survey.Member, error)
	// FirstDevice reports whether the member had none, so that this one is the member's now.
	FirstDevice(ctx context.Context, id survey.MemberID, cookie, name string, confirmed time.Time) (bool, error)
	// ShowCode makes a code for one of the member's own to show; ConfirmDevice makes another one the member's by it.
	ShowCode(ctx context.Context, id survey.MemberID, cookie string, now time.Time) error
	ConfirmDevice(ctx context.Context, id survey.MemberID, code, cookie, name string, now time.Time) error
	EndDevice(context.Context, survey.MemberID, survey.DeviceID) error
}

// ownCookie tells the devices of members apart. Browsers keep a cookie for 400 days at most.
const (
	ownCookie = "own"
	ownLasts  = 400 * 24 * time.Hour
)

// deviceCookie is the visitor's. Where a browser keeps no cookies, the form brings it along; of who has none it is made of the key of the form that
// they send, so that it is the same however often they send it, whether or not they got an answer. It is "" without either.
func (s *server) deviceCookie(c echo.Context) string {
	given, _ := c.Get(ownCookie).(string) // with the answer
	form := c.Request().PostForm
	cookie, once := cmp.Or(given, s.readCookie(c.Request(), ownCookie), form.Get(view.OwnField)), form.Get(view.OnceField)
	if cookie == "" && len(once) >= len(rand.Text()) {
		sum := sha256.Sum256([]byte("own device " + once))
		cookie = hex.EncodeToString(sum[:])
	}
	return cookie
}

// keepDeviceCookie returns the visitor's cookie, or a new one, and has the browser keep it.
func (s *server) keepDeviceCookie(c echo.Context) string {
	cookie := cmp.Or(s.deviceCookie(c), rand.Text())
	c.Set(ownCookie, cookie)
	s.setCookie(c, ownCookie, cookie, ownLasts)
	return cookie
}

// triedCookie tells by its coming back that a browser keeps cookies, before there is one of its own to keep.
const triedCookie = "kept"

// tryCookies has the browser show, when it sends the form of a page, whether it keeps cookies.
func (s *server) tryCookies(c echo.Context) {
	if !s.keepsCookies(c) {
		s.setCookie(c, triedCookie, "yes", ownLasts)
	}
}

func (s *server) keepsCookies(c echo.Context) bool {
	return s.readCookie(c.Request(), ownCookie)+s.readCookie(c.Request(), triedCookie) != ""
}

// refusesCookies reports whether the browser sends no cookie though it comes from a page of ours, which had it keep one.
func (s *server) refusesCookies(c echo.Context) bool {
	from, err := url.Parse(c.Request().Referer())
	return err == nil && (from.Host == s.base.Host || from.Host == c.Request().Host) && !s.keepsCookies(c)
}

// addDevices says whether what is answered in confidence is hidden on this device: where it is not one of the member's own, and either another
// is or something is kept already. The first one on which something is kept becomes the member's, but not by the way where an organizer is signed in.
func (s *server) addDevices(c echo.Context, v *view.Visit, kept bool) (err error) {
	if v.Own() { // as was found before
		return nil
	}
	v.Devices, err = s.Store.Devices(ctx(c), v.Member.ID, s.deviceCookie(c), s.Now())
	if err != nil {
		return err
	}
	if !s.keepsCookies(c) {
		v.Carries = s.deviceCookie(c)
	}
	if v.Own() {
		if err := s.confirmCame(c, v); err != nil {
			return err
		}
		if v.Beside, err = s.Store.Beside(ctx(c), v.Member.ID); err != nil {
			return err
		}
		if s.readCookie(c.Request(), ownCookie) == "" { // an answer was lost
			s.keepDeviceCookie(c)
		}
		return nil
	}
	v.Hides = kept || len(v.Devices) > 0 || scopeOf(c).Organizer.ID != 0
	if v.Hides || c.Request().Method != http.MethodPost || s.takesNothing(c, *v) {
		return nil
	}
	first, err := s.firstDevice(c, v.Member)
	if v.Hides = !first; first { // or another was at the same moment
		v.Devices = []survey.Device{{This: true}}
	}
	return err
}

// takesNothing reports whether a form with answers is refused as a whole: the survey is not open, or what is to be said before the first question is not said.
func (s *server) takesNothing(c echo.Context, v view.Visit) bool {
	if path, _ := strings.CutPrefix(c.Path(), "/m/:token"); path != "/answers" && path != "/draft" {
		return false
	}
	return v.Survey.State(s.Now()) != survey.Open || v.Starts() && len(v.Survey.CheckStart(survey.ReadStart(c.Request().PostForm))) > 0
}

// confirmCame confirms the device whose cookie has come back.
func (s *server) confirmCame(c echo.Context, v *view.Visit) error {
	if v.Carries != "" || c.Request().Method == http.MethodHead || !slices.ContainsFunc(v.Devices, func(d survey.Device) bool { return d.This && d.Confirmed.IsZero() }) {
		return nil
	}
	if _, err := s.firstDevice(c, v.Member); err != nil {
		return err
	}
	var err error
	v.Devices, err = s.Store.Devices(ctx(c), v.Member.ID, s.deviceCookie(c), s.Now())
	return err
}

func (s *server) firstDevice(c echo.Context, m survey.Member) (bool, error) {
	by := survey.DoneBy(ctx(c))
	if o := scopeOf(c).Organizer.ID; o != 0 { // a member too, or not: the log says whose browser it is
		by.Kind, by.Organizer = survey.ByOrganizer, o
	}
	var confirmed time.Time
	if s.keepsCookies(c) {
		confirmed = s.Now()
	}
	return s.Store.FirstDevice(survey.Doing(ctx(c), by), m.ID, s.keepDeviceCookie(c), device(c.Request().UserAgent()), confirmed)
}

// hiddenRefused is a form with answers, or without ones that must be given, to questions that the device does not show. All else was kept where
// nothing is wrong beside it.
func hiddenRefused(beside []*survey.InvalidError) *survey.InvalidError {
	return &survey.InvalidError{Reason: "hidden_refused", Args: map[string]any{"Rest": len(beside) == 0}}
}

var deviceCode = regexp.MustCompile(`^[0-9]{6}$`)

// ownDevices shows a member's own devices on one of them, and how to confirm one on another.
func (s *server) ownDevices(c echo.Context, v view.Visit) error {
	if code := c.QueryParam("code"); deviceCode.MatchString(code) {
		v.Code = code
	}
	return s.showDevices(c, v, nil)
}

func (s *server) showDevices(c echo.Context, v view.Visit, wrong error) error {
	p := s.visitPage(c, v)
	p.Path, v.Forgets = v.Path("/devices"), s.refusesCookies(c)
	return show(s, c, p, wrong, view.OwnDevices, v)
}

// confirmDevice makes the device the member's own: by the code that another shows, or as the first.
func (s *server) confirmDevice(c echo.Context, v view.Visit) error {
	var err error
	switch {
	case v.Own():
	case len(v.Devices) == 0:
		_, err = s.firstDevice(c, v.Member)
	default:
		code := strings.Join(strings.Fields(c.FormValue("code")), "")
		err = s.Store.ConfirmDevice(ctx(c), v.Member.ID, code, s.keepDeviceCookie(c), device(c.Request().UserAgent()), s.Now())
	}
	if wrong, other := onlyInvalid(err); len(wrong) > 0 && other == nil {
		return s.showDevices(c, v, err)
	}
	if err != nil {
		return err
	}
	return s.confirmed(c, int64(v.Member.ID))
}

// confirmed leads to the member's page. Where the browser keeps no cookies that page is the answer, or the next one would not know the device.
func (s *server) confirmed(c echo.Context, _ int64) error {
	s.keepDeviceCookie(c)
	if !s.keepsCookies(c) {
		return on(s.visit, s.personal)(c)
	}
	return s.done(c, nil, "/m/"+c.Param("token"), "device_confirmed")
}

// onOwn serves what only a member's own device may do. Any other is told how to become one.
func (s *server) onOwn(serve func(echo.Context, view.Visit) error) func(echo.Context, view.Visit) error {
	return func(c echo.Context, v view.Visit) error {
		if !v.Own() {
			return s.done(c, nil, v.Path("/devices"), "device_first_confirm")
		}
		return serve(c, v)
	}
}

// feedbackOnOwn serves the form of a round, of which nothing is shown where a member's feedback is hidden.
func (s *server) feedbackOnOwn(serve func(echo.Context, view.FeedbackForm) error) func(echo.Context, view.FeedbackForm) error {
	return func(c echo.Context, f view.FeedbackForm) error {
		switch {
		case !f.Hides:
			return serve(c, f)
		case c.Request().Header.Get("Accept") == "application/json":
			return c.JSON(http.StatusConflict, map[string]string{"saved": s.translator(c)("device_first_confirm")})
		}
		return s.done(c, nil, f.Visit.Path("/devices"), "device_first_confirm")
	}
}

func (s *server) showCode(c echo.Context, v view.Visit) error {
	if err := s.Store.ShowCode(ctx(c), v.Member.ID, s.readCookie(c.Request(), ownCookie), s.Now()); err != nil {
		return err
	}
	return seeOther(c, v.Path("/devices#code"))
}

func (s *server) endDevice(c echo.Context, v view.Visit) error {
	id, err := idParam[survey.DeviceID](c, "device")
	if err != nil {
		return err
	}
	err = s.Store.EndDevice(ctx(c), v.Member.ID, id)
	if wrong, other := onlyInvalid(err); len(wrong) > 0 && other == nil {
		return s.showDevices(c, v, err)
	}
	return s.done(c, err, v.Path("/devices"), "device_ended")
}

// renewOwnLink is [server.renewLink] by the member, who goes on with the new one.
func (s *server) renewOwnLink(c echo.Context, v view.Visit) (err error) {
	if _, err = s.Store.RenewLink(ctx(c), v.Member.ID); err != nil {
		return err
	}
	return s.goOnByNewLink(c, int64(v.Member.ID))
}

// goOnByNewLink leads to a member's new link on the member's own device, also where the one by which it was asked for has ended.
func (s *server) goOnByNewLink(c echo.Context, id int64) error {
	m, err := s.Store.Member(ctx(c), survey.MemberID(id))
	if err != nil {
		return err
	}
	v := view.Visit{Member: m}
	if v.Devices, err = s.Store.Devices(ctx(c), m.ID, s.deviceCookie(c), s.Now()); err != nil {
		return err
	}
	if !v.Own() {
		return survey.ErrLinkEnded
	}
	return s.done(c, nil, v.Path("/devices"), "link_renewed_own")
}
