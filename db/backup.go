package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Backup writes a copy of the database in dir to file, also while another process holds dir. The copy is one moment of
// the database, checked and on the disk when Backup returns, and only its owner can read it. A file
// that is there is an [fs.ErrExist] unless overwrite is set; it stays until the new copy is whole.
// Without a database in dir the error is [ErrNone]. WithKey puts the key of links into the copy, from where it comes out again when the copy
// is opened in a directory without one; if it is not there, the error is [ErrKey].
func Backup(ctx context.Context, dir, file string, overwrite bool, withKey *Keys) error {
	if _, err := os.Lstat(file); err == nil && !overwrite {
		return fmt.Errorf("back up to %s: %w", file, fs.ErrExist)
	}
	path, err := existing(dir)
	if err != nil {
		return err
	}
	source := openPool(path, 1, "busy_timeout(10000)") // query_only would forbid to write the copy
	defer source.Close()
	tmp, err := os.CreateTemp(filepath.Dir(file), ".dure-backup-*")
	if err != nil {
		return fmt.Errorf("back up: %w", classify(err))
	}
	defer os.Remove(tmp.Name()) // no longer there after the rename
	defer tmp.Close()
	if _, err := source.ExecContext(ctx, "VACUUM INTO $1", tmp.Name()); err != nil {
		return fmt.Errorf("back up: %w", classify(err))
	}
	if withKey != nil {
		k, err := findKey(dir, *withKey)
		if errors.Is(err, fs.ErrNotExist) {
			err = fmt.Errorf("%w: there is no %s", ErrKey, filepath.Join(dir, KeyFile))
		}
		if err == nil {
			err = putKey(ctx, tmp.Name(), k)
		}
		if err != nil {
			return fmt.Errorf("put the key of links into the copy: %w", err)
		}
	}
	if err := checkCopy(ctx, tmp.Name()); err != nil {
		return fmt.Errorf("check the copy: %w", err)
	}
	if err := errors.Join(tmp.Sync(), os.Rename(tmp.Name(), file)); err != nil {
		return fmt.Errorf("back up: %w", classify(err))
	}
	return syncDir(filepath.Dir(file))
}

// existing returns the path of the database in dir, or [ErrNone].
func existing(dir string) (string, error) {
	path := filepath.Join(dir, File)
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s: %w", dir, ErrNone)
	}
	return path, wrap(err, "open database")
}

// checkCopy opens a copy as it is, without turning its journal on.
func checkCopy(ctx context.Context, path string) error {
	p := openPool(path, 1, "busy_timeout(10000)", "query_only(1)")
	defer p.Close()
	return integrity(ctx, p, fullCheck)
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
