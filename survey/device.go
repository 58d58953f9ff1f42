package survey

import (
	"slices"
	"time"
)

// A DeviceID names a device of a member's.
type DeviceID int64

// A Device is a browser that is a member's own: the first one on which something of the member was kept, and those that the member confirmed on
// another. On any other, what the member said in confidence is kept and not shown: organizers have personal links too.
type Device struct {
	ID        DeviceID
	Name      string    // what browser of what system it said it was; "" if nothing known
	Confirmed time.Time // zero where its browser may keep no cookies: it is told by the form that it sends
	This      bool      // it is the one that asks
	Code      string    // with which it confirms another; "" for none, or where it is not the one that asks
	CodeUntil time.Time // until when the code does
}

// How long a code to confirm a device works, and how many wrong ones end it.
const (
	CodeLasts = 10 * time.Minute
	CodeTries = 5
)

// OnAnyDevice returns the survey with the questions alone whose answers are shown to whoever has a member's link: without those in confidence
// or about whom members avoid, and without those that are asked because of an answer to one of them.
func (s Survey) OnAnyDevice() Survey {
	hidden, page := map[QuestionID]bool{}, false
	for _, q := range s.Questions {
		on, asked := s.Deciding(q)
		hides := q.Confides() || asked && hidden[on.ID]
		if q.IsPage() {
			page = hides
		}
		hidden[q.ID] = hides || page
	}
	s.Questions = slices.DeleteFunc(slices.Clone(s.Questions), func(q Question) bool { return hidden[q.ID] })
	return s
}
