package clustering

// transferGo finds for each point of the blocks in x the cluster where it costs least by Hartigan
// and Wong's criterion: the squared distance to a center times join of its cluster, or times leave
// where prev says that the point is in it. It writes next and changed as [assignGo] does.
func transferGo(x []float32, d int, centers, join, leave []float32, prev, next []int32, changed []uint32) {
	var best, dist [width32]float32
	for b := range changed {
		block := x[b*d*width32 : (b+1)*d*width32]
		old, lab := prev[b*width32:(b+1)*width32], next[b*width32:(b+1)*width32]
		for c := range join {
			clear(dist[:])
			for t, q := range centers[c*d : (c+1)*d] {
				for i, v := range block[t*width32 : (t+1)*width32] {
					dist[i] += (v - q) * (v - q)
				}
			}
			for i, v := range dist {
				w := join[c]
				if old[i] == int32(c) {
					w = leave[c]
				}
				if v *= w; c == 0 || v < best[i] {
					best[i], lab[i] = v, int32(c)
				}
			}
		}
		var mask uint32
		for i, o := range old {
			if lab[i] != o {
				mask |= 1 << i
			}
		}
		changed[b] = mask
	}
}
