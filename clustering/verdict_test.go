package clustering

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// A questionnaire is made-up answers, encoded as the pages do: each question has variance 1, its
// options are columns.
type questionnaire struct {
	x      *mat.Dense
	blocks [][]int
}

// askAll makes up scales from 1 to 7, whose mean for row i at question q is at(i, q), and after
// them one-of questions that have nothing to do with anything.
func askAll(n, scales, oneOfs int, rng *rand.Rand, at func(i, q int) float64) questionnaire {
	var columns [][]float64
	var blocks [][]int
	add := func(parts ...[]float64) {
		var total float64
		for _, p := range parts {
			mean, sd := meanSD(p)
			total += sd * sd
			for i := range p {
				p[i] -= mean
			}
		}
		var block []int
		for _, p := range parts {
			for i := range p {
				p[i] /= math.Sqrt(total)
			}
			block = append(block, len(columns))
			columns = append(columns, p)
		}
		blocks = append(blocks, block)
	}
	for q := range scales {
		p := make([]float64, n)
		for i := range p {
			p[i] = math.Round(min(7, max(1, at(i, q)+rng.NormFloat64())))
		}
		add(p)
	}
	for range oneOfs {
		parts := make([][]float64, 2+rng.IntN(4))
		for o := range parts {
			parts[o] = make([]float64, n)
		}
		for i := range n {
			parts[rng.IntN(len(parts))][i] = 1
		}
		add(parts...)
	}
	x := mat.NewDense(n, len(columns), nil)
	for j, c := range columns {
		x.SetCol(j, c)
	}
	return questionnaire{x, blocks}
}

// tempers are three kinds of people, by four questions: one kind high, one low, one mixed.
var tempers = [3][4]float64{{5.8, 6.0, 2.8, 5.2}, {2.8, 3.0, 6.0, 4.6}, {3.2, 5.4, 3.4, 2.0}}

func judge(t *testing.T, q questionnaire) Verdict {
	t.Helper()
	parts, err := KMeans{Quick: true, Rand: rand.New(rand.NewPCG(1, 0))}.Sweep(t.Context(), q.x, 10)
	if err != nil {
		t.Fatal(err)
	}
	v, err := Assess(t.Context(), q.x, q.blocks, parts, rand.New(rand.NewPCG(1, 0)))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// standard is x with mean 0 and standard deviation 1, each column a question.
func standard(t *testing.T, x *mat.Dense) questionnaire {
	t.Helper()
	s, err := Standardise(x)
	if err != nil {
		t.Fatal(err)
	}
	return questionnaire{s.Transform(x), nil}
}

func TestAssess(t *testing.T) {
	for name, c := range map[string]struct {
		make     func(rng *rand.Rand) questionnaire
		sets, of int        // in at least so many of these
		want     []Strength // one of them
		k        int        // 0 for any
	}{
		"noise": {func(rng *rand.Rand) questionnaire { return questionnaire{x: cloud(80, 6, rng.Uint64())} }, 20, 20, []Strength{NoClusters, SlopeOnly}, 0},
		"an even square": {func(rng *rand.Rand) questionnaire {
			x := mat.NewDense(100, 2, nil)
			x.Apply(func(int, int, float64) float64 { return rng.Float64() }, x)
			return standard(t, x)
		}, 20, 20, []Strength{NoClusters, SlopeOnly}, 0},
		"a line with noise": {func(rng *rand.Rand) questionnaire {
			x, at := mat.NewDense(80, 4, nil), 0.0
			x.Apply(func(_, j int, _ float64) float64 {
				if j == 0 {
					at = 4 * rng.Float64()
				}
				return at + 0.3*rng.NormFloat64()
			}, x)
			return standard(t, x)
		}, 20, 20, []Strength{SlopeOnly}, 0},
		"scales of one factor beside one-of questions": {func(rng *rand.Rand) questionnaire {
			f := make([]float64, 60)
			for i := range f {
				f[i] = 4 + 1.5*rng.NormFloat64()
			}
			return askAll(60, 5, 3, rng, func(i, _ int) float64 { return f[i] })
		}, 20, 20, []Strength{SlopeOnly, NoClusters}, 0},
		"scales and one-of questions that say nothing": {func(rng *rand.Rand) questionnaire {
			return askAll(60, 5, 3, rng, func(int, int) float64 { return 4 })
		}, 20, 20, []Strength{NoClusters, SlopeOnly}, 0},
		"one-of questions alone": {func(rng *rand.Rand) questionnaire { return askAll(60, 0, 2, rng, nil) }, 19, 20, []Strength{NoClusters, SlopeOnly}, 0},
		"three kinds of people beside questions that say nothing": {func(rng *rand.Rand) questionnaire {
			return askAll(250, 6, 2, rng, func(i, q int) float64 {
				if q > 3 {
					return 4
				}
				return tempers[i%3][q]
			})
		}, 16, 20, []Strength{WeakClusters}, 3},
		"three clouds": {func(rng *rand.Rand) questionnaire { return questionnaire{x: apart(60+rng.IntN(400), 3)} }, 20, 20, []Strength{ClearClusters}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			right := 0
			var wrong []string
			for seed := range uint64(c.of) {
				v := judge(t, c.make(rand.New(rand.NewPCG(seed, 1))))
				fits := false
				for _, want := range c.want {
					fits = fits || v.Strength == want && (c.k == 0 || v.K == c.k)
				}
				if fits {
					right++
				} else {
					wrong = append(wrong, fmt.Sprintf("%+v", v))
				}
			}
			if right < c.sets {
				t.Errorf("%d of %d are %v, want %d; the others are %v", right, c.of, c.want, c.sets, wrong)
			}
		})
	}
}

