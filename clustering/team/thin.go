package team

// A thin holds rows that hardly differ from a common one, as indicators of many categories do: a few entries each.
type thin struct {
	at   [][]int32   // by row, the columns in which it differs from the common row, ascending
	by   [][]float64 // by how much
	lin  []float64   // by row, the product of that and the common row
	base float64     // the product of the common row and itself
}

// thinned returns the rows of z, n by d, as a thin, or nil where they differ in more than an eighth of the entries. Products
// count column j with sign[j], or with 1 if sign is nil.
func thinned(z []float64, n, d int, sign []float64) *thin {
	if d < 32 {
		return nil
	}
	t := &thin{at: make([][]int32, n), by: make([][]float64, n), lin: make([]float64, n)}
	left := n * d / 8
	for j := range d {
		s := 1.0
		if sign != nil {
			s = sign[j]
		}
		b := majority(z, n, d, j)
		t.base += s * b * b
		for i := range n {
			if v := z[i*d+j] - b; v != 0 {
				if left--; left < 0 {
					return nil
				}
				t.at[i], t.by[i] = append(t.at[i], int32(j)), append(t.by[i], v)
				t.lin[i] += s * b * v
			}
		}
	}
	return t
}

// majority returns the value that more than half of column j's entries have, if one has (Boyer and Moore's vote).
func majority(z []float64, n, d, j int) (v float64) {
	votes := 0
	for i := range n {
		switch x := z[i*d+j]; {
		case votes == 0:
			v, votes = x, 1
		case x == v:
			votes++
		default:
			votes--
		}
	}
	return v
}

// dot returns the product of rows i and k.
func (t *thin) dot(i, k int, sign []float64) float64 {
	sum := t.base + t.lin[i] + t.lin[k]
	a, b := t.at[i], t.at[k]
	for p, q := 0, 0; p < len(a) && q < len(b); {
		switch {
		case a[p] < b[q]:
			p++
		case a[p] > b[q]:
			q++
		default:
			sum += sign[a[p]] * t.by[i][p] * t.by[k][q]
			p, q = p+1, q+1
		}
	}
	return sum
}

// split returns the squared length of the sum of the rows of members, and the sum of their squared lengths; ok is false
// where they differ from the common row in too many columns for this to be quicker than to add them up.
func (t *thin) split(members []int32) (whole, each float64, ok bool) {
	var column [48]int32
	var sums [48]float64
	n, m, lin := 0, float64(len(members)), 0.0
	for _, i := range members {
		lin += t.lin[i]
		for p, j := range t.at[i] {
			v := t.by[i][p]
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
	whole = m*m*t.base + 2*m*lin
	for _, v := range sums[:n] {
		whole += v * v
	}
	return whole, each + m*t.base + 2*lin, true
}
