// Seasons forms made-up seasons with and without a rule of kind fit, whose model learned from
// past teams of the same club, and prints how the teams would truly fit and what it cost.
//
//	go run ./ml/fit/testdata/seasons -seasons 20 -past 400 -r2 0.2
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"time"

	"dure/clustering/team"
	"dure/ml/fit"
	"dure/ml/fit/testdata/club"
	"dure/survey"
	"dure/survey/sheet"
)

func main() {
	seasons := flag.Int("seasons", 20, "seasons to form")
	past := flag.Int("past", 400, "past teams to learn from")
	r2 := flag.Float64("r2", 0.2, "true R² of the ratings")
	members := flag.Int("members", 60, "members of a season")
	moves := flag.Int64("moves", 0, "moves of each search; none gives it a second")
	kinds := flag.String("kind", "", "kind of model to use; none takes the best")
	flag.Parse()
	ctx := context.Background()
	c := club.New(club.Club{R2: *r2, Seed: 21})
	history, _ := c.Past(*past, 1)
	h := must(fit.Reading{Rating: "rating", Team: "team"}.History(read(history)))
	learn := fit.Options{Seed: 1, Plain: true, Use: *kinds}
	if *kinds == "" {
		learn.Kinds = []string{fit.TheoryName, fit.RidgeName}
	}
	r := must(fit.Train(ctx, h, learn, nil))
	fmt.Println(r.Report.VerdictFact)
	fmt.Println("season  fit without  with   balance without  with   seconds without  with")
	better := 0
	var without, with []float64
	for s := range *seasons {
		season := c.Season(*members, uint64(1000+s))
		t := read(season)
		rules, _ := team.DefaultRules(t, "Name")
		var fits, scores, seconds [2]float64
		for k := range 2 {
			in := team.Input{Table: t, Sizes: team.Sizes{Ideal: 5}, Rules: slices.Clone(rules)}
			began := time.Now()
			if k == 1 {
				in.Fit = func(string, survey.Table) (team.Scorer, error) { return r.Model.Scorer(t) }
				in.Rules = append(in.Rules, team.Rule{Kind: team.Fit, Model: "club"})
			}
			p := must(team.Propose(ctx, in, opt(*moves), nil))
			seconds[k] = time.Since(began).Seconds()
			for _, g := range p.Teams {
				fits[k] += c.Fit(season, g.Members) * float64(len(g.Members)) / float64(*members)
			}
			for _, res := range p.Rules[:len(rules)] {
				scores[k] += res.Score / float64(len(rules))
			}
		}
		if fits[1] > fits[0] {
			better++
		}
		without, with = append(without, seconds[0]), append(with, seconds[1])
		fmt.Printf("%6d  %11.3f %5.3f  %15.3f %5.3f  %15.2f %5.2f\n", s+1, fits[0], fits[1], scores[0], scores[1], seconds[0], seconds[1])
	}
	slices.Sort(without)
	slices.Sort(with)
	fmt.Printf("higher true fit in %d of %d seasons; forming takes %.2f times as long (medians)\n", better, *seasons, with[len(with)/2]/without[len(without)/2])
}

// read reads a file as the commands do.
func read(s sheet.Sheet) survey.Table {
	t, _ := s.Table(sheet.As{})
	return t
}

// opt are the settings of a search: as in dure form, with a second, or to be the same again, with so many moves.
func opt(moves int64) team.Options {
	if moves > 0 {
		return team.Options{Seed: 1, Moves: moves, Workers: 1}
	}
	return team.Options{Seed: 1, Budget: time.Second, Now: time.Now, Workers: 1}
}

func must[T any](v T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return v
}