func TestAssessKnownData(t *testing.T) {
	for name, want := range map[string]Verdict{"iris": {Strength: WeakClusters, K: 3}, "wine": {Strength: WeakClusters, K: 3}} {
		_, x := load(t, name)
		if v := judge(t, standard(t, x)); v.Strength != want.Strength || v.K != want.K {
			t.Errorf("%s: %+v, want %s clusters, %d", name, v, want.Strength, want.K)
		}
	}
}

// TestNoiseIsNeverClear tries shapes that a survey can have.
func TestNoiseIsNeverClear(t *testing.T) {
	count := map[Strength]int{}
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 2))
		v := judge(t, askAll(20+rng.IntN(100), rng.IntN(6), 1+rng.IntN(3), rng, func(int, int) float64 { return 4 }))
		if count[v.Strength]++; v.Strength == ClearClusters {
			t.Errorf("seed %d: noise is %+v", seed, v)
		}
	}
	if count[WeakClusters] > 5 || count[NoClusters] < 75 {
		t.Errorf("100 sets of noise are judged %v, want 5 at most to have groups, and 75 to have nothing", count)
	}
}

func TestAssessOddData(t *testing.T) {
	for name, x := range map[string]*mat.Dense{
		"equal rows": mat.NewDense(6, 2, nil), "one row": mat.NewDense(1, 2, nil), "two rows": mat.NewDense(2, 1, []float64{1, 2}),
	} {
		if v := judge(t, questionnaire{x: x}); v.Strength != NoClusters {
			t.Errorf("%s: %+v, want no clusters", name, v)
		}
	}
	one := mat.NewDense(30, 1, nil)
	one.Apply(func(i, _ int, _ float64) float64 { return float64(10*(i%2)) + 0.01*float64(i) }, one)
	if v := judge(t, questionnaire{x: one}); v.Strength != ClearClusters || v.K != 2 {
		t.Errorf("one question with two camps: %+v, want two clear clusters", v)
	}
}

func TestGapFindsNoneInNoise(t *testing.T) {
	if v := judge(t, questionnaire{x: cloud(200, 3, 2)}); v.GapK != 1 || len(v.Gap) != 10 {
		t.Errorf("noise has the gaps %v and levels off at %d, want 10 and 1", v.Gap, v.GapK)
	}
}

// Each limit of the verdict decides by itself.
func TestEveryLimitOfTheVerdictDecides(t *testing.T) {
	clear := Verdict{Silhouette: 0.5, NullSilhouette: 0.5 - 0.01, ClusterIndex: 3 + 0.001, Stability: 0.85, K: 3}
	for name, c := range map[string]struct {
		change func(*Verdict)
		want   Strength
	}{
		"all are passed":           {func(*Verdict) {}, ClearClusters},
		"no better than shuffled":  {func(v *Verdict) { v.NullSilhouette = v.Silhouette }, NoClusters},
		"no gaps":                  {func(v *Verdict) { v.ClusterIndex = 3 }, SlopeOnly},
		"fewer gaps, all agree":    {func(v *Verdict) { v.ClusterIndex, v.Agree = 1.5+0.001, true }, ClearClusters},
		"fewer gaps, two clusters": {func(v *Verdict) { v.ClusterIndex, v.Agree, v.K = 1.5+0.001, true, 2 }, SlopeOnly},
		"half the gaps":            {func(v *Verdict) { v.ClusterIndex, v.Agree = 1.5, true }, SlopeOnly},
		"not stable":               {func(v *Verdict) { v.Stability = 0.6 - 0.001 }, SlopeOnly},
		"just stable":              {func(v *Verdict) { v.Stability = 0.6 }, WeakClusters},
		"stable, not very":         {func(v *Verdict) { v.Stability = 0.85 - 0.001 }, WeakClusters},
		"fewer gaps and less stable": {func(v *Verdict) {
			v.ClusterIndex, v.Agree, v.Stability = 1.5+0.001, true, 0.85-0.001
		}, SlopeOnly},
		"they overlap": {func(v *Verdict) { v.Silhouette, v.NullSilhouette = 0.5-0.001, 0 }, WeakClusters},
	} {
		v := clear
		if c.change(&v); v.strength() != c.want {
			t.Errorf("%s: %+v is %s, want %s", name, v, v.strength(), c.want)
		}
	}
}
