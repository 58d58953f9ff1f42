// Clubs tries the learning of package fit on made-up clubs whose truth is known and prints, for
// every true R² and number of teams, how it did: how often it claimed something, how well its
// choice predicts 2,000 fresh teams, and how often the intervals of ridge and theory score hold.
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

	"dure/ml/fit"
	"dure/ml/fit/testdata/club"
	"dure/survey"
	"dure/survey/sheet"
)

func main() {
	clubs := flag.Int("clubs", 20, "clubs for each line")
	sizes := flag.String("teams", "10,20,30,50,100,200,400", "numbers of teams")
	truths := flag.String("r2", "0,0.1,0.2", "true R²")
	kinds := flag.String("kinds", "theory,ridge,trees", "kinds of models")
	whole := flag.Bool("whole", false, "ratings are whole, 1 to 5")
	workers := flag.Int("workers", 2, "clubs at a time")
	flag.Parse()
	fmt.Println("R²   teams claims  chosen                         R² true        AUC   Brier over the mean's  intervals that hold  ratings")
	fmt.Println("                   mean theory ridge trees net    chosen ridge  true   mean     most          R²    AUC    claim   within")
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
	chosen     string
	claims     bool
	r2, auc    float64
	excess     float64
	within     float64
	ridge      []float64 // R² where it was tried
	coverR2    []float64 // 1 for each interval that holds
	coverAUC   []float64
	coverClaim []float64 // of R² of what is claimed
}

// reading is what the columns of a made-up history are.
var reading = fit.Reading{Rating: "rating", Team: "team"}

func line(r2 float64, teams, clubs int, kinds []string, whole bool, workers int) {
	c := club.New(club.Club{R2: r2, Seed: 11, Whole: whole})
	fresh := future{r2: r2, whole: whole}
	table, expected := c.Past(2000, 1<<40)
	fresh.History, fresh.expected = must(reading.History(read(table))), expected
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

// read reads a file as the commands do.
func read(s sheet.Sheet) survey.Table {
	t, _ := s.Table(sheet.As{})
	return t
}

func try(c *club.Club, fresh future, teams int, seed uint64, kinds []string) trial {
	table, _ := c.Past(teams, seed)
	h := must(reading.History(read(table)))
	ctx := context.Background()
	r := must(fit.Train(ctx, h, fit.Options{Seed: seed, Kinds: kinds, Plain: true}, nil))
	var t trial
	t.chosen, t.claims = r.Report.Chosen, r.Report.Claims
	mean := average(h.Rating)
	s := fresh.measure(must(r.Model.Predict(fresh.Table, fresh.Team)), mean, r)
	t.r2, t.auc, t.excess, t.within = s.r2, s.auc, s.excess, s.within
	if r.Report.Claims {
		t.coverClaim = []float64{inside(s.r2, r.Report.Models[index(r, r.Report.Chosen)].R2Interval)}
	}
	for _, kind := range []string{fit.RidgeName, fit.TheoryName} {
		if index(r, kind) < 0 {
			continue
		}
		forced := must(fit.Train(ctx, h, fit.Options{Seed: seed, Kinds: []string{fit.TheoryName, fit.RidgeName}, Plain: true, Use: kind}, nil))
		f := fresh.measure(must(forced.Model.Predict(fresh.Table, fresh.Team)), mean, forced)
		m := forced.Report.Models[index(forced, kind)]
		t.coverR2, t.coverAUC = append(t.coverR2, inside(f.r2, m.R2Interval)), append(t.coverAUC, inside(f.auc, *m.AUCInterval))
		if kind == fit.RidgeName {
			t.ridge = []float64{f.r2}
		}
	}
	return t
}

func index(r *fit.Result, kind string) int {
	return slices.IndexFunc(r.Report.Models, func(m fit.Score) bool { return m.Name == kind })
}

func inside(v float64, ends [2]float64) float64 {
	if v >= ends[0] && v <= ends[1] {
		return 1
	}
	return 0
}

type scores struct{ r2, auc, excess, within float64 }

// A future is teams to come, with what their ratings are to be.
type future struct {
	fit.History
	expected []float64
	r2       float64
	whole    bool
}

// rating returns the mean and variance of the rating of a row and the chance that it is above a cut.
func (h future) rating(i int, cut float64) (mean, variance, above float64) {
	f, sd := h.expected[i], math.Sqrt(1-h.r2)
	more := func(v float64) float64 { return math.Erfc((v-f)/sd/math.Sqrt2) / 2 }
	if !h.whole {
		return f, sd * sd, more(cut)
	}
	mean, square := 1.0, 1.0
	for v := 1.0; v < 5; v++ {
		p := more(v + 0.5 - 3.6)
		mean += p
		square += (2*v + 1) * p
	}
	return mean, square - mean*mean, more(math.Floor(cut) + 0.5 - 3.6)
}

// measure holds predictions against what ratings are to be, so that the luck of the fresh teams does not count. The mean that
// the Brier score is compared with is the share above the median of the ratings that were learned from.
func (h future) measure(p []fit.Prediction, mean float64, r *fit.Result) scores {
	var s scores
	var e, m, brier, base, area, below, up float64
	order := make([]int, len(p))
	for i := range p {
		order[i] = i
		y, variance, above := h.rating(i, r.Model.Median)
		e += variance + (y-p[i].Value)*(y-p[i].Value)
		m += variance + (y-mean)*(y-mean)
		brier += p[i].Chance * (p[i].Chance - 2*above)
		base += r.Report.Base * (r.Report.Base - 2*above)
		if v := h.Rating[i]; v >= p[i].Low && v <= p[i].High {
			s.within++
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(p[a].Chance, p[b].Chance) })
	for from := 0; from < len(order); {
		var ups, downs float64
		to := from
		for ; to < len(order) && p[order[to]].Chance == p[order[from]].Chance; to++ {
			_, _, above := h.rating(order[to], r.Model.Median)
			ups, downs = ups+above, downs+1-above
		}
		area += ups * (below + downs/2)
		up, below, from = up+ups, below+downs, to
	}
	n := float64(len(p))
	s.r2, s.excess, s.within, s.auc = 1-e/m, (brier-base)/n, s.within/n, area/(up*below)
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
	var claims, r, ridge, auc, excess, coverR2, coverAUC, coverClaim, within []float64
	most := math.Inf(-1)
	for _, t := range trials {
		count[t.chosen]++
		claims = append(claims, map[bool]float64{true: 1}[t.claims])
		r, auc, excess, within = append(r, t.r2), append(auc, t.auc), append(excess, t.excess), append(within, t.within)
		most = max(most, t.excess)
		ridge, coverR2, coverAUC, coverClaim = append(ridge, t.ridge...), append(coverR2, t.coverR2...), append(coverAUC, t.coverAUC...), append(coverClaim, t.coverClaim...)
	}
	fmt.Printf("%-4g %5d  %3.0f %%  %4d %6d %5d %5d %3d  %8.3f %6.3f %6.3f %7.4f %7.4f     %5s  %5s  %5s   %5.1f %%\n", r2, teams, 100*average(claims),
		count[fit.MeanName], count[fit.TheoryName], count[fit.RidgeName], count[fit.TreesName], count[fit.NetName],
		average(r), cmp.Or(average(ridge), math.NaN()), average(auc), average(excess), most, percent(coverR2), percent(coverAUC), percent(coverClaim), 100*average(within))
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
