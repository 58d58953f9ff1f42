package survey

import "time"

// An Invite is what a one-time link to sign up gives. Without an e-mail address it is for
// the first organizer; with one and no club it is the operator's, and also sets a new password
// for an account that exists; with a club it makes its address an organizer of it.
type Invite struct {
	Email   string
	Club    ClubID      // 0 for none
	Role    Role        // in the club
	Sender  OrganizerID // who invites to the club; 0 for the operator
	Expires time.Time
}

// An Invitation is an [Invite] to a club that waits to be taken up. ID names it among the club's, and is not its token.
type Invitation struct {
	Invite
	ID    string
	From  string // the sender's address; "" where it is not known
	Token Token  // of its link; "" where nobody can tell it any more
}

// A Session is an organizer signed in on a device.
type Session struct {
	ID        SessionID
	Organizer OrganizerID
	Device    string // what browser of what system it said it was; "" if nothing known
	Created   time.Time
	Seen      time.Time // when it last asked for something, to a minute
	Expires   time.Time
}

// A Passkey is a key on a device of an organizer, which signs in there in the place of the password.
type Passkey struct {
	ID         PasskeyID
	Organizer  OrganizerID
	Credential string // what the device calls it
	Name       string
	Data       []byte // what the library of passkeys keeps of it
	Created    time.Time
	Used       time.Time // zero for never
}

// A Colleague is an organizer of a club with the role in it. The password hash stays behind.
type Colleague struct {
	Organizer
	Role Role
}

// Counts say how far a season's answers have come. Dropped members count only as such.
type Counts struct {
	Members   int // who take part
	Started   int // with a draft only
	Submitted int
	Dropped   int
	Waiting   int // who joined by the club link and are to be let in
}

// Contents are what goes with a club or a season that is deleted.
type Contents struct {
	Name    string
	Seasons int
	Counts
}

// Mark is the mark of what goes.
func (c Contents) Mark() string { return mark(c) }

// Plus returns the members of several seasons together.
func (c Counts) Plus(o Counts) Counts {
	return Counts{
		Members: c.Members + o.Members, Started: c.Started + o.Started, Submitted: c.Submitted + o.Submitted, Dropped: c.Dropped + o.Dropped,
		Waiting: c.Waiting + o.Waiting,
	}
}

// Progress says how far a member's answers have come.
type Progress struct {
	Submitted time.Time // zero before the first submission
	Sent      time.Time // of the last submission by the member, not out of a file
	Saved     time.Time // of the last draft or submission
	Draft     bool      // something was typed since
}
