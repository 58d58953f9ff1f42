package web_test

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"dure/survey"
)

// fruits asks which fruit members like, Apple, Pear or Plum, and lets as many choose each as are given. The question's address is returned.
func (s *site) fruits(kind survey.Kind, apple, pear, plum int) (survey.Question, string) {
	s.Helper()
	label := func(english, korean string) survey.Option {
		return survey.Option{Label: survey.Text{survey.English: english, survey.Korean: korean}}
	}
	q := s.ask(survey.Question{Kind: kind, Title: survey.Text{survey.English: "Fruit", survey.Korean: "과일"}, Options: []survey.Option{label("Apple", "사과"), label("Pear", "배"), label("Plum", "자두")}}).Questions[0]
	for key, n := range map[int]int{1: apple, 2: pear, 3: plum} {
		for i := range n {
			a := survey.Answer{Choices: []int{key}}
			if kind == survey.Rank {
				a = survey.Answer{Ranked: []int{key, key%3 + 1}}
			}
			s.must("answer", s.db.SaveResponse(s.Context(), survey.Response{Member: s.member(fmt.Sprintf("Member%d-%d", key, i)).ID, Answers: survey.Answers{q.ID: a}}, s.now))
		}
	}
	return q, s.at("/survey/questions/%d", q.ID)
}

// counted is how many answers count for each option, as the totals have them.
func (s *site) counted() string {
	s.Helper()
	asked := s.stored()
	all, err := s.db.Responses(s.Context(), s.season.ID)
	s.must("read the answers", err)
	all, err = asked.CarryAll(all, func() ([]survey.Question, error) { return s.db.QuestionVersions(s.Context(), s.season.ID) })
	s.must("carry the answers", err)
	var responses []survey.Response
	for _, r := range all {
		responses = append(responses, r)
	}
	var counts []string
	for _, b := range survey.Totals(asked, responses, nil, nil)[0].Bars {
		counts = append(counts, fmt.Sprint(b.Label.In(survey.English), " ", b.Count))
	}
	return strings.Join(counts, ", ")
}

// rowsForm is the form with rows: keys and English words in turn.
func rowsForm(rows ...string) url.Values {
	form := url.Values{"title_en": {"Fruit"}, "title_ko": {"과일"}, "options_en": nil}
	form.Set("options_key", "")
	form["options_key"] = nil
	for i := 0; i+1 < len(rows); i += 2 {
		form["options_key"] = append(form["options_key"], rows[i])
		form["options_en"] = append(form["options_en"], rows[i+1])
	}
	return form
}

// agree sends the form by the button that agrees to what saving hides.
func (r reply) agree(v *visitor, path string, typed url.Values) reply {
	r.Helper()
	button := agreeing.FindStringSubmatch(r.body)
	if button == nil {
		r.Fatalf("%s has no button that agrees", r.path)
	}
	with := url.Values{"agreed": {button[1]}}
	maps.Copy(with, typed)
	return r.submit(v, path, with)
}

var agreeing = regexp.MustCompile(`<button type="submit" name="agreed" value="([^"]*)"`)

