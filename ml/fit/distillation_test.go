package fit

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"dure/ml"
)

// halves makes two classes of a bump.
func halves(d ml.Data) ml.Data {
	for i, y := range d.Y {
		if d.Y[i] = 0; y > 0.5 {
			d.Y[i] = 1
		}
	}
	return d
}

// teachers returns what came of the ensemble, and the net that it taught.
func teachers(t *testing.T, p WeightedEnsemble, d ml.Data) (all, one ml.Predictor) {
	t.Helper()
	all, err := p.fit(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	if one, err = p.Distil(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return all, one
}

func TestOneNetAnswersAsTheEnsembleThatTaughtIt(t *testing.T) {
	fresh := bump(400).X[200:]
	for _, task := range []ml.Task{ml.Regression, ml.Binary} {
		d := bump(80)
		if task == ml.Binary {
			d = halves(d)
		}
		net := ml.Net{Task: task, Epochs: 60, Rate: 0.01, Layers: []ml.Layer{ml.Dense(16, ml.ReLU)}}
		tanh := net
		tanh.Layers = []ml.Layer{ml.Dense(8, ml.Tanh), ml.Dense(8, ml.Tanh)}
		p := WeightedEnsemble{{0, net, 0.7}, {1, tanh, 0.3}}
		all, one := teachers(t, p, d)
		if _, ok := one.(*ml.Network); !ok {
			t.Errorf("%s: it is a %T, not one net", task, one)
		}
		want, _ := all.Predict(fresh)
		got, err := one.Predict(fresh)
		if err != nil {
			t.Fatal(err)
		}
		var mean, off, spread float64
		for _, row := range want {
			mean += row[0] / float64(len(want))
		}
		for i, row := range want {
			off += (got[i][0] - row[0]) * (got[i][0] - row[0])
			spread += (row[0] - mean) * (row[0] - mean)
		}
		if off > 0.02*spread {
			t.Errorf("%s: on rows it never saw the net misses %.2g of the variance of what its teachers say", task, off/spread)
		}
	}
}

// Of twenty classes each row becomes many, of which most weigh next to nothing.
func TestOneNetLearnsManyClasses(t *testing.T) {
	const k = 20
	rng := rand.New(rand.NewPCG(4, 0))
	table := func(n int) ml.Data {
		d := ml.Data{K: k + 1} // nobody is of the last
		for range n {
			y := rng.IntN(k)
			a := 2 * math.Pi * float64(y) / k
			d.X, d.Y = append(d.X, []float64{3*math.Cos(a) + 0.4*rng.NormFloat64(), 3*math.Sin(a) + 0.4*rng.NormFloat64()}), append(d.Y, float64(y))
		}
		return d
	}
	d, fresh := table(400), table(2000)
	net := ml.Net{Task: ml.Multiclass, Epochs: 100, Rate: 0.01, Clip: 3, Layers: []ml.Layer{ml.Dense(32, ml.Tanh)}}
	other := net
	other.Clip, other.Seed = 0, 5
	p := WeightedEnsemble{{0, net, 0.6}, {1, other, 0.4}}
	all, one := teachers(t, p, d)
	if got := one.(*ml.Network); got.Outputs() != k+1 || got.Settings().Clip != 3 {
		t.Errorf("it knows %d classes and draws in beyond %v, as less than half of the ensemble does", got.Outputs(), got.Settings().Clip)
	}
	want, _ := all.Predict(fresh.X)
	got, err := one.Predict(fresh.X)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := ml.LogLoss(got, fresh.Y), ml.LogLoss(want, fresh.Y); a > 1.03*b {
		t.Errorf("on rows it never saw the net has a log loss of %v, its teachers %v", a, b)
	}
}

func TestAnEnsembleOfOneNetTeachesNothing(t *testing.T) {
	d := bump(40)
	net := ml.Net{Task: ml.Regression, Epochs: 20}
	one, err := WeightedEnsemble{{0, net, 1}}.Distil(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	alone, err := net.Fit(t.Context(), d, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, _ := one.Predict(d.X)
	want, _ := alone.Predict(d.X)
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Error("the net that was distilled is not the net alone")
	}
}

func TestRowsMadeUpLieBesideThoseThereAre(t *testing.T) {
	var d ml.Data
	for i := range 30 {
		cluster := float64(i % 2)
		d.X = append(d.X, []float64{100*cluster + float64(i)/30, cluster, 7, 1e308 * (2*cluster - 1)})
		d.Weight = append(d.Weight, 1+float64(i))
	}
	got := munge(d, rand.New(rand.NewPCG(1, 1)))
	if len(got.X) != 30+syntheticRows || len(got.Weight) != len(got.X) {
		t.Fatalf("%d rows, %d weights", len(got.X), len(got.Weight))
	}
	for i, row := range got.X {
		of := int(got.Weight[i]) - 1 // the row it is made of
		if i < 30 && (&row[0] != &d.X[i][0] || of != i) {
			t.Errorf("row %d is not the table's", i)
		}
		if math.Abs(row[0]-100*row[1]) > 6 || row[1] != d.X[of][1] {
			t.Errorf("row %d, %v, lies near no row", i, row)
		}
		if row[2] != 7 || math.IsInf(row[3], 0) || math.IsNaN(row[3]) {
			t.Errorf("row %d is %v", i, row)
		}
	}
	two := ml.Data{X: [][]float64{{0, 1, 0}, {1, 0, 1}}, Weight: []float64{1, 2}} // each other's neighbours
	other, made := 0, munge(two, rand.New(rand.NewPCG(1, 1)))
	for i, row := range made.X[2:] {
		if row[0]+row[1] != 1 || row[0] != row[2] {
			t.Fatalf("the categories of %v are of two rows", row)
		}
		if row[0] != made.Weight[2+i]-1 { // not those of the row it is made of
			other++
		}
	}
	if other < syntheticRows/3 || other > syntheticRows*2/3 {
		t.Errorf("of %d rows made up %d have the neighbour's categories", syntheticRows, other)
	}
	many := ml.Data{X: make([][]float64, maxTransferRows+5)}
	for i := range many.X {
		many.X[i] = []float64{float64(i)}
	}
	seen := map[float64]bool{}
	for _, row := range munge(many, rand.New(rand.NewPCG(1, 1))).X[:maxTransferRows] {
		seen[row[0]] = true
	}
	if len(seen) != maxTransferRows {
		t.Errorf("of %d rows it is asked about %d", len(many.X), len(seen))
	}
}

func TestTheStudentOfALargeTableIsWider(t *testing.T) {
	p := WeightedEnsemble{{0, ml.Net{Task: ml.Ordinal, Seed: 9}, 1}}
	small, big := p.student(largeTable-1), p.student(largeTable)
	if small.Layers[0].Units != studentUnits || big.Layers[1].Units != studentUnitsLarge || big.Task != ml.Multiclass || big.Seed != 9 {
		t.Errorf("of small tables %+v, of large ones %+v", small, big)
	}
}
