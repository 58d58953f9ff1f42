package db

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"time"

	"dure/db/query"
)

// What SQLite leaves of an erased row is in the pages of its b-trees: rows that were moved to another page, or together, leave copies in the space between
// the list of a page's cells and the first of them (https://sqlite.org/fileformat2.html#b_tree_pages). secure_delete writes zeros over all else: over the cells
// that go, which become free blocks, and over pages that become free. So zeros in that space of every page are all that is needed. VACUUM, which
// writes the whole database anew, would hold all writes up meanwhile: pages are read beside the writes, and only those that are not clean are written, a few at a time.

// leftOver are the bytes of a page that belong to nothing: of one that is no page of a b-tree none.
func leftOver(page []byte, number int64) []byte {
	head := 0
	if number == 1 {
		head = 100 // the header of the file
	}
	if len(page) < head+12 {
		return nil
	}
	cells := head + 8
	switch page[head] {
	case 2, 5: // of an inner page: the first byte of all other pages is 0, in a file of less than 100 GB
		cells = head + 12
	case 10, 13:
	default:
		return nil
	}
	from := cells + 2*int(binary.BigEndian.Uint16(page[head+3:]))
	to := int(binary.BigEndian.Uint16(page[head+5:]))
	if to == 0 {
		to = 1 << 16
	}
	if from > to || to > len(page) {
		return nil
	}
	return page[from:to]
}

// dirty reports whether something stands there.
func dirty(space []byte) bool { return len(bytes.TrimLeft(space, "\x00")) > 0 }

const pageByNumber = "SELECT data FROM sqlite_dbpage WHERE pgno = $1"

// unclean are the numbers of the pages in which something is left over.
func (d *file) unclean(ctx context.Context) (numbers []int64, err error) {
	c, err := d.reader.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	var pages int64
	if err := c.QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages); err != nil {
		return nil, err
	}
	read, err := c.PrepareContext(ctx, pageByNumber)
	if err != nil {
		return nil, err
	}
	defer read.Close()
	for n := int64(1); n <= pages; n++ {
		var page []byte
		switch err := read.QueryRowContext(ctx, n).Scan(&page); {
		case errors.Is(err, sql.ErrNoRows): // the file is shorter by now
			return numbers, nil
		case err != nil:
			return nil, err
		}
		if dirty(leftOver(page, n)) {
			numbers = append(numbers, n)
		}
	}
	return numbers, nil
}

// clean writes zeros over what is left over in pages, until so much time has gone, and returns how many it has seen to.
func (t tx) clean(ctx context.Context, numbers []int64, most time.Duration) (n int, err error) {
	for end := time.Now().Add(most); n < len(numbers) && (n == 0 || time.Now().Before(end)); n++ {
		var page []byte
		err := t.sql.QueryRowContext(ctx, pageByNumber, numbers[n]).Scan(&page)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return n, err
		}
		space := leftOver(page, numbers[n])
		if !dirty(space) {
			continue
		}
		clear(space)
		if _, err := t.sql.ExecContext(ctx, "UPDATE sqlite_dbpage SET data = $1 WHERE pgno = $2", page, numbers[n]); err != nil {
			return n, err
		}
	}
	return n, nil
}

// cleanPages cleans all pages, in short writes.
func (d *file) cleanPages(ctx context.Context) error {
	numbers, err := d.unclean(ctx)
	for err == nil && len(numbers) > 0 {
		var n int
		err = d.alone(&write{ctx: ctx, lazy: true, do: func(ctx context.Context, t tx) (err error) {
			n, err = t.clean(ctx, numbers, sliceTime)
			return err
		}})
		numbers = numbers[n:]
	}
	return err
}

// forgetDue notes that the files are scrubbed, unless something else was erased since it was due for that reason.
func (d *file) forgetDue(ctx context.Context, why string) error {
	return d.alone(&write{ctx: ctx, lazy: true, do: func(ctx context.Context, t tx) error {
		return t.DropSetting(ctx, query.DropSettingParams{Name: scrubDue, Value: why})
	}})
}
