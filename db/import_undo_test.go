package db

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dure/clustering/team"
	"dure/survey"
)

// stateOf is every row of a season that an import may change, but for numbers that tell one state from another: those go on counting.
func stateOf(t *testing.T, d *DB, season survey.SeasonID) map[string][]string {
	t.Helper()
	in, asked := fmt.Sprint(" WHERE season_id = ", season), " WHERE question_id IN (SELECT id FROM questions)"
	state := map[string][]string{}
	for name, q := range map[string]string{
		"members":   "SELECT id || '|' || name || '|' || email || '|' || ref || '|' || member_key || '|' || link_hash || '|' || former || '|' || dropped FROM members" + in,
		"responses": "SELECT member_id || '|' || draft || '|' || answers || '|' || submitted || '|' || saved || '|' || sent || '|' || first || '|' || meant || '|' || turns FROM responses" + in,
		"questions": "SELECT id || '|' || position || '|' || version || '|' || retired FROM questions" + in,
		"versions":  "SELECT question_id || '|' || version || '|' || body || '|' || answered || '|' || since FROM question_versions" + asked,
		"sums":      "SELECT question_id || '|' || version || '|' || body FROM sums" + asked,
		"summands":  "SELECT question_id || '|' || member_id || '|' || counted || '|' || newest FROM summands" + asked,
		"senders":   "SELECT member_id || '' FROM senders" + in,
		"survey":    "SELECT title || '|' || intro || '|' || opens || '|' || settings FROM surveys" + in,
	} {
		rows := must[[]string](t)(list[string](t.Context(), d.reader, q))
		slices.Sort(rows)
		state[name] = rows
	}
	edits := must[survey.Edits](t)(d.Edits(t.Context(), season))
	for _, e := range []*survey.Edit{edits.Undo, edits.Redo} {
		if e != nil {
			state["edits"] = append(state["edits"], must[string](t)(encode([]any{e, e.To})))
		}
	}
	return state
}

// A walk fills a season with members, answers, files and edits, as chance has it.
type importWalk struct {
	*testing.T
	d      *DB
	rng    *rand.Rand
	season survey.Season
	by     survey.OrganizerID
	at     time.Time
	n      int
}

func (w *importWalk) asked() survey.Survey {
	return must[survey.Survey](w.T)(w.d.Survey(w.Context(), w.season.ID))
}

func (w *importWalk) answer(q survey.Question) survey.Answer {
	if len(q.Options) > 0 {
		return survey.Answer{Choices: []int{q.Options[w.rng.IntN(len(q.Options))].Key}}
	}
	return survey.Answer{Number: new(float64(1 + w.rng.IntN(5)))}
}

func (w *importWalk) answers(questions []survey.Question) survey.Answers {
	as := survey.Answers{}
	for _, q := range questions {
		if w.rng.IntN(3) > 0 {
			as[q.ID] = w.answer(q)
		}
	}
	return as
}

// live does something that no file does: somebody comes, answers, or edits the survey, or takes an edit back.
func (w *importWalk) live() {
	ctx, asked := w.Context(), w.asked()
	w.at = w.at.Add(time.Minute)
	members := must[[]survey.Member](w.T)(w.d.Members(ctx, w.season.ID))
	switch w.rng.IntN(5) {
	case 0:
		w.n++
		newMember(w.T, w.d, w.season.ID, fmt.Sprint("own", w.n))
	case 1, 2:
		if len(members) > 0 {
			m := members[w.rng.IntN(len(members))]
			ok(w.T, w.d.SaveResponse(ctx, survey.Response{Member: m.ID, Answers: w.answers(asked.Questions)}, w.at))
		}
	case 3:
		q := scale(fmt.Sprint("Added by hand ", w.n))
		q.Sensitive = w.rng.IntN(2) == 0
		must[survey.Question](w.T)(w.d.AddQuestion(ctx, w.season.ID, q))
	case 4:
		if e := must[survey.Edits](w.T)(w.d.Edits(ctx, w.season.ID)); e.Undo != nil {
			ok(w.T, w.d.UndoEdit(ctx, w.season.ID, e.Now))
		}
	}
}

