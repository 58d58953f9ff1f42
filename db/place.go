package db

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"time"
)

// A program keeps files open that somebody deletes, moves away or puts others in the place of, and would go on writing where nobody finds it. So no
// write is told done before it was seen that the files are still there.

// fileNames are those of the files of an open database, after its path.
var fileNames = [3]string{"", "-wal", "-shm"}

func (d *file) lookAtFiles() error {
	for i, name := range fileNames {
		info, err := os.Stat(d.path + name)
		if err != nil {
			return fmt.Errorf("look at the database: %w", classify(err))
		}
		d.files[i] = info
	}
	if d.lock.file == nil {
		return nil
	}
	f, err := os.Open(d.path)
	d.head, d.numbers = f, slices.Clone(d.marker.openings)
	return wrap(classify(err), "look at the database")
}

// intact returns [ErrDamaged] where the database was written over in its place, or the head of it. SQLite would go on with what it remembers of it, and with what
// it finds there. Only who holds the directory knows.
func (d *file) intact() error {
	if d.head == nil {
		return nil
	}
	b := make([]byte, headerSize)
	switch _, err := d.head.ReadAt(b, 0); {
	case err != nil && err != io.EOF:
		return fmt.Errorf("look at the database: %w", classify(err))
	case err == nil && isDatabase(b) && headerIn(b).app == appID && slices.Contains(d.numbers, headerIn(b).opening):
		return nil
	}
	return fmt.Errorf("%w: %s was written over while it was in use", ErrDamaged, d.path)
}

// InPlace returns [ErrGone] where the files that were opened are not those that are there, and [ErrDamaged] where the database was written over.
func (d *file) InPlace() error {
	for i, name := range fileNames {
		info, err := os.Stat(d.path + name)
		if errors.Is(err, fs.ErrNotExist) || err == nil && !os.SameFile(info, d.files[i]) {
			return fmt.Errorf("%s: %w", d.path+name, ErrGone)
		}
		if err != nil {
			return fmt.Errorf("look at the database: %w", classify(err))
		}
	}
	if err := d.lock.inPlace(); err != nil {
		return err
	}
	return d.intact()
}

// Rescue writes a copy of the database as this process still sees it, and returns where: what was written before its files were deleted is nowhere else.
func (d *file) Rescue(ctx context.Context, now time.Time) (string, error) {
	file, err := d.copyNow(ctx, d.writer, now, rescued)
	return file, wrap(err, "rescue the data")
}
