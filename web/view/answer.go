package view

import (
	"cmp"
	"slices"
	"time"

	"dure/survey"
)

// A JoinSeasonForm is what the page of a club link shows, and what was typed there.
type JoinSeasonForm struct {
	Club   survey.Club
	Season survey.Season
	Survey survey.Survey
	State  survey.State
	Name   string
	Email  string
}

// A Visit is what the pages behind a personal link show.
type Visit struct {
	Given
	Club      survey.Club
	Season    survey.Season
	Member    survey.Member
	Survey    survey.Survey
	State     survey.State
	Versions  []survey.Question // all that were ever asked
	Changed   bool              // there is a draft that differs from what was submitted
	Offered   bool              // what the form shows is what the member answered in the season before, and counts for nothing yet
	Submitted time.Time
	Consented bool
	Doubts    []DoubtCard // names in the submitted answers that are not certain, or were decided
	Link      string      // the whole address, to keep
	Team      *MemberTeam
	Feedback  []FeedbackCard // of the rounds that are open to the member
}

// Path is the address of a page of the member's; rest begins with "/" or is "".
func (v Visit) Path(rest string) string { return "/m/" + string(v.Member.Token) + rest }

// Answered is how many of the survey's questions have an answer.
func (v Visit) Answered() int {
	n := 0
	for _, q := range v.Survey.Questions {
		if !v.Answers[q.ID].IsZero() {
			n++
		}
	}
	return n
}

// CanAnswer reports whether answers are taken now.
func (v Visit) CanAnswer() bool { return v.State == survey.Open && v.Member.Active() }

// A MemberTeam is the published team as its member sees it.
type MemberTeam struct {
	Number int // from 0
	Name   string
	Mates  []string // without the member
	Hours  []TeamHours
	Why    []string // what the member has in common with the team, worded
	Later  []Round  // the member's teams in rounds after the first
}

// TeamHours are the hours that a team has in common, by one availability question.
type TeamHours struct {
	Question survey.Text
	Common   survey.Common
	Most     []int // where there are none: the hours that most have free
	Count    int   // how many have those
}

// hasRequired reports whether the survey has a question that must be answered.
func hasRequired(s survey.Survey) bool {
	return slices.ContainsFunc(s.Questions, func(q survey.Question) bool { return q.Required })
}

// surveyTitle is the survey's title, or the season's name where it has none.
func surveyTitle(p Page, s survey.Survey, season survey.Season) string {
	return cmp.Or(p.In(s.Title), season.Name)
}