// file applies an import of new members and old ones, of answers to what is asked and to new questions, and of options that are new.
func (w *importWalk) file() survey.ImportID {
	ctx, asked := w.Context(), w.asked()
	w.at = w.at.Add(time.Minute)
	questions := slices.Clone(asked.Questions)
	var changed []survey.Question
	for i, q := range questions {
		if len(q.Options) > 0 && w.rng.IntN(2) == 0 {
			q.Options = append(slices.Clone(q.Options), survey.Option{Key: -1, Label: survey.Text{"en": fmt.Sprint("Option ", w.rng.IntN(1e6))}})
			changed, questions[i] = append(changed, q), q
		}
	}
	for k := range w.rng.IntN(3) {
		q := oneOf(fmt.Sprint("From a file ", w.rng.IntN(1e6)), "x", "y")
		for i := range q.Options {
			q.Options[i].Key = i + 1
		}
		q.ID, q.Sensitive = survey.QuestionID(-k-1), w.rng.IntN(3) == 0
		changed, questions = append(changed, q), append(questions, q)
	}
	var rows []survey.Imported
	for _, m := range must[[]survey.Member](w.T)(w.d.Members(ctx, w.season.ID)) {
		row := survey.Imported{Member: survey.Member{ID: m.ID, Name: m.Name, Email: m.Email, Ref: m.Ref}, At: w.at}
		switch w.rng.IntN(4) {
		case 0:
			continue
		case 1:
			row.Member.Name += " Kim"
		case 2:
			row.Member.ID, row.Member.Ref = 0, fmt.Sprint("r", m.ID)
		}
		row.Answers, row.Answered = w.answers(questions), w.rng.IntN(4) > 0
		rows = append(rows, row)
	}
	for range w.rng.IntN(9) {
		w.n++
		rows = append(rows, survey.Imported{Member: survey.Member{Name: fmt.Sprint("M ", w.n), Email: fmt.Sprintf("m%d@example.org", w.n)}, Answers: w.answers(questions), Answered: true})
	}
	id := startedImport(w.T, w.d, w.season, w.by)
	must[survey.Imports](w.T)(w.d.ApplyImport(ctx, id, rows, changed, w.at))
	return id
}

// Whatever stood in a season, and whatever a file and further files change of it: taking them back, the last first, leaves every row as it was before each.
func TestAnImportTakenBackLeavesWhatWasBefore(t *testing.T) {
	added, overwritten, asked := 0, 0, 0
	for seed := range uint64(20) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			d := openNew(t)
			if seed%2 == 1 {
				inPartsOf(d, 3)
				d.sliceTime *= time.Duration(seed % 4 / 3) // none: each row is a write
			}
			o, season := newSeason(t, d)
			openSurvey(t, d, season.ID, scale("a"), oneOf("b", "x", "y"), survey.Question{Kind: survey.Scale, Title: survey.Text{"en": "c"}, Min: new(1.0), Max: new(5.0), Sensitive: true})
			w := &importWalk{T: t, d: d, rng: rand.New(rand.NewPCG(seed, 1)), season: season, by: o.ID, at: now}
			for range w.rng.IntN(20) {
				w.live()
			}
			var before []map[string][]string
			var files []survey.ImportID
			for range 1 + w.rng.IntN(3) {
				before = append(before, stateOf(t, d, season.ID))
				files = append(files, w.file())
			}
			for k, id := range slices.Backward(files) {
				for _, earlier := range files[:k] {
					if err := d.UndoImport(t.Context(), earlier, w.at); !isInvalid(err, "") {
						t.Fatalf("seed %d: an import before another is taken back: %v", seed, err)
					}
				}
				im := must[survey.Import](t)(d.LastImport(t.Context(), season.ID))
				if im.ID != id {
					t.Fatalf("seed %d: the last import is %d, want %d", seed, im.ID, id)
				}
				var done survey.Imports
				ok(t, decode(im.Result, &done))
				added, overwritten, asked = added+done.Added, overwritten+done.Changed, asked+done.Questions
				if u := must[survey.ImportUndo](t)(d.ImportUndo(t.Context(), id)); len(u.Since) > 0 {
					t.Fatalf("seed %d: import %d is said to be changed since: %v", seed, k, u.Since)
				}
				ok(t, d.UndoImport(t.Context(), id, w.at))
				if diff := cmp.Diff(before[k], stateOf(t, d, season.ID)); diff != "" {
					t.Fatalf("seed %d: before import %d and after it was taken back (-before +after):\n%s", seed, k, diff)
				}
				if im := must[survey.Import](t)(d.Import(t.Context(), id)); im.State != survey.JobUndone {
					t.Errorf("an import that was taken back is %s", im.State)
				}
			}
			for range 5 { // the season goes on
				w.live()
			}
			w.file()
		})
	}
	if added == 0 || overwritten == 0 || asked == 0 {
		t.Errorf("the files added %d members, changed %d and asked %d questions: want some of each", added, overwritten, asked)
	}
}

