package db

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"dure/clustering/team"
	"dure/ml/fit"
	"dure/survey"
	"dure/survey/sheet"
)

// The canary is a member whose every word is found nowhere else.
var (
	canary      = survey.Member{Name: "Zeisig Kanarienvogel", Email: "zeisig@kanarien.example", Ref: "QX-7741-KV"}
	canarySaid  = "Mein Lieblingslied ist das Zwitscherlied."
	canaryWords = []string{"Kanarienvogel", "kanarienvogel", "zeisig@kanarien.example", "QX-7741-KV", "Zwitscherlied", "kv-pfeift"}
)

// searched returns where in the files of directories one of the words stands, in UTF-8 or UTF-16.
func searched(t *testing.T, words []string, dirs ...string) (found []string) {
	t.Helper()
	for _, dir := range dirs {
		ok(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			for _, w := range words {
				for _, form := range [][]byte{[]byte(w), in16(w, binary.LittleEndian), in16(w, binary.BigEndian)} {
					if n := bytes.Count(data, form); n > 0 {
						found = append(found, fmt.Sprintf("%s: %q, %d times", filepath.Base(path), form, n))
					}
				}
			}
			return err
		}))
	}
	return found
}

func in16(s string, order binary.AppendByteOrder) (out []byte) {
	for _, u := range utf16.Encode([]rune(s)) {
		out = order.AppendUint16(out, u)
	}
	return out
}

// TestErasedLeavesNoByte puts a member into every place where one can stand, moves rows about so that pages are rewritten, erases the member,
// and searches the database, its log, a new backup, temporary files and what was logged for every word of the member's.
func TestErasedLeavesNoByte(t *testing.T) {
	dir, tmp, backup := t.TempDir(), t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", tmp)
	t.Setenv("SQLITE_TMPDIR", tmp)
	var logged bytes.Buffer
	slog.SetDefault(slog.New(slog.NewJSONHandler(&logged, nil)))
	t.Cleanup(func() { slog.SetDefault(slog.New(slog.DiscardHandler)) })

	d := openDir(t, dir)
	c := sing(t, d)
	if found := searched(t, canaryWords, dir); len(found) < len(canaryWords) {
		t.Fatalf("the canary is not everywhere before it is erased: %q", found)
	}

	e := must[survey.Erasure](t)(d.Erasure(t.Context(), c.member))
	var where []survey.Where
	for _, m := range e.Texts {
		where = append(where, m.Where)
		for _, text := range m.Texts {
			if strings.Contains(text, "in confidence") || strings.Contains(text, "feedback") {
				t.Errorf("an organizer is shown %q", text)
			}
		}
	}
	slices.Sort(where)
	if want := []survey.Where{survey.InAnswer, survey.InFile, survey.InProposal, survey.InSurvey}; !slices.Equal(slices.Compact(where), want) {
		t.Errorf("shown for decision: %q, want %q", where, want)
	}
	if e.Files != 2 { // one was tried and failed
		t.Errorf("files that wait: %d, want 2", e.Files)
	}
	ok(t, d.EraseMember(t.Context(), c.member, true, nil, now))
	if !must[bool](t)(d.Scrubbed(t.Context())) {
		t.Error("the files are said to be not scrubbed")
	}

	ok(t, Backup(t.Context(), dir, filepath.Join(backup, "new.db"), false, nil))
	ok(t, os.WriteFile(filepath.Join(backup, "log"), logged.Bytes(), 0o600))
	for _, found := range searched(t, canaryWords, dir, tmp, backup) {
		t.Errorf("still there: %s", found)
	}
	c.others(t, d)
}

// A song is what the canary left behind.
type song struct {
	member survey.MemberID
	season survey.Season
	friend survey.MemberID
	file   fit.FileID
	text   survey.QuestionID
}

