// Chance tries whether the p-values of package fit are what they say. In made-up clubs of ten shapes whose
// answers tell nothing it counts those with p up to 0.01, 0.05 and 0.1; in others, whose answers explain a
// share of the ratings, those of which something is claimed.
//
//	go run ./ml/fit/testdata/chance -clubs 100 -kinds theory,ridge
package main

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"sync"

	"dure/ml/fit"
	"dure/ml/fit/testdata/club"
	"dure/survey/sheet"
)

var (
	clubs   = flag.Int("clubs", 100, "clubs of each shape")
	kinds   = flag.String("kinds", "theory,ridge", "kinds of models")
	r2      = flag.Float64("r2", 0.2, "true R² where there is one")
	workers = flag.Int("workers", 2, "clubs at a time")
)

func main() {
	flag.Parse()
	fmt.Println("clubs  p up to 0.01   0.05    0.1   claims")
	var all []fit.Report
	for _, s := range club.Shapes() {
		reports := learn(s)
		line(reports, s.Name)
		all = append(all, reports...)
	}
	line(all, "all that tell nothing")
	for _, teams := range []int{40, 80, 120} {
		line(learn(club.Shape{Teams: teams, Club: club.Club{R2: *r2}}), fmt.Sprintf("%d teams of 5, R² %g", teams, *r2))
	}
	line(learn(club.Shape{Teams: 80, Club: club.Club{R2: *r2, Sizes: []int{3, 4, 5, 6, 7}}}), fmt.Sprintf("80 teams of 3 to 7, R² %g", *r2))
}

// learn learns from clubs of a shape.
func learn(s club.Shape) []fit.Report {
	made := club.New(s.Club)
	out := make([]fit.Report, *clubs)
	roles := fit.ColumnRoles{Rating: "rating", Team: "team"}
	if s.Seasons > 1 {
		roles.Season = "season"
	}
	var wg sync.WaitGroup
	slots := make(chan bool, *workers)
	for k := range out {
		slots <- true
		wg.Go(func() {
			defer func() { <-slots }()
			out[k] = report(made, roles, s.Teams, uint64(k))
		})
	}
	wg.Wait()
	return out
}

func report(c *club.Club, roles fit.ColumnRoles, teams int, seed uint64) fit.Report {
	cells, _ := c.Past(teams, seed)
	if roles.Season == "" {
		at := cells.Column("season")
		cells.Header[at] = ""
		for i := range cells.Rows {
			cells.Rows[i][at] = ""
		}
	}
	table, _ := cells.Table(sheet.As{})
	h, err := roles.History(table)
	if err != nil {
		panic(err)
	}
	r, err := fit.Train(context.Background(), h, fit.Options{Seed: seed, Kinds: strings.Split(*kinds, ","), Plain: true}, nil)
	if err != nil {
		panic(err)
	}
	return r.Report
}

func line(reports []fit.Report, name string) {
	var small [3]int
	claims := 0
	for _, r := range reports {
		for k, a := range []float64{0.01, 0.05, 0.1} {
			if r.P != nil && *r.P <= a {
				small[k]++
			}
		}
		if r.Claims {
			claims++
		}
	}
	share := func(n int) float64 { return 100 * float64(n) / float64(len(reports)) }
	fmt.Printf("%5d       %5.1f %% %5.1f %% %5.1f %%  %5.1f %%  %s\n", len(reports), share(small[0]), share(small[1]), share(small[2]), share(claims), name)
}
