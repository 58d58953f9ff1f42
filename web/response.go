package web

import (
	"context"
	"crypto/rand"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"reflect"
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
	// SaveDraft and SaveResponse return survey.ErrClosed unless the survey is open to the member, who takes part, and
	// survey.ErrStale if something else is kept by now than was read.
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
			p.Enter = view.GoStart
			return render(c, http.StatusOK, view.Start(p, v, view.Started{}))
		}
		p.Enter = v.Enter()
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
	if err := s.addDevices(c, v, r.Answers != nil || len(r.Draft) > 0); err != nil {
		return err
	}
	if v.Whole = v.Survey; v.Hides {
		v.Survey = v.Survey.OnAnyDevice()
	}
	v.Turns, v.Saved, v.Submitted, v.Consented, v.Agreed, v.Guardian = r.Turns, r.Saved, r.Submitted, r.Consented, r.Agreed, r.Guardian
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
	r.Answers = v.Survey.Carry(r.Answers, v.Versions)
	return s.addMates(ctx(c), v, r)
}

// addMates fills in whom teammates can be chosen from, and whom names mean that were typed.
func (s *server) addMates(ctx context.Context, v *view.Visit, r survey.Response) error {
	members, err := s.Store.Members(ctx, v.Season.ID)
	if err != nil {
		return err
	}
	v.Doubts = ownDoubts(*v, members, r)
	if !v.CanAnswer() || !slices.ContainsFunc(v.Survey.Questions, func(q survey.Question) bool { return q.Is(survey.PeopleColumn) }) {
		return nil
	}
	taken, err := s.Store.Taken(ctx, v.Season.ID)
	if v.Mates = survey.MatesOf(v.Member, members, taken, v.Season.Closed); len(v.Mates) > matesOnPage {
		v.MatesAt = v.Path("/mates")
	}
	return err
}

// matesOnPage is how many names a form holds, of 20 letters each about 10 KB over the wire: more are listed on a page of their own, which the form's
// script fetches once a name is typed.
const matesOnPage = 1000

// mates lists whom teammates can be chosen from.
func (s *server) mates(c echo.Context, v view.Visit) error {
	if len(v.Mates) == 0 || v.Starts() {
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

// typedForm is what a member's form sent.
type typedForm struct {
	survey.Filled
	read   survey.Answers    // as they were kept
	kept   survey.Answers    // with what the form brings in its place
	clash  []survey.Question // whose newer answers stay
	turn   survey.Turn
	late   bool // what it brought at a later turn is kept
	values url.Values
	hidden bool // it brings answers that the device does not show
}

func (s *server) readAnswers(c echo.Context, v view.Visit) typedForm {
	f := typedForm{values: c.Request().PostForm, hidden: v.HiddenSent(c.Request().PostForm), read: v.Kept}
	if n, err := strconv.Atoi(f.values.Get(view.TurnField)); err == nil && len(f.values.Get(view.OnceField)) == len(rand.Text()) {
		f.turn = v.Turns.Next(f.values.Get(view.OnceField), n)
		f.late = v.Turns.Late(f.turn)
	}
	if !f.beginsOnly() && !f.late {
		f.Filled = v.Survey.ParseAnswers(f.values, v.Seen())
	}
	begun := f.begun(s.Now())
	newer := !begun.IsZero() && !v.Saved.IsZero() && !v.Saved.Before(begun)
	f.Own = f.turn.Sums
	f.kept, f.clash = f.Merge(v.Kept, newer, v.Versions)
	f.turn.Sums = f.Sums(f.kept, v.Versions)
	return f
}

// mine are the answers that are kept, and those that the form brings and that clash with them.
func (f typedForm) mine() survey.Answers {
	all := maps.Clone(f.kept)
	for _, q := range f.clash {
		all[q.ID] = f.Answers[q.ID]
	}
	return all
}

// clashes are the questions with newer answers that are asked, as mistakes.
func (f typedForm) clashes(v view.Visit) []*survey.InvalidError {
	var all []*survey.InvalidError
	for _, q := range f.clash {
		all = append(all, &survey.InvalidError{Field: q.Field(), Reason: "answered_elsewhere"})
	}
	asked := v.Survey.Shown(v.Survey.CarryEach(f.mine(), v.Versions))
	return slices.DeleteFunc(all, func(e *survey.InvalidError) bool {
		return !slices.ContainsFunc(asked.Questions, func(q survey.Question) bool { return q.Field() == e.Field })
	})
}

// unkept is what the form brings and is not kept: it can be no answer, another is newer, or the device does not show it.
func (f typedForm) unkept(v view.Visit) []*survey.InvalidError {
	all := slices.Concat(f.Unread, f.clashes(v))
	if f.hidden {
		all = append(all, hiddenRefused(all))
	}
	return all
}

// overNewest serves what saves answers, again where others were saved since they were read.
func (s *server) overNewest(serve func(echo.Context, view.Visit) error) func(echo.Context, view.Visit) error {
	return func(c echo.Context, v view.Visit) error {
		for {
			err := serve(c, v)
			if !errors.Is(err, survey.ErrStale) {
				return err
			}
			v.Survey = v.Whole
			if err := s.addResponse(c, &v); err != nil {
				return err
			}
		}
	}
}

// on returns the visit as the form leaves it.
func (f typedForm) on(v view.Visit) view.Visit {
	v.Kept, v.Newer, v.Marks = f.mine(), view.Newer{}, v.Survey.Marks(f.kept, v.Versions)
	v.Answers, v.Earlier = v.Survey.CarryEach(v.Kept, v.Versions), v.Survey.Earlier(v.Kept, v.Seen())
	for _, q := range f.clash {
		said := view.Said{Answer: f.kept[q.ID], Question: survey.VersionOf(v.Seen(), q.ID, f.kept[q.ID].Version)}
		if said.ID != 0 || said.IsZero() { // else it was told in confidence, on another device
			v.Newer[q.ID] = said
		}
	}
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
	known := slices.Concat(f.Overtaken(v.Survey), f.Unread, f.clashes(v))
	return v.Survey.Mistakes(v.Survey.CarryEach(f.mine(), v.Versions), known)
}

func (s *server) response(c echo.Context, v view.Visit, f typedForm) survey.Response {
	return survey.Response{Member: v.Member.ID, Season: v.Season.ID, Draft: f.kept, Answers: f.kept, Read: &f.read,
		Lang: s.lang(c), Consented: v.Consented, Agreed: v.Agreed, Guardian: v.Guardian, Begun: f.begun(s.Now()), Turn: f.turn,
		Meant: f.kept.Chosen(v.Mates)}
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
	err := save(ctx(c), s.response(c, v, f), s.Now())
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
	p := s.visitPage(c, v)
	p.Path, p.Keep, p.Enter = v.Path("/answers"), v.Path("/draft"), v.Enter()
	for _, e := range wrong {
		s.addErrors(c, &p, e)
		p.Errors[len(p.Errors)-1].Label = fieldLabel(p, v.Survey, e.Field)
	}
	status := http.StatusUnprocessableEntity
	if len(v.Newer) > 0 {
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
