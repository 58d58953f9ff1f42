package web

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/survey/sheet"
	"dure/web/view"
)

// feedbackStore keeps the rounds in which members are asked how their teams go.
type feedbackStore interface {
	// SaveFeedbackRound returns a survey.InvalidError "no_roster" before teams are published.
	SaveFeedbackRound(ctx context.Context, r survey.FeedbackRound, now time.Time) error
	Feedback(context.Context, survey.SeasonID, survey.FeedbackKind) ([]survey.Feedback, error)
	FeedbackVerdicts(ctx context.Context, r survey.FeedbackRound, now time.Time) ([]survey.FeedbackVerdict, error)
	// ResponseLangs says in which language each member answered the survey.
	ResponseLangs(context.Context, survey.SeasonID) (map[survey.MemberID]survey.Lang, error)
}

// an asking is the published roster with who is asked about which team.
type asking struct {
	roster  team.Roster
	lineup  team.Lineup
	members map[survey.MemberID]survey.Member
	called  map[survey.MemberID]string // what organizers call them
	taken   []survey.Taken             // places of which no organizer has said that it is them: they are shown no team
	rounds  []survey.FeedbackRound
}

// asking reads who is asked. Before publishing nobody is, which is survey.ErrNotFound.
func (s *server) asking(ctx context.Context, season survey.SeasonID) (a asking, err error) {
	if a.roster, err = s.Store.Roster(ctx, season); err != nil {
		return a, err
	}
	saved, err := s.Store.Proposal(ctx, a.roster.Proposal)
	if err != nil {
		return a, err
	}
	a.lineup = saved.Lineup
	read, err := s.reading(ctx, season)
	if err != nil {
		return a, err
	}
	a.members, a.called = map[survey.MemberID]survey.Member{}, s.everybody(read)
	for _, m := range read.Members {
		a.members[m.ID] = m
	}
	if a.taken, err = s.Store.Taken(ctx, season); err != nil {
		return a, err
	}
	if a.rounds, err = s.Store.FeedbackRounds(ctx, season); len(a.rounds) == 0 {
		a.rounds = survey.PlanFeedback(season, a.roster.Published)
	}
	return a, err
}

// team is the team of the number, for comparing what feedback is about.
func (a asking) team(number int) survey.FeedbackTeam {
	return survey.FeedbackTeam{Proposal: int64(a.roster.Proposal), Number: number}
}

// silent returns who has not answered and can, team by team.
func (a asking) silent(given []survey.Feedback) []survey.Member {
	told := map[survey.MemberID][]survey.Feedback{}
	for _, f := range given {
		told[f.Member] = append(told[f.Member], f)
	}
	var all []survey.Member
	for t, g := range a.lineup.Teams {
		for _, id := range g.Members {
			about := func(f survey.Feedback) bool { return f.Answered(a.team(t)) }
			if !slices.ContainsFunc(told[id], about) && !slices.ContainsFunc(a.taken, func(t survey.Taken) bool { return t.Member == id }) {
				all = append(all, a.members[id])
			}
		}
	}
	return all
}

// takenIn is how many of those in teams are not asked yet, who took their place by the club link.
func (a asking) takenIn() (n int) {
	for _, t := range a.taken {
		if a.lineup.Team(t.Member) >= 0 {
			n++
		}
	}
	return n
}

// round returns the round that the form or the address names.
func (a asking) round(kind string) (survey.FeedbackRound, error) {
	for _, r := range a.rounds {
		if string(r.Kind) == kind {
			return r, nil
		}
	}
	return survey.FeedbackRound{}, survey.ErrNotFound
}

func (s *server) feedback(c echo.Context) error { return s.showFeedback(c, nil) }

func (s *server) showFeedback(c echo.Context, wrong error) error {
	season := scopeOf(c).Season.ID
	p := s.page(c, "feedback_title")
	p.Path = seasonPath(season, "/feedback")
	status, err := s.status(c, &p, wrong)
	if err != nil {
		return err
	}
	a, err := s.asking(ctx(c), season)
	if errors.Is(err, survey.ErrNotFound) {
		return render(c, status, view.FeedbackOverview(p, view.FeedbackPage{}))
	}
	if err != nil {
		return err
	}
	d := view.FeedbackPage{Published: a.roster.Published}
	t := s.translator(c)
	d.Window = windowOf(c, a.lineup.Teams, slices.Collect(maps.Values(a.members)), func(n int) string { return teamName(t, n, a.lineup.Teams[n].Name) }, inLists, 0)
	for _, r := range a.rounds {
		part, err := s.feedbackPart(c, a, r, d.Window)
		if err != nil {
			return err
		}
		d.Parts = append(d.Parts, part)
	}
	return render(c, status, view.FeedbackOverview(p, d))
}

