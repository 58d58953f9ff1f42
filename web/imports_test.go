package web_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/korean"

	"dure/db"
	"dure/survey"
	"dure/web/job"
)

// work lets the site's jobs run.
func (s *site) work() {
	s.Helper()
	s.importing()
	s.must("start the jobs", s.db.StartJobs(context.Background()))
}

// importing has imports be done once jobs are.
func (s *site) importing() {
	s.db.Work(db.ImportJob, func(ctx context.Context, id int64) error {
		return job.Import(ctx, s.db, survey.ImportID(id), func() time.Time { return s.now })
	})
}

// upload sends a file to a page of the season.
func (v *visitor) upload(page, name string, data []byte) reply {
	v.Helper()
	return v.sendFile(v.at("%s", page), "file", name, data, nil)
}

// sendFile sends a file in a field of the form at a path, with what else is typed.
func (v *visitor) sendFile(path, field, name string, data []byte, typed url.Values) reply {
	v.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for key, values := range typed {
		for _, value := range values {
			v.must("write a field", form.WriteField(key, value))
		}
	}
	part, err := form.CreateFormFile(field, name)
	v.must("make a form", err)
	_, err = part.Write(data)
	v.must("write the file", err)
	v.must("close the form", form.Close())
	req, err := http.NewRequest(http.MethodPost, v.url+path, &b)
	v.must("make a request", err)
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.Header.Set("Accept-Language", v.lang)
	res, err := v.client.Do(req)
	v.must("upload "+name, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	v.must("read the answer", err)
	return reply{v.site, res.StatusCode, res.Request.URL.RequestURI(), string(body), res.Header}
}

var (
	selects  = regexp.MustCompile(`(?s)<select id="(use\d+)".*?</select>`)
	selected = regexp.MustCompile(`<option value="([^"]*)" selected`)
)

// proposed returns the mapping form as the page fills it in.
func (r reply) proposed() url.Values {
	form := url.Values{}
	for _, m := range selects.FindAllStringSubmatch(r.body, -1) {
		if v := selected.FindStringSubmatch(m[0]); v != nil {
			form.Set(m[1], v[1])
		}
	}
	return form
}

// take sends what columns are taken for, and once more where the page lists names in them first.
func (v *visitor) take(path string, form url.Values) reply {
	v.Helper()
	r := v.post(path, form)
	if strings.Contains(r.body, `name="seen"`) {
		r = r.submit(v, path, form)
	}
	return r
}

// finish waits until the job of an import has ended and returns its page.
func (v *visitor) finish(path string) reply {
	v.Helper()
	var r reply
	for range 600 {
		if r = v.get(path); !strings.Contains(r.body, "data-live") {
			return r
		}
		<-time.After(50 * time.Millisecond)
	}
	v.Fatalf("the import does not end:\n%s", r.body)
	return r
}

func TestImportARealRoster(t *testing.T) {
	data, err := os.ReadFile("testdata/ENGG1100.csv")
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t)
	s.work()
	v := s.organizer()
	r := v.upload("/import", "ENGG1100.csv", data).want(200, "1191 rows, 9 columns", "Import 1191 rows")
	form := r.proposed()
	want := map[string]string{"use0": "id", "use1": "last_name", "use2": "first_name", "use3": "email", "use4": "one_of", "use5": "one_of", "use7": "one_of", "use8": "one_of"}
	for field, use := range want {
		if form.Get(field) != use {
			t.Errorf("the page takes %s for %q, want %q", field, form.Get(field), use)
		}
	}
	v.post(r.path, form)
	v.finish(r.path).want(200, "The import is done", "1191 new members", "5 new questions")
	v.get(s.at("/members")).want(200, "Libbie Christiansen", "1191 of 1191 answered", "1 of 4")
	v.get(s.at("/responses")).want(200, "Project group", "Mechatronic")
	again := v.upload("/import", "ENGG1100.csv", data).want(200, "1191 rows")
	form = again.proposed()
	if !strings.HasPrefix(form.Get("use4"), "q") {
		t.Errorf("the second time the column is taken for %q, want the question that is there", form.Get("use4"))
	}
	v.post(again.path, form)
	v.finish(again.path).want(200, "0 new members", "1191 members were there before", "0 new questions")
	counts, err := s.db.Counts(t.Context(), s.season.ID)
	s.must("count", err)
	if counts.Members != 1191 || counts.Submitted != 1191 {
		t.Errorf("the season has %+v, want 1191 members with answers", counts)
	}
}

