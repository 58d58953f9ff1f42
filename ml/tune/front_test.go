package tune

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
)

// schaffer has the front x in 0..2, with the values x² and (x-2)².
func schaffer(_ context.Context, t *Trial) ([]float64, error) {
	x := t.Float("x", -10, 10)
	return []float64{x * x, -(x - 2) * (x - 2)}, nil
}

func TestFrontOfTwoGoals(t *testing.T) {
	for name, s := range map[string]Sampler{"NSGA": NSGA{Population: 20}, "Auto": Auto{}, "TPE": TPE{}, "Random": Random{}} {
		st := study(s, 150)
		st.Goals = []Goal{Smallest, Largest}
		if err := st.Run(context.Background(), schaffer); err != nil {
			t.Fatal(err)
		}
		front, err := st.Front(context.Background())
		if err != nil || len(front) < 3 {
			t.Fatalf("%s: %d trials on the front, %v", name, len(front), err)
		}
		all, _ := st.Records(context.Background())
		for _, p := range front {
			if slices.ContainsFunc(all, func(q Record) bool {
				return q.Values[0] < p.Values[0] && q.Values[1] > p.Values[1]
			}) {
				t.Errorf("%s: trial %d on the front is beaten", name, p.Number)
			}
		}
		inside := 0
		for _, p := range front {
			if x := p.Settings[0].Value; x > -0.5 && x < 2.5 {
				inside++
			}
		}
		if inside < len(front)*3/4 {
			t.Errorf("%s: %d of %d on the front lie near 0..2", name, inside, len(front))
		}
	}
}

func TestFrontsAreThoseOfTheDefinition(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for round := range 200 {
		goals := 1 + round%3
		var points []*point
		for i := range 1 + rng.IntN(40) {
			p := &point{Record: Record{Number: i}}
			for range goals {
				p.loss = append(p.loss, float64(rng.IntN(6)))
			}
			if rng.IntN(4) == 0 {
				p.Limits = []float64{float64(rng.IntN(3))}
			}
			points = append(points, p)
		}
		left := slices.Clone(points)
		for k, front := range fronts(points) {
			for _, p := range left {
				beaten := slices.ContainsFunc(left, func(q *point) bool { return dominates(q, p) })
				if slices.Contains(front, p) == beaten {
					t.Fatalf("round %d: point %v with limits %v in front %d: %v, dominated by what is left: %v", round, p.loss, p.Limits, k, !beaten, beaten)
				}
			}
			left = slices.DeleteFunc(left, func(p *point) bool { return slices.Contains(front, p) })
		}
		if len(left) > 0 {
			t.Fatalf("round %d: %d points are in no front", round, len(left))
		}
	}
}
