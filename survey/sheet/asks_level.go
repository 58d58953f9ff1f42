package sheet

import (
	"regexp"
	"slices"

	"dure/survey"
)

// levelAsk reads the levels of a language in each column: "How well do you speak? [English]".
type levelAsk struct{ single }

// spoken reports whether cells are levels of a language and some are no words, nor codes of answers such as "A1", that may as well answer something else.
func (c column) spoken() bool {
	clear := func(s string) bool {
		i, ok := survey.ParseLevel(s)
		return ok && i > 0 && (!codeOfAnswer.MatchString(s) || c.says(languageWords))
	}
	return c.share(func(s string) bool { _, ok := survey.ParseLevel(s); return ok }) == 1 && slices.ContainsFunc(c.texts, clear)
}

var (
	codeOfAnswer  = regexp.MustCompile(`^A[12]$`)
	languageWords = regexp.MustCompile(`(?i)level|languag|speak|cefr|english|french|german|spanish|korean|japanese|chinese|sprach|niveau|deutsch|englisch|nivel|idioma|langue|언어|수준|레벨|실력|\pL어\b|[가-힣]어|語|レベル`)
)

func (levelAsk) complete(c *Column, col column, given bool) {
	if c.Part != "" {
		return
	}
	q, part, ok := survey.GridOf(col.label)
	if !ok {
		part = col.label
	}
	if c.Part = part; !given {
		c.Question = q
	}
}

func (levelAsk) joins(first, c Column) bool { return first.Part != c.Part }

func (levelAsk) ask(a *applier, k, j int) {
	if o := plain(a.columns[j].Part); !slices.Contains(a.questions[k].Options, o) {
		a.questions[k].Options = append(a.questions[k].Options, o)
	}
}

func (levelAsk) cell(a *applier, i, j int, text string, out *Answer) {
	level, ok := survey.ParseLevel(text)
	switch {
	case survey.Missing(text):
		return
	case !ok:
		a.wrong(i, j, "cell_level", "Value", text)
		return
	}
	if out.Spoken == nil {
		out.Spoken = map[string]int{}
	}
	out.Spoken[plain(a.columns[j].Part)] = level
}
