// Package tune searches for good settings of anything that can be scored.
//
// A [Study] asks its [Sampler] for settings, has them tried, and remembers the score. What is
// tried names its settings as it goes along, so a setting may exist only where another has a
// certain value:
//
//	study := tune.Study{Trials: 100, Rand: rand.New(rand.NewPCG(1, 0))}
//	best, err := study.Minimize(ctx, func(ctx context.Context, t *tune.Trial) (float64, error) {
//		rate := t.LogFloat("rate", 1e-4, 1e-1)
//		if t.Choice("optimizer", "sgd", "adam") == "sgd" {
//			momentum := t.Float("momentum", 0, 0.99)
//			...
//		}
//		return loss, nil
//	})
//
// A [Pruner] ends hopeless trials early by what they [Trial.Report]. [Study.Ask] and
// [Study.Tell] do the same step by step, for those who try things elsewhere. No sampler asks
// twice for the same point of a finite space: when all points were tried, the study ends.
package tune

import (
	"errors"
	"fmt"
)

// ErrPruned is what a trial returns that ends because [Trial.ShouldPrune] said so.
var ErrPruned = errors.New("the trial was pruned")

// ErrExhausted says that every point of a finite space was asked for.
var ErrExhausted = errors.New("every point of the space was tried")

// ErrNoTrial says that no trial was completed, so that there is no best one.
var ErrNoTrial = errors.New("no trial was completed")

// A SpaceError says that a setting cannot be asked for like this. Reason is a message key:
// bounds, log, empty, changed.
type SpaceError struct {
	Name   string
	Reason string
}

func (e *SpaceError) Error() string { return fmt.Sprintf("setting %q: %s", e.Name, e.Reason) }
