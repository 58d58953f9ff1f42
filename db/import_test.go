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
	if kept := must[[]string](t)(list[string](ctx, d.reader, "SELECT progress FROM imports")); kept[0] != "" {
		t.Errorf("the row of the file was written again with its progress %q", kept[0])
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

// inPartsOf has a database bring imports in by so many rows.
func inPartsOf(d *DB, n int) { d.portions = [2]portion{{n, 1 << 20}, {n, 1 << 20}} }

// until is a context that ends once enough rows of an import are saved.
type until struct {
	context.Context
	d     *DB
	id    survey.ImportID
	saved int
}

func (u until) Err() error {
	if im, err := u.d.Import(u.Context, u.id); err != nil || im.Saved >= u.saved {
		return context.Canceled
	}
	return nil
}

// A large import does not keep the program from ending: it is broken off between two of its parts, and goes on where it was. Until it is whole it is said how
// far it is, and nothing takes it for one that is done.
func TestImportBrokenOff(t *testing.T) {
	d := openNew(t)
	inPartsOf(d, 7)
	o, season := newSeason(t, d)
	id := startedImport(t, d, season, o.ID)
	var rows []survey.Imported
	for i := range 50 {
		rows = append(rows, survey.Imported{Member: survey.Member{Name: fmt.Sprint("Member ", i)}, Answers: survey.Answers{-1: {Number: new(3.0)}}, Answered: true})
	}
	q := scale("a")
	q.ID = -1
	halves := 0
	for saved := 0; ; saved += 14 {
		done, err := d.ApplyImport(until{t.Context(), d, id, saved}, id, rows, []survey.Question{q}, now)
		im := must[survey.Import](t)(d.Import(t.Context(), id))
		there := len(must[[]survey.Member](t)(d.Members(t.Context(), season.ID)))
		if err == nil {
			if want := (survey.Imports{Added: 50, Responses: 50, Questions: 1}); done != want || there != 50 || im.State != survey.JobDone {
				t.Errorf("in the end it is %s with %d members, and did %+v, want done with %+v", im.State, there, done, want)
			}
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("an import when the program ends in the middle of it: %v, want it broken off", err)
		}
		if im.State.Ended() || im.Saved != there || there > 0 && im.Rows != 50 {
			t.Errorf("broken off it is %s, and %d of %d rows are said to be saved, want %d of 50", im.State, im.Saved, im.Rows, there)
		}
		if there > 0 && there < 50 {
			halves++
		}
		if _, err := d.ImportUndo(t.Context(), id); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("what takes half of an import back: %v, want it not found", err)
		}
		if last, err := d.LastImport(t.Context(), season.ID); err == nil && (last.State.Applied() || last.Rows != 50 || last.Saved != there) {
			t.Errorf("half of an import is said to be %s, with %d of %d rows, want %d of 50", last.State, last.Saved, last.Rows, there)
		}
		if _, err := d.CreateProposal(t.Context(), season.ID, "Teams", nil, now); (err != nil) != (im.Rows > 0) || err != nil && !isInvalid(err, "") {
			t.Errorf("form teams of %d members of 50: %v", there, err)
		}
	}
	if halves < 2 {
		t.Errorf("the import was broken off in its middle %d times, want some", halves)
	}
	if s := must[survey.Survey](t)(d.Survey(t.Context(), season.ID)); len(s.Questions) != 1 {
		t.Errorf("the survey has %d questions, want the one of the import", len(s.Questions))
	}
}

// halfImport brings in the first part of an import.
func halfImport(t *testing.T, d *DB, id survey.ImportID, rows []survey.Imported, questions []survey.Question) {
	t.Helper()
	if _, err := d.ApplyImport(until{t.Context(), d, id, 1}, id, rows, questions, now); !errors.Is(err, context.Canceled) {
		t.Fatalf("an import when the program ends in the middle of it: %v, want it broken off", err)
	}
}

