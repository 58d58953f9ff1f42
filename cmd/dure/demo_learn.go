package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"strconv"
	"time"

	"dure/clustering/team"
	"dure/ml/fit"
	"dure/survey"
	"dure/survey/sheet"
	"dure/web/job"
)

// The demo's second club shows what is learned from past teams. It has 130: those of a file of earlier seasons, and those of one season that the
// program knows. All are drawn from a generator of a fixed seed. How well a team fits hangs on its answers in a way that no line follows, so that
// the net tells more than a line does.
const (
	learnerName    = "배움터 · Learning Club (지어낸 팀 130개 · 130 made-up teams)"
	earlierFile    = "지어낸 팀 117개 · 117 made-up teams.csv"
	earlierSeasons = 9
	earlierTeams   = 13 // of a season
	earlierSize    = 6  // members of a team
	earlierAsked   = 5  // questions, the first ones of the survey
)

var learnerSeasons = []demoSeason{
	{first: 0, last: earlierTeams * earlierSize, opens: 240 * day},
	{first: 20, last: 60, opens: 10 * day, open: true},
}

// firstPage is how long the first page may take: what it needs of the machine is not taken away from it.
const firstPage = 2 * time.Second

// learn fills the second club while the demo is looked at already, and says in the log where it did not go.
func (d *demo) learn(ctx context.Context) {
	select {
	case <-ctx.Done():
		return
	case <-time.After(firstPage):
	}
	if err := d.learnFromPast(ctx); err != nil && ctx.Err() == nil {
		slog.Error("fill the demo's second club", "err", err)
	}
}

// learnFromPast has the club's model trained by the job that trains any club's, on the file alone, and only then lets the members of the season say
// how their teams went: what was predicted of them was predicted by a model that did not know.
func (d *demo) learnFromPast(ctx context.Context) error {
	d.fits = func(likes float64) float64 { return 0.8 * math.Tanh(30*(likes+0.05)) }
	var past survey.SeasonID
	for k, s := range learnerSeasons {
		d.draw(10 + k)
		id, err := d.season(ctx, d.learner, s)
		if err != nil {
			return err
		}
		if k == 0 {
			past = id
		}
	}
	asked, err := d.db.Survey(ctx, past)
	if err != nil {
		return err
	}
	alike := []team.Rule{{Kind: team.Similar, Columns: []string{asked.Questions[1].Column(), asked.Questions[2].Column()}}}
	if err := d.teams(ctx, past, now(d.now, learnerSeasons[0]), alike, earlierSize); err != nil {
		return err
	}
	d.draw(27)
	if err := d.earlier(ctx, asked); err != nil {
		return err
	}
	if err := d.train(ctx); err != nil {
		return err
	}
	d.draw(28)
	return d.feedback(ctx, past, now(d.now, learnerSeasons[0]))
}

// train has the club's first model trained and waits for its end.
func (d *demo) train(ctx context.Context) error {
	request, err := json.Marshal(job.Training{Seed: 1})
	if err != nil {
		return err
	}
	id, err := d.db.CreateModel(ctx, d.learner, request, d.now)
	tick := time.NewTicker(time.Second / 4)
	defer tick.Stop()
	for v := (fit.Version{}); err == nil && !v.State.Ended(); {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-tick.C:
			v, err = d.db.Model(ctx, id)
		}
	}
	return err
}

// earlier keeps the file of the seasons that the program does not know, and says what its columns are.
func (d *demo) earlier(ctx context.Context, asked survey.Survey) error {
	var file bytes.Buffer
	table := d.earlierTable(asked)
	if err := sheet.WriteCSV(&file, table); err != nil {
		return err
	}
	uses := job.FileMapping{Columns: []string{job.FileSeason, job.FileTeam, job.FileRating}}
	for range earlierAsked {
		uses.Columns = append(uses.Columns, job.FileAnswer)
	}
	mapping, err := json.Marshal(uses)
	if err != nil {
		return err
	}
	id, err := d.db.StoreHistory(ctx, fit.File{Club: d.learner, Name: earlierFile, Data: file.Bytes()}, d.now)
	if err != nil {
		return err
	}
	return d.db.MapHistory(ctx, id, string(mapping))
}

// earlierTable makes up a row for each member of a team: the answers, and how they rated the team.
func (d *demo) earlierTable(asked survey.Survey) sheet.Cells {
	questions := asked.Questions[:earlierAsked]
	table := sheet.Cells{Header: []string{"Season", "Team", "Fit"}}
	for _, q := range questions {
		table.Header = append(table.Header, q.Columns()...)
	}
	for n := range earlierSeasons * earlierTeams {
		t, given := team.SavedTeam{}, map[survey.MemberID]survey.Response{}
		for id := range survey.MemberID(earlierSize) {
			t.Members, given[id] = append(t.Members, id), survey.Response{Answers: demoAnswers(d.rng, int(id), asked.Questions)}
		}
		mood := d.mood(t, asked, given)
		for _, id := range t.Members {
			_, said := d.opinions(mood, team.SavedTeam{}, demoLang(int(id)))
			row := []string{strconv.Itoa(1 + n/earlierTeams), fmt.Sprint("Team ", 1+n%earlierTeams), strconv.Itoa(said.Fit)}
			for _, q := range questions {
				row = append(row, strconv.FormatFloat(*given[id].Answers[q.ID].Number, 'f', -1, 64))
			}
			table.Rows = append(table.Rows, row)
		}
	}
	return table
}
