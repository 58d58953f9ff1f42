package db

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dure/survey"
)

// startedImport stores a file for the season and queues its import.
func startedImport(t *testing.T, d *DB, season survey.Season, by survey.OrganizerID) survey.ImportID {
	t.Helper()
	im := survey.Import{Season: season.ID, By: by, File: "members.csv", Data: []byte("Name\nAra\n")}
	id := must[survey.ImportID](t)(d.StoreImport(t.Context(), im, now))
	ok(t, d.StartImport(t.Context(), id, `{"Name":"name"}`))
	return id
}

func testImport(t *testing.T, d *DB) {
	ctx := t.Context()
	o, season := newSeason(t, d)
	im := survey.Import{Season: season.ID, By: o.ID, File: "members.csv", Data: []byte("Name\nAra\n")}
	id := must[survey.ImportID](t)(d.StoreImport(ctx, im, now))
	im.ID, im.State, im.Created = id, survey.JobMapping, now
	if diff := cmp.Diff(im, must[survey.Import](t)(d.Import(ctx, id))); diff != "" {
		t.Errorf("stored import (-want +got):\n%s", diff)
	}
	ok(t, d.StartImport(ctx, id, `{"Name":"name"}`))
	if err := d.StartImport(ctx, id, `{}`); !isInvalid(err, "") {
		t.Errorf("start an import twice: %v", err)
	}
	ok(t, d.SetImportProgress(ctx, id, `{"rows":1}`))
	im.State, im.Mapping, im.Progress = survey.JobRunning, `{"Name":"name"}`, `{"rows":1}`
	if diff := cmp.Diff(im, must[survey.Import](t)(d.Import(ctx, id))); diff != "" {
		t.Errorf("running import (-want +got):\n%s", diff)
	}

	q := oneOf("b", "x", "y")
	q.ID = -7
	rows := []survey.Imported{
		{Member: survey.Member{Name: "Ara", Email: "ara@example.org"}, Answers: survey.Answers{-7: {Choices: []int{2}}}, Answered: true},
		{Member: survey.Member{Name: "Bo", Ref: "12"}},
	}
	want := survey.Imports{Added: 2, Responses: 1, Questions: 1}
	for _, when := range []string{"once", "again after a crash"} {
		if got := must[survey.Imports](t)(d.ApplyImport(ctx, id, rows, []survey.Question{q}, now)); got != want {
			t.Errorf("apply %s: got %+v, want %+v", when, got, want)
		}
	}
	s := must[survey.Survey](t)(d.Survey(ctx, season.ID))
	members := must[[]survey.Member](t)(d.Members(ctx, season.ID))
	if len(s.Questions) != 1 || len(members) != 2 {
		t.Fatalf("after the import: %d questions, %d members", len(s.Questions), len(members))
	}
	r := must[survey.Response](t)(d.Response(ctx, members[0].ID))
	if a := r.Answers[s.Questions[0].ID]; a.Version != 1 || len(a.Choices) != 1 || a.Choices[0] != 2 || !r.Submitted.Equal(now) || !r.First.Equal(now) {
		t.Errorf("imported response: %+v", r)
	}
	done := must[survey.Import](t)(d.Import(ctx, id))
	if done.State != survey.JobDone || len(done.Data) != 0 {
		t.Errorf("the import when done: state %s, %d bytes kept", done.State, len(done.Data))
	}
	// An imported answer counts as one: a change of its question makes a new version.
	reworded := s.Questions[0]
	reworded.Title = survey.Text{survey.English: "Reworded"}
	if q := must[survey.Question](t)(d.ChangeQuestion(ctx, season.ID, reworded)); q.Version != 2 {
		t.Errorf("change a question with imported answers: version %d", q.Version)
	}
}

