package clustering

import (
	"fmt"
	"testing"
)

func BenchmarkLinkage(b *testing.B) {
	for _, n := range []int{60, 300, 2000} {
		x := drawn(n, 12, 5, 1)
		for _, m := range []Method{Ward, Average, Weighted, Complete, Single} {
			b.Run(fmt.Sprintf("%s/%d", m, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := (Linkage{Method: m}).Fit(b.Context(), x); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkKMeans(b *testing.B) {
	for _, n := range []int{60, 300, 2000, 10000} {
		x := drawn(n, 12, 5, 1)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := (KMeans{K: 5}).Fit(b.Context(), x); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkPCA(b *testing.B) {
	for _, d := range []int{12, 40} {
		x := drawn(2000, d, 5, 1)
		b.Run(fmt.Sprint(d), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := (PCA{}).Fit(x); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
