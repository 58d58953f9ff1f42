package ml

import (
	"fmt"
	"math"
	"testing"
)

// The two networks whose speed testdata/speed.py compares with torch's and scikit-learn's.
var speedNets = []struct {
	name string
	d    int
	net  Net
}{
	{"a", 32, Net{Task: Binary, Layers: []Layer{Dense(64, ReLU), Dense(32, ReLU)}}},
	{"b", 128, Net{Task: Multiclass, Layers: []Layer{Dense(128, ReLU), Dense(64, ReLU)}}},
}

// speedData is the table that testdata/speed.py makes too.
func speedData(n, d, k int) Data {
	out := Data{K: k}
	for i := range n {
		row, sum := make([]float64, d), 0.0
		for j := range row {
			v := math.Sin(float64(i*d+j+1)) * 43758.5453
			row[j] = 4*(v-math.Floor(v)) - 2
			if j < 4 {
				sum += row[j]
			}
		}
		class := 0.0
		if sum > 0 {
			class = 1
		}
		if k == 3 && sum > 2 {
			class = 2
		}
		out.X, out.Y = append(out.X, row), append(out.Y, class)
	}
	return out
}

// BenchmarkEpoch reports the processor time of one epoch, which other programs on the machine
// disturb less than the time on the wall.
func BenchmarkEpoch(b *testing.B) {
	for _, s := range speedNets {
		k := 2
		if s.net.Task == Multiclass {
			k = 3
		}
		for _, n := range []int{1000, 10000} {
			d := speedData(n, s.d, k)
			for _, batch := range []int{32, 256, FullBatch} {
				net := s.net
				net.Batch, net.Epochs, net.Raw = batch, math.MaxInt, true
				b.Run(fmt.Sprintf("%s/%d/%d", s.name, n, batch), func(b *testing.B) {
					trainer, err := net.Start(d, Data{})
					if err != nil {
						b.Fatal(err)
					}
					b.ReportAllocs()
					start := processorTime()
					for b.Loop() {
						if _, err := trainer.Epoch(b.Context()); err != nil {
							b.Fatal(err)
						}
					}
					b.ReportMetric(float64(processorTime()-start)/float64(b.N), "cpu-ns/op")
				})
			}
		}
	}
}

// BenchmarkLateEpoch measures an epoch of net a after 20,000 steps.
func BenchmarkLateEpoch(b *testing.B) {
	s := speedNets[0]
	d := speedData(1000, s.d, 2)
	for _, batch := range []int{32, 256} {
		net := s.net
		net.Batch, net.Epochs, net.Raw = batch, math.MaxInt, true
		b.Run(fmt.Sprint(batch), func(b *testing.B) {
			trainer, err := net.Start(d, Data{})
			for err == nil && trainer.at.Step < 20_000 {
				_, err = trainer.Epoch(b.Context())
			}
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			start := processorTime()
			for b.Loop() {
				if _, err := trainer.Epoch(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(processorTime()-start)/float64(b.N), "cpu-ns/op")
		})
	}
}

// BenchmarkLateUpdate measures a step of each optimiser where no weight has had a gradient for long.
func BenchmarkLateUpdate(b *testing.B) {
	for _, o := range Optimizers() {
		quick, plain, exact := kernelsFor[float32](), portable[float32](), portable[float64]()
		b.Run(string(o)+"/vector", func(b *testing.B) { benchmarkLateUpdate(b, o, &quick, 3000) })
		b.Run(string(o)+"/portable", func(b *testing.B) { benchmarkLateUpdate(b, o, &plain, 3000) })
		b.Run(string(o)+"/exact", func(b *testing.B) { benchmarkLateUpdate(b, o, &exact, 9000) })
	}
}

func benchmarkLateUpdate[T float](b *testing.B, o Optimizer, k *kernels[T], steps int) {
	s := dyingState(o, k, 4096, steps, 0)
	start := processorTime()
	for b.Loop() {
		s.step(k)
	}
	b.ReportMetric(float64(processorTime()-start)/float64(b.N), "cpu-ns/op")
}

func BenchmarkPredictRow(b *testing.B) {
	for _, s := range speedNets {
		b.Run(s.name, func(b *testing.B) {
			net := s.net
			net.Raw = true
			n, err := net.Untrained(s.d, 3)
			if err != nil {
				b.Fatal(err)
			}
			row, out := speedData(1, s.d, 2).X[0], make([]float64, n.Outputs())
			b.ReportAllocs()
			start := processorTime()
			for b.Loop() {
				if err := n.PredictRow(out, row); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(processorTime()-start)/float64(b.N), "cpu-ns/op")
		})
	}
}
