package web_test

import (
	"net/url"
	"slices"
	"testing"

	"dure/survey/sheet"
	"dure/web/view"
)

// A file whose columns are called as in one before is read as that was, in the same season and in the next, until somebody goes back to what is proposed. What was a new
// question is the one that it became, and what the season does not ask is what is proposed.
func TestTheNextFileIsReadAsTheLast(t *testing.T) {
	s := newSite(t)
	s.work()
	v := s.organizer()
	const text = "Name,Size,Branch A,Branch B,Note\nAra,3,x,,a\nBo,4,,y,b\nChul,5,x,,c\n"
	r := v.upload("/import", "first.csv", []byte(text)).want(200).lacks("The columns are taken as when you read")
	form := r.proposed()
	proposed := form.Get("use1")
	form.Set("use1", "one_of")
	form.Set("use3", "joined2")
	form.Set("use4", "leave_out")
	v.take(r.path, form)
	v.finish(r.path).want(200, "The import is done")
	asked := s.stored()

	again := v.upload("/import", "second.csv", []byte(text)).want(200, "The columns are taken as when you read “first.csv”")
	form = again.proposed()
	if form.Get("use1") != asked.Questions[0].Field() || form.Get("use3") != "joined2" || form.Get("use4") != "leave_out" {
		t.Errorf("in the same season the columns are taken for %v, want the question that they became, joined and left out", form)
	}
	guess := v.get(again.path + "?guess=yes").want(200).lacks("The columns are taken as when you read").proposed()
	if guess.Get("use4") == "leave_out" {
		t.Errorf("what is proposed is %v, want the last column not left out", guess)
	}
	v.upload("/import", "other.csv", []byte("Name,Size\nAra,3\nBo,4\n")).want(200).lacks("The columns are taken as when you read")

	next, err := s.db.CreateSeason(t.Context(), s.season.Club, "Next", s.now)
	s.must("make a season", err)
	s.season = next
	form = v.upload("/import", "third.csv", []byte(text)).want(200, "“first.csv”").proposed()
	if form.Get("use1") != "one_of" || form.Get("use1") == proposed || form.Get("use3") != "joined2" || form.Get("use4") != "leave_out" {
		t.Errorf("in the next season the columns are taken for %v, as the file before, want one_of, joined and left out", form)
	}
}

// A file in which all say the same where the one before had several choices is taken as it is proposed, and not refused.
func TestTheNextFileMaySayLess(t *testing.T) {
	s := newSite(t)
	s.work()
	v := s.organizer()
	r := v.upload("/import", "first.csv", []byte("Name,Major\nAra,Arts\nBo,Law\nChul,Law\n")).want(200)
	v.take(r.path, r.proposed())
	v.finish(r.path).want(200, "The import is done")
	next, err := s.db.CreateSeason(t.Context(), s.season.Club, "Next", s.now)
	s.must("make a season", err)
	s.season = next
	r = v.upload("/import", "second.csv", []byte("Name,Major\nDo,Law\nEun,Law\n")).want(200, "“first.csv”")
	v.take(r.path, r.proposed())
	v.finish(r.path).want(200, "The import is done")
}

// What somebody said of the words of a file is remembered with its columns: the hours of parts of the day, which zone an unclear one is, and that new options are added.
func TestWhatWordsMeanIsRemembered(t *testing.T) {
	const head = "Name,When are you free? [Monday],Time zone,Branch\n"
	s := newSite(t)
	s.work()
	v := s.organizer()
	meant := func(form url.Values) url.Values { // as a browser sends them
		form.Set(view.MeantName(sheet.Meaning{Text: "evening"}), "19-21")
		form.Set(view.MeantName(sheet.Meaning{Text: "cst"}), "Asia/Shanghai")
		return form
	}
	r := v.upload("/import", "first.csv", []byte(head+"Gus,Evening,CST,East\nHal,Evening,KST,West\nIda,Evening,KST,East\nJo,Evening,KST,West\n")).want(200)
	form := r.proposed()
	form.Set("use3", "one_of")
	v.take(r.path, meant(form))
	v.finish(r.path).want(200, "The import is done")

	second := v.upload("/import", "second.csv", []byte(head+"Kim,Evening,CST,North\nLee,Evening,KST,East\n")).want(200, "“first.csv”", `value="19-21"`, `value="Asia/Shanghai"`)
	form = meant(second.proposed())
	form.Set("do", "options")
	second.submit(v, second.path, form).want(200, "The import adds")
	page := v.get(second.path).want(200, `value="no_options"`)
	page.submit(v, second.path, meant(page.proposed()))
	v.finish(second.path).want(200, "The import is done")

	third := v.upload("/import", "third.csv", []byte(head+"Mo,Evening,CST,South\nNa,Evening,KST,East\n")).want(200, "“second.csv”", `value="Asia/Shanghai"`, `value="no_options"`)
	third.submit(v, third.path, meant(third.proposed()))
	v.finish(third.path).want(200, "The import is done")
	var options []string
	for _, q := range s.stored().Questions {
		if q.Title["en"] == "Branch" {
			for _, o := range q.Options {
				options = append(options, o.Label["en"])
			}
		}
	}
	if !slices.Equal(options, []string{"East", "West", "North", "South"}) {
		t.Errorf("the options are %q, want those of all three files", options)
	}
}
