package web_test

import (
	"strings"
	"testing"

	"dure/survey"
	"dure/survey/sheet"
	"dure/web/view"
)

// What a file leaves open, the hours of parts of the day and zones that may be several, is asked before it is saved; unsaid, parts have the hours that are shown and rows with such a
// zone none.
func TestWhatAFileLeavesOpenIsAsked(t *testing.T) {
	const text = "Name,Email,When are you free? [Monday],When are you free? [Tuesday],Time zone\n" +
		"Gus,gus@v.org,Evening,\"Morning, Evening\",CST\nHal,hal@v.org,evening,,Asia/Seoul\nIda,ida@v.org,,Morning,KST\nJo,jo@v.org,Evening,,KST\nKim,kim@v.org,Evening,,KST\n"
	field := func(text string) string { return view.MeantName(sheet.Meaning{Text: text}) }
	for _, c := range []struct{ evening, zone, gus, hal string }{
		{"", "", "|", "18:00; 19:00; 20:00; 21:00|"},
		{"19-21", "Asia/Shanghai", "19:00; 20:00|09:00; 10:00; 11:00; 19:00; 20:00", "19:00; 20:00|"},
	} {
		s := newSite(t)
		s.work()
		v := s.organizer()
		r := v.upload("/import", "free.csv", []byte(text)).want(200, "The hours of parts of the day", `value="9:00-12:00"`, `value="18:00-22:00"`, "A time zone that is not clear", ">CST<")
		if strings.Count(r.body, `value="18:00-22:00"`) != 1 {
			t.Error("Evening and evening are asked for apart")
		}
		form := r.proposed()
		for text, bad := range map[string]string{"evening": "late", "cst": "Atlantis"} {
			form.Set(field(text), bad)
			r.submit(v, r.path, form).want(422, bad)
			form.Set(field(text), "")
		}
		form.Set(field("evening"), c.evening)
		form.Set(field("cst"), c.zone)
		r.submit(v, r.path, form)
		v.finish(r.path).want(200, "5 new members")
		q := s.stored().Questions[0]
		members, err := s.db.Members(t.Context(), s.season.ID)
		s.must("read the members", err)
		responses, err := s.db.Responses(t.Context(), s.season.ID)
		s.must("read the responses", err)
		for _, m := range members {
			want, in := map[string]string{"Gus": c.gus, "Hal": c.hal}[m.Name]
			hours := q.Cells(survey.Answer{Version: 1, Slots: responses[m.ID].Answers[q.ID].Slots})
			if got := strings.Join(hours, "|"); in && !strings.HasPrefix(got, want) {
				t.Errorf("with %q and %q: %s is free at %q, want %q", c.evening, c.zone, m.Name, got, want)
			}
		}
	}
}

// A number whose mark may part thousands or a fraction is asked before it is saved; unsaid, the column has what is shown.
func TestANumberThatMayBeTwoIsAsked(t *testing.T) {
	for said, want := range map[string]float64{"": 2500, "1.2": 2.5} {
		s := newSite(t)
		s.work()
		v := s.organizer()
		r := v.upload("/import", "budget.csv", []byte("Name,Email,Budget\nGus,gus@v.org,\"1,200\"\nHal,hal@v.org,\"2,500\"\nIda,ida@v.org,\"1,750\"\n")).want(200, "A number that can be read in two ways", ">1,200<", `value="1200"`)
		form, field := r.proposed(), view.MeantName(sheet.Meaning{Text: "1,200"})
		form.Set(field, "12")
		r.submit(v, r.path, form).want(422, "Write 1200 or 1.200.")
		form.Set(field, said)
		r.submit(v, r.path, form)
		v.finish(r.path).want(200, "3 new members")
		members, err := s.db.Members(t.Context(), s.season.ID)
		s.must("read the members", err)
		responses, err := s.db.Responses(t.Context(), s.season.ID)
		s.must("read the responses", err)
		for _, m := range members {
			if got := responses[m.ID].Answers[s.stored().Questions[0].ID].Number; m.Name == "Hal" && (got == nil || *got != want) {
				t.Errorf("with %q Hal's 2,500 is %v, want %v", said, got, want)
			}
		}
	}
}
