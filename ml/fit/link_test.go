package fit

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func TestLogitIsTheInverseOfSigmoid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-20, 20).Draw(t, "log odds")
		if got := logit(sigmoid(x)); !near(got, x, 1e-6) {
			t.Errorf("the log odds of the probability of %v are %v", x, got)
		}
	})
}

func anyLink(t *rapid.T) link {
	return link{Base: rapid.Float64Range(0.05, 0.95).Draw(t, "base"), Mean: rapid.Float64Range(-3, 3).Draw(t, "mean"),
		Slope: rapid.Float64Range(0, 4).Draw(t, "slope"), Temperature: rapid.SampledFrom([]float64{0, 0.5, 1, 3}).Draw(t, "temperature")}
}

func TestChancesRiseWithThePrediction(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, v, h := anyLink(t), rapid.Float64Range(-5, 5).Draw(t, "v"), 1e-5
		low, high := l.chance(v), l.chance(v+1)
		if low < 0.005 || high > 0.995 || high < low {
			t.Errorf("%+v: the chance is %v at %v and %v at %v", l, low, v, high, v+1)
		}
		if low > 0.01 && low < 0.99 {
			if got, want := l.derivative(low), (l.chance(v+h)-l.chance(v-h))/(2*h); !near(got, want, 1e-4) {
				t.Errorf("%+v: the derivative at %v is %v, by differences %v", l, v, got, want)
			}
		}
		if got := (link{Base: l.Base, Mean: l.Mean, Slope: l.Slope}).chance(l.Mean); !near(got, max(0.005, min(0.995, l.Base)), 1e-9) {
			t.Errorf("%+v: the chance at the mean is %v, want the base", l, got)
		}
	})
}

func TestTemperatureDrawsChancesTowardsOneHalf(t *testing.T) {
	l := link{Base: 0.3, Mean: 1, Slope: 2}
	for _, v := range []float64{-1, 0.5, 1, 2} {
		warm := l
		warm.Temperature = 2
		if a, b := math.Abs(l.chance(v)-0.5), math.Abs(warm.chance(v)-0.5); b > a {
			t.Errorf("at %v the chance is %v, with a temperature of 2 %v", v, l.chance(v), warm.chance(v))
		}
	}
}

// Where rating = prediction + normal noise the chance to be above the median is known.
func TestLinkIsRightForNormalRatings(t *testing.T) {
	for _, r2 := range []float64{0, 0.1, 0.3, 0.5} {
		rng := rand.New(rand.NewPCG(3, 3))
		var y, above, v []float64
		for range 20000 {
			f := math.Sqrt(r2) * rng.NormFloat64()
			r := f + math.Sqrt(1-r2)*rng.NormFloat64()
			y, v, above = append(y, 7+3*r), append(v, 7+3*f), append(above, indicator(r > 0)) // on a scale of their own
		}
		l := linkOf(y, above, v)
		for _, f := range []float64{-1, -0.5, 0, 0.7} {
			f *= math.Sqrt(r2)
			want := math.Erfc(-f/math.Sqrt(1-r2)/math.Sqrt2) / 2
			if got := l.chance(7 + 3*f); !near(got, want, 0.03) {
				t.Errorf("R² %v: at %v the chance is %.3f, want %.3f", r2, f, got, want)
			}
		}
	}
	same := linkOf([]float64{2, 2, 2}, []float64{1, 1, 1}, []float64{2, 2, 2})
	if c := same.chance(9); same.Slope != 0 || c < 0.8 || c > 0.995 {
		t.Errorf("ratings that do not differ give %+v and a chance of %v", same, c)
	}
}
