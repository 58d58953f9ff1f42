package survey

import "time"

// A ReminderKind says what organizers write to members about: the survey, a round of feedback by its [FeedbackKind], the personal link, or the teams.
type ReminderKind string

// The kinds of reminders.
const (
	OfSurvey   ReminderKind = "survey"
	OfPulse                 = ReminderKind(Pulse)
	OfFeedback              = ReminderKind(MainFeedback)
	OfLink     ReminderKind = "link"
	OfTeam     ReminderKind = "team"
)

// ReminderKinds are all of them, in the order in which a season comes to them.
var ReminderKinds = []ReminderKind{OfLink, OfSurvey, OfTeam, OfPulse, OfFeedback}

// Reminded says how often a member was reminded of one thing, and when last.
type Reminded struct {
	Times int
	Last  time.Time
}

// How many days before the close members may be reminded by themselves, and the choice that they are not.
const RemindNever = -1

// RemindDays are the days to choose from, the first of which a form begins with.
var RemindDays = []int{1, 3}

// RemindAt returns when those who have not sent their answers are reminded by themselves, zero for never: so many days before the close, once in a
// season, and not of a survey that opens later than that. Where that time has passed and nobody was reminded, they are now.
func (s Survey) RemindAt() time.Time {
	at := s.Closes.AddDate(0, 0, -s.Remind)
	if s.Remind <= 0 || s.Closes.IsZero() || s.Opens.IsZero() || !s.Reminded.IsZero() || !at.After(s.Opens) {
		return time.Time{}
	}
	return at
}

// RemindsAgain is how long after a reminder, by whomever, the next may come by itself.
const RemindsAgain = 24 * time.Hour
