package view

import "dure/survey"

// A RemindersPage lists who has not answered the survey or a round of feedback.
type RemindersPage struct {
	Kind    survey.ReminderKind
	Back    string // the page in the season from which one comes
	Chosen  bool   // it is of members who were chosen
	Taken   int    // how many are not among them, who came as somebody on the list
	CSV     string // the address of the same as a table
	Shut    bool   // none of them can answer now
	Auto    string // when members are reminded by themselves, "" of what they are not
	Reached int    // how many of them letters reach: who has an address, and has not declined them
	Chats   []Chat
	Silent  []Nudge
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
}
