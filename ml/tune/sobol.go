// A Sobol sequence with Joe and Kuo's direction numbers (2008, SIAM Journal on Scientific Computing
// 30) and Owen's nested uniform scrambling, computed by a hash: Burley (2020), "Practical
// hash-based Owen scrambling", Journal of Computer Graphics Techniques 9. A point is a function of
// seed, number and dimension alone, so that workers and resumed studies need to share nothing.

package tune

import "math/bits"

// sobolTable holds, for dimensions 1 to 63 (dimension 0 is the van der Corput sequence), the
// primitive polynomial as bits and the initial direction numbers; Joe and Kuo (2008),
// https://web.maths.unsw.edu.au/~fkuo/sobol/, new-joe-kuo-6.21201.
var sobolTable = [...]struct {
	poly    uint32
	initial []uint32
}{
	{3, []uint32{1}},
	{7, []uint32{1, 3}},
	{11, []uint32{1, 3, 1}},
	{13, []uint32{1, 1, 1}},
	{19, []uint32{1, 1, 3, 3}},
	{25, []uint32{1, 3, 5, 13}},
	{37, []uint32{1, 1, 5, 5, 17}},
	{41, []uint32{1, 1, 5, 5, 5}},
	{47, []uint32{1, 1, 7, 11, 19}},
	{55, []uint32{1, 1, 5, 1, 1}},
	{59, []uint32{1, 1, 1, 3, 11}},
	{61, []uint32{1, 3, 5, 5, 31}},
	{67, []uint32{1, 3, 3, 9, 7, 49}},
	{91, []uint32{1, 1, 1, 15, 21, 21}},
	{97, []uint32{1, 3, 1, 13, 27, 49}},
	{103, []uint32{1, 1, 1, 15, 7, 5}},
	{109, []uint32{1, 3, 1, 15, 13, 25}},
	{115, []uint32{1, 1, 5, 5, 19, 61}},
	{131, []uint32{1, 3, 7, 11, 23, 15, 103}},
	{137, []uint32{1, 3, 7, 13, 13, 15, 69}},
	{143, []uint32{1, 1, 3, 13, 7, 35, 63}},
	{145, []uint32{1, 3, 5, 9, 1, 25, 53}},
	{157, []uint32{1, 3, 1, 13, 9, 35, 107}},
	{167, []uint32{1, 3, 1, 5, 27, 61, 31}},
	{171, []uint32{1, 1, 5, 11, 19, 41, 61}},
	{185, []uint32{1, 3, 5, 3, 3, 13, 69}},
	{191, []uint32{1, 1, 7, 13, 1, 19, 1}},
	{193, []uint32{1, 3, 7, 5, 13, 19, 59}},
	{203, []uint32{1, 1, 3, 9, 25, 29, 41}},
	{211, []uint32{1, 3, 5, 13, 23, 1, 55}},
	{213, []uint32{1, 3, 7, 3, 13, 59, 17}},
	{229, []uint32{1, 3, 1, 3, 5, 53, 69}},
	{239, []uint32{1, 1, 5, 5, 23, 33, 13}},
	{241, []uint32{1, 1, 7, 7, 1, 61, 123}},
	{247, []uint32{1, 1, 7, 9, 13, 61, 49}},
	{253, []uint32{1, 3, 3, 5, 3, 55, 33}},
	{285, []uint32{1, 3, 1, 15, 31, 13, 49, 245}},
	{299, []uint32{1, 3, 5, 15, 31, 59, 63, 97}},
	{301, []uint32{1, 3, 1, 11, 11, 11, 77, 249}},
	{333, []uint32{1, 3, 1, 11, 27, 43, 71, 9}},
	{351, []uint32{1, 1, 7, 15, 21, 11, 81, 45}},
	{355, []uint32{1, 3, 7, 3, 25, 31, 65, 79}},
	{357, []uint32{1, 3, 1, 1, 19, 11, 3, 205}},
	{361, []uint32{1, 1, 5, 9, 19, 21, 29, 157}},
	{369, []uint32{1, 3, 7, 11, 1, 33, 89, 185}},
	{391, []uint32{1, 3, 3, 3, 15, 9, 79, 71}},
	{397, []uint32{1, 3, 7, 11, 15, 39, 119, 27}},
	{425, []uint32{1, 1, 3, 1, 11, 31, 97, 225}},
	{451, []uint32{1, 1, 1, 3, 23, 43, 57, 177}},
	{463, []uint32{1, 3, 7, 7, 17, 17, 37, 71}},
	{487, []uint32{1, 3, 1, 5, 27, 63, 123, 213}},
	{501, []uint32{1, 1, 3, 5, 11, 43, 53, 133}},
	{529, []uint32{1, 3, 5, 5, 29, 17, 47, 173, 479}},
	{539, []uint32{1, 3, 3, 11, 3, 1, 109, 9, 69}},
	{545, []uint32{1, 1, 1, 5, 17, 39, 23, 5, 343}},
	{557, []uint32{1, 3, 1, 5, 25, 15, 31, 103, 499}},
	{563, []uint32{1, 1, 1, 11, 11, 17, 63, 105, 183}},
	{601, []uint32{1, 1, 5, 11, 9, 29, 97, 231, 363}},
	{607, []uint32{1, 1, 5, 15, 19, 45, 41, 7, 383}},
	{617, []uint32{1, 3, 7, 7, 31, 19, 83, 137, 221}},
	{623, []uint32{1, 1, 1, 3, 23, 15, 111, 223, 83}},
	{631, []uint32{1, 1, 5, 13, 31, 15, 55, 25, 161}},
	{637, []uint32{1, 1, 3, 13, 25, 47, 39, 87, 257}},
}

