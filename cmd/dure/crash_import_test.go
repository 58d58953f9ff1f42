//go:build crash && linux

package main

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dure/db"
)

// largeRows is how many members a large import brings: of so many columns that it is read by a job.
const largeRows = 6000

// A program that is killed while it reads a large file, while it makes ready what it read, and between two parts that it brings in, goes on at the next start: nobody is in it twice, nobody is missing, and all
// of it can still be taken back.
func TestCrashLargeImport(t *testing.T) {
	c := newCrash(t, t.TempDir(), "FULL")
	v := newVisitor(t, "http://"+c.addr, "en")
	v.client = &http.Client{Jar: c.site.organizer.Jar}
	var file strings.Builder
	file.WriteString("Name,E-mail,Year,Skill,Hours,Note,Song,Book,Film,Game\n")
	for i := range largeRows {
		fmt.Fprintf(&file, "Large %d,large%d@example.org,%d,%d,%d,Note %d of many words,Song %d,Book %d,Film %d,Game %d\n", i, i, 1+i%4, 1+i%5, 1+i%9, i, i%700, i%800, i%900, i%300)
	}
	struck := map[string]int{}
	const reading = `id IN (SELECT import_id FROM import_progress WHERE progress LIKE '%"Phase":"reading"%')`
	const saving = `id IN (SELECT import_id FROM import_progress WHERE progress LIKE '%"Phase":"saving"%')`
	const parts = `id IN (SELECT import_id FROM import_runs WHERE state NOT LIKE '%"Saved":0,%')`
	// strike kills the program while it works at an import that has come so far, which another run reaches a little later in it. What is asked of the database is asked while the
	// program lives: whoever closes it last would tidy up what a kill leaves.
	strike := func(so string, i int) {
		working := func(so string) int {
			return c.told(`SELECT COUNT(*) FROM imports WHERE state IN ('queued', 'running') AND ` + so)
		}
		for working("TRUE") > 0 && working(so) == 0 {
			time.Sleep(5 * time.Millisecond)
		}
		time.Sleep(time.Duration(i*i) * 40 * time.Millisecond)
		struck[so] += working(so)
		c.kill()
		c.start(1)
	}
	for i := range max(3, *rounds/4) {
		at := v.get(c.site.filled+"/import").submit(c.site.filled+"/import", typed{"@file": {fmt.Sprintf("large-%d.csv", i), file.String()}}).want(200, "Reading").at.Path
		strike(reading, i)
		v.await(at).want(200, fmt.Sprintf("Import %d rows", largeRows)).submit(at, nil).want(200)
		strike(saving, i)
		strike(parts, i)
		v.await(at).want(200, "The import is done")
		for what, query := range map[string]string{
			"members": `SELECT COUNT(*) FROM members WHERE name LIKE $1`, "names": `SELECT COUNT(DISTINCT name) FROM members WHERE name LIKE $1`,
			"members with answers": `SELECT COUNT(*) FROM responses WHERE member_id IN (SELECT id FROM members WHERE name LIKE $1)`,
		} {
			if n := c.told(query, "Large %"); n != largeRows {
				t.Errorf("after three kills there are %d %s, want %d", n, what, largeRows)
			}
		}
		v.get(at+"/undo").submit(at+"/undo", nil).want(200, "The import was undone")
		if n := c.told(`SELECT COUNT(*) FROM members WHERE name LIKE $1`, "Large %"); n != 0 {
			t.Errorf("after the import was taken back there are %d of its members", n)
		}
		c.sound("after a large import")
	}
	t.Logf("struck while at work: %v", struck)
	if struck[reading] == 0 || struck[saving] == 0 || struck[parts] == 0 {
		t.Errorf("no kill struck each: %v", struck)
	}
}

// told is the number that a query finds, beside the program.
func (c *crash) told(query string, args ...any) (n int) {
	c.t.Helper()
	path := (&url.URL{Path: filepath.Join(c.dir, db.File)}).EscapedPath()
	d, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(10000)&_pragma=query_only(1)")
	if err != nil {
		c.t.Fatal(err)
	}
	defer d.Close()
	if err := d.QueryRow(query, args...).Scan(&n); err != nil {
		c.t.Fatalf("look at the database: %v", err)
	}
	return n
}