func sing(t *testing.T, d *DB) (c song) {
	t.Helper()
	ctx := t.Context()
	o, season := newSeason(t, d)
	secret := survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Anything else?"}, Sensitive: true}
	asked := openSurvey(t, d, season.ID, survey.Question{Kind: survey.LongText, Title: survey.Text{"en": "Why?"}}, secret,
		survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 2})
	why, else_, mates := asked.Questions[0].ID, asked.Questions[1].ID, asked.Questions[2].ID
	m := canary
	m.Season = season.ID
	m = must[survey.Member](t)(d.AddMember(ctx, m, now))
	c = song{member: m.ID, season: season, text: why}

	ok(t, d.SaveContacts(ctx, m.ID, survey.Contacts{{Kind: survey.ByKakao, At: "kv-pfeift"}}))
	rng := rand.New(rand.NewPCG(1, 2))
	answer := func(id survey.MemberID, text string) {
		ok(t, d.SaveResponse(ctx, survey.Response{Member: id, Answers: survey.Answers{why: {Text: text}}}, now))
	}
	var teams team.Lineup
	teams.Teams = []team.SavedTeam{{Name: "Team Kanarienvogel Zeisig", Members: []survey.MemberID{m.ID}}}
	for i := range 60 {
		other := newMember(t, d, season.ID, fmt.Sprintf("m%d", i))
		teams.Teams[0].Members = append(teams.Teams[0].Members, other.ID)
		c.friend = other.ID
		answer(other.ID, strings.Repeat("x", rng.IntN(900)))
		answer(m.ID, canarySaid+strings.Repeat("y", rng.IntN(900)))
	}
	for range 150 { // rows grow and shrink, so that SQLite moves them between pages
		answer(teams.Teams[0].Members[1+rng.IntN(60)], strings.Repeat("x", rng.IntN(2500)))
	}
	answer(m.ID, canarySaid)
	ok(t, d.SaveResponse(ctx, survey.Response{Member: c.friend, Answers: survey.Answers{
		why: {Text: "Because of zeisig kanarienvogel, my friend."}, else_: {Text: "Said in confidence of Kanarienvogel, Zeisig."},
		mates: {Wished: []string{canary.Name, "m3"}},
	}}, now))
	ok(t, d.SaveDraft(ctx, survey.Response{Member: c.friend, Draft: survey.Answers{why: {Text: "Zeisig Kanarienvogel!"}}}, now))

	q := asked.Questions[0]
	q.Help = survey.Text{"en": "Write to " + canary.Email + " if you have questions."}
	must[survey.Question](t)(d.ChangeQuestion(ctx, season.ID, q))
	q = must[survey.Survey](t)(d.Survey(ctx, season.ID)).Questions[0]
	q.Help = survey.Text{"en": "Ask ZEISIG KANARIENVOGEL."}
	must[survey.Question](t)(d.ChangeQuestion(ctx, season.ID, q))

	id := must[team.ProposalID](t)(d.CreateProposal(ctx, season.ID, "With "+canary.Name, json.RawMessage(`{"rules":[{"kind":"count","value":"QX-7741-KV"}]}`), now))
	ok(t, d.Finish(ctx, id, json.RawMessage(`{"note":"`+canary.Email+`"}`), teams, now))
	p := must[team.Saved](t)(d.Proposal(ctx, id))
	ok(t, d.Edit(ctx, id, p.Revision, p.Lineup, json.RawMessage(`{"kind":"moved","who":"`+canary.Name+`"}`), now))
	ok(t, d.Publish(ctx, id, now))
	r := round(t, d, season.ID, survey.MainFeedback)
	ok(t, d.SaveFeedbackRound(ctx, r.OpenNow(now), now))
	for _, from := range []survey.MemberID{m.ID, c.friend} {
		ok(t, d.SaveFeedback(ctx, from, survey.MainFeedback, survey.Opinion{Fit: 4, Again: survey.AgainYes, HelpedText: "feedback: " + canary.Name}, now))
	}

	csv := "Name,E-mail,Wish\n" + canary.Name + "," + canary.Email + ",\nAra,ara@example.org," + canary.Name + "\n"
	must[survey.ImportID](t)(d.StoreImport(ctx, survey.Import{Season: season.ID, By: o.ID, File: canary.Name + ".csv", Data: in16(csv, binary.LittleEndian)}, now))
	past := "Name,Team,Rating,Song\n" + canary.Name + ",A,5," + canarySaid + "\nAra,A,4,with Zeisig Kanarienvogel\n"
	c.file = must[fit.FileID](t)(d.StoreHistory(ctx, fit.File{Club: season.Club, Name: "past of " + canary.Ref + ".csv", Data: []byte(past)}, now))

	must[int](t)(d.MailMembers(ctx, season.ID, survey.LinkLetter, []survey.MemberID{m.ID, c.friend}, "en", now))
	letter := must[survey.Letter](t)(d.NextLetter(ctx, now))
	ok(t, d.LetterFailed(ctx, letter.ID, survey.Say("letter_refused", "Said", "550 no "+canary.Email+" here"), now.Add(time.Hour), time.Time{}, now))

	failed := make(chan struct{})
	d.Work(ImportJob, func(context.Context, int64) error {
		defer close(failed)
		return &survey.InvalidError{Field: "name", Reason: "name_taken", Args: map[string]any{"Name": canary.Name}}
	})
	startedImport(t, d, season, o.ID)
	ok(t, d.StartJobs(ctx))
	<-failed
	for deadline := time.Now().Add(8 * time.Second); time.Now().Before(deadline); pause() {
		if n := must[[]string](t)(list[string](ctx, d.reader, "SELECT state FROM river_job WHERE kind = 'import'")); n[0] == "cancelled" {
			break
		}
	}
	return c
}