// What somebody did since with what an import left keeps it from being taken back, and is named; nothing is changed then. What stands on nothing of it does not.
func TestAnImportThatIsUsedStays(t *testing.T) {
	type world struct {
		d                *DB
		season           survey.SeasonID
		asked            survey.Survey
		new, old, beside survey.Member
		later            func()
	}
	ctx := context.Background()
	send := func(t *testing.T, w world, m survey.Member, as survey.Answers) {
		ok(t, w.d.SaveResponse(ctx, survey.Response{Member: m.ID, Answers: as}, now.Add(time.Hour)))
	}
	for _, c := range []struct {
		name, want string
		since      func(*testing.T, world)
	}{
		{"nothing", "", func(*testing.T, world) {}},
		{"who came by it answers", "undo_answered", func(t *testing.T, w world) {
			send(t, w, w.new, survey.Answers{w.asked.Questions[0].ID: {Number: new(2.0)}})
		}},
		{"whose answers it changed answers", "undo_answered", func(t *testing.T, w world) {
			send(t, w, w.old, survey.Answers{w.asked.Questions[0].ID: {Number: new(2.0)}})
		}},
		{"a draft", "undo_answered", func(t *testing.T, w world) {
			ok(t, w.d.SaveDraft(ctx, survey.Response{Member: w.old.ID, Draft: survey.Answers{w.asked.Questions[0].ID: {Number: new(3.0)}}}, now.Add(time.Hour)))
		}},
		{"somebody else answers what it asks", "undo_others", func(t *testing.T, w world) {
			send(t, w, w.beside, survey.Answers{w.asked.Questions[1].ID: {Choices: []int{1}}})
		}},
		{"who came by it is renamed", "undo_edited", func(t *testing.T, w world) {
			m := w.new
			m.Name = "Renamed"
			ok(t, w.d.ChangeMember(ctx, m, now))
		}},
		{"who came by it is dropped", "undo_edited", func(t *testing.T, w world) { ok(t, w.d.DropMember(ctx, w.new.ID, now)) }},
		{"somebody else is added and dropped", "", func(t *testing.T, w world) { ok(t, w.d.DropMember(ctx, newMember(t, w.d, w.season, "dora").ID, now)) }},
		{"what it asks is edited", "undo_survey", func(t *testing.T, w world) {
			q := w.asked.Questions[1]
			q.Title = survey.Text{"en": "Reworded"}
			must[survey.Question](t)(w.d.ChangeQuestion(ctx, w.season, q))
		}},
		{"teams are formed", "undo_teams", func(t *testing.T, w world) {
			must[team.ProposalID](t)(w.d.CreateProposal(ctx, w.season, "First", json.RawMessage(`{"seed":1}`), now))
		}},
		{"another file", "undo_later", func(t *testing.T, w world) { w.later() }},
	} {
		for _, part := range []int{9, 1} {
			t.Run(fmt.Sprint(c.name, " in parts of ", part), func(t *testing.T) {
				d := openNew(t)
				inPartsOf(d, part)
				o, season := newSeason(t, d)
				s := openSurvey(t, d, season.ID, scale("a"))
				w := world{d: d, season: season.ID, old: newMember(t, d, season.ID, "old"), beside: newMember(t, d, season.ID, "beside")}
				send(t, w, w.old, survey.Answers{s.Questions[0].ID: {Number: new(1.0)}})
				q := oneOf("b", "x", "y")
				q.ID = -1
				rows := []survey.Imported{
					{Member: survey.Member{Name: "New", Email: "new@example.org"}, Answers: survey.Answers{-1: {Choices: []int{1}}}, Answered: true},
					{Member: survey.Member{ID: w.old.ID, Name: w.old.Name, Email: w.old.Email}, Answers: survey.Answers{s.Questions[0].ID: {Number: new(5.0)}}, Answered: true, At: now.Add(2 * time.Hour)},
				}
				id := startedImport(t, d, season, o.ID)
				must[survey.Imports](t)(d.ApplyImport(ctx, id, rows, []survey.Question{q}, now))
				w.asked, w.new = must[survey.Survey](t)(d.Survey(ctx, season.ID)), must[[]survey.Member](t)(d.Members(ctx, season.ID))[2]
				w.later = func() {
					must[survey.Imports](t)(d.ApplyImport(ctx, startedImport(t, d, season, o.ID), rows[:1], nil, now))
				}
				c.since(t, w)
				before := stateOf(t, d, season.ID)
				u := must[survey.ImportUndo](t)(d.ImportUndo(ctx, id))
				var got []string
				for _, m := range u.Since {
					got = append(got, string(m.Key))
				}
				if g := strings.Join(got, " "); g != c.want {
					t.Errorf("since the import there is %q, want %q", g, c.want)
				}
				err := d.UndoImport(ctx, id, now)
				if (err == nil) != (c.want == "") || err != nil && !isInvalid(err, "") {
					t.Errorf("take the import back: %v", err)
				}
				if diff := cmp.Diff(before, stateOf(t, d, season.ID)); (diff == "") != (c.want != "") {
					t.Errorf("taking back changes (-before +after):\n%s", diff)
				}
				if c.want == "" {
					if err := d.UndoImport(ctx, id, now); !errors.Is(err, survey.ErrNotFound) {
						t.Errorf("taken back twice: %v", err)
					}
					if r := must[survey.Response](t)(d.Response(ctx, w.old.ID)); *r.Answers[s.Questions[0].ID].Number != 1 {
						t.Errorf("the answer from before is %v", *r.Answers[s.Questions[0].ID].Number)
					}
				}
			})
		}
	}
}