func testImportAllOrNothing(t *testing.T, d *DB) {
	ctx := t.Context()
	o, season := newSeason(t, d)
	id := startedImport(t, d, season, o.ID)
	rows := []survey.Imported{
		{Member: survey.Member{Name: "Ara", Email: "ara@example.org"}},
		{Member: survey.Member{Name: "Bo", Email: "no address"}},
	}
	if _, err := d.ApplyImport(ctx, id, rows, []survey.Question{scale("a")}, now); !isInvalid(err, "email") {
		t.Errorf("a row with a bad address: %v", err)
	}
	if ms := must[[]survey.Member](t)(d.Members(ctx, season.ID)); len(ms) != 0 {
		t.Errorf("half imported: %+v", ms)
	}
	if s := must[survey.Survey](t)(d.Survey(ctx, season.ID)); len(s.Questions) != 0 {
		t.Errorf("half imported questions: %+v", s.Questions)
	}
}

func testImportOver(t *testing.T, d *DB) {
	ctx := t.Context()
	o, season := newSeason(t, d)
	s := openSurvey(t, d, season.ID, scale("a"), scale("b"))
	a, b := s.Questions[0].ID, s.Questions[1].ID
	m := newMember(t, d, season.ID, "ara")
	ok(t, d.SaveResponse(ctx, survey.Response{Member: m.ID, Answers: survey.Answers{a: {Number: new(1.0)}, b: {Number: new(2.0)}}}, now))
	id := startedImport(t, d, season, o.ID)
	row := survey.Imported{
		Member:  survey.Member{Name: "Ara Kim", Email: "ARA@example.org", Ref: "12"},
		Answers: survey.Answers{a: {Number: new(5.0)}}, Answered: true,
	}
	if got := must[survey.Imports](t)(d.ApplyImport(ctx, id, []survey.Imported{row}, nil, now)); got != (survey.Imports{Changed: 1, Kept: 1}) {
		t.Errorf("import over what a member sent: got %+v, want it kept", got)
	}
	if r := must[survey.Response](t)(d.Response(ctx, m.ID)); *r.Answers[a].Number != 1 || !r.Submitted.Equal(now) || r.Filed() {
		t.Errorf("what a member sent after an older import: %+v", r)
	}
	id = startedImport(t, d, season, o.ID)
	row.At = now.Add(time.Second)
	want := survey.Imports{Changed: 1, Responses: 1}
	if got := must[survey.Imports](t)(d.ApplyImport(ctx, id, []survey.Imported{row}, nil, now)); got != want {
		t.Errorf("import over a member: got %+v, want %+v", got, want)
	}
	got := must[survey.Member](t)(d.Member(ctx, m.ID))
	if got.Name != "Ara Kim" || got.Ref != "12" || got.Token != m.Token {
		t.Errorf("member after the import: %+v", got)
	}
	r := must[survey.Response](t)(d.Response(ctx, m.ID))
	if *r.Answers[a].Number != 5 || *r.Answers[b].Number != 2 {
		t.Errorf("answers after the import: %+v", r.Answers)
	}
	if _, err := d.Import(ctx, id+1); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("no import: %v", err)
	}
}

// An organizer's file holds no avoidance that waits for its writer: taken in again, it does not take it away.
func testImportKeepsWhatWaits(t *testing.T, d *DB) {
	ctx := t.Context()
	o, season := newSeason(t, d)
	s := openSurvey(t, d, season.ID, survey.Question{Kind: survey.Teammates, Title: survey.Text{survey.English: "With whom?"}, Wishes: 2, Avoids: 2})
	q := s.Questions[0].ID
	m := newMember(t, d, season.ID, "ara")
	newMember(t, d, season.ID, "dan")
	ok(t, d.SaveResponse(ctx, survey.Response{Member: m.ID, Answers: survey.Answers{q: {Wished: []string{"Bo"}, Avoided: []string{"Zebedee", "dan"}}}}, now))
	id := startedImport(t, d, season, o.ID)
	row := survey.Imported{Member: survey.Member{Name: m.Name, Email: m.Email, Ref: m.Ref}, Answers: survey.Answers{q: {Wished: []string{"Cy"}}}, Answered: true, At: now.Add(time.Second)}
	must[survey.Imports](t)(d.ApplyImport(ctx, id, []survey.Imported{row}, nil, now))
	a := must[survey.Response](t)(d.Response(ctx, m.ID)).Answers[q]
	if !slices.Equal(a.Wished, []string{"Cy"}) || !slices.Equal(a.Avoided, []string{"Zebedee", "dan"}) {
		t.Errorf("after the import the member wishes for %q and avoids %q, want Cy, and Zebedee and dan", a.Wished, a.Avoided)
	}
}

