package clustering

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// A reference is what scikit-learn and SciPy find in a data set; see testdata/README.md.
type reference struct {
	X        [][]float64
	Ratio    []float64
	Variance []float64
	Loadings [][]float64
	Linkage  map[Method]struct {
		Merges     [][4]float64
		Cophenetic float64
	}
	Cuts map[string]struct {
		Labels           []int
		Silhouette       float64
		CalinskiHarabasz float64 `json:"calinski_harabasz"`
		DaviesBouldin    float64 `json:"davies_bouldin"`
	}
	BestInertia []float64 `json:"best_inertia"`
}

var sets = []string{"iris", "wine", "usarrests", "drawn", "broad"}

func load(t testing.TB, name string) (reference, *mat.Dense) {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var r reference
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	return r, dense(r.X)
}

func dense(rows [][]float64) *mat.Dense {
	x := mat.NewDense(len(rows), len(rows[0]), nil)
	for i, r := range rows {
		x.SetRow(i, r)
	}
	return x
}

// near reports whether got and want agree to tol, relative or, near zero, absolute.
func near(got, want, tol float64) bool {
	return math.Abs(got-want) <= tol*max(1e-3, math.Abs(want))
}

func TestPCAReference(t *testing.T) {
	for _, name := range sets {
		ref, x := load(t, name)
		c, err := PCA{}.Fit(x)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range ref.Ratio {
			if got := c.VarianceRatio[i]; !near(got, want, 1e-8) {
				t.Errorf("%s: component %d explains %v, want %v", name, i, got, want)
			}
			if ref.Ratio[i] < 1e-12 {
				continue // any direction will do
			}
			fixSign(ref.Loadings[i])
			for j, want := range ref.Loadings[i] {
				if got := c.Loadings.At(i, j); math.Abs(got-want) > 1e-8 {
					t.Errorf("%s: loading %d of component %d is %v, want %v", name, j, i, got, want)
				}
			}
		}
	}
}

func TestLinkageReference(t *testing.T) {
	for _, name := range sets {
		ref, x := load(t, name)
		for _, m := range Methods() {
			tree, err := Linkage{Method: m}.Fit(t.Context(), x)
			if err != nil {
				t.Fatal(err)
			}
			want := ref.Linkage[m]
			exact := name == "drawn" || name == "broad" // no tied distances
			for i, w := range want.Merges {
				got := tree.Merges[i]
				if tied := name == "iris" && m != Single; !tied && !near(got.Height, w[2], 1e-8) {
					t.Fatalf("%s %s: merge %d at %v, want %v", name, m, i, got.Height, w[2])
				}
				if exact && (got.A != int(w[0]) || got.B != int(w[1]) || got.Size != int(w[3])) {
					t.Fatalf("%s %s: merge %d is %+v, want %v", name, m, i, got, w)
				}
			}
			coph, err := tree.Cophenetic(t.Context(), x)
			if err != nil {
				t.Fatal(err)
			}
			if tol := 1e-8; name != "iris" && !near(coph, want.Cophenetic, tol) {
				t.Errorf("%s %s: cophenetic correlation %v, want %v", name, m, coph, want.Cophenetic)
			}
		}
	}
}

func TestMeasuresReference(t *testing.T) {
	for _, name := range sets {
		ref, x := load(t, name)
		for k, want := range ref.Cuts {
			_, s, err := Silhouette(t.Context(), x, want.Labels)
			if err != nil || !near(s, want.Silhouette, 1e-9) {
				t.Errorf("%s k=%s: silhouette %v (%v), want %v", name, k, s, err, want.Silhouette)
			}
			ch, err := CalinskiHarabasz(x, want.Labels)
			if err != nil || !near(ch, want.CalinskiHarabasz, 1e-9) {
				t.Errorf("%s k=%s: Calinski-Harabasz %v (%v), want %v", name, k, ch, err, want.CalinskiHarabasz)
			}
			db, err := DaviesBouldin(x, want.Labels)
			if err != nil || !near(db, want.DaviesBouldin, 1e-8) {
				t.Errorf("%s k=%s: Davies-Bouldin %v (%v), want %v", name, k, db, err, want.DaviesBouldin)
			}
		}
	}
}

func TestKMeansReachesBestKnown(t *testing.T) {
	for _, name := range sets[:3] {
		ref, x := load(t, name)
		parts, err := KMeans{}.Sweep(t.Context(), x, 10)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range ref.BestInertia {
			if got := parts[i].Inertia; got > want*1.0001 {
				t.Errorf("%s k=%d: inertia %v, want at most %v", name, i+1, got, want*1.0001)
			}
		}
	}
}
