package web_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"html"
	"net/url"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"dure/survey"
)

// spellings reads the tables over which the parsers are tested: what is typed, and what it has to be read as.
func spellings(t *testing.T, name string) (typed, want []string) {
	t.Helper()
	data, err := os.ReadFile("../survey/testdata/" + name + ".tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		cell, as, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		for _, text := range []*string{&cell, &as} {
			if plain, err := strconv.Unquote(*text); err == nil && (*text)[0] == '"' {
				*text = plain
			}
		}
		if !strings.HasPrefix(line, "#") {
			typed, want = append(typed, cell), append(want, as)
		}
	}
	return typed, want
}

// imported uploads rows, the first of which is the header, takes the columns for uses, and returns the page at the end and
// the answers to the one question by the members' names.
func imported(s *site, v *visitor, rows [][]string, uses ...string) (reply, map[string]survey.Answer) {
	s.Helper()
	var b bytes.Buffer
	csv.NewWriter(&b).WriteAll(rows)
	r := v.upload("/import", "m.csv", b.Bytes()).want(200)
	form := url.Values{}
	for j, use := range uses {
		form.Set(fmt.Sprintf("use%d", j), use)
	}
	v.take(r.path, form)
	r = v.finish(r.path)
	members, err := s.db.Members(s.Context(), s.season.ID)
	s.must("read the members", err)
	responses, err := s.db.Responses(s.Context(), s.season.ID)
	s.must("read the responses", err)
	answers := map[string]survey.Answer{}
	for _, m := range members {
		for _, a := range responses[m.ID].Answers {
			answers[m.Name] = a
		}
	}
	return r, answers
}

func TestASurveyReadsNumbersAsPeopleTypeThem(t *testing.T) {
	s := newSite(t)
	asked := s.ask(survey.Question{Kind: survey.Number, Title: survey.Text{"en": "How many?"}, Required: true})
	m := s.member("Mina")
	field, v := asked.Questions[0].Field(), s.visitor()
	typed, want := spellings(t, "number")
	for k, text := range typed {
		form := url.Values{field: {text}}
		if want[k] == "none" {
			v.post("/m/"+string(m.Token)+"/answers", form).want(422, "needs mending")
			continue
		}
		v.post("/m/"+string(m.Token)+"/answers", form).want(200, "Thank you")
		r, err := s.db.Response(t.Context(), m.ID)
		s.must("read the response", err)
		number, _ := strconv.ParseFloat(want[k], 64)
		if got := r.Answers[asked.Questions[0].ID].Number; got == nil || *got != number {
			t.Errorf("%q is stored as %v, want %v", text, got, number)
		}
	}
}

// plainStarts writes spans of the table of times as starts of hours today and after midnight, and returns the minute of the
// hour at which all begin and end, or -1. An import knows hours, which are free if all of their halves that the file has are.
func plainStarts(t *testing.T, spans string) (starts [2]string, minute int) {
	t.Helper()
	var all [2][]string
	some := false
	for span := range strings.FieldsSeq(spans) {
		var at [4]int
		if _, err := fmt.Sscanf(span, "%d:%d-%d:%d", &at[0], &at[1], &at[2], &at[3]); err != nil {
			t.Fatalf("span %q: %v", span, err)
		}
		if some && minute != at[1] || at[3] != at[1] {
			return starts, -1
		}
		some, minute = true, at[1]
		for m := 60*at[0] + at[1]; m < 60*at[2]+at[3]; m += 60 {
			day := m / (24 * 60)
			all[day] = append(all[day], fmt.Sprintf("%02d:%02d", m/60%24, m%60))
		}
	}
	return [2]string{strings.Join(all[0], ";"), strings.Join(all[1], ";")}, minute
}

// A member whose free hours are spelled in some way has those of a member who has them in plain words.
func TestAnImportReadsTimesAsPeopleTypeThem(t *testing.T) {
	header := []string{"Name", "Free hours [Monday]", "Free hours [Tuesday]"}
	typed, want := spellings(t, "clock")
	files := map[int][][]string{}
	for k, cell := range typed {
		if want[k] == "none" {
			continue
		}
		starts, minute := plainStarts(t, want[k])
		files[minute] = append(files[minute], []string{fmt.Sprint("Member ", k), cell, ""}, []string{fmt.Sprint("Plain ", k), starts[0], starts[1]})
	}
	delete(files, -1)
	read := 0
	for _, rows := range files {
		s := newSite(t)
		s.work()
		r, answers := imported(s, s.organizer(), append([][]string{header}, rows...), "name", "availability", "availability")
		r.want(200, "The import is done")
		for k, cell := range typed {
			a, b := answers[fmt.Sprint("Member ", k)].Slots, answers[fmt.Sprint("Plain ", k)].Slots
			if !reflect.DeepEqual(a, b) {
				t.Errorf("%q is imported as the hours %v, in plain words as %v", cell, a, b)
			}
			if len(a) > 0 {
				read++
			}
		}
	}
	if read < 60 {
		t.Errorf("only %d spellings are imported as hours", read)
	}
}

func TestAnImportSaysWhatAreNoTimes(t *testing.T) {
	s := newSite(t)
	s.work()
	v := s.organizer()
	typed, want := spellings(t, "clock")
	for k, cell := range typed {
		if want[k] != "none" {
			continue
		}
		rows := [][]string{{"Name", "Free hours [Monday]"}, {"Mina", cell}}
		var b bytes.Buffer
		csv.NewWriter(&b).WriteAll(rows)
		r := v.upload("/import", "m.csv", b.Bytes()).want(200)
		v.post(r.path, url.Values{"use0": {"name"}, "use1": {"availability"}}).want(200, "cannot be read", "Row 2: “"+html.EscapeString(cell)+"”")
		if _, answers := imported(s, v, rows, "name", "availability"); len(answers["Mina"].Slots)+len(answers["Mina"].Halves) > 0 {
			t.Errorf("%q is imported as %v", cell, answers)
		}
	}
}

