package job

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"dure/survey"
	"dure/survey/sheet"
)

func read(t *testing.T, text string) sheet.Sheet {
	t.Helper()
	s, err := sheet.Read("x.csv", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPlanFindsTheSurveysQuestions(t *testing.T) {
	asked := survey.Survey{Questions: []survey.Question{
		{ID: 4, Kind: survey.ShortText, Title: survey.Text{"en": "Motto", "ko": "좌우명"}},
		{ID: 5, Kind: survey.Teammates, Title: survey.Text{"en": "Mates"}, Wishes: 2, Avoids: 1},
		{ID: 6, Kind: survey.Availability, Title: survey.Text{"en": "Free"}, Days: []int{0, 2}, From: 9, To: 18},
	}}
	p := PlanOf(read(t, "Name,좌우명,Mates (wished),Mates (avoided),Free (available) [Wednesday],Age\nAra,x,Bo,Chul,09:00;10:00,20\nBo,y,Ara,,11:00,21\nChul,z,,,,23\n"), asked)
	want := []survey.QuestionID{0, 4, 5, 5, 6, 0}
	uses := []sheet.Use{sheet.Name, sheet.ShortText, sheet.Wished, sheet.Avoided, sheet.Availability, sheet.Number}
	for j := range want {
		if p.Existing[j] != want[j] || p.Columns[j].Use != uses[j] {
			t.Errorf("column %d is taken for %s of question %d, want %s of %d", j, p.Columns[j].Use, p.Existing[j], uses[j], want[j])
		}
	}
	if p.Columns[4].Day != 2 {
		t.Errorf("the column of Wednesday is of day %d, want 2", p.Columns[4].Day)
	}
}

func TestProblemsOfAnotherReason(t *testing.T) {
	for _, bad := range []*survey.InvalidError{
		{Reason: "job_crashed"},
		{Field: "email", Reason: "address_taken", Args: map[string]any{"Email": "a@example.org"}},
	} {
		text, err := json.Marshal(bad)
		if err != nil {
			t.Fatal(err)
		}
		all, n, err := Problems(string(text))
		if err != nil || n != 1 || len(all) != 1 || all[0].Reason != bad.Reason || all[0].Args["Email"] != bad.Args["Email"] {
			t.Errorf("%s reads as %+v, %d, %v; want one problem of that reason", text, all, n, err)
		}
	}
	if _, _, err := Problems("{"); err == nil {
		t.Error("a result that is no JSON gives no error")
	}
}

// broken is a store that has an import and takes nothing.
type broken struct{ im survey.Import }

var errBroken = errors.New("disk on fire")

func (b broken) Import(context.Context, survey.ImportID) (survey.Import, error) { return b.im, nil }
func (b broken) Survey(context.Context, survey.SeasonID) (survey.Survey, error) {
	return survey.Survey{}, nil
}
func (b broken) SetImportProgress(context.Context, survey.ImportID, string) error { return nil }
func (b broken) ApplyImport(context.Context, survey.ImportID, []survey.Imported, []survey.Question, time.Time) (survey.Imports, error) {
	return survey.Imports{}, errBroken
}

func TestImportPassesOnWhatTheStoreSays(t *testing.T) {
	plan, err := json.Marshal(Plan{Columns: []sheet.Column{{Use: sheet.Name}}, Existing: []survey.QuestionID{0}})
	if err != nil {
		t.Fatal(err)
	}
	im := survey.Import{File: "x.csv", Data: []byte("Name\nAra\n"), Mapping: string(plan), State: survey.JobQueued}
	if err := Import(t.Context(), broken{im}, 1, time.Now); !errors.Is(err, errBroken) {
		t.Errorf("a store that fails gives %v, want its error", err)
	}
	im.State, im.Data = survey.JobDone, nil
	if err := Import(t.Context(), broken{im}, 1, time.Now); err != nil {
		t.Errorf("an import that is done gives %v when it is run again, want nothing done", err)
	}
}
