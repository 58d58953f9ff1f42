package survey

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A ContactKind is by what a member can be reached. The message "contact_" with its name says it.
type ContactKind string

// The kinds of contacts.
const (
	ByPhone   ContactKind = "phone"
	ByKakao   ContactKind = "kakao"
	ByDiscord ContactKind = "discord"
	ByEmail   ContactKind = "email"
	ByElse    ContactKind = "else" // as typed
)

// ContactKinds are all of them, in the order in which they are asked and shown.
var ContactKinds = []ContactKind{ByPhone, ByKakao, ByDiscord, ByEmail, ByElse}

// A Contact is how a member lets the teammates of a published team reach the member.
type Contact struct {
	Kind ContactKind `json:"kind"`
	At   string      `json:"contact"`
}

// Field is the field of a form in which a contact of the kind is typed.
func (k ContactKind) Field() string { return "contact_" + string(k) }

// Contacts are those of a member, at most one of a kind.
type Contacts []Contact

// Of is the contact of a kind, "" for none.
func (cs Contacts) Of(kind ContactKind) string {
	i := slices.IndexFunc(cs, func(c Contact) bool { return c.Kind == kind })
	if i < 0 {
		return ""
	}
	return cs[i].At
}

// Mark is the mark of what they say.
func (cs Contacts) Mark() string { return mark(append(Contacts{}, cs...)) }

// Sort puts them into the order of [ContactKinds].
func (cs Contacts) Sort() Contacts {
	slices.SortFunc(cs, func(a, b Contact) int { return slices.Index(ContactKinds, a.Kind) - slices.Index(ContactKinds, b.Kind) })
	return cs
}

// MaxContact is how many characters a contact has at most.
const MaxContact = 100

// ReadContacts reads them as typed, and joins an [*InvalidError] for each that is none of its kind or too long. What is not typed is not shared.
func ReadContacts(form url.Values) (cs Contacts, wrong error) {
	for _, kind := range ContactKinds {
		c := Contact{kind, withoutMarks(OneLine(form.Get(kind.Field())))}
		if c.At == "" {
			continue
		}
		if kind == ByPhone {
			c.At = norm.NFKC.String(c.At) // the digits of a Korean or Japanese keyboard may be wide
		}
		cs, wrong = append(cs, c), errors.Join(wrong, c.check())
	}
	return cs, wrong
}

// withoutMarks leaves out what is not seen, and what turns the direction of what follows.
func withoutMarks(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s))
}

func (c Contact) check() error {
	switch {
	case len([]rune(c.At)) > MaxContact:
		return &InvalidError{Field: c.Kind.Field(), Reason: "too_long", Args: map[string]any{"Max": MaxContact}}
	case c.Kind == ByPhone && c.digits() == "":
		return &InvalidError{Field: c.Kind.Field(), Reason: "contact_phone_invalid"}
	case c.Kind == ByEmail && CheckEmail(c.At) != nil:
		return &InvalidError{Field: c.Kind.Field(), Reason: "email_invalid", Args: map[string]any{"Email": c.At}}
	}
	return nil
}

// digits are those of a telephone number, with the + before them, and "" of what is none. The longest has 15 (ITU-T E.164), and one in a country may have
// more where numbers are dialled through others.
func (c Contact) digits() string {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -().", r) {
			return -1
		}
		return r
	}, c.At)
	number := strings.TrimPrefix(digits, "+")
	if len(number) < 3 || len(number) > 20 || strings.Trim(number, "0123456789") != "" {
		return ""
	}
	return digits
}

// Link is the address that calls a telephone number or writes to an address; "" of what can only be copied.
func (c Contact) Link() string {
	switch {
	case c.Kind == ByPhone && c.digits() != "":
		return "tel:" + c.digits()
	case c.Kind == ByEmail && CheckEmail(c.At) == nil:
		return "mailto:" + url.PathEscape(c.At)
	}
	return ""
}
