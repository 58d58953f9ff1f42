package tune

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"
)

// A Trial is one try of settings. Its methods are for one goroutine at a time.
type Trial struct {
	study *Study
	ctx   context.Context
	rng   *rand.Rand         // the sampler's
	unit  map[string]float64 // what the sampler proposed jointly
	r     Record
	err   error
}

// Number returns the trial's number, from 0.
func (t *Trial) Number() int { return t.r.Number }

// Float asks for a number from low to high.
func (t *Trial) Float(name string, low, high float64) float64 {
	return t.ask(Param{Name: name, Kind: Float, Low: low, High: high})
}

// LogFloat asks for a number from low to high whose logarithm matters; low is above 0.
func (t *Trial) LogFloat(name string, low, high float64) float64 {
	return t.ask(Param{Name: name, Kind: Float, Low: low, High: high, Log: true})
}

// Int asks for a whole number from low to high.
func (t *Trial) Int(name string, low, high int) int {
	return int(t.ask(Param{Name: name, Kind: Int, Low: float64(low), High: float64(high)}))
}

// LogInt asks for a whole number from low to high whose logarithm matters; low is at least 1.
func (t *Trial) LogInt(name string, low, high int) int {
	return int(t.ask(Param{Name: name, Kind: Int, Low: float64(low), High: float64(high), Log: true}))
}

// Choice asks for one of options, which have no order.
func (t *Trial) Choice(name string, options ...string) string {
	p := Param{Name: name, Kind: Choice, Options: slices.Clone(options)}
	i := t.ask(p)
	if len(options) == 0 {
		return ""
	}
	return options[int(i)]
}

// ask returns the value of p. What cannot be asked for makes the trial, and the study, end with
// a *[SpaceError].
func (t *Trial) ask(p Param) float64 {
	if err := p.check(); err != nil {
		t.fail(err)
		return p.Low
	}
	for _, s := range t.r.Settings {
		if s.Param.Name != p.Name {
			continue
		}
		if p.steps = s.Param.steps; !s.Param.equal(p) {
			t.fail(&SpaceError{p.Name, "changed"})
			return p.At(0.5)
		}
		return s.Value
	}
	e := t.study.lazyState()
	e.mu.Lock()
	defer e.mu.Unlock()
	if p.Kind == Float {
		p.steps = e.history.steps
	}
	t.r.Settings = append(t.r.Settings, Setting{p, t.choose(e.history, p)})
	e.history.put(t.r)
	e.wake.Broadcast()
	return t.r.Settings[len(t.r.Settings)-1].Value
}

// choose finds a value of p: a fixed one, the sampler's joint one, or one for p alone; then
// the nearest that does not lead to a point that was asked for.
func (t *Trial) choose(h *History, p Param) float64 {
	if given, ok := t.r.Fixed[p.Name]; ok {
		if v, ok := p.value(given); ok {
			return v
		}
	}
	node := h.tried.descend(t.r.Settings)
	if u, ok := t.unit[p.Name]; ok && !math.IsNaN(u) {
		return node.nearestUntried(p, u)
	}
	h.id(p)
	u := t.study.sampler().Single(h, p, t.r.Number, t.rng)
	for range 32 {
		if p.steps > 0 || !node.isExhausted(p.At(u)) {
			break
		}
		u = t.rng.Float64()
	}
	return node.nearestUntried(p, u)
}

func (t *Trial) fail(err error) {
	t.err = cmp.Or(t.err, err)
}

// Report tells how the trial does at a step, for instance the loss after an epoch. A later
// report of the same step replaces the earlier one.
func (t *Trial) Report(step int, value float64) {
	i, found := slices.BinarySearchFunc(t.r.Steps, step, func(s Step, at int) int { return s.At - at })
	steps := slices.Clone(t.r.Steps)
	if found {
		steps[i].Value = value
	} else {
		steps = slices.Insert(steps, i, Step{step, value})
	}
	t.r.Steps = steps
	e := t.study.lazyState()
	e.mu.Lock()
	e.history.put(t.r)
	e.mu.Unlock()
	if _, err := t.study.store().Save(t.ctx, t.r); err != nil {
		t.fail(err)
	}
}

// ShouldPrune tells whether the pruner thinks the trial hopeless. It should then return
// [ErrPruned].
func (t *Trial) ShouldPrune() bool {
	if t.study.Pruner == nil || len(t.r.Steps) == 0 {
		return false
	}
	e := t.study.lazyState()
	e.mu.Lock()
	defer e.mu.Unlock()
	return t.study.Pruner.Prune(e.history, t.r)
}