// feedbackPart is what the page says of one round, of which it shows some teams.
func (s *server) feedbackPart(c echo.Context, a asking, r survey.FeedbackRound, shown view.Window) (part view.FeedbackPart, err error) {
	part.Round, part.State = r, r.State(s.Now())
	given, err := s.Store.Feedback(ctx(c), r.Season, r.Kind)
	if err != nil {
		return part, err
	}
	verdicts, err := s.Store.FeedbackVerdicts(ctx(c), r, s.Now())
	if err != nil {
		return part, err
	}
	part.Results = survey.SumUpFeedback(r, given, s.Now())
	about := map[int][]survey.Feedback{} // by the number of the team in the roster
	for _, f := range given {
		if f.Answers != nil {
			about[f.Answers.Team.Number] = append(about[f.Answers.Team.Number], f)
		}
	}
	found := map[int]survey.FeedbackVerdict{}
	for _, v := range verdicts {
		if v.Proposal == int64(a.roster.Proposal) {
			found[v.Number] = v
		}
	}
	figures := map[int]survey.TeamFeedback{}
	for _, f := range part.Results.Teams {
		if f.Team.Proposal == int64(a.roster.Proposal) {
			figures[f.Team.Number] = f
		}
	}
	for t, g := range a.lineup.Teams {
		line := view.FeedbackLine{Name: teamName(s.translator(c), t, g.Name), Members: len(g.Members)}
		for _, f := range about[t] {
			if f.Answered(a.team(t)) && slices.Contains(g.Members, f.Member) {
				line.Answered++
			}
		}
		if v, ok := found[t]; ok {
			line.Verdict = &v
		}
		if f, ok := figures[t]; ok {
			line.Figures = &f
			line.Shares = s.shareLines(a, f)
		}
		if line.Members == 0 && line.Figures == nil && line.Verdict == nil {
			continue
		}
		part.Members += line.Members
		part.Told += line.Answered
		part.Teams = append(part.Teams, line)
		if _, ok := slices.BinarySearch(shown.Teams, t); ok {
			part.Shown = append(part.Shown, line)
		}
	}
	return part, nil
}

func (s *server) shareLines(a asking, f survey.TeamFeedback) (all []view.ShareLine) {
	for _, m := range f.Shares {
		all = append(all, view.ShareLine{Name: a.called[m.Member], Percent: int(m.Mean + 0.5), Raters: m.Raters})
	}
	return all
}

// changeRound serves the buttons that open and close a round.
func (s *server) changeRound(change func(survey.FeedbackRound, time.Time) survey.FeedbackRound, to survey.State, said survey.Key) echo.HandlerFunc {
	return func(c echo.Context) error {
		a, err := s.asking(ctx(c), scopeOf(c).Season.ID)
		if errors.Is(err, survey.ErrNotFound) {
			return s.showFeedback(c, &survey.InvalidError{Reason: "no_roster"})
		}
		if err != nil {
			return err
		}
		r, err := a.round(c.FormValue("kind"))
		if err != nil {
			return err
		}
		s.asRead(c, r.Mark())
		next := change(r, s.Now())
		if next == r && r.State(s.Now()) != to { // it opens another time by now
			err = survey.ErrStale
		} else {
			err = s.Store.SaveFeedbackRound(ctx(c), next, s.Now())
		}
		return s.done(c, err, seasonPath(r.Season, "/feedback"), said)
	}
}

// shut closes a round that is open.
func (s *server) shut(r survey.FeedbackRound, now time.Time) survey.FeedbackRound {
	if r.State(now) != survey.Open {
		return r
	}
	return r.CloseNow(now)
}

// askedRound reads who is asked in a round, and when.
func (s *server) askedRound(c echo.Context, kind string) (a asking, r survey.FeedbackRound, err error) {
	if a, err = s.asking(ctx(c), scopeOf(c).Season.ID); err == nil {
		r, err = a.round(kind)
	}
	return a, r, err
}

func (s *server) feedbackTimesForm(c echo.Context) error {
	a, r, err := s.askedRound(c, c.QueryParam("kind"))
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, view.FeedbackTimes(s.page(c, "feedback_times_"+survey.Key(r.Kind)), s.roundForm(c, a, r)))
}

