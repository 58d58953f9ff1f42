package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
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
func (b broken) Members(context.Context, survey.SeasonID) ([]survey.Member, error) { return nil, nil }
func (b broken) Progress(context.Context, survey.SeasonID) (map[survey.MemberID]survey.Progress, error) {
	return nil, nil
}
func (b broken) Responses(context.Context, survey.SeasonID) (map[survey.MemberID]survey.Response, error) {
	return nil, nil
}
func (b broken) QuestionVersions(context.Context, survey.SeasonID) ([]survey.Question, error) {
	return nil, nil
}
func (b broken) KeepRead(context.Context, survey.ImportID, []byte, string) error  { return errBroken }
func (b broken) SetImportProgress(context.Context, survey.ImportID, string) error { return nil }
func (b broken) ResumeImport(context.Context, survey.ImportID) (survey.Imports, error) {
	return survey.Imports{}, errBroken
}
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

// Columns become new questions of their kind, worded as the file does, or are refused with the reason.
func TestColumnsBecomeQuestions(t *testing.T) {
	long := strings.Repeat("가", survey.MaxTitle+5)
	plan := func(uses ...sheet.Column) Plan {
		return Plan{Columns: append([]sheet.Column{{Use: sheet.Name}}, uses...), Existing: make([]survey.QuestionID, len(uses)+1)}
	}
	data := "Name,Mood," + long + ",Same\nAra,1,x,yes\nBo,5,y,yes\n"
	scale, text := sheet.Column{Use: sheet.Scale, Min: 1, Max: 5}, sheet.Column{Use: sheet.ShortText}
	r, err := readSheet(read(t, data), plan(scale, text, text), survey.Survey{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if q := r.questions[0]; q.Kind != survey.Scale || *q.Min != 1 || *q.Max != 5 || q.Title["en"] != "Mood" {
		t.Errorf("the scale became %+v", q)
	}
	if got := []rune(r.questions[1].Title["en"]); len(got) != survey.MaxTitle || got[len(got)-1] != '…' {
		t.Errorf("a title of %d characters was cut to %d that end in %q, want %d", survey.MaxTitle+5, len(got), got[len(got)-1], survey.MaxTitle)
	}
	for reason, p := range map[survey.Key]Plan{
		"import_one_value":     plan(scale, text, sheet.Column{Use: sheet.OneOf}),
		"import_question_gone": {Columns: plan(scale, text, text).Columns, Existing: []survey.QuestionID{0, 9, 0, 0}},
	} {
		_, err := readSheet(read(t, data), p, survey.Survey{}, nil)
		bad, ok := errors.AsType[*survey.InvalidError](err)
		if !ok {
			t.Fatalf("%s: the error is %v, want what is wrong with the file", reason, err)
		}
		if all := bad.Args["Problems"].([]sheet.RowError); len(all) != 1 || all[0].Reason != reason {
			t.Errorf("the problems are %+v, want %s", all, reason)
		}
	}
}

// Whom members wish for and avoid is as confidential in a file as in a question that was built, and other answers are not.
func TestImportedTeammatesAreSensitive(t *testing.T) {
	text := "Name,Wants,Avoids,Major\nAra Kim,Bo Lind,,Art\nBo Lind,,Cy Wren,Art\nCy Wren,Bo Lind,Ara Kim,Film\n"
	r, err := readSheet(read(t, text), PlanOf(read(t, text), survey.Survey{}), survey.Survey{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.questions) != 2 {
		t.Fatalf("the file became %d questions, want 2", len(r.questions))
	}
	for _, q := range r.questions {
		if q.Sensitive != (q.Kind == survey.Teammates) {
			t.Errorf("the imported question %q of kind %s is sensitive: %t", q.Title["en"], q.Kind, q.Sensitive)
		}
	}
}

// A word that names no option is told at the column that it stands in, whichever of the question's that is.
func TestAWordThatIsNoOptionIsToldAtItsColumn(t *testing.T) {
	asked := survey.Survey{Questions: []survey.Question{{ID: 4, Kind: survey.Rank, Title: survey.Text{"en": "Order"}, Options: []survey.Option{
		{Key: 1, Label: survey.Text{"en": "Film"}}, {Key: 2, Label: survey.Text{"en": "Go"}}}}}}
	s := read(t, "Name,Choice 1,Choice 2\nAra,Film,Radio\nBo,Go,Film\nCho,Chess,Go\n")
	place := func(part string) sheet.Column { return sheet.Column{Use: sheet.Rank, Question: marker(4), Part: part} }
	in, errs := sheet.Apply(s, sheet.Mapping{Columns: []sheet.Column{{Use: sheet.Name}, place("1"), place("2")}})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	c := converter{asked: asked, in: in, header: map[string]string{marker(4): "Choice 1"}}
	c.convert()
	var got []string
	for _, e := range c.unread {
		got = append(got, fmt.Sprint(e.Row, " ", e.Column, " ", e.Args["Choice"]))
	}
	if want := []string{"2 Choice 2 Radio", "4 Choice 1 Chess"}; !slices.Equal(got, want) {
		t.Errorf("what is no option is told as %q, want %q", got, want)
	}
}

// Answers that become options of a question in an order take their places in it where their words tell which, and stand last where they do not, which is said.
func TestNewOptionsTakeTheirPlaces(t *testing.T) {
	for _, c := range []struct {
		offered, given string
		ordered        bool
		want           string
		last           bool
	}{
		{"Low,Medium,High", "Very low,Very high", true, "Very low,Low,Medium,High,Very high", false},
		{"초급,고급", "중급", true, "초급,중급,고급", false},
		{"High,Medium,Low", "Very low", true, "High,Medium,Low,Very low", true},
		{"Low,High", "Often", true, "Low,High,Often", true},
		{"Low,High", "Medium", false, "Low,High,Medium", false},
	} {
		q := survey.Question{Kind: survey.OneOf, Ordered: c.ordered}
		for i, words := range strings.Split(c.offered, ",") {
			q.Options = append(q.Options, survey.Option{Key: i + 1, Label: survey.Text{"en": words}})
		}
		u := Unknown{Question: q, Options: strings.Split(c.given, ",")}
		var got []string
		for _, o := range u.With().Options {
			got = append(got, o.Label["en"])
		}
		if strings.Join(got, ",") != c.want || u.Last() != c.last {
			t.Errorf("%s with %s are %v, last %t; want %s, last %t", c.offered, c.given, got, u.Last(), c.want, c.last)
		}
	}
}
