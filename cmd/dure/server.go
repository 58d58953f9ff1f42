package main

import (
	"errors"
	"fmt"

	"dure/db"
)

// where says where the data is.
func (f dataFlag) where(dir string) string {
	if f.Database != "" {
		return "PostgreSQL"
	}
	return dir
}

// again says how a command is told where the data is.
func (f dataFlag) again(dir string) string {
	if f.Database != "" {
		return "with the same DURE_DATABASE"
	}
	return "--data " + dir
}

// serverError says what to do about an error of a PostgreSQL database, whose key of links is in dir.
func serverError(dir string, err error) error {
	switch {
	case isMove(err):
		return moveError(err)
	case errors.Is(err, db.ErrAddress):
		return usageError("--database: %w: give it as postgres://USER:PASSWORD@HOST/NAME", err)
	case errors.Is(err, db.ErrEncoding):
		return usageError("--database: %w", err)
	case errors.Is(err, db.ErrUnreachable):
		return fmt.Errorf("%w. Does PostgreSQL run, and is what --database or DURE_DATABASE says of it right?", err)
	case errors.Is(err, db.ErrNewer):
		return fmt.Errorf("%w: install the newer version again", err)
	case errors.Is(err, db.ErrNone):
		return usageError("there is no data in this PostgreSQL database: start dure serve, or name another with --database")
	case errors.Is(err, db.ErrDamaged):
		return fmt.Errorf("%w: put a backup in its place, by pg_restore", err)
	case errors.Is(err, db.ErrFull), errors.Is(err, db.ErrDisk):
		return fmt.Errorf("%w: look at the disk of PostgreSQL", err)
	case errors.Is(err, db.ErrKey):
		return keyError(dir, "dure serve", err)
	case noDirectory(err):
		return usageError("%s cannot be the directory of the key of links: %w; name another with --data, or give DURE_KEY", dir, err)
	}
	return err
}

// onlyFiles is the error of a command that is about the file of SQLite, and says how PostgreSQL does it.
func (f dataFlag) onlyFiles(how string) error {
	if f.Database == "" {
		return nil
	}
	return usageError("the data is in PostgreSQL, which has its own ways: %s", how)
}
