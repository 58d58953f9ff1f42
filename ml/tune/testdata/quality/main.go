// Quality prints how well each sampler does on each black box, beside Optuna 5.
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"dure/ml/tune"
)

//go:embed optuna5.json
var reference []byte

//go:embed unseen.json
var referenceUnseen []byte

var checkpoints = []int{10, 20, 50, 100, 200}

// samplers are named as in Optuna's results.
var samplers = []struct {
	name    string
	sampler tune.Sampler
}{
	{"random", tune.Random{}}, {"qmc", tune.Sobol{}}, {"tpe", tune.TPE{Univariate: true}}, {"mtpe", tune.TPE{}},
	{"cma", tune.CMA{}}, {"gp", tune.GP{}}, {"auto", tune.Auto{}},
}

func main() {
	only := flag.String("only", "", "functions, separated by commas; default all")
	which := flag.String("sampler", "", "samplers, separated by commas; default all")
	seeds := flag.Int("seeds", 30, "seeds of each")
	workers := flag.Int("workers", 2, "studies at a time")
	most := flag.Int("trials", 200, "most trials")
	others := flag.Bool("unseen", false, "the black boxes of unseen.go instead")
	both := flag.Bool("pair", false, "compare two workers on one study with one, by Auto")
	flag.Parse()
	list, text := boxes, reference
	if *others {
		list, text = unseen, referenceUnseen
	}
	var optuna map[string]struct{ Median, P75 []float64 }
	if err := json.Unmarshal(text, &optuna); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, b := range list {
		if *only != "" && !slices.Contains(strings.Split(*only, ","), b.name) {
			continue
		}
		if *both {
			if err := pair(b, *seeds); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			continue
		}
		for _, s := range samplers {
			if *which != "" && !slices.Contains(strings.Split(*which, ","), s.name) {
				continue
			}
			trials := min(*most, 200)
			if s.name == "gp" || s.name == "auto" || *others {
				trials = min(trials, b.trials)
			}
			began := time.Now()
			values := run(b, s.sampler, trials, *seeds, *workers)
			fmt.Printf("%-13s %-7s", b.name, s.name)
			ref, ok := optuna[b.name+"/"+s.name]
			if *others && s.name == "auto" {
				ref, ok = optuna[b.name+"/mtpe"]
			}
			for i, at := range checkpoints {
				if at > trials {
					continue
				}
				mark := " "
				if ok && i < len(ref.P75) && at >= 50 && median(values[i]) > ref.P75[i]+1e-9 {
					mark = "!"
				}
				if s.name == "auto" && !*others && at == b.trials && median(values[i]) > b.goal+5e-6 {
					mark = "!"
				}
				fmt.Printf("  %d: %.6g%s", at, median(values[i]), mark)
				if ok && i < len(ref.Median) {
					fmt.Printf("(%.6g)", ref.Median[i])
				}
			}
			if !*others {
				fmt.Printf("  goal %g;", b.goal)
			}
			fmt.Printf(" %.1f ms a trial\n", time.Since(began).Seconds()*1000*float64(*workers)/float64(trials**seeds))
		}
	}
}

// run returns the best value at each checkpoint for each seed.
func run(b box, s tune.Sampler, trials, seeds, workers int) [][]float64 {
	values := make([][]float64, len(checkpoints))
	for i := range values {
		values[i] = make([]float64, seeds)
	}
	next := make(chan int)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for seed := range next {
				one(b, s, trials, seed, values)
			}
		})
	}
	for seed := range seeds {
		next <- seed
	}
	close(next)
	wg.Wait()
	return values
}

func one(b box, s tune.Sampler, trials, seed int, values [][]float64) {
	study := tune.Study{Sampler: s, Trials: trials, Rand: rand.New(rand.NewPCG(uint64(seed), 1))}
	best, n, rng := math.Inf(1), 0, rand.New(rand.NewPCG(uint64(seed), 2))
	_, err := study.Minimize(context.Background(), func(_ context.Context, t *tune.Trial) (float64, error) {
		v := b.f(t)
		best = min(best, v)
		if b.noise > 0 {
			v += b.noise * rng.NormFloat64()
		}
		n++
		for i, at := range checkpoints {
			if n <= at {
				values[i][seed] = best
			}
		}
		return v, nil
	})
	if err != nil {
		panic(err)
	}
}

func median(x []float64) float64 { return quantile(x, 0.5) }

func quantile(x []float64, q float64) float64 {
	x = slices.Sorted(slices.Values(x))
	at := q * float64(len(x)-1)
	i := int(at)
	return x[i] + (at-float64(i))*(x[min(i+1, len(x)-1)]-x[i])
}
