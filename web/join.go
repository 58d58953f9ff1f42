package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// joinStore lets members in through the club link.
type joinStore interface {
	SeasonByToken(context.Context, survey.Token) (survey.Season, error)
	// Join adds who comes by the club link, and lets them wait where the season knows the address or its list is closed.
	Join(ctx context.Context, m survey.Member, now time.Time) (survey.Member, error)
}

// clubLink is the page behind the link and the QR code that everybody gets.
func (s *server) clubLink(c echo.Context, f view.JoinSeasonForm) error {
	return s.showJoin(c, http.StatusOK, f, nil)
}

func (s *server) joinForm(c echo.Context) (f view.JoinSeasonForm, err error) {
	if f.Season, err = s.Store.SeasonByToken(ctx(c), survey.Token(c.Param("token"))); err != nil {
		return f, err
	}
	if f.Club, err = s.clubFor(c, f.Season.Club); err != nil {
		return f, err
	}
	if f.Survey, err = s.Store.Survey(ctx(c), f.Season.ID); err != nil {
		return f, err
	}
	f.State = f.Survey.State(s.Now())
	s.tryCookies(c)
	f.Here, err = s.Store.DeviceMembers(ctx(c), f.Season.ID, s.deviceCookie(c))
	return f, err
}

func (s *server) showJoin(c echo.Context, status int, f view.JoinSeasonForm, wrong []*survey.InvalidError) error {
	p := s.page(c, "member_title", "Club", f.Club.Name, "Season", f.Season.Name)
	p.Shared = s.shared(p.Title, p.T("shared_join"))
	if n := view.Minutes(f.Survey); n > 0 {
		p.Shared.Says = p.T("shared_join_minutes", "Minutes", n)
	}
	if f.State == survey.Open {
		p.Keep = "/s/" + string(f.Season.Token)
	}
	s.addErrors(c, &p, wrong...)
	return render(c, status, view.JoinSeason(p, f))
}

// joinSeason makes a member of whoever gives a name and an address, and agrees to what the club asks before, and leads to a personal link: to a new one also where the season knows the
// address, which opens nothing of who has it. Anybody could type it, and learns from the answer nothing of who is here.
func (s *server) joinSeason(c echo.Context, f view.JoinSeasonForm) error {
	values := c.Request().PostForm
	f.Name, f.Email, f.Said = survey.Clean(values.Get("name")), survey.Clean(values.Get("email")), survey.ReadStart(values)
	if s.switchLanguage(c, values.Get("lang")) {
		return s.showJoin(c, http.StatusOK, f, nil)
	}
	if f.State != survey.Open {
		return s.showJoin(c, http.StatusConflict, f, nil)
	}
	for _, m := range f.Here { // on the device that is theirs
		if survey.Fold(m.Email) == survey.Fold(f.Email) {
			return seeOther(c, "/m/"+string(m.Token))
		}
	}
	m, err := s.addMember(c, f)
	if later, ok := errors.AsType[*laterError](err); ok {
		later.header(c)
		return s.showJoin(c, later.status, f, []*survey.InvalidError{{Reason: "join_often"}})
	}
	wrong, err := onlyInvalid(err)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return s.showJoin(c, http.StatusUnprocessableEntity, f, wrong)
	}
	if f.Survey.Starts() {
		agreed := survey.Response{Member: m.ID, Season: m.Season, Begun: s.Now(), Lang: s.lang(c), Consented: true, Agreed: f.Said.Shown, Guardian: f.Survey.AgreedBy(f.Said)}
		if err := s.Store.SaveDraft(ctx(c), agreed, s.Now()); err != nil && !errors.Is(err, survey.ErrClosed) {
			return err
		}
	}
	return s.joined(c, int64(m.ID))
}

// joined leads who came by the club link to the personal link, on a device that is their own from now on.
func (s *server) joined(c echo.Context, id int64) error {
	m, err := s.Store.Member(ctx(c), survey.MemberID(id))
	if errors.Is(err, survey.ErrNotFound) { // who is on the list by now: this device goes on there
		return seeOther(c, "/s/"+c.Param("token"))
	}
	if err != nil {
		return err
	}
	if _, err := s.firstDevice(c, m); err != nil {
		return err
	}
	return seeOther(c, "/m/"+string(m.Token))
}

// joinPace is how often somebody joins a season from an address: a hall full of people with one network does, a script does not for long.
var joinPace = pace{120, time.Second}

func (s *server) addMember(c echo.Context, f view.JoinSeasonForm) (survey.Member, error) {
	m := survey.Member{Season: f.Season.ID, Name: f.Name, Email: f.Email}
	err := m.Check()
	if m.Email == "" {
		err = errors.Join(err, survey.CheckEmail("")) // who comes by the club's link has to give one
	}
	for _, wrong := range f.Survey.CheckStart(f.Said) { // nothing is kept before
		err = errors.Join(err, wrong)
	}
	if err != nil {
		return m, err
	}
	settle, err := s.paces.take(ctx(c), s.Now(), joinPace.of(fmt.Sprint("join ", m.Season, " ", address(c))))
	if err != nil {
		return m, err
	}
	settle(true)
	return s.Store.Join(ctx(c), m, s.Now())
}

// switchLanguage answers in lang from here on, if it is a language. It reports whether lang says anything.
func (s *server) switchLanguage(c echo.Context, lang string) bool {
	if l := survey.Lang(lang); s.words[l] != nil {
		s.keepLanguage(c, l)
		c.Set(languageKey, l)
	}
	return lang != ""
}
