package main

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"sync"

	"dure/ml/tune"
)

// A box is a black box with the value that is to be reached after so many trials.
type box struct {
	name   string
	f      func(*tune.Trial) float64
	goal   float64 // of the unseen ones there is none
	trials int
	noise  float64 // standard deviation of what is told; what is printed is without it
}

var boxes = []box{
	{"sphere5", sphere, 0.0007, 100, 0},
	{"rosenbrock5", rosenbrock, 64, 100, 0},
	{"branin", branin, 0.3979, 100, 0},
	{"hartmann6", hartmann, -3.322, 100, 0},
	{"rastrigin5", rastrigin, 23.5, 100, 0},
	{"levy5", levy, 0.32, 100, 0},
	{"mixed7", mixed, 0.00001, 100, 0},
	{"cond", conditional, 0.040, 100, 0},
	{"table_mlp_bc", table, 0.06732, 200, 0},
}

var shift = [5]float64{1.3, -0.7, 2.1, -1.9, 0.4}

func numbers(t *tune.Trial, n int, low, high float64) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = t.Float(fmt.Sprint("x", i), low, high)
	}
	return x
}

func sphere(t *tune.Trial) (sum float64) {
	for i, x := range numbers(t, 5, -5, 5) {
		sum += (x - shift[i]) * (x - shift[i])
	}
	return sum
}

func rosenbrock(t *tune.Trial) (sum float64) {
	x := numbers(t, 5, -5, 10)
	for i := range 4 {
		sum += 100*math.Pow(x[i+1]-x[i]*x[i], 2) + math.Pow(1-x[i], 2)
	}
	return sum
}

func branin(t *tune.Trial) float64 {
	a, b := t.Float("x0", -5, 10), t.Float("x1", 0, 15)
	return math.Pow(b-5.1/(4*math.Pi*math.Pi)*a*a+5/math.Pi*a-6, 2) + 10*(1-1/(8*math.Pi))*math.Cos(a) + 10
}

var (
	hartmannA = [4][6]float64{{10, 3, 17, 3.5, 1.7, 8}, {.05, 10, 17, .1, 8, 14}, {3, 3.5, 1.7, 10, 17, 8}, {17, 8, .05, 10, .1, 14}}
	hartmannP = [4][6]float64{{.1312, .1696, .5569, .0124, .8283, .5886}, {.2329, .4135, .8307, .3736, .1004, .9991},
		{.2348, .1451, .3522, .2883, .3047, .6650}, {.4047, .8828, .8732, .5743, .1091, .0381}}
	hartmannW = [4]float64{1, 1.2, 3, 3.2}
)

func hartmann(t *tune.Trial) (sum float64) {
	x := numbers(t, 6, 0, 1)
	for i, w := range hartmannW {
		var q float64
		for j := range x {
			q += hartmannA[i][j] * math.Pow(x[j]-hartmannP[i][j], 2)
		}
		sum -= w * math.Exp(-q)
	}
	return sum
}

func rastrigin(t *tune.Trial) (sum float64) {
	for i, x := range numbers(t, 5, -5.12, 5.12) {
		sum += (x-shift[i])*(x-shift[i]) - 10*math.Cos(2*math.Pi*(x-shift[i])) + 10
	}
	return sum
}

func levy(t *tune.Trial) float64 {
	w := numbers(t, 5, -10, 10)
	for i := range w {
		w[i] = 1 + (w[i]-1)/4
	}
	sum := math.Pow(math.Sin(math.Pi*w[0]), 2)
	for _, v := range w[:4] {
		sum += (v - 1) * (v - 1) * (1 + 10*math.Pow(math.Sin(math.Pi*v+1), 2))
	}
	return sum + (w[4]-1)*(w[4]-1)*(1+math.Pow(math.Sin(2*math.Pi*w[4]), 2))
}

var (
	activation = map[string]float64{"relu": .08, "tanh": .15, "silu": 0, "sigmoid": .5}
	optimizer  = map[string][2]float64{"sgd": {.12, -1}, "adam": {.03, 0}, "adamw": {0, 0}}
)

func mixed(t *tune.Trial) float64 {
	act, opt := t.Choice("act", "relu", "tanh", "silu", "sigmoid"), t.Choice("opt", "sgd", "adam", "adamw")
	units, layers := t.LogInt("units", 4, 256), t.Int("layers", 1, 4)
	rate, decay, drop := t.LogFloat("lr", 1e-5, 1), t.LogFloat("wd", 1e-6, 0.1), t.Float("drop", 0, 0.6)
	o := optimizer[opt]
	l, u, d := math.Log10(rate/3e-3)+o[1], math.Log2(float64(units)/48), float64(layers-2)
	w, dr := math.Log10(decay/1e-4), drop-.15
	return activation[act] + o[0] + .35*l*l + .06*(u+.8*d)*(u+.8*d) + .04*d*d + .02*w*w + 1.5*dr*dr + .25*max(0, l)*max(0, d)*.5
}

func conditional(t *tune.Trial) (v float64) {
	opt, rate, layers := t.Choice("opt", "sgd", "adam"), t.LogFloat("lr", 1e-5, 1), t.Int("layers", 1, 3)
	for i := range layers {
		u := math.Log2(float64(t.LogInt(fmt.Sprint("units", i), 4, 256)) / (64 / math.Exp2(float64(i))))
		v += .05 * u * u
	}
	if opt == "sgd" {
		m := t.Float("momentum", 0, 0.99)
		v += .05 + .3*math.Pow(math.Log10(rate/.05)+(m-.9)*1.5, 2) + .6*(m-.9)*(m-.9)
	} else {
		b := t.Float("beta2", 0.9, 0.9999)
		v += .3*math.Pow(math.Log10(rate/3e-3), 2) + 20*(b-.99)*(b-.99)
	}
	return v + .04*float64((layers-2)*(layers-2))
}

//go:embed table_mlp_bc.json.gz
var packed []byte

// curves are in the order of units, layers, rate, alpha, batch, activation.
var curves = sync.OnceValue(func() [][]float64 {
	var d struct{ Curves [][]float64 }
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err == nil {
		err = json.NewDecoder(z).Decode(&d)
	}
	if err != nil {
		panic(fmt.Sprint("table_mlp_bc: ", err))
	}
	return d.Curves
})

func table(t *tune.Trial) float64 {
	at := 0
	for _, p := range []struct {
		name string
		last int
	}{{"units", 2}, {"layers", 1}, {"lr", 6}, {"alpha", 2}, {"batch", 1}} {
		at = at*(p.last+1) + t.Int(p.name, 0, p.last)
	}
	at *= 2
	if t.Choice("act", "relu", "tanh") == "tanh" {
		at++
	}
	curve := curves()[at]
	return curve[len(curve)-1]
}
