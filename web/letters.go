package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// letterStore is the outbox as organizers see it.
type letterStore interface {
	// LetterBox is of a season, or with season 0 of the whole club.
	LetterBox(ctx context.Context, club survey.ClubID, season survey.SeasonID, most int) (survey.LetterBox, error)
	// RetryLetters has a letter tried again, or with id 0 all that failed, and returns how many there were.
	RetryLetters(ctx context.Context, club survey.ClubID, season survey.SeasonID, id survey.LetterID, now time.Time) (int, error)
	DeclineLetters(ctx context.Context, id survey.MemberID, at time.Time) error
	MailInvite(ctx context.Context, in survey.Invite, lang survey.Lang, now time.Time) error
	MailReset(ctx context.Context, email string, lang survey.Lang, now time.Time) error
	MailCode(ctx context.Context, id survey.MemberID, cookie string, lang survey.Lang, now time.Time) (known bool, err error)
	KnowAddress(context.Context, survey.MemberID) error
}

// lettersShown is how many letters of each state a page has.
const lettersShown = 100

// letters shows what waits to be sent, what the mail server took, and what not and why: of a season or a whole club.
func (s *server) letters(c echo.Context) error {
	sc := scopeOf(c)
	box, err := s.Store.LetterBox(ctx(c), sc.Club.ID, sc.Season.ID, lettersShown)
	if err != nil {
		return err
	}
	p := s.page(c, "letters_title")
	d := view.LettersPage{Counts: box.Counts, Rows: map[survey.LetterState][]view.LetterRow{}}
	for _, l := range box.Letters {
		row := view.LetterRow{Letter: l, To: l.Email}
		if l.Member != 0 {
			m, err := s.Store.Member(ctx(c), l.Member)
			if err != nil && !errors.Is(err, survey.ErrNotFound) {
				return err
			}
			row.To = m.Name
		}
		if l.Problem != nil {
			row.Why = p.T.Say(*l.Problem)
		}
		d.Rows[l.State] = append(d.Rows[l.State], row)
	}
	return render(c, http.StatusOK, view.Letters(p, d))
}

// retryLetters tries one letter again, or all that failed.
func (s *server) retryLetters(c echo.Context) error {
	sc := scopeOf(c)
	id, _ := strconv.ParseInt(c.FormValue("letter"), 10, 64)
	n, err := s.Store.RetryLetters(ctx(c), sc.Club.ID, sc.Season.ID, survey.LetterID(id), s.Now())
	return s.done(c, err, c.Request().URL.Path, "letters_queued", "Count", n)
}

// letterPace is how many letters somebody has sent to one address, or from one network, by asking for them.
var (
	letterPace  = pace{3, 20 * time.Minute}
	lettersPace = pace{60, time.Minute}
)

// mayMail counts a letter that somebody asks for: by the address that it goes to, so that nobody fills another's mailbox, and by who asks. Its
// error says how long to wait where it is one too many.
func (s *server) mayMail(c echo.Context, to string) error {
	settle, err := s.paces.take(ctx(c), s.Now(), letterPace.of("letter to "+survey.Fold(to)), lettersPace.of("letters "+address(c)))
	if err == nil {
		settle(true)
	}
	return err
}

func (s *server) forgotForm(c echo.Context) error { return s.showForgot(c, view.ForgotForm{}, nil) }

func (s *server) showForgot(c echo.Context, f view.ForgotForm, wrong error) error {
	return show(s, c, s.page(c, "forgot_title"), wrong, view.Forgot, f)
}

// forgot sends a link for a new password to who has an account. What it answers, and how long that takes, is the same for all addresses.
func (s *server) forgot(c echo.Context) error {
	f := view.ForgotForm{Email: survey.Clean(c.FormValue("email"))}
	if err := survey.CheckEmail(f.Email); err != nil || !s.Mails {
		return s.showForgot(c, f, err)
	}
	if err := s.mayMail(c, f.Email); err != nil {
		return err
	}
	if err := s.Store.MailReset(ctx(c), f.Email, s.lang(c), s.Now()); err != nil {
		return err
	}
	f.Sent = true
	return s.showForgot(c, f, nil)
}

// addressee is whose personal link a letter was sent with. Unlike [server.visit] it makes nobody's browser the member's own: mail servers open the link too.
func (s *server) addressee(c echo.Context) (v view.Visit, err error) {
	if v.Member, err = s.Store.MemberByToken(ctx(c), survey.Token(c.Param("token"))); err != nil {
		return v, err
	}
	if v.Season, err = s.Store.Season(ctx(c), v.Member.Season); err != nil {
		return v, err
	}
	v.Club, err = s.clubFor(c, v.Season.Club)
	return v, err
}

// declineForm asks whether letters are to stop. To open it changes nothing: what looks for viruses in letters opens every link.
func (s *server) declineForm(c echo.Context, v view.Visit) error {
	return render(c, http.StatusOK, view.Decline(s.visitPage(c, v), v))
}

// decline stops letters, or begins them again. A mail program asks by one click (RFC 8058), and goes on to no page.
func (s *server) decline(c echo.Context, v view.Visit) error {
	at, said := s.Now(), survey.Key("decline_done")
	if c.FormValue("letters") == "again" {
		at, said = time.Time{}, "decline_undone"
	}
	if err := s.Store.DeclineLetters(ctx(c), v.Member.ID, at); err != nil {
		return err
	}
	if c.FormValue("List-Unsubscribe") != "" {
		return c.String(http.StatusOK, s.translator(c)(said))
	}
	return s.done(c, nil, v.Path("/letters"), said)
}

// mailReceipt sends the member a letter that says that the answers are there.
func (s *server) mailReceipt(c echo.Context, v view.Visit) error {
	if v.Submitted.IsZero() || !s.Mails || v.Member.Email == "" {
		return seeOther(c, v.Path(""))
	}
	if err := s.mayMail(c, v.Member.Email); err != nil {
		return err
	}
	_, err := s.Store.MailMembers(ctx(c), v.Season.ID, survey.ReceiptLetter, []survey.MemberID{v.Member.ID}, s.lang(c), s.Now())
	return s.done(c, err, v.Path(""), "letter_queued_to", "Email", v.Member.Email)
}

// mailCode sends a code that makes this device the member's own, to the address that was known when the first one became it.
func (s *server) mailCode(c echo.Context, v view.Visit) error {
	if v.Own() || len(v.Devices) == 0 || !s.Mails || v.Member.Known == "" {
		return seeOther(c, v.Path("/devices"))
	}
	if err := s.mayMail(c, v.Member.Known); err != nil {
		return err
	}
	_, err := s.Store.MailCode(ctx(c), v.Member.ID, s.keepDeviceCookie(c), s.lang(c), s.Now())
	return s.done(c, err, v.Path("/devices"), "letter_queued_to", "Email", survey.MaskEmail(v.Member.Known))
}

// knowAddress has codes sent to the address that the list has now.
func (s *server) knowAddress(c echo.Context, v view.Visit) error {
	return s.done(c, s.Store.KnowAddress(ctx(c), v.Member.ID), v.Path("/devices"), "saved")
}
