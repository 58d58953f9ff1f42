package survey

import "time"

// A LetterID names a letter.
type LetterID int64

// A LetterKind is what a letter is for. The message "letter_" with its name is its text, the one "letter_subject_" its subject.
type LetterKind string

// The kinds of letters. What organizers write about has the name of its [ReminderKind].
const (
	SignupLetter   LetterKind = "signup"           // an invitation to organize a club, with a link that works once
	ResetLetter    LetterKind = "reset"            // a link that works once and gives a new password
	LinkLetter                = LetterKind(OfLink) // the personal link
	ReceiptLetter  LetterKind = "receipt"          // that the answers are there, and where they are changed
	SurveyLetter              = LetterKind(OfSurvey)
	PulseLetter               = LetterKind(OfPulse)
	FeedbackLetter            = LetterKind(OfFeedback)
	TeamLetter                = LetterKind(OfTeam) // that the teams are published
	DeviceLetter   LetterKind = "device"           // a code that makes a device the member's own
)

// AskedFor reports whether who gets such a letter asked for it, or for the account that it is about. All others organizers send to members, who can
// decline them.
func (k LetterKind) AskedFor() bool {
	return k == SignupLetter || k == ResetLetter || k == ReceiptLetter || k == DeviceLetter
}

// A Letter is one in the outbox. It is worded when it is sent, so that the outbox holds no link and nothing that was said.
type Letter struct {
	ID        LetterID
	MessageID string // the same at every try
	Kind      LetterKind
	Club      ClubID // 0 of who wants a new password
	Season    SeasonID
	Member    MemberID  // to whom, or 0
	Email     string    // to whom where it is no member's: that one's is read when it is sent
	Lang      Lang      // where the member's is not known
	Token     Token     // of the link or the code in it
	Until     time.Time // when that ends
	By        Doer      // who had it sent

	State   LetterState
	Tries   int
	Due     time.Time // when it is tried next
	Problem *Message  // why it was not taken the last time
	Created time.Time
	Since   time.Time // since when it is tried: later, where somebody had it tried again
	Done    time.Time // when the server took it, or it was given up
}

// A LetterState is how far a letter is.
type LetterState string

// The states of letters. Sent is what the mail server took: nobody knows more.
const (
	LetterWaits  LetterState = "waiting"
	LetterSent   LetterState = "sent"
	LetterFailed LetterState = "failed"
)

// How long the link of a [ResetLetter] and the code of a [DeviceLetter] work.
const (
	ResetLasts    = time.Hour
	MailCodeLasts = time.Hour
)

// LetterKept is for how long a letter that is done stays in the outbox.
const LetterKept = 90 * 24 * time.Hour

// A LetterBox is what organizers see of letters.
type LetterBox struct {
	Counts  map[LetterState]int
	Letters []Letter // those that failed first, then those that wait, then those that were sent; the newest of each
}
