package db

import (
	"context"
	"fmt"
)

// A Load says what the database has to do, for who runs the program.
type Load struct {
	Writes  int       // that wait, or are under way
	Jobs    []Counted // by kind and state, of those that are not over
	Letters []Counted // by kind and state
	Bytes   int64     // of the database and its write-ahead log
}

// Counted is how many there are of a kind in a state.
type Counted struct {
	Kind, State string
	N           int
}

// Load returns what there is to do now.
func (d *DB) Load(ctx context.Context) (l Load, err error) {
	l.Writes = int(d.waiting.Load())
	if l.Bytes, err = d.size(); err != nil {
		return l, err
	}
	if l.Jobs, err = d.counted(ctx, `SELECT kind, state, COUNT(*) FROM river_job WHERE finalized_at IS NULL GROUP BY kind, state`); err != nil {
		return l, err
	}
	l.Letters, err = d.counted(ctx, `SELECT kind, state, COUNT(*) FROM letters GROUP BY kind, state`)
	return l, err
}

func (d *DB) counted(ctx context.Context, q string) (all []Counted, err error) {
	rows, err := d.reader.QueryContext(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("count: %w", classify(err))
	}
	defer rows.Close()
	for rows.Next() {
		var c Counted
		if err := rows.Scan(&c.Kind, &c.State, &c.N); err != nil {
			return nil, fmt.Errorf("count: %w", classify(err))
		}
		all = append(all, c)
	}
	return all, classify(rows.Err())
}
