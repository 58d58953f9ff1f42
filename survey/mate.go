package survey

import (
	"cmp"
	"slices"
)

// A Mate is a member as another one is shown them who chooses teammates.
type Mate struct {
	ID     MemberID
	Called string // as by [CalledMasked]
	Name   string
}

// Stranger reports whether the member came by the club link and is not on the list, as far as others of the list go.
func (m Member) Stranger(closed bool) bool {
	return m.Waiting || m.Took || !closed && !m.Joined.IsZero()
}

// MatesOf returns whom a member can choose from, ordered by name. Who is on the list, or was let in where it is closed, is shown all who take part. Who
// came by the club link is shown those who came so, too, whether they wait or took a place: nothing that only organizers entered, and nothing that differs
// by whether a name or an address is known. On a closed list that is nobody.
func MatesOf(viewer Member, members []Member, taken []Taken, closed bool) (mates []Mate) {
	came := make(map[MemberID]Taken, len(taken))
	for _, t := range taken {
		came[t.Member] = t
	}
	_, took := came[viewer.ID]
	viewer.Took = took
	stranger := viewer.Stranger(closed)
	if stranger && closed {
		return nil
	}
	var shown []Member
	for _, m := range members {
		t, took := came[m.ID]
		switch {
		case m.ID == viewer.ID || !m.MayAnswer():
		case !stranger && !m.Waiting:
			shown = append(shown, m)
		case stranger && took:
			shown = append(shown, t.Held(m))
		case stranger && !m.Joined.IsZero():
			shown = append(shown, m)
		}
	}
	called := CalledMasked(shown)
	keys := map[MemberID]string{}
	for _, m := range shown {
		keys[m.ID] = nameKey(m.Name)
		mates = append(mates, Mate{m.ID, called[m.ID], m.Name})
	}
	slices.SortFunc(mates, func(a, b Mate) int {
		return cmp.Or(cmp.Compare(keys[a.ID], keys[b.ID]), cmp.Compare(a.Called, b.Called), cmp.Compare(a.ID, b.ID))
	})
	return mates
}

// NameSomebody reports whether names of others are among the answers.
func (as Answers) NameSomebody() bool {
	for _, a := range as {
		if len(a.Named(WishedSide)) > 0 || len(a.Named(AvoidedSide)) > 0 {
			return true
		}
	}
	return false
}

// Chosen returns whom the names mean that were taken from the list with what tells members of one name apart: nobody is called so.
func (as Answers) Chosen(mates []Mate) (meant Meant) {
	for q, a := range as {
		for _, side := range []Side{WishedSide, AvoidedSide} {
			for _, typed := range a.Named(side) {
				i := slices.IndexFunc(mates, func(m Mate) bool { return m.Called != m.Name && Fold(m.Called) == Fold(typed) })
				if i >= 0 {
					meant = meant.Decide(Decision{Question: q, Side: side, Typed: typed, Means: mates[i].ID})
				}
			}
		}
	}
	return meant
}

// And returns the decisions with those of other on names of which there is none.
func (m Meant) And(other Meant) Meant {
	for q, sides := range other {
		for side, names := range sides {
			for typed, id := range names {
				if _, ok := m.Of(q, side, typed); !ok {
					m = m.Decide(Decision{Question: q, Side: side, Typed: typed, Means: id})
				}
			}
		}
	}
	return m
}