func (s *server) roundForm(c echo.Context, a asking, r survey.FeedbackRound) view.FeedbackTimesForm {
	weeks := int(r.Opens.Sub(a.roster.Published).Hours()/24/7 + 0.5)
	return view.FeedbackTimesForm{
		Kind: r.Kind, Peers: r.Peers, Published: a.roster.Published, Weeks: strconv.Itoa(max(1, weeks)),
		TimesForm: view.TimesForm{Opens: s.local(c, r.Opens), Closes: s.local(c, r.Closes), Zone: s.zoneName(c), Read: r.Mark()},
	}
}

// bothRounds shows the form again with what was typed, beside when the round opens and closes now.
func (s *server) bothRounds(c echo.Context, kind survey.FeedbackKind, typed view.FeedbackTimesForm) error {
	a, r, err := s.askedRound(c, string(kind))
	if err != nil {
		return err
	}
	p, now := s.page(c, "feedback_times_"+survey.Key(kind)), s.roundForm(c, a, r)
	typed.Read, typed.Both = now.Read, view.NewBoth(p.T("times_changed"), now.Lines(p), typed.Lines(p))
	return render(c, http.StatusConflict, view.FeedbackTimes(p, typed))
}

// maxWeeks is how many weeks after publishing a round may open.
const maxWeeks = 104

// saveFeedbackTimes sets a round by the weeks after publishing or by dates.
func (s *server) saveFeedbackTimes(c echo.Context) error {
	a, r, err := s.askedRound(c, c.FormValue("kind"))
	if err != nil {
		return err
	}
	f := s.roundForm(c, a, r)
	s.asRead(c, f.Read)
	f.Read = survey.DoneBy(ctx(c)).Read
	var wrong []*survey.InvalidError
	switch c.FormValue("by") {
	case "peers":
		r.Peers = c.FormValue("peers") == "on"
	case "weeks":
		f.Weeks = c.FormValue("weeks")
		n, ok := survey.ParseWhole(f.Weeks)
		if !ok || n < 1 || n > maxWeeks {
			wrong = append(wrong, &survey.InvalidError{Field: "weeks", Reason: "weeks_invalid", Args: map[string]any{"Max": maxWeeks}})
		} else {
			r = r.After(a.roster.Published, n)
			f.Opens, f.Closes = s.local(c, r.Opens), s.local(c, r.Closes)
		}
	default:
		f.Opens, f.Closes = c.FormValue("opens"), c.FormValue("closes")
		r.Opens, wrong = s.readTime(c, "opens", f.Opens, r.Opens, wrong)
		r.Closes, wrong = s.readTime(c, "closes", f.Closes, r.Closes, wrong)
	}
	if len(wrong) == 0 {
		err := s.Store.SaveFeedbackRound(ctx(c), r, s.Now())
		if errors.Is(err, survey.ErrStale) {
			return s.bothRounds(c, r.Kind, f)
		}
		if wrong, err = onlyInvalid(err); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		p := s.page(c, "feedback_times_"+survey.Key(r.Kind))
		s.addErrors(c, &p, wrong...)
		return render(c, http.StatusUnprocessableEntity, view.FeedbackTimes(p, f))
	}
	s.flash(c, "saved")
	return seeOther(c, seasonPath(r.Season, "/feedback"))
}

// readTime reads a time that must be given, as it was where it was not changed.
func (s *server) readTime(c echo.Context, field, typed string, was time.Time, wrong []*survey.InvalidError) (time.Time, []*survey.InvalidError) {
	if typed == s.local(c, was) && typed != "" {
		return was, wrong
	}
	t, ok := s.parseLocal(c, typed)
	if !ok {
		wrong = append(wrong, &survey.InvalidError{Field: field, Reason: "time_invalid"})
	}
	return t, wrong
}

// feedbackCSV is the table of the answers in the figures, without anything that ties two of them together.
func (s *server) feedbackCSV(c echo.Context) error {
	season := scopeOf(c).Season.ID
	rounds, err := s.Store.FeedbackRounds(ctx(c), season)
	if err != nil {
		return err
	}
	t := sheet.Cells{Header: []string{"round", "question", "id", "answer"}}
	for _, r := range rounds {
		given, err := s.Store.Feedback(ctx(c), season, r.Kind)
		if err != nil {
			return err
		}
		for _, a := range survey.FeedbackAnswers(r, given) {
			t.Rows = append(t.Rows, []string{string(r.Kind), a.Question, a.ID, a.Answer})
		}
	}
	if err := s.took(c, survey.TookFeedback); err != nil {
		return err
	}
	return download(c, fmt.Sprintf("dure-feedback-%d.csv", season), "", t)
}
