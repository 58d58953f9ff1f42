package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
)

// stamp gives the database a number of its own, as it is opened or closed. While its header may still have an older one, the marker has both.
func (d *file) stamp(ctx context.Context, state string) error {
	dir, m := filepath.Dir(d.path), &d.marker
	var b [4]byte
	if _, err := rand.Read(b[:]); err != nil {
		return fmt.Errorf("number of the database: %w", err)
	}
	n := binary.BigEndian.Uint32(b[:])>>1 | 1 // SQLite has it as a signed number; copies have 0
	if len(m.openings) == 0 {
		m.openings = []uint32{0} // as every database before its first
	}
	m.openings, m.state = append(m.openings, n), ""
	if err := m.write(dir); err != nil {
		return err
	}
	q := fmt.Sprintf("BEGIN IMMEDIATE; PRAGMA application_id = %d; PRAGMA user_version = %d; %s; COMMIT", appID, n, firstCommit)
	if _, err := d.writer.ExecContext(ctx, q); err != nil {
		return fmt.Errorf("number of the database: %w", classify(err))
	}
	err := d.emptyLog(ctx)
	d.cycle = cycleOf(d.path)
	if err != nil {
		if errors.Is(err, errHeld) {
			return nil
		}
		return err
	}
	nth, err := commitsIn(ctx, d.writer)
	if err != nil {
		return fmt.Errorf("number of the last commit: %w", classify(err))
	}
	m.openings, m.state, m.kept, m.base = []uint32{n}, state, nth, nth
	return m.write(dir)
}

// seal has the marker say that the database is closed, and lets its log go, unless the files are others than were opened. Where it cannot, or another
// program still reads, less is known at the next opening, and nothing is lost.
func (d *file) seal() error {
	ctx := context.Background()
	if d.marker.site == "" || !d.mine() {
		return nil
	}
	if err := keepLog(ctx, d.writer, true); err != nil { // the connection may be another than at the opening
		return err
	}
	if err := d.stamp(ctx, isClosed); err != nil || d.marker.state != isClosed {
		return wrap(err, "close the database")
	}
	return keepLog(ctx, d.writer, false)
}

// mine reports whether the database is where it was opened, and beside it nothing that another program made. Its log may have been deleted: what
// stood in it is written into the database when it is closed.
func (d *file) mine() bool {
	for i, name := range fileNames {
		info, err := os.Stat(d.path + name)
		if i > 0 && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil || !os.SameFile(info, d.files[i]) {
			return false
		}
	}
	return d.intact() == nil
}

// keepLog says whether the write-ahead log stays when p is the last to close the database. SQLite writes it into the database and takes it away, which
// looks as if somebody had: so it stays unless the marker says that the database is closed.
func keepLog(ctx context.Context, p *sql.DB, keep bool) error {
	mode := 0
	if keep {
		mode = 1
	}
	c, err := p.Conn(ctx)
	if err != nil {
		return fmt.Errorf("open database: %w", classify(err))
	}
	defer c.Close()
	return c.Raw(func(driver any) error {
		_, err := driver.(sqlite.FileControl).FileControlPersistWAL("main", mode)
		return err
	})
}

// keepLogOf has the log stay that lies beside the database at path, which nobody has open in p yet.
func keepLogOf(ctx context.Context, p *sql.DB, path string) error {
	if !exists(path + "-wal") {
		return nil
	}
	return keepLog(ctx, p, true)
}
