package db

import (
	"errors"
	"testing"

	"dure/ml/fit"
	"dure/survey"
)

func TestNothingIsMadeInWhatIsNotThere(t *testing.T) {
	d := openNew(t)
	ctx := t.Context()
	_, err1 := d.CreateSeason(ctx, 99, "spring", now)
	_, err2 := d.AddMember(ctx, survey.Member{Season: 99, Name: "Ara"}, now)
	_, err3 := d.StoreImport(ctx, survey.Import{Season: 99, File: "a.csv"}, now)
	_, err4 := d.CreateProposal(ctx, 99, "teams", []byte("{}"), now)
	_, err5 := d.CreateModel(ctx, 99, []byte("{}"), now)
	_, err6 := d.StoreHistory(ctx, fit.File{Club: 99, Name: "a.csv"}, now)
	for i, err := range []error{err1, err2, err3, err4, err5, err6} {
		if !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("case %d: made in nothing: %v, want not found", i+1, err)
		}
	}
}

// A name stands in one line, as in the subject of a letter, however it was typed.
func TestNamesAreOneLine(t *testing.T) {
	for typed, want := range map[string]string{"Book\r\nClub": "Book Club", " Book\x00\tClub\n": "Book Club", "북\n클럽": "북 클럽", "\r\n": ""} {
		if got, err := checkName(typed); got != want || (err == nil) != (want != "") {
			t.Errorf("the name %q is read as %q, %v, want %q", typed, got, err, want)
		}
	}
}
