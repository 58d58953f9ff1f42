package web_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"dure/db"
	"dure/survey"
	"dure/survey/sheet"
	"dure/web/job"
)

// largeTable has more cells than are read at once: rows of who, and of few answers that come again and again.
func largeTable(rows int) []byte {
	var b bytes.Buffer
	b.WriteString("Name,E-mail,Role,Days,Likes,Agree,Notes,A,B,C,D,E,F\n")
	for i := range rows {
		fmt.Fprintf(&b, "Member %d,m%d@example.org,%s,%d,%s,%s,Note %d of many words,%d,%d,%d,,x,%s\n", i, i, []string{"Cook", "Host", "cook"}[i%3], i%6,
			[]string{"\"Go, Chess\"", "Chess", "Go"}[i%3], []string{"Agree", "Disagree", "Neutral"}[i%3], i, i%5, i%4+1, i%2, []string{"y", "-"}[i%2])
	}
	return b.Bytes()
}

// A large file is read by a job, says how far it is, and is mapped and saved as one that is read at once.
func TestALargeFileIsReadByAJob(t *testing.T) {
	data := largeTable(5000)
	if !sheet.Large(data, job.ReadAtOnce) || sheet.Large(largeTable(500), job.ReadAtOnce) {
		t.Fatal("5,000 rows of 13 columns are not taken for large, or 500 are")
	}
	var proposed, became []string
	for _, direct := range []bool{true, false} {
		s := newSite(t)
		v := s.organizer()
		path := ""
		if direct {
			file, err := sheet.Read("large.csv", bytes.NewReader(data))
			s.must("read the file", err)
			kept, err := file.Kept()
			s.must("keep it", err)
			id, err := s.db.StoreImport(t.Context(), survey.Import{Season: s.season.ID, File: "large.csv", Data: kept, Shape: file.Shape()}, s.now)
			s.must("store it", err)
			path = s.at("/imports/%d", id)
		} else {
			r := v.upload("/import", "large.csv", data).want(200, "data-live", "Stop reading", "Reading goes on if you leave this page").lacks("use0")
			v.post(r.path, map[string][]string{"use0": {"name"}}).want(200, "data-live")
			path = r.path
		}
		s.work()
		r := v.finish(path).want(200, "5000 rows", "Import 5000 rows")
		proposed = append(proposed, r.proposed().Encode())
		v.take(path, r.proposed())
		v.finish(path).want(200, "The import is done", "5000 new members")
		given, err := s.db.Responses(t.Context(), s.season.ID)
		s.must("read the answers", err)
		members, err := s.db.Members(t.Context(), s.season.ID)
		s.must("read the members", err)
		asked, err := s.db.Survey(t.Context(), s.season.ID)
		s.must("read the survey", err)
		became = append(became, fmt.Sprint(sheet.Responses(asked, members, given)))
	}
	if proposed[0] != proposed[1] || became[0] != became[1] {
		t.Errorf("a file that a job reads is mapped as\n%s\nand one read at once as\n%s", proposed[1], proposed[0])
	}
}

// Reading that the end of the program broke off begins again with the next, and the file is nowhere any more when its rows are kept.
func TestReadingALargeFileAfterARestart(t *testing.T) {
	s := newSite(t)
	r := s.organizer().upload("/import", "large.csv", largeTable(5000)).want(200, "data-live")
	begun := make(chan struct{})
	s.db.Work(db.ImportJob, func(ctx context.Context, id int64) error {
		close(begun)
		<-ctx.Done()
		return ctx.Err()
	})
	s.must("start the jobs", s.db.StartJobs(context.Background()))
	<-begun
	s.restart()
	s.organizer().get(r.path).want(200, "data-live", "Stop reading")
	s.work()
	s.organizer().finish(r.path).want(200, "Import 5000 rows")
}

// An organizer can stop the reading of a large file, and nothing of it stays; nor of one that cannot be read, of which the page says why.
func TestALargeFileThatIsNotRead(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	r := v.upload("/import", "large.csv", largeTable(5000)).want(200, "data-live")
	v.post(r.path+"/stop", nil).want(200, "Reading was stopped", `type="file"`)
	v.get(r.path).want(404)
	bad := v.upload("/import", "bad.csv", append(largeTable(5000), "Ann,,,,,,,,,,,,,,,,,surplus\n"...)).want(200, "data-live")
	s.work()
	v.finish(bad.path).want(200, "bad.csv cannot be imported", "Nothing was saved", "The row has more cells (18) than the header (13)", `type="file"`)
	v.post(bad.path, map[string][]string{"use0": {"name"}}).want(200, "bad.csv cannot be imported")
	s.standsNowhere("Note 4999 of many words")
	small := v.upload("/import", "small.csv", []byte("Name,Days\nAnn,3\nBo,4\n")).want(200, "Import 2 rows")
	v.post(small.path+"/stop", nil).want(200, "Import 2 rows")
	if n := strings.Count(s.names(), "|"); n != 0 {
		t.Errorf("members are %s, want none", s.names())
	}
}
