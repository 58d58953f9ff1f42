package survey

import (
	"errors"
	"time"
)

// Ids of what is stored. They are the database's own row numbers and never leave a club:
// addresses that members see hold a [Token].
type (
	ClubID      int64
	SeasonID    int64
	OrganizerID int64
	SessionID   int64
	PasskeyID   int64
	MemberID    int64
	QuestionID  int64
)

// A Token is the unguessable part of a link: letters of base32, 52 of them, 256 bit, in links to members and seasons, else 26.
type Token string

// A Club has organizers and seasons.
type Club struct {
	ID   ClubID
	Name string
	ClubSettings
	Created time.Time
}

// ClubSettings hold for all seasons of a club.
type ClubSettings struct {
	Zone   string `json:"zone,omitempty"`   // the name of the time zone in which the club's times are typed and shown; "" for the server's
	Lang   Lang   `json:"lang,omitempty"`   // of pages for visitors who ask for none; "" for the program's first
	Mutual bool   `json:"mutual,omitempty"` // new cards on wishes count one only where both wish it
	Logo   string `json:"logo,omitempty"`   // the hash of its picture; "" for none

	Revision int `json:"revision,omitempty"` // grows with every change of the club
}

// Check replaces the zone by its proper name, as "Asia/Seoul" for "KST", or returns an [*InvalidError] for what is no zone.
func (s *ClubSettings) Check() error {
	if s.Zone = Clean(s.Zone); s.Zone == "" {
		return nil
	}
	loc, err := ParseZone(s.Zone)
	if bad, ok := errors.AsType[*InvalidError](err); ok {
		bad.Field = "zone"
		return bad
	}
	if err == nil {
		s.Zone = loc.String()
	}
	return err
}

// A Role is what an organizer may do in a club.
type Role string

// The roles, from all rights to the fewest.
const (
	Owner  Role = "owner"     // everything, and who else is an organizer
	Editor Role = "organizer" // everything in the seasons
	Viewer Role = "viewer"    // reads
)

// Has reports whether the role has every right of another.
func (r Role) Has(least Role) bool {
	switch least {
	case Owner:
		return r == Owner
	case Editor:
		return r.MayEdit()
	}
	return r != ""
}

// MayEdit reports whether the role may change a club's seasons.
func (r Role) MayEdit() bool { return r == Owner || r == Editor }

// Check returns an [*InvalidError] for anything but one of the roles.
func (r Role) Check() error {
	if r == Owner || r == Editor || r == Viewer {
		return nil
	}
	return &InvalidError{Field: "role", Reason: "role_unknown"}
}

// An Organizer has an account: an e-mail address and a password.
type Organizer struct {
	ID           OrganizerID
	Email        string // as typed; unique by [Fold]
	PasswordHash string // argon2id, encoded with its parameters
	Created      time.Time
}

// A Season is an intake, a term or an event of a club.
type Season struct {
	ID      SeasonID
	Club    ClubID
	Name    string
	Token   Token    // of the club link, /s/TOKEN, which the QR code shows
	Before  SeasonID // the season that it was begun from; 0 for none
	Created time.Time
	Closed  bool      // who is new to the list waits to be let in
	Kept    time.Time // who joined by the club link up to then may stay, however many came at once

	// KeepUntil is when what members said is erased without anybody asking for it; zero for never.
	KeepUntil time.Time
}

// WarnBefore is how long before that organizers are warned.
const WarnBefore = 30 * 24 * time.Hour
