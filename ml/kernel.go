// Inner loops: matrix products fused with bias and ReLU, and an Adam step. Portable versions use
// gonum's BLAS; float32 has AVX2 versions in assembly, about which see kernel_amd64.go. Networks on tables are small, so that what a general
// BLAS does before it multiplies is not negligible.

package ml

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// float is what a network computes in.
type float interface{ float32 | float64 }

// lanes is the number of columns that rows are padded to, so that vector code has no rest.
const lanes = 16

func pad(n int) int { return (n + lanes - 1) &^ (lanes - 1) }

// stride is how far apart rows of n columns lie: padded, and never a multiple of 256 bytes, at
// which the rows of a column would crowd into few lines of the first-level cache. It is worth a
// tenth to a fifth of the speed of a product.
func stride(n int) int {
	if p := pad(n); p%64 != 0 {
		return p
	}
	return pad(n) + lanes
}

// A product is C = init + A·B, then ReLU if asked: C is m by n with n a multiple of lanes, A is
// m by k with any strides, B is k by n. Rows of C, A and init up to the next multiple of 4 are
// there and may be computed along. A nil init is 0; ldi 0 gives every row the same init.
type product[T float] struct {
	c        []T
	ldc      int
	a        []T
	rsa, csa int
	b        []T
	ldb      int
	init     []T
	ldi      int
	m, n, k  int
	relu     bool
}

// kernels are the inner loops of a network: portable ones for any type, vector ones for float32
// where the processor has them.
type kernels[T float] struct {
	mul       func(product[T])
	addRows   func(sum, x []T, ld, m int)                          // sum += the m rows of x
	mask      func(d, y []T)                                       // d = 0 where y ≤ 0
	transpose func(dst []T, ldd int, src []T, lds, rows, cols int) // rows, cols multiples of 8
	adam      func(p, g, m, v []T, s adamStep[T])
	sigmoid   func(y, z []T, in, out, add T) // y = out·σ(in·z) + add, a multiple of 8 long; nil for none
	exp       func(y, z []T, in T)           // y = e^min(in·z, 0), likewise
}

func portable[T float]() kernels[T] {
	k := kernels[T]{
		addRows: addRows[T], mask: mask[T], transpose: transpose[T], adam: adam[T],
	}
	if f, ok := any(mul32).(func(product[T])); ok {
		k.mul = f
	}
	if f, ok := any(mul64).(func(product[T])); ok {
		k.mul = f
	}
	return k
}

// kernelsFor returns the fastest kernels this processor has for T.
func kernelsFor[T float]() kernels[T] {
	if k, ok := any(fast()).(kernels[T]); ok {
		return k
	}
	return portable[T]()
}

// gonumBLAS multiplies where there are no vector kernels of ours.
var gonumBLAS gonum.Implementation

func mul32(g product[float32]) { mul(g, gonumBLAS.Sgemm) }
func mul64(g product[float64]) { mul(g, gonumBLAS.Dgemm) }

// mul computes a product by gemm, in pieces so small that gonum does not spread them over
// cores: waiting for those inside a step costs more than it gives.
func mul[T float](g product[T], gemm func(ta, tb blas.Transpose, m, n, k int, alpha T, a []T, lda int, b []T, ldb int, beta T, c []T, ldc int)) {
	const rows, cols = 64, 128
	ta, lda := blas.NoTrans, g.rsa
	if g.csa != 1 {
		ta, lda = blas.Trans, g.csa
	}
	for i := 0; i < g.m; i += rows {
		m := min(rows, g.m-i)
		for r := i; r < i+m; r++ {
			initRow(g.c[r*g.ldc:][:g.n], g.init, r*g.ldi)
		}
		for j := 0; j < g.n; j += cols {
			gemm(ta, blas.NoTrans, m, min(cols, g.n-j), g.k, 1, g.a[i*g.rsa:], lda, g.b[j:], g.ldb, 1, g.c[i*g.ldc+j:], g.ldc)
		}
		for r := i; g.relu && r < i+m; r++ {
			c := g.c[r*g.ldc:][:g.n]
			for j, v := range c {
				c[j] = max(v, 0)
			}
		}
	}
}

// initRow fills a row of C with init from at on, or with 0.
func initRow[T float](c, init []T, at int) {
	if init == nil {
		clear(c)
		return
	}
	copy(c, init[at:])
}

func addRows[T float](sum, x []T, ld, m int) {
	for i := range m {
		row := x[i*ld:][:len(sum)]
		for j, v := range row {
			sum[j] += v
		}
	}
}

func mask[T float](d, y []T) {
	for i, v := range y[:len(d)] {
		if !(v > 0) {
			d[i] = 0
		}
	}
}

func transpose[T float](dst []T, ldd int, src []T, lds, rows, cols int) {
	for i := range rows {
		row := src[i*lds : i*lds+cols]
		for j, v := range row {
			dst[j*ldd+i] = v
		}
	}
}

// An adamStep holds the numbers of one step of Adam: keep is what decoupled weight decay leaves
// of a weight, l2 what is added to its gradient, rate and root carry the bias corrections.
type adamStep[T float] struct {
	b1, b1c, b2, b2c, eps, rate, root, keep, l2 T
}

// adam updates p by one step; Kingma and Ba (2015), arXiv:1412.6980, algorithm 1, with the decay
// of Loshchilov and Hutter (2019), arXiv:1711.05101.
func adam[T float](p, g, m, v []T, s adamStep[T]) {
	g, m, v = g[:len(p)], m[:len(p)], v[:len(p)]
	for i := range p {
		d := g[i] + s.l2*p[i]
		m[i] = s.b1*m[i] + s.b1c*d
		v[i] = s.b2*v[i] + s.b2c*d*d
		p[i] = s.keep*p[i] - s.rate*m[i]/(T(math.Sqrt(float64(v[i])))*s.root+s.eps)
	}
}
