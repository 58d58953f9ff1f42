package survey

import (
	"maps"
	"reflect"
	"slices"
)

// Otherwise are answers of other devices that were let in as the member's, one for each device, to questions that are answered differently. They count
// nowhere: the member says of each question which of its answers does.
type Otherwise []Answers

// Of returns the first answer that waits beside one to a question, if there is any.
func (o Otherwise) Of(id QuestionID, kept Answer) (Answer, bool) {
	for _, as := range o {
		if a := as[id]; !a.IsZero() && a.Sum() != kept.Sum() {
			return a, true
		}
	}
	return Answer{}, false
}

// Decided returns them without those that were decided on, wherever the same stands.
func (o Otherwise) Decided(on Answers) (left Otherwise) {
	for _, as := range o {
		as = maps.Clone(as)
		maps.DeleteFunc(as, func(id QuestionID, a Answer) bool { return reflect.DeepEqual(a, on[id]) })
		if len(as) > 0 {
			left = append(left, as)
		}
	}
	return left
}

// Without is [Answers.Without] of all of them.
func (o Otherwise) Without(is func(typed string) bool, meant Meant, member MemberID) (left Otherwise, named bool) {
	for _, as := range slices.Clone(o) {
		without, was := as.Without(is, meant, member)
		left, named = append(left, without), named || was
	}
	return left, named
}
