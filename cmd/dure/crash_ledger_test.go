//go:build crash && linux

package main

import (
	"database/sql"
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"dure/db"
)

// A deed is what somebody asks the program for: to make a thing, to give something a value, or to erase a thing.
type deed struct {
	what  string // the table of what is made or erased, or what gets a value
	name  string // of the thing; "" where it has none of its own, and is only counted
	value string
	erase bool
}

func makes(table, name string) deed  { return deed{what: table, name: name} }
func sets(what, value string) deed   { return deed{what: what, value: value} }
func erases(table, name string) deed { return deed{what: table, name: name, erase: true} }

// A ledger knows what was asked of the program, and what of it was acknowledged: 303 or 200, after which it must be there once. What was asked and
// not acknowledged, because the program was struck or said that it cannot, may be there, once.
type ledger struct {
	mu            sync.Mutex
	things        map[string]*thing // by table and name
	values        map[string]*value
	counts        map[string]*tally // by table, of things without a name
	done          map[string]int    // what was acknowledged
	lost, doubled int
}

type (
	thing struct{ asked, made, leaving, gone bool }
	value struct {
		kept  string
		maybe []string // asked for since
	}
	tally struct{ before, asked, made int }
)

// seen is what stands in the database at one moment.
type seen struct {
	things map[string]int
	values map[string]string
	counts map[string]int
	torn   []string // imports of which some rows are there and others are not
}

func (l *ledger) begin(s seen) {
	l.things, l.values, l.counts, l.done = map[string]*thing{}, map[string]*value{}, map[string]*tally{}, map[string]int{}
	for table, n := range s.counts {
		l.counts[table] = &tally{before: n}
	}
	for what, v := range s.values {
		l.values[what] = &value{kept: v}
	}
}

func (d deed) key() string { return d.what + " " + d.name }

// asks is called before a request is sent for the first time.
func (l *ledger) asks(d deed) { l.note(d, true) }

// refused is called where the program said that the request was wrong.
func (l *ledger) refused(d deed) { l.note(d, false) }

func (l *ledger) note(d deed, asked bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case d.value != "":
		v := l.value(d.what)
		if v.maybe = slices.DeleteFunc(v.maybe, func(s string) bool { return s == d.value }); asked {
			v.maybe = append(v.maybe, d.value)
		}
	case d.erase:
		l.thing(d).leaving = asked
	case d.name == "" && asked:
		l.counts[d.what].asked++
	case d.name == "":
		l.counts[d.what].asked--
	default:
		l.thing(d).asked = asked
	}
}

// acknowledged is called where the program said that it is done.
func (l *ledger) acknowledged(d deed) {
	l.mu.Lock()
	defer l.mu.Unlock()
	what, _, _ := strings.Cut(d.what, " of ")
	switch {
	case d.value != "":
		*l.value(d.what) = value{kept: d.value}
	case d.erase:
		l.thing(d).gone = true
		what = "erased " + what
	case d.name == "":
		l.counts[d.what].made++
	default:
		l.thing(d).made = true
	}
	l.done[what]++
}

func (l *ledger) thing(d deed) *thing {
	if l.things[d.key()] == nil {
		l.things[d.key()] = new(thing)
	}
	return l.things[d.key()]
}

func (l *ledger) value(what string) *value {
	if l.values[what] == nil {
		l.values[what] = new(value)
	}
	return l.values[what]
}

// copy is what a backup has.
func (l *ledger) copy() *ledger {
	l.mu.Lock()
	defer l.mu.Unlock()
	return &ledger{things: copied(l.things), values: copied(l.values), counts: copied(l.counts)}
}

func copied[V any](m map[string]*V) map[string]*V {
	all := make(map[string]*V, len(m))
	for k, v := range m {
		was := *v
		all[k] = &was
	}
	return all
}

// become is called where a backup was restored.
func (l *ledger) become(then *ledger) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.things, l.values, l.counts = then.things, then.values, then.counts
}