// A process that ends once it is said that an import is undone leaves its rows. The chores of the next take them back, a row in each write where there is no more time; who has answered
// meanwhile stays with the answer and with what it answers. Until then nobody is erased, whom the rest could bring back.
func testUndoGoesOn(t *testing.T, d *DB) {
	ctx := t.Context()
	inPartsOf(d, 2)
	d.sliceTime = 0
	o, season := newSeason(t, d)
	s := openSurvey(t, d, season.ID, scale("a"))
	old := newMember(t, d, season.ID, "old")
	ok(t, d.SaveResponse(ctx, survey.Response{Member: old.ID, Answers: survey.Answers{s.Questions[0].ID: {Number: new(1.0)}}}, now))
	for _, answers := range []bool{false, true} {
		before := stateOf(t, d, season.ID)
		q := scale("b")
		q.ID = -1
		rows := []survey.Imported{{Member: survey.Member{ID: old.ID, Name: "Otherwise", Email: old.Email}, At: now.Add(time.Hour), Answers: survey.Answers{s.Questions[0].ID: {Number: new(4.0)}}, Answered: true}}
		for i := range 7 {
			rows = append(rows, survey.Imported{Member: survey.Member{Name: fmt.Sprint("Member ", i)}, Answers: survey.Answers{-1: {Number: new(3.0)}}, Answered: true})
		}
		id := startedImport(t, d, season, o.ID)
		must[survey.Imports](t)(d.ApplyImport(ctx, id, rows, []survey.Question{q}, now))
		members := must[[]survey.Member](t)(d.Members(ctx, season.ID))
		begun, whole, err := d.beginUndo(ctx, id, false)
		if ok(t, err); !begun || whole {
			t.Fatalf("taking the import back is begun: %v, and done as a whole: %v", begun, whole)
		}
		if _, err := d.ImportUndo(ctx, id); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("an import that is being taken back can be taken back: %v", err)
		}
		if err := d.EraseMember(ctx, old.ID, true, nil, now); !isInvalid(err, "") {
			t.Errorf("a member is erased meanwhile: %v", err)
		}
		late := members[3].ID
		if answers {
			ok(t, d.SaveResponse(ctx, survey.Response{Member: late, Answers: survey.Answers{s.Questions[0].ID: {Number: new(2.0)}}}, now.Add(2*time.Hour)))
		}
		left := len(members)
		d.look = func(ctx context.Context, x tx) error {
			var n int
			err := x.sql.QueryRowContext(ctx, "SELECT COUNT(*) FROM members WHERE season_id = $1", season.ID).Scan(&n)
			if left-n > 1 {
				t.Errorf("one write takes %d members back", left-n)
			}
			left = n
			return err
		}
		ok(t, d.Chores(ctx, now))
		d.look = nil
		for _, table := range []string{"import_undos", "import_parts", "import_runs"} {
			if n := must[[]int64](t)(list[int64](ctx, d.reader, "SELECT COUNT(*) FROM "+table)); n[0] != 0 {
				t.Errorf("%d rows are left in %s", n[0], table)
			}
		}
		if !answers {
			if diff := cmp.Diff(before, stateOf(t, d, season.ID)); diff != "" {
				t.Errorf("before the import and after it was taken back (-before +after):\n%s", diff)
			}
			continue
		}
		kept := must[[]survey.Member](t)(d.Members(ctx, season.ID))
		if len(kept) != 2 || kept[0].Name != "old" || kept[1].ID != late {
			t.Errorf("there are %+v, want who was there as before, and who answered", kept)
		}
		if r := must[survey.Response](t)(d.Response(ctx, late)); *r.Answers[s.Questions[0].ID].Number != 2 {
			t.Errorf("who answered meanwhile said %v, want 2", *r.Answers[s.Questions[0].ID].Number)
		}
		if asked := must[survey.Survey](t)(d.Survey(ctx, season.ID)); len(asked.Questions) != 2 {
			t.Errorf("%d questions are asked, want also the one of the import, which somebody may have answered", len(asked.Questions))
		}
	}
}

