package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
)

// Backup writes a copy of the database in dir to file, also while another process holds dir. The copy is one moment of
// the database, checked and on the disk when Backup returns, and only its owner can read it. A file
// that is there is an [fs.ErrExist] unless overwrite is set; it stays until the new copy is whole.
// A file that the data in dir consists of is an [ErrOwnFile] in any case, and what is no file an [ErrNoFile]. Without a database in dir the error is [ErrNone]. WithKey puts the key of links into the copy, from where it comes out again when the copy
// is opened in a directory without one; if it is not there, the error is [ErrKey].
func Backup(ctx context.Context, dir, file string, overwrite bool, withKey *Keys) (err error) {
	defer func() { err = told(filepath.Join(dir, File), err) }()
	if ownFile(dir, file) {
		return fmt.Errorf("back up to %s: %w", file, ErrOwnFile)
	}
	if info, err := os.Stat(file); err == nil {
		if err := ordinary(info); err != nil {
			return placed(file, err)
		}
	}
	if _, err := os.Lstat(file); err == nil && !overwrite {
		return fmt.Errorf("back up to %s: %w", file, fs.ErrExist)
	}
	path, err := existing(dir)
	if err != nil {
		return err
	}
	source := openPool(path, 1, patience) // query_only would forbid to write the copy
	defer source.Close()
	if err := keepLogOf(ctx, source, path); err != nil {
		return err
	}
	return copyTo(ctx, source, file, func(made *sql.DB) error {
		if withKey == nil {
			return nil
		}
		k, err := findKey(dir, *withKey)
		if errors.Is(err, fs.ErrNotExist) {
			err = fmt.Errorf("%w: there is no %s", ErrKey, filepath.Join(dir, KeyFile))
		}
		if err == nil {
			err = putKey(ctx, made, k)
		}
		return wrap(err, "put the key of links into the copy")
	})
}

// ErrNoFile says that a device or a pipe was named where a file is wanted: a copy would take its place, and reading it need never end.
var ErrNoFile = errors.New("this is a device or a pipe, and no file")

// ordinary returns the error of what is no file.
func ordinary(info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return syscall.EISDIR
	case !info.Mode().IsRegular():
		return ErrNoFile
	}
	return nil
}

// ErrOwnFile says that a copy would go in the place of a file that the data consists of.
var ErrOwnFile = errors.New("the data consists of that file")

// ownFile reports whether the data in dir consists of the file, by whatever way the folder is named.
func ownFile(dir, file string) bool {
	here, err := os.Stat(dir)
	there, wrong := os.Stat(filepath.Dir(file))
	return errors.Join(err, wrong) == nil && os.SameFile(here, there) &&
		slices.Contains(append([]string{KeyFile, MarkerFile, lockName}, oldNames...), filepath.Base(file))
}

// copyTo writes what source sees at one moment to file, and what else is to be in it, and checks it.
func copyTo(ctx context.Context, source *sql.DB, file string, with func(made *sql.DB) error) error {
	folder := filepath.Dir(file)
	tmp, err := tempFile(folder)
	if err != nil {
		return placed(folder, err)
	}
	defer os.Remove(tmp.Name()) // no longer there after the rename
	defer os.Remove(tmp.Name() + "-journal")
	err = writeCopy(ctx, source, tmp.Name(), with)
	if err != nil {
		tmp.Close()
		err = fullOr(folder, classify(err))
		if errors.Is(err, ErrFull) || errors.Is(err, ErrDisk) && room(folder) != nil { // the source is only read
			return placed(folder, err)
		}
		return fmt.Errorf("back up: %w", err)
	}
	return placed(folder, putInPlace(tmp, file, nil))
}

func writeCopy(ctx context.Context, source *sql.DB, file string, with func(made *sql.DB) error) (err error) {
	if _, err := source.ExecContext(ctx, "VACUUM INTO $1", file); err != nil {
		return err
	}
	made := openPool(file, 1, patience, "journal_mode(MEMORY)")
	defer func() { err = errors.Join(err, made.Close()) }()
	if _, err := made.ExecContext(ctx, "PRAGMA user_version = 0"); err != nil { // of no opening: see together
		return err
	}
	if with != nil {
		if err := with(made); err != nil {
			return err
		}
	}
	return wrap(integrity(ctx, made, fullCheck), "check the copy")
}

// syncDir makes a rename in dir durable. Not every system can.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return nil
	}
	defer f.Close()
	_ = f.Sync()
	return nil
}
