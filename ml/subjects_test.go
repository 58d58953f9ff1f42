package ml_test

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"dure/ml"
)

// bent returns rows of one column with a target that no line can follow.
func bent() ml.Data {
	var d ml.Data
	for i := range 200 {
		x := float64(i)/100 - 1
		d.X, d.Y = append(d.X, []float64{x}), append(d.Y, 4*x*x)
	}
	return d
}

// lastLoss trains n on d and returns the loss of the last epoch.
func lastLoss(n ml.Net, d ml.Data) (float64, error) {
	network, err := n.Train(context.Background(), d, nil)
	if err != nil {
		return 0, err
	}
	h := network.History()
	return h[len(h)-1].Loss, nil
}

// Every activation that bends can follow a curve; none does so well as a line; a step predicts, but
// has no slope to learn by.
func ExampleActivation() {
	d := bent()
	for _, a := range []ml.Activation{
		ml.Linear, ml.Step, ml.Sigmoid, ml.Tanh, ml.HardSigmoid, ml.HardTanh, ml.ReLU, ml.LeakyReLU, ml.PReLU,
		ml.ELU, ml.SELU, ml.GELU, ml.SiLU, ml.Softplus, ml.Softmax,
	} {
		loss, err := lastLoss(ml.Net{Layers: []ml.Layer{ml.Dense(16, a)}, Rate: 0.02, Epochs: 200, Seed: 1}, d)
		switch {
		case errors.Is(err, ml.ErrStep):
			fmt.Println(a, "cannot learn")
		case err != nil:
			fmt.Println(err)
		default:
			fmt.Printf("%q follows the curve: %v\n", a, loss < 0.05)
		}
	}
	// Output:
	// "" follows the curve: false
	// step cannot learn
	// "sigmoid" follows the curve: true
	// "tanh" follows the curve: true
	// "hardsigmoid" follows the curve: true
	// "hardtanh" follows the curve: true
	// "relu" follows the curve: true
	// "leakyrelu" follows the curve: true
	// "prelu" follows the curve: true
	// "elu" follows the curve: true
	// "selu" follows the curve: true
	// "gelu" follows the curve: true
	// "silu" follows the curve: true
	// "softplus" follows the curve: true
	// "softmax" follows the curve: true
}

