package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// surveyStore keeps what a season asks.
type surveyStore interface {
	// EditTimes keeps when the survey opens and closes as edit leaves it; nobody else changes it meanwhile.
	EditTimes(ctx context.Context, season survey.SeasonID, edit func(*survey.Survey) error) error
	// SaveWording returns survey.ErrStale if what stands around the questions is not what was read, by [survey.Survey.Mark].
	SaveWording(ctx context.Context, s survey.Survey, read string) error
	// AddQuestionBelow puts a question below another one, or at the end if that is not asked.
	AddQuestionBelow(ctx context.Context, season survey.SeasonID, above survey.QuestionID, q survey.Question) (survey.Question, error)
	AddQuestions(context.Context, survey.Survey) error
	ChangeQuestion(context.Context, survey.SeasonID, survey.Question) (survey.Question, error)
	MoveQuestion(ctx context.Context, season survey.SeasonID, id survey.QuestionID, revision, position int) error
	RemoveQuestion(ctx context.Context, season survey.SeasonID, id survey.QuestionID, revision int) error
	Answered(context.Context, survey.SeasonID) (map[survey.QuestionID]bool, error)
	// VersionTimes returns when versions of a question came to be, of those of which it is known.
	VersionTimes(context.Context, survey.SeasonID, survey.QuestionID) (map[int]time.Time, error)
	Edits(context.Context, survey.SeasonID) (survey.Edits, error)
	// UndoEdit and RedoEdit return survey.ErrStale if now is not [survey.Edits.Now], or there is nothing to do.
	UndoEdit(ctx context.Context, season survey.SeasonID, now int, then ...survey.Question) error
	RedoEdit(ctx context.Context, season survey.SeasonID, now int, then ...survey.Question) error
}

// asked is what the season asks that the address names.
func (s *server) asked(c echo.Context) (survey.Survey, error) {
	return s.Store.Survey(ctx(c), scopeOf(c).Season.ID)
}

func (s *server) survey(c echo.Context) error { return s.showSurvey(c, nil) }

func (s *server) showSurvey(c echo.Context, wrong error) error {
	id := scopeOf(c).Season.ID
	asked, err := s.Store.Survey(ctx(c), id)
	if err != nil {
		return err
	}
	counts, err := s.Store.Counts(ctx(c), id)
	if err != nil {
		return err
	}
	edits, err := s.Store.Edits(ctx(c), id)
	if err != nil {
		return err
	}
	advice, err := s.advice(c, asked)
	if err != nil {
		return err
	}
	p := s.page(c, "survey_title")
	d := view.SurveyPage{Advice: advice, Survey: asked, State: asked.State(s.Now()), MayClose: asked.MayClose(s.Now()), Answered: counts.Submitted + counts.Started, Edits: edits}
	if d.State == survey.Closed {
		d.Closed = view.ClosedWords(p, asked, s.Now())
	}
	status, err := s.status(c, &p, wrong)
	if errors.Is(err, survey.ErrStale) {
		status, err, d.Again = http.StatusConflict, nil, moveQuestionAgain(c, p, asked)
	}
	if err != nil {
		return err
	}
	return render(c, status, view.Survey(p, d))
}

// openSurvey opens by hand, also a survey that was closed.
func (s *server) openSurvey(c echo.Context) error {
	return s.editTimes(c, "survey_opened", survey.Open, func(asked *survey.Survey) error { return asked.OpenNow(s.Now()) })
}

func (s *server) closeSurvey(c echo.Context) error {
	return s.editTimes(c, "survey_closed_now", survey.Closed, func(asked *survey.Survey) error { asked.CloseNow(s.Now()); return nil })
}

