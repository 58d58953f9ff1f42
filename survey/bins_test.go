package survey

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestBins(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   string
	}{
		{[]float64{0, 3, 3, 5}, "1 0 0 2 0 1 from 0 to 6"},
		{[]float64{0, 12}, "1 0 0 0 0 0 1 from 0 to 14"},
		{[]float64{-3, -1, 14}, "1 1 0 0 0 0 0 0 0 1 from -4 to 16"},
		{[]float64{0.1, 0.3, 0.35}, "1 0 0 0 1 1 from 0.1 to 0.4"},
		{[]float64{1990, 1999, 2005}, "1 0 0 0 1 0 0 1 from 1990 to 2006"},
		{[]float64{0.25, 0.28, 0.29}, "1 0 0 0 0 0 1 0 1 from 0.25 to 0.295"},
		{[]float64{2.5, 2.5}, " from"},
		{[]float64{-math.MaxFloat64, math.MaxFloat64}, " from"},
		{[]float64{0, 5e-324}, " from"},
		{[]float64{1e16, 1e16 + 2}, "1 0 1 from 1e+16 to 1e+16"},
	} {
		var counts []string
		all := bins(c.values)
		for _, b := range all {
			counts = append(counts, fmt.Sprint(b.Count))
		}
		got := strings.Join(counts, " ") + " from"
		if len(all) > 0 {
			got += fmt.Sprintf(" %.6g to %.6g", all[0].From, all[len(all)-1].To)
		}
		if got != c.want {
			t.Errorf("the bins of %v are %s, want %s", c.values, got, c.want)
		}
	}
}

// Every number is in the bin whose edges it lies between, and bins follow one another.
func TestEveryNumberIsInItsBin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) float64 { return float64(rapid.IntRange(-3000, 3000).Draw(t, "hundredths")) / 100 }), 1, 40).Draw(t, "values")
		all := bins(values)
		if len(all) > mostBins {
			t.Fatalf("%v has %d bins, want %d at the most", values, len(all), mostBins)
		}
		sum := 0
		for i, b := range all {
			sum += b.Count
			if i > 0 && b.From != all[i-1].To {
				t.Fatalf("of %v a bin begins at %v, and the one before ends at %v", values, b.From, all[i-1].To)
			}
			if in := count(values, func(v float64) bool { return v >= b.From && v < b.To }); in != b.Count {
				t.Fatalf("of %v %d are from %v to below %v, and the bin says %d", values, in, b.From, b.To, b.Count)
			}
		}
		if all != nil && sum != len(values) {
			t.Fatalf("the bins of %v have %d numbers, want all %d", values, sum, len(values))
		}
	})
}

// Of a sensitive question there is no histogram: a bin of one would tell what a member answered.
func TestNoHistogramOfASensitiveQuestion(t *testing.T) {
	var given []Answer
	for v := range 20 {
		given = append(given, Answer{Number: new(float64(v))})
	}
	q := Question{ID: 1, Kind: Number}
	if got := q.total(given).Bins; len(got) != 10 || got[9].Count != 2 {
		t.Errorf("the histogram of 0 to 19 is %v, want ten bins of two", got)
	}
	q.Sensitive = true
	if got := q.total(given).Bins; got != nil {
		t.Errorf("of a sensitive question the histogram is %v, want none", got)
	}
}
