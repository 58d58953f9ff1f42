package view

import (
	"net/url"
	"slices"
	"strconv"

	"dure/survey"
)

// A RemindersPage lists who has not answered the survey or a round of feedback.
type RemindersPage struct {
	Kind   survey.ReminderKind
	Back   string // the page in the season from which one comes
	Chosen bool   // it is of members who were chosen
	Taken  int    // how many are not among them, who came as somebody on the list
	CSV    string // the address of the same as a table
	Auto   string // when members are reminded by themselves, "" of what they are not
	Failed int    // letters of the season that were not sent
	Chats  []Chat
	Silent []Nudge // all, of whom only those that are shown have a text
	Shown  []Nudge

	Part, Parts int // of the list, from 1
}

// A Chat is a message to all in one language.
type Chat struct {
	Language Language
	Text     string
}

// A Nudge is a reminder to one member.
type Nudge struct {
	survey.Member
	Called   string
	Lang     survey.Lang
	Link     string
	Text     string
	Mail     string // address that opens a mail program, or ""
	Reminded survey.Reminded
	Waits    bool // a letter to the member waits to be sent
	Shut     bool // the member cannot answer now
}

// Meant are those whom a button for all means: who can answer now, or where nobody can, all of them.
func (d RemindersPage) Meant() []Nudge {
	open := slices.DeleteFunc(slices.Clone(d.Silent), func(n Nudge) bool { return n.Shut })
	if len(open) == 0 {
		return d.Silent
	}
	return open
}

// shut is how many are not meant, as they cannot answer now.
func (d RemindersPage) shut() int { return len(d.Silent) - len(d.Meant()) }

// at is the address of a part of the list.
func (d RemindersPage) at(p Page, part int) string {
	to, err := url.Parse(p.Path)
	if err != nil {
		return p.Path
	}
	query := to.Query()
	query.Set("part", strconv.Itoa(part))
	to.RawQuery = query.Encode()
	return to.String()
}

// reached is how many of those who are meant letters reach: who has an address, and has not declined them.
func (d RemindersPage) reached() (n int) {
	for _, to := range d.Meant() {
		if to.Gets(survey.LetterKind(d.Kind)) {
			n++
		}
	}
	return n
}
