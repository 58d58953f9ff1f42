package main

import (
	"context"
	"math"
	"time"

	"golang.org/x/sync/errgroup"

	"dure/clustering/team"
	"dure/survey"
)

// feedback makes up what the members of a past season said of their teams. Teams of sociable people
// with a plan fit a little better; most of it is chance.
func (d *demo) feedback(ctx context.Context, season survey.SeasonID, published time.Time) error {
	roster, err := d.db.Roster(ctx, season)
	if err != nil {
		return err
	}
	saved, err := d.db.Proposal(ctx, roster.Proposal)
	if err != nil {
		return err
	}
	asked, err := d.db.Survey(ctx, season)
	if err != nil {
		return err
	}
	responses, err := d.db.Responses(ctx, season)
	if err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(64)
	for _, t := range saved.Lineup.Teams {
		mood := d.mood(t, asked, responses)
		for _, id := range t.Members {
			lang := responses[id].Lang
			pulse, main := d.opinions(mood, t, lang)
			pulseAt := published.AddDate(0, 0, 7*survey.PulseWeeks).Add(d.hours(6 * 24))
			mainAt := published.AddDate(0, 0, 7*survey.FeedbackWeeks).Add(d.hours(13 * 24))
			toPulse, toMain := d.rng.IntN(10) < 8, d.rng.IntN(10) < 9
			g.Go(func() error {
				if toPulse {
					if err := d.db.SaveFeedback(ctx, id, survey.Pulse, pulse, pulseAt); err != nil {
						return err
					}
				}
				if !toMain {
					return nil
				}
				return d.db.SaveFeedback(ctx, id, survey.MainFeedback, main, mainAt)
			})
		}
	}
	return g.Wait()
}

// mood is how well a team fits, in points: what its answers make of it, and chance.
func (d *demo) mood(t team.SavedTeam, asked survey.Survey, responses map[survey.MemberID]survey.Response) float64 {
	return 0.35*d.rng.NormFloat64() + d.fits(sociable(t, asked, responses))
}

// sociable is what a team's answers make of its fit, in points: its mean in meeting people and planning.
func sociable(t team.SavedTeam, asked survey.Survey, responses map[survey.MemberID]survey.Response) float64 {
	sum, n := 0.0, 0.0
	for _, id := range t.Members {
		for _, q := range asked.Questions[1:3] {
			if v := responses[id].Answers[q.ID].Number; v != nil {
				sum, n = sum+*v, n+1
			}
		}
	}
	if n == 0 {
		return 0
	}
	return 0.5 * (sum/n - 4.5)
}

// hours is a moment up to n hours later.
func (d *demo) hours(n int) time.Duration {
	return time.Duration(d.rng.IntN(n*60)) * time.Minute
}

// opinions makes up what a member of a team says, in mid-season and after.
func (d *demo) opinions(mood float64, t team.SavedTeam, lang survey.Lang) (pulse, main survey.Opinion) {
	feel := 3.7 + mood + 0.4*d.rng.NormFloat64()
	rate := func() int { return int(min(survey.MaxFit, max(1, math.Round(feel+0.7*d.rng.NormFloat64())))) }
	pulse.Fit, main.Fit = rate(), rate()
	pulse.Note = d.sometimes(demoClub().Notes, lang)
	main.Again = survey.AgainYes
	if main.Fit < 3 || main.Fit == 3 && d.rng.IntN(3) == 0 {
		main.Again = survey.AgainNo
	}
	for _, f := range survey.FeedbackFactors {
		switch x := d.rng.IntN(10); {
		case x < main.Fit-1:
			main.Helped = append(main.Helped, f)
		case x > main.Fit+4:
			main.Hindered = append(main.Hindered, f)
		}
	}
	main.HelpedText, main.HinderedText = d.sometimes(demoClub().Helped, lang), d.sometimes(demoClub().Hindered, lang)
	if d.rng.IntN(10) < 7 {
		main.Shares = d.shares(t.Members)
	}
	return pulse, main
}

// sometimes is one of the notes; most leave none.
func (d *demo) sometimes(notes []survey.Text, lang survey.Lang) string {
	if d.rng.IntN(6) > 0 {
		return ""
	}
	return notes[d.rng.IntN(len(notes))].In(lang)
}

// shares makes up shares of the work in steps of five that add up.
func (d *demo) shares(people []survey.MemberID) map[survey.MemberID]int {
	all := map[survey.MemberID]int{}
	for _, id := range people {
		all[id] = survey.EvenShare
	}
	for range len(people) {
		from, to := people[d.rng.IntN(len(people))], people[d.rng.IntN(len(people))]
		all[from] -= 10
		all[to] += 10
	}
	return all
}
