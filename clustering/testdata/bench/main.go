// Bench answers bench.py: it reads a table of numbers without header, then takes one job a line from standard
// input, does it as often as fits into 20 ms, and answers with a line "median first quality", in seconds.
package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"log"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"gonum.org/v1/gonum/mat"

	"dure/clustering"
)

func main() {
	x, err := read(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	labels, quality := make([]int, 0), 0.0
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		var took []time.Duration
		for turn := time.Now(); len(took) == 0 || time.Since(turn) < 20*time.Millisecond; {
			began := time.Now()
			if quality, err = run(in.Text(), x, &labels); err != nil {
				log.Fatal(err)
			}
			took = append(took, time.Since(began))
		}
		first := took[0]
		slices.Sort(took)
		fmt.Printf("%.9f %.9f %.12g\n", took[len(took)/2].Seconds(), first.Seconds(), quality)
	}
}

// run does one job. kmeans keeps the labels that silhouette measures.
func run(job string, x *mat.Dense, labels *[]int) (float64, error) {
	ctx := context.Background()
	switch job {
	case "pca":
		c, err := clustering.PCA{}.Fit(x)
		return c.VarianceRatio[0], err
	case "kmeans":
		p, err := clustering.KMeans{K: 5}.Fit(ctx, x)
		*labels = p.Labels
		return p.Inertia, err
	case "sweep":
		ps, err := clustering.KMeans{}.Sweep(ctx, x, 10)
		return ps[len(ps)-1].Inertia, err
	case "silhouette":
		_, s, err := clustering.Silhouette(ctx, x, *labels)
		return s, err
	}
	method, _ := strings.CutPrefix(job, "linkage ")
	t, err := clustering.Linkage{Method: clustering.Method(method)}.Fit(ctx, x)
	var sum float64
	for _, m := range t.Merges {
		sum += m.Height
	}
	return sum, err
}

func read(path string) (*mat.Dense, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	x := mat.NewDense(len(rows), len(rows[0]), nil)
	for i, r := range rows {
		for j, cell := range r {
			v, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				return nil, err
			}
			x.Set(i, j, v)
		}
	}
	return x, nil
}
