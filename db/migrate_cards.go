package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/pressly/goose/v3"
)

// cardsMigration gives rule cards ids, and names a question on free hours by one column instead of one for each day,
// wherever rules are stored. It is in Go, one for both databases, and as final as those in SQL: it uses no type of the
// program, which may change.
var cardsMigration = goose.NewGoMigration(6, &goose.GoFunc{RunTx: func(ctx context.Context, t *sql.Tx) error {
	for _, column := range []struct {
		table, name string
		change      func(any) any
	}{
		{"seasons", "deck", func(v any) any { return numbered(oneColumn(v)) }},
		{"proposals", "request", oneColumn},
		{"proposals", "result", oneColumn},
		{"proposals", "problem", oneColumn},
	} {
		if err := rewriteJSON(ctx, t, column.table, column.name, column.change); err != nil {
			return fmt.Errorf("%s of %s: %w", column.name, column.table, err)
		}
	}
	return nil
}}, nil)

// numbered makes a deck of a list of rules. Rules that were kept before there were ids are cards 1, 2, 3.
func numbered(rules any) any {
	list, _ := rules.([]any)
	cards := make([]any, len(list))
	for i, r := range list {
		cards[i] = map[string]any{"id": i + 1, "revision": 1, "rule": r}
	}
	return map[string]any{"revision": 1, "last": len(cards), "kept": true, "cards": cards}
}

// dayColumn is the column of one day of a question on free hours.
var dayColumn = regexp.MustCompile(`^(q\d+) \[(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\]$`)

// oneColumn renames, at any depth, the columns of days under the keys that name columns. All else stays as it is.
func oneColumn(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = oneColumn(v[i])
		}
	case map[string]any:
		for key, part := range v {
			switch key {
			case "columns", "column", "Column":
				v[key] = withoutDays(part)
			default:
				v[key] = oneColumn(part)
			}
		}
	}
	return v
}

// withoutDays renames a column, or each of a list, and drops what is then in the list twice.
func withoutDays(v any) any {
	switch v := v.(type) {
	case string:
		return dayColumn.ReplaceAllString(v, "$1")
	case []any:
		list := []any{}
		seen := map[string]bool{}
		for _, part := range v {
			part = withoutDays(part)
			name, ok := part.(string)
			if !ok || !seen[name] {
				list = append(list, part)
			}
			seen[name] = true
		}
		return list
	}
	return v
}

// rewriteJSON puts what change makes of it in the place of each JSON text in a column of a table.
func rewriteJSON(ctx context.Context, t *sql.Tx, table, column string, change func(any) any) error {
	texts, err := jsonTexts(ctx, t, table, column)
	if err != nil {
		return err
	}
	for id, text := range texts {
		changed, err := changedJSON(text, change)
		if err != nil {
			return fmt.Errorf("row %d: %w", id, err)
		}
		if _, err := t.ExecContext(ctx, "UPDATE "+table+" SET "+column+" = $1 WHERE id = $2", changed, id); err != nil {
			return err
		}
	}
	return nil
}

// changedJSON leaves numbers and texts as they are written.
func changedJSON(text string, change func(any) any) (string, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return "", err
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(change(v))
	return strings.TrimSpace(b.String()), err
}

func jsonTexts(ctx context.Context, t *sql.Tx, table, column string) (map[int64]string, error) {
	rows, err := t.QueryContext(ctx, "SELECT id, "+column+" FROM "+table+" WHERE "+column+" <> ''")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	texts := map[int64]string{}
	for rows.Next() {
		var id int64
		var text string
		if err := rows.Scan(&id, &text); err != nil {
			return nil, err
		}
		texts[id] = text
	}
	return texts, rows.Err()
}
