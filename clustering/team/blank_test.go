package team

import (
	"slices"
	"strings"
	"testing"

	"dure/survey"
	"dure/web/locale"
)

// The sentence of every kind has blanks that are fields of its form, the same in every language, each once; read out they are what it says, and no mark is
// left. So it is of a rule that is not made yet.
func TestBlanks(t *testing.T) {
	words, err := locale.Load(locale.Files)
	if err != nil {
		t.Fatal(err)
	}
	rules := []Rule{{Kind: Count, Column: "a", Value: "5", Op: ">=", AtMost: new(3), TeamSize: 4}, {Kind: Count, Column: "a", Value: "v", Op: "!=", Exactly: new(1)},
		{Kind: Together, Column: "a"}, {Kind: Apart, Column: "a"}, {Kind: Answered, AtMost: new(2)}, {Kind: Hours, Min: 2, Want: 4, Block: 2}, {Kind: Section, Column: "a", Merge: [][]Text{{"v", "w"}}}}
	for _, k := range Kinds() {
		rules = append(rules, k.Start(survey.Table{}), Rule{Kind: k, Column: "a", Value: "v", Members: []Text{"x", "y"}, AtLeast: new(1)})
	}
	for _, r := range rules {
		var first []string
		for _, lang := range words.Languages() {
			key, args := r.Blanks(plainNames{}).Words()
			text := words.Say(lang, key, args)
			var fields []string
			for _, part := range Parts(text) {
				if strings.ContainsAny(part.Text, blankOpens+blankSays+blankEnds) || strings.Contains(part.Text, "<no value>") {
					t.Errorf("%s in %s has a part %q", inJSON(r), lang, part.Text)
				}
				if part.Field == "" {
					continue
				}
				if !slices.ContainsFunc(r.Kind.Fields(), func(f Field) bool { return f.Name == part.Field }) || slices.Contains(fields, part.Field) {
					t.Errorf("%s in %s has the blank %q, which is no field of it or stands there twice", inJSON(r), lang, part.Field)
				}
				fields = append(fields, part.Field)
			}
			slices.Sort(fields)
			if first == nil {
				first = fields
			}
			if !slices.Equal(fields, first) {
				t.Errorf("%s has the blanks %q in %s, and %q in English", inJSON(r), fields, lang, first)
			}
			if key, args := r.Sentence(plainNames{}).Words(); r.only() != "" && strings.ContainsAny(words.Say(lang, key, args), blankOpens+blankSays+blankEnds) {
				t.Errorf("%s in %s is not read out: %q", inJSON(r), lang, words.Say(lang, key, args))
			}
		}
	}
	for _, c := range []struct {
		rule Rule
		want string
	}{
		{Rule{Kind: Count, Column: "a", Value: "v", AtLeast: new(1)}, "At least [at_least: 1] and at most [at_most: ] with [what: v] per team. In [in: every team]."},
		{Rule{Kind: Count, Column: "a", Value: "5", Op: ">=", Exactly: new(2), TeamSize: 4}, "At least [at_least: 2] and at most [at_most: 2] with [what: a] [op: ≥] [value: 5] per team. Only for teams of [team_size: 4]. In [in: every team]."},
		{Rule{Kind: Hours, Columns: []string{"a"}, Min: 2}, "Teammates have at least [hours_min: 2] h a week in common, better [hours_want: ]. In [in: every team]."},
	} {
		key, args := c.rule.Blanks(plainNames{}).Words()
		var got strings.Builder
		for _, p := range Parts(locale.InEnglish(key, args)) {
			if p.Field == "" {
				got.WriteString(p.Text)
			} else {
				got.WriteString("[" + p.Field + ": " + p.Text + "]")
			}
		}
		if got.String() != c.want {
			t.Errorf("%s has the blanks %q, want %q", inJSON(c.rule), got.String(), c.want)
		}
	}
}
