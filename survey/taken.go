package survey

import "time"

// Taken is a place on the list that somebody took by the club link, by giving the name or the address of a member under whom nobody had begun. It
// counts at once; an organizer looks at it, and can give the place back.
type Taken struct {
	Member MemberID
	Name   string    // as the list has it
	Email  string    // likewise; "" where it had none
	Joined time.Time // when who took it came by the club link
	At     time.Time
}

// Alike reports whether who took the place gave both the name and the address that the list has.
func (t Taken) Alike(m Member) bool {
	return nameKey(t.Name) == nameKey(m.Name) && Fold(t.Email) == Fold(m.Known)
}

// Held is the member as who took the place is shown it, with nothing that the list alone knew: anybody can type a name.
func (t Taken) Held(m Member) Member {
	m.Email, m.Ref, m.Former, m.Created = m.Known, "", nil, t.Joined
	return m
}

// Listed returns who of the members is meant by somebody who came by the club link: whoever has the address, or else the one whom an organizer
// entered under that name.
func Listed(m Member, members []Member) (Member, bool) {
	var named []Member
	for _, l := range members {
		switch {
		case m.Apart || l.Waiting || l.ID == m.ID:
		case m.Email != "" && Fold(l.Email) == Fold(m.Email):
			return l, true
		case l.Joined.IsZero() && l.Active() && nameKey(l.Name) == nameKey(m.Name):
			named = append(named, l)
		}
	}
	if len(named) != 1 {
		return Member{}, false
	}
	return named[0], true
}
