package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"dure/ml/fit"
	"dure/ml/tune"
	"dure/survey"
	"dure/web/job"
	"dure/web/view"
)

// modelStore keeps what a club learns from how its teams went.
type modelStore interface {
	job.PastStore
	job.ModelStore
	CreateModel(ctx context.Context, club survey.ClubID, request json.RawMessage, now time.Time) (fit.VersionID, error)
	ResumeModel(ctx context.Context, id fit.VersionID, now time.Time) error
	Model(context.Context, fit.VersionID) (fit.Version, error)
	Models(context.Context, survey.ClubID) ([]fit.Version, error)
	ModelSeasons(context.Context, fit.VersionID) (map[survey.SeasonID]bool, error)
	ModelTrials(ctx context.Context, id fit.VersionID, study string) ([]tune.Record, error)
	RequestModelStop(context.Context, fit.VersionID) error
	UseModel(ctx context.Context, id fit.VersionID, now time.Time) error
	UseNoModel(context.Context, survey.ClubID) error
	StoreHistory(ctx context.Context, f fit.File, now time.Time) (fit.FileID, error)
	History(context.Context, fit.FileID) (fit.File, error)
	MapHistory(ctx context.Context, id fit.FileID, mapping string) error
	DeleteHistory(context.Context, fit.FileID) error
}

// fit shows what the season's club has learned and what it can learn from.
func (s *server) fit(c echo.Context) error {
	return s.fitPage(c, http.StatusOK, s.page(c, "model_title"))
}

func (s *server) fitPage(c echo.Context, status int, p view.Page) error {
	club := scopeOf(c).Club.ID
	past, err := job.ReadPast(ctx(c), s.Store, club)
	if err != nil {
		return err
	}
	versions, err := s.Store.Models(ctx(c), club)
	if err != nil {
		return err
	}
	var d view.FitPage
	d.Ratings, d.Teams, d.Seasons = past.Counts()
	history, err := past.History()
	if err != nil {
		bad, err := onlyInvalid(err)
		if err != nil {
			return err
		}
		d.Problem = p.T.Say(bad[0].Message())
	}
	words, err := s.askedWords(c, p)
	if err != nil {
		return err
	}
	for _, n := range history.Notes {
		if survey.DoubtsTeams(n) || fit.AsksLeak(n) {
			d.Doubts = append(d.Doubts, p.T.Say(aboutColumns(p, words, n)))
		}
	}
	if err := s.addVersions(p, words, &d, versions); err != nil {
		return err
	}
	if d.Training != nil {
		p.Refresh = refreshSeconds
	}
	if d.Observed, err = s.observed(ctx(c), club, past); err != nil {
		return err
	}
	if d.Compared, err = s.compared(ctx(c), p, past, versions); err != nil {
		return err
	}
	if d.Files, err = s.Store.Histories(ctx(c), club); err != nil {
		return err
	}
	return render(c, status, view.Fit(p, d))
}

// observed is how many ratings the model in use has learned from since it was trained.
func (s *server) observed(ctx context.Context, club survey.ClubID, past job.ClubPast) (int, error) {
	m, err := s.fitModel(ctx, club)
	if err != nil || m == nil {
		return 0, err
	}
	_, n, err := job.Observed(m, past.Seasons)
	return n, err
}

// addVersions lists the versions and shows the one in use, or else the newest.
func (s *server) addVersions(p view.Page, words map[string]string, d *view.FitPage, versions []fit.Version) error {
	var shown *fit.Version
	for i, v := range versions {
		row, err := s.fitVersion(p, v)
		if err != nil {
			return err
		}
		d.Versions = append(d.Versions, row)
		if v.State == survey.JobDone && v.Withdrawn.IsZero() && (shown == nil || v.InUse) {
			shown = &versions[i]
		}
		if v.State.Ended() {
			continue
		}
		t, err := trainingNow(p, v)
		if err != nil {
			return err
		}
		d.Training = &t
	}
	if shown == nil {
		return nil
	}
	r, err := s.fitReport(p, words, *shown)
	if err != nil {
		return err
	}
	d.Report, d.Fresh = &r, max(0, d.Ratings-r.Version.Ratings)
	return nil
}

func (s *server) fitVersion(p view.Page, v fit.Version) (view.FitVersion, error) {
	row := view.FitVersion{ID: v.ID, Number: v.Number, State: v.State, Created: v.Created, Data: v.Data, InUse: v.InUse, Withdrawn: !v.Withdrawn.IsZero()}
	var request job.Training
	if err := json.Unmarshal(v.Request, &request); err != nil {
		return row, err
	}
	row.Seed = request.Seed
	if v.Problem != nil {
		row.Problem = p.T.Say(v.Problem.Message())
	}
	if v.Report == nil {
		return row, nil
	}
	var r fit.Report
	if err := json.Unmarshal(v.Report, &r); err != nil {
		return row, err
	}
	row.Chosen, row.Ratings, row.Teams = p.T("modelkind_"+survey.Key(r.Chosen)), r.Rows, r.Teams
	why, refused := r.Refusal()
	row.Usable = !row.Withdrawn && v.State == survey.JobDone && !refused
	if refused {
		row.Refused = p.T.Say(why)
	}
	for _, m := range r.Models {
		if m.Name == r.Chosen {
			row.R2 = figure(m.R2, 2)
		}
	}
	return row, nil
}

