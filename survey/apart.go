package survey

import "strconv"

// Keys are the addresses, ids and keys that members have.
type Keys map[string]bool

// Add notes those of a member.
func (k Keys) Add(m Member) {
	for _, key := range []string{"@" + Fold(m.Email), "#" + Fold(m.Ref), m.Key()} {
		k[key] = len(key) > 1
	}
}

// Apart returns a member without the address and the id that somebody else has, by which the two would be one, and notes the member's own. Who has nothing then but a name
// that somebody else has gets an id of it and a number.
func (k Keys) Apart(m Member) Member {
	if k["@"+Fold(m.Email)] {
		m.Email = ""
	}
	if k["#"+Fold(m.Ref)] {
		m.Ref = ""
	}
	for n := 2; k[m.Key()]; n++ {
		m.Ref = Shorten(m.Name, MaxName-6) + " " + strconv.Itoa(n)
	}
	k.Add(m)
	return m
}
