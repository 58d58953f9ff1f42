package tune

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// Minimize runs f, with the smallest value as the goal, until the study ends, and returns the
// best trial. A trial that returns an error counts as failed and the search goes on; ErrPruned
// says that it ended early. When ctx ends, Minimize returns the best so far beside
// context.Cause(ctx), and the trials that were running are put back.
func (s *Study) Minimize(ctx context.Context, f func(context.Context, *Trial) (float64, error)) (Record, error) {
	return s.optimize(ctx, Smallest, f)
}

// Maximize is [Study.Minimize] with the largest value as the goal.
func (s *Study) Maximize(ctx context.Context, f func(context.Context, *Trial) (float64, error)) (Record, error) {
	return s.optimize(ctx, Largest, f)
}

func (s *Study) optimize(ctx context.Context, goal Goal, f func(context.Context, *Trial) (float64, error)) (Record, error) {
	if s.e != nil && s.e.h.goal(0) != goal {
		return Record{}, errors.New("the study was begun with another goal")
	}
	if s.e == nil {
		s.Goals = []Goal{goal}
	}
	err := s.Run(ctx, func(ctx context.Context, t *Trial) ([]float64, error) {
		v, err := f(ctx, t)
		return []float64{v}, err
	})
	best, none := s.Best(context.WithoutCancel(ctx))
	if err != nil {
		return best, err
	}
	return best, none
}

// Run runs f, which returns a value for each of s.Goals, until the study ends. [Study.Best] or
// [Study.Front] then tell what was found.
func (s *Study) Run(ctx context.Context, f func(context.Context, *Trial) ([]float64, error)) error {
	s.engine()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wg sync.WaitGroup
	stopped := errors.New("stopped")
	for range max(1, s.Workers) {
		wg.Go(func() {
			if err := s.work(ctx, f); err != nil {
				cancel(fmt.Errorf("%w", err))
			}
		})
	}
	wg.Wait()
	if err := context.Cause(ctx); err != nil && err != stopped {
		return err
	}
	return nil
}

// work does one trial after another.
func (s *Study) work(ctx context.Context, f func(context.Context, *Trial) ([]float64, error)) error {
	for ctx.Err() == nil {
		t, err := s.next(ctx)
		if errors.Is(err, ErrExhausted) {
			return nil
		}
		if err != nil {
			return err
		}
		s.tell(t.r)
		values, err := f(ctx, t)
		if told := s.Tell(ctx, t, values, err); told != nil {
			return told
		}
		if most := or(s.Failures, 100); s.failures() >= most {
			return fmt.Errorf("%d trials in a row failed, the last: %w", most, err)
		}
	}
	return nil
}

func or(v, otherwise int) int {
	if v == 0 {
		return otherwise
	}
	return v
}

func (s *Study) failures() int {
	s.e.mu.Lock()
	defer s.e.mu.Unlock()
	return s.e.failed
}

// next begins a trial, or returns ErrExhausted where the study is to end.
func (s *Study) next(ctx context.Context) (*Trial, error) {
	e := s.e
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := s.sync(ctx); err != nil {
		return nil, err
	}
	begun, waiting := 0, false
	for _, p := range e.h.points {
		waiting = waiting || p.State == Waiting
		if p.State != Waiting {
			begun++
		}
	}
	switch {
	case s.Trials > 0 && begun >= s.Trials,
		s.Budget > 0 && s.now().Sub(e.began) >= s.Budget,
		e.h.tree.full && !waiting,
		s.Stop != nil && s.Stop.Stop(e.h):
		return nil, ErrExhausted
	}
	return s.begin(ctx)
}
