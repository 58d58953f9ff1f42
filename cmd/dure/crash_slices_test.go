//go:build crash && linux

package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A program that is killed between the slices in which a large import is taken back, a member is erased, and a season is deleted, goes on at the next start: then nothing
// is left of what went, and the data is sound.
func TestCrashSlices(t *testing.T) {
	c := newCrash(t, t.TempDir(), "FULL")
	v := newVisitor(t, "http://"+c.addr, "en")
	v.client = &http.Client{Jar: c.site.organizer.Jar}
	a := c.actor("organizer", nil)
	a.client = c.site.organizer
	struck := map[string]int{}
	// strike sends a form and kills the program once, as the query counts, it is at work at what the form asks for.
	strike := func(what, page string, in typed, working string) {
		t.Helper()
		sent := make(chan error, 1)
		go func() {
			_, err := a.ask(page, page, page, in, erases("members", what))
			sent <- err
		}()
		for c.told(working) == 0 && len(sent) == 0 {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Duration(20*struck[what]) * time.Millisecond) // a little later in it each time
		if c.told(working) > 0 {
			struck[what]++
		}
		c.kill()
		if err := <-sent; err != nil {
			t.Logf("%s: %v", what, err) // the line broke
		}
		c.start(1)
		for end := time.Now().Add(startPatience); c.told(working) > 0; time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("after a kill and a start it does not go on with what was to be done: %s", what)
			}
		}
	}
	none := func(when, query string, args ...any) {
		t.Helper()
		if n := c.told(query, args...); n != 0 {
			t.Errorf("%s there are %d of %s", when, n, query)
		}
	}
	bring := func() (at string) {
		var file strings.Builder
		file.WriteString("Name,E-mail,Year,Skill,Note\n")
		for i := range largeRows {
			fmt.Fprintf(&file, "Large %d,large%d@example.org,%d,%d,Note %d on large7@example.org\n", i, i, 1+i%4, 1+i%5, i)
		}
		at = v.get(c.site.filled+"/import").submit(c.site.filled+"/import", typed{"@file": {"large.csv", file.String()}}).want(200).at.Path
		v.await(at).want(200, fmt.Sprintf("Import %d rows", largeRows)).submit(at, nil).want(200)
		v.await(at).want(200, "The import is done")
		return at
	}
	const members = `SELECT COUNT(*) FROM members WHERE name LIKE 'Large %'`
	for range max(2, *rounds/6) {
		at := bring()
		strike("undo", at+"/undo", nil, `SELECT COUNT(*) FROM imports WHERE state = 'undone' AND id IN (SELECT import_id FROM import_undos)`)
		none("after an import was taken back", members)
	}
	bring()
	for i := range max(2, *rounds/6) {
		name := fmt.Sprint("Large ", 7+i)
		id := c.told(`SELECT id FROM members WHERE name = $1`, name)
		strike("erase", fmt.Sprintf("%s/members/%d/remove", c.site.filled, id), nil, `SELECT COUNT(*) FROM erasures`)
		none("after a member was erased", `SELECT COUNT(*) FROM members WHERE name = $1`, name)
	}
	none("after a member was erased", `SELECT COUNT(*) FROM responses WHERE answers LIKE '%large7@example.org%'`)
	c.sound("after members were erased")
	strike("delete", c.site.filled+"/delete", nil, `SELECT COUNT(*) FROM seasons WHERE gone > 0`)
	none("after a season was deleted", members)
	c.sound("after a season was deleted")
	t.Logf("struck while at work: %v", struck)
	for _, what := range []string{"undo", "erase", "delete"} {
		if struck[what] == 0 {
			t.Errorf("no kill struck %s: %v", what, struck)
		}
	}
}
