package survey

import "time"

// MemberData is all that a season keeps of one member, for the member to have: what the member said, and who looked at it. What others said
// is theirs.
type MemberData struct {
	Club     string     `json:"club"`
	Season   string     `json:"season"`
	Name     string     `json:"name"`
	Email    string     `json:"email"`
	Ref      string     `json:"id"`
	Before   []Calling  `json:"called_before,omitempty"` // by what the names that others typed are understood, too
	Joined   time.Time  `json:"joined"`
	Dropped  *time.Time `json:"dropped,omitempty"`
	Reopened *time.Time `json:"may_answer_until,omitempty"`

	Contacts []Contact      `json:"shared_contacts,omitempty"` // with the teammates of the published team
	Response *ResponseData  `json:"response,omitempty"`
	Feedback []FeedbackData `json:"feedback,omitempty"`
	Team     string         `json:"team,omitempty"` // of the published ones
	Reminded []ReminderData `json:"reminded,omitempty"`
	Devices  []DeviceData   `json:"devices,omitempty"`
	Known    string         `json:"address_for_codes,omitempty"` // to which a code goes that makes a new device the member's own
	Wanted   string         `json:"address_wanted,omitempty"`    // in the place of the one that the list has
	Letters  []LetterData   `json:"letters,omitempty"`
	Declined *time.Time     `json:"declined_letters,omitempty"`
	Log      []ActData      `json:"log,omitempty"`
}

// ResponseData is what a member answered, in words and as it is stored.
type ResponseData struct {
	Begun     *time.Time   `json:"begun,omitempty"`
	Submitted *time.Time   `json:"submitted,omitempty"`
	Saved     *time.Time   `json:"saved,omitempty"`
	Lang      Lang         `json:"language,omitempty"`
	Consented bool         `json:"consented"`
	Agreed    Agreement    `json:"agreed_to"`
	Guardian  string       `json:"guardian,omitempty"`
	Answers   []AnswerData `json:"answers,omitempty"`
	Draft     []AnswerData `json:"draft,omitempty"`
	Otherwise []AnswerData `json:"otherwise,omitempty"` // on other devices
	Stored    struct {
		Answers Answers `json:"answers,omitempty"`
		Draft   Answers `json:"draft,omitempty"`
		Meant   Meant   `json:"names_mean,omitempty"`

		Otherwise Otherwise `json:"otherwise,omitempty"`
	} `json:"stored"`
}

// AnswerData is an answer in words, to the question as it was asked then.
type AnswerData struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`

	Of    Question `json:"-"` // of the first column of a question: as it was asked, to be worded in any language
	Given Answer   `json:"-"`
}

// DeviceData is a device of the member's own.
type DeviceData struct {
	Name      string    `json:"name"` // what browser of what system it said it was
	Confirmed time.Time `json:"confirmed"`
}

// FeedbackData is what a member said about the team in a round.
type FeedbackData struct {
	Round     FeedbackKind `json:"round"`
	Submitted *time.Time   `json:"submitted,omitempty"`
	Sent      *Opinion     `json:"sent,omitempty"`
	Draft     *Opinion     `json:"draft,omitempty"`
}

// ReminderData is when a member was reminded of what.
type ReminderData struct {
	Of string    `json:"of"`
	At time.Time `json:"at"`
}

// LetterData is a letter to a member.
type LetterData struct {
	Kind  LetterKind  `json:"kind"`
	State LetterState `json:"state"`
	Made  time.Time   `json:"made"`
	Done  *time.Time  `json:"done,omitempty"`
	Why   *Message    `json:"why_not,omitempty"`
}

// ActData is a line of the log that concerns the member.
type ActData struct {
	At   time.Time `json:"at"`
	By   DoerKind  `json:"by"`
	Who  string    `json:"who,omitempty"` // the organizer's address
	What Deed      `json:"what"`

	Letter LetterKind `json:"letter,omitempty"` // that was sent
}

// OptionalTime is a time, and nil for none.
func OptionalTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// Found is a member whom somebody looked for, with where.
type Found struct {
	Member
	Club                 ClubID
	ClubName, SeasonName string
}

// Called is the name with what tells the member from others of that name.
func (f Found) Called() string {
	for _, known := range []string{f.Email, f.Ref} {
		if known != "" {
			return f.Name + " <" + known + ">"
		}
	}
	return f.Name
}
