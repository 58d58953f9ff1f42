package ml

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

func normals(rng *rand.Rand, n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = float32(rng.NormFloat64())
	}
	return out
}

func far(a, b []float32, tol float64) int {
	for i := range a {
		if !(math.Abs(float64(a[i])-float64(b[i])) <= tol*(1+math.Abs(float64(b[i])))) {
			return i
		}
	}
	return -1
}

// plainly is a product by its definition.
func plainly[T float](g product[T]) {
	for i := range g.m {
		c := g.c[i*g.ldc : i*g.ldc+g.n]
		if g.init == nil {
			clear(c)
		} else if init := g.init[i*g.ldi : i*g.ldi+g.n]; &init[0] != &c[0] {
			copy(c, init)
		}
		for k := range g.k {
			axpy(g.a[i*g.rsa+k*g.csa], g.b[k*g.ldb:k*g.ldb+g.n], c)
		}
		if g.relu {
			for j, v := range c {
				c[j] = max(v, 0)
			}
		}
	}
}

// axpy adds a times x to y. The lengths are multiples of 4.
func axpy[T float](a T, x, y []T) {
	for len(x) >= 4 && len(y) >= 4 {
		y[0] += a * x[0]
		y[1] += a * x[1]
		y[2] += a * x[2]
		y[3] += a * x[3]
		x, y = x[4:], y[4:]
	}
}

func TestVectorKernelsAgreeWithPortableOnes(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	quick, plain := fast(), portable[float32]()
	for range 300 {
		m, n, k := 1+rng.IntN(70), 16*(1+rng.IntN(9)), 1+rng.IntN(130)
		lda, ldb, ldc := k+rng.IntN(9), n+16*rng.IntN(2), n+16*rng.IntN(2)
		g := product[float32]{a: normals(rng, (m+4)*lda+8), rsa: lda, csa: 1, b: normals(rng, k*ldb+n), ldb: ldb,
			ldc: ldc, m: m, n: n, k: k, relu: rng.IntN(2) == 0}
		if rng.IntN(2) == 0 { // A the other way round
			g.a, g.rsa, g.csa = normals(rng, (k+1)*(m+8)), 1, m+4
		}
		c1, c2 := normals(rng, (m+4)*ldc), make([]float32, (m+4)*ldc)
		switch rng.IntN(3) {
		case 0:
			g.init, g.ldi = normals(rng, n), 0
		case 1:
			g.ldi = ldc
		}
		copy(c2, c1)
		h := g
		g.c, h.c = c1, c2
		if g.ldi == ldc {
			g.init, h.init = c1, c2
		}
		if rng.IntN(2) == 0 {
			plain.mul(g)
		} else {
			quick.mul(g)
		}
		plainly(h)
		for i := range m {
			if at := far(c1[i*ldc:][:n], c2[i*ldc:][:n], 1e-4); at >= 0 {
				t.Fatalf("product %d × %d × %d, strides %d %d, row %d, column %d: %g, portable %g", m, n, k, g.rsa, g.csa, i, at, c1[i*ldc+at], c2[i*ldc+at])
			}
		}
	}
	for range 50 {
		rows, cols := 8*(1+rng.IntN(6)), 8*(1+rng.IntN(6))
		src, a, b := normals(rng, rows*(cols+8)), make([]float32, cols*(rows+3)), make([]float32, cols*(rows+3))
		quick.transpose(a, rows+3, src, cols+8, rows, cols)
		plain.transpose(b, rows+3, src, cols+8, rows, cols)
		if at := far(a, b, 0); at >= 0 {
			t.Fatalf("transposing %d × %d differs at %d", rows, cols, at)
		}
		n, ld := 16*(1+rng.IntN(9)), 160
		x, s1 := normals(rng, rows*ld), normals(rng, n)
		s2 := append([]float32(nil), s1...)
		quick.addRows(s1, x, ld, rows)
		plain.addRows(s2, x, ld, rows)
		if at := far(s1, s2, 1e-5); at >= 0 {
			t.Fatalf("sum of %d rows, column %d: %g, portable %g", rows, at, s1[at], s2[at])
		}
	}
}

func TestVectorElementwiseKernelsAgreeWithPortableOnes(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	quick, plain := fast(), portable[float32]()
	for n := 1; n < 60; n++ {
		d1, y := normals(rng, n), normals(rng, n)
		y[0], d1[n-1] = 0, float32(math.NaN())
		y[n-1] = -1
		d2 := append([]float32(nil), d1...)
		quick.mask(d1, y)
		plain.mask(d2, y)
		if at := far(d1, d2, 0); at >= 0 {
			t.Fatalf("mask of %d numbers differs at %d", n, at)
		}
		p1, g, m1, v1 := normals(rng, n), normals(rng, n), normals(rng, n), normals(rng, n)
		for i := range v1 {
			v1[i] *= v1[i]
		}
		v1[0], g[0] = 0, 0
		p2, m2, v2 := append([]float32(nil), p1...), append([]float32(nil), m1...), append([]float32(nil), v1...)
		s := adamStepOf[float32](updateRule{net: &Net{Optimizer: Optimizers()[5+n%2], Momentum: 0.9, Beta2: 0.999}, rate: 0.1, l2: 0.03, count: float64(n)})
		quick.adam(p1, g, m1, v1, s)
		plain.adam(p2, g, m2, v2, s)
		for what, pair := range map[string][2][]float32{"p": {p1, p2}, "m": {m1, m2}, "v": {v1, v2}} {
			if at := far(pair[0], pair[1], 1e-5); at >= 0 {
				t.Fatalf("adam on %d numbers: %s differs at %d: %g, portable %g", n, what, at, pair[0][at], pair[1][at])
			}
		}
	}
}

