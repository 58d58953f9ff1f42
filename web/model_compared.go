package web

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"dure/ml/fit"
	"dure/survey"
	"dure/web/job"
	"dure/web/view"
)

// compared holds each season against the newest version that had not learned from it.
func (s *server) compared(ctx context.Context, p view.Page, past job.ClubPast, versions []fit.Version) ([]view.FitCompared, error) {
	var all []view.FitCompared
	for _, season := range slices.Backward(past.Seasons) {
		for _, v := range versions {
			if v.State != survey.JobDone || !v.Withdrawn.IsZero() {
				continue
			}
			seen, err := s.Store.ModelSeasons(ctx, v.ID)
			if err != nil {
				return nil, err
			}
			if seen[season.Season.ID] {
				continue
			}
			row, err := s.compareSeason(ctx, p, season, v)
			if err != nil {
				return nil, err
			}
			if row.Rows > 0 {
				all = append(all, row)
			}
			break
		}
	}
	return all, nil
}

func (s *server) compareSeason(ctx context.Context, p view.Page, season survey.PastSeason, v fit.Version) (view.FitCompared, error) {
	row := view.FitCompared{Season: season.Season.Name, Version: v.Number}
	m, err := job.LoadVersion(ctx, s.Store, v.ID)
	if err != nil {
		return row, err
	}
	if m.Level() != fit.MemberLevel {
		return row, nil
	}
	of, teams, ratings := job.Placed(season)
	predicted, err := m.Predict(m.MembersTable(of.Survey, of.Members, of.Responses), teams)
	if err != nil {
		_, err = onlyInvalid(err) // it asks for what the season cannot tell
		return row, err
	}
	k := m.Compare(predicted, ratings)
	row.Rows, row.Predicted, row.Came, row.R2, row.AUC = k.Rows, figure(k.Predicted, 2), figure(k.Came, 2), figureAt(k.R2, 2), figureAt(k.AUC, 2)
	row.Inside = figure(100*k.Inside, 0) + " %"
	row.Teams, err = s.compareTeams(ctx, p, season.Season, v, meansByTeam(teams, predicted))
	return row, err
}

// meansByTeam is the mean of what was predicted of each team's members.
func meansByTeam(teams []string, predicted []fit.Prediction) map[string]float64 {
	means, n := map[string]float64{}, map[string]float64{}
	for i, t := range teams {
		n[t]++
		means[t] += (predicted[i].Value - means[t]) / n[t]
	}
	return means
}

// compareTeams shows what a version predicted of each team beside what came, of those teams of which the page of feedback shows figures as well. It
// is nil where there are none.
func (s *server) compareTeams(ctx context.Context, p view.Page, season survey.Season, v fit.Version, means map[string]float64) (*view.Plot, error) {
	a, err := s.asking(ctx, season.ID)
	if errors.Is(err, survey.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r, err := a.round(string(survey.MainFeedback))
	if err != nil {
		return nil, err
	}
	given, err := s.Store.Feedback(ctx, season.ID, r.Kind)
	if err != nil {
		return nil, err
	}
	c := view.Plot{Frame: frame(p, fmt.Sprintf("teams-%d", season.ID), "compared_teams", "Season", season.Name, "Version", v.Number),
		X: p.T("compared_predicted"), Y: p.T("compared_came"), XRange: view.ChartRange{Lo: 1, Hi: survey.MaxFit}, YRange: view.ChartRange{Lo: 1, Hi: survey.MaxFit}}
	c.Head = []string{p.T("team_column"), c.X, c.Y, p.T("compared_rows")}
	c.Guides = []view.Path{{Points: []view.XY{{X: 1, Y: 1}, {X: survey.MaxFit, Y: survey.MaxFit}}}}
	came := survey.SumUpFeedback(r, given, s.Now()).Teams
	for t, g := range a.lineup.Teams {
		for _, f := range came {
			mean, ok := means[job.TeamKey(f.Team.Proposal, f.Team.Number)]
			if !ok || !f.Team.Same(a.team(t)) {
				continue
			}
			name := teamName(p.T, t, g.Name)
			c.Marks = append(c.Marks, view.Mark{XY: view.XY{X: mean, Y: f.Mean}, Tone: view.ToneMain, Text: fmt.Sprintf("%s: %.2f → %.2f", name, mean, f.Mean)})
			c.Rows = append(c.Rows, []string{name, figure(mean, 2), figure(f.Mean, 2), strconv.Itoa(f.Shown)})
		}
	}
	if len(c.Marks) == 0 {
		return nil, nil
	}
	return &c, nil
}