// others checks that what others said is still there, without the name.
func (c song) others(t *testing.T, d *DB) {
	t.Helper()
	r := must[survey.Response](t)(d.Response(t.Context(), c.friend))
	if got, want := r.Answers[c.text].Text, "Because of —, my friend."; got != want {
		t.Errorf("another's answer: got %q, want %q", got, want)
	}
	if got, want := r.Draft[c.text].Text, "—!"; got != want {
		t.Errorf("another's draft: got %q, want %q", got, want)
	}
	for _, a := range r.Answers {
		if len(a.Wished) > 0 && !slices.Equal(a.Wished, []string{"m3"}) {
			t.Errorf("another's wishes: got %q, want m3 alone", a.Wished)
		}
	}
	past := must[fit.File](t)(d.History(t.Context(), c.file))
	s := must[sheet.Sheet](t)(sheet.Read(past.Name, bytes.NewReader(past.Data)))
	if want := [][]string{{"Ara", "A", "4", "with —"}}; past.Name != "past of —.csv" || !slices.EqualFunc(s.Rows, want, slices.Equal) {
		t.Errorf("the file of past seasons: got %q with %q, want %q", past.Name, s.Rows, want)
	}
	edits := must[survey.Edits](t)(d.Edits(t.Context(), c.season.ID))
	ok(t, d.UndoEdit(t.Context(), c.season.ID, edits.Now))
	asked := must[survey.Survey](t)(d.Survey(t.Context(), c.season.ID))
	if got, want := asked.Questions[0].Help["en"], "Write to — if you have questions."; got != want {
		t.Errorf("the question after its edit is taken back: got %q, want %q", got, want)
	}
}

// What an organizer keeps stays, and with it only that.
func TestEraseKeepsWhatIsKept(t *testing.T) {
	d := openNew(t)
	c := sing(t, d)
	var keep []string
	for _, m := range must[survey.Erasure](t)(d.Erasure(t.Context(), c.member)).Texts {
		if m.Where == survey.InAnswer {
			keep = append(keep, m.ID)
		}
	}
	ok(t, d.EraseMember(t.Context(), c.member, true, keep, now))
	r := must[survey.Response](t)(d.Response(t.Context(), c.friend))
	if got, want := r.Answers[c.text].Text, "Because of zeisig kanarienvogel, my friend."; got != want {
		t.Errorf("the answer that was kept: got %q, want %q", got, want)
	}
	for _, a := range r.Answers {
		if strings.Contains(a.Text, "confidence") && a.Text != "Said in confidence of —." {
			t.Errorf("the answer that nobody is shown: got %q", a.Text)
		}
	}
}

