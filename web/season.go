package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"
	goqr "github.com/piglig/go-qr"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// seasonStore says how far a season is.
type seasonStore interface {
	Survey(context.Context, survey.SeasonID) (survey.Survey, error)
	// SeasonKey is another number whenever the season's survey, members, answers or sums are other ones.
	SeasonKey(context.Context, survey.SeasonID) (int64, error)
	Counts(context.Context, survey.SeasonID) (survey.Counts, error)
	Members(context.Context, survey.SeasonID) ([]survey.Member, error)
	// Progress returns when each member saved and submitted answers, without the answers.
	Progress(context.Context, survey.SeasonID) (map[survey.MemberID]survey.Progress, error)
	Proposals(context.Context, survey.SeasonID) ([]team.Saved, error)
	Roster(context.Context, survey.SeasonID) (team.Roster, error)
	ChangeSeason(ctx context.Context, id survey.SeasonID, name string, closed bool) error
	SeasonContents(context.Context, survey.SeasonID) (survey.Contents, error)
	DeleteSeason(context.Context, survey.SeasonID) error
}

// recentShown is how many of the last answers the overview lists.
const recentShown = 8

func (s *server) season(c echo.Context, asked survey.Survey) (err error) {
	season := scopeOf(c).Season
	d := view.SeasonPage{
		State: asked.State(s.Now()), Opens: asked.Opens, Closes: asked.Closes, Questions: len(asked.Asked()),
		Link: s.seasonLink(season), Erases: !season.KeepUntil.IsZero() && season.KeepUntil.Sub(s.Now()) <= survey.WarnBefore,
	}
	p := s.page(c, "page_of", "Name", season.Name)
	if d.State == survey.Closed {
		d.Closed = view.ClosedWords(p, asked, s.Now())
	}
	if d.Counts, err = s.Store.Counts(ctx(c), season.ID); err != nil {
		return err
	}
	if d.Steps, err = s.steps(ctx(c), season.ID, d); err != nil {
		return err
	}
	if d.Plan, err = s.planOf(c, season.ID, team.Roster{}); err != nil {
		return err
	}
	if d.Import, err = s.lastImport(ctx(c), season.ID); err != nil {
		return err
	}
	if d.Recent, err = s.recent(ctx(c), season.ID); err != nil {
		return err
	}
	if d.Next().Key == "open" {
		if d.Advice, err = s.advice(c, asked); err != nil {
			return err
		}
	}
	return render(c, http.StatusOK, view.Season(p, d))
}

// seasonLink is the address that every member of the season may open.
func (s *server) seasonLink(season survey.Season) string { return s.link("/s/" + string(season.Token)) }

// feedbackDone reports whether the round of feedback on the teams is over.
func (s *server) feedbackDone(ctx context.Context, id survey.SeasonID) (bool, error) {
	rounds, err := s.Store.FeedbackRounds(ctx, id)
	over := func(r survey.FeedbackRound) bool {
		return r.Kind == survey.MainFeedback && r.State(s.Now()) == survey.Closed
	}
	return slices.ContainsFunc(rounds, over), err
}

// steps says what is done of the way from the first question to the feedback.
func (s *server) steps(ctx context.Context, id survey.SeasonID, d view.SeasonPage) ([]view.Step, error) {
	proposals, err := s.Store.Proposals(ctx, id)
	if err != nil {
		return nil, err
	}
	_, err = s.Store.Roster(ctx, id)
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return nil, err
	}
	published, formed := err == nil, len(proposals) > 0
	told, err := s.feedbackDone(ctx, id)
	if err != nil {
		return nil, err
	}
	answered := d.Counts.Submitted > 0 && (d.State == survey.Closed || d.Counts.Submitted >= d.Counts.Members)
	return nextOf([]view.Step{
		{Key: "questions", Path: "/survey", Done: d.Questions > 0},
		{Key: "open", Path: "/survey/times", Done: d.State == survey.Open || d.State == survey.Closed || answered},
		{Key: "answers", Path: "/members", Done: answered || formed},
		{Key: "groups", Path: "/groups", Done: formed},
		{Key: "teams", Path: "/teams", Done: formed},
		{Key: "publish", Path: "/teams", Done: published},
		{Key: "feedback", Path: "/feedback", Done: published && told},
	}), nil
}

// nextOf marks the first step that is not done.
func nextOf(steps []view.Step) []view.Step {
	if i := slices.IndexFunc(steps, func(s view.Step) bool { return !s.Done }); i >= 0 {
		steps[i].Next = true
	}
	return steps
}

func (s *server) recent(ctx context.Context, id survey.SeasonID) ([]view.Recent, error) {
	read, err := s.reading(ctx, id)
	if err != nil {
		return nil, err
	}
	progress, err := s.progress(ctx, read)
	if err != nil {
		return nil, err
	}
	var all []view.Recent
	called := s.everybody(read)
	for _, m := range read.Members {
		if r, ok := progress[m.ID]; ok && m.Active() && !r.Saved.IsZero() {
			all = append(all, view.Recent{Member: m, Called: called[m.ID], At: r.Saved, Sent: !r.Submitted.IsZero(), Draft: r.Draft})
		}
	}
	slices.SortStableFunc(all, func(a, b view.Recent) int { return cmp.Compare(b.At.UnixMilli(), a.At.UnixMilli()) })
	return all[:min(len(all), recentShown)], nil
}

// qr answers the club link as a picture, black on white, so that it prints and is read in the dark theme too.
func (s *server) qr(c echo.Context) error {
	code, err := goqr.EncodeText(s.seasonLink(scopeOf(c).Season), goqr.Medium)
	if err != nil {
		return err
	}
	svg, err := code.ToSVGBytes(goqr.NewQrCodeImgConfig(8, 32, goqr.WithOptimalSVG()))
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "image/svg+xml", svg)
}

func (s *server) poster(c echo.Context, asked survey.Survey) error {
	season := scopeOf(c).Season
	p := s.page(c, "poster_print")
	return render(c, http.StatusOK, view.Poster(p, cmp.Or(p.In(asked.Title), season.Name), s.seasonLink(season)))
}

func (s *server) deleteSeason(c echo.Context) error {
	sc := scopeOf(c)
	defer s.readings.clear()
	return s.deleted(c, s.Store.DeleteSeason(ctx(c), sc.Season.ID), seasonPath(sc.Season.ID, ""), clubPath(sc.Club.ID, ""), sc.Season.Name)
}
