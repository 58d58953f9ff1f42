package team

// testFormer plans in without searching.
func testFormer(t interface {
	Fatalf(string, ...any)
}, in Input) *former {
	p, err := read(in)
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	plans, err := p.plans()
	if err != nil {
		t.Fatalf("plans: %v", err)
	}
	f := &former{p: p, opt: Options{Workers: 1}, plans: plans, found: make([][][]int32, len(p.sections))}
	if err := f.nearest(); err != nil {
		t.Fatalf("nearest: %v", err)
	}
	return f
}

// everyDivision calls do with every way to fill the slots of section s.
func (f *former) everyDivision(s int, do func([][]int32)) {
	teams := make([][]int32, len(f.plan[s]))
	members := f.p.sections[s]
	var next func(k int)
	next = func(k int) {
		if k == len(members) {
			for t, sl := range f.plan[s] {
				if len(teams[t]) < sl.lo {
					return
				}
			}
			do(teams)
			return
		}
		for t, sl := range f.plan[s] {
			if len(teams[t]) < sl.hi {
				teams[t] = append(teams[t], members[k])
				next(k + 1)
				teams[t] = teams[t][:len(teams[t])-1]
			}
		}
	}
	next(0)
}
