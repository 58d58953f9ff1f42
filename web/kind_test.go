package web_test

import (
	"bytes"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"dure/survey"
	"dure/survey/sheet"
)

// everyAnswer is what a member's form sends to [everyKind] where these are the first questions of a database.
func everyAnswer() url.Values {
	return url.Values{"q1": {"7"}, "q2": {"2.5"}, "q3": {"1"}, "q4": {"12"}, "q5": {"1", "2"}, "q6": {"9", "10", "33"}, "q7w": {"Jun", "Ara"}, "q7a": {"Bo"},
		"q8": {"go"}, "q9": {"a\nb"}, "q10p1": {""}, "q10p2": {"2"}, "q10p3": {"1"}, "q11l1": {"native"}, "q11l2": {"B1"}}
}

// The tests of pages ask a question of every kind.
func TestEveryKindIsAsked(t *testing.T) {
	for _, k := range survey.Kinds {
		if !slices.ContainsFunc(everyKind(), func(q survey.Question) bool { return q.Kind == k }) {
			t.Errorf("no test of pages asks a question of the kind %s", k)
		}
	}
}

// A question of every kind is added, previewed, shown and saved again as it was, and each mistake stands at its field.
func TestBuilderPagesOfEveryKind(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	for i, q := range everyKind() {
		for _, lang := range []string{"en", "ko"} {
			v.lang = lang
			add := v.get(s.at("/survey/questions/new?kind=%s", q.Kind)).want(200)
			empty := survey.Question{Kind: q.Kind}
			for range 3 { // a title is missing, then perhaps something else
				bad, _ := empty.Check().(*survey.InvalidError)
				if bad == nil {
					break
				}
				if !strings.Contains(add.body, fmt.Sprintf("id=%q", bad.Field)) {
					t.Errorf("%s in %s: a mistake is shown at %s, which the form lacks", q.Kind, lang, bad.Field)
				}
				empty.Title = q.Title
			}
		}
		typed := url.Values(q.Form())
		typed.Set("kind", string(q.Kind))
		v.post(s.at("/survey/questions"), typed).want(200, q.Title["ko"])
		v.get(s.at("/survey/preview")).want(200, q.Title["ko"])
		stored := s.stored().Questions[i]
		edit := s.at("/survey/questions/%d", stored.ID)
		typed.Set("revision", fmt.Sprint(stored.Revision))
		v.post(edit, typed).want(200)
		if got := s.stored().Questions[i]; !reflect.DeepEqual(got, stored) {
			t.Errorf("saved as it is shown, the question\n%+v became\n%+v", stored, got)
		}
		q.ID, q.Version, q.Revision = stored.ID, stored.Version, stored.Revision
		for k := range q.Options {
			q.Options[k].Key = stored.Options[k].Key
		}
		if !reflect.DeepEqual(stored, q) {
			t.Errorf("the question\n%+v was stored as\n%+v", q, stored)
		}
	}
}