// editTimes opens or closes the survey by hand, unless it is so already, or its times are others than the page said.
func (s *server) editTimes(c echo.Context, said survey.Key, to survey.State, edit func(*survey.Survey) error) error {
	id, read := scopeOf(c).Season.ID, c.FormValue(view.ReadField)
	err := s.Store.EditTimes(ctx(c), id, func(asked *survey.Survey) error {
		now := s.Now()
		switch full := to == survey.Closed && asked.MayClose(now); { // closed to others only
		case read != "" && asked.State(now) == to && !full:
			return nil
		case read != "" && asked.TimesMark() != read:
			return overtaken
		}
		return edit(asked)
	})
	if bad, ok := errors.AsType[*survey.InvalidError](err); ok {
		return s.showSurvey(c, bad)
	}
	return s.done(c, err, seasonPath(id, "/survey"), said)
}

func (s *server) wordingForm(c echo.Context, asked survey.Survey) error {
	return s.showWording(c, view.WordingForm{Survey: asked, Read: asked.Mark()}, nil)
}

func (s *server) showWording(c echo.Context, f view.WordingForm, wrong error) error {
	return show(s, c, s.page(c, "wording_title"), wrong, view.Wording, f)
}

func (s *server) saveWording(c echo.Context, asked survey.Survey) error {
	var now survey.Survey
	s.readWording(c, &asked)
	f := view.WordingForm{Survey: asked, Read: c.FormValue("read")}
	if wrong := asked.CheckWording(); wrong != nil {
		return s.showWording(c, f, wrong)
	}
	err := s.Store.SaveWording(ctx(c), asked, f.Read)
	if errors.Is(err, survey.ErrStale) {
		p := s.page(c, "wording_title")
		if now, err = s.asked(c); err != nil { // as it was read may be older
			return err
		}
		f.Read, f.Both = now.Mark(), view.NewBoth(p.T("wording_changed"), view.WordingLines(p, now), view.WordingLines(p, asked))
		return render(c, http.StatusConflict, view.Wording(p, f))
	}
	return s.done(c, err, seasonPath(asked.Season, "/survey"), "saved")
}

func (s *server) readWording(c echo.Context, asked *survey.Survey) {
	asked.Title, asked.Intro, asked.Consent = s.textValue(c, "title"), s.textValue(c, "intro"), s.textValue(c, "consent")
	asked.Thanks, asked.Guardian = s.textValue(c, "thanks"), c.FormValue("guardian") != ""
	asked.MinAge, asked.Limit = countValue(c, "min_age"), countValue(c, "limit")
}

// countValue reads a whole number that may be left out; -1 is what is none, which the survey's check refuses.
func countValue(c echo.Context, field string) int {
	typed := strings.TrimSpace(c.FormValue(field))
	if typed == "" {
		return 0
	}
	if n, ok := survey.ParseWhole(typed); ok {
		return n
	}
	return -1
}

// textValue reads a text that was typed in several languages.
func (s *server) textValue(c echo.Context, name string) survey.Text {
	t := survey.Text{}
	for _, l := range s.languages() {
		t = t.With(l.Code, survey.Clean(c.FormValue(name+"_"+string(l.Code))))
	}
	return t
}

// localTime is how a datetime-local field writes a time.
const localTime = "2006-01-02T15:04"

func (s *server) timesForm(c echo.Context, asked survey.Survey) error {
	return render(c, http.StatusOK, view.Times(s.page(c, "times_title"), s.formOfTimes(c, asked)))
}

func (s *server) formOfTimes(c echo.Context, asked survey.Survey) view.TimesForm {
	return view.TimesForm{
		Opens: s.local(c, asked.Opens), Closes: s.local(c, asked.Closes), Zone: s.zoneName(c), Read: asked.TimesMark(),
		Remind: cmp.Or(asked.Remind, survey.RemindDays[0]), Reminded: asked.Reminded,
	}
}

func (s *server) local(c echo.Context, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(s.zone(c)).Format(localTime)
}

