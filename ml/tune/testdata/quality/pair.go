package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"dure/ml/tune"
)

// pair compares two workers on one study with one worker, where a trial takes 50 ms: the time for 100
// trials, and what is reached, by seeds.
func pair(b box, seeds int) error {
	var took [2]time.Duration
	var best [2][]float64
	for seed := range seeds {
		for i := range took {
			study := tune.Study{Trials: 100, Workers: 1 + i, Rand: rand.New(rand.NewPCG(uint64(seed), 1))}
			began := time.Now()
			r, err := study.Minimize(context.Background(), func(_ context.Context, t *tune.Trial) (float64, error) {
				time.Sleep(50 * time.Millisecond)
				return b.f(t), nil
			})
			if err != nil {
				return err
			}
			took[i] += time.Since(began)
			best[i] = append(best[i], r.Value)
		}
	}
	fmt.Printf("%-13s one worker %.2f s, two %.2f s, ratio %.3f; median of the best %.6g (quartiles %.6g to %.6g), %.6g (%.6g to %.6g)\n",
		b.name, took[0].Seconds()/float64(seeds), took[1].Seconds()/float64(seeds), took[1].Seconds()/took[0].Seconds(),
		median(best[0]), quantile(best[0], 0.25), quantile(best[0], 0.75), median(best[1]), quantile(best[1], 0.25), quantile(best[1], 0.75))
	return nil
}
