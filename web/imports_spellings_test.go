package web_test

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// An import tells of letters that are only composed in another way as the command does, in a column of one option and in one of several.
func TestAnImportTellsOfSpellingsThatLookAlike(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	apart := norm.NFD.String("가람반")
	file := "id,반,취미\nm00,가람반,가람반;누리\nm01," + apart + ",누리\nm02,가람반," + apart + "\nm03,누리반,가람반;누리\nm04,누리반,누리\nm05,가람반,누리\n"
	r := v.upload("/import", "m.csv", []byte(file)).want(200, "2 different, 0 without an answer")
	if n := strings.Count(r.body, "another spelling") + strings.Count(r.body, "Another spelling"); n != 2 {
		t.Errorf("the page tells of another spelling of %d columns, want 2:\n%s", n, r.body)
	}
}
