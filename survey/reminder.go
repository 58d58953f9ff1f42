package survey

import "time"

// A ReminderKind says of what members are reminded: of the survey, or of a round of feedback by its [FeedbackKind].
type ReminderKind string

// The kinds of reminders.
const (
	OfSurvey   ReminderKind = "survey"
	OfPulse                 = ReminderKind(Pulse)
	OfFeedback              = ReminderKind(MainFeedback)
)

// Reminded says how often a member was reminded of one thing, and when last.
type Reminded struct {
	Times int
	Last  time.Time
}
