package ml

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestFoldsDivideTheRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, k := rapid.IntRange(2, 60).Draw(t, "n"), rapid.IntRange(2, 8).Draw(t, "k")
		d := Data{X: make([][]float64, n), Y: make([]float64, n)}
		grouped := rapid.Bool().Draw(t, "grouped")
		for i := range n {
			d.Y[i] = float64(rapid.IntRange(0, 3).Draw(t, "y"))
			if grouped {
				d.Group = append(d.Group, rapid.IntRange(0, 9).Draw(t, "g"))
			}
		}
		s := Split{Folds: k, Task: Multiclass, Seed: rapid.Uint64().Draw(t, "seed")}
		folds, err := s.Of(d)
		if errors.Is(err, ErrTooFew) && grouped {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		tested := make([]int, n)
		for f, fold := range folds {
			if len(fold.Train)+len(fold.Test) != n || len(fold.Test) == 0 || len(fold.Train) == 0 {
				t.Fatalf("fold %d: %d + %d rows of %d", f, len(fold.Train), len(fold.Test), n)
			}
			in := map[int]bool{}
			for _, i := range fold.Test {
				tested[i]++
				if grouped {
					in[d.Group[i]] = true
				}
			}
			for _, i := range fold.Train {
				if grouped && in[d.Group[i]] {
					t.Fatalf("fold %d: group %d is on both sides", f, d.Group[i])
				}
			}
			if !grouped {
				even(t, d.Y, fold, len(folds))
			}
		}
		for i, times := range tested {
			if times != 1 {
				t.Fatalf("row %d is tested %d times, want once", i, times)
			}
		}
	})
}

// even checks that each class is in the test part in its share, give or take a row.
func even(t *rapid.T, y []float64, fold Fold, k int) {
	for c := range 4 {
		all, test := 0, 0
		for _, v := range y {
			if int(v) == c {
				all++
			}
		}
		for _, i := range fold.Test {
			if int(y[i]) == c {
				test++
			}
		}
		if math.Abs(float64(test)-float64(all)/float64(k)) >= 1 {
			t.Fatalf("class %d has %d of %d rows in one of %d folds", c, test, all, k)
		}
	}
}

func TestSplitRefuses(t *testing.T) {
	d := Data{X: make([][]float64, 3), Y: make([]float64, 3), Group: []int{4, 4, 4}}
	if _, err := (Split{}).Of(d); !errors.Is(err, ErrTooFew) {
		t.Errorf("splitting one group: error %v, want ErrTooFew", err)
	}
	var setting *SettingError
	if _, err := (Split{Folds: 1}).Of(d); !errors.As(err, &setting) {
		t.Errorf("one fold: error %v, want a SettingError", err)
	}
	var fault *DataError
	d.Group = d.Group[:2]
	if _, err := (Split{}).Of(d); !errors.As(err, &fault) {
		t.Errorf("three rows in two groups: error %v, want a DataError", err)
	}
	if _, err := (Split{Task: Binary}).Of(Data{X: d.X}); !errors.As(err, &fault) {
		t.Errorf("classes without a target: error %v, want a DataError", err)
	}
}