// parseLocal reads what was typed into a datetime-local field, which is a plain field in some browsers. A time in the hour that is left out
// where clocks go forward is none: it would be taken for another.
func (s *server) parseLocal(c echo.Context, typed string) (time.Time, bool) {
	t, ok := survey.ParseTimeIn(typed, false, s.zone(c))
	plain, _ := survey.ParseTimeIn(typed, false, time.UTC) // the same where an offset was typed
	leftOut := !plain.Equal(t) && plain.Format(localTime) != t.Format(localTime)
	return t, ok && !leftOut && t.Year() >= 2000 && t.Year() <= 2200
}

func (s *server) saveTimes(c echo.Context, asked survey.Survey) error {
	f := view.TimesForm{Opens: c.FormValue("opens"), Closes: c.FormValue("closes"), Zone: s.zoneName(c), Read: c.FormValue("read"), Reminded: asked.Reminded}
	if f.Remind, _ = strconv.Atoi(c.FormValue("remind")); s.Mails && (f.Remind == survey.RemindNever || slices.Contains(survey.RemindDays, f.Remind)) {
		asked.Remind = f.Remind
	}
	p := s.page(c, "times_title")
	if wrong := s.readTimes(c, &asked, f); len(wrong) > 0 {
		s.addErrors(c, &p, wrong...)
		return render(c, http.StatusUnprocessableEntity, view.Times(p, f))
	}
	err := s.Store.EditTimes(ctx(c), asked.Season, func(kept *survey.Survey) error {
		if mark := kept.TimesMark(); mark != f.Read && mark != asked.TimesMark() {
			return survey.ErrStale
		}
		kept.Opens, kept.Closes, kept.Remind = asked.Opens, asked.Closes, asked.Remind
		return nil
	})
	if errors.Is(err, survey.ErrStale) {
		kept, err := s.asked(c)
		if err != nil {
			return err
		}
		now := s.formOfTimes(c, kept)
		f.Read, f.Both = now.Read, view.NewBoth(p.T("times_changed"), now.Lines(p), f.Lines(p))
		return render(c, http.StatusConflict, view.Times(p, f))
	}
	if err == nil && s.Mails && !asked.RemindAt().IsZero() {
		s.flashText(c, p.T("saved")+" "+s.remindsBy(c, asked))
		return seeOther(c, seasonPath(asked.Season, "/survey"))
	}
	return s.done(c, err, seasonPath(asked.Season, "/survey"), "saved")
}

// remindsBy says when members are reminded of the survey by themselves, or were.
func (s *server) remindsBy(c echo.Context, asked survey.Survey) string {
	t, at := s.translator(c), asked.RemindAt()
	switch {
	case !asked.Reminded.IsZero():
		return t("reminders_auto_done", "At", s.dateTime(c, s.lang(c), asked.Reminded))
	case at.IsZero() || asked.State(s.Now()) == survey.Closed:
		return t("reminders_auto_none")
	case at.After(s.Now()):
		return t("reminders_auto_at", "At", s.dateTime(c, s.lang(c), at))
	}
	return t("reminders_auto_now")
}

func (s *server) readTimes(c echo.Context, asked *survey.Survey, f view.TimesForm) []*survey.InvalidError {
	var wrong []*survey.InvalidError
	read := func(field, typed string, was time.Time) time.Time {
		if typed == s.local(c, was) {
			return was // to the second, as when it was opened by hand
		}
		if typed == "" {
			return time.Time{}
		}
		t, ok := s.parseLocal(c, typed)
		if !ok {
			wrong = append(wrong, &survey.InvalidError{Field: field, Reason: "time_invalid"})
		}
		return t
	}
	asked.Opens = read("opens", f.Opens, asked.Opens)
	asked.Closes = read("closes", f.Closes, asked.Closes)
	if len(wrong) > 0 {
		return wrong
	}
	if !asked.Opens.IsZero() && len(asked.Asked()) == 0 {
		return []*survey.InvalidError{{Field: "opens", Reason: "questions_missing"}}
	}
	if bad, ok := asked.CheckTimes().(*survey.InvalidError); ok {
		return []*survey.InvalidError{bad}
	}
	return nil
}
