package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// responseStore keeps what members answer.
type responseStore interface {
	MemberByToken(context.Context, survey.Token) (survey.Member, error)
	// QuestionVersions returns every version of the season's questions, so that old answers are read as they were given.
	QuestionVersions(context.Context, survey.SeasonID) ([]survey.Question, error)
	Response(context.Context, survey.MemberID) (survey.Response, error)
	// SaveDraft and SaveResponse return survey.ErrClosed unless the survey is open to the member, who takes part.
	SaveDraft(ctx context.Context, r survey.Response, now time.Time) error
	SaveResponse(ctx context.Context, r survey.Response, now time.Time) error
}

// personal is what a personal link opens: the team once it is published, else what there is to do.
func (s *server) personal(c echo.Context, v view.Visit) (err error) {
	if !v.Member.MayAnswer() {
		return render(c, http.StatusOK, view.Left(s.page(c, "left_title"), v))
	}
	if v.Team, err = s.memberTeam(c, v); err != nil {
		return err
	}
	p := s.visitPage(c, v)
	switch {
	case v.Team != nil:
		if v.Team.Name != "" {
			if v.Feedback, err = s.feedbackCards(ctx(c), v.Member); err != nil {
				return err
			}
			v.Team.Name = teamName(p.T, v.Team.Number, v.Team.Name)
		}
		if c.QueryParams().Has("sent") && !v.Submitted.IsZero() && !v.Changed {
			p.Flash = p.T("receipt_sent", "At", p.DateTime(v.Submitted)) // the receipt's page has given way to the team's
		}
		return render(c, http.StatusOK, view.OwnTeam(p, v))
	case v.State == survey.Open && !v.Submitted.IsZero() && !v.Changed:
		return render(c, http.StatusOK, view.Receipt(p, v))
	}
	return s.showAnswers(c, p, v)
}

// answers is the form, whatever else there is to see; after the close, the answers to read.
func (s *server) answers(c echo.Context, v view.Visit) error {
	if !v.Member.MayAnswer() {
		return seeOther(c, v.Path(""))
	}
	v.TurnTo(c.QueryParam(survey.PageField))
	return s.showAnswers(c, s.visitPage(c, v), v)
}

func (s *server) showAnswers(c echo.Context, p view.Page, v view.Visit) error {
	switch v.State {
	case survey.Open:
		p.Keep = v.Path("/draft")
		if v.Starts() {
			return render(c, http.StatusOK, view.Start(p, v, view.Started{}))
		}
		return render(c, http.StatusOK, view.AnswerForm(p, v))
	case survey.Closed:
		return render(c, http.StatusOK, view.Closed(p, v))
	}
	return render(c, http.StatusOK, view.Waiting(p, v))
}

// visit reads whose link this is and all that belongs to it.
func (s *server) visit(c echo.Context) (v view.Visit, err error) {
	if v.Member, err = s.Store.MemberByToken(ctx(c), survey.Token(c.Param("token"))); err != nil {
		return v, err
	}
	if v.Season, err = s.Store.Season(ctx(c), v.Member.Season); err != nil {
		return v, err
	}
	if v.Club, err = s.clubFor(c, v.Season.Club); err != nil {
		return v, err
	}
	if v.Survey, err = s.Store.Survey(ctx(c), v.Season.ID); err != nil {
		return v, err
	}
	v.Survey = v.Survey.For(v.Member)
	v.Link = s.link(v.Path(""))
	return v, s.addResponse(c, &v)
}

// addResponse fills in what was answered, as far as it still answers what is asked.
func (s *server) addResponse(c echo.Context, v *view.Visit) error {
	r, err := s.Store.Response(ctx(c), v.Member.ID)
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return err
	}
	if v.Versions, err = s.Store.QuestionVersions(ctx(c), v.Season.ID); err != nil {
		return err
	}
	if err := s.addDevices(c, v, r.Draft != nil || r.Answers != nil); err != nil {
		return err
	}
	if v.Whole = v.Survey; v.Hides {
		v.Survey = v.Survey.OnAnyDevice()
	}
	v.Submitted, v.Consented, v.Agreed, v.Guardian = r.Submitted, r.Consented, r.Agreed, r.Guardian
	if !v.Submitted.IsZero() {
		v.Survey = v.Survey.ForSent()
	}
	v.State = v.Survey.State(s.Now())
	if v.Begun = r.Begun; v.Begun.IsZero() {
		v.Begun = s.Now()
	}
	v.Changed = r.Draft != nil && !reflect.DeepEqual(r.Draft, r.Answers)
	v.Offered = r.Draft != nil && r.Saved.IsZero()
	v.Kept = r.Current()
	if v.State == survey.Closed && !v.Submitted.IsZero() {
		v.Kept = r.Answers
	}
	v.Answers = v.Survey.CarryEach(v.Kept, v.Versions)
	v.Earlier = v.Survey.Earlier(v.Kept, v.Seen())
	v.Pages = v.Survey.Pages(v.Answers)
	r.Answers = v.Survey.Carry(r.Answers, v.Versions)
	v.Doubts, err = s.ownDoubts(ctx(c), *v, r)
	return err
}

