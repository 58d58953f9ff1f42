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

// Reminded says how often a member was reminded of one thing, and when last.
type Reminded struct {
	Times int
	Last  time.Time
}
