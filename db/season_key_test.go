package db

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"dure/survey"
)

// readOf are the tables from which a season is read, with how a row says of which it is.
var readOf = map[string]string{
	"members": "%s.season_id", "responses": "%s.season_id", "surveys": "%s.season_id", "questions": "%s.season_id",
	"question_versions": "(SELECT season_id FROM questions WHERE id = %s.question_id)", "sums": "(SELECT season_id FROM questions WHERE id = %s.question_id)",
}

// watchSeasons has the database note, until the check that it returns, which seasons are written to by writes that leave their keys as they were.
func watchSeasons(t *testing.T, d *DB) (check func()) {
	t.Helper()
	if onServer {
		return func() {}
	}
	do := func(q string) {
		t.Helper()
		if _, err := d.writer.ExecContext(context.Background(), q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	var triggers []string
	watch := func(on, then string) {
		name := fmt.Sprint("watch_", len(triggers))
		triggers = append(triggers, name)
		do(fmt.Sprintf("CREATE TRIGGER %s AFTER %s BEGIN %s; END", name, on, then))
	}
	do("CREATE TABLE owed (season BIGINT, what TEXT)")
	for table, of := range readOf {
		differs := must[[]string](t)(list[string](context.Background(), d.writer, "SELECT 'OLD.' || name || ' IS NOT NEW.' || name FROM pragma_table_info('"+table+"')"))
		watch("UPDATE ON "+table+" WHEN "+strings.Join(differs, " OR "), "INSERT INTO owed VALUES ("+fmt.Sprintf(of, "NEW")+", 'change of "+table+"')")
		watch("INSERT ON "+table, "INSERT INTO owed VALUES ("+fmt.Sprintf(of, "NEW")+", 'new in "+table+"')")
		watch("DELETE ON "+table, "INSERT INTO owed VALUES ("+fmt.Sprintf(of, "OLD")+", 'gone from "+table+"')")
	}
	for _, on := range []string{"INSERT", "UPDATE"} {
		watch(on+" ON settings WHEN NEW.name LIKE 'season %'", "DELETE FROM owed WHERE season = CAST(SUBSTR(NEW.name, 8) AS INTEGER)")
	}
	return func() {
		t.Helper()
		for _, what := range must[[]string](t)(list[string](context.Background(), d.writer, "SELECT DISTINCT what FROM owed WHERE season IN (SELECT id FROM seasons)")) {
			t.Errorf("a write leaves the key of its season as it was: %s", what)
		}
		for _, name := range triggers {
			do("DROP TRIGGER " + name)
		}
		do("DROP TABLE owed")
	}
}

// The key of a season is another after each write of it, however many there are at once, and none where somebody only looked or another season was written to.
func TestSeasonKeys(t *testing.T) {
	d := openNew(t)
	_, season := newSeason(t, d)
	other := walkSeason(t, d, season.Club)
	key := func(of survey.Season) int64 { t.Helper(); return must[int64](t)(d.SeasonKey(t.Context(), of.ID)) }
	before, beside := key(season), key(other)
	const n = 20
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { newMember(t, d, season.ID, fmt.Sprint("m", i)) })
	}
	all.Wait()
	if got := key(season) - before; got != n {
		t.Errorf("%d writes at once move the key by %d", n, got)
	}
	before = key(season)
	ok(t, d.Log(t.Context(), survey.Act{Season: season.ID, What: survey.TookAnswers, Everybody: true}))
	if got := key(season); got != before {
		t.Errorf("who looks changes the key from %d to %d", before, got)
	}
	if got := key(other); got != beside {
		t.Errorf("writes of a season change the key of another from %d to %d", beside, got)
	}
}
