package web

import (
	"slices"

	"dure/survey"
	"dure/web/view"
)

// turnsTo returns to which page the form goes on or back, and false where it is sent.
func (f typedForm) turnsTo(v view.Visit) (to int, turns bool) {
	to, turns = map[string]int{view.GoNext: v.At + 1, "back": v.At - 1}[f.values.Get("go")]
	if f.values.Has(survey.PageField) && !turns && !v.Last() { // an answer brought a page about
		return v.At + 1, true
	}
	return to, turns
}

// inTheWay are the mistakes that keep the form from being sent, or from turning to a page. One goes back also where answers are missing.
func (f typedForm) inTheWay(v view.Visit, to int, turns bool) []*survey.InvalidError {
	wrong := f.mistakes(v)
	switch {
	case turns && to < v.At:
		wrong = slices.Concat(f.Unread, f.clashes(v))
	case turns:
		wrong = slices.DeleteFunc(wrong, func(e *survey.InvalidError) bool { return !v.OnPage(e.Field) })
	}
	if f.hidden || !turns && v.HiddenMissing(f.kept) {
		wrong = append(wrong, hiddenRefused(wrong))
	}
	return wrong
}
