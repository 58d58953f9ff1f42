package tune_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"dure/ml/tune"
)

// A setting is asked for where it is needed, so one may exist only where another has a certain value.
func ExampleStudy_Minimize() {
	study := tune.Study{Trials: 60, Rand: rand.New(rand.NewPCG(1, 0))}
	best, err := study.Minimize(context.Background(), func(_ context.Context, t *tune.Trial) (float64, error) {
		loss := math.Abs(math.Log10(t.LogFloat("rate", 1e-5, 1)) + 2)
		if t.Choice("optimizer", "adam", "momentum") == "momentum" {
			loss += 1 - t.Float("momentum", 0, 0.99)
		}
		return loss, nil
	})
	fmt.Println(best.Map()["optimizer"], best.Value < 0.1, err)
	// Output: adam true <nil>
}

// Every sampler finds the bowl's floor; a grid of 10 by 10 comes as near as its steps let it.
func ExampleSampler() {
	for _, s := range []tune.Sampler{
		tune.Random{}, tune.Grid{}, tune.Sobol{}, tune.Halton{}, tune.TPE{}, tune.GP{}, tune.CMA{}, tune.Auto{}, tune.Alternate{},
	} {
		study := tune.Study{Sampler: s, Trials: 100, Rand: rand.New(rand.NewPCG(1, 0))}
		best, err := study.Minimize(context.Background(), func(_ context.Context, t *tune.Trial) (float64, error) {
			x, y := t.Float("x", -5, 5), t.Float("y", -5, 5)
			return (x-1)*(x-1) + (y+2)*(y+2), nil
		})
		fmt.Printf("%T %v %v\n", s, best.Value < 1, err)
	}
	// Output:
	// tune.Random true <nil>
	// tune.Grid true <nil>
	// tune.Sobol true <nil>
	// tune.Halton true <nil>
	// tune.TPE true <nil>
	// tune.GP true <nil>
	// tune.CMA true <nil>
	// tune.Auto true <nil>
	// tune.Alternate true <nil>
}

// Every pruner spares steps of trials whose loss falls to a bad value, and keeps the best.
func ExamplePruner() {
	for _, p := range []tune.Pruner{
		tune.Median{}, tune.Percentile{Keep: 25}, tune.Patient{Pruner: tune.Median{}, Patience: 3},
		tune.Halving{}, tune.Hyperband{}, tune.Wilcoxon{},
	} {
		steps := 0
		study := tune.Study{Sampler: tune.Random{}, Pruner: p, Trials: 50, Rand: rand.New(rand.NewPCG(1, 0))}
		best, err := study.Minimize(context.Background(), func(_ context.Context, t *tune.Trial) (float64, error) {
			x := t.Float("x", 0, 4)
			for step := range 20 {
				steps++
				if t.Report(step, x+max(0, 1-float64(step)/4)); t.ShouldPrune() {
					return 0, tune.ErrPruned
				}
			}
			return x, nil
		})
		fmt.Printf("%T spares steps: %v, keeps the best: %v, %v\n", p, steps < 50*20, best.Value < 0.2, err)
	}
	// Output:
	// tune.Median spares steps: true, keeps the best: true, <nil>
	// tune.Percentile spares steps: true, keeps the best: true, <nil>
	// tune.Patient spares steps: true, keeps the best: true, <nil>
	// tune.Halving spares steps: true, keeps the best: true, <nil>
	// tune.Hyperband spares steps: true, keeps the best: true, <nil>
	// tune.Wilcoxon spares steps: true, keeps the best: true, <nil>
}

// TestEverySamplerAndPrunerHasAnExample finds them by the method that makes them one.
func TestEverySamplerAndPrunerHasAnExample(t *testing.T) {
	subjects, shown := map[string]bool{}, map[string]bool{}
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
			f, ok := d.(*ast.FuncDecl)
			switch {
			case !ok:
			case f.Recv != nil && (f.Name.Name == "Joint" || f.Name.Name == "Prune"):
				subjects[fmt.Sprint(f.Recv.List[0].Type)] = true
			case strings.HasPrefix(f.Name.Name, "Example"):
				ast.Inspect(f, func(n ast.Node) bool {
					if s, ok := n.(*ast.SelectorExpr); ok {
						shown[s.Sel.Name] = true
					}
					return true
				})
			}
		}
	}
	if len(subjects) < 15 {
		t.Errorf("found %d samplers and pruners, want at least 15: %v", len(subjects), subjects)
	}
	for name := range subjects {
		if !shown[name] {
			t.Errorf("no Example shows %s", name)
		}
	}
}
