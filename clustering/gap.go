package clustering

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// Gap compares how fast inertia falls with how fast it falls where there are no clusters: rows drawn evenly from the box
// around the data along its principal axes. Tibshirani, Walther and Hastie (2001).
type Gap struct {
	MaxK       int        // 0 means 10
	References int        // data sets drawn; 0 means 10
	Restarts   int        // of k-means on each; 0 means 3
	Rand       *rand.Rand // nil means a fixed seed
}

// A GapCurve has an entry for each k from 1.
type GapCurve struct {
	Gap   []float64 // mean log inertia without clusters less that of the data
	Error []float64 // standard error, with the factor √(1+1/references)
	K     int       // the smallest k whose gap is no less than the next one less its error; 1 says no clusters
}

// Fit returns the gap curve of x (n rows by d columns), given its partitions for k = 1..len as from
// [KMeans.Sweep]; nil means to make them.
func (s Gap) Fit(x *mat.Dense, parts []Partition) (GapCurve, error) {
	if s.MaxK <= 0 {
		s.MaxK = 10
	}
	if s.References <= 0 {
		s.References = 10
	}
	if s.Restarts <= 0 {
		s.Restarts = 3
	}
	if s.Rand == nil {
		s.Rand = rand.New(rand.NewPCG(1, 0))
	}
	pca, err := PCA{}.Fit(x)
	if err != nil {
		return GapCurve{}, err
	}
	if parts == nil {
		if parts, err = (KMeans{Rand: s.Rand}).Sweep(x, s.MaxK); err != nil {
			return GapCurve{}, err
		}
	}
	parts = parts[:min(len(parts), s.MaxK)]
	logs := make([][]float64, s.References)
	scores := pca.Transform(x)
	for r := range logs {
		ref, err := KMeans{Restarts: s.Restarts, Quick: true, Rand: s.Rand}.Sweep(s.even(scores), len(parts))
		if err != nil {
			return GapCurve{}, err
		}
		for _, p := range ref {
			logs[r] = append(logs[r], logInertia(p.Inertia))
		}
	}
	return gapCurve(parts, logs), nil
}

// even draws as many rows as scores has, evenly from its box.
func (s Gap) even(scores *mat.Dense) *mat.Dense {
	n, d := scores.Dims()
	out := mat.NewDense(n, d, nil)
	for j := range d {
		lo, hi := math.Inf(1), math.Inf(-1)
		for i := range n {
			lo, hi = min(lo, scores.At(i, j)), max(hi, scores.At(i, j))
		}
		for i := range n {
			out.Set(i, j, lo+s.Rand.Float64()*(hi-lo))
		}
	}
	return out
}

// logInertia keeps clusters of equal rows finite.
func logInertia(v float64) float64 { return math.Log(max(v, 1e-300)) }

func gapCurve(parts []Partition, logs [][]float64) GapCurve {
	var c GapCurve
	for i, p := range parts {
		var refs []float64
		for _, l := range logs {
			refs = append(refs, l[min(i, len(l)-1)])
		}
		mean, sd := meanSD(refs)
		c.Gap = append(c.Gap, mean-logInertia(p.Inertia))
		c.Error = append(c.Error, sd*math.Sqrt(1+1/float64(len(refs))))
	}
	c.K = len(c.Gap)
	for i := 0; i+1 < len(c.Gap); i++ {
		if c.Gap[i] >= c.Gap[i+1]-c.Error[i+1] {
			c.K = i + 1
			break
		}
	}
	return c
}