// One save that renames an option and takes another away hides only the answers of that one, says so before, and typing both back
// brings them all back: it once turned 32 answers into 11.
func TestRenameOneAndTakeAnotherAway(t *testing.T) {
	s := newSite(t)
	_, path := s.fruits(survey.OneOf, 5, 3, 2)
	v := s.organizer()
	change := rowsForm("1", "Apples", "3", "Plum")
	asks := v.get(path).submit(v, path, change).want(200, "3 of 10 answers no longer count.", "<li>Pear: 3 answers</li>", "Agree and save", `value="Apples"`)
	if got := s.counted(); got != "Apple 5, Pear 3, Plum 2" {
		t.Errorf("before the organizer has agreed the answers count as %s", got)
	}
	other := rowsForm("1", "Apples", "2", "Pear")
	asks.agree(v, path, other).want(200, "2 of 10 answers no longer count.", "<li>Plum: 2 answers</li>") // agreed to was something else
	asks.submit(v, path, change).want(200, "3 of 10 answers no longer count.")                           // sent by another button, as when another question is opened
	if got := s.counted(); got != "Apple 5, Pear 3, Plum 2" {
		t.Errorf("sent again without agreeing, the answers count as %s", got)
	}
	asks.agree(v, path, change).want(200, "Saved.")
	if got := s.counted(); got != "Apples 5, Plum 2" {
		t.Errorf("with Apple renamed and Pear taken away the answers count as %s", got)
	}
	v.get(path).want(200, "Hidden options", "<strong>Pear</strong>", "· 3 answers")
	v.get(path).submit(v, path, rowsForm("1", "Apple", "3", "Plum", "0", "pear")).want(200, "“Fruit”: 3 more answers count.").
		agree(v, path, rowsForm("1", "Apple", "3", "Plum", "0", "pear")).want(200, "“Pear” is the option that was hidden")
	if got := s.counted(); got != "Apple 5, Plum 2, pear 3" {
		t.Errorf("with both typed back the answers count as %s", got)
	}
	v.get(path).want(200).lacks("Hidden options")
}

// Without a script every button beside the rows sends the form, which comes back with the rows changed and nothing lost or saved.
func TestRowsWithoutAScript(t *testing.T) {
	s := newSite(t)
	_, path := s.fruits(survey.AnyOf, 2, 1, 0)
	v := s.organizer()
	form := v.get(path).want(200, `value="up:1"`, `value="remove:2"`).lacks("autofocus")
	words := func(r reply) string {
		var all []string
		for _, part := range strings.Split(r.body, `name="options_en" value="`)[1:] {
			word, _, _ := strings.Cut(part, `"`)
			all = append(all, word)
		}
		return strings.Join(all, ",")
	}
	for _, c := range []struct{ do, want, focus string }{
		{"up:1", "A pear,Apple,Plum", `value="up:0"`}, {"down:1", "Apple,Plum,A pear", `value="down:2"`}, {"add", "Apple,A pear,Plum,", `name="options_en" value=""`},
		{"paste", "Apple,A pear,Plum,Fig,Lime", `name="options_en" value="Fig"`}, {"remove:1", "Apple,Plum", `value="remove:1"`}, {"remove:2", "Apple,A pear", `value="remove:1"`},
	} {
		typed := rowsForm("1", "Apple", "2", "A pear", "3", "Plum")
		typed["do"], typed["more_en"] = []string{c.do}, []string{"Fig\nLime"}
		typed.Set("help_en", "Choose <some>")
		r := form.submit(v, path, typed).want(200, "\nChoose &lt;some&gt;</textarea>")
		if got := words(r); got != c.want {
			t.Errorf("%s shows the rows %s, want %s", c.do, got, c.want)
		}
		if tag := regexp.MustCompile(`<[^>]* autofocus[^>]*>`).FindAllString(r.body, -1); len(tag) != 1 || !strings.Contains(tag[0], c.focus) {
			t.Errorf("after %s the focus goes to %q, want to what has %s", c.do, tag, c.focus)
		}
		if hidden := strings.Contains(r.body, "Hidden options"); hidden != (c.do == "remove:1") {
			t.Errorf("%s shows hidden options: %t", c.do, hidden)
		}
	}
	bad := rowsForm("1", "Apple", "2", "Pear")
	bad["do"], bad["more_en"], bad["more_ko"] = []string{"paste"}, []string{"Fig\nLime"}, []string{"무화과"}
	form.submit(v, path, bad).want(422, "2 lines in English and 1 in 한국어", "\nFig\nLime</textarea>")
	r := form.submit(v, path, url.Values{"do": {"back:2"}, "options_key": {"1", "3"}, "options_en": {"Apple", "Plum"}}).want(200)
	if got := words(r); got != "Apple,Pear,Plum" {
		t.Errorf("bringing back shows the rows %s, want Pear where it was", got)
	}
	added := v.post(s.at("/survey/questions"), url.Values{"kind": {"rank"}, "title_en": {"Order"}, "options_en": {"Sea"}, "do": {"add"}}).want(200, "\nOrder</textarea>")
	if got := words(added); got != "Sea," {
		t.Errorf("a row added to a new question shows %s", got)
	}
	if n, got := len(s.stored().Questions), s.counted(); n != 1 || got != "Apple 2, Pear 1, Plum 0" {
		t.Errorf("buttons beside rows have saved something: %d questions, the answers count as %s", n, got)
	}
}

