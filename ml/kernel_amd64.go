package ml

import "golang.org/x/sys/cpu"

// fast returns the AVX2 kernels where the processor has AVX2 and FMA.
func fast() kernels[float32] {
	k := portable[float32]()
	if !cpu.X86.HasAVX2 || !cpu.X86.HasFMA {
		return k
	}
	k.mul, k.addRows, k.mask, k.transpose, k.adam = mulAVX2, addRowsAVX2, maskAVX2, transposeAVX2, adamAVX2
	k.sigmoid, k.exp = sigmoidAVX2, expAVX2
	return k
}

// tileArgs is a product as the assembly reads it, strides in bytes.
type tileArgs struct {
	c, a, b, init           *float32
	ldc, rsa, csa, ldb, ldi int
	m, n, k                 int
	relu                    int
}

// productTiles computes a product with m a multiple of 4 and n one of 16, in tiles of 4 × 16.
//
//go:noescape
func productTiles(t *tileArgs)

// productRow computes a product with m = 1 and n a multiple of 16.
//
//go:noescape
func productRow(t *tileArgs)

// maskAsm is mask for n numbers, a multiple of 8.
//
//go:noescape
func maskAsm(d, y *float32, n int)

// transpose8 transposes the 8 × 8 block at src, strides in bytes, into dst.
//
//go:noescape
func transpose8(dst *float32, ldd int, src *float32, lds int)

// adamAsm is adam for n numbers, a multiple of 8.
//
//go:noescape
func adamAsm(p, d, m, v *float32, n int, s *adamStep[float32])

func mulAVX2(g product[float32]) {
	if g.n%lanes != 0 {
		panic("ml: product: the columns are not padded")
	}
	if g.m <= 0 || g.n <= 0 || g.k <= 0 {
		mul32(g)
		return
	}
	t := tileArgs{
		c: &g.c[0], a: &g.a[0], b: &g.b[0],
		ldc: 4 * g.ldc, rsa: 4 * g.rsa, csa: 4 * g.csa, ldb: 4 * g.ldb, ldi: 4 * g.ldi,
		m: g.m, n: g.n, k: g.k,
	}
	if g.init != nil {
		t.init = &g.init[0]
	}
	if g.relu {
		t.relu = 1
	}
	rows := g.m
	if rows > 1 {
		rows = (g.m + 3) &^ 3
		t.m = rows
	}
	// The assembly checks no bounds: the last number of each matrix must exist.
	_ = g.c[(rows-1)*g.ldc+g.n-1]
	_ = g.a[(rows-1)*g.rsa+(g.k-1)*g.csa]
	_ = g.b[(g.k-1)*g.ldb+g.n-1]
	if g.init != nil {
		_ = g.init[(rows-1)*g.ldi+g.n-1]
	}
	if rows == 1 {
		productRow(&t)
		return
	}
	productTiles(&t)
}

// one is the factor with which a product sums rows.
var one = []float32{1}

func addRowsAVX2(sum, x []float32, ld, m int) {
	mulAVX2(product[float32]{c: sum, a: one, b: x, ldb: ld, init: sum, m: 1, n: len(sum), k: m})
}

func maskAVX2(d, y []float32) {
	n := len(d) &^ 7
	if n > 0 {
		_ = y[n-1]
		maskAsm(&d[0], &y[0], n)
	}
	mask(d[n:], y[n:])
}

func transposeAVX2(dst []float32, ldd int, src []float32, lds, rows, cols int) {
	if rows%8 != 0 || cols%8 != 0 || rows == 0 || cols == 0 {
		transpose(dst, ldd, src, lds, rows, cols)
		return
	}
	_, _ = dst[(cols-1)*ldd+rows-1], src[(rows-1)*lds+cols-1]
	for i := 0; i < rows; i += 8 {
		for j := 0; j < cols; j += 8 {
			transpose8(&dst[j*ldd+i], 4*ldd, &src[i*lds+j], 4*lds)
		}
	}
}

func adamAVX2(p, g, m, v []float32, s adamStep[float32]) {
	n := len(p) &^ 7
	if n > 0 {
		_, _, _ = g[n-1], m[n-1], v[n-1]
		adamAsm(&p[0], &g[0], &m[0], &v[0], n, &s)
	}
	adam(p[n:], g[n:], m[n:], v[n:], s)
}

// expArgs are the numbers of sigmoidAsm and expAsm. The exponential is that of Cephes' expf: e^x =
// 2^n e^r with n = round(x/ln 2), ln 2 in two parts, and a polynomial of degree 6 in r.
type expArgs struct {
	in, out, add    float32
	low, high       float32 // beyond these e^x is as good as 0 or infinite
	log2e           float32
	ln2high, ln2low float32
	c               [6]float32
	one             float32
}

func expArgsOf(in, out, add, high float32) expArgs {
	return expArgs{in: in, out: out, add: add, low: -87, high: high, log2e: 1.44269504088896341,
		ln2high: 0.693359375, ln2low: -2.12194440e-4, one: 1,
		c: [6]float32{1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1}}
}

// sigmoidAsm computes y = out·σ(-in·z) + add for n numbers, a multiple of 8.
//
//go:noescape
func sigmoidAsm(y, z *float32, n int, s *expArgs)

// expAsm computes y = e^(in·z) for n numbers, a multiple of 8.
//
//go:noescape
func expAsm(y, z *float32, n int, s *expArgs)

func sigmoidAVX2(y, z []float32, in, out, add float32) {
	if len(y) == 0 || len(y)%8 != 0 {
		panic("ml: sigmoid: the columns are not padded")
	}
	_ = z[len(y)-1]
	s := expArgsOf(-in, out, add, 87)
	sigmoidAsm(&y[0], &z[0], len(y), &s)
}

func expAVX2(y, z []float32, in float32) {
	if len(y) == 0 || len(y)%8 != 0 {
		panic("ml: exp: the columns are not padded")
	}
	_ = z[len(y)-1]
	s := expArgsOf(in, 0, 0, 0)
	expAsm(&y[0], &z[0], len(y), &s)
}
