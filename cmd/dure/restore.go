package main

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"time"

	"dure/db"
)

type restoreCmd struct {
	dataFlag
	File  string `arg:"" optional:"" type:"path" help:"The backup. Without it nothing is done but to say which is the newest copy."`
	Renew bool   `name:"renew-links" help:"Where the key of links is lost: make all personal links and links to surveys anew, which ends the old ones."`
}

// Run puts a backup in the place of the data.
func (r *restoreCmd) Run() error {
	if err := r.onlyFiles(`stop every dure serve, then pg_restore --clean --if-exists --no-owner --dbname="$DURE_DATABASE" FILE`); err != nil {
		return err
	}
	dir, err := r.dir()
	if err != nil {
		return err
	}
	if r.File == "" {
		return r.which(dir)
	}
	ctx, stop := untilInterrupted()
	defer stop()
	keys := linkKeys()
	keys.Renew = r.Renew
	done, err := db.Restore(ctx, dir, r.File, keys, time.Now())
	if err != nil {
		return r.explain(dir, err)
	}
	fmt.Printf("%s is restored: %s. All is as it was when the backup was made: who was erased or let go since is there again.\n", dir, contents(done.Summary))
	if done.Renewed {
		fmt.Println("All personal links and links to surveys are new: the old ones have ended, hand out the new ones.")
	}
	if done.Letters > 0 {
		fmt.Printf("Letters that waited in the backup, %d, are not sent by themselves: they may have been sent since. The page Letters shows those of clubs.\n", done.Letters)
	}
	if done.Aside != "" {
		fmt.Printf("What was there before is in %s: take it away when nobody needs it any more.\n", done.Aside)
	}
	return nil
}

// which says what there is to restore, and of an interrupted restore what becomes of it.
func (r *restoreCmd) which(dir string) error {
	if err := db.Look(dir); errors.Is(err, db.ErrHalfway) {
		return usageError("which backup? %w. The newest copy that Dure made by itself is put in place by %s", r.dataError(dir, err), r.restoreCommand(dir))
	}
	return usageError("which backup? The newest copy is put in place by %s", r.restoreCommand(dir))
}

// explain says of an error whether it is the file's or the directory's. Nothing was changed.
func (r *restoreCmd) explain(dir string, err error) error {
	const same = "Nothing was changed"
	switch _, here := errors.AsType[*db.PlaceError](err); {
	case here && errors.Is(err, db.ErrFull):
		return fmt.Errorf("%w. %s: make room there, and try again", err, same)
	case here:
		return usageError("%w. %s: %sname another directory with --data", err, same, permitted(err))
	case (errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)) && !errors.Is(err, db.ErrNone):
		return usageError("there is no file %s", r.File)
	case errors.Is(err, fs.ErrPermission):
		return usageError("this user may not read %s. %s: let the user read it, or copy it to where that is so", r.File, same)
	case errors.Is(err, syscall.EISDIR):
		return usageError("%s is a folder: name the file of the backup", r.File)
	case errors.Is(err, db.ErrNoFile):
		return usageError("%s: %w: name the file of the backup", r.File, db.ErrNoFile)
	case errors.Is(err, db.ErrOwn):
		return usageError("%s: %w, and in place", r.File, db.ErrOwn)
	case errors.Is(err, db.ErrKey):
		return keyError(dir, "dure restore", err)
	case errors.Is(err, db.ErrFull), errors.Is(err, db.ErrLocked), errors.Is(err, db.ErrNewer):
		return r.dataError(dir, err)
	}
	return fmt.Errorf("%w: nothing was changed; try another backup", err)
}