// A hidden option counts as another once that is said, and as itself again.
func TestMergeOptions(t *testing.T) {
	for _, kind := range []survey.Kind{survey.OneOf, survey.AnyOf, survey.Rank} {
		s := newSite(t)
		_, path := s.fruits(kind, 2, 1, 1)
		v := s.organizer()
		before := s.counted()
		merge := rowsForm("1", "Apple", "2", "Pear")
		merge["hidden_key"], merge["hidden_into"] = []string{"3"}, []string{"2"}
		said, again := "1 answer counts as “Pear” instead of “Plum”.", "1 answer counts as “Plum” instead of “Pear”."
		if kind == survey.Rank { // who ranked both has one of them left
			said, again = "In 1 of 4 answers two options become one: the higher one counts. 2 answers count as “Pear” instead of “Plum”.", "2 answers count as “Plum” instead of “Pear”."
		}
		v.get(path).submit(v, path, merge).want(200, said).agree(v, path, merge).want(200, "Saved.")
		if got, want := s.counted(), "Apple 2, Pear 2"; got != want {
			t.Errorf("%s: with Plum merged into Pear the answers count as %s, want %s", kind, got, want)
		}
		v.get(path).want(200, `<option value="2" selected>counted as “Pear”</option>`)
		back := rowsForm("1", "Apple", "2", "Pear", "3", "Plum")
		v.get(path).submit(v, path, back).want(200, again).agree(v, path, back).want(200, "Saved.")
		if got := s.counted(); got != before {
			t.Errorf("%s: with Plum brought back the answers count as %s, want %s", kind, got, before)
		}
		if got := s.stored().Questions[0].Merged; len(got) > 0 {
			t.Errorf("%s: with Plum brought back %v is merged", kind, got)
		}
	}
}

// What a change of a scale or of the hours asked for would hide is said as well.
func TestOtherChangesThatHideAnswers(t *testing.T) {
	s := newSite(t)
	asked := s.ask(everyKind()...)
	q := asked.Questions[0]
	for i := range 3 {
		s.must("answer", s.db.SaveResponse(t.Context(), survey.Response{Member: s.member(fmt.Sprint("Member", i)).ID, Answers: survey.Answers{q.ID: {Number: new(2.0)}}}, s.now))
	}
	v := s.organizer()
	path := s.at("/survey/questions/%d", q.ID)
	if q.Kind != survey.Scale {
		t.Fatalf("the first question of every kind is of the kind %s, want a scale", q.Kind)
	}
	longer := url.Values{"title_en": {"How much?"}, "min": {"1"}, "max": {"9"}}
	v.get(path).submit(v, path, longer).want(200, "3 of 3 answers no longer count.", "Agree and save").submit(v, path, longer).want(200, "3 of 3 answers no longer count.").agree(v, path, longer).want(200, "Saved.")
}

