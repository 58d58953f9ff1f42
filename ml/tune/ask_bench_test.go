package tune

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
)

// BenchmarkAsk times a trial of five numbers, asked for and told, after 100 and 1,000 trials.
func BenchmarkAsk(b *testing.B) {
	for _, c := range []struct {
		name    string
		sampler Sampler
		trials  int
	}{
		{"multivariate TPE", TPE{}, 100}, {"multivariate TPE", TPE{}, 1000},
		{"univariate TPE", TPE{Univariate: true}, 100}, {"univariate TPE", TPE{Univariate: true}, 1000},
		{"GP", GP{}, 100}, {"CMA", CMA{}, 1000}, {"Sobol", Sobol{}, 1000}, {"Auto", Auto{}, 100}, {"Auto", Auto{}, 1000},
	} {
		b.Run(fmt.Sprintf("%s at %d", c.name, c.trials), func(b *testing.B) { askAt(b, c.sampler, c.trials) })
	}
}

// askAt starts anew from the trials when 20 more were asked for.
func askAt(b *testing.B, s Sampler, trials int) {
	ctx := context.Background()
	known := bowls(b, &Study{Sampler: Sobol{}, Store: &Memory{}}, trials-20)
	known = bowls(b, &Study{Sampler: s, Store: known}, trials-10)
	var st *Study
	n := 20
	b.ReportAllocs()
	for b.Loop() {
		if n++; n >= 20 {
			b.StopTimer()
			n = 0
			st = &Study{Sampler: s, Store: known.clone(), Rand: rand.New(rand.NewPCG(1, 1))}
			for range 2 { // what is worked out once for all trials before is not of this one
				if err := bowl(ctx, st); err != nil {
					b.Fatal(err)
				}
			}
			b.StartTimer()
		}
		if err := bowl(ctx, st); err != nil {
			b.Fatal(err)
		}
	}
}

// clone returns a store with the same trials.
func (m *Memory) clone() *Memory {
	c := &Memory{}
	for _, r := range m.records {
		c.put(r.clone())
	}
	return c
}

// bowls has the study try until there are so many trials.
func bowls(b *testing.B, st *Study, trials int) *Memory {
	for len(st.Store.(*Memory).records) < trials {
		if err := bowl(b.Context(), st); err != nil {
			b.Fatal(err)
		}
	}
	return st.Store.(*Memory)
}

// bowl tries once.
func bowl(ctx context.Context, st *Study) error {
	t, err := st.Ask(ctx)
	if err != nil {
		return err
	}
	var v float64
	for _, name := range [...]string{"a", "b", "c", "d", "e"} {
		x := t.Float(name, -5, 5)
		v += x * x
	}
	return st.Tell(ctx, t, v, nil)
}
