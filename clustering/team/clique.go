package team

// Members of whom no two may share a team need as many teams as they are: a clique in the graph of who is kept from whom. To
// find the largest is NP-hard; one grown greedily from every member in turn proves most of what clubs ask, as their graphs are a few
// sets of members. A clique that is missed leaves a clash unproved, never a wrong proof.

// cliqueLimit is the most units of members that are looked through for a clique: its time grows with the cube at worst. A club
// that keeps more apart by rules on members is not known; above it a clash is left unproved.
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

// units lists the members of section s whom a must-rule on apart names, those who must share a team together, as rows of the table. Who is in
// a block but not named is there too, with the block.
func (f *former) units(s int) [][]int32 {
	named := make([]bool, f.p.n)
	for _, m := range f.p.separators() {
		for i, set := range m.set {
			named[i] = named[i] || set >= 0
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
	for _, m := range f.p.separators() {
		for _, i := range a {
			for _, j := range b {
				if m.together(i, j) {
					return true
				}
			}
		}
	}
	return false
}
