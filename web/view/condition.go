package view

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"dure/survey"
)

// conditional reports whether an answer on the page decides on another question of it.
func conditional(all []survey.Question) bool {
	for i, q := range all {
		if _, ok := deciding(all[:i], q); ok {
			return true
		}
	}
	return false
}

// deciding returns the question, among those before q, whose answer decides on whether q is asked.
func deciding(before []survey.Question, q survey.Question) (survey.Question, bool) {
	return survey.Survey{Questions: append(slices.Clone(before), q)}.Deciding(q)
}

// only are the attributes by which show.js shows and hides the question, where an answer on the page decides on it.
func (k asked) only() templ.Attributes {
	a := templ.Attributes{"data-question": k.field()}
	on, ok := deciding(k.before, k.q)
	if !ok {
		return a
	}
	c := k.q.Show
	var keys []string
	for _, key := range c.Options {
		if o, ok := on.CountsAs(key); ok {
			keys = append(keys, strconv.Itoa(o.Key))
		}
	}
	a["data-if"], a["data-if-any"], a["data-if-from"], a["data-if-to"] = on.Field(), strings.Join(keys, " "), number(c.From), number(c.To)
	a["data-if-options"], a["data-if-not"] = len(c.Options) > 0, c.Not
	return a
}

// onlyWords say to whom a question is asked, by the answer to another one; "" where that one is gone.
func onlyWords(p Page, on survey.Question, c survey.Condition) string {
	what := ""
	switch {
	case len(c.Options) > 0:
		var words []string
		for _, key := range c.Options {
			if o, ok := on.CountsAs(key); ok && !slices.Contains(words, p.In(o.Label)) {
				words = append(words, p.In(o.Label))
			}
		}
		what = strings.Join(words, " / ")
	case c.From != nil && c.To != nil:
		what = number(c.From) + "–" + number(c.To)
	case c.From != nil:
		what = "≥ " + number(c.From)
	case c.To != nil:
		what = "≤ " + number(c.To)
	default:
		return p.T(Either(c.Not, "show_unanswered", "show_answered"), "Title", p.In(on.Title))
	}
	return p.T(Either(c.Not, "show_unless", "show_if"), "Title", p.In(on.Title), "What", what)
}