// Of whom a file has no answer, but in which section the member is, nothing counts as sent, and the section is kept.
func TestImportOfPlacesIsNoAnswer(t *testing.T) {
	d := openNew(t)
	ctx := t.Context()
	o, season := newSeason(t, d)
	s := openSurvey(t, d, season.ID, oneOf("Section", "West", "East"), oneOf("Colour", "Red", "Blue"))
	section, colour := s.Questions[0].ID, s.Questions[1].ID
	var rows []survey.Imported
	for i := range 8 {
		as := survey.Answers{section: {Version: 1, Choices: []int{1 + i%2}}}
		if i > 1 {
			as[colour] = survey.Answer{Version: 1, Choices: []int{1}}
		}
		rows = append(rows, survey.Imported{Member: survey.Member{Name: fmt.Sprint("m", i), Email: fmt.Sprintf("m%d@example.org", i)}, Answers: as, Answered: i > 1})
	}
	done := must[survey.Imports](t)(d.ApplyImport(ctx, startedImport(t, d, season, o.ID), rows, nil, now))
	if done.Added != 8 || done.Responses != 6 {
		t.Errorf("the import adds %d members and answers of %d, want 8 and 6", done.Added, done.Responses)
	}
	if got := must[survey.Counts](t)(d.Counts(ctx, season.ID)); got.Submitted != 6 || got.Started != 0 || got.Members != 8 {
		t.Errorf("after the import the counts are %+v, want 6 of 8 who have answered and nobody who has begun", got)
	}
	members := must[[]survey.Member](t)(d.Members(ctx, season.ID))
	table := survey.TableOf(s, members, must[map[survey.MemberID]survey.Response](t)(d.Responses(ctx, season.ID)))
	if want := []bool{true, true, false, false, false, false, false, false}; !slices.Equal(table.Silent, want) {
		t.Errorf("who has not answered is %v, want %v", table.Silent, want)
	}
	if c, _ := table.Column(s.Questions[0].Column()); c.CountAnswered() != 8 {
		t.Errorf("the section of %d members is kept, want that of 8", c.CountAnswered())
	}
}

// soon is a context that ends once it was asked so often whether it has.
type soon struct {
	context.Context
	asked int
}

func (s *soon) Err() error {
	if s.asked--; s.asked < 0 {
		return context.Canceled
	}
	return nil
}

// A large import does not keep the program from ending: it is broken off in the middle, nothing of it remains, and it is done whole the next time.
func TestImportBrokenOff(t *testing.T) {
	d := openNew(t)
	o, season := newSeason(t, d)
	id := startedImport(t, d, season, o.ID)
	var rows []survey.Imported
	for i := range 50 {
		rows = append(rows, survey.Imported{Member: survey.Member{Name: fmt.Sprint("Member ", i)}})
	}
	if _, err := d.ApplyImport(&soon{t.Context(), 20}, id, rows, nil, now); !errors.Is(err, context.Canceled) {
		t.Errorf("an import when the program ends in the middle of it: %v, want it broken off", err)
	}
	if left := must[[]survey.Member](t)(d.Members(t.Context(), season.ID)); len(left) > 0 {
		t.Errorf("an import that was broken off leaves %d members, want none", len(left))
	}
	if done := must[survey.Imports](t)(d.ApplyImport(t.Context(), id, rows, nil, now)); done.Added != 50 {
		t.Errorf("done again it adds %d members, want 50", done.Added)
	}
}
