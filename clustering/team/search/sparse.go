package search

// A Sparse holds rows that hardly differ from a common one, as indicators of many categories do: a few entries each. With row
// i = c + δi, a product is ⟨c, c⟩ + ⟨c, δi⟩ + ⟨c, δj⟩ + ⟨δi, δj⟩, of which the last runs over a few columns and the others are known.
// Rows of forty categories are thus multiplied in a step or two instead of forty. It never changes, so that several goroutines may
// read it at once.
type Sparse struct {
	columns [][]int32   // by row, the columns in which it differs from the common row, ascending
	delta   [][]float64 // by how much
	linear  []float64   // by row, the product of delta and the common row
	common  float64     // the product of the common row and itself
}

// Rows are kept sparse from sparseColumns columns on, where at most one entry in sparseShare differs from the common row; else plain
// sums are as quick.
const (
	sparseColumns = 32
	sparseShare   = 8
)

// NewSparse returns the rows of x, n by d, as a Sparse, or nil where they differ in more than an eighth of the entries or have fewer
// than 32 columns. Products count column j with sign[j], or with 1 if sign is nil.
func NewSparse(x []float64, n, d int, sign []float64) *Sparse {
	if d < sparseColumns {
		return nil
	}
	t := &Sparse{columns: make([][]int32, n), delta: make([][]float64, n), linear: make([]float64, n)}
	left := n * d / sparseShare
	for j := range d {
		s := 1.0
		if sign != nil {
			s = sign[j]
		}
		c := majority(x, n, d, j)
		t.common += s * c * c
		for i := range n {
			if v := x[i*d+j] - c; v != 0 {
				if left--; left < 0 {
					return nil
				}
				t.columns[i], t.delta[i] = append(t.columns[i], int32(j)), append(t.delta[i], v)
				t.linear[i] += s * c * v
			}
		}
	}
	return t
}

// majority returns the value that more than half of column j's entries have, if one has; Boyer and Moore's vote, "MJRTY: a fast
// majority vote algorithm" (1982).
func majority(x []float64, n, d, j int) (v float64) {
	votes := 0
	for i := range n {
		switch xi := x[i*d+j]; {
		case votes == 0:
			v, votes = xi, 1
		case xi == v:
			votes++
		default:
			votes--
		}
	}
	return v
}

// dot returns the product of rows i and k.
func (t *Sparse) dot(i, k int, sign []float64) float64 {
	sum := t.common + t.linear[i] + t.linear[k]
	a, b := t.columns[i], t.columns[k]
	for p, q := 0, 0; p < len(a) && q < len(b); {
		switch {
		case a[p] < b[q]:
			p++
		case a[p] > b[q]:
			q++
		default:
			sum += sign[a[p]] * t.delta[i][p] * t.delta[k][q]
			p, q = p+1, q+1
		}
	}
	return sum
}

// sparseGroup is in how many columns the rows of a group may differ from the common row: so few are found by looking through them.
const sparseGroup = 48

// Squares returns the squared length of the sum of the rows of items, and the sum of their squared lengths; ok is false where they
// differ from the common row in too many columns for this to be quicker than to add them up. Signs are as if all were 1.
func (t *Sparse) Squares(items []int32) (whole, each float64, ok bool) {
	var column [sparseGroup]int32
	var sums [sparseGroup]float64
	n, m, linear := 0, float64(len(items)), 0.0
	for _, i := range items {
		linear += t.linear[i]
		for p, j := range t.columns[i] {
			v := t.delta[i][p]
			each += v * v
			k := 0
			for k < n && column[k] != j {
				k++
			}
			if k == n {
				if n == len(column) {
					return 0, 0, false
				}
				column[n], sums[n], n = j, 0, n+1
			}
			sums[k] += v
		}
	}
	whole = m*m*t.common + 2*m*linear
	for _, v := range sums[:n] {
		whole += v * v
	}
	return whole, each + m*t.common + 2*linear, true
}
