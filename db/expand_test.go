package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"sync"
	"testing"

	"dure/survey"
)

// expandsFrom is the first migration that was made for old servers to go on beside new ones.
const expandsFrom = "00043"

// What a migration may do while servers of the version before are at work: they know nothing of it, and it is in the way of nothing they do.
var (
	adds     = regexp.MustCompile(`(?is)^(CREATE TABLE|CREATE (UNIQUE )?INDEX|CREATE TRIGGER|UPDATE|INSERT|ALTER TABLE \w+ ADD COLUMN) `)
	required = regexp.MustCompile(`(?is)^ALTER TABLE .* NOT NULL`)
	given    = regexp.MustCompile(`(?is) DEFAULT `)
	done     = regexp.MustCompile(`(?s)-- \+goose StatementBegin\s+CREATE (TRIGGER|FUNCTION) .*?-- \+goose StatementEnd`) // by the database, as it is written to
	comment  = regexp.MustCompile(`(?m)--.*$`)

	// contracts is said by a migration that takes away what no program has used since the one that knew that migration first.
	contracts = regexp.MustCompile(`(?m)^-- contracts what nothing uses since (\d{5})`)
)

// tooEarly returns what in a migration is in the way of servers of the version before.
func tooEarly(name, sql string) string {
	if m := contracts.FindStringSubmatch(sql); m != nil {
		if m[1] >= name[:5] {
			return "it contracts what is used by the version before"
		}
		return ""
	}
	for statement := range strings.SplitSeq(comment.ReplaceAllString(done.ReplaceAllString(sql, ""), ""), ";") {
		statement = strings.Join(strings.Fields(statement), " ")
		if statement == "" {
			continue
		}
		if !adds.MatchString(statement) || required.MatchString(statement) && !given.MatchString(statement) {
			return statement
		}
	}
	return ""
}

// TestMigrationsExpandBeforeTheyContract reads every migration since old servers go on beside new ones.
func TestMigrationsExpandBeforeTheyContract(t *testing.T) {
	for _, folder := range []string{"migrations/sqlite", "migrations/postgres"} {
		read := 0
		for _, f := range must[[]fs.DirEntry](t)(migrations.ReadDir(folder)) {
			if f.Name() < expandsFrom {
				continue
			}
			read++
			sql := string(must[[]byte](t)(migrations.ReadFile(folder + "/" + f.Name())))
			if why := tooEarly(f.Name(), sql); why != "" {
				t.Errorf("%s/%s: servers of the version before do not bear %q: see CONTRIBUTING.md, Upgrades without a stop", folder, f.Name(), why)
			}
		}
		if read < 5 {
			t.Errorf("%s: only %d migrations were read", folder, read)
		}
	}
	for sql, bears := range map[string]bool{
		"ALTER TABLE a ADD COLUMN b TEXT NOT NULL DEFAULT '';": true, "ALTER TABLE a ADD COLUMN b BIGINT;": true, "CREATE INDEX a ON b (c);": true,
		"ALTER TABLE a ADD COLUMN b TEXT NOT NULL;": false, "ALTER TABLE a DROP COLUMN b;": false, "ALTER TABLE a RENAME COLUMN b TO c;": false,
		"CREATE TABLE a (b TEXT); DROP TABLE c;": false, "DELETE FROM a;": false, "ALTER TABLE a ALTER COLUMN b SET NOT NULL;": false,
		"-- contracts what nothing uses since 00043\nALTER TABLE a DROP COLUMN b;": true, "-- contracts what nothing uses since 00100\nDROP TABLE a;": false,
	} {
		if got := tooEarly("00099_x.sql", sql); (got == "") != bears {
			t.Errorf("%q: %q, want that servers bear it: %t", sql, got, bears)
		}
	}
}

// TestServersWorkWhileTheSchemaGrows has a server write and read while a newer one adds to every table of its schema: nothing fails, and once it is done
// the old one goes on, while another of its version is not begun any more.
func TestServersWorkWhileTheSchemaGrows(t *testing.T) {
	onlyServer(t)
	d := openNew(t)
	_, season := newSeason(t, d)
	ctx, stop := context.WithCancel(t.Context())
	var busy sync.WaitGroup
	written, grown := 0, make(chan bool)
	busy.Go(func() {
		for ; ctx.Err() == nil || written < 20; written++ {
			if _, err := d.AddMember(t.Context(), survey.Member{Season: season.ID, Name: fmt.Sprintf("member %d", written)}, now); err != nil {
				t.Errorf("write while the schema grows: %v", err)
				return
			}
			if _, err := d.Members(t.Context(), season.ID); err != nil {
				t.Errorf("read while the schema grows: %v", err)
				return
			}
			if written == 3 {
				close(grown)
			}
		}
	})
	<-grown
	newer := must[*server](t)(dial(addressOf(d)))
	defer newer.closePools()
	for _, name := range must[[]string](t)(newer.schema().guarded(ctx)) {
		if !strings.HasPrefix(name, "river_") {
			_, err := newer.writer.ExecContext(ctx, "ALTER TABLE "+quoted(name)+" ADD COLUMN later TEXT NOT NULL DEFAULT 'x'")
			ok(t, err)
		}
	}
	_, err := newer.writer.ExecContext(ctx, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)")
	ok(t, err)
	stop()
	busy.Wait()
	if all := must[[]survey.Member](t)(d.Members(t.Context(), season.ID)); len(all) != written {
		t.Errorf("%d members, want %d", len(all), written)
	}
	if _, err := OpenWith(t.Context(), d.dir, Options{Database: addressOf(d)}); !errors.Is(err, ErrNewer) {
		t.Errorf("begin a server of the version before: %v", err)
	}
}
