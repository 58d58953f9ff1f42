package team

// cliqueLimit is the most units of members that are looked through for a clique.
const cliqueLimit = 400

// tooManyApart reports whether more members of section s may not share a team, pair by pair, than it has teams. Members who
// must share a team count as one. The clique is found greedily from each of them, so that it need not be the largest.
func (f *former) tooManyApart(s int) bool {
	units := f.units(s)
	if len(units) > cliqueLimit {
		return false
	}
	apart := make([][]bool, len(units))
	for a := range units {
		apart[a] = make([]bool, len(units))
		for b := range a {
			apart[a][b] = f.keptFrom(units[a], units[b])
			apart[b][a] = apart[a][b]
		}
	}
	for start := range units {
		clique := []int{start}
		for b := range units {
			fits := b != start
			for _, a := range clique {
				fits = fits && apart[a][b]
			}
			if fits {
				clique = append(clique, b)
			}
		}
		if len(clique) > len(f.plan[s]) {
			return true
		}
	}
	return false
}

// units lists the members of section s whom a must-rule on apart names, those who must share a team together.
func (f *former) units(s int) [][]int32 {
	named := make([]bool, f.p.n)
	for _, c := range f.p.rules {
		if m, ok := c.measure.(*linked); ok && m.apart && c.must() {
			for i, in := range m.in {
				named[i] = named[i] || in
			}
		}
	}
	var out [][]int32
	for _, b := range f.p.blocks {
		if f.p.section[b[0]] != s {
			continue
		}
		out = append(out, b)
		for _, i := range b {
			named[i] = false
		}
	}
	for _, i := range f.p.sections[s] {
		if named[i] {
			out = append(out, []int32{i})
		}
	}
	return out
}

// keptFrom reports whether a must-rule keeps somebody of a from somebody of b.
func (f *former) keptFrom(a, b []int32) bool {
	for _, c := range f.p.rules {
		m, ok := c.measure.(*linked)
		if !ok || !m.apart || !c.must() {
			continue
		}
		for _, i := range a {
			for _, j := range b {
				if m.in[i] && m.in[j] {
					return true
				}
			}
		}
	}
	return false
}
