package view

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"dure/clustering/team"
	"dure/survey"
)

// A JoinSeasonForm is what the page of a club link shows, and what was typed there.
type JoinSeasonForm struct {
	Club   survey.Club
	Season survey.Season
	Survey survey.Survey
	State  survey.State
	Here   []survey.Member // who began on this device, which goes on where it was
	Said   survey.Start    // before anything is kept
	Name   string
	Email  string
}

// A Visit is what the pages behind a personal link show.
type Visit struct {
	Given
	Club      survey.Club
	Season    survey.Season
	Member    survey.Member
	Survey    survey.Survey // as far as the device shows it
	Whole     survey.Survey
	Hides     bool            // the device does not show what is answered in confidence
	Devices   []survey.Device // the member's own
	Knew      *string         // which sending was known to be kept when the page was asked for; nil where it is the answer to one
	Carries   string          // what the form says of the device, where the browser keeps no cookies
	Forgets   bool            // the browser refuses cookies
	Beside    []survey.Member // who wait, on another device, because they came by the club link as this member
	State     survey.State
	Versions  []survey.Question // all that were ever asked
	Pages     []survey.Page     // of the form
	At        int               // which of them it shows
	AtMost    bool              // there are fewer for some members
	Full      bool              // as many have sent answers as may
	Changed   bool              // there is a draft that differs from what was submitted
	Offered   bool              // what the form shows is what the member answered in the season before, and counts for nothing yet
	Begun     time.Time         // when the form was opened, which it brings back
	Otherwise survey.Otherwise  // what else was answered, on other devices
	Turns     survey.Turns
	Saved     time.Time // when something of it was kept last
	Submitted time.Time
	Filed     bool // some of the answers came from a file
	Consented bool
	Agreed    survey.Agreement
	Guardian  string // who agreed for a member who is younger than the least age
	Link      string // the whole address, to keep
	Code      string // that came with the address, by which a device is confirmed
	Team      *MemberTeam
	Contacts  survey.Contacts // by which the teammates may reach the member, on an own device
	Feedback  []FeedbackCard  // of the rounds that are open to the member
	Peers     *survey.PeersSaid
	Preview   bool // an organizer looks at what the member will see
}

// pageWords says which of how many pages is shown.
func (v Visit) pageWords(p Page) string {
	return p.T(Either(v.AtMost, "form_page_at_most", "form_page"), "N", v.At+1, "Count", max(1, len(v.Pages)))
}

// SentField is the field by whose value the page's script knows one sending of its form.
const SentField = "sent"

// TurnField is the field in which the script says how often it has sent its form or kept a copy of it.
const TurnField = "turn"

// Path is the address of a page of the member's; rest begins with "/" or is "".
func (v Visit) Path(rest string) string { return "/m/" + string(v.Member.Token) + rest }

// left names what the member's forms leave on a device. It is no part of the link, so that what was typed under one that was renewed is found again;
// nor does it change, and tell something, as who came by the club link becomes somebody on the list.
func (v Visit) left(form string) string { return "/" + v.Copies() + form }

// Copies is what [Visit.left] begins with.
func (v Visit) Copies() string {
	if !v.Member.Joined.IsZero() {
		return fmt.Sprintf("s%d-%d", v.Season.ID, v.Member.Joined.UnixMilli())
	}
	return fmt.Sprintf("%d-%d", v.Member.ID, v.Member.Created.UnixMilli())
}

// keeps makes a form keep what is typed, by its script: on the device, and at the address; kept says that what it shows is.
func (v Visit) keeps(p Page, at, form string, kept bool) templ.Attributes {
	return templ.Attributes{
		"data-autosave": at, "data-copies": v.left(form), "data-saving": p.T("draft_saving"), "data-offline": p.T("draft_offline"),
		"data-unreached": p.T("draft_unreached"), "data-trouble": p.T("draft_trouble"), "data-copied": p.T("draft_copied"), "data-uncopied": p.T("draft_uncopied"),
		"data-unsent": p.T("draft_unsent"),
		"data-unkept": !kept,
	}
}

// Answered is how many of the questions that are asked of the member have an answer, of how many.
func (v Visit) Answered() (answered, of int) {
	asked := v.Survey.Shown(v.Answers).Asked()
	for _, q := range asked {
		if !v.Answers[q.ID].IsZero() {
			answered++
		}
	}
	return answered, len(asked)
}

// Minutes is how many a member is told that a survey takes; 0 where it asks nothing.
func Minutes(s survey.Survey) int { return survey.Minutes(s.Estimate()) }

// Wanting is how many questions must be answered and are not, in answers that were sent: a question came, or changed, after them.
func (v Visit) Wanting() (n int) {
	for _, q := range v.Survey.Shown(v.Answers).Asked() {
		if q.Required && v.Answers[q.ID].IsZero() {
			n++
		}
	}
	return n
}

// AsksSince reports whether something must be answered, or agreed to, since the answers were sent.
func (v Visit) AsksSince() bool {
	return v.CanAnswer() && !v.Submitted.IsZero() && (v.Wanting() > 0 || v.Starts() && v.Consented)
}

// TurnTo turns the form to the page with the number, or to the first.
func (v *Visit) TurnTo(number string) {
	v.At = max(0, slices.IndexFunc(v.Pages, func(p survey.Page) bool { return pageNumber(p) == number }))
}

func pageNumber(p survey.Page) string { return strconv.FormatInt(int64(p.Head.ID), 10) }

// PagePath is the address of the page of the form.
func (v Visit) PagePath() string {
	if v.At == 0 {
		return v.Path("/answers")
	}
	return v.Path("/answers?" + survey.PageField + "=" + pageNumber(v.page()))
}

