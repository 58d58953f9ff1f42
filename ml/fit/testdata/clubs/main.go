// Clubs tries the learning of package fit on made-up clubs whose truth is known and prints, for
// every true R² and number of teams, how it did: how often it claimed something, how well its
// choice predicts 2,000 fresh teams, and how often its intervals hold.
//
//	go run ./ml/fit/testdata/clubs -clubs 40 -teams 10,30,100,400,1000
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"

	"dure/ml"
	"dure/ml/fit"
)

func main() {
	clubs := flag.Int("clubs", 20, "clubs for each line")
	sizes := flag.String("teams", "10,20,30,50,100,200,400", "numbers of teams")
	truths := flag.String("r2", "0,0.1,0.2", "true R²")
	kinds := flag.String("kinds", "theory,ridge,trees", "kinds of models")
	whole := flag.Bool("whole", false, "ratings are whole, 1 to 5")
	workers := flag.Int("workers", 2, "clubs at a time")
	flag.Parse()
	fmt.Println("R²   teams claims  chosen                         R² true        AUC   Brier over the mean's  interval of  ratings")
	fmt.Println("                   mean theory ridge trees net    chosen ridge  true   mean     most          R²    AUC    within")
	for _, r2 := range numbers(*truths) {
		for _, teams := range numbers(*sizes) {
			line(r2, int(teams), *clubs, strings.Split(*kinds, ","), *whole, *workers)
		}
	}
}

func numbers(list string) []float64 {
	var out []float64
	for s := range strings.SplitSeq(list, ",") {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		out = append(out, v)
	}
	return out
}

// A trial is how learning did in one club.
type trial struct {
	chosen              string
	claims              bool
	r2, ridge, auc      float64
	excess              float64
	coverR2, coverAUC   float64
	within              float64
	hasRidge, hasAUCFit bool
}

func line(r2 float64, teams, clubs int, kinds []string, whole bool, workers int) {
	c := fit.NewClub(fit.Club{R2: r2, Seed: 11, Whole: whole})
	fresh, _ := c.Past(2000, 1<<40)
	trials := make([]trial, clubs)
	var wg sync.WaitGroup
	slots := make(chan bool, workers)
	for k := range trials {
		slots <- true
		wg.Go(func() {
			trials[k] = try(c, fresh, teams, uint64(1000*teams+k), kinds)
			<-slots
		})
	}
	wg.Wait()
	show(r2, teams, trials)
}

func try(c *fit.Club, fresh fit.History, teams int, seed uint64, kinds []string) trial {
	h, _ := c.Past(teams, seed)
	ctx := context.Background()
	r := must(fit.Train(ctx, h, fit.Options{Seed: seed, Kinds: kinds, Plain: true}, nil))
	var t trial
	t.chosen, t.claims = r.Report.Chosen, r.Report.Claims
	mean := average(h.Rating)
	s := measure(must(r.Model.Predict(fresh.Table, fresh.Team)), fresh, mean, r)
	t.r2, t.auc, t.excess, t.within = s.r2, s.auc, s.excess, s.within
	i := slices.IndexFunc(r.Report.Models, func(m fit.Score) bool { return m.Name == fit.RidgeName })
	if i < 0 {
		return t
	}
	forced := must(fit.Train(ctx, h, fit.Options{Seed: seed, Kinds: []string{fit.TheoryName, fit.RidgeName}, Plain: true, Use: fit.RidgeName}, nil))
	f := measure(must(forced.Model.Predict(fresh.Table, fresh.Team)), fresh, mean, forced)
	m := r.Report.Models[i]
	t.hasRidge, t.ridge = true, f.r2
	t.coverR2, t.coverAUC = inside(f.r2, m.R2Interval), inside(f.auc, *m.AUCInterval)
	return t
}

func inside(v float64, ends [2]float64) float64 {
	if v >= ends[0] && v <= ends[1] {
		return 1
	}
	return 0
}

type scores struct{ r2, auc, excess, within float64 }

// measure holds predictions against fresh ratings. The mean that the Brier score is compared with
// is the share above the median of the ratings that were learned from.
func measure(p []fit.Prediction, h fit.History, mean float64, r *fit.Result) scores {
	var s scores
	cut := r.Model.Cut()
	var e, m, brier, base float64
	score, above := make([]float64, len(p)), make([]float64, len(p))
	for i, y := range h.Rating {
		if y > cut {
			above[i] = 1
		}
		score[i] = p[i].Chance
		e += (y - p[i].Value) * (y - p[i].Value)
		m += (y - mean) * (y - mean)
		brier += (above[i] - p[i].Chance) * (above[i] - p[i].Chance)
		base += (above[i] - r.Report.Base) * (above[i] - r.Report.Base)
		if y >= p[i].Low && y <= p[i].High {
			s.within++
		}
	}
	n := float64(len(p))
	s.r2, s.excess, s.within = 1-e/m, (brier-base)/n, s.within/n
	s.auc = ml.ROCAUC(score, above)
	return s
}

func average(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v / float64(len(x))
	}
	return sum
}

func show(r2 float64, teams int, trials []trial) {
	count := map[string]int{}
	var claims, r, ridge, auc, excess, coverR2, coverAUC, within []float64
	most := math.Inf(-1)
	for _, t := range trials {
		count[t.chosen]++
		claims = append(claims, map[bool]float64{true: 1}[t.claims])
		r, auc, excess, within = append(r, t.r2), append(auc, t.auc), append(excess, t.excess), append(within, t.within)
		most = max(most, t.excess)
		if t.hasRidge {
			ridge, coverR2, coverAUC = append(ridge, t.ridge), append(coverR2, t.coverR2), append(coverAUC, t.coverAUC)
		}
	}
	fmt.Printf("%-4g %5d  %3.0f %%  %4d %6d %5d %5d %3d  %8.3f %6.3f %6.3f %7.4f %7.4f     %5s  %5s   %5.1f %%\n", r2, teams, 100*average(claims),
		count[fit.MeanName], count[fit.TheoryName], count[fit.RidgeName], count[fit.TreesName], count[fit.NetName],
		average(r), cmp.Or(average(ridge), math.NaN()), average(auc), average(excess), most, percent(coverR2), percent(coverAUC), 100*average(within))
}

func percent(x []float64) string {
	if len(x) == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f %%", 100*average(x))
}

func must[T any](v T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return v
}
