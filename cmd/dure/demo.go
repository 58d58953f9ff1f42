package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"golang.org/x/sync/errgroup"

	"dure/clustering/team"
	"dure/db"
	"dure/survey"
	"dure/web"
	"dure/web/job"
)

// A demoSeason is one of the demo club's: who of its people takes part, and when.
type demoSeason struct {
	first, last int // of the people of demoClub
	quiet       int // how many of the last members have not answered
	opens       time.Duration
	open        bool // still takes answers
}

var demoSeasons = []demoSeason{
	{first: 0, last: 40, opens: 430 * day},
	{first: 12, last: 60, opens: 240 * day},
	{first: 20, last: 80, quiet: 4, opens: 10 * day, open: true},
}

// termName calls a season after the half of the year in which it opens, so that names and dates agree whenever the demo is shown.
func termName(opens time.Time) string {
	year, month, _ := opens.Date()
	switch {
	case month == time.January:
		year--
	case month <= time.July:
		return fmt.Sprintf("%[1]d 봄 · Spring %[1]d", year)
	}
	return fmt.Sprintf("%[1]d 가을 · Autumn %[1]d", year)
}

const day = 24 * time.Hour

// A demo fills a new database with a club to play with.
type demo struct {
	db  *db.DB
	now time.Time
	rng *rand.Rand // of the season at hand

	fits    func(likes float64) float64 // what a team's fit makes of what [sociable] says of it
	learner survey.ClubID               // the club that [demo.learn] fills
}

// fill makes both clubs, the second without seasons, and returns their organizer and the first one's seasons, the current one last.
func (d *demo) fill(ctx context.Context) (survey.OrganizerID, []survey.SeasonID, error) {
	d.fits = func(likes float64) float64 { return likes }
	organizer, err := d.organizer(ctx)
	if err != nil {
		return 0, nil, err
	}
	club, err := d.db.CreateClub(ctx, organizer, "한마당 교류회 · Hanmadang Exchange Club", "Asia/Seoul", d.now)
	if err != nil {
		return 0, nil, err
	}
	var ids []survey.SeasonID
	for k, s := range demoSeasons {
		d.draw(k)
		id, err := d.season(ctx, club.ID, s)
		if err != nil {
			return 0, nil, err
		}
		if !s.open {
			if err := d.teams(ctx, id, now(d.now, s), nil, 5); err != nil {
				return 0, nil, err
			}
			if err := d.feedback(ctx, id, now(d.now, s)); err != nil {
				return 0, nil, err
			}
		}
		ids = append(ids, id)
	}
	learner, err := d.db.CreateClub(ctx, organizer, learnerName, "Asia/Seoul", d.now)
	d.learner = learner.ID
	return organizer, ids, err
}

// draw begins what is drawn anew, so that what members answer does not hang on how the teams before them were formed.
func (d *demo) draw(seed int) { d.rng = rand.New(rand.NewPCG(1, uint64(seed))) }

// organizer makes the account, whose empty hash no password gives: it signs in by a link.
func (d *demo) organizer(ctx context.Context) (survey.OrganizerID, error) {
	const email = "organizer@demo.example"
	token, err := d.db.SignupToken(ctx, survey.Invite{Email: email, Expires: d.now.Add(time.Hour)}, d.now)
	if err != nil {
		return 0, err
	}
	o, err := d.db.Signup(ctx, token, email, "", d.now)
	return o.ID, err
}

func (d *demo) season(ctx context.Context, club survey.ClubID, s demoSeason) (survey.SeasonID, error) {
	opens := d.now.Add(-s.opens)
	season, err := d.db.CreateSeason(ctx, club, termName(opens), opens.Add(-day))
	if err != nil {
		return 0, err
	}
	show := demoClub()
	sv := survey.Survey{Season: season.ID, Opens: opens, Title: show.Title, Intro: show.Intro, Consent: show.Consent}
	if !s.open {
		sv.Closes = opens.Add(14 * day)
	}
	if err := d.db.SaveSurvey(ctx, sv); err != nil {
		return 0, err
	}
	before := survey.Doing(ctx, survey.Doer{Kind: survey.ByProgram, At: opens.Add(-day)})
	for _, q := range show.Questions {
		q, err := d.db.AddQuestion(before, season.ID, q)
		if err != nil {
			return 0, err
		}
		sv.Questions = append(sv.Questions, q)
	}
	return season.ID, d.members(ctx, sv, s)
}

// members adds the season's people with their answers, many at once: the database commits them together.
func (d *demo) members(ctx context.Context, asked survey.Survey, s demoSeason) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(64)
	for i := s.first; i < s.last; i++ {
		at := d.now.Add(-s.opens).Add(time.Duration(d.rng.IntN(int(5*day/time.Minute))) * time.Minute)
		answers := demoAnswers(d.rng, i, asked.Questions)
		silent, draft := i >= s.last-s.quiet, i == s.last-s.quiet
		g.Go(func() error {
			m, err := d.db.AddMember(ctx, survey.Member{Season: asked.Season, Name: demoClub().Names[i], Email: demoEmail(i)}, at)
			if err != nil || silent && !draft {
				return err
			}
			r := survey.Response{Member: m.ID, Season: asked.Season, Lang: demoLang(i), Consented: true, Agreed: asked.Agreement(demoLang(i)), Answers: answers}
			if draft {
				r.Draft, r.Answers = answers, nil
				return d.db.SaveDraft(ctx, r, at)
			}
			return d.db.SaveResponse(ctx, r, at)
		})
	}
	return g.Wait()
}

// now is when the season's teams were formed: when its survey had closed.
func now(of time.Time, s demoSeason) time.Time { return of.Add(-s.opens).Add(15 * day) }

// teams forms and publishes a past season's teams of a size, as its organizer did, by rules, or by those that are suggested. The search is stopped before it begins to try moves
// at random: that changes the teams little, keeps nobody waiting for the demo, and gives the same teams on any machine.
func (d *demo) teams(ctx context.Context, season survey.SeasonID, at time.Time, rules []team.Rule, size int) error {
	_, of, err := job.ReadSeason(ctx, d.db, season)
	if err != nil {
		return err
	}
	if rules == nil {
		rules = team.Deck{Cards: web.SuggestCards(of)}.Rules()
	}
	request, err := json.Marshal(team.Request{Rules: rules, Sizes: team.Sizes{Ideal: size}, Seed: 1, Seconds: 1})
	if err != nil {
		return err
	}
	id, err := d.db.CreateProposal(ctx, season, "팀 · Teams", request, at)
	if err != nil {
		return err
	}
	search, stop := context.WithCancelCause(ctx)
	stop(team.ErrStopped)
	if err := job.Form(search, d.db, id, time.Now); err != nil {
		return err
	}
	return d.db.Publish(ctx, id, at)
}

func demoLang(i int) survey.Lang {
	if demoClub().Names[i][0] < 0x80 {
		return survey.English
	}
	return survey.Korean
}