func TestImportManyRows(t *testing.T) {
	var b strings.Builder
	b.WriteString("Name,E-mail,Hours\n")
	for i := range 20_000 {
		fmt.Fprintf(&b, "Member %d,m%d@example.org,%d\n", i, i, i%30)
	}
	s := newSite(t)
	s.work()
	v := s.organizer()
	r := v.finish(v.upload("/import", "many.csv", []byte(b.String())).path).want(200, "20000 rows")
	v.post(r.path, r.proposed())
	v.finish(r.path).want(200, "20000 new members")
	v.get(s.at("/members?q=Member+19999")).want(200, "One member", "m19999@example.org")
}

// Every file that cannot be imported gets a page that says why and what to do, and leaves nothing behind.
func TestImportBadFiles(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	for _, c := range []struct {
		name, data, says string
	}{
		{"empty.csv", "", "The file is empty"},
		{"picture.csv", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "This is a PNG picture, not a table"},
		{"header.csv", "Name,E-mail\n", "header but no rows"},
		{"broken.csv", "Name,E-mail\nAra,ara@example.org\nBo,bo@example.org,surplus\n", "The row has more cells (3) than the header (2)"},
		{"quote.csv", "Name,E-mail\n\"Ara,ara@example.org\n", "quotation mark"},
		{"<script>.xlsx", "PK\x03\x04 and so on", "&lt;script&gt;.xlsx cannot be imported"},
	} {
		v.upload("/import", c.name, []byte(c.data)).want(422, c.says, "Nothing was saved", `type="file"`)
	}
	v.upload("/import", "one.csv", []byte("Name\nAra\n")).want(200, "one.csv: 1 row, 1 column. ")
	v.post(s.at("/import"), nil).want(422, "Choose a file.")
	v.upload("/import", "large.csv", bytes.Repeat([]byte("a,b\n"), 17<<20)).want(413, "A file may have 64 MB at most")
}

func TestImportOtherShapes(t *testing.T) {
	s := newSite(t)
	s.work()
	v := s.organizer()
	old, err := korean.EUCKR.NewEncoder().String("이름;이메일;학과\n김아라;ara@example.org;국문\n이보;bo@example.org;수학\n박철;chul@example.org;국문\n")
	s.must("encode", err)
	r := v.upload("/import", "명단.csv", []byte(old)).want(200, "김아라", "명단.csv: 3 rows, 3 columns")
	v.post(r.path, r.proposed())
	v.finish(r.path).want(200, "3 new members")
	v.get(s.at("/members")).want(200, "김아라", "박철")
}