// Squared error follows the mean, absolute error the median, and Huber's lies between; classes have
// cross-entropy, and the perceptron's rule where a line divides them.
func ExampleLoss() {
	far := ml.Data{X: [][]float64{{0}, {0}, {0}, {0}, {0}}, Y: []float64{1, 1, 1, 1, 11}} // one answer is far out
	for _, l := range []ml.Loss{ml.Squared, ml.Absolute, ml.Huber} {
		network, err := ml.Net{Loss: l, Raw: true, Rate: 0.05, Batch: ml.FullBatch, Epochs: 2000}.Train(context.Background(), far, nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		p, err := network.Predict([][]float64{{0}})
		fmt.Printf("%s %.1f %v\n", l, p[0][0], err)
	}
	network, err := ml.Net{Task: ml.Binary, Loss: ml.CrossEntropy, Rate: 0.05, Batch: ml.FullBatch, Epochs: 2000}.
		Train(context.Background(), ml.Data{X: far.X, Y: []float64{0, 0, 0, 0, 1}}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := network.Predict([][]float64{{0}})
	fmt.Printf("%s %.1f %v\n", ml.CrossEntropy, p[0][1], err)
	or := ml.Data{X: [][]float64{{0, 0}, {0, 1}, {1, 0}, {1, 1}}, Y: []float64{0, 1, 1, 1}}
	network, err = ml.Net{Task: ml.Binary, Loss: ml.Perceptron, Optimizer: ml.SGD, Rate: 1, Batch: 1}.Train(context.Background(), or, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err = network.Predict(or.X)
	fmt.Println(ml.Perceptron, "says of 0 or 1:", p[0][1], p[1][1], p[2][1], p[3][1], err)
	// Output:
	// squared 3.0 <nil>
	// absolute 1.0 <nil>
	// huber 1.2 <nil>
	// crossentropy 0.2 <nil>
	// perceptron says of 0 or 1: 0 1 1 1 <nil>
}

// Every optimiser comes down the same slope.
func ExampleOptimizer() {
	d := bent()
	for _, o := range []ml.Optimizer{ml.SGD, ml.Momentum, ml.Nesterov, ml.AdaGrad, ml.RMSProp, ml.Adam, ml.AdamW} {
		loss, err := lastLoss(ml.Net{Layers: []ml.Layer{ml.Dense(16, ml.Tanh)}, Optimizer: o, Rate: 0.02, Epochs: 400, Seed: 1}, d)
		fmt.Println(o, loss < 0.1, err)
	}
	// Output:
	// sgd true <nil>
	// momentum true <nil>
	// nesterov true <nil>
	// adagrad true <nil>
	// rmsprop true <nil>
	// adam true <nil>
	// adamw true <nil>
}

// A schedule changes the rate from epoch to epoch; a plateau, when the loss no longer falls.
func ExampleSchedule() {
	d := bent()
	for _, k := range []ml.ScheduleKind{ml.ConstantRate, ml.Steps, ml.Cosine, ml.Plateau} {
		net := ml.Net{Rate: 0.1, Epochs: 20, Schedule: ml.Schedule{Kind: k, Every: 5, Factor: 0.5}}
		network, err := net.Train(context.Background(), d, nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		h := network.History()
		fmt.Printf("%q from %.3f to %.3f\n", k, h[0].Rate, h[len(h)-1].Rate)
	}
	// Output:
	// "" from 0.100 to 0.100
	// "step" from 0.100 to 0.013
	// "cosine" from 0.100 to 0.001
	// "plateau" from 0.100 to 0.050
}

// All rows at a time, a batch of them, or a single one before each update; and online, one row
// after another as they come.
func ExampleNet_batch() {
	d := bent()
	net := ml.Net{Layers: []ml.Layer{ml.Dense(16, ml.Tanh)}, Rate: 0.01, Seed: 1}
	for _, batch := range []int{ml.FullBatch, 32, 1} {
		net.Batch, net.Epochs = batch, 500
		loss, err := lastLoss(net, d)
		fmt.Println(batch, loss < 0.05, err)
	}
	start, err := net.Untrained(1, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	online, err := start.Online(0.01)
	if err != nil {
		fmt.Println(err)
		return
	}
	var first, last float64
	for i := range 10_000 {
		loss, err := online.Observe(d.X[123*i%200], d.Y[123*i%200])
		if err != nil {
			fmt.Println(err)
			return
		}
		if i < 200 {
			first += loss / 200
		}
		if i >= 9800 {
			last += loss / 200
		}
	}
	fmt.Println("online", last < first/5)
	// Output:
	// -1 true <nil>
	// 32 true <nil>
	// 1 true <nil>
	// online true
}

// TestEverySubjectHasAnExample walks the constants of the kinds that people choose from, and what
// the Examples name.
func TestEverySubjectHasAnExample(t *testing.T) {
	subjects, shown := []string{"FullBatch", "Online"}, map[string]bool{}
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.GenDecl:
				subjects = append(subjects, constantsOf(d, "Activation", "Loss", "Optimizer", "ScheduleKind")...)
			case *ast.FuncDecl:
				if strings.HasPrefix(d.Name.Name, "Example") {
					ast.Inspect(d, func(n ast.Node) bool {
						if s, ok := n.(*ast.SelectorExpr); ok {
							shown[s.Sel.Name] = true
						}
						return true
					})
				}
			}
		}
	}
	if len(subjects) < 2+15+4+7+4 {
		t.Errorf("found %d subjects, want at least 32: %v", len(subjects), subjects)
	}
	for _, name := range subjects {
		if !shown[name] {
			t.Errorf("no Example shows %s", name)
		}
	}
}

// constantsOf returns the exported constants of d that are of one of the types.
func constantsOf(d *ast.GenDecl, types ...string) []string {
	var out []string
	for _, s := range d.Specs {
		v, ok := s.(*ast.ValueSpec)
		if !ok || d.Tok != token.CONST {
			continue
		}
		for _, name := range types {
			if fmt.Sprint(v.Type) == name && v.Names[0].IsExported() {
				out = append(out, v.Names[0].Name)
			}
		}
	}
	return out
}