// sobolVectors holds 32 direction numbers for each dimension.
var sobolVectors = func() (v [len(sobolTable) + 1][32]uint32) {
	for i := range 32 {
		v[0][i] = 1 << (31 - i)
	}
	for j, t := range sobolTable {
		directions(t.poly, t.initial, &v[j+1])
	}
	return v
}()

// directions extends the initial direction numbers to 32 by the recurrence of the primitive polynomial.
func directions(poly uint32, initial []uint32, v *[32]uint32) {
	s := len(initial)
	for i := range 32 {
		if i < s {
			v[i] = initial[i] << (31 - i)
			continue
		}
		v[i] = v[i-s] ^ v[i-s]>>s
		for k := 1; k < s; k++ {
			if poly>>(s-k)&1 == 1 {
				v[i] ^= v[i-k]
			}
		}
	}
}

// sobol returns coordinate j of point n of a scrambled Sobol sequence in 0..1. Owen's
// scrambling is done by a hash; Burley (2020), Practical hash-based Owen scrambling. Beyond the
// table, dimensions come round again with their points in another order.
func sobol(seed uint64, n uint32, j int) float64 {
	block := j / len(sobolVectors)
	if block > 0 {
		n = owen(bits.Reverse32(n), uint32(hash(seed, uint64(block)<<32)))
		n = bits.Reverse32(n)
	}
	var x uint32
	v := &sobolVectors[j%len(sobolVectors)]
	for i := 0; n != 0; i, n = i+1, n>>1 {
		if n&1 == 1 {
			x ^= v[i]
		}
	}
	return (float64(owen(x, uint32(hash(seed, uint64(j))))) + 0.5) / (1 << 32)
}

// owen scrambles the digits of x, each by those before it; the hash is Laine and Karras's with
// Burley's constants.
func owen(x, seed uint32) uint32 {
	x = bits.Reverse32(x)
	x += seed
	x ^= x * 0x6c50b47c
	x ^= x * 0xb82f1e52
	x ^= x * 0xc7afe638
	x ^= x * 0x8d22f6e6
	return bits.Reverse32(x)
}

// hash mixes two numbers; the finaliser of SplitMix64.
func hash(a, b uint64) uint64 {
	x := a + (b+1)*0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
