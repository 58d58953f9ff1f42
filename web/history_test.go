package web_test

import (
	"fmt"
	"maps"
	"net/url"
	"os"
	"strings"
	"testing"

	"dure/ml/fit"
	"dure/survey"
)

// files returns the club's files of past seasons as they are kept.
func (s *site) files() []fit.File {
	s.Helper()
	all, err := s.db.Histories(s.Context(), s.club.ID)
	s.must("read the files", err)
	return all
}

// pastData is the content of [pastFile].
func (s *site) pastData() []byte {
	s.Helper()
	data, err := os.ReadFile(pastFile(s.T))
	s.must("read the file", err)
	return data
}

// A column that knows the outcome, by its name or since it was made of it, is asked about: where columns are named, and where
// what is learned from them stands.
func TestAPastFileIsAskedWhetherItsColumnsKnowTheOutcome(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	var file strings.Builder
	file.WriteString("season,crew,Energy,Would repeat,rating\n")
	for i := range 160 {
		fmt.Fprintf(&file, "%d,c%d,%d,%d,%d\n", i/80, i/4, i*7%11, 1+i*i%5, 1+i*i%5)
	}
	r := v.upload("/fit/files", "past.csv", []byte(file.String())).want(200, "By its name this tells of afterwards.", "choose “leave out”")
	form := r.proposed()
	form.Set("use1", "team")
	v.post(r.path, form).want(200, "“Would repeat” alone tells 100 % of how the outcome differs.")
	form.Set("use3", "out")
	v.post(r.path, form).want(200).lacks("alone tells", "tells of afterwards")
}

// A file of past seasons is uploaded, its columns are named, and it counts; at last it is deleted.
func TestHistoryFromAFile(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.Number, Title: survey.Text{"en": "Energy"}})
	v := s.organizer()
	v.get(s.at("/fit")).want(200, "Past seasons from a file")
	r := v.upload("/fit/files", "past.csv", s.pastData()).want(200, "Columns of past.csv", "240 rows", "crew", "Left out: a protected trait.")
	form := r.proposed()
	want := url.Values{"use0": {"season"}, "use1": {"answer"}, "use2": {"answer"}, "use3": {"as:Energy"}, "use5": {"rating"}}
	if !maps.EqualFunc(form, want, func(a, b []string) bool { return a[0] == b[0] }) {
		t.Errorf("the page takes the columns for %v, want %v", form, want)
	}
	v.get(s.at("/fit")).want(200, "past.csv", "columns not named")
	if m := s.files()[0].Mapping; m != "" {
		t.Errorf("a file whose columns nobody named has the mapping %s", m)
	}
	form.Set("use4", "out")

	for name, c := range map[string]struct {
		field, use string
		says       string
	}{
		"no use":           {"use1", "crew", "Choose what this column is."},
		"twice":            {"use2", "rating", "Another column is taken for this already."},
		"nothing is rated": {"use5", "out", "rating"},
		"no team":          {"use1", "answer", "team"},
	} {
		bad := maps.Clone(form)
		bad.Set("use1", "team")
		bad.Set(c.field, c.use)
		page := v.post(r.path, bad).want(422, c.says, "past.csv")
		if got := page.proposed().Get("use3"); got != "as:Energy" {
			t.Errorf("%s: the rejected form comes back with %q for Energy, want as:Energy", name, got)
		}
		if m := s.files()[0].Mapping; m != "" {
			t.Errorf("%s: the rejected form was kept: %s", name, m)
		}
	}

	form.Set("use1", "team")
	v.post(r.path, form).want(200, "240 ratings", "60 teams", "4 seasons").lacks("columns not named")
	if got := v.get(r.path).want(200).proposed(); got.Get("use1") != "team" || got.Get("use3") != "as:Energy" {
		t.Errorf("the kept columns come back as %v", got)
	}
	v.post(r.path+"/delete", nil).want(200).lacks("past.csv")
	if all := s.files(); len(all) != 0 {
		t.Errorf("%d files are left after the deletion, want none", len(all))
	}
	v.get(r.path).want(404)
	v.post(r.path, form).want(404)
	v.post(r.path+"/delete", nil).want(404)
}

// sectionsFile is a file of 24 teams that are called alike in three sections, with words behind the ratings and the year of study.
func sectionsFile(section string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%s,team,year,fit\n", section)
	for i := range 96 {
		fmt.Fprintf(&b, "%c,Team %d,%d,%s\n", 'A'+i/32, 1+i/4%8, 1+i%4, []string{"2 - weak", "3 - fair", "4 - good"}[i*i%3])
	}
	return []byte(b.String())
}

// A team is season, section and name. Where nobody says the section the page says that one name has more rows than a team.
func TestHistoryOfSections(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	r := v.upload("/fit/files", "past.csv", sectionsFile("section")).want(200, "the section")
	want := url.Values{"use0": {"section"}, "use1": {"team"}, "use2": {"answer"}, "use3": {"rating"}}
	form := r.proposed()
	if !maps.EqualFunc(form, want, func(a, b []string) bool { return a[0] == b[0] }) {
		t.Errorf("the page takes the columns for %v, want %v", form, want)
	}
	v.post(r.path, form).want(200, "96 ratings", "24 teams").lacks("more than one team has")
	twice := maps.Clone(form)
	twice.Set("use2", "section")
	v.post(r.path, twice).want(422, "Another column is taken for this already.")
	form.Set("use0", "out")
	v.post(r.path, form).want(200, "96 ratings", "8 teams", "“Team 1” has 12 rows, more than one team has.")
	v.lang = "ko"
	v.get(s.at("/fit")).want(200, "‘Team 1’ 팀의 행이 12개로")
	v.get(r.path).want(200, ">구역<")
}

// Files that cannot be read are told from each other, and none is kept.
func TestHistoryFromABadFile(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	for name, c := range map[string]struct{ data, says string }{
		"empty.csv":   {"", "empty"},
		"broken.csv":  {"Team,Rating\nA,1,surplus\n", "Row 2"},
		"picture.csv": {"\x89PNG\r\n\x1a\n\x00\x00", "file"},
		"broken.xlsx": {"PK\x03\x04 no book", "file"},
	} {
		v.upload("/fit/files", name, []byte(c.data)).want(422, c.says, `id="file-error"`)
	}
	v.post(s.at("/fit/files"), url.Values{"file": {"typed"}}).want(422)
	if all := s.files(); len(all) != 0 {
		t.Errorf("%d files that cannot be read are kept", len(all))
	}
}

// Viewers see a file of past seasons, and cannot change it.
func TestViewersSeeHistory(t *testing.T) {
	s := newSite(t)
	r := s.organizer().upload("/fit/files", "past.csv", s.pastData()).want(200)
	reader := s.colleague(survey.Viewer)
	reader.get(r.path).want(200, "past.csv", "disabled").lacks("Save")
	reader.get(s.at("/fit")).want(200, "past.csv").lacks("/delete", `type="file"`)
	reader.get(s.at("/fit/files/x")).want(404)
}