// visitPage is the page of a personal link, in the club's name.
func (s *server) visitPage(c echo.Context, v view.Visit) view.Page {
	return s.page(c, "member_title", "Club", v.Club.Name, "Season", v.Season.Name)
}

// typedForm is what a member's form sent.
type typedForm struct {
	survey.Filled
	kept   survey.Answers // with what the form brings in its place
	values url.Values
	hidden bool // it brings answers that the device does not show
}

// unkept is what the form brings and is not kept.
func (f typedForm) unkept() []*survey.InvalidError {
	if !f.hidden {
		return f.Unread
	}
	return append(slices.Clip(f.Unread), hiddenRefused())
}

func readAnswers(c echo.Context, v view.Visit) typedForm {
	f := typedForm{values: c.Request().PostForm, hidden: v.HiddenSent(c.Request().PostForm)}
	if !f.beginsOnly() {
		f.Filled = v.Survey.ParseAnswers(f.values, v.Seen())
	}
	f.kept = f.Over(v.Kept, v.Versions)
	return f
}

// on returns the visit as the form leaves it.
func (f typedForm) on(v view.Visit) view.Visit {
	v.Kept, v.Answers = f.kept, v.Survey.CarryEach(f.kept, v.Versions)
	v.Earlier = v.Survey.Earlier(f.kept, v.Seen())
	v.Pages = v.Survey.Pages(v.Answers)
	v.TurnTo(f.values.Get(survey.PageField))
	for _, q := range f.Seen {
		if now, ok := v.Survey.Question(q.ID); ok && now.Version != q.Version && !f.Answers[q.ID].IsZero() {
			v.Earlier[q.ID] = q
		}
	}
	v.Typed = map[string]string{}
	for _, e := range f.Unread {
		for field := range f.values {
			if strings.HasPrefix(field, e.Field) { // some questions have several fields
				v.Typed[field] = f.values.Get(field)
			}
		}
	}
	return v
}

// mistakes is all that keeps the form from being submitted.
func (f typedForm) mistakes(v view.Visit) []*survey.InvalidError {
	return v.Survey.Mistakes(v.Survey.CarryEach(f.kept, v.Versions), append(f.Overtaken(v.Survey), f.Unread...))
}

func (s *server) response(c echo.Context, v view.Visit, f typedForm) survey.Response {
	return survey.Response{Member: v.Member.ID, Season: v.Season.ID, Draft: f.kept, Answers: f.kept,
		Lang: s.lang(c), Consented: v.Consented, Agreed: v.Agreed, Guardian: v.Guardian, Begun: f.begun(s.Now())}
}

// begun is when the form was opened; zero where it does not say so, or a time to come.
func (f typedForm) begun(now time.Time) time.Time {
	ms, err := strconv.ParseInt(f.values.Get("begun"), 10, 64)
	if at := time.UnixMilli(ms); err == nil && ms > 0 && !at.After(now) {
		return at
	}
	return time.Time{}
}

// submitAnswers takes the answers if nothing is wrong with them; else it keeps them as a draft. To turn a page keeps a draft, too.
func (s *server) submitAnswers(c echo.Context, v view.Visit) error {
	f := readAnswers(c, v)
	wrong := f.start(&v)
	if len(wrong) > 0 {
		return s.startAgain(c, v, f, http.StatusUnprocessableEntity, wrong)
	}
	v = f.on(v)
	if f.values.Get("go") == "start" {
		return s.started(c, v, f)
	}
	to, turns := map[string]int{"next": v.At + 1, "back": v.At - 1}[f.values.Get("go")]
	if f.values.Has(survey.PageField) && !turns && !v.Last() { // an answer brought a page about
		to, turns = v.At+1, true
	}
	wrong = f.mistakes(v)
	switch {
	case turns && to < v.At:
		wrong = f.Unread
	case turns:
		wrong = slices.DeleteFunc(wrong, func(e *survey.InvalidError) bool { return !v.OnPage(e.Field) })
	}
	if f.hidden || !turns && v.HiddenMissing(f.kept) {
		wrong = append(wrong, hiddenRefused())
	}
	save := s.Store.SaveResponse
	if turns || len(wrong) > 0 {
		save = s.Store.SaveDraft
	}
	err := save(ctx(c), s.response(c, v, f), s.Now())
	switch {
	case errors.Is(err, survey.ErrClosed):
		return s.tooLate(c, v)
	case err != nil:
		return err
	}
	s.sayKept(c, v, f.values, f.unkept())
	switch {
	case len(wrong) > 0:
		return s.answersAgain(c, v, wrong)
	case turns:
		v.At = max(0, min(to, len(v.Pages)-1))
		return seeOther(c, v.PagePath())
	}
	return seeOther(c, v.Path("?sent"))
}

