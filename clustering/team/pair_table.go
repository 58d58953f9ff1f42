package team

// Past teammates and affinities are values of pairs, most of them 0. In clubs of up to 3000 members they lie in a matrix, 72 MB of
// numbers at most, from which a pair is read without a hash; larger clubs keep only the pairs that there are.

// A pairTable holds a number for each pair of members.
type pairTable struct {
	n     int
	dense []float64
	some  map[[2]int32]float64
}

// newPairTable returns the table of n members, in which every pair has 0.
func newPairTable(n int) *pairTable {
	if n <= 3000 {
		return &pairTable{n: n, dense: make([]float64, n*n)}
	}
	return &pairTable{n: n, some: map[[2]int32]float64{}}
}

// add adds v to the pair of i and j, which has no direction.
func (p *pairTable) add(i, j int32, v float64) {
	if p.some != nil {
		p.some[[2]int32{min(i, j), max(i, j)}] += v
		return
	}
	p.dense[int(i)*p.n+int(j)] += v
	p.dense[int(j)*p.n+int(i)] += v
}

// at returns the value of the pair of i and j.
func (p *pairTable) at(i, j int32) float64 {
	if p.some != nil {
		return p.some[[2]int32{min(i, j), max(i, j)}]
	}
	return p.dense[int(i)*p.n+int(j)]
}
