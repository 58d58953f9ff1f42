package view

import (
	"slices"

	"dure/survey"
)

// OwnField is the field in which a form says whose device it is, where the browser keeps no cookies.
const OwnField = "own"

// carries reports whether only the forms of the page know the device.
func (v Visit) carries() bool { return v.Carries != "" && v.Own() }

// Own reports whether the device is one of the member's own.
func (v Visit) Own() bool {
	return slices.ContainsFunc(v.Devices, func(d survey.Device) bool { return d.This })
}

// linkStyles are of the page that shows the member's link, on an own device only.
func (v Visit) linkStyles() []string {
	if v.Own() {
		return []string{"answer.css"}
	}
	return nil
}

// Hidden is how many questions the device does not show.
func (v Visit) Hidden() int { return len(v.Whole.Asked()) - len(v.Survey.Asked()) }

// HiddenSent reports whether a form brings answers to questions that the device does not show.
func (v Visit) HiddenSent(form map[string][]string) bool {
	return v.Hides && slices.ContainsFunc(v.Whole.Questions, func(q survey.Question) bool {
		_, shown := v.Survey.Question(q.ID)
		return !shown && len(form[q.SeenField()]) > 0
	})
}

// HiddenMissing reports whether questions that the device does not show keep answers from being sent for the first time. What was answered to them
// changes nothing of it: whoever has the link could tell by it.
func (v Visit) HiddenMissing(kept survey.Answers) bool {
	if !v.Hides || !v.Submitted.IsZero() {
		return false
	}
	seen := v.Survey.CarryEach(kept, v.Versions)
	return slices.ContainsFunc(v.Whole.Mistakes(seen, nil), func(e *survey.InvalidError) bool {
		return !slices.ContainsFunc(v.Survey.Questions, func(q survey.Question) bool { return q.Field() == e.Field })
	})
}

// Seen are the versions of questions that the device may have shown.
func (v Visit) Seen() []survey.Question {
	if !v.Hides {
		return v.Versions
	}
	return slices.DeleteFunc(slices.Clone(v.Versions), func(q survey.Question) bool {
		_, whole := v.Whole.Question(q.ID)
		_, shown := v.Survey.Question(q.ID)
		return whole && !shown || q.Confides()
	})
}
