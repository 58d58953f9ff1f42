package team

// A Share is what a rule counts of the whole: First where it comes before all others, else Of, the part from 0 to 1 of the objective that
// is its score. Known is false of a rule that cannot be asked for as it stands.
type Share struct {
	Known, First bool
	Of           float64
}

// Shares returns what each of the input's rules counts among those that can be asked for.
func Shares(in Input) []Share {
	out := make([]Share, len(in.Rules))
	c := &compiler{in: in, n: in.Table.N}
	if c.n == 0 || c.identify() != nil {
		return out
	}
	p := &problem{in: in, n: c.n, ids: c.ids}
	var at []int
	for i, r := range in.Rules {
		if r.check() == nil && p.add(c, r) == nil {
			at = append(at, i)
		}
	}
	p.weigh()
	for k, c := range p.rules {
		out[at[k]] = c.share()
	}
	return out
}

// share is what the rule counts once the weights are known.
func (c *compiled) share() Share { return Share{Known: true, First: c.must(), Of: c.w} }

// Shares returns what each rule of the draft counts.
func (d *Draft) Shares() []Share {
	out := make([]Share, len(d.p.rules))
	for r, c := range d.p.rules {
		out[r] = c.share()
	}
	return out
}
