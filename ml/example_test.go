package ml_test

import (
	"context"
	"fmt"
	"math"

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
	fmt.Println(ml.Names(p, network.ClassNames()), err)
	// Output: [inside outside] <nil>
}

// Every model is compared in the same way, on rows it was not fitted to.
func ExampleCrossValidate() {
	d := ring(400)
	folds, _ := ml.Split{Folds: 4, Task: ml.Binary, Seed: 1}.Of(d)
	for _, m := range []ml.Model{
		ml.Mean{Task: ml.Binary},
		ml.Logistic{},
		ml.Net{Task: ml.Binary, Layers: []ml.Layer{ml.Dense(32, ml.ReLU)}, Rate: 0.01, Seed: 1},
	} {
		p, err := ml.CrossValidate(context.Background(), m, d, ml.Binary, folds, nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%T beats a coin: %v\n", m, ml.ROCAUC(ml.Column(p, 1), d.Y) > 0.9)
	}
	// Output:
	// ml.Mean beats a coin: false
	// ml.Logistic beats a coin: false
	// ml.Net beats a coin: true
}

// A trainer goes epoch by epoch, so that a search can prune what does not promise.
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