// Of an import that cannot go on nothing stays: the next try does not double what it asks and whom it brings. What a member did meanwhile stays.
func TestHalfAnImportThatFailsIsTakenBack(t *testing.T) {
	for _, answers := range []bool{false, true} {
		d := openNew(t)
		counted := watchSeasons(t, d)
		inPartsOf(d, 2)
		d.sliceTime = time.Hour // both rows of a part, however busy the machine is
		ctx := t.Context()
		o, season := newSeason(t, d)
		s := openSurvey(t, d, season.ID, scale("a"))
		old := newMember(t, d, season.ID, "old")
		ok(t, d.SaveResponse(ctx, survey.Response{Member: old.ID, Answers: survey.Answers{s.Questions[0].ID: {Number: new(1.0)}}}, now))
		before := stateOf(t, d, season.ID)
		q := scale("b")
		q.ID = -1
		rows := []survey.Imported{{Member: survey.Member{ID: old.ID, Name: "Otherwise", Email: old.Email}, At: now.Add(time.Hour), Answers: survey.Answers{-1: {Number: new(4.0)}}, Answered: true}}
		for i := range 9 {
			rows = append(rows, survey.Imported{Member: survey.Member{Name: fmt.Sprint("Member ", i)}, Answers: survey.Answers{-1: {Number: new(3.0)}}, Answered: true})
		}
		id := startedImport(t, d, season, o.ID)
		halfImport(t, d, id, rows, []survey.Question{q})
		half := must[[]survey.Member](t)(d.Members(ctx, season.ID))
		if len(half) < 2 || half[0].Name != "Otherwise" {
			t.Fatalf("half of the import is %d members, the first %s", len(half), half[0].Name)
		}
		if answers {
			ok(t, d.SaveResponse(ctx, survey.Response{Member: half[1].ID, Answers: survey.Answers{s.Questions[0].ID: {Number: new(2.0)}}}, now.Add(time.Minute)))
		}
		ok(t, d.failImport(ctx, id, &survey.InvalidError{Reason: "internal"}))
		counted()
		left := must[[]survey.Member](t)(d.Members(ctx, season.ID))
		if answers {
			if len(left) != 2 || left[1].ID != half[1].ID || left[0].Name != old.Name {
				t.Errorf("after the failure there are %+v, want the one who was there as before, and who answered", left)
			}
			continue
		}
		if diff := cmp.Diff(before, stateOf(t, d, season.ID)); diff != "" {
			t.Errorf("before the import and after it failed (-before +after):\n%s", diff)
		}
		ok(t, d.StartImport(ctx, id, `{}`))
		if done := must[survey.Imports](t)(d.ApplyImport(ctx, id, rows, []survey.Question{q}, now)); done.Added != 9 || done.Questions != 1 {
			t.Errorf("tried again the import did %+v, want 9 members and a question", done)
		}
	}
}

// While a large import is brought in, who answers keeps the answers, who is gone does not come back, and another file goes in between.
func TestWhatIsDoneAmidAnImportStays(t *testing.T) {
	d := openNew(t)
	inPartsOf(d, 2)
	ctx := t.Context()
	o, season := newSeason(t, d)
	s := openSurvey(t, d, season.ID, scale("a"))
	a := s.Questions[0].ID
	sends, goes, renamed := newMember(t, d, season.ID, "sends"), newMember(t, d, season.ID, "goes"), newMember(t, d, season.ID, "renamed")
	row := func(m survey.Member) survey.Imported {
		return survey.Imported{Member: survey.Member{ID: m.ID, Name: m.Name, Email: m.Email}, Answers: survey.Answers{a: {Number: new(5.0)}}, Answered: true, At: now}
	}
	rows := []survey.Imported{row(survey.Member{Name: "first", Email: "first@example.org"}), row(survey.Member{Name: "second", Email: "second@example.org"}), row(sends), row(goes), row(renamed)}
	id := startedImport(t, d, season, o.ID)
	halfImport(t, d, id, rows, nil)
	ok(t, d.SaveResponse(ctx, survey.Response{Member: sends.ID, Answers: survey.Answers{a: {Number: new(1.0)}}}, now.Add(time.Minute)))
	ok(t, d.update(ctx, func(ctx context.Context, t tx) error { return one(t.DeleteMember(ctx, int64(goes.ID))) }))
	moved := renamed
	moved.Email = "moved@example.org"
	ok(t, d.ChangeMember(ctx, moved, now))
	ok(t, d.SaveSurvey(ctx, survey.Survey{Season: season.ID, Opens: now.Add(-time.Hour), Closes: now.Add(2 * time.Minute)}))
	other := startedImport(t, d, season, o.ID)
	must[survey.Imports](t)(d.ApplyImport(ctx, other, []survey.Imported{row(survey.Member{Name: "third", Email: "third@example.org"})}, nil, now.Add(time.Hour)))
	want := survey.Imports{Added: 2, Changed: 2, Responses: 3, Kept: 1}
	if done := must[survey.Imports](t)(d.ResumeImport(ctx, id)); done != want {
		t.Errorf("the import did %+v, want %+v", done, want)
	}
	var names []string
	for _, m := range must[[]survey.Member](t)(d.Members(ctx, season.ID)) {
		names = append(names, m.Name)
	}
	slices.Sort(names)
	if want := []string{"first", "renamed", "second", "sends", "third"}; !slices.Equal(names, want) {
		t.Errorf("in the end the members are %q, want %q", names, want)
	}
	if r := must[survey.Response](t)(d.Response(ctx, sends.ID)); *r.Answers[a].Number != 1 {
		t.Errorf("who answered meanwhile has %v, want the own answer", *r.Answers[a].Number)
	}
	for _, id := range []survey.ImportID{other, id} { // the one that began last goes first
		if u := must[survey.ImportUndo](t)(d.ImportUndo(ctx, id)); len(u.Since) > 0 {
			t.Errorf("import %d cannot be taken back: %v", id, u.Since)
		}
		ok(t, d.UndoImport(ctx, id, now))
	}
	if left := must[[]survey.Member](t)(d.Members(ctx, season.ID)); len(left) != 2 {
		t.Errorf("after both are taken back there are %d members, want 2", len(left))
	}
}