func TestVectorSigmoidAgreesWithTheExactOne(t *testing.T) {
	k := fast()
	if k.sigmoid == nil {
		t.Skip("this processor has no vector sigmoid")
	}
	var z []float32
	for v := -120.0; v <= 120; v += 0.0625 {
		z = append(z, float32(v), float32(v*1e-3), float32(v*v*v), float32(-v*1e30))
	}
	z = append(z, float32(math.Inf(1)), float32(math.Inf(-1)), 0, 1e-30, math.MaxFloat32, -math.MaxFloat32)
	z = z[:len(z)&^7]
	y := make([]float32, len(z))
	for _, c := range []struct {
		in, out, add float32
		exact        func(float64) float64
	}{{1, 1, 0, sigmoid}, {2, 2, -1, math.Tanh}} {
		k.sigmoid(y, z, c.in, c.out, c.add)
		for i, v := range z {
			if want := c.exact(float64(v)); !(math.Abs(float64(y[i])-want) <= 2.5e-7) {
				t.Fatalf("at %g: got %.9g, want %.9g", v, y[i], want)
			}
		}
	}
	z[3] = float32(math.NaN())
	if k.sigmoid(y[:8], z[:8], 1, 1, 0); y[3] == y[3] {
		t.Errorf("of NaN it is %g, want NaN", y[3])
	}
}

// TestVectorActivationsAgreeWithTheExactOnes compares answers and slopes over all sizes of input.
func TestVectorActivationsAgreeWithTheExactOnes(t *testing.T) {
	k := fast()
	if k.exp == nil {
		t.Skip("this processor has no vector exponential")
	}
	var z []float64
	for v := -100.0; v <= 100; v += 0.03125 {
		z = append(z, v, v*1e-3, v*v*v, -v*1e28)
	}
	z = append(z, 0, 1e-30, -1e-30, math.SmallestNonzeroFloat32, 1e30, -1e30, 88, -88)
	z = z[:len(z)&^15]
	for _, a := range Activations() {
		if !a.hasKernel() {
			continue
		}
		g := compile[float32](nil, 1, head[float32]{})
		n := &activationNode[float32]{width: len(z), ld: len(z), kind: a, slope: 0.7}
		if a != ELU {
			n.slope = 1
		}
		var f frame[float32]
		n.prepare(&f, 1, true)
		in, exact, slope := make([]float32, len(z)), make([]float64, len(z)), make([]float64, len(z))
		for i, v := range z {
			in[i], slope[i] = float32(v), 1
			z[i] = float64(in[i])
		}
		y := n.forward(g.work(1, true), &f, in, 1)
		activate(a, float64(n.slope), exact, z)
		slopes(a, float64(n.slope), slope, exact, z)
		for i, v := range z {
			if !(math.Abs(float64(y[i])-exact[i]) <= 4e-7*(1+math.Abs(exact[i]))) {
				t.Fatalf("%s at %g: got %.9g, want %.9g", a, v, y[i], exact[i])
			}
			if !(math.Abs(float64(f.aux[i])-slope[i]) <= 1e-6) {
				t.Fatalf("slope of %s at %g: got %.9g, want %.9g", a, v, f.aux[i], slope[i])
			}
		}
		in[3] = float32(math.NaN())
		if y := n.forward(g.work(1, true), &f, in, 1); y[3] == y[3] {
			t.Errorf("%s of NaN is %g, want NaN", a, y[3])
		}
	}
}

func TestPortableAndVectorKernelsLearnAlike(t *testing.T) {
	d := blobs(300, 10, 3, 2)
	net := Net{Task: Multiclass, Layers: []Layer{Dense(64, ReLU), Dense(20, Tanh), Dense(20, SiLU), Dense(9, GELU), Dense(20, ELU), Dense(5, Softmax), Dense(17, Softplus), Dense(20, SELU)}, Epochs: 6}
	run := func(k kernels[float32]) []Epoch {
		trainer := must[*Trainer](t)(net.Start(d, Data{}))
		trainer.learner.(*training[float32]).g.k = k
		return must[*Network](t)(trainer.Run(t.Context(), nil)).History()
	}
	quick, plain := run(fast()), run(portable[float32]())
	for i := range quick {
		if math.Abs(quick[i].Loss-plain[i].Loss) > 0.01*plain[i].Loss {
			t.Errorf("epoch %d: loss %g with vector kernels, %g with portable ones", i+1, quick[i].Loss, plain[i].Loss)
		}
	}
}

func BenchmarkProduct(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, s := range [][4]int{{32, 64, 32, 0}, {32, 128, 128, 0}, {64, 128, 128, 0}, {64, 64, 128, 0}, {128, 128, 64, 1}, {64, 64, 64, 1}, {64, 32, 64, 0}, {1, 128, 128, 0}} {
		m, n, k := s[0], s[1], s[2]
		g := product[float32]{c: normals(rng, (m+4)*n), ldc: n, a: normals(rng, (m+4)*(k+16)), rsa: k, csa: 1,
			b: normals(rng, k*n), ldb: n, m: m, n: n, k: k}
		name := "rows"
		if s[3] == 1 {
			g.rsa, g.csa, name = 1, m, "columns"
		}
		kernels := kernelsFor[float32]()
		b.Run(fmt.Sprintf("%s/%dx%dx%d", name, m, n, k), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				kernels.mul(g)
			}
			b.ReportMetric(2*float64(m*n*k)*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
		})
	}
}
