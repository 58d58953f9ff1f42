package survey

import (
	"maps"
	"reflect"
	"slices"
	"time"
)

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
	m.Email, m.Ref, m.Former, m.Created, m.Joined, m.Took = m.Known, "", nil, t.Joined, t.Joined, true
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

// Beside returns the answers with those that were given by the club link under the member's name. What was sent goes on counting: what it lacks, and what
// is newer than it, is added to the draft. What was sent there counts where nothing had been. On an own device what is newer also stands in the place of
// what is not sent yet, and of what the member said in confidence. Of what both answered differently the other answer waits, too.
func (r Response) Beside(other Response, own bool, confided Answers) Response {
	draft := maps.Clone(r.Current())
	if draft == nil {
		draft = Answers{}
	}
	newer, otherwise := other.Saved.After(r.Saved), Answers{}
	for id, a := range other.Current() {
		_, secret := confided[id]
		counts := !r.Submitted.IsZero() && !secret && reflect.DeepEqual(draft[id], r.Answers[id])
		left := a
		asked := !secret && a.Version > draft[id].Version // as the question is by now
		if draft[id].IsZero() || asked || newer && (own || counts) {
			draft[id], left = a, draft[id]
		}
		if !left.IsZero() && left.Sum() != draft[id].Sum() {
			otherwise[id] = left
		}
	}
	r.Otherwise = slices.Concat(r.Otherwise, other.Otherwise)
	if len(otherwise) > 0 {
		r.Otherwise = append(r.Otherwise, otherwise)
	}
	if r.Submitted.IsZero() && !other.Submitted.IsZero() {
		r.Answers, r.Meant, r.First, r.Submitted = other.Answers, other.Meant, other.First, other.Submitted
	}
	if !r.Consented {
		r.Consented, r.Agreed, r.Guardian, r.Lang = other.Consented, other.Agreed, other.Guardian, other.Lang
	}
	r.Season, r.Saved, r.Draft = max(r.Season, other.Season), later(r.Saved, other.Saved), draft
	if !r.Submitted.IsZero() && reflect.DeepEqual(draft, r.Answers) {
		r.Draft = nil
	}
	return r
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