// Cells that cannot be read are listed with their rows before anything is saved and count as no answer; what is no option yet can be added to the question.
func TestImportCellsThatDoNotFit(t *testing.T) {
	s := newSite(t)
	s.work()
	s.ask(survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": "Role"}, Options: []survey.Option{{Label: survey.Text{"en": "Lead"}}, {Label: survey.Text{"en": "Make"}}}})
	v := s.organizer()
	const text = "Name,E-mail,Role,Hours\nAra,ara@example.org,Lead,3\nBo,not an address,Make,4\nChul,chul@example.org,King,5\nDan,-,Make,soon\nEd,ed@example.org,-,6\n"
	for _, add := range []bool{false, true} {
		r := v.upload("/import", "rows.csv", []byte(text)).want(200, "Row 3: “not an address”", "Row 4: “King”. “King” is no option", "Role: King (in one cell)", "3 read, 3 different, 1 without an answer")
		form := r.proposed()
		if form.Get("use2") != "q1" {
			t.Fatalf("the column Role is taken for %q, want the question of the survey", form.Get("use2"))
		}
		form.Set("use3", "number")
		v.post(r.path, url.Values{"use0": {"name"}, "use1": {"name"}, "use2": {"q99"}, "use3": {"number"}}).want(422, "taken for this already", "Choose what this column is")
		v.post(r.path, url.Values{"use0": {"leave_out"}, "use1": {"leave_out"}, "use2": {"leave_out"}, "use3": {"number"}}).want(422, "No column says who the members are")
		listed := v.post(r.path, form).want(200, "One cell cannot be read and counts as no answer", "Row 5: “soon”")
		if add {
			form.Set("do", "options")
			listed = listed.submit(v, r.path, form).want(200, "The import adds them to the question", "Answers that become options", "Row 5: “soon”").lacks("Answers that are no options yet")
			form.Set("do", "no_options")
			listed = listed.submit(v, r.path, form).want(200, "Answers that are no options yet")
			form.Set("do", "options")
			listed = listed.submit(v, r.path, form).want(200, "Answers that become options")
			form.Del("do")
			v.get(s.at("/survey")).want(200).lacks("King") // before anything is saved
		}
		listed.submit(v, r.path, form)
		done := v.finish(r.path).want(200, "The import is done")
		if strings.Contains(done.body, "One new option") != add {
			t.Errorf("with the option added %t, the page says that there is one: %t", add, !add)
		}
		if got := s.names(); got != "Ara|Bo|Chul|Dan|Ed" {
			t.Errorf("members are %s", got)
		}
		members, err := s.db.Members(t.Context(), s.season.ID)
		s.must("read the members", err)
		responses, err := s.db.Responses(t.Context(), s.season.ID)
		s.must("read the responses", err)
		role := s.stored().Questions[0]
		if chosen := len(responses[members[2].ID].Answers[role.ID].Choices) > 0; chosen != add || members[1].Email != "" {
			t.Errorf("with the option added %t, King is an answer: %t; Bo has the address %q", add, chosen, members[1].Email)
		}
	}
}

// A row that is nobody's refuses the file: it is listed, nothing is saved, and the mapping can be changed.
func TestImportRowsOfNobody(t *testing.T) {
	s := newSite(t)
	s.work()
	v := s.organizer()
	r := v.upload("/import", "rows.csv", []byte("Name,Role,Hours\nAra,Lead,3\n,Make,4\nChul,Make,5\n")).want(200)
	form := r.proposed()
	v.take(r.path, form)
	v.finish(r.path).want(200, "rows.csv cannot be imported", "<td>3</td>", "Nothing was saved")
	v.get(s.at("/members")).want(200, "No members yet")
	form.Set("use0", "leave_out")
	form.Set("use2", "id")
	v.take(r.path, form)
	v.finish(r.path).want(200, "3 new members")
	v.post(r.path, form).want(200, "The import is done")
}

// What a season exports, another one that asks the same takes in as the same answers.
func TestImportOfAnExport(t *testing.T) {
	s := newSite(t)
	s.work()
	s.fillSeason()
	v := s.organizer()
	export := v.get(s.at("/responses.csv")).want(200)
	members, err := s.db.Members(t.Context(), s.season.ID)
	s.must("read the members", err)
	before, err := s.db.Responses(t.Context(), s.season.ID)
	s.must("read the answers", err)
	asked := s.stored().Public()

	s.season, err = s.db.CreateSeason(t.Context(), s.club.ID, "Next", s.now)
	s.must("make a season", err)
	start := survey.Presets()[0].Survey
	start.Season = s.season.ID
	s.must("fill the survey", s.db.AddQuestions(t.Context(), start))
	r := v.upload("/import", "answers.csv", []byte(export.body)).want(200)
	v.post(r.path, r.proposed())
	v.finish(r.path).want(200, "7 new members", "Answers of 6 members taken over", "0 new questions")
	next, err := s.db.Members(t.Context(), s.season.ID)
	s.must("read the members", err)
	after, err := s.db.Responses(t.Context(), s.season.ID)
	s.must("read the answers", err)
	again := s.stored().Public()
	for i, m := range next {
		for k, q := range asked.Questions {
			got, want := after[m.ID].Answers[again.Questions[k].ID], before[members[i].ID].Answers[q.ID]
			if fmt.Sprint(q.Cells(got)) != fmt.Sprint(q.Cells(want)) {
				t.Errorf("%s answers %q with %q after the import, want %q", m.Name, q.Title["en"], q.Cells(got), q.Cells(want))
			}
		}
	}
}
