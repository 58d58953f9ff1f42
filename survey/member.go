package survey

import (
	"cmp"
	"errors"
	"net/mail"
	"slices"
	"strings"
	"time"
)

// A Member is somebody who takes part in a season. A member of an earlier season with
// the same Key is the same person.
type Member struct {
	ID      MemberID
	Season  SeasonID
	Name    string
	Email   string // "" where the club only knows an id
	Ref     string // the club's own id, such as a student number; may be ""
	Token   Token  // of the personal link, /m/TOKEN
	Dropped time.Time
	Until   time.Time // the member may answer until then, though the survey is closed; zero for no such leave
	Created time.Time
	Joined  time.Time // by the club link; zero for who was entered by an organizer
	Former  []Calling // what the member was called before, the oldest first
	Waiting bool      // joined by the club link and is to be let in; dropped out until then
	Apart   bool      // joined by the club link and is nobody on the list, as an organizer said
	Took    bool      // as seen by who took the place by the club link, before an organizer has said that it is right

	Declined time.Time // when the member declined letters but those that the member asks for; zero for not
	Known    string    // the address that was known when the first device became the member's own
	Wanted   string    // the address that the member would have, which an organizer has not decided on
}

// Key tells members of a club apart: the folded e-mail address, or the club's id, or the name.
// It is unique within a season; who waits to be let in has one that is nobody else's.
func (m Member) Key() string {
	switch {
	case m.Waiting:
		return "waiting:" + m.ID.Code()
	case m.Email != "":
		return Fold(m.Email)
	case m.Ref != "":
		return "id:" + Fold(m.Ref)
	}
	return "name:" + Fold(m.Name)
}

// NameKey is the same of members whose names differ in case, accents, width and spaces at most.
func (m Member) NameKey() string { return cmp.Or(nameKey(m.Name), Fold(m.Name)) }

// TurnedNameKeys are what NameKey is of the names that begin with another word of this one: "Lee, Bob" is "Bob Lee" turned.
func (m Member) TurnedNameKeys() []string { return turnedKeys(m.Name) }

// Active reports whether the member still takes part.
func (m Member) Active() bool { return m.Dropped.IsZero() }

// MayAnswer reports whether answers of the member are taken: also of who waits to be let in.
func (m Member) MayAnswer() bool { return m.Active() || m.Waiting }

// Gets reports whether letters of a kind go to the member.
func (m Member) Gets(kind LetterKind) bool {
	if kind == DeviceLetter {
		return m.Known != ""
	}
	return m.Email != "" && (kind.AskedFor() || m.Declined.IsZero())
}

// Limits on what is typed.
const (
	MaxName  = 100
	MaxEmail = 254
)

// Check cleans the member's name, address and id, and joins an [*InvalidError] for
// each that is missing, too long or no address.
func (m *Member) Check() error {
	m.Name, m.Email, m.Ref = OneLine(m.Name), Clean(m.Email), OneLine(m.Ref)
	var wrong []error
	if m.Name == "" {
		wrong = append(wrong, &InvalidError{Field: "name", Reason: "name_missing"})
	}
	if len([]rune(m.Name)) > MaxName {
		wrong = append(wrong, &InvalidError{Field: "name", Reason: "too_long", Args: map[string]any{"Max": MaxName}})
	}
	if m.Email != "" {
		wrong = append(wrong, CheckEmail(m.Email))
	}
	if len([]rune(m.Ref)) > MaxName {
		wrong = append(wrong, &InvalidError{Field: "ref", Reason: "too_long", Args: map[string]any{"Max": MaxName}})
	}
	return errors.Join(wrong...)
}

// CheckEmail returns an [*InvalidError] for field "email" unless s is one plain address.
func CheckEmail(s string) error {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > MaxEmail || !strings.Contains(s[strings.LastIndexByte(s, '@')+1:], ".") {
		return &InvalidError{Field: "email", Reason: "email_invalid", Args: map[string]any{"Email": s}}
	}
	return nil
}

// MaskEmail is an address as somebody knows it again who has it, and nobody else learns it: m…@example.org.
func MaskEmail(s string) string {
	name, domain, _ := strings.Cut(s, "@")
	first := []rune(name)
	return string(first[:min(1, len(first))]) + "…@" + domain
}

// Fits reports whether the member is one of whom somebody searches for: the address or the id holds the query, or the name all words of it, whatever
// their order, case, accents, width and spaces.
func (m Member) Fits(query string) bool {
	if whole := Fold(query); strings.Contains(Fold(m.Email), whole) || strings.Contains(Fold(m.Ref), whole) {
		return true
	}
	words := nameWords(query)
	name := nameKey(m.Name)
	return nameKey(query) != "" && !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(name, nameKey(w)) })
}
