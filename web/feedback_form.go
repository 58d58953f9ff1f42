package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// opinionStore keeps what members say about their teams.
type opinionStore interface {
	// FeedbackRounds returns the rounds of a season; none before its teams are published.
	FeedbackRounds(context.Context, survey.SeasonID) ([]survey.FeedbackRound, error)
	// FeedbackTeam returns the member's published team, or survey.ErrNotFound.
	FeedbackTeam(context.Context, survey.MemberID) (survey.FeedbackTeam, error)
	MemberFeedback(context.Context, survey.MemberID) (map[survey.FeedbackKind]survey.Feedback, error)
	// SaveFeedbackDraft and SaveFeedback return survey.ErrClosed unless the round is open and the member takes part.
	SaveFeedbackDraft(ctx context.Context, id survey.MemberID, kind survey.FeedbackKind, o survey.Opinion, now time.Time) error
	SaveFeedback(ctx context.Context, id survey.MemberID, kind survey.FeedbackKind, o survey.Opinion, now time.Time) error
}

// feedbackCards says which rounds are open to a member who is in a team.
func (s *server) feedbackCards(ctx context.Context, m survey.Member) ([]view.FeedbackCard, error) {
	rounds, err := s.Store.FeedbackRounds(ctx, m.Season)
	if err != nil {
		return nil, err
	}
	open := slices.DeleteFunc(rounds, func(r survey.FeedbackRound) bool { return r.State(s.Now()) != survey.Open })
	if len(open) == 0 {
		return nil, nil
	}
	about, err := s.Store.FeedbackTeam(ctx, m.ID)
	if err != nil {
		return nil, err
	}
	given, err := s.Store.MemberFeedback(ctx, m.ID)
	if err != nil {
		return nil, err
	}
	var all []view.FeedbackCard
	for _, r := range open {
		c := view.FeedbackCard{Kind: r.Kind, Closes: r.Closes}
		if f := given[r.Kind]; f.Answered(about) {
			c.Submitted = f.Submitted
		}
		all = append(all, c)
	}
	return all, nil
}

// peersSaid is what a member reads, on a device of the member's own, of what teammates said; nil where there is nothing to tell.
func (s *server) peersSaid(ctx context.Context, v view.Visit) (*survey.PeersSaid, error) {
	if !v.Own() {
		return nil, nil
	}
	rounds, err := s.Store.FeedbackRounds(ctx, v.Season.ID)
	i := slices.IndexFunc(rounds, func(r survey.FeedbackRound) bool { return r.Peers })
	if err != nil || i < 0 {
		return nil, err
	}
	about, err := s.Store.FeedbackTeam(ctx, v.Member.ID)
	if err != nil {
		return nil, err
	}
	given, err := s.Store.Feedback(ctx, v.Season.ID, rounds[i].Kind)
	if err != nil {
		return nil, err
	}
	if said, told := survey.PeersOf(rounds[i], given, about, v.Member.ID, s.Now()); told {
		return &said, nil
	}
	return nil, nil
}

// aboutTeam reads what the form of a kind of round shows. Without a round or a team there is none, which is survey.ErrNotFound.
func (s *server) aboutTeam(kind survey.FeedbackKind) func(echo.Context) (view.FeedbackForm, error) {
	return func(c echo.Context) (f view.FeedbackForm, err error) {
		if f.Visit, err = s.visit(c); err != nil {
			return f, err
		}
		rounds, err := s.Store.FeedbackRounds(ctx(c), f.Season.ID)
		if err != nil {
			return f, err
		}
		i := slices.IndexFunc(rounds, func(r survey.FeedbackRound) bool { return r.Kind == kind })
		if i < 0 {
			return f, survey.ErrNotFound
		}
		f.Round, f.RoundOpen = rounds[i], rounds[i].State(s.Now()) == survey.Open
		if f.About, err = s.Store.FeedbackTeam(ctx(c), f.Member.ID); err != nil {
			return f, err
		}
		if f.Team, err = s.memberTeam(c, f.Visit); err != nil {
			return f, err
		}
		if f.People, err = s.people(ctx(c), f.Member, f.About); err != nil {
			return f, err
		}
		f.Called = survey.CalledMasked(f.People)
		return f, s.addOpinion(ctx(c), &f)
	}
}

