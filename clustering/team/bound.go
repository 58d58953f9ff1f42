package team

// How well any division could do, so that people see how far theirs is from the best. Each rule is bounded by itself, in
// time polynomial in the members, and the bound of the objective is the weighted mean of theirs: an upper bound, which is
// reached only where one division is the best for all rules. Tests try every bound against all divisions of small clubs. The exact solver and a search that reaches its bound prove more; else a gap is said as what it is, at most.

// What is known of how well any division can do, so that people see how far theirs is from the best.

// sizesOf returns the sizes of a section's teams and whether the search could not choose them.
func sizesOf(slots []slot) (sizes []int, given bool) {
	given = true
	for _, s := range slots {
		sizes = append(sizes, s.size)
		given = given && s.lo == s.hi
	}
	return sizes, given
}

// limitsOf is the frame of a section's slots as the search may fill them.
func limitsOf(slots []slot) (f frame) {
	for _, sl := range slots {
		f.sizes, f.lo, f.hi = append(f.sizes, sl.size), append(f.lo, sl.lo), append(f.hi, sl.hi)
	}
	return f
}

// A bounding is what a bound is asked for: a rule in the divisions of a plan. Fine ones may take time.
type bounding struct {
	p     *problem
	c     *compiled
	plan  plan
	scale scale
	fine  bool
}

// bounds fills in how much each rule and the whole can score with teams of the plan's sizes, and the gap between the whole's
// bound and the objective as a share of the bound. Bounds are from 0 to 1 and no lower than what was reached; a rule whose
// bound is not known counts as 1 in the whole.
func (p *problem) bounds(out *Proposal, pl plan, scales []scale, fine bool) {
	whole := 0.0
	for r, c := range p.rules {
		b, known := c.bound(bounding{p, c, pl, scales[r], fine})
		if !known {
			b = 1
		}
		b = max(clamp(b), out.Rules[r].Score)
		if known {
			out.Rules[r].Bound = &b
		}
		whole += c.w * b
	}
	if len(p.rules) == 0 {
		whole = 1
	}
	whole = max(whole, out.Objective)
	gap := 0.0
	if whole > 0 {
		gap = (whole - out.Objective) / whole
	}
	out.Bound, out.Gap = &whole, &gap
}

// byTeam bounds the score of a rule scored team by team, given a bound on the sum of the scores of a section's teams.
func (b bounding) byTeam(sum func(s int, members []int32, f frame) float64) (float64, bool) {
	frames := make([]frame, len(b.plan))
	total := 0.0
	for s, members := range b.p.sections {
		f := b.c.limitsOf(b.plan[s])
		frames[s] = f
		total += max(min(float64(len(f.sizes)), sum(s, members, f)), 0)
	}
	mean := total / float64(b.plan.teams())
	return b.scale.blend(min(b.c.scale(b.p, frames).ceiling, mean), mean), true
}

// ceilingOf is the best worst team of all sections, given that of each: the scale of a rule scored team by team. Sections
// without teams say nothing.
func ceilingOf(p *problem, frames []frame, of func(s int, members []int32, f frame) float64) scale {
	top := 1.0
	for s, members := range p.sections {
		if len(frames[s].sizes) > 0 {
			top = min(top, of(s, members, frames[s]))
		}
	}
	return scale{ceiling: clamp(top)}
}