// compare says in a sentence each what is not there as it was acknowledged, or is there twice.
func (l *ledger) compare(s seen) (faults []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	lose := func(format string, args ...any) { l.lost++; faults = append(faults, fmt.Sprintf(format, args...)) }
	double := func(format string, args ...any) { l.doubled++; faults = append(faults, fmt.Sprintf(format, args...)) }
	for key, t := range l.things {
		switch n := s.things[key]; {
		case t.gone && n > 0:
			lose("%s is there again, which was erased", key)
		case t.made && !t.leaving && n == 0:
			lose("%s is lost", key)
		case n > 1 || n > 0 && !t.asked && !t.made:
			double("%s is there %d times", key, n)
		}
	}
	for what, v := range l.values {
		if got := s.values[what]; got != v.kept && !slices.Contains(v.maybe, got) {
			lose("the %s is %q, want %q or what was asked for since, %q", what, got, v.kept, v.maybe)
		}
	}
	for table, c := range l.counts {
		if n := s.counts[table] - c.before; n < c.made {
			lose("%d %s of %d that were acknowledged are there", n, table, c.made)
		} else if n > c.asked {
			double("%d %s are there, but %d were asked for", n, table, c.asked)
		}
	}
	for _, file := range s.torn {
		lose("of the import %s some rows are there and others are not", file)
	}
	return faults
}

func (l *ledger) sums() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []string
	for _, what := range slices.Sorted(maps.Keys(l.done)) {
		all = append(all, fmt.Sprint(l.done[what], " ", what))
	}
	return strings.Join(all, ", ")
}

// What is looked for in the database: names of things, values by what they are of, and counts.
const (
	thingsSeen = `SELECT 'clubs ' || name, COUNT(*) FROM clubs GROUP BY name UNION ALL SELECT 'members ' || name, COUNT(*) FROM members GROUP BY name
		UNION ALL SELECT 'imports ' || file, COUNT(*) FROM imports GROUP BY file`
	valuesSeen = `SELECT 'answer of ' || name, JSON(answers) -> $1 ->> 't' FROM responses JOIN members ON id = member_id WHERE answers <> ''
		UNION ALL SELECT 'draft of ' || name, JSON(draft) -> $1 ->> 't' FROM responses JOIN members ON id = member_id WHERE draft <> ''
		UNION ALL SELECT 'title', JSON(body) -> 'title' ->> 'en' FROM question_versions v JOIN questions q ON q.id = question_id AND q.version = v.version WHERE q.id = $2
		UNION ALL SELECT 'start of ' || file, 'started' FROM imports WHERE state <> 'mapping'
		UNION ALL SELECT 'roster', CAST(proposal_id AS TEXT) FROM rosters WHERE season_id = $3`
	countsSeen = `SELECT 'proposals', COUNT(*) FROM proposals UNION ALL SELECT 'models', COUNT(*) FROM models`
	tornSeen   = `SELECT file, 0 FROM imports WHERE file LIKE 'rows-%' AND
		(SELECT COUNT(*) FROM members WHERE name LIKE file || ' %') <> CASE state WHEN 'done' THEN $1 ELSE 0 END`
)

// opens is how the database is opened beside the program: the driver, and what it is told.
func (c *crash) opens() (driver, address string) {
	if c.database != "" {
		return "pgx", c.database
	}
	file := (&url.URL{Path: filepath.Join(c.dir, db.File)}).EscapedPath()
	return "sqlite", "file:" + file + "?_pragma=busy_timeout(10000)&_pragma=query_only(1)"
}

// look reads what is there, beside the program.
func (c *crash) look() seen {
	c.t.Helper()
	values := valuesSeen
	if c.database != "" {
		values = regexp.MustCompile(`JSON\((\w+)\)`).ReplaceAllString(values, "CAST(NULLIF($1, '') AS JSON)")
	}
	d, err := sql.Open(c.opens())
	if err != nil {
		c.t.Fatal(err)
	}
	defer d.Close()
	one, err := d.Begin() // one moment
	if err != nil {
		c.t.Fatalf("look at the database: %v", err)
	}
	defer one.Rollback()
	s := seen{things: map[string]int{}, values: map[string]string{}, counts: map[string]int{}}
	rows(c, one, thingsSeen, func(name string, n int) { s.things[name] = n })
	rows(c, one, values, func(what string, v sql.NullString) { s.values[what] = v.String }, c.site.answered, c.site.reworded, c.site.formed)
	rows(c, one, countsSeen, func(table string, n int) { s.counts[table] = n })
	rows(c, one, tornSeen, func(file string, _ int) { s.torn = append(s.torn, file) }, importRows)
	return s
}

// rows calls do with the two columns of each row.
func rows[V any](c *crash, tx *sql.Tx, query string, do func(string, V), args ...any) {
	c.t.Helper()
	all, err := tx.Query(query, args...)
	if err != nil {
		c.t.Fatalf("look at the database: %v", err)
	}
	defer all.Close()
	for all.Next() {
		var name string
		var v V
		if err := all.Scan(&name, &v); err != nil {
			c.t.Fatal(err)
		}
		do(name, v)
	}
	if err := all.Err(); err != nil {
		c.t.Fatalf("look at the database: %v", err)
	}
}