// A file that nobody imports goes by itself after a day, bytes and all.
func TestWaitingImportsGo(t *testing.T) {
	dir := t.TempDir()
	d := openDir(t, dir)
	_, season := newSeason(t, d)
	must[survey.ImportID](t)(d.StoreImport(t.Context(), survey.Import{Season: season.ID, File: "Zwitscherlied.csv", Data: []byte("Kanarienvogel")}, now))
	ok(t, d.Chores(t.Context(), now.Add(23*time.Hour)))
	if len(searched(t, canaryWords, dir)) == 0 {
		t.Error("the file is gone before the day is over")
	}
	ok(t, d.Chores(t.Context(), now.Add(25*time.Hour)))
	for _, found := range searched(t, canaryWords, dir) {
		t.Errorf("still there: %s", found)
	}
}

// Where a reader holds the log, the scrubbing stays due until the chores get to it.
func TestScrubLater(t *testing.T) {
	dir := t.TempDir()
	d := openDir(t, dir)
	if _, err := d.writer.ExecContext(t.Context(), "PRAGMA busy_timeout = 50"); err != nil {
		t.Fatal(err)
	}
	_, season := newSeason(t, d)
	m := newMember(t, d, season.ID, "Kanarienvogel")
	reading := must[*tx](t)(func() (*tx, error) {
		q, err := d.reader.BeginTx(t.Context(), nil)
		return &tx{sql: q}, err
	}())
	if _, err := reading.sql.ExecContext(t.Context(), "SELECT COUNT(*) FROM members"); err != nil {
		t.Fatal(err)
	}
	ok(t, d.EraseMember(t.Context(), m.ID, true, nil, now))
	if must[bool](t)(d.Scrubbed(t.Context())) {
		t.Error("said to be scrubbed while a reader holds the log")
	}
	ok(t, reading.sql.Rollback())
	ok(t, d.Chores(t.Context(), now))
	if !must[bool](t)(d.Scrubbed(t.Context())) {
		t.Error("still due after the chores")
	}
	for _, found := range searched(t, canaryWords, dir) {
		t.Errorf("still there: %s", found)
	}
}

// Rows that grow and shrink are moved between pages, and SQLite leaves copies where they were, which secure_delete does not reach.
func TestErasedRowsThatMoved(t *testing.T) {
	for seed := range uint64(2) {
		testRowsThatMoved(t, seed+1)
	}
}

func testRowsThatMoved(t *testing.T, seed uint64) {
	t.Helper()
	dir := t.TempDir()
	d := openDir(t, dir)
	_, season := newSeason(t, d)
	why := openSurvey(t, d, season.ID, survey.Question{Kind: survey.LongText, Title: survey.Text{"en": "Why?"}}).Questions[0].ID
	rng := rand.New(rand.NewPCG(seed, 2))
	name := func(i int) string { return []string{"Kanarienvogel", "Otherbird"}[min(i%10, 1)] }
	email := func(i int) string {
		return fmt.Sprintf("%x@%s.example", rng.Uint64(), name(i)+strings.Repeat("e", rng.IntN(60)))
	}
	var members []survey.Member
	ok(t, d.Fill(func() error {
		for i := range 300 {
			m := survey.Member{Season: season.ID, Name: fmt.Sprintf("%s %d", name(i), i), Email: email(i)}
			members = append(members, must[survey.Member](t)(d.AddMember(t.Context(), m, now)))
		}
		for range 3000 {
			i := rng.IntN(len(members))
			if rng.IntN(2) == 0 {
				members[i].Email = email(i)
				ok(t, d.ChangeMember(t.Context(), members[i], now))
				continue
			}
			said := []string{"Zwitscherlied", "Othersong"}[min(i%10, 1)] + strings.Repeat("x", rng.IntN(3000))
			ok(t, d.SaveResponse(t.Context(), survey.Response{Member: members[i].ID, Answers: survey.Answers{why: {Text: said}}}, now))
		}
		return nil
	}))
	ok(t, d.update(t.Context(), func(ctx context.Context, t tx) error {
		for i, m := range members {
			if i%10 == 0 {
				if _, err := t.DeleteMember(ctx, int64(m.ID)); err != nil {
					return err
				}
			}
		}
		t.erased()
		return nil
	}))
	for _, found := range searched(t, canaryWords, dir) {
		t.Errorf("still there: %s", found)
	}
}
