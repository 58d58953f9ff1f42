// Command nested compares ways to tune a net by nested cross-validation: each tunes anew inside every outer fold with the same
// number of trials, and is scored on the rows outside. It prints log losses, means over seeds.
package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"dure/ml"
	"dure/ml/fit"
	"dure/ml/tune"
)

// A table is named rows of numbers with a class each.
type table struct {
	Name string      `json:"name"`
	X    [][]float64 `json:"x"`
	Y    []float64   `json:"y"`
	Net  ml.Net      `json:"net"`
}

// A division is the test rows of each outer fold of a table with a seed.
type division struct {
	Table string  `json:"table"`
	Seed  uint64  `json:"seed"`
	Test  [][]int `json:"test"`
	Rows  table   `json:"rows"`
}

func main() {
	log.SetFlags(0)
	only := flag.String("only", "breast cancer,iris,wine", "tables of ml/testdata/tables.json, by name")
	files := flag.String("csv", "", "CSV files to compare on instead, of numbers, the class last")
	seeds := flag.Int("seeds", 5, "how many times all is done")
	trials := flag.Int("trials", 100, "trials of each search")
	folds := flag.String("folds", "", "write the divisions here, for with_sklearn.py, and end")
	flag.Parse()
	tables, err := read(*only, *files)
	if err != nil {
		log.Fatal(err)
	}
	if *folds != "" {
		if err := divide(*folds, tables, *seeds); err != nil {
			log.Fatal(err)
		}
		return
	}
	fmt.Printf("%-16s %5s %9s %16s %12s %8s\n", "table", "seeds", "auto", "random, several", "random, best", "lower")
	for _, t := range tables {
		if err := compare(t, *seeds, *trials); err != nil {
			log.Fatal(err)
		}
	}
}

// read returns the tables to compare on.
func read(only, files string) ([]table, error) {
	if files == "" {
		text, err := os.ReadFile("ml/testdata/tables.json")
		if err != nil {
			return nil, fmt.Errorf("run this in the root of the project: %w", err)
		}
		var all []table
		if err := json.Unmarshal(text, &all); err != nil {
			return nil, err
		}
		return slices.DeleteFunc(all, func(t table) bool { return !slices.Contains(strings.Split(only, ","), t.Name) }), nil
	}
	var out []table
	for _, path := range strings.Split(files, ",") {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		rows, err := csv.NewReader(f).ReadAll()
		f.Close()
		if err != nil {
			return nil, err
		}
		t := table{Name: strings.TrimSuffix(filepath.Base(path), ".csv")}
		for _, row := range rows[1:] {
			x := make([]float64, len(row))
			for j, cell := range row {
				if x[j], err = strconv.ParseFloat(cell, 64); err != nil {
					return nil, fmt.Errorf("%s: %w", path, err)
				}
			}
			t.X, t.Y = append(t.X, x[:len(row)-1]), append(t.Y, x[len(row)-1])
		}
		out = append(out, t)
	}
	return out, nil
}

func (t table) data() ml.Data {
	return ml.Data{X: t.X, Y: t.Y, K: 1 + int(slices.Max(t.Y))}
}

func (t table) task() ml.Task {
	if t.data().K > 2 {
		return ml.Multiclass
	}
	return ml.Binary
}

// outer divides as [fit.Nets.Tune] does.
func (t table) outer(seed uint64) ([]ml.Fold, error) {
	return ml.Split{Folds: 5, Task: t.task(), Seed: seed + 1}.Of(t.data())
}

// divide writes the outer folds.
func divide(path string, tables []table, seeds int) error {
	var out []division
	for _, t := range tables {
		for seed := range seeds {
			folds, err := t.outer(uint64(seed))
			if err != nil {
				return err
			}
			d := division{Table: t.Name, Seed: uint64(seed), Rows: t}
			for _, f := range folds {
				d.Test = append(d.Test, f.Test)
			}
			out = append(out, d)
		}
	}
	text, err := json.Marshal(out)
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o666)
}

// compare prints one line.
func compare(t table, seeds, trials int) error {
	ctx := context.Background()
	var auto, several, best []float64
	for seed := range seeds {
		n := fit.Nets{Task: t.task(), Trials: trials, Workers: runtime.GOMAXPROCS(0), Seed: uint64(seed)}
		tuned, err := n.Tune(ctx, t.data(), nil)
		if err != nil {
			return err
		}
		auto = append(auto, tuned.Nested)
		n.Sampler = tune.Random{}
		if tuned, err = n.Tune(ctx, t.data(), nil); err != nil {
			return err
		}
		several = append(several, tuned.Nested)
		n.Alone = true
		if tuned, err = n.Tune(ctx, t.data(), nil); err != nil {
			return err
		}
		best = append(best, tuned.Nested)
	}
	fewer := 0
	for i := range auto {
		if auto[i] < best[i] {
			fewer++
		}
	}
	fmt.Printf("%-16s %5d %9s %16s %12s %5d/%d\n", t.Name, seeds, show(auto), show(several), show(best), fewer, seeds)
	return nil
}

// show writes mean and standard error.
func show(x []float64) string {
	var mean, square float64
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		square += (v - mean) * (v - mean)
	}
	n := float64(len(x))
	return fmt.Sprintf("%.4f±%.4f", mean, math.Sqrt(square/max(1, n-1)/n))
}