func (v Visit) page() survey.Page {
	if v.At < len(v.Pages) {
		return v.Pages[v.At]
	}
	return survey.Page{}
}

// Last reports whether the form is sent from the page.
func (v Visit) Last() bool { return v.At+1 >= len(v.Pages) }

// What a button of the form says that it goes on to.
const (
	GoStart = "start"
	GoNext  = "next"
)

// Enter is what the Enter key goes on to: the next page. It sends no answers; on the last page it keeps them.
func (v Visit) Enter() string {
	if v.Last() {
		return ""
	}
	return GoNext
}

// OnPage reports whether a field of the form is on the page.
func (v Visit) OnPage(field string) bool {
	return slices.ContainsFunc(v.page().Questions, func(q survey.Question) bool { return q.Field() == field })
}

// askedHere reports whether the page asks at a field of its form whom a name means.
func (v Visit) askedHere(d DoubtCard) bool {
	for _, name := range v.Answers[d.Question].Named(d.Side) {
		if survey.Fold(name) == survey.Fold(d.Text) {
			return !d.Decided() && v.OnPage(survey.Question{ID: d.Question}.Field())
		}
	}
	return false
}

// notAsked is the visit with the doubts that no field of the form asks.
func (v Visit) notAsked() Visit {
	v.Doubts = slices.DeleteFunc(slices.Clone(v.Doubts), v.askedHere)
	return v
}

// firstAsked is where the form asks first whom a name means.
func (v Visit) firstAsked() string {
	if i := slices.IndexFunc(v.Doubts, v.askedHere); i >= 0 {
		return "#" + survey.Question{ID: v.Doubts[i].Question}.Field()
	}
	return "#names"
}

// AddOtherwise puts beside the answers those of other devices that differ.
func (v *Visit) AddOtherwise() {
	for _, q := range v.Survey.Questions {
		_, newer := v.Newer[q.ID]
		if other, waits := v.Otherwise.Of(q.ID, v.Kept[q.ID]); waits && !newer {
			v.Newer[q.ID] = Said{Answer: other, Question: survey.VersionOf(v.Seen(), q.ID, other.Version), Mark: other.Sum(), Waits: true}
		}
	}
}

// Undecided are the questions that are asked and have an answer from another device, too, as mistakes.
func (v Visit) Undecided() (all []*survey.InvalidError) {
	for _, q := range v.Survey.Shown(v.Answers).Questions {
		if v.Newer[q.ID].Waits {
			all = append(all, &survey.InvalidError{Field: q.Field(), Reason: AnsweredElsewhere})
		}
	}
	return all
}

// firstUndecided is where the form asks first which of two answers counts.
func (v Visit) firstUndecided() string {
	field := v.Undecided()[0].Field
	for v.At = range v.Pages {
		if v.OnPage(field) {
			break
		}
	}
	return v.PagePath() + "#" + field
}

// AnsweredElsewhere is the mistake of a question that has two answers.
const AnsweredElsewhere survey.Key = "answered_elsewhere"

// kept reports whether all is kept that the form shows.
func (v Visit) kept() bool {
	return len(v.Typed) == 0 && !slices.ContainsFunc(slices.Collect(maps.Values(v.Newer)), func(s Said) bool { return !s.Waits })
}

// toAnswers is what leads to the form.
func (v Visit) toAnswers() survey.Key {
	switch {
	case !v.Submitted.IsZero():
		return "answers_change"
	case v.typed():
		return "answers_go_on"
	}
	return "answers_give"
}

// typed reports whether the member has answered something that the device shows, beside what is only offered.
func (v Visit) typed() bool {
	answered, _ := v.Answered()
	return answered > 0 && !v.Offered
}

// asks is what the page shows: what begins it, and its questions.
func (v Visit) asks() []survey.Question {
	page := v.page()
	if page.Head.ID == 0 {
		return page.Questions
	}
	return slices.Insert(slices.Clone(page.Questions), 0, page.Head)
}

// CanAnswer reports whether answers are taken now.
func (v Visit) CanAnswer() bool { return v.State == survey.Open && v.Member.MayAnswer() }

// A MemberTeam is the published team as its member sees it.
type MemberTeam struct {
	Number int // from 0
	Name   string
	Mates  []Teammate // without the member
	Hours  []TeamHours
	Why    []string // what the member has in common with the team, worded
	Later  []Round  // the member's teams in rounds after the first

	Weighed string // by what the teams were formed, in general terms

	Brief    team.Brief
	Meetings []survey.Meeting // when all who said are free, in the next weeks
}

// Dated reports whether the team has anything for a calendar.
func (t MemberTeam) Dated() bool { return len(t.Meetings) > 0 || !t.Brief.Meet.IsZero() }

// CalendarWeeks is how many weeks the calendar of a team has.
const CalendarWeeks = 12

// TeamHours are the hours that a team has in common, by one availability question.
type TeamHours struct {
	Question survey.Text
	Common   survey.Common
	Most     survey.Week // where there are none: the hours that most have free
	Count    int         // how many have those
	Silent   []string    // who has not said
	Clock    string      // the time zone in which they are told; "" where the question asks for none
	Own      bool        // it is the member's own
	Vary     bool        // clocks of the team are not always as far apart as they count
}

// hasRequired reports whether a question must be answered.
func hasRequired(all []survey.Question) bool {
	return slices.ContainsFunc(all, func(q survey.Question) bool { return q.Required })
}

// surveyTitle is the survey's title, or the season's name where it has none.
func surveyTitle(p Page, s survey.Survey, season survey.Season) string {
	return cmp.Or(p.In(s.Title), season.Name)
}
