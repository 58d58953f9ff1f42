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

var columns = []string{"auto, net", "auto, pool", "auto, alone", "random, net", "random, pool", "random, alone"}

func main() {
	log.SetFlags(0)
	only := flag.String("only", "breast cancer,iris,wine", "tables of ml/testdata/tables.json, by name")
	files := flag.String("csv", "", "CSV files to compare on instead, of numbers, the class last")
	from := flag.Int("from", 0, "the first seed")
	seeds := flag.Int("seeds", 5, "how many times all is done")
	trials := flag.Int("trials", 100, "trials of each search")
	folds := flag.String("folds", "", "write the divisions here, for with_sklearn.py, and end")
	flag.Parse()
	tables, err := read(*only, *files)
	if err != nil {
		log.Fatal(err)
	}
	if *folds != "" {
		if err := divide(*folds, tables, *from, *seeds); err != nil {
			log.Fatal(err)
		}
		return
	}
	fmt.Printf("%-16s %5s", "table", "seed")
	for _, c := range columns {
		fmt.Printf(" %15s", c)
	}
	fmt.Println()
	for _, t := range tables {
		if err := compare(t, *from, *seeds, *trials); err != nil {
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
func divide(path string, tables []table, from, seeds int) error {
	var out []division
	for _, t := range tables {
		for seed := from; seed < from+seeds; seed++ {
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

// compare prints a line for each seed, and the means with their standard errors; then, of the log of our loss by random search's, the mean
// and its standard error over seeds, for like with like and beside random search by the book.
func compare(t table, from, seeds, trials int) error {
	loss := map[string][]float64{} // by column
	for seed := from; seed < from+seeds; seed++ {
		n := fit.Nets{Task: t.task(), Trials: trials, Workers: runtime.GOMAXPROCS(0), Seed: uint64(seed)}
		for _, s := range []struct {
			name    string
			sampler tune.Sampler
		}{{"auto", nil}, {"random", tune.Random{}}} {
			n.Sampler = s.sampler
			tuned, err := n.Tune(context.Background(), t.data(), nil)
			if err != nil {
				return err
			}
			for kind, v := range map[string]float64{"net": tuned.Nested, "pool": tuned.Together, "alone": tuned.Alone} {
				loss[s.name+", "+kind] = append(loss[s.name+", "+kind], v)
			}
		}
		fmt.Printf("%-16s %5d", t.Name, seed)
		for _, c := range columns {
			fmt.Printf(" %15.4f", loss[c][len(loss[c])-1])
		}
		fmt.Println()
	}
	fmt.Printf("%-16s %5s", t.Name, "mean")
	for _, c := range columns {
		mean, se := spread(loss[c])
		fmt.Printf(" %15s", fmt.Sprintf("%.4f±%.4f", mean, se))
	}
	fmt.Println()
	for _, c := range [][2]string{{"net", "net"}, {"pool", "pool"}, {"alone", "alone"}, {"net", "alone"}} {
		ratio, lower := make([]float64, seeds), 0
		for i := range ratio {
			if ratio[i] = math.Log(loss["auto, "+c[0]][i] / loss["random, "+c[1]][i]); ratio[i] < 0 {
				lower++
			}
		}
		mean, se := spread(ratio)
		fmt.Printf("%-16s       auto, %s by random, %s: log ratio %+.3f±%.3f, lower in %d of %d\n", t.Name, c[0], c[1], mean, se, lower, seeds)
	}
	return nil
}

// spread returns the mean and its standard error.
func spread(x []float64) (mean, se float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		se += (v - mean) * (v - mean)
	}
	n := float64(len(x))
	return mean, math.Sqrt(se / max(1, n-1) / n)
}