// people are the members of a team, the one who asks last.
func (s *server) people(ctx context.Context, m survey.Member, about survey.FeedbackTeam) (all []survey.Member, err error) {
	for _, id := range about.People {
		one, err := s.Store.Member(ctx, id)
		if err == nil && id != m.ID {
			all = append(all, one)
		} else if err != nil && !errors.Is(err, survey.ErrNotFound) {
			return nil, err
		}
	}
	return append(all, m), nil
}

// addOpinion fills in what was said about this team before. What was said about another does not count.
func (s *server) addOpinion(ctx context.Context, f *view.FeedbackForm) error {
	given, err := s.Store.MemberFeedback(ctx, f.Member.ID)
	if err != nil {
		return err
	}
	told := given[f.Round.Kind]
	f.Hides = f.Hides || !f.Own() && (told.Draft != nil || told.Answers != nil)
	if told.Answered(f.About) {
		f.Told = told.Submitted
		f.Unsent = told.Draft != nil && !reflect.DeepEqual(told.Draft, told.Answers)
	}
	f.Read = told.Current().Mark()
	if o := told.Current(); o.Team.Same(f.About) {
		f.Opinion = o
	}
	if !f.RoundOpen && told.Answered(f.About) {
		f.Opinion = *told.Answers
	}
	return nil
}

// feedbackPage serves the form of a round.
func (s *server) feedbackPage(c echo.Context, f view.FeedbackForm) error {
	if !f.Member.Active() {
		return seeOther(c, f.Path(""))
	}
	p := s.visitPage(c, f.Visit)
	if f.RoundOpen {
		p.Keep, f.Knew = f.FormPath("/draft"), new(s.knewKept(c))
	}
	return render(c, http.StatusOK, view.Feedback(p, f))
}

// readOpinion puts what the form brings into f.
func (s *server) readOpinion(c echo.Context, f *view.FeedbackForm) (values url.Values, unread []*survey.InvalidError) {
	values = c.Request().PostForm
	peers := f.Opinion.Peers // those that are not asked for any more stay
	if f.AsksPeers() {
		peers = survey.ParsePeers(f.Member.ID, f.About.People, values)
	}
	f.Opinion, unread = survey.ParseOpinion(f.Round.Kind, f.About.People, values)
	f.Opinion.Peers = peers
	f.Read = cmp.Or(values.Get(view.OverField), values.Get(view.ReadField))
	f.TypedIn = map[string]string{}
	for _, e := range unread {
		f.TypedIn[e.Field] = values.Get(e.Field)
	}
	return values, unread
}

// sendFeedback takes a member's feedback if nothing is wrong with it; else it keeps it as a draft.
func (s *server) sendFeedback(c echo.Context, f view.FeedbackForm) error {
	values, unread := s.readOpinion(c, &f)
	whole := f.Opinion.FilledUp(f.About.People)
	wrong := append(whole.Check(f.Round.Kind, f.About.People), unread...)
	save := s.Store.SaveFeedback
	if len(wrong) > 0 {
		save, whole = s.Store.SaveFeedbackDraft, f.Opinion
	}
	err := save(ctx(c), f.Member.ID, f.Round.Kind, whole, s.Now())
	var changed *survey.InvalidError
	switch {
	case errors.Is(err, survey.ErrClosed):
		return s.feedbackTooLate(c, f)
	case errors.Is(err, survey.ErrStale):
		return s.bothOpinions(c, f)
	case errors.As(err, &changed):
		wrong = append(wrong, changed)
	case err != nil:
		return err
	}
	if changed == nil {
		f.Read = f.Opinion.Mark()
		s.sayKept(c, f.Visit, values, unread)
	}
	if len(wrong) > 0 {
		return s.feedbackAgain(c, f, wrong)
	}
	if filled := f.SharesOf(s.translator(c), whole); filled != "" {
		s.flash(c, "shares_filled", "Shares", filled)
	}
	return seeOther(c, f.Path(""))
}