// Of two rows of a member the one with the later time counts, however the times are spelled.
func TestAnImportReadsDatesAsProgramsWriteThem(t *testing.T) {
	typed, want := spellings(t, "time")
	for _, order := range []string{"", "day "} {
		rows := [][]string{{"Name", "Timestamp", "Which is it?", "ID"}}
		for k, cell := range typed {
			utc, fits := strings.CutPrefix(want[k], order)
			at, err := time.Parse(time.RFC3339, utc)
			if err != nil || !fits {
				continue
			}
			name := fmt.Sprint("Member ", k)
			rows = append(rows, []string{name + " first", at.Add(time.Second).Format(time.RFC3339), "right", name + "1"}, []string{name + " first", cell, "wrong", name + "1"},
				[]string{name + " last", cell, "right", name + "2"}, []string{name + " last", at.Add(-time.Second).Format(time.RFC3339), "wrong", name + "2"})
		}
		s := newSite(t)
		s.work()
		r, answers := imported(s, s.organizer(), rows, "name", "timestamp", "short_text", "id")
		r.want(200, "The import is done")
		for k, cell := range typed {
			for _, side := range []string{" first", " last"} {
				if a, there := answers[fmt.Sprint("Member ", k, side)]; there && a.Text != "right" {
					t.Errorf("%q of the member%s: the older row counts", cell, side)
				}
			}
		}
		if len(answers) < 10 {
			t.Errorf("only %d members are there", len(answers))
		}
	}
}

// Lists of names are taken apart where those whom they name are members; see the tests of [survey.Directory.Texts] for others.
func TestAnImportReadsListsOfNamesAsPeopleTypeThem(t *testing.T) {
	rows := [][]string{{"Name", "With whom? (wished)"}}
	typed, want := spellings(t, "list")
	named := map[string]bool{"": true}
	for k, cell := range typed {
		rows = append(rows, []string{fmt.Sprint("Member ", k), cell})
		for name := range strings.SplitSeq(want[k], "|") {
			if key := survey.Fold(name); !named[key] {
				named[key] = true
				rows = append(rows, []string{name, ""})
			}
		}
	}
	s := newSite(t)
	s.work()
	r, answers := imported(s, s.organizer(), rows, "name", "wished")
	r.want(200, "The import is done")
	for k, cell := range typed {
		if cell == "-" { // in a file it says that there is no answer
			want[k] = ""
		}
		if got := strings.Join(answers[fmt.Sprint("Member ", k)].Wished, "|"); got != want[k] {
			t.Errorf("%q is imported as the names %q, want %q", cell, got, want[k])
		}
	}
}

// A file in which one option stands in several spellings is taken in, the page says beforehand what is taken as one, and what two files
// spell differently is one option of the season.
func TestImportOfOptionsInSeveralSpellings(t *testing.T) {
	s := newSite(t)
	s.work()
	v := s.organizer()
	data, err := os.ReadFile("../cmd/dure/testdata/cases/10-section-spellings.csv")
	s.must("read the file", err)
	r := v.upload("/import", "labs.csv", data).want(200, "5 spellings of “Lab 1” taken as one (10 cells)", "3 spellings of “Lab 2” taken as one (6 cells)")
	v.post(r.path, r.proposed())
	v.finish(r.path).want(200, "24 new members")
	q := s.stored().Questions[0]
	if len(q.Options) != 2 || q.Options[0].Label["en"] != "Lab 1" || q.Options[1].Label["en"] != "Lab 2" {
		t.Fatalf("the question has the options %+v, want Lab 1 and Lab 2", q.Options)
	}
	r = v.upload("/import", "more.csv", []byte("id,Workshop\nx1,lab２\nx2,LAB 1\n")).want(200)
	if r.proposed().Get("use1") != q.Field() {
		t.Fatalf("the column is taken for %q, want the question of the survey", r.proposed().Get("use1"))
	}
	v.post(r.path, r.proposed())
	v.finish(r.path).want(200, "2 new members", "0 new questions")
	responses, err := s.db.Responses(s.Context(), s.season.ID)
	s.must("read the responses", err)
	count := map[int]int{}
	for _, r := range responses {
		count[r.Answers[q.ID].Choices[0]]++
	}
	if count[q.Options[0].Key] != 15 || count[q.Options[1].Key] != 11 {
		t.Errorf("the labs are chosen %v times, want 15 and 11", count)
	}
}

// Where a dash is the only other answer it is one, as in the table of case 34; with several others it says that there is none.
func TestImportOfDashes(t *testing.T) {
	s := newSite(t)
	s.work()
	v := s.organizer()
	data, err := os.ReadFile("../cmd/dure/testdata/cases/34-dash-means-no.csv")
	s.must("read the file", err)
	r := v.upload("/import", "dash.csv", data).want(200)
	form := r.proposed()
	v.post(r.path, form)
	v.finish(r.path).want(200, "40 new members")
	for _, q := range s.stored().Questions {
		var labels []string
		for _, o := range q.Options {
			labels = append(labels, o.Label["en"])
		}
		switch q.Title["en"] {
		case "Skill1", "Skill2":
			if strings.Join(labels, " ") != "y -" {
				t.Errorf("%s has the options %q, want y and -", q.Title["en"], labels)
			}
		case "Ethnicity":
			if strings.Join(labels, " ") != "- B H" {
				t.Errorf("Ethnicity has the options %q, want -, B and H", labels)
			}
		}
	}
}
