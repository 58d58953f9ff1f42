package team

import "slices"

// A team is as robust as what it keeps without any one of its members. The rules that ask for members of a kind are what one person alone can hold up: who is
// missing takes no common hour away, and a mean or a mix moves by little. So of each such rule that a team keeps it is tried whether the team without the
// member would keep it too, which is exact and costs one measure a member.

// Needed are the rules, by position, that the team of a member, by row, would not keep without them.
func (d *Draft) Needed() map[int][]int {
	out := map[int][]int{}
	for r, c := range d.p.rules {
		if _, confided := c.Disclosed(d.p.in.Table); confided {
			continue
		}
		if _, seeks := c.kind.(seeker); !seeks {
			continue
		}
		for t, g := range divided(d.teams) {
			if !c.of(t, g).ok || c.unknown(g) {
				continue
			}
			for k, i := range g {
				if rest := slices.Delete(slices.Clone(g), k, k+1); len(rest) > 0 && !c.of(t, rest).ok {
					out[int(i)] = append(out[int(i)], r)
				}
			}
		}
	}
	return out
}
