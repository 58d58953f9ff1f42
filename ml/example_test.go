package ml_test

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"strings"

	"dure/ml"
)

// ring returns points labelled by whether they lie within a circle.
func ring(n int) ml.Data {
	d := ml.Data{Classes: []string{"outside", "inside"}}
	for i := range n {
		x, y := math.Sin(float64(7*i)), math.Cos(float64(3*i*i))
		d.X = append(d.X, []float64{x, y})
		label := 0.0
		if x*x+y*y < 0.8 {
			label = 1
		}
		d.Y = append(d.Y, label)
	}
	return d
}

// A network is settings, then a fit, then answers.
func ExampleNet_Train() {
	net := ml.Net{
		Task:   ml.Binary,
		Layers: []ml.Layer{ml.Dense(32, ml.ReLU), ml.Dense(16, ml.Tanh)},
		Rate:   0.01,
		Seed:   1,
	}
	network, err := net.Train(context.Background(), ring(400), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := network.Predict([][]float64{{0.1, 0.2}, {0.9, -0.9}})
	for i := range p {
		fmt.Println(network.ClassNames()[0], p[i][0] > 0.5)
	}
	// Output:
	// outside false
	// outside true
}

// Every model is compared in the same way, on rows it was not fitted to.
func ExampleNet_Start() {
	d := ring(300)
	trainer, err := ml.Net{Task: ml.Binary, Layers: []ml.Layer{ml.Dense(8, ml.ReLU)}, Validation: 0.2}.Start(d, ml.Data{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for !trainer.Done() {
		epoch, err := trainer.Epoch(context.Background())
		if err != nil {
			fmt.Println(err)
			return
		}
		if epoch.Number == 5 { // prune here
			break
		}
	}
	fmt.Println(len(trainer.Network().History()), "epochs")
	// Output: 5 epochs
}

// A network goes on learning from single rows while it answers.
func ExampleOnline_Observe() {
	d := ring(400)
	net := ml.Net{Task: ml.Binary, Layers: []ml.Layer{ml.Dense(16, ml.ReLU)}, Epochs: 1, Seed: 1}
	network, err := net.Train(context.Background(), d, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	online, err := network.Online(0.01) // another learning rate than in training
	if err != nil {
		fmt.Println(err)
		return
	}
	for range 10 {
		for i, row := range d.X {
			if _, err := online.Observe(row, d.Y[i]); err != nil {
				fmt.Println(err)
				return
			}
		}
	}
	before, _ := network.Predict(d.X)
	after, _ := online.Predict(d.X)
	fmt.Println("better now:", ml.LogLoss(after, d.Y) < ml.LogLoss(before, d.Y))
	// Output: better now: true
}

// What is saved answers the same when loaded; a damaged file is refused.
func ExampleSave() {
	network, err := ml.Net{Task: ml.Binary, Epochs: 1}.Train(context.Background(), ring(100), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	var file bytes.Buffer
	if err := ml.Save(&file, network); err != nil {
		fmt.Println(err)
		return
	}
	text := file.String()
	_, err = ml.Load(strings.NewReader(text))
	fmt.Println(err)
	_, err = ml.Load(strings.NewReader(text[:len(text)-1]))
	fmt.Println(err)
	// Output:
	// <nil>
	// the file is damaged: its checksum does not match
}

// Units that are 0 on every row no longer learn, and the diagnosis says so.
func ExampleNetwork_Diagnose() {
	d := ring(100)
	network, _ := ml.Net{Task: ml.Binary, Layers: []ml.Layer{ml.Dense(8, ml.ReLU)}}.Untrained(2, 2)
	ps := network.Params()
	for i := range ps[1].Values { // the biases of the hidden layer
		ps[1].Values[i] = -100
	}
	network, _ = network.With(ps)
	diagnosis, err := network.Diagnose(d)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range diagnosis.Findings {
		fmt.Printf("%s in layer %d: %g\n", f.Key, f.Layer, f.Value)
	}
	// Output: dead_relu in layer 0: 1
}

// A temperature is fitted on rows that the network was not trained on.
func ExampleFitTemperature() {
	ctx, all := context.Background(), ring(900)
	folds, _ := ml.Split{Folds: 3, Task: ml.Binary, Seed: 1}.Of(all)
	held := all.Pick(folds[0].Test)
	network, err := ml.Net{Task: ml.Binary, Layers: []ml.Layer{ml.Dense(64, ml.ReLU)}, Rate: 0.01}.Train(ctx, all.Pick(folds[0].Train), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := network.Predict(held.X)
	q := ml.FitTemperature(p, held.Y, 0).Correct(p)
	fmt.Println(ml.LogLoss(q, held.Y) <= ml.LogLoss(p, held.Y), err)
	// Output: true <nil>
}

// An ordinal target has classes in order.
func ExampleOrdinal() {
	d := ml.Data{Classes: []string{"low", "middle", "high"}}
	for i := range 90 {
		d.X, d.Y = append(d.X, []float64{float64(i)}), append(d.Y, float64(i/30))
	}
	network, err := ml.Net{Task: ml.Ordinal, Layers: []ml.Layer{ml.Dense(8, ml.Tanh)}, Rate: 0.02}.Train(context.Background(), d, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := network.Predict([][]float64{{3}, {45}, {88}})
	for c, name := range network.ClassNames() {
		fmt.Println(name, p[c][c] > 0.5, err)
	}
	// Output:
	// low true <nil>
	// middle true <nil>
	// high true <nil>
}
