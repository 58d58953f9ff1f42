// Principal components by the eigendecomposition of the scatter matrix, or, where columns outnumber
// rows, of the smaller Gram matrix, whose eigenvectors give the same directions as Xᵀu. A singular
// value decomposition keeps more digits of the smallest components, which nobody looks at here;
// this way is one pass over the rows and a d × d problem. Signs follow a rule, so that two runs on
// the same answers draw the same picture.

package clustering

import (
	"context"
	"math"

	"gonum.org/v1/gonum/mat"
)

// PCA finds the directions in which rows differ most.
type PCA struct {
	Components int     // how many to keep; 0 means all, min(n, d)
	Share      float64 // if above 0, keep only as many as explain this share of the variance, at least one
}

// Components are the principal components of a matrix of n rows by d columns.
type Components struct {
	Mean          []float64  // of the columns, subtracted before anything else
	Loadings      *mat.Dense // components by d, unit rows; the entry of largest size is positive, the first of equals
	Variance      []float64  // along each component, divided by n−1 as scikit-learn does
	VarianceRatio []float64  // share of the variance of all columns; 0 where nothing varies
}

// Fit returns the components of x, the most telling first. A single row, or equal rows, have
// variance 0 in every direction; the loadings are orthonormal all the same.
func (s PCA) Fit(x *mat.Dense) (Components, error) {
	p, err := newPoints(x)
	if err != nil {
		return Components{}, err
	}
	mean := p.mean()
	k := min(p.n, p.d)
	val, vec, total := decompose(p, mean)
	c := Components{Mean: mean}
	if s.Components > 0 {
		k = min(k, s.Components)
	}
	var sum float64
	for i := range k {
		v := max(val[i], 0) / float64(max(p.n-1, 1))
		ratio := 0.0
		if total > 0 {
			ratio = max(val[i], 0) / total
		}
		c.Variance = append(c.Variance, v)
		c.VarianceRatio = append(c.VarianceRatio, ratio)
		if sum += ratio; s.Share > 0 && sum >= s.Share {
			break
		}
	}
	k = len(c.Variance)
	c.Loadings = mat.NewDense(k, p.d, vec[:k*p.d])
	for i := range k {
		fixSign(c.Loadings.RawRowView(i))
	}
	return c, nil
}

// decompose returns sums of squares along the components, unit directions as rows of vec, and the
// total. Where columns outnumber rows the n × n Gram matrix is the smaller problem.
func decompose(p points, mean []float64) (val, vec []float64, total float64) {
	small := p.d
	var a []float64
	if p.d > p.n {
		small = p.n
		a = gram(p, mean)
	} else {
		a = scatter(p, mean)
	}
	for i := range small {
		total += a[i*small+i]
	}
	val, vec = eigenSym(a, small)
	if p.d > p.n {
		vec = gramDirections(p, mean, val, vec)
	}
	return val, vec, total
}

// gram returns the inner products of the centred rows.
func gram(p points, mean []float64) []float64 {
	c := p.minus(mean)
	a := make([]float64, p.n*p.n)
	for i := range p.n {
		for j := range i + 1 {
			v := dot(c.row(i), c.row(j))
			a[i*p.n+j], a[j*p.n+i] = v, v
		}
	}
	return a
}

// gramDirections maps eigenvectors of the Gram matrix to directions in the columns' space:
// Xᵀu, made orthonormal. Directions without variance are filled in from the axes.
func gramDirections(p points, mean, val, u []float64) []float64 {
	vec := make([]float64, p.n*p.d)
	axis := 0
	for i := range p.n {
		v := vec[i*p.d : (i+1)*p.d]
		if val[i] > 1e-14*val[0] {
			for r := range p.n {
				axpy(u[i*p.n+r], p.row(r), v)
			}
			axpy(-sum(u[i*p.n:(i+1)*p.n]), mean, v)
		}
		for !orthonormal(v, vec[:i*p.d], math.Sqrt(max(val[i], 0))) {
			clear(v)
			v[axis] = 1
			val[i] = max(0, min(val[i], 1e-14*val[0]))
			axis++
		}
	}
	return vec
}

// orthonormal takes from v its part along the unit rows of done and scales the rest to length 1.
// It reports false if too little is left to trust.
func orthonormal(v, done []float64, size float64) bool {
	d := len(v)
	before := math.Sqrt(dot(v, v))
	if before == 0 || before < 1e-3*size {
		return false
	}
	for range 2 {
		for i := 0; i < len(done); i += d {
			axpy(-dot(done[i:i+d], v), done[i:i+d], v)
		}
	}
	norm := math.Sqrt(dot(v, v))
	if norm < 1e-6*before {
		return false
	}
	for j := range v {
		v[j] /= norm
	}
	return true
}

// fixSign turns v so that its entry of largest size, the first of equals, is positive.
func fixSign(v []float64) {
	at := 0
	for j := range v {
		if math.Abs(v[j]) > math.Abs(v[at])*(1+1e-9) {
			at = j
		}
	}
	if v[at] < 0 {
		for j := range v {
			v[j] = -v[j]
		}
	}
}

// Transform returns the scores of x, n rows by components.
func (c Components) Transform(x *mat.Dense) *mat.Dense {
	n, d := x.Dims()
	k, cols := c.Loadings.Dims()
	if d != cols {
		panic("clustering: Transform of a matrix with another number of columns")
	}
	out := mat.NewDense(n, k, nil)
	row := make([]float64, d)
	for i := range n {
		for j, v := range x.RawRowView(i) {
			row[j] = v - c.Mean[j]
		}
		for t := range k {
			out.Set(i, t, dot(row, c.Loadings.RawRowView(t)))
		}
	}
	return out
}

func sum(v []float64) float64 {
	var s float64
	for _, x := range v {
		s += x
	}
	return s
}

// scatter returns the d × d sums of products of the centred columns. Rows are centred and
// transposed a block at a time, so that x is never copied whole; blocks are shared out and added in
// order.
func scatter(p points, mean []float64) []float64 {
	const rows = 256
	d := p.d
	blocks := (p.n + rows - 1) / rows
	lanes := min((blocks+3)/4, 8) // sums are kept per lane, whatever the number of cores
	part := make([][]float64, lanes)
	parallel(context.Background(), lanes, func(_, lane int) {
		sums := make([]float64, d*d)
		cols := make([]float64, d*rows)
		for b := lane; b < blocks; b += lanes {
			m := min(rows, p.n-b*rows)
			for i := range m {
				for j, v := range p.row(b*rows + i) {
					cols[j*rows+i] = v - mean[j]
				}
			}
			for j := range d {
				for t := range j + 1 {
					sums[j*d+t] += dot(cols[j*rows:j*rows+m], cols[t*rows:t*rows+m])
				}
			}
		}
		part[lane] = sums
	})
	a := part[0]
	for _, more := range part[1:] {
		axpy(1, more, a)
	}
	for j := range d {
		for t := range j {
			a[t*d+j] = a[j*d+t]
		}
	}
	return a
}
