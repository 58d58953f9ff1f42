package web_test

import (
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dure/survey"
)

var firstButton = regexp.MustCompile(`<button[^>]*>`)

// Where a file has numbers in place of words the mapping page asks what they are: it says what each column is taken for, all are decided by a button and one by its list, nothing
// is imported before, and the next file with the same columns is read as was said.
func TestImportAsksWhatNumbersStandFor(t *testing.T) {
	data, err := os.ReadFile("../survey/sheet/testdata/tools/qualtrics-values.csv")
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t)
	s.work()
	v := s.organizer()
	r := v.upload("/import", "values.csv", data).want(200, "3 columns hold numbers or codes: steps of a scale, or choices?", "“Q2: What do you study?” holds 1–3", "and is taken for choices.", "“Q4_1: How much do you agree? - I plan my time” holds 1–5", "and is taken for steps of a scale.").lacks("“Q5")
	if first := firstButton.FindString(r.body[strings.Index(r.body, `action="`+r.path+`"`):]); strings.Contains(first, `name="do"`) {
		t.Errorf("the Enter key presses %s, want that it imports", first)
	}
	form := r.proposed()
	uses := func(form url.Values) []string {
		return []string{form.Get("use18"), form.Get("use20"), form.Get("use21"), form.Get("use22")}
	}
	if got := uses(form); !slices.Equal(got, []string{"one_of", "scale", "scale", "number"}) {
		t.Fatalf("proposed are %v", got)
	}
	for do, want := range map[string]string{"choices": "one_of", "steps": "scale"} {
		form.Set("do", do)
		v.post(r.path, form).want(200, "Nothing has been imported yet")
		if got := uses(v.get(r.path).proposed()); !slices.Equal(got, []string{want, want, want, "number"}) {
			t.Errorf("all are said to be %s and are %v", do, got)
		}
	}
	form.Del("do")
	form.Set("use18", "one_of")
	form.Set("use21", "one_of")
	v.take(r.path, form)
	v.finish(r.path).want(200, "The import is done")
	kinds := map[survey.Kind]int{}
	for _, q := range s.stored().Questions {
		kinds[q.Kind]++
	}
	if kinds[survey.OneOf] != 2 || kinds[survey.Scale] != 1 {
		t.Errorf("the survey asks %v, want two questions with choices and a scale", kinds)
	}
	next, err := s.db.CreateSeason(t.Context(), s.season.Club, "Next", s.now)
	s.must("make a season", err)
	s.season = next
	again := v.upload("/import", "next.csv", data).want(200, "“values.csv”", "3 columns hold numbers or codes")
	if got := uses(again.proposed()); !slices.Equal(got, []string{"one_of", "scale", "one_of", "number"}) {
		t.Errorf("the next file is read as %v, want as was said", got)
	}
}
