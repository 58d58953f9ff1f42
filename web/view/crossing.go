package view

import (
	"fmt"
	"strings"

	"dure/survey"
)

// Open reports whether it is still to be said whose answers options have.
func (f QuestionForm) Open() bool { return len(f.Crossings) > 0 && f.Followed == "" }

// asks reports whether something is asked before the question is saved.
func (f QuestionForm) asks() bool { return f.Open() || f.Taken.any() }

// Follow gives options the keys that were chosen, of [QuestionForm.followChoices], if that was said of the same words.
func (f *QuestionForm) Follow(chosen string, options []survey.Option) []survey.Option {
	if len(f.Crossings) > 0 && chosen == f.followValue("") {
		f.Followed = chosen
	}
	for _, c := range f.Crossings {
		if chosen == f.followValue(c.Lang) {
			f.Followed, options = chosen, c.Follow(options)
		}
	}
	return options
}

// followValue names a choice, to follow the words of a language or of none, and of what it was made.
func (f QuestionForm) followValue(lang survey.Lang) string {
	code := []string{string(lang)}
	for _, c := range f.Crossings {
		for _, m := range c.Moves {
			code = append(code, fmt.Sprint(c.Lang, ":", m.From.Key, "-", m.To.Key))
		}
	}
	return strings.Join(code, " ")
}

type followChoice struct{ value, say string }

// followChoices are the answers to whose answers options have.
func (f QuestionForm) followChoices(p Page) []followChoice {
	var all []followChoice
	for _, c := range f.Crossings {
		all = append(all, followChoice{f.followValue(c.Lang), p.T("crossing_follow", "Lang", p.languageName(c.Lang))})
	}
	return append(all, followChoice{f.followValue(""), p.T("crossing_stay")})
}

// languageName is what a language of the pages calls itself.
func (p Page) languageName(lang survey.Lang) string {
	for _, l := range p.Languages {
		if l.Code == lang {
			return l.Name
		}
	}
	return string(lang)
}

// inAll are the words of a text in every language.
func inAll(t survey.Text) string { return strings.Join(t.Wordings(), " / ") }
