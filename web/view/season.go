package view

import (
	"slices"
	"time"

	"github.com/a-h/templ"

	"dure/survey"
)

// A SeasonPage is the overview of a season: how far it is and what comes next.
type SeasonPage struct {
	Erases        bool // members and answers go by themselves soon
	State         survey.State
	Opens, Closes time.Time
	Closed        string // by what and when, worded; "" where it is not
	Questions     int
	Counts        survey.Counts
	Link          string // of the club, whole
	Steps         []Step
	Recent        []Recent
	Import        survey.Import // the last one
	Plan          RosterPlan    // which teams are published by themselves
	Advice        Advice        // where to open the survey comes next
}

// A Step is one line of the way from the first question to the feedback. Key begins the
// message keys that word it. One step at the most is Next.
type Step struct {
	Key  string
	Path string // in the season
	Done bool
	Next bool
}

// Next returns the step to take now; its Key is empty when all is done.
func (d SeasonPage) Next() Step {
	for _, s := range d.Steps {
		if s.Next {
			return s
		}
	}
	return Step{}
}

// nobody reports whether the survey is closed though nobody has answered: it has to open again before there is anything to do.
func (d SeasonPage) nobody() bool { return d.Next().Key == "answers" && d.State == survey.Closed }

// shareKey words what becomes of those who open the club's link.
func (d SeasonPage) shareKey() survey.Key {
	switch d.State {
	case survey.Open:
		return "share_text"
	case survey.Closed:
		return "share_text_closed"
	}
	return "share_text_later"
}

// Over reports whether the season has its teams, so that the next one may begin.
func (d SeasonPage) Over() bool {
	return slices.ContainsFunc(d.Steps, func(s Step) bool { return s.Key == "publish" && s.Done })
}

// A Recent is an answer that came in lately.
type Recent struct {
	Member survey.Member
	Called string
	At     time.Time
	Sent   bool // some answers were sent
	Draft  bool // something was typed that was not sent
}

// stepClass is how a step looks.
func stepClass(s Step) string {
	switch {
	case s.Done:
		return "done"
	case s.Next:
		return "next"
	}
	return ""
}

// currentStep tells screen readers which step comes next.
func currentStep(s Step) templ.Attributes {
	if !s.Next {
		return nil
	}
	return templ.Attributes{"aria-current": "step"}
}
