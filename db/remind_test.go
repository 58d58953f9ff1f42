package db

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
)

const day = 24 * time.Hour

// setTimes opens a survey now, to close after some time and to remind before.
func setTimes(t *testing.T, d *DB, season survey.SeasonID, closes time.Time, remind int) {
	t.Helper()
	ok(t, d.EditTimes(t.Context(), season, func(s *survey.Survey) error {
		s.Opens, s.Closes, s.Remind = now, closes, remind
		return nil
	}))
}

// to are the names of those for whom a letter waits.
func to(t *testing.T, d *DB, season survey.SeasonID) string {
	t.Helper()
	var names []string
	for id := range must[map[survey.MemberID]bool](t)(d.LettersWaiting(t.Context(), season, survey.SurveyLetter)) {
		names = append(names, must[survey.Member](t)(d.Member(t.Context(), id)).Name)
	}
	slices.Sort(names)
	return fmt.Sprint(names)
}

// Those who have not sent answers are reminded once, the day before the close as it is by then.
func testRemindBeforeClose(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	ara, bo := newMember(t, d, season.ID, "ara"), newMember(t, d, season.ID, "bo")
	gone, told := newMember(t, d, season.ID, "chul"), newMember(t, d, season.ID, "dan")
	must[survey.Member](t)(d.AddMember(ctx, survey.Member{Season: season.ID, Name: "Eun", Ref: "5"}, now))
	ok(t, d.DropMember(ctx, gone.ID, now))
	setTimes(t, d, season.ID, now.Add(3*day), survey.RemindNever)
	ok(t, d.SaveResponse(ctx, survey.Response{Member: ara.ID, Season: season.ID, Answers: survey.Answers{}, Submitted: now}, now))
	must[int](t)(d.Remind(ctx, season.ID, survey.OfSurvey, []survey.MemberID{told.ID}, now.Add(6*day)))
	look := func(at time.Time, want string) {
		t.Helper()
		ok(t, d.RemindBeforeClose(ctx, at))
		if got := to(t, d, season.ID); got != want {
			t.Errorf("after %v reminders wait for %s, want %s", at.Sub(now), got, want)
		}
	}
	look(now.Add(3*day-time.Minute), "[]")
	setTimes(t, d, season.ID, now.Add(3*day), 1)
	look(now.Add(2*day-time.Minute), "[]")
	setTimes(t, d, season.ID, now.Add(7*day), 1)
	look(now.Add(2*day), "[]")
	look(now.Add(7*day), "[]") // it closed while the program was down
	look(now.Add(6*day), "[bo]")
	l := must[survey.Letter](t)(d.NextLetter(ctx, now.Add(6*day)))
	if l.Member != bo.ID || l.By.Kind != survey.ByProgram {
		t.Errorf("the reminder is %+v, want one to bo by the program", l)
	}
	ok(t, d.LetterSent(ctx, l, now.Add(6*day)))
	setTimes(t, d, season.ID, now.Add(9*day), 3)
	look(now.Add(8*day), "[]")
	if s := must[survey.Survey](t)(d.Survey(ctx, season.ID)); !s.Reminded.Equal(now.Add(6*day)) || !s.RemindAt().IsZero() {
		t.Errorf("the survey says that members were reminded at %v, and are at %v", s.Reminded, s.RemindAt())
	}
}

// A wording that is saved, and the next season, keep when members are reminded; that they were stays with the season.
func TestRemindersStaySet(t *testing.T) {
	ctx, d := t.Context(), openNew(t)
	_, season := newSeason(t, d)
	setTimes(t, d, season.ID, now.Add(5*day), 3)
	s := must[survey.Survey](t)(d.Survey(ctx, season.ID))
	s.Title = survey.Text{"en": "Hello"}
	ok(t, d.SaveWording(ctx, s, must[survey.Survey](t)(d.Survey(ctx, season.ID)).Mark()))
	ok(t, d.RemindBeforeClose(ctx, now.Add(4*day)))
	if s = must[survey.Survey](t)(d.Survey(ctx, season.ID)); s.Remind != 3 || s.Reminded.IsZero() {
		t.Errorf("after its wording was saved a survey reminds %d days before, and did at %v", s.Remind, s.Reminded)
	}
	next, _, err := d.BeginNext(ctx, survey.Following{From: season.ID, Name: "Summer", Members: survey.CarryNone}, team.Deck{}, nil, now)
	ok(t, err)
	if s = must[survey.Survey](t)(d.Survey(ctx, next.ID)); s.Remind != 3 || !s.Reminded.IsZero() {
		t.Errorf("the next season reminds %d days before, and did at %v; want 3 and never", s.Remind, s.Reminded)
	}
}

// What was to go out before a backup is put in its place may have gone out, and what is to go out later does.
func TestRestoreRemindsNobodyTwice(t *testing.T) {
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
	d := must[*DB](t)(Open(t.Context(), dir))
	_, season := newSeason(t, d)
	newMember(t, d, season.ID, "ara")
	other := must[survey.Season](t)(d.CreateSeason(t.Context(), season.Club, "Summer", now))
	newMember(t, d, other.ID, "bo")
	setTimes(t, d, season.ID, now.Add(5*day), 1)
	setTimes(t, d, other.ID, now.Add(9*day), 1)
	ok(t, Backup(t.Context(), dir, out, false, nil))
	ok(t, d.Close())
	must[Restored](t)(Restore(t.Context(), dir, out, Keys{}, now.Add(4*day+time.Hour)))
	d = openDir(t, dir)
	ok(t, d.RemindBeforeClose(t.Context(), now.Add(4*day+2*time.Hour)))
	ok(t, d.RemindBeforeClose(t.Context(), now.Add(8*day)))
	if first, second := to(t, d, season.ID), to(t, d, other.ID); first != "[]" || second != "[bo]" {
		t.Errorf("after a restore reminders wait for %s of the season reminded of before, and %s of the other; want nobody and bo", first, second)
	}
}
