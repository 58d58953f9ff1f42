package view

import "dure/survey"

// A LettersPage is what becomes of the letters of a season or a club.
type LettersPage struct {
	Counts map[survey.LetterState]int
	Rows   map[survey.LetterState][]LetterRow // not more than the page shows
}

// styles are what the page looks like, which lists nothing yet where there is no letter.
func (d LettersPage) styles() []string {
	if len(d.Counts) == 0 {
		return nil
	}
	return []string{"organizer.css"}
}

// A LetterRow is one letter, with what its recipient is called and why it was not taken.
type LetterRow struct {
	survey.Letter
	To, Why string
}

// letterStates is in which order they stand on the page.
var letterStates = []survey.LetterState{survey.LetterFailed, survey.LetterWaits, survey.LetterSent}

// A ForgotForm asks for a link to choose a new password.
type ForgotForm struct {
	Email string
	Sent  bool // a link goes out if there is an account
}
