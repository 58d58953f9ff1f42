package survey

import "slices"

// People are teammates that members name.
type People struct {
	Of       [][]int     // the rows of those who were taken, each once, never the member's own
	Said     []string    // what was written, "" for no answer
	Mentions [][]Mention // the names in it, each with whom it was taken for; nil where nobody typed any
	Gone     []int       // how many more were taken who are no row any more, see Pick; nil where nobody is
	Waiting  *int        // how many names are in doubt of all in a season who avoid somebody, those who left included; nil elsewhere
}

func (p People) Type() Type          { return PeopleColumn }
func (p People) Len() int            { return len(p.Of) }
func (p People) Answered(i int) bool { return p.Said[i] != "" }
func (p People) Cell(i int) string   { return p.Said[i] }

// newPeople returns the teammates of n members without any.
func newPeople(n int) People {
	return People{Of: make([][]int, n), Said: make([]string, n), Mentions: make([][]Mention, n)}
}

// PeopleOf returns teammates by what was typed and what each name in it was taken for.
func PeopleOf(said []string, mentions [][]Mention) People {
	p := People{Of: make([][]int, len(said)), Said: said, Mentions: mentions}
	for i, all := range mentions {
		for _, m := range all {
			p.Of[i] = distinct(append(p.Of[i], m.Members...))
		}
	}
	return p
}

// NotUnderstood counts the names of row i that were not understood.
func (p People) NotUnderstood(i int) (n int) {
	for _, m := range p.named(i) {
		if !m.Counts {
			n++
		}
	}
	return n
}

// CountGone counts those whom row i named and who are no row any more.
func (p People) CountGone(i int) int {
	if p.Gone == nil {
		return 0
	}
	return p.Gone[i]
}

// Pick keeps of the teammates those who are among rows, by their new numbers, and of the others how many they are.
func (p People) Pick(rows []int) Values {
	at := map[int]int{}
	for k, i := range rows {
		at[i] = k
	}
	out := newPeople(len(rows))
	out.Gone, out.Waiting = make([]int, len(rows)), p.Waiting
	for k, i := range rows {
		out.Said[k], out.Of[k] = p.Said[i], placed(p.Of[i], at)
		out.Gone[k] = p.CountGone(i) + len(p.Of[i]) - len(out.Of[k])
		out.Mentions[k] = p.renumbered(i, at)
	}
	return out
}

// renumbered are the names of row i, of members by their new numbers.
func (p People) renumbered(i int, at map[int]int) (all []Mention) {
	for _, m := range p.named(i) {
		m.Members, m.Near = placed(m.Members, at), placed(m.Near, at)
		all = append(all, m)
	}
	return all
}

// placed are the members by their new numbers, without those who have none.
func placed(members []int, at map[int]int) (out []int) {
	for _, i := range members {
		if to, there := at[i]; there {
			out = append(out, to)
		}
	}
	return out
}

func (p People) named(i int) []Mention {
	if p.Mentions == nil {
		return nil
	}
	return p.Mentions[i]
}

func (p People) join(more Values) Values {
	q := more.(People)
	at := make(map[int]int, q.Len())
	for i := range q.Len() {
		at[i] = p.Len() + i
	}
	out := newPeople(p.Len() + q.Len())
	copy(out.Said, slices.Concat(p.Said, q.Said))
	out.Gone = make([]int, p.Len()+q.Len())
	for i := range p.Len() {
		out.Of[i], out.Mentions[i], out.Gone[i] = p.Of[i], p.named(i), p.CountGone(i)
	}
	for i := range q.Len() {
		out.Of[at[i]], out.Mentions[at[i]], out.Gone[at[i]] = placed(q.Of[i], at), q.renumbered(i, at), q.CountGone(i)
	}
	return out
}

func (p People) blank(n int) Values { return newPeople(n) }
