package view

import (
	"slices"
)

// Both is what is shown instead of doing an edit of something that somebody else changed since it was read: what stands there
// now and what was typed, as far as they differ.
type Both struct {
	Say   string // worded: what happened
	Now   []string
	Typed []string
}

// NewBoth leaves out the lines that are both there and typed.
func NewBoth(say string, now, typed []string) *Both {
	without := func(lines, others []string) []string {
		return slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return slices.Contains(others, l) })
	}
	return &Both{Say: say, Now: without(now, typed), Typed: without(typed, now)}
}

// save is the label of the button that saves a form, also where there is nothing to show.
func (b *Both) save(p Page) string {
	if b == nil {
		return p.T("save")
	}
	return p.T("both_save")
}

// MoveAgain asks, above a list as it stands now, whether to move something in it as was asked for when it stood otherwise.
// Action is "" where that is gone.
type MoveAgain struct {
	Say      string // worded
	Action   string
	Revision int
	To       int
}
