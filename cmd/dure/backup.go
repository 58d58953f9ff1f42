package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dure/db"
)

type backupCmd struct {
	dataFlag
	File      string `arg:"" type:"path" help:"Where the copy goes."`
	Overwrite bool   `help:"Replace a file that is there."`
}

// Run writes a copy of the database, also while it is served.
func (b *backupCmd) Run() error {
	dir, err := b.dir()
	if err != nil {
		return err
	}
	err = db.Backup(context.Background(), dir, b.File, b.Overwrite)
	if errors.Is(err, fs.ErrExist) {
		return usageError("%s is there already: name another file, or replace it with --overwrite", b.File)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return usageError("there is no folder %s for the copy", filepath.Dir(b.File))
	}
	if err != nil {
		return dataError(dir, err)
	}
	info, err := os.Stat(b.File)
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes, checked. To restore, put it in an empty data directory as %s.\n", b.File, info.Size(), db.File)
	return nil
}
