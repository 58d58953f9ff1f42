package db

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"

	"dure/survey"
)

// How many rows, and bytes of them, go in one write.
const (
	moveRows  = 200
	moveBytes = 4 << 20
)

// A carrier brings the rows of one database to another.
type carrier struct {
	from, to *DB
	report   func(Moved)
	moved    Moved
}

func (c *carrier) carry(ctx context.Context) error {
	file := c.from
	if file.shared() {
		file = c.to
	}
	all, err := tables(ctx, file.schema())
	if err != nil {
		return err
	}
	c.moved.Tables = len(all)
	for _, t := range all {
		n, err := t.count(ctx, c.from)
		if err != nil {
			return err
		}
		c.moved.All += n
	}
	c.to.fill.Store(true) // a power cut brings back how it was after any of the writes, and the move goes on from there
	for _, t := range all {
		if err := c.table(ctx, t); err != nil {
			return fmt.Errorf("move %s: %w", t.name, c.to.explain(c.from.explain(err)))
		}
	}
	if err := errors.Join(c.sequences(ctx, all), c.jobs(ctx)); err != nil {
		return err
	}
	c.to.fill.Store(false)
	for _, t := range all {
		if err := c.compare(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// table copies the rows of a table that are not there yet.
func (c *carrier) table(ctx context.Context, t table) error {
	before, err := t.count(ctx, c.to)
	if err != nil {
		return err
	}
	var last []any
	if before > 0 {
		if err := t.each(ctx, c.to.reader, t.newest(c.to.shared()), nil, func(row []any) error {
			for _, at := range t.key {
				last = append(last, row[at])
			}
			return nil
		}); err != nil {
			return err
		}
	}
	c.moved.Rows, c.moved.Before = c.moved.Rows+before, c.moved.Before+before
	var batch []any
	n, size := 0, 0
	put := func() error {
		if n == 0 {
			return nil
		}
		err := c.to.update(ctx, func(ctx context.Context, w tx) error {
			_, err := w.sql.ExecContext(ctx, t.inserting(n), batch...)
			return err
		})
		c.moved.Rows += int64(n)
		batch, n, size = nil, 0, 0
		c.report(c.moved)
		return err
	}
	err = t.each(ctx, c.from.reader, t.selecting(c.from.shared(), last != nil), last, func(row []any) error {
		c.moved.Changed += c.taken(row)
		batch, n, size = append(batch, row...), n+1, size+weight(row)
		if n < moveRows && size < moveBytes {
			return nil
		}
		return put()
	})
	if err != nil {
		return err
	}
	return put()
}

// taken makes of the texts of a row what the new database takes, and counts those that it changed.
func (c *carrier) taken(row []any) (changed int64) {
	if !c.to.shared() {
		return 0
	}
	was := slices.Clone(row)
	for i, v := range typed(row) {
		if v, is := v.(string); is && v != was[i] {
			changed++
		}
	}
	return changed
}

func weight(row []any) (n int) {
	for _, v := range row {
		switch v := v.(type) {
		case string:
			n += len(v)
		case []byte:
			n += len(v)
		}
	}
	return n
}

// compare returns [ErrDiffers] unless a table has the same rows on both sides.
func (c *carrier) compare(ctx context.Context, t table) error {
	was, n, err1 := c.sum(ctx, c.from, t)
	is, m, err2 := c.sum(ctx, c.to, t)
	if err := errors.Join(err1, err2); err != nil {
		return fmt.Errorf("compare %s: %w", t.name, err)
	}
	if was != is {
		return fmt.Errorf("%w: of %s there were %d rows, and are %d, or they say other things", ErrDiffers, t.name, n, m)
	}
	return nil
}

// sum is a hash of all rows of a table in the order of its key, and how many there are.
func (c *carrier) sum(ctx context.Context, d *DB, t table) (sum [sha256.Size]byte, n int, err error) {
	h := sha256.New()
	err = t.each(ctx, d.reader, t.selecting(d.shared(), false), nil, func(row []any) error {
		n++
		c.taken(row)
		for _, v := range row {
			hashValue(h, v)
		}
		return nil
	})
	return [sha256.Size]byte(h.Sum(nil)), n, err
}

// hashValue adds a value, such that no two rows give the same bytes.
func hashValue(w io.Writer, v any) {
	var b []byte
	switch v := v.(type) {
	case nil:
		b = append(b, 0)
	case int64:
		b = binary.BigEndian.AppendUint64(append(b, 1), uint64(v))
	case bool:
		b = append(b, 2)
		if v {
			b[0] = 3
		}
	case string:
		b = append(binary.BigEndian.AppendUint64(append(b, 4), uint64(len(v))), v...)
	case []byte:
		b = append(binary.BigEndian.AppendUint64(append(b, 5), uint64(len(v))), v...)
	}
	_, _ = w.Write(b) // a hash takes all
}

// SomeMembers returns up to n members of all clubs, from the first to the last, evenly.
func (d *DB) SomeMembers(ctx context.Context, n int) ([]survey.MemberID, error) {
	all, err := list[survey.MemberID](ctx, d.reader, "SELECT id FROM members ORDER BY id")
	some := make([]survey.MemberID, min(n, len(all)))
	for i := range some {
		some[i] = all[i*len(all)/len(some)]
	}
	return some, classify(err)
}
