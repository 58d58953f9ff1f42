package db

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"dure/survey"
)

// heard reports whether a bell rings by now, which it then does no more.
func heard(told <-chan struct{}) bool {
	select {
	case <-told:
		return true
	default:
		return false
	}
}

// await waits until a bell rings.
func await(t *testing.T, told <-chan struct{}, what string) {
	t.Helper()
	select {
	case <-told:
	case <-time.After(20 * time.Second):
		t.Fatalf("%s: nobody is told", what)
	}
}

// following follows topics until the test ends, and waits until other processes are heard.
func following(t *testing.T, d *DB, topics ...survey.Topic) <-chan struct{} {
	t.Helper()
	told, end := d.Follow(topics...)
	t.Cleanup(end)
	await(t, told, "who begins to follow")
	d.followers.topics() // once it has rung for each of them
	heard(told)
	return told
}

func testFollow(t *testing.T, d *DB) {
	ctx := t.Context()
	o, season := newSeason(t, d)
	other := walkSeason(t, d, season.Club)
	told := following(t, d, survey.SeasonTopic.Of(int64(season.ID)), survey.OrganizerTopic.Of(int64(o.ID)))
	newMember(t, d, other.ID, "ara")
	if heard(told) {
		t.Error("who follows a season is told of another")
	}
	newMember(t, d, season.ID, "bo")
	if !heard(told) {
		t.Error("who follows a season is not told of a member, once that is written")
	}
	_, err := d.AddMember(ctx, survey.Member{Season: season.ID, Email: "bo@example.org", Name: "bo"}, now)
	if err == nil || heard(told) {
		t.Errorf("a write that failed (%v) is told", err)
	}
	ok(t, d.EndOtherSessions(ctx, o.ID, 0))
	if !heard(told) {
		t.Error("who follows an organizer is not told that the sessions ended")
	}
}

// Nothing is kept of who follows nothing any more, and what is followed again is heard again.
func TestFollowersLeave(t *testing.T) {
	d := openNew(t)
	_, season := newSeason(t, d)
	topic := survey.SeasonTopic.Of(int64(season.ID))
	for range 3 {
		a, endA := d.Follow(topic)
		b, endB := d.Follow(topic)
		await(t, a, "who begins to follow")
		endA()
		newMember(t, d, season.ID, fmt.Sprint("m", len(must[[]survey.Member](t)(d.Members(t.Context(), season.ID)))))
		if heard(a) || !heard(b) {
			t.Error("after one of two left, it is told, or the other is not")
		}
		endB()
		if n := len(d.followers.topics()); n != 0 {
			t.Fatalf("%d topics are followed by nobody", n)
		}
	}
}

// A command that writes to the file beside this process is heard.
func TestFollowHearsCommands(t *testing.T) {
	dir := t.TempDir()
	d := openDir(t, dir)
	_, season := newSeason(t, d)
	told := following(t, d, survey.SeasonTopic.Of(int64(season.ID)))
	beside := must[*DB](t)(Attach(t.Context(), dir, Options{}))
	defer beside.Close()
	newMember(t, beside, season.ID, "ara")
	await(t, told, "a member added by a command")
}

// What one server writes is told to who follows it on another, also once the connection has ended on which that one hears.
func TestFollowHearsServers(t *testing.T) {
	onlyServer(t)
	d := openNew(t)
	_, season := newSeason(t, d)
	other := openAt(t, d.dir, Options{Database: addressOf(d)})
	told := following(t, d, survey.SeasonTopic.Of(int64(season.ID)))
	beside, end := d.Follow(survey.SeasonTopic.Of(int64(season.ID) + 1))
	defer end()
	newMember(t, other, season.ID, "ara")
	await(t, told, "a member added by another server")
	for range 20 {
		newMember(t, d, season.ID, rand.Text())
	}
	if heard(beside) {
		t.Error("who follows another season is told")
	}
	if _, err := d.writer.ExecContext(t.Context(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN "+newsChannel+"%' AND datname = current_database()"); err != nil {
		t.Fatal(err)
	}
	await(t, beside, "who follows while nothing could be heard")
	heard(told)
	newMember(t, other, season.ID, "bo")
	await(t, told, "a member added by another server, heard on another connection")
}

// Where nobody told of a write, since its process was killed, who follows the season learns of it by its key.
func TestFollowMakesSure(t *testing.T) {
	onlyServer(t)
	d := openNew(t)
	_, season := newSeason(t, d)
	told := following(t, d, survey.SeasonTopic.Of(int64(season.ID)), survey.ModelTopic.Of(1))
	s, keys := d.engine.(*server), map[survey.SeasonID]int64{}
	c := must[*pgx.Conn](t)(pgx.ConnectConfig(t.Context(), s.news.conf))
	defer c.Close(context.Background())
	sure := func(want bool) {
		t.Helper()
		ok(t, s.makeSure(t.Context(), c, d, keys))
		if heard(told) != want {
			t.Errorf("told is %v, want %v", !want, want)
		}
	}
	sure(false)
	sure(false)
	ok(t, d.update(t.Context(), func(ctx context.Context, tx tx) error {
		return tx.CountChange(ctx, fmt.Sprintf("season %d 0", season.ID))
	}))
	sure(true)
	sure(false)
}

// followed are the tables of what is followed beside seasons, with which columns of which row are of which topic.
var followed = []struct{ on, topic string }{
	{"UPDATE OF state, progress, revision ON proposals", "'proposal ' || NEW.id"},
	{"UPDATE OF state, progress, result ON imports", "'import ' || NEW.id"},
	{"INSERT ON import_runs", "'import ' || NEW.import_id"},
	{"UPDATE ON import_runs", "'import ' || NEW.import_id"},
	{"UPDATE OF state, progress, stop ON models", "'model ' || NEW.id"},
	{"INSERT ON trials", "(SELECT 'model ' || model_id FROM studies WHERE id = NEW.study_id)"},
	{"UPDATE OF record, state ON trials", "(SELECT 'model ' || model_id FROM studies WHERE id = NEW.study_id)"},
	{"UPDATE ON club_organizers", "'organizer ' || NEW.organizer_id"},
	{"DELETE ON club_organizers", "'organizer ' || OLD.organizer_id"},
}

// watchTold has each write of a database looked at, until the check that it returns: one of what may be followed tells of it.
func watchTold(t *testing.T, d *DB) (check func()) {
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
	do("CREATE TABLE untold (topic TEXT)")
	for i, f := range followed {
		do(fmt.Sprintf("CREATE TRIGGER told_%d AFTER %s BEGIN INSERT INTO untold SELECT %s; END", i, f.on, f.topic))
	}
	d.look = func(ctx context.Context, x tx) error {
		rows, err := x.sql.QueryContext(ctx, "DELETE FROM untold RETURNING topic")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var topic *string
			if err := rows.Scan(&topic); err != nil {
				return err
			}
			if topic != nil && !x.write.topics[survey.Topic(*topic)] {
				t.Errorf("a write of %s does not tell who follows it", *topic)
			}
		}
		return rows.Err()
	}
	return func() {
		d.look = nil
		for i := range slices.Backward(followed) {
			do(fmt.Sprint("DROP TRIGGER told_", i))
		}
		do("DROP TABLE untold")
	}
}
