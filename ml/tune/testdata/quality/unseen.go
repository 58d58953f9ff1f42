package main

import (
	"fmt"
	"math"

	"dure/ml/tune"
)

// unseen are black boxes that nothing in the sampler was chosen by, with the median that Optuna 3.1's
// multivariate TPE reaches after 100 trials; unseen.py.
var unseen = []box{
	{name: "ackley5", f: ackley, trials: 100},
	{name: "griewank5", f: griewank, trials: 100},
	{name: "styblinski5", f: styblinski, trials: 100},
	{name: "michalewicz5", f: michalewicz, trials: 100},
	{name: "camel", f: camel, trials: 100},
	{name: "hartmann3", f: hartmann3, trials: 100},
	{name: "ellipsoid10", f: ellipsoid, trials: 100},
	{name: "forest8", f: forest, trials: 100},
	{name: "noisy5", f: sphere, trials: 100, noise: 2},
	{name: "branches", f: branches, trials: 100},
	{name: "steps4", f: steps, trials: 100},
}

// places is where the optimum of a shifted function is, as a share of the range.
var places = [10]float64{.62, .41, .23, .77, .55, .35, .68, .47, .29, .59}

func shifted(t *tune.Trial, n int, half float64) []float64 {
	x := numbers(t, n, -half, half)
	for i := range x {
		x[i] -= half * (2*places[i] - 1)
	}
	return x
}

func ackley(t *tune.Trial) float64 {
	var square, cosine float64
	for _, v := range shifted(t, 5, 32) {
		square, cosine = square+v*v/5, cosine+math.Cos(2*math.Pi*v)/5
	}
	return 20 + math.E - 20*math.Exp(-0.2*math.Sqrt(square)) - math.Exp(cosine)
}

func griewank(t *tune.Trial) float64 {
	sum, product := 1.0, 1.0
	for i, v := range shifted(t, 5, 300) {
		sum += v * v / 4000
		product *= math.Cos(v / math.Sqrt(float64(i+1)))
	}
	return sum - product
}

func styblinski(t *tune.Trial) (sum float64) {
	for _, v := range numbers(t, 5, -5, 5) {
		sum += (v*v*v*v - 16*v*v + 5*v) / 2
	}
	return sum
}

func michalewicz(t *tune.Trial) (sum float64) {
	for i, v := range numbers(t, 5, 0, math.Pi) {
		sum -= math.Sin(v) * math.Pow(math.Sin(float64(i+1)*v*v/math.Pi), 20)
	}
	return sum
}

func camel(t *tune.Trial) float64 {
	a, b := t.Float("x0", -3, 3), t.Float("x1", -2, 2)
	return (4-2.1*a*a+a*a*a*a/3)*a*a + a*b + (4*b*b-4)*b*b
}

func hartmann3(t *tune.Trial) (sum float64) {
	a := [4][3]float64{{3, 10, 30}, {.1, 10, 35}, {3, 10, 30}, {.1, 10, 35}}
	p := [4][3]float64{{.3689, .1170, .2673}, {.4699, .4387, .7470}, {.1091, .8732, .5547}, {.0381, .5743, .8828}}
	x := numbers(t, 3, 0, 1)
	for i, w := range hartmannW {
		var q float64
		for j := range x {
			q += a[i][j] * math.Pow(x[j]-p[i][j], 2)
		}
		sum -= w * math.Exp(-q)
	}
	return sum
}

func ellipsoid(t *tune.Trial) (sum float64) {
	for i, v := range shifted(t, 10, 5) {
		sum += math.Pow(10, 2*float64(i)/9) * v * v
	}
	return sum
}

// forest is like the error of a random forest over its settings.
func forest(t *tune.Trial) float64 {
	trees, depth, leaf := t.LogInt("trees", 10, 1000), t.Int("depth", 1, 30), t.LogInt("leaf", 1, 64)
	share, sample := t.Float("share", 0.1, 1), t.Float("sample", 0.3, 1)
	v := 0.2 + 0.5/math.Sqrt(float64(trees)) + 0.3*math.Exp(-float64(depth)/4) + 0.002*float64(depth)
	v += 0.02 * math.Pow(math.Log2(float64(leaf))-2, 2)
	v += 0.4*math.Pow(share-0.35, 2) + 0.1*math.Pow(sample-0.8, 2)
	v += map[string]float64{"gini": 0.01, "entropy": 0, "log": 0.02}[t.Choice("criterion", "gini", "entropy", "log")]
	if t.Choice("bootstrap", "no", "yes") == "no" {
		v += 0.03 * sample
	}
	return v + map[string]float64{"none": 0.04, "balanced": 0}[t.Choice("weight", "none", "balanced")]
}

// branches has three models with settings of their own.
func branches(t *tune.Trial) float64 {
	switch t.Choice("model", "kernel", "boosting", "net") {
	case "kernel":
		c, g := math.Log10(t.LogFloat("c", 1e-3, 1e3)), math.Log10(t.LogFloat("gamma", 1e-4, 10))
		return 0.08 + 0.05*math.Pow(c-1, 2) + 0.08*math.Pow(g+2+0.3*(c-1), 2)
	case "boosting":
		r, n := math.Log10(t.LogFloat("eta", 1e-3, 1)), math.Log10(float64(t.LogInt("rounds", 10, 2000)))
		return 0.03 + 0.15*math.Pow(r+n-1.2, 2) + 0.03*math.Pow(n-2.5, 2) + 0.01*math.Pow(float64(t.Int("depth", 1, 12)-5), 2)
	}
	v := 0.05 + 0.1*math.Pow(math.Log10(t.LogFloat("lr", 1e-5, 1))+2.5, 2)
	layers := t.Int("layers", 1, 3)
	for i := range layers {
		v += 0.04 * math.Pow(math.Log2(float64(t.LogInt(fmt.Sprint("units", i), 4, 512)))-6, 2) / float64(layers)
	}
	return v + 0.02*math.Abs(float64(layers-2))
}

// steps is flat but for steps.
func steps(t *tune.Trial) (sum float64) {
	for i, v := range numbers(t, 4, -5, 5) {
		sum += math.Pow(math.Floor(v+0.5)-float64(i-1), 2)
	}
	return sum
}
