// Package view holds the pages, as templ components. A page shows what it is given,
// already computed, and asks nobody for more.
package view

import (
	"time"

	"github.com/a-h/templ"

	"dure/survey"
)

// OnceField is the field in which a form that makes something says its key, ReadField the one in which a form that changes something says by a mark
// what stood there when it was made.
const (
	OnceField = "once"
	ReadField = "read"
)

// A Translator words a message key in the visitor's language. Arguments are names and values in
// turn; one called Count chooses the plural.
type Translator func(key survey.Key, args ...any) string

// Say words a message.
func (t Translator) Say(m survey.Message) string {
	args := make([]any, 0, 2*len(m.Args))
	for name, v := range m.Args {
		args = append(args, name, v)
	}
	return t(m.Key, args...)
}

// A Page is what stands around every page's own content.
type Page struct {
	T         Translator
	Lang      survey.Lang
	Languages []Language // that pages are worded in
	Title     string     // worded
	Path      string     // the address asked for, to come back to
	Flash     string     // worded; shown once, at the top
	Backups   []string   // worded; to organizers, that there is no new backup, or a saved one that nobody has looked at
	Errors    []FieldError
	Club      survey.Club   // zero outside a club
	Season    survey.Season // zero outside a season
	Logo      string        // the address of the club's picture; "" for none
	LogoOf    string        // the club's name
	SignedIn  bool
	MayEdit   bool
	Owner     bool
	Once      string // the key of the page's forms
	Clock     string // the time zone in which times are shown
	DateTime  func(time.Time) string
	Deadline  func(time.Time) string // with the zone
	Refresh   int                    // seconds after which the page asks again where there is no JavaScript; 0 for never
	Shared    *Shared                // what a chat room shows of a link to the page; nil for nothing
	Enter     string                 // what the Enter key tells that form to go on to; "" where it keeps what is typed
	Keep      string                 // where the form with id "answers" is sent when the language is switched, so that nothing typed is lost
	Mails     bool                   // the program sends letters
	Demo      bool                   // clubs, members and past teams are made up
	App       App                    // in whose browser the page is open
}

// Shared is what a chat room shows of a link. Programs that nobody can see fetch it, and show it to everybody there: it tells of nobody.
type Shared struct {
	Title, Says string // worded
	Base        string // the address of the program, since a picture's has to be whole
}

// A Language is one that pages are worded in.
type Language struct {
	Code survey.Lang
	Name string // in itself
}

// A FieldError says what is wrong with a form's field and how to mend it.
type FieldError struct {
	Field   string // "" for the whole form
	Label   string // what the summary calls the field where the message alone would not tell; ""
	Message string // worded
}

// Error returns the message for a field, or "".
func (p Page) Error(field string) string {
	for _, e := range p.Errors {
		if e.Field == field {
			return e.Message
		}
	}
	return ""
}

// titled is the title, which says first where something is to be mended.
func (p Page) titled() string {
	if len(p.Errors) > 0 {
		return p.T("title_error", "Title", p.Title)
	}
	return p.Title
}

// keepTyped makes the language switch a button of the page's own form.
func (p Page) keepTyped() templ.Attributes {
	if p.Keep == "" {
		return nil
	}
	return templ.Attributes{"form": "answers", "formaction": p.Keep, "formnovalidate": true}
}

// enters is what the Enter key does in a field of the page's own form.
func (p Page) enters() templ.Attributes {
	if p.Enter == "" {
		return templ.Attributes{"form": "answers", "formaction": p.Keep, "formnovalidate": true, "data-keeps": true}
	}
	return templ.Attributes{"form": "answers", "name": "go", "value": p.Enter}
}

// In returns a question's or a survey's wording in the page's language.
func (p Page) In(t survey.Text) string { return t.In(p.Lang) }

// speaks says of an element in which language the words of a text are, where they are not in the page's, for what reads them out.
func (p Page) speaks(t survey.Text) templ.Attributes {
	if lang := t.Shown(p.Lang); lang != p.Lang {
		return templ.Attributes{"lang": string(lang)}
	}
	return nil
}

// Either is the one message key or the other.
func Either(yes bool, one, other survey.Key) survey.Key {
	if yes {
		return one
	}
	return other
}

// A SignInForm is what was typed to sign in, without the password. Passkey is nil where there are none.
type SignInForm struct {
	Email, Next string
	Passkey     *PasskeyForm
}

// A PasskeyForm is what a browser asks a passkey: the options, as JSON, and what comes back with the answer.
type PasskeyForm struct{ Options, Ceremony, Name string }

// An AccountPage is what an organizer sees of the own account.
type AccountPage struct {
	Email       string
	HasPassword bool
	Passkeys    []survey.Passkey
	MayAdd      bool             // a passkey: browsers make them at this address
	Sessions    []survey.Session // those that were seen last
	Earlier     int              // how many there are besides
	Here        survey.SessionID // the one that asks
}

// A SignUpForm is what was typed to sign up, without the password. Fixed means that the link is
// for one address.
type SignUpForm struct {
	Email string
	Fixed bool
	Again bool // for an account that exists
}