// feedbackAgain shows the form as it was typed, with what is wrong in it.
func (s *server) feedbackAgain(c echo.Context, f view.FeedbackForm, wrong []*survey.InvalidError) error {
	p := s.visitPage(c, f.Visit)
	p.Path, p.Keep = f.FormPath(""), f.FormPath("/draft")
	s.addErrors(c, &p, wrong...)
	return render(c, http.StatusUnprocessableEntity, view.Feedback(p, f))
}

// bothOpinions shows the form as it was typed, beside what was said on another device since it was shown.
func (s *server) bothOpinions(c echo.Context, f view.FeedbackForm) error {
	now := f
	if err := s.addOpinion(ctx(c), &now); err != nil {
		return err
	}
	p := s.visitPage(c, f.Visit)
	p.Path, p.Keep = f.FormPath(""), f.FormPath("/draft")
	f.Opinion, _ = f.Opinion.Merge(now.Opinion, f.Read)
	f.Over, f.Both = now.Read, view.NewBoth(p.T("feedback_elsewhere"), now.Lines(p), f.Lines(p))
	return render(c, http.StatusConflict, view.Feedback(p, f))
}

func (s *server) feedbackTooLate(c echo.Context, f view.FeedbackForm) error {
	if !f.Member.Active() {
		return seeOther(c, f.Path(""))
	}
	p := s.visitPage(c, f.Visit)
	p.Path, f.Late = f.Path(""), true
	return render(c, http.StatusConflict, view.Feedback(p, f))
}

// keepFeedback keeps what was typed so far: for the page's script, for a button, and when the language is switched.
func (s *server) keepFeedback(c echo.Context, f view.FeedbackForm) error {
	values, unread := s.readOpinion(c, &f)
	s.switchLanguage(c, values.Get("lang"))
	err := s.Store.SaveFeedbackDraft(ctx(c), f.Member.ID, f.Round.Kind, f.Opinion, s.Now())
	script := c.Request().Header.Get("Accept") == "application/json"
	switch {
	case errors.Is(err, survey.ErrClosed) && script:
		return c.JSON(http.StatusConflict, map[string]string{"saved": s.translator(c)("feedback_too_late") + "."})
	case errors.Is(err, survey.ErrClosed):
		return s.feedbackTooLate(c, f)
	case errors.Is(err, survey.ErrStale) && script:
		return c.JSON(http.StatusConflict, draftReply{Saved: s.translator(c)("feedback_elsewhere"), Clash: true})
	case errors.Is(err, survey.ErrStale):
		return s.bothOpinions(c, f)
	case err != nil:
		return err
	}
	f.Read = f.Opinion.Mark()
	marks := map[string]string{view.ReadField: f.Read}
	switch {
	case script && len(unread) > 0:
		return c.JSON(http.StatusUnprocessableEntity, draftReply{Saved: s.translator(c)("draft_unread", "What", s.word(c, unread[0])), Marks: marks, Rest: true})
	case script:
		return c.JSON(http.StatusOK, draftReply{Saved: s.translator(c)("draft_saved_at", "At", s.Now().In(s.zone(c)).Format("15:04")), Marks: marks})
	case len(unread) > 0:
		return s.feedbackAgain(c, f, unread)
	}
	s.sayKept(c, f.Visit, values, unread)
	if !values.Has("lang") {
		s.flash(c, "draft_saved")
	}
	return seeOther(c, f.FormPath(""))
}
