// Features that differ within a team: how a member's answers stand to those of the others. They are
// averaged over the members when a whole team is rated, and tell members apart when each has a
// rating of their own.

package fit

import "math"

// member writes the features of member m[a] against the rest; [featurizer.team] was called for m
// before.
func (sh *featurizer) member(out []float64, m []int32, a int) {
	for i := range sh.blocks {
		b := &sh.blocks[i]
		switch {
		case !b.need:
		case b.kind == Number:
			d := fromOthers(sh.cells.number[b.col], m, a)
			own := sh.cells.number[b.col][m[a]]
			if own != own {
				own = 0 // the mean of the club
			}
			out[b.member], out[b.member+1], out[b.member+2] = d, math.Abs(d), own
		case b.kind == "":
			sh.amongMembers(out[b.member:], m, a)
		default:
			out[b.member] = sh.similarity(b, m, a)
			sh.ownOptions(out[b.member+1:], b, m[a])
		}
	}
}

// fromOthers is the member's answer minus the mean of the others'; 0 where one is missing.
func fromOthers(x []float64, m []int32, a int) float64 {
	own := x[m[a]]
	if own != own {
		return 0
	}
	var sum, n float64
	for b, i := range m {
		if v := x[i]; b != a && v == v {
			sum, n = sum+v, n+1
		}
	}
	if n == 0 {
		return 0
	}
	return own - sum/n
}

// ownOptions writes which of the options with a share the member chose; without an answer, how many do.
func (sh *featurizer) ownOptions(out []float64, b *block, i int32) {
	col := &sh.schema.Columns[b.col]
	v := sh.cells.bits[b.col][i]
	first := col.first()
	for o := first; o < b.shares; o++ {
		out[o-first] = float64(v >> o & 1)
		if v == 0 {
			out[o-first] = col.Shares[o]
		}
	}
}

// first is the first option that needs a number of its own: where there are two, one tells both.
func (k *codedColumn) first() int {
	if k.Kind == Category && len(k.Options) == 2 {
		return 1
	}
	return 0
}

// similarity is the mean Jaccard similarity of the member's options to each other member's.
func (sh *featurizer) similarity(b *block, m []int32, a int) float64 {
	x := sh.cells.bits[b.col]
	own := x[m[a]]
	var sum, n float64
	for c, i := range m {
		if c != a && own != 0 && x[i] != 0 {
			sum, n = sum+jaccard(own, x[i]), n+1
		}
	}
	if n == 0 {
		return 0.5
	}
	return sum / n
}

// amongMembers writes the mean distance to the other members, and whether a wish of the member is met.
func (sh *featurizer) amongMembers(out []float64, m []int32, a int) {
	k := len(m)
	sum := 0.0
	for b := range m {
		sum += sh.pairDistances[a*k+b]
	}
	out[0] = sum / max(1, float64(k-1))
	out[1] = indicator(sh.cells.wished != nil && countIn(sh.cells.wished[m[a]], m) > 0)
}