// sayKept tells the page's script that all it sent was kept, so that it need not keep it, too.
func (s *server) sayKept(c echo.Context, v view.Visit, values url.Values, unread []*survey.InvalidError) {
	if sent := values.Get(view.SentField); len(unread) == 0 && sentMark.MatchString(sent) {
		c.SetCookie(&http.Cookie{Name: "dure_kept", Value: sent, Path: v.Path(""), Secure: s.base.Scheme == "https", SameSite: http.SameSiteLaxMode})
	}
}

var sentMark = regexp.MustCompile(`^[0-9]{1,20}$`)

// answersAgain shows the form as it was typed, with what is wrong in it, at the first page that has something.
func (s *server) answersAgain(c echo.Context, v view.Visit, wrong []*survey.InvalidError) error {
	for at := range v.Pages {
		if there := v; !v.OnPage(wrong[0].Field) {
			if there.At = at; there.OnPage(wrong[0].Field) {
				v.At = at
			}
		}
	}
	p := s.visitPage(c, v)
	p.Path, p.Keep = v.Path("/answers"), v.Path("/draft")
	for _, e := range wrong {
		s.addErrors(c, &p, e)
		p.Errors[len(p.Errors)-1].Label = fieldLabel(p, v.Survey, e.Field)
	}
	return render(c, http.StatusUnprocessableEntity, view.AnswerForm(p, v))
}

// fieldLabel returns the title of the question that a field of the form belongs to, "" for any other field.
func fieldLabel(p view.Page, sv survey.Survey, field string) string {
	for _, q := range sv.Questions {
		if q.Field() == field {
			return p.In(q.Title)
		}
	}
	return ""
}

func (s *server) tooLate(c echo.Context, v view.Visit) error {
	if !v.Member.MayAnswer() {
		return seeOther(c, v.Path(""))
	}
	p := s.visitPage(c, v)
	p.Path = v.Path("")
	return render(c, http.StatusConflict, view.TooLate(p, v))
}

// saveDraft keeps what was typed so far: for the page's script as it is typed, for a button, and when the
// language is switched.
func (s *server) saveDraft(c echo.Context, v view.Visit) error {
	f := readAnswers(c, v)
	s.switchLanguage(c, f.values.Get("lang"))
	script := c.Request().Header.Get("Accept") == "application/json"
	switch wrong := f.start(&v); {
	case len(wrong) > 0 && script:
		return c.JSON(http.StatusConflict, map[string]string{"saved": s.translator(c)("start_first")})
	case len(wrong) > 0 && f.values.Has("lang"):
		return s.startAgain(c, v, f, http.StatusOK, nil)
	case len(wrong) > 0:
		return s.startAgain(c, v, f, http.StatusUnprocessableEntity, wrong)
	}
	err := s.Store.SaveDraft(ctx(c), s.response(c, v, f), s.Now())
	switch {
	case errors.Is(err, survey.ErrClosed) && script:
		return c.JSON(http.StatusConflict, map[string]string{"saved": s.translator(c)("too_late")})
	case errors.Is(err, survey.ErrClosed):
		return s.tooLate(c, f.on(v))
	case err != nil:
		return err
	case script && f.hidden && len(f.Unread) == 0:
		return c.JSON(http.StatusUnprocessableEntity, map[string]string{"saved": s.word(c, hiddenRefused())})
	case script && len(f.unkept()) > 0:
		p, said := s.visitPage(c, v), ""
		for _, e := range f.unkept() {
			if label := fieldLabel(p, v.Survey, e.Field); label != "" {
				said += label + " — "
			}
			said += s.word(c, e) + " "
		}
		return s.notAllSaved(c, said)
	case script:
		return c.JSON(http.StatusOK, map[string]string{"saved": s.draftSaved(c, f.Overtaken(v.Survey))})
	}
	s.sayKept(c, v, f.values, f.unkept())
	if len(f.unkept()) > 0 {
		return s.answersAgain(c, f.on(v), f.unkept())
	}
	if !f.values.Has("lang") {
		s.flash(c, "draft_saved")
	}
	return seeOther(c, f.on(v).PagePath())
}

// notAllSaved says to the page's script what was not kept because it can be no answer.
func (s *server) notAllSaved(c echo.Context, what string) error {
	return c.JSON(http.StatusUnprocessableEntity, map[string]string{"saved": s.translator(c)("draft_unread", "What", strings.TrimSpace(what))})
}

// draftSaved says when a draft was kept, and of how many of its answers the questions changed meanwhile.
func (s *server) draftSaved(c echo.Context, overtaken []*survey.InvalidError) string {
	t := s.translator(c)
	said := t("draft_saved_at", "At", s.Now().In(s.zone(c)).Format("15:04"))
	if n := len(overtaken); n > 0 {
		said += " " + t("questions_overtaken", "Count", n)
	}
	return said
}
