package tune

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
)

// Minimize runs f, whose smallest value is looked for, until the study ends, and returns the
// best trial. A trial that returns an error counts as failed and the search goes on; ErrPruned
// says that it ended early. When ctx ends, Minimize returns the best so far beside
// context.Cause(ctx), and the trials that were running are put back.
func (s *Study) Minimize(ctx context.Context, f func(context.Context, *Trial) (float64, error)) (Record, error) {
	err := s.run(ctx, f)
	best, none := s.Best(context.WithoutCancel(ctx))
	return best, cmp.Or(err, none)
}

// run has the workers do trials until the study ends.
func (s *Study) run(ctx context.Context, f func(context.Context, *Trial) (float64, error)) error {
	s.lazyState()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(ctx, s.wake)()
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
func (s *Study) work(ctx context.Context, f func(context.Context, *Trial) (float64, error)) error {
	for ctx.Err() == nil {
		t, err := s.nextTrial(ctx)
		if errors.Is(err, ErrExhausted) {
			return nil
		}
		if err != nil {
			return err
		}
		s.tell(t.r)
		value, err := f(ctx, t)
		told := s.Tell(ctx, t, value, err)
		failed := s.trialEnded()
		if told != nil {
			return told
		}
		if most := cmp.Or(s.Failures, 100); failed >= most {
			return fmt.Errorf("%d trials in a row failed, the last: %w", most, err)
		}
	}
	return nil
}

// wake has workers that wait look again.
func (s *Study) wake() {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.wake.Broadcast()
}

// trialEnded notes that a worker's trial is over.
func (s *Study) trialEnded() (failed int) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.working--
	s.state.wake.Broadcast()
	return s.state.failed
}

// next begins a trial, or returns ErrExhausted where the study is to end.
func (s *Study) nextTrial(ctx context.Context) (*Trial, error) {
	e := s.state
	e.mu.Lock()
	defer e.mu.Unlock()
	for {
		if err := s.sync(ctx); err != nil {
			return nil, err
		}
		begun, waiting := e.history.begun()
		switch {
		case ctx.Err() != nil,
			s.Trials > 0 && begun >= s.Trials:
			return nil, ErrExhausted
		case !e.history.tried.exhausted || waiting:
		case e.working > 0:
			e.wake.Wait() // a trial under way may yet ask for more, and so make room
			continue
		default:
			return nil, ErrExhausted
		}
		t, err := s.begin(ctx)
		if err == nil {
			e.working++
		}
		return t, err
	}
}

// begun returns how many trials began, and whether some wait.
func (h *History) begun() (n int, waiting bool) {
	for _, p := range h.points {
		if p.State == Waiting {
			waiting = true
		} else {
			n++
		}
	}
	return n, waiting
}
