package survey

import (
	"slices"
	"time"
)

// A Calling is what a member was called until it was changed. What others typed by it goes on meaning the member.
type Calling struct {
	Name  string    `json:"name,omitempty"`
	Email string    `json:"email,omitempty"`
	Ref   string    `json:"ref,omitempty"`
	Until time.Time `json:"until"`
}

// Calling is what the member is called now.
func (m Member) Calling() Calling { return Calling{Name: m.Name, Email: m.Email, Ref: m.Ref} }

// CalledBefore is what the member was called before a change from what was, with the last of it. Who was let in only now was called nothing until then.
func (m Member) CalledBefore(was Member, now time.Time) []Calling {
	last := was.Calling()
	if was.Waiting {
		last = Calling{}
	} else if last == m.Calling() {
		return was.Former
	}
	last.Until = now
	return append(slices.Clip(was.Former), last)
}

// since is when the member began to be called as now.
func (m Member) since() time.Time {
	if n := len(m.Former); n > 0 {
		return m.Former[n-1].Until
	}
	return m.Created
}

// A bearing is one thing that a member is called, or was, and when. In a directory without times all are borne, and at any time.
type bearing struct {
	who   int
	since time.Time
	until time.Time // zero for what is borne now
}

// A moment is which bearings count. A name means whom it meant when it was typed, whatever organizers do to the list later: else who renames, adds or
// drops one member after the other would see from what becomes clear, or does not any more, who named whom.
type moment func(bearing) bool

func borne(b bearing) bool { return b.until.IsZero() }

func everBorne(bearing) bool { return true }

// momentsOf are those of what was sent at a time: then, or else before. What is not sent is said now.
func momentsOf(sent time.Time) []moment {
	if sent.IsZero() {
		return []moment{borne}
	}
	then := func(b bearing) bool { return !b.since.After(sent) && (borne(b) || b.until.After(sent)) }
	before := func(b bearing) bool { return !b.since.After(sent) && !borne(b) }
	return []moment{then, before}
}
