package web

import (
	"context"
	"errors"
	"math"
	"net/http"
	"reflect"
	"slices"
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
	// SaveDraft and SaveResponse return survey.ErrClosed unless the survey is open to the member, who takes part, and
	// survey.ErrStale if something else is kept by now than was read.
	SaveDraft(ctx context.Context, r survey.Response, now time.Time) error
	SaveResponse(ctx context.Context, r survey.Response, now time.Time) error
	nameStore
}

// nameStore finds whom names mean, and reads nobody else.
type nameStore interface {
	// MembersCalled returns those whom texts may name, in the order in which all members come. What they are called to tell them apart is as among all.
	MembersCalled(ctx context.Context, season survey.SeasonID, ids []survey.MemberID, texts ...string) ([]survey.Member, error)
	// Named returns those among whom the names that a member sent mean the same as among all, and the member.
	Named(ctx context.Context, m survey.Member, asked survey.Survey, r survey.Response) ([]survey.Member, error)
	// Mates returns whom a member can choose from, or if they are more than so many those whom texts name, and true.
	Mates(ctx context.Context, viewer survey.Member, closed bool, most int, texts ...string) ([]survey.Mate, bool, error)
}

// personal is what a personal link opens: the team once it is published, else what there is to do.
func (s *server) personal(c echo.Context, v view.Visit) (err error) {
	if !v.Member.MayAnswer() {
		return render(c, http.StatusOK, view.Left(s.page(c, "left_title"), v))
	}
	if v.Team, err = s.memberTeam(c, v); err != nil {
		return err
	}
	if err := s.addContacts(c, &v); err != nil {
		return err
	}
	p := s.visitPage(c, v)
	switch {
	case v.Team != nil && (v.Team.Name != "" || !v.CanAnswer()): // who comes late has a survey to answer first
		if v.Team.Name != "" {
			if v.Feedback, err = s.feedbackCards(ctx(c), v.Member); err != nil {
				return err
			}
			if v.Peers, err = s.peersSaid(ctx(c), v); err != nil {
				return err
			}
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
	if c.Request().Method == http.MethodGet {
		v.Knew = new(s.knewKept(c))
	}
	switch v.State {
	case survey.Open:
		p.Keep = v.Path("/draft")
		if v.Starts() {
			p.Enter = view.GoStart
			return render(c, http.StatusOK, view.Start(p, v, view.Started{}))
		}
		p.Enter = v.Enter()
		if err := s.addMates(ctx(c), &v); err != nil {
			return err
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
	s.tryCookies(c)
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
	v.Agreed = r.Agreed
	if err := s.addDevices(c, v, r.Answers != nil || len(r.Draft) > 0); err != nil {
		return err
	}
	if v.Whole = v.Survey; v.Hides {
		v.Survey = v.Survey.OnAnyDevice()
	}
	v.Turns, v.Saved, v.Submitted, v.Consented, v.Guardian = r.Turns, r.Saved, r.Submitted, r.Consented, r.Guardian
	v.Filed, v.Otherwise, v.Newer = r.Filed(), r.Otherwise, view.Newer{}
	if !v.Submitted.IsZero() {
		v.Full, v.Survey = v.Survey.Full(), v.Survey.ForSent()
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
	v.Earlier, v.Marks = v.Survey.Earlier(v.Kept, v.Seen()), v.Survey.Marks(v.Kept, v.Versions)
	v.Pages = v.Survey.Pages(v.Answers)
	v.AddOtherwise()
	r.Answers = v.Survey.Carry(r.Answers, v.Versions)
	return s.addDoubts(ctx(c), v, r)
}

// addDoubts fills in whom names mean that were typed. Only those who may be meant are read, of all other members nobody.
func (s *server) addDoubts(ctx context.Context, v *view.Visit, r survey.Response) error {
	if v.Doubts = nil; !r.Answers.NameSomebody() {
		return nil
	}
	members, err := s.Store.Named(ctx, v.Member, v.Survey, r)
	v.Doubts = ownDoubts(*v, members, r)
	return err
}

// offersMates reports whether the member can be asked for teammates.
func offersMates(v view.Visit) bool {
	return v.CanAnswer() && slices.ContainsFunc(v.Survey.Questions, func(q survey.Question) bool { return q.Is(survey.PeopleColumn) })
}

// addMates fills in whom teammates can be chosen from for a form with answers: all of them, or where they are too many for it those whom it names.
func (s *server) addMates(ctx context.Context, v *view.Visit, typed ...survey.Answers) (err error) {
	if !offersMates(*v) {
		return nil
	}
	var names []string
	for _, as := range append(typed, v.Answers) {
		names = append(names, as.Typed()...)
	}
	var many bool
	if v.Mates, many, err = s.Store.Mates(ctx, v.Member, v.Season.Closed, matesOnPage, names...); many {
		v.MatesAt = v.Path("/mates")
	}
	return err
}

// matesOnPage is how many names a form holds, of 20 letters each about 10 KB over the wire: more are listed on a page of their own, which the form's
// script fetches once a name is typed.
const matesOnPage = 1000

// mates lists whom teammates can be chosen from.
func (s *server) mates(c echo.Context, v view.Visit) error {
	if v.Starts() || !offersMates(v) {
		return seeOther(c, v.Path(""))
	}
	var err error
	if v.Mates, _, err = s.Store.Mates(ctx(c), v.Member, v.Season.Closed, math.MaxInt32-1); err != nil {
		return err
	}
	if len(v.Mates) == 0 {
		return seeOther(c, v.Path(""))
	}
	p := s.visitPage(c, v)
	p.Path = v.Path("/mates")
	return render(c, http.StatusOK, view.Mates(p, v))
}

// visitPage is the page of a personal link, in the club's name.
func (s *server) visitPage(c echo.Context, v view.Visit) view.Page {
	p := s.page(c, "member_title", "Club", v.Club.Name, "Season", v.Season.Name)
	p.Shared = s.shared(p.Title, p.T("shared_own"))
	return p
}

// submitAnswers takes the answers if nothing is wrong with them; else it keeps them as a draft. To turn a page keeps a draft, too.
func (s *server) submitAnswers(c echo.Context, v view.Visit) error {
	f := s.readAnswers(c, v)
	if f.late {
		return s.late(c, v)
	}
	wrong := f.start(&v)
	if len(wrong) > 0 {
		return s.startAgain(c, v, f, http.StatusUnprocessableEntity, wrong)
	}
	v = f.on(v)
	if f.values.Get("go") == view.GoStart {
		return s.started(c, v, f)
	}
	to, turns := f.turnsTo(v)
	wrong = f.inTheWay(v, to, turns)
	save := s.Store.SaveResponse
	if turns || len(wrong) > 0 {
		save = s.Store.SaveDraft
	}
	err := s.keep(c, v, f, save)
	switch {
	case errors.Is(err, survey.ErrClosed):
		return s.tooLate(c, v)
	case err != nil:
		return err
	}
	s.sayKept(c, v, f.values, f.unkept(v))
	if !turns && len(wrong) == 0 {
		if err := s.mailListed(c, v); err != nil {
			return err
		}
	}
	switch {
	case len(wrong) > 0:
		return s.answersAgain(c, v, wrong)
	case turns:
		v.At = max(0, min(to, len(v.Pages)-1))
		return s.toPage(c, v)
	}
	return seeOther(c, v.Path("?sent"))
}

// toPage leads to the page of the form at which the visit is. Where the browser keeps no cookies that page is the answer: what it sends says whose device
// it is, and an address that did would be seen by others.
func (s *server) toPage(c echo.Context, v view.Visit) error {
	if s.keepsCookies(c) {
		return seeOther(c, v.PagePath())
	}
	now, err := s.visit(c)
	if err != nil {
		return err
	}
	now.At = max(0, min(v.At, len(now.Pages)-1))
	p := s.visitPage(c, now)
	p.Path = now.Path("/answers")
	p.Flash, _ = c.Get(flashCookie).(string)
	return s.showAnswers(c, p, now)
}

// answersAgain shows the form as it was typed, with what is wrong in it and with answers that are newer, at the first page that has something.
func (s *server) answersAgain(c echo.Context, v view.Visit, wrong []*survey.InvalidError) error {
	for at := range v.Pages {
		if there := v; !v.OnPage(wrong[0].Field) {
			if there.At = at; there.OnPage(wrong[0].Field) {
				v.At = at
			}
		}
	}
	if err := s.addMates(ctx(c), &v); err != nil {
		return err
	}
	p := s.visitPage(c, v)
	p.Path, p.Keep, p.Enter = v.Path("/answers"), v.Path("/draft"), v.Enter()
	for _, e := range wrong {
		s.addErrors(c, &p, e)
		p.Errors[len(p.Errors)-1].Label = fieldLabel(p, v.Survey, e.Field)
	}
	status := http.StatusUnprocessableEntity
	if slices.ContainsFunc(wrong, func(e *survey.InvalidError) bool { return e.Reason == view.AnsweredElsewhere }) {
		status = http.StatusConflict
	}
	return render(c, status, view.AnswerForm(p, v))
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
