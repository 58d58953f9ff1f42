package view

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"dure/survey"
)

// A FeedbackCard is what a member's page says about a round of feedback.
type FeedbackCard struct {
	Kind      survey.FeedbackKind
	Submitted time.Time
	Closes    time.Time
}

// A FeedbackForm is the form with which a member says how the team goes.
type FeedbackForm struct {
	Visit
	Round     survey.FeedbackRound
	RoundOpen bool
	People    []survey.Member // of the team, the member last
	Opinion   survey.Opinion
	TypedIn   map[string]string // by field: what can be no answer
	Told      time.Time         // when feedback was submitted before
	Unsent    bool              // there is a draft that differs from it
	Late      bool              // it came after the close
}

// FormPath is the address of the form, or of a part of it; rest begins with "/" or is "".
func (f FeedbackForm) FormPath(rest string) string {
	return f.Path("/" + string(f.Round.Kind) + rest)
}

// Full is what the shares of the work add up to.
func (f FeedbackForm) Full() int { return survey.EvenShare * len(f.People) }

// Left is how much of the work is not given to anybody yet.
func (f FeedbackForm) Left() int {
	left := f.Full()
	for _, m := range f.People {
		left -= f.Opinion.Shares[m.ID]
	}
	return left
}

// leftWords says how much of the work is left, or that nothing is given yet.
func (f FeedbackForm) leftWords(p Page) string {
	switch left := f.Left(); {
	case len(f.Opinion.Shares) == 0:
		return p.T("shares_all", "All", f.Full())
	case left > 0:
		return p.T("shares_left_now", "N", left)
	case left < 0:
		return p.T("shares_over_now", "N", -left)
	}
	return p.T("shares_even_now")
}

// share is what stands in the field of somebody's share.
func (f FeedbackForm) share(id survey.MemberID) string {
	if typed, ok := f.TypedIn[survey.ShareField(id)]; ok {
		return typed
	}
	if v, ok := f.Opinion.Shares[id]; ok {
		return strconv.Itoa(v)
	}
	return ""
}

// fieldAttrs tie an input to its help and its error.
func fieldAttrs(p Page, name string, helped bool) templ.Attributes {
	return FieldSpec{Name: name, Optional: true, Help: map[bool]string{true: "help"}[helped]}.attributes(p)
}

func fitID(v int) string {
	if v == 1 {
		return "fit"
	}
	return fmt.Sprintf("fit-%d", v)
}

func againID(v string) string {
	if v == survey.AgainYes {
		return "again"
	}
	return "again-" + v
}

func chosenFactor(all []string, f string) bool { return slices.Contains(all, f) }
