// The ask-and-tell interface of a study, as Optuna has it: a study begins a trial (Ask), the trial
// asks for its settings as it goes along (trial.go), and its value is told (Tell). All that changes
// is in studyState behind one lock; what others saved in the same store is taken in before each
// trial.

package tune

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"time"
)

// A Study searches. Its zero fields mean the defaults beside them. It must not be copied, nor
// its fields changed, after its first use.
type Study struct {
	Sampler Sampler          // default Auto
	Pruner  Pruner           // default none
	Trials  int              // most trials, those of an earlier run included; 0 for no limit
	Workers int              // trials at a time, default 1
	Rand    *rand.Rand       // default seed 1; used once, for the seed of the trials
	Store   Store            // default Memory
	Clock   func() time.Time // default: a clock that stands still

	// Failures is the most trials in a row that may fail, default 100.
	Failures int

	// Report, which may be nil, is told of each trial that begins or ends. Calls do not overlap.
	Report func(Record)

	once  sync.Once
	state *studyState
}

// A Sampler proposes settings. Its values are settings alone, so one may serve several studies;
// calls for one study do not overlap. What it draws comes from rng, seeded for the trial.
type Sampler interface {
	// Joint proposes, as trial number begins, unit coordinates for parameters that earlier
	// trials had, by name; nil if it has none to propose.
	Joint(h *History, number int, rng *rand.Rand) map[string]float64
	// Single proposes the unit coordinate of a parameter that Joint did not propose.
	Single(h *History, p Param, number int, rng *rand.Rand) float64
}

// studyState is the changing part of a study.
type studyState struct {
	mu      sync.Mutex
	history *History
	version int64
	seed    uint64
	store   Store
	report  sync.Mutex
	failed  int       // in a row
	working int       // trials that the workers of a run have under way
	begun   bool      // a trial began in this run
	wake    sync.Cond // of mu: a setting was asked for, or a worker's trial ended
}

// lazyState makes the state at the first use, so that a Study is ready as a struct literal.
func (s *Study) lazyState() *studyState {
	s.once.Do(func() {
		s.state = &studyState{history: &History{}, store: cmp.Or[Store](s.Store, &Memory{}), seed: 1}
		s.state.wake.L = &s.state.mu
		if s.Rand != nil {
			s.state.seed = s.Rand.Uint64()
		}
		s.state.history.seed = s.state.seed
		if g, ok := s.Sampler.(Grid); ok {
			s.state.history.steps = cmp.Or(g.Steps, 10)
		}
	})
	return s.state
}

func (s *Study) store() Store { return s.lazyState().store }

func (s *Study) sampler() Sampler {
	return cmp.Or[Sampler](s.Sampler, Auto{})
}

func (s *Study) now() time.Time {
	if s.Clock == nil {
		return time.Time{}
	}
	return s.Clock()
}

// Enqueue has a trial with the given settings (float64, int or string) tried before others.
// What is not given is up to the sampler, and so is a value outside the bounds.
func (s *Study) Enqueue(ctx context.Context, settings map[string]any) error {
	_, err := s.store().Save(ctx, Record{Number: -1, State: Waiting, Fixed: settings})
	return err
}

// sync takes in what others saved.
func (s *Study) sync(ctx context.Context) error {
	e := s.lazyState()
	fresh, version, err := e.store.Since(ctx, e.version)
	if err != nil {
		return fmt.Errorf("read trials: %w", err)
	}
	e.version = version
	for _, r := range fresh {
		if r.Number < len(e.history.points) {
			if p := e.history.points[r.Number]; p.State.Done() || p.State == r.State && len(p.Settings) >= len(r.Settings) {
				continue
			}
		}
		e.history.put(r)
	}
	return nil
}

// Ask begins a trial. It returns [ErrExhausted] when every point was asked for.
func (s *Study) Ask(ctx context.Context) (*Trial, error) {
	e := s.lazyState()
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := s.sync(ctx); err != nil {
		return nil, err
	}
	if _, waiting := e.history.begun(); e.history.tried.exhausted && !waiting {
		return nil, ErrExhausted
	}
	return s.begin(ctx)
}

// retrace has the sampler propose again what it did for the trials of an earlier run, in the order in which they ended: samplers carry something from one trial to
// the next, and so go on as if the run had not been interrupted.
func (s *Study) retrace(ctx context.Context) error {
	e := s.state
	earlier, version, err := e.store.Since(ctx, 0)
	if err != nil {
		return fmt.Errorf("read trials: %w", err)
	}
	e.version, e.history = version, &History{seed: e.history.seed, steps: e.history.steps}
	for _, r := range earlier {
		if r.State.Done() {
			s.sampler().Joint(e.history, r.Number, rand.New(rand.NewPCG(e.seed, uint64(r.Number))))
		}
		e.history.put(r)
	}
	return nil
}

func (s *Study) begin(ctx context.Context) (*Trial, error) {
	e := s.lazyState()
	if !e.begun && len(e.history.points) > 0 {
		if err := s.retrace(ctx); err != nil {
			return nil, err
		}
	}
	e.begun = true
	r, err := e.store.Begin(ctx, s.now())
	if err != nil {
		return nil, fmt.Errorf("begin a trial: %w", err)
	}
	rng := rand.New(rand.NewPCG(e.seed, uint64(r.Number)))
	t := &Trial{study: s, ctx: ctx, rng: rng, r: r}
	t.unit = s.sampler().Joint(e.history, r.Number, rng)
	e.history.put(r)
	return t, nil
}

// Tell ends a trial with its value, or with an error: [ErrPruned], or why it failed. A value that
// is not finite is a failure too. A trial whose context ended is put back
// to be taken up again.
func (s *Study) Tell(ctx context.Context, t *Trial, value float64, err error) error {
	e := s.lazyState()
	r := t.r
	r.Ended = s.now()
	switch {
	case t.err != nil:
		r.State, r.Error = Failed, t.err.Error()
	case errors.Is(err, ErrPruned):
		r.State = Pruned
	case err != nil && t.ctx.Err() != nil:
		r = Record{Number: r.Number, State: Waiting, Fixed: r.Map()}
	case err != nil:
		r.State, r.Error = Failed, err.Error()
	case math.IsNaN(value) || math.IsInf(value, 0):
		r.State, r.Error = Failed, fmt.Sprintf("the value %v is not a finite number", value)
	default:
		r.State, r.Value = Complete, value
	}
	e.mu.Lock()
	e.history.put(r)
	e.failed++
	if r.State != Failed {
		e.failed = 0
	}
	e.mu.Unlock()
	t.r = r
	if _, err := e.store.Save(context.WithoutCancel(ctx), r); err != nil {
		return fmt.Errorf("save trial %d: %w", r.Number, err)
	}
	s.tell(r)
	return t.err
}

func (s *Study) tell(r Record) {
	if s.Report != nil {
		s.state.report.Lock()
		defer s.state.report.Unlock()
		s.Report(r.clone())
	}
}

// Records returns every trial there is, by number.
func (s *Study) Records(ctx context.Context) ([]Record, error) {
	records, _, err := s.store().Since(ctx, 0)
	return records, err
}

// Best returns the complete trial of the smallest value, or [ErrNoTrial] if there is none.
func (s *Study) Best(ctx context.Context) (Record, error) {
	e := s.lazyState()
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := s.sync(ctx); err != nil {
		return Record{}, err
	}
	if p := e.history.best(); p != nil {
		return p.Record.clone(), nil
	}
	return Record{}, ErrNoTrial
}
