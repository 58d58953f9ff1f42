package team

import "slices"

// A page may weigh steps only by what it may show, and still bring nobody together with a member whom they avoid: steps that would are left
// out without a word. What is left out is found by the rules as they are, what is weighed by those that are disclosed.

// A discreet measure knows of pairs of members who are to be kept apart in confidence.
type discreet interface{ apart() [][2]int32 }

// Apart lists the pairs, by row, whom a rule keeps apart in confidence and who share no team of the draft.
func (d *Draft) Apart() (all [][2]int) {
	now := d.assignment()
	for _, c := range d.p.rules {
		if m, ok := c.measure.(discreet); ok {
			for _, pair := range m.apart() {
				if a, b := int(pair[0]), int(pair[1]); now[a] < 0 || now[a] != now[b] {
					all = append(all, [2]int{a, b})
				}
			}
		}
	}
	return all
}

// KeepApart makes the draft offer nothing that brings a pair together.
func (d *Draft) KeepApart(pairs [][2]int) {
	if len(pairs) == 0 {
		return
	}
	d.apart = make([][]int, d.p.n)
	for _, p := range pairs {
		d.apart[p[0]], d.apart[p[1]] = append(d.apart[p[0]], p[1]), append(d.apart[p[1]], p[0])
	}
}

// Confided returns the rules by which a division is mended of what is asked in confidence: those that are disclosed, and beside them, as
// must-rules, what else each asks for. From the first number on they are of the latter.
func Confided(rules []Rule) (all []Rule, from int) {
	var asked []Rule
	for _, r := range rules {
		shown, _ := r.Disclosed()
		all = append(all, shown)
		if r.Confides() {
			r.AtLeast, r.Strength = new(0), Must
			asked = append(asked, r)
		}
	}
	return append(all, asked...), len(all)
}

// unites reports whether two of the members are to be kept apart, of whom one is the member.
func (d *Draft) unites(member int, members []int) bool {
	return d.apart != nil && slices.ContainsFunc(d.apart[member], func(f int) bool { return slices.Contains(members, f) })
}

// stepUnites reports whether a step brings a pair together that is to be kept apart.
func (d *Draft) stepUnites(st step) bool {
	if d.apart == nil {
		return false
	}
	after := d.after(st)
	if d.unites(d.row(st, st.a), after[d.numbers[st.section][st.to]]) {
		return true
	}
	return st.b >= 0 && d.unites(d.row(st, st.b), after[d.numbers[st.section][st.next]])
}
