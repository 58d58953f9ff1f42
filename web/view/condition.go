package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"dure/survey"
)

// conditional reports whether an answer before a question, in the form or its part, decides on it.
func conditional(before, all []survey.Question) bool {
	for i, q := range all {
		if _, ok := deciding(slices.Concat(before, all[:i]), q); ok {
			return true
		}
	}
	return false
}

// deciding returns the question, among those before q, whose answer decides on whether q is asked.
func deciding(before []survey.Question, q survey.Question) (survey.Question, bool) {
	return survey.Survey{Questions: append(slices.Clone(before), q)}.Deciding(q)
}

// only are the attributes by which if.js shows and hides the question, where an answer on the page decides on it.
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
			if said := p.In(on.OptionWords(key)); said != "" && !slices.Contains(words, said) {
				words = append(words, said)
			}
		}
		what = cmp.Or(strings.Join(words, " / "), p.T("show_hidden_words"))
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

// AskedBefore are the questions that are asked before the one of the form, whose answers can decide on it.
func AskedBefore(asked survey.Survey, f QuestionForm) []survey.Question {
	all, at := asked.Questions, len(asked.Questions)
	if i := slices.IndexFunc(all, func(q survey.Question) bool { return f.ID != 0 && q.ID == f.ID }); i >= 0 {
		at = i
	} else if i := slices.IndexFunc(all, func(q survey.Question) bool { return f.ID == 0 && q.ID == f.Below }); i >= 0 {
		at = i + 1
	}
	return survey.Survey{Questions: all[:at]}.Asked()
}

// showOpen reports whether the form says by which answer the question is asked, or a mistake is in that.
func (f QuestionForm) showOpen(p Page) bool { return f.Value("show") != "" || p.Error("show") != "" }

// decides reports whether the form names the question as the one that decides.
func (f QuestionForm) decides(q survey.Question) bool {
	return f.Value("show") == strconv.FormatInt(int64(q.ID), 10)
}

// showTicked reports whether the form says that the question is asked by an option of the one that decides.
func (f QuestionForm) showTicked(on survey.Question, key int) bool {
	return slices.Contains(f.Form[on.ShowField("options")], strconv.Itoa(key))
}

// decidedByNone reports whether the question that decides is not before this one any more.
func (f QuestionForm) decidedByNone() bool {
	return f.Value("show") != "" && !slices.ContainsFunc(f.Before, f.decides)
}

// showLines say by which answer the question is asked.
func (f QuestionForm) showLines(p Page) []string {
	q, _ := f.Read(survey.ShortText, p.langs())
	for _, on := range f.Before {
		if q.Show != nil && on.ID == q.Show.Question {
			return []string{onlyWords(p, on, *q.Show)}
		}
	}
	return nil
}

// hiddenNow says of an option that is not offered as which it counts, or that it does not.
func hiddenNow(p Page, q survey.Question, key int) string {
	if o, counts := q.CountsAs(key); counts {
		return p.T("hidden_as", "Option", p.In(o.Label))
	}
	return p.T("show_hidden")
}
