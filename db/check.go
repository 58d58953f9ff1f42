package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"dure/db/query"
	"dure/survey"
)

// Summary counts what a database holds.
type Summary struct {
	Clubs, Seasons, Members, Responses, Proposals int
}

// Check examines the database in dir, also while another process holds it: SQLite's integrity, references, and
// what the program relies on besides. It returns [ErrDamaged] with what is wrong, or [ErrNewer].
func Check(ctx context.Context, dir string, o Options) (_ Summary, err error) {
	d, err := beside(ctx, dir, o)
	if err != nil {
		return Summary{}, told(filepath.Join(dir, File), err)
	}
	defer func() {
		closed := d.closePools() // first: see told
		err = d.unopened(errors.Join(err, closed))
	}()
	if err := d.examine(ctx); err != nil {
		return Summary{}, err
	}
	if err := d.schema().current(ctx); err != nil {
		return Summary{}, err
	}
	if err := d.checkRows(ctx); err != nil {
		return Summary{}, err
	}
	return d.summary(ctx)
}

// broken are rows that no use case leaves behind: what, and a query for their ids.
var broken = []struct{ what, query string }{
	{"season without a survey", `SELECT id FROM seasons WHERE id NOT IN (SELECT season_id FROM surveys)`},
	{"club without an owner", `SELECT id FROM clubs WHERE id NOT IN (SELECT club_id FROM club_organizers WHERE role = 'owner')`},
	{"question without its current version", `SELECT id FROM questions WHERE NOT EXISTS
		(SELECT 1 FROM question_versions v WHERE v.question_id = questions.id AND v.version = questions.version)`},
	{"response in another season than its member", `SELECT member_id FROM responses
		WHERE season_id <> (SELECT season_id FROM members WHERE id = member_id)`},
	{"proposal without its teams", `SELECT id FROM proposals WHERE edit >= 0 AND NOT EXISTS
		(SELECT 1 FROM proposal_edits e WHERE e.proposal_id = proposals.id AND e.seq = proposals.edit)`},
	{"roster of another season's proposal", `SELECT season_id FROM rosters
		WHERE season_id <> (SELECT season_id FROM proposals WHERE id = proposal_id)`},
	{"unfinished proposal without a job", jobless[FormJob]},
	{"unfinished import without a job", jobless[ImportJob]},
	{"unfinished model without a job", jobless[TrainJob]},
}

func (d *DB) checkRows(ctx context.Context) error {
	for _, b := range broken {
		ids, err := list[string](ctx, d.reader, b.query)
		if err != nil {
			return fmt.Errorf("look for a %s: %w", b.what, classify(err))
		}
		if len(ids) > 0 {
			return fmt.Errorf("%w: %s: %v", ErrDamaged, b.what, ids)
		}
	}
	return d.checkSeasons(ctx)
}

// checkSeasons reads everything that is stored as JSON and computes every key anew.
func (d *DB) checkSeasons(ctx context.Context) error {
	ids, err := list[survey.SeasonID](ctx, d.reader, "SELECT id FROM seasons WHERE gone = 0 ORDER BY id")
	if err != nil {
		return fmt.Errorf("seasons: %w", classify(err))
	}
	for _, id := range ids {
		if err := d.checkSeason(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func (d *DB) checkSeason(ctx context.Context, id survey.SeasonID) error {
	_, err1 := surveyOf(ctx, d.read, id)
	_, err2 := d.QuestionVersions(ctx, id)
	_, err3 := d.Responses(ctx, id)
	_, err4 := d.Proposals(ctx, id)
	_, err5 := d.Deck(ctx, id)
	if err := errors.Join(err1, err2, err3, err4, err5); isFault(err) {
		return fmt.Errorf("season %d: %w", id, err)
	} else if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	rows, err := d.read.Members(ctx, int64(id))
	if err != nil {
		return fmt.Errorf("members: %w", classify(err))
	}
	for _, m := range rows {
		key := member(m).Key()
		if m.Waiting { // is under a key that is nobody's, whatever it is
			key = waitingMark + strings.TrimPrefix(m.MemberKey, waitingMark)
		}
		if key != m.MemberKey {
			return fmt.Errorf("%w: member %d is not stored under the own name", ErrDamaged, m.ID)
		}
		if err := decode(m.Former, new([]survey.Calling)); err != nil { // an erasing searches for it
			return fmt.Errorf("%w: former names of member %d: %w", ErrDamaged, m.ID, err)
		}
	}
	return d.checkNames(ctx, id, rows)
}

// checkNames returns an error unless the members of a season are found by what they are called, and by nothing else.
func (d *DB) checkNames(ctx context.Context, season survey.SeasonID, members []query.Member) error {
	rows, err := d.read.MemberNames(ctx, int64(season))
	if err != nil {
		return fmt.Errorf("names of members: %w", classify(err))
	}
	kept := map[int64][]int64{}
	for _, r := range rows {
		kept[r.MemberID] = append(kept[r.MemberID], r.NameKey)
	}
	for _, m := range members {
		if !slices.Equal(kept[m.ID], member(m).NameKeys()) {
			return fmt.Errorf("%w: member %d is not found by the own name", ErrDamaged, m.ID)
		}
		delete(kept, m.ID)
	}
	for id := range kept {
		return fmt.Errorf("%w: member %d is found in another season", ErrDamaged, id)
	}
	return nil
}

func (d *DB) summary(ctx context.Context) (Summary, error) {
	var s Summary
	err := d.reader.QueryRowContext(ctx, `SELECT (SELECT COUNT(*) FROM clubs), (SELECT COUNT(*) FROM seasons),
		(SELECT COUNT(*) FROM members), (SELECT COUNT(*) FROM responses WHERE submitted > 0), (SELECT COUNT(*) FROM proposals)`).
		Scan(&s.Clubs, &s.Seasons, &s.Members, &s.Responses, &s.Proposals)
	return s, wrap(classify(err), "count")
}

// SQLite's own checks: a row for each thing that is wrong, or the row "ok".
const (
	quickCheck     = `PRAGMA quick_check(20)`
	fullCheck      = `PRAGMA integrity_check(20)`
	referenceCheck = `SELECT "table" || ' ' || rowid || ' refers to a row of ' || parent || ' that is not there' FROM pragma_foreign_key_check`
)

// integrity runs one of SQLite's checks and returns [ErrDamaged] with what it finds.
func integrity(ctx context.Context, db *sql.DB, check string) error {
	found, err := list[string](ctx, db, check)
	if err != nil {
		return fmt.Errorf("check database: %w", classify(err))
	}
	if len(found) == 0 || len(found) == 1 && found[0] == "ok" {
		return nil
	}
	return fmt.Errorf("%w: %s", ErrDamaged, strings.Join(found, "; "))
}