// Whoever answers in the very moment in which an import is taken back loses nothing: either the answer is there, and the import stays, or the form is told that nobody is there.
func TestNoAnswerIsLostToAnImportTakenBack(t *testing.T) {
	d := openNew(t)
	ctx := t.Context()
	o, season := newSeason(t, d)
	s := openSurvey(t, d, season.ID, scale("a"))
	for i := range 20 {
		id := startedImport(t, d, season, o.ID)
		row := survey.Imported{Member: survey.Member{Name: fmt.Sprint("M", i), Email: fmt.Sprintf("m%d@example.org", i)}}
		must[survey.Imports](t)(d.ApplyImport(ctx, id, []survey.Imported{row}, nil, now))
		all := must[[]survey.Member](t)(d.Members(ctx, season.ID))
		m := all[len(all)-1]
		undone := make(chan error)
		go func() { undone <- d.UndoImport(ctx, id, now) }()
		sent := d.SaveResponse(ctx, survey.Response{Member: m.ID, Answers: survey.Answers{s.Questions[0].ID: {Number: new(4.0)}}}, now)
		if back := <-undone; (sent == nil) == (back == nil) {
			t.Fatalf("sent: %v, and taken back: %v, want one of them", sent, back)
		}
		if _, err := d.Response(ctx, m.ID); (err == nil) != (sent == nil) {
			t.Fatalf("sent: %v, and what is kept of it: %v", sent, err)
		}
	}
}
