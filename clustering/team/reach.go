package team

import "slices"

// Which teams steps by hand are looked for in. All swaps among n members are n²/2, a minute's work at 20,000, and chains are far more; a page is asked for
// by a person who waits. So of a section of more than mostConsidered members the teams in which something is amiss are considered, and of the others every so
// many-th, as many as have so many members in all: which teams those are depends on the division alone, so that a repair is found again as it was
// offered. What is found is true of the whole division; what only other teams could do better is not found, and pages say of how many teams steps were
// looked for.

// mostConsidered is among how many members of a section steps are looked for: all swaps of 400 take a tenth of a second under eight rules. A section of up to
// mostSearched, which is searched whole in a second, has no limit.
const (
	mostConsidered = 400
	mostSearched   = 1000
)

// reach finds out which teams are considered, unless that is known of the draft that this one was made from.
func (d *Draft) reach() {
	if d.reached != nil {
		return
	}
	d.reached = make([]bool, len(d.teams))
	for s, teams := range d.numbers {
		room, others := mostConsidered, []int{}
		for _, t := range teams {
			if len(d.members[s]) <= mostSearched {
				d.reached[t] = true
			} else if !d.amiss(t) {
				others = append(others, t)
			} else if room >= len(d.teams[t]) {
				d.reached[t] = true
				room -= len(d.teams[t])
			}
		}
		every := max(1, len(others)*len(d.members[s])/max(1, len(teams)*room))
		for k := 0; k < len(others) && room > 0; k += every {
			d.reached[others[k]] = true
			room -= len(d.teams[others[k]])
		}
	}
}

// considered reports whether steps are looked for in a group of a section.
func (d *Draft) considered(s, group int) bool { return d.reached[d.numbers[s][group]] }

// movable are the items of a section that a step may move.
func (d *Draft) movable(s int) []int32 {
	e := d.evaluators[s]
	return slices.DeleteFunc(slices.Clone(e.Movable()), func(a int32) bool { return !d.considered(s, e.Group(a)) })
}

// Considered is in how many teams, of how many that somebody is in, [Draft.Suggest] and [Draft.Mend] look for steps.
func (d *Draft) Considered() (n, of int) {
	d.load()
	for s, teams := range d.numbers {
		for k := range teams {
			of++
			n += int(b2f(d.considered(s, k)))
		}
	}
	return n, of
}
