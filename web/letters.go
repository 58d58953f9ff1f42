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
	d := view.LettersPage{Mails: s.Mails, Counts: box.Counts, Rows: map[survey.LetterState][]view.LetterRow{}}
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
