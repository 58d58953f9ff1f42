package main

import (
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
	WithKey   bool   `help:"Put the key of links into the copy. Who has the copy then has all personal links; without, keep the key apart from it."`
}

// Run writes a copy of the database, also while it is served.
func (b *backupCmd) Run() error {
	if err := b.onlyFiles(`pg_dump --format=custom --file=FILE "$DURE_DATABASE". Keep links.key or DURE_KEY too, apart from it`); err != nil {
		return err
	}
	dir, err := b.dir()
	if err != nil {
		return err
	}
	var key *db.Keys
	if b.WithKey {
		keys := linkKeys()
		key = &keys
	}
	ctx, stop := untilInterrupted()
	defer stop()
	err = db.Backup(ctx, dir, b.File, b.Overwrite, key)
	if errors.Is(err, fs.ErrExist) {
		return usageError("%s is there already: name another file, or replace it with --overwrite", b.File)
	}
	if errors.Is(err, db.ErrOwnFile) {
		return usageError("%s is one of the files that the data itself consists of: name another for the copy", b.File)
	}
	if errors.Is(err, db.ErrNoFile) {
		return usageError("%s: %w: name another for the copy", b.File, db.ErrNoFile)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return usageError("there is no folder %s for the copy", filepath.Dir(b.File))
	}
	if err != nil {
		return b.dataError(dir, err)
	}
	info, err := os.Stat(b.File)
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes, checked. dure restore puts it in the place of the data.\n", b.File, info.Size())
	fmt.Println(b.keyToo(dir))
	return nil
}

// keyToo says what is to be kept beside the copy.
func (b *backupCmd) keyToo(dir string) string {
	const lost = "without it all personal links and links to surveys must be renewed after a restore"
	switch {
	case b.WithKey:
		return "The key of links is in it: who has the file has all personal links."
	case linkKeys().Given != "":
		return "Keep DURE_KEY too, apart from the copy: " + lost + "."
	}
	return fmt.Sprintf("Keep %s too, apart from the copy: %s.", filepath.Join(dir, db.KeyFile), lost)
}