// Every kind is answered, read, added up, and written to a file; the file, read by another season, asks the same again.
func TestAnswersOfEveryKind(t *testing.T) {
	s := newSite(t)
	asked := s.ask(everyKind()...)
	m, v, o := s.member("Mina"), s.visitor(), s.organizer()
	own := "/m/" + string(m.Token)
	for _, lang := range []string{"en", "ko"} {
		v.lang, o.lang = lang, lang
		form := v.get(own + "/answers").want(200)
		for _, q := range asked.Questions {
			if !strings.Contains(form.body, fmt.Sprintf("id=%q", q.Field())) {
				t.Errorf("%s in %s: the form has no field %s for a mistake to stand at", q.Kind, lang, q.Field())
			}
		}
		v.post(own+"/answers", everyAnswer()).want(200)
		sent := v.get(own).want(200)
		if n := strings.Count(sent.body, `<dd class="quiet-text">`); n > 0 {
			t.Errorf("in %s %d answers are not shown to the member who gave them", lang, n)
		}
		o.get(s.at("/members/%d", m.ID)).want(200, "go")
		o.get(s.at("/responses")).want(200, asked.Questions[10].Title[survey.Lang(lang)])
	}
	second := everyAnswer() // one-of questions need two different answers to be known as such
	second["q3"], second["q4"] = []string{"2"}, []string{"3"}
	v.post("/m/"+string(s.member("Jun").Token)+"/answers", second).want(200)
	file := o.get(s.at("/responses.csv")).want(200).body

	other := newSite(t)
	other.work()
	again := other.organizer()
	r := again.upload("/import", "answers.csv", []byte(file)).want(200)
	form := r.proposed()
	// What the cells do not tell, an organizer does.
	cells := read(t, file)
	for j, name := range cells.Header {
		q, h := headingOf(asked, name)
		if q.ID != 0 && form.Get(fmt.Sprintf("use%d", j)) != h.Use {
			form.Set(fmt.Sprintf("use%d", j), h.Use)
		}
	}
	again.take(r.path, form)
	again.finish(r.path).want(200, "The import is done")
	var kinds, want []string
	for _, q := range other.stored().Questions {
		kinds = append(kinds, string(q.Kind))
	}
	for _, q := range asked.Questions {
		want = append(want, string(q.Kind))
	}
	if !slices.Equal(kinds, want) {
		t.Errorf("the file asks questions of the kinds %v, want %v", kinds, want)
	}
	// Whom members wish for is in confidence once it is read: it is kept, and no file tells it.
	given, err := other.db.Responses(t.Context(), other.season.ID)
	other.must("read the responses", err)
	for _, q := range other.stored().Questions {
		if told := survey.Given(given, q.ID); q.Sensitive != (q.Kind == survey.Teammates) || len(told) != 2 {
			t.Errorf("the question %q of kind %s was read with sensitive %t and %d answers, want %t and 2", q.Title.In("en"), q.Kind, q.Sensitive, len(told), q.Kind == survey.Teammates)
		} else if q.Sensitive && (!slices.Equal(told[0].Wished, []string{"Jun", "Ara"}) || !slices.Equal(told[1].Wished, told[0].Wished)) {
			t.Errorf("the wishes that were read are %q and %q, want Jun and Ara in both", told[0].Wished, told[1].Wished)
		}
	}
	open := without(cells, func(name string) bool {
		q, _ := headingOf(asked, name)
		return q.Kind == survey.Teammates
	})
	if got := read(t, again.get(other.at("/responses.csv")).want(200).body); !reflect.DeepEqual(got, open) {
		t.Errorf("what was read is written as\n%q\nwant\n%q", got, open)
	}
	// The same file answers the same questions of its own season.
	s.work()
	r = o.upload("/import", "answers.csv", []byte(file)).want(200)
	for field, use := range r.proposed() {
		if !strings.HasPrefix(use[0], "q") && field != "use0" && field != "use1" && field != "use2" {
			t.Errorf("of its own season the column %s is taken for %q", field, use)
		}
	}
	o.take(r.path, r.proposed())
	o.lang = "en"
	o.finish(r.path).want(200, "The import is done")
	if got := o.get(s.at("/responses.csv")).want(200).body; got != file {
		t.Errorf("what its own season read is written as\n%q\nwant\n%q", got, file)
	}
}

func read(t *testing.T, file string) sheet.Cells {
	t.Helper()
	cells, err := sheet.Read("answers.csv", bytes.NewReader([]byte(file)))
	if err != nil {
		t.Fatalf("read the file: %v", err)
	}
	return cells.Cells
}

// without is a file without the columns that leave names.
func without(cells sheet.Cells, leave func(name string) bool) sheet.Cells {
	pick := func(row []string) (kept []string) {
		for j, name := range cells.Header {
			if !leave(name) {
				kept = append(kept, row[j])
			}
		}
		return kept
	}
	rest := sheet.Cells{Header: pick(cells.Header)}
	for _, row := range cells.Rows {
		rest.Rows = append(rest.Rows, pick(row))
	}
	return rest
}

// headingOf is the question that a column of a file is of.
func headingOf(asked survey.Survey, name string) (survey.Question, survey.Heading) {
	for _, q := range asked.Questions {
		for _, h := range q.Headings() {
			if h.Name == name {
				return q, h
			}
		}
	}
	return survey.Question{}, survey.Heading{}
}

// Without a script two options can be given one place: both come back as they were chosen, with what is wrong.
func TestTwoOptionsAtOnePlace(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()[9])
	own, v := "/m/"+string(s.member("Mina").Token), s.visitor()
	page := v.post(own+"/answers", url.Values{"q1p1": {""}, "q1p2": {"1"}, "q1p3": {"1"}}).want(422, "Two options have place 1", `href="#q1"`, `id="q1"`)
	if n := strings.Count(page.body, `<option value="1" selected>`); n != 2 {
		t.Errorf("of two options at place 1 the form shows %d there:\n%s", n, page.body)
	}
	v.post(own+"/answers", url.Values{"q1p1": {""}, "q1p2": {"2"}, "q1p3": {""}}).want(200, "1. Hill") // the gap is closed
}