// Where two people changed a question, an option is one line in all of its languages, on either side.
func TestAnOptionIsOneLineWhereTwoChangedAQuestion(t *testing.T) {
	s := newSite(t)
	_, path := s.fruits(survey.OneOf, 0, 0, 0)
	v := s.organizer()
	edit := func(second, korean string) url.Values {
		form := rowsForm("1", "Apple", "2", second, "3", "Plum")
		form["options_ko"] = []string{"사과", korean, "자두"}
		return form
	}
	mine := v.get(path)
	v.get(path).submit(v, path, edit("Quince", "모과")).want(200, "Saved.")
	mine.submit(v, path, edit("Cherry", "체리")).want(409, `<li class="pre-line">Options 2: Quince / 모과</li>`, `<li class="pre-line">Options 2: Cherry / 체리</li>`).lacks("Options 1")
}

// Every version is shown as it was asked, with the answers that were given to it.
func TestVersionsOfAQuestion(t *testing.T) {
	s := newSite(t)
	_, path := s.fruits(survey.OneOf, 2, 1, 0)
	v := s.organizer()
	v.get(path).lacks("versions of this question")
	change := rowsForm("1", "Apples", "3", "Plum")
	v.get(path).submit(v, path, change).agree(v, path, change).want(200, "Saved.")
	s.must("answer", s.db.SaveResponse(t.Context(), survey.Response{Member: s.member("Late").ID, Answers: survey.Answers{1: {Choices: []int{3}}}}, s.now))
	v.get(path).want(200, "All 2 versions of this question", path+"/versions")
	page := v.get(path+"/versions").want(200, "Version 2", "asked now", "Since ", "1 answer was given to it.", "Options 1: Apples")
	_, first, _ := strings.Cut(page.body, "Version 1")
	for _, says := range []string{"3 answers were given to it.", "2 of them count now.", "Options 1: Apple<", "Options 2: Pear<", "보기 3: 자두<"} {
		if !strings.Contains(first, says) {
			t.Errorf("of the first version the page does not say %q: %s", says, first)
		}
	}
	merge := rowsForm("1", "Apples", "3", "Plum")
	merge["hidden_key"], merge["hidden_into"] = []string{"2"}, []string{"3"}
	v.get(path).submit(v, path, merge).want(200, "“Fruit”: 1 more answer counts.").agree(v, path, merge).want(200, "Saved.")
	v.get(path+"/versions").want(200, "Version 3", "<li class=\"pre-line\">Pear: counted as “Plum”</li>",
		"<li>“Apple” was renamed to “Apples”.</li><li>“Plum / 자두” was renamed to “Plum”.</li><li>“Pear” was hidden.</li>", "<li>“Pear” was merged into “Plum”.</li>")
	v.lang = "ko"
	names := regexp.MustCompile(`class="language-name"[^>]*>([^<]+)<`)
	for _, r := range []reply{v.get(path+"/versions").want(200, "“사과” 보기를 “Apples” 보기로 고쳐", "“배” 보기를 숨겼습니다."), v.get(path).want(200)} {
		first := names.FindStringSubmatch(r.body) // what stands side by side stands below each other on a phone
		if len(first) == 0 || first[1] != "한국어" {
			t.Errorf("%s begins with %q, want the visitor's own language", r.path, first)
		}
	}
	v.get(s.at("/survey/questions/99/versions")).want(404)
}

// A version says by which answer its question was asked, also where it is not any more, in each language.
func TestVersionsSayWhomTheyAsked(t *testing.T) {
	s := newSite(t)
	s.fruits(survey.OneOf, 1, 0, 0)
	q := s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}, Show: &survey.Condition{Question: 1, Options: []int{2}}}).Questions[1]
	q.Show = nil
	_, err := s.db.ChangeQuestion(t.Context(), s.season.ID, q)
	s.must("ask everybody", err)
	page := s.organizer().get(s.at("/survey/questions/%d/versions", q.ID)).want(200, "Version 2", "Only if “Fruit” is: Pear", "“과일”의 답이 다음일 때만: 배")
	if now, _, _ := strings.Cut(page.body, "Version 1"); strings.Contains(now, "Only if") {
		t.Errorf("the version that asks everybody has a condition: %s", now)
	}
}
