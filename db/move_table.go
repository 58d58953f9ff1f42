package db

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A table is one whose rows are moved, as SQLite's schema tells of it: that of PostgreSQL has the same columns.
type table struct {
	name    string
	columns []column
	key     []int // of its primary key, places in columns
	refers  []string
}

// A column holds values of one kind in all rows, or none.
type column struct{ name, kind string }

// The kinds of columns, as the file names them.
const (
	number, text, blob, truth = "BIGINT", "TEXT", "BLOB", "BOOLEAN"
)

// tables returns what is moved of a file's schema, each table after those that it refers to.
func tables(ctx context.Context, s schema) ([]table, error) {
	names, err := s.guarded(ctx)
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var all []table
	for _, name := range names {
		if strings.HasPrefix(name, "river_") || name == "survey_keys" { // each database draws its own
			continue
		}
		t, err := tableOf(ctx, s.db, name)
		if err != nil {
			return nil, fmt.Errorf("columns of %s: %w", name, classify(err))
		}
		all = append(all, t)
	}
	return parentsFirst(all), nil
}

// tableOf returns the table of a file that is called so.
func tableOf(ctx context.Context, db *sql.DB, name string) (t table, err error) {
	t.name = name
	rows, err := db.QueryContext(ctx, "SELECT name, type, pk FROM pragma_table_info($1) ORDER BY cid", name)
	if err != nil {
		return t, err
	}
	defer rows.Close()
	place := map[int]int{} // in the key, from 1, of columns
	for rows.Next() {
		var c column
		var pk int
		if err := rows.Scan(&c.name, &c.kind, &pk); err != nil {
			return t, err
		}
		if c.kind == "INTEGER" {
			c.kind = number
		}
		if pk > 0 {
			place[len(t.columns)] = pk
			t.key = append(t.key, len(t.columns))
		}
		t.columns = append(t.columns, c)
	}
	slices.SortFunc(t.key, func(a, b int) int { return cmp.Compare(place[a], place[b]) })
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return t, err
	}
	t.refers, err = list[string](ctx, db, `SELECT DISTINCT "table" FROM pragma_foreign_key_list('`+name+`')`)
	return t, err
}

// parentsFirst orders tables such that each comes after those that it refers to. None refers to itself, and there is no circle.
func parentsFirst(all []table) (ordered []table) {
	placed := map[string]bool{}
	for len(ordered) < len(all) {
		before := len(ordered)
		for _, t := range all {
			if !placed[t.name] && !slices.ContainsFunc(t.refers, func(to string) bool { return !placed[to] }) {
				placed[t.name] = true
				ordered = append(ordered, t)
			}
		}
		if len(ordered) == before {
			panic("db: tables refer to each other in a circle")
		}
	}
	return ordered
}

// selecting is the query for the rows of a table in the order of its key: by the bytes of texts, as SQLite sorts them. After has those after a key.
func (t table) selecting(onServer, after bool) string {
	names, order := make([]string, len(t.columns)), make([]string, len(t.key))
	for i, c := range t.columns {
		names[i] = quoted(c.name)
	}
	values := make([]string, len(t.key))
	for i, at := range t.key {
		order[i] = names[at]
		if onServer && t.columns[at].kind == text {
			order[i] += ` COLLATE "C"`
		}
		values[i] = "$" + strconv.Itoa(i+1)
	}
	where := kept(t.name)
	if after {
		where = cmp.Or(where, " WHERE TRUE") + " AND (" + strings.Join(order, ", ") + ") > (" + strings.Join(values, ", ") + ")"
	}
	return "SELECT " + strings.Join(names, ", ") + " FROM " + quoted(t.name) + where + " ORDER BY " + strings.Join(order, ", ")
}

// newest is the query for the row of the last key.
func (t table) newest(onServer bool) string {
	q := t.selecting(onServer, false)
	at := strings.LastIndex(q, " ORDER BY ") + len(" ORDER BY ")
	return q[:at] + strings.ReplaceAll(q[at:], ", ", " DESC, ") + " DESC LIMIT 1"
}

// inserting is the statement that adds so many rows.
func (t table) inserting(rows int) string {
	var q strings.Builder
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = quoted(c.name)
	}
	q.WriteString("INSERT INTO " + quoted(t.name) + " (" + strings.Join(names, ", ") + ") VALUES ")
	for i := range rows * len(names) {
		switch {
		case i == 0:
			q.WriteString("(")
		case i%len(names) == 0:
			q.WriteString("), (")
		default:
			q.WriteString(", ")
		}
		q.WriteString("$" + strconv.Itoa(i+1))
	}
	return q.String() + ")"
}

// each hands the values of every row of a query to do, of the types int64, string, []byte, bool and nil, whatever the database.
func (t table) each(ctx context.Context, db *sql.DB, q string, args []any, do func([]any) error) error {
	rows, err := db.QueryContext(ctx, q, args...)
	if err != nil {
		return classify(err)
	}
	defer rows.Close()
	for rows.Next() {
		row, into := make([]any, len(t.columns)), make([]any, len(t.columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return classify(err)
		}
		for i, c := range t.columns {
			if row[i], err = c.value(row[i]); err != nil {
				return fmt.Errorf("%w: %s of %s: %w", ErrDamaged, c.name, t.name, err)
			}
		}
		if err := do(row); err != nil {
			return err
		}
	}
	return classify(rows.Err())
}

// value returns what a database gave for a value of the column, in the type of its kind.
func (c column) value(v any) (any, error) {
	ok := v == nil
	switch c.kind {
	case number:
		_, is := v.(int64)
		ok = ok || is
	case text:
		_, is := v.(string)
		ok = ok || is
	case truth:
		if n, is := v.(int64); is && (n == 0 || n == 1) { // as SQLite has it
			v = n == 1
		}
		_, is := v.(bool)
		ok = ok || is
	case blob:
		b, is := v.([]byte)
		if is && b == nil {
			v = []byte{} // empty, which is not none
		}
		ok = ok || is
	}
	if !ok {
		return nil, fmt.Errorf("a value of type %T where the column has %s", v, c.kind)
	}
	return v, nil
}

// count returns how many rows a table has.
func (t table) count(ctx context.Context, d *DB) (n int64, err error) {
	err = d.reader.QueryRowContext(ctx, "SELECT COUNT(*) FROM "+quoted(t.name)+kept(t.name)).Scan(&n)
	return n, wrap(d.explain(err), "count %s", t.name)
}