// figure words a number with so many digits, without the sign of a zero; a dash where there is no number.
func figure(v float64, digits int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	if math.Abs(v) < math.Pow(10, -float64(digits))/2 {
		v = 0
	}
	return strconv.FormatFloat(v, 'f', digits, 64)
}

func figureAt(v *float64, digits int) string {
	if v == nil {
		return "–"
	}
	return figure(*v, digits)
}

// train queues the training of a new version.
func (s *server) train(c echo.Context) error {
	club := scopeOf(c).Club.ID
	past, err := job.ReadPast(ctx(c), s.Store, club)
	if err != nil {
		return err
	}
	if _, err = past.History(); err == nil {
		var request []byte
		if request, err = json.Marshal(job.Training{Seed: 1}); err != nil {
			return err
		}
		_, err = s.Store.CreateModel(ctx(c), club, request, s.Now())
	}
	return s.fitDone(c, err)
}

// fitDone leads back to the page, which says what is wrong if something is.
func (s *server) fitDone(c echo.Context, err error) error {
	if err == nil {
		return seeOther(c, seasonPath(scopeOf(c).Season.ID, "/fit"))
	}
	if errors.Is(err, survey.ErrStale) {
		err = overtaken
	}
	bad, err := onlyInvalid(err)
	if err != nil {
		return err
	}
	p := s.page(c, "model_title")
	p.Errors = append(p.Errors, view.FieldError{Field: bad[0].Field, Message: p.T.Say(bad[0].Message())})
	if bad[0].Field == "history" {
		p.Errors[0].Field = ""
	}
	return s.fitPage(c, http.StatusUnprocessableEntity, p)
}

// versionOf returns the version that the address names, if it is the club's.
func (s *server) versionOf(c echo.Context) (fit.Version, error) {
	return named(c, "model", s.Store.Model, func(v fit.Version) bool { return v.Club == scopeOf(c).Club.ID })
}

func (s *server) fitVersionPage(c echo.Context, v fit.Version) error {
	if v.Report == nil {
		return survey.ErrNotFound
	}
	p := s.page(c, "model_of_version", "Version", v.Number)
	words, err := s.askedWords(c, p)
	if err != nil {
		return err
	}
	r, err := s.fitReport(p, words, v)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, view.FitVersionPage(p, r))
}

// trainingNow says how far a training is.
func trainingNow(p view.Page, v fit.Version) (view.FitTraining, error) {
	t := view.FitTraining{ID: v.ID, State: v.State, Stopping: v.Stop}
	var progress job.TrainProgress
	if err := kept(v.Progress, &progress); err != nil {
		return t, err
	}
	t.Share, t.Tuning = progress.Share, progress.Data != ""
	if progress.Stage != "" {
		t.Stage = p.T("stage_" + survey.Key(progress.Stage))
	}
	return t, nil
}

// trainingEvents streams how far a training is as an event "training-now", and an event "done" at its end.
func (s *server) trainingEvents(c echo.Context, v fit.Version) (err error) {
	p := s.page(c, "model_title")
	return s.stream(c, following{topics: modelTopics(v), least: followEvery, look: func() (bool, error) {
		if v, err = s.Store.Model(ctx(c), v.ID); err != nil || v.State.Ended() {
			return true, err
		}
		t, err := trainingNow(p, v)
		if err != nil {
			return false, err
		}
		return false, send(c, "training-now", view.TrainingNow(p, t))
	}})
}

func (s *server) stopTraining(c echo.Context, v fit.Version) error {
	return s.fitDone(c, s.Store.RequestModelStop(ctx(c), v.ID))
}

func (s *server) resumeTraining(c echo.Context, v fit.Version) error {
	return s.fitDone(c, s.Store.ResumeModel(ctx(c), v.ID, s.Now()))
}

// useVersion puts a version back. One that tells no more than the mean is refused.
func (s *server) useVersion(c echo.Context, v fit.Version) error {
	row, err := s.fitVersion(s.page(c, "model_title"), v)
	switch {
	case err == nil && row.Refused != "":
		err = &survey.InvalidError{Reason: "model_refused", Args: map[string]any{"Why": row.Refused}}
	case err == nil && !row.Usable:
		err = &survey.InvalidError{Reason: "model_unusable"}
	}
	if err == nil {
		err = s.Store.UseModel(ctx(c), v.ID, s.Now())
	}
	return s.fitDone(c, err)
}

func (s *server) useNoModel(c echo.Context) error {
	return s.fitDone(c, s.Store.UseNoModel(ctx(c), scopeOf(c).Club.ID))
}

// noteShare says at the cards on the club's model how much of what it predicts is used.
func (s *server) noteShare(c echo.Context, p view.Page, cards []view.RuleCard) error {
	for i := range cards {
		if !cards[i].Kind.Predicts() {
			continue
		}
		m, err := s.fitModel(ctx(c), scopeOf(c).Club.ID)
		if err != nil {
			return err
		}
		if m != nil {
			cards[i].Note = strings.TrimSpace(p.T("model_share", "Percent", math.Round(100*m.Report().Share)) + " " + cards[i].Note)
		}
	}
	return nil
}

// fitModel returns the model that the season's club may form teams by, nil if there is none.
func (s *server) fitModel(ctx context.Context, club survey.ClubID) (*fit.Model, error) {
	m, _, err := job.LoadModel(ctx, s.Store, club)
	if errors.Is(err, survey.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("model of club %d: %w", club, err)
	}
	if m.Refused() != nil || m.Level() != fit.MemberLevel {
		return nil, nil
	}
	return m, nil
}
