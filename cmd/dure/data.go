package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"

	"dure/db"
)

// dataFlag says where the data and its copies lie. The commands that share it find the same without being told.
type dataFlag struct {
	Data     string `env:"DURE_DATA" placeholder:"DIR" type:"path" help:"Where the data lies. By default a folder of the user's: ~/.local/share/dure on Linux, ~/Library/Application Support/dure on macOS, %LocalAppData%\\dure on Windows."`
	Database string `env:"DURE_DATABASE" placeholder:"URL" help:"A PostgreSQL database in which the data lies, instead of a file: postgres://USER:PASSWORD@HOST/NAME. A flag can be read by others on the machine, the variable cannot. --data then has the key of links alone, unless that is DURE_KEY."`
	Backups  string `env:"DURE_BACKUPS" placeholder:"DIR" type:"path" help:"Folder for the backup that is made every night and the copy before an upgrade, for this site alone; better on another disk. By default backups beside the data. The newest seven nights are kept."`
}

// dir returns the data directory.
func (f dataFlag) dir() (string, error) {
	if f.Data != "" {
		return f.Data, nil
	}
	base, err := userData()
	if err != nil {
		return "", usageError("where should the data lie? Say it with --data DIR or DURE_DATA (%w)", err)
	}
	return filepath.Join(base, "dure"), nil
}

// linkKeys says which key links are made of. It is no flag, which others on the machine could read.
func linkKeys() db.Keys { return db.Keys{Given: os.Getenv("DURE_KEY")} }

// options are linkKeys, and where the copies go that are made without being asked for.
func (f dataFlag) options() db.Options {
	return db.Options{Keys: linkKeys(), Copies: f.Backups, Database: f.Database}
}

// existing are the options of a command that only does something with data: it makes no site where --data is mistyped.
func (f dataFlag) existing() db.Options {
	o := f.options()
	o.There = true
	return o
}

// userData returns where programs keep the data of a user.
func userData() (string, error) {
	switch runtime.GOOS {
	case "windows":
		return os.UserCacheDir() // %LocalAppData%
	case "darwin":
		return os.UserConfigDir() // ~/Library/Application Support
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "share"), err
}

// noDirectory reports whether there is no directory that may be written where the data should lie.
func noDirectory(err error) bool {
	return slices.ContainsFunc([]error{fs.ErrNotExist, fs.ErrPermission, syscall.ENOTDIR, syscall.EROFS}, func(cause error) bool { return errors.Is(err, cause) })
}

// dataError says what to do about an error of opening the data in dir, and gives it its exit code.
func (f dataFlag) dataError(dir string, err error) error {
	if f.Database != "" {
		return serverError(dir, err)
	}
	place, elsewhere := errors.AsType[*db.PlaceError](err)
	switch {
	case err == nil:
		return nil
	case isMove(err):
		return moveError(err)
	case elsewhere:
		return f.placeError(place)
	case errors.Is(err, db.ErrNewer):
		return fmt.Errorf("%s: %w: install the newer version again", dir, err)
	case errors.Is(err, db.ErrFull):
		return fmt.Errorf("%s: %w: make room and try again", dir, err)
	case errors.Is(err, db.ErrDamaged):
		return fmt.Errorf("%s: %w: put a backup in its place, by %s", dir, err, f.restoreCommand(dir))
	case errors.Is(err, db.ErrLost):
		return fmt.Errorf("%w. Put it, or a backup, in its place, by %s. For a new site name another directory with --data", err, f.restoreCommand(dir))
	case errors.Is(err, db.ErrHalfway):
		return fmt.Errorf("%w. What was there before is put back by dure serve, and by doing the restore again", err)
	case errors.Is(err, db.ErrMixed):
		file := filepath.Join(dir, db.File)
		return fmt.Errorf("%w: one would spoil the other. If %s is a backup that somebody put there, take it by dure restore --data %s %s; else put the database back to which %s-wal belongs", err, file, dir, file, file)
	case errors.Is(err, db.ErrReplaced):
		return fmt.Errorf("%w. Put the newest one there again, or the newest copy by %s. If it is a backup that somebody put there, or another program made it anew, take it by dure restore --data %s %s", err, f.restoreCommand(dir), dir, filepath.Join(dir, db.File))
	case errors.Is(err, db.ErrNoLog):
		return fmt.Errorf("%w: what was written last may have been in it. Put it there again. If it is lost, take the newest copy by %s, or go on without it by dure restore --data %s %s: so too if another program, a database browser perhaps, had the database open since, and wrote the log into it", err, f.restoreCommand(dir), dir, filepath.Join(dir, db.File))
	case errors.Is(err, db.ErrBehind):
		file := filepath.Join(dir, db.File)
		return fmt.Errorf("%w; or the disk lost what it had said to be written. Put the newest %s and %s-wal there again, both as they were when the program ended. If they are lost, take the newest copy by %s, or go on with what is there by dure restore --data %s %s", err, db.File, db.File, f.restoreCommand(dir), dir, file)
	case errors.Is(err, db.ErrLink):
		return usageError("%w: name with --data the directory itself where the database lies", err)
	case errors.Is(err, db.ErrForeign):
		return fmt.Errorf("%w: name another directory with --data, or put a backup in its place, by %s", err, f.restoreCommand(dir))
	case errors.Is(err, db.ErrGone):
		return fmt.Errorf("%w, so nothing was kept since. The newest copy is put in their place by %s", err, f.restoreCommand(dir))
	case errors.Is(err, db.ErrLocked):
		return fmt.Errorf("%w: stop it, or name another directory with --data", err)
	case errors.Is(err, db.ErrBusy):
		return fmt.Errorf("%s: %w: end it, a database browser perhaps, and try again", dir, err)
	case noDirectory(err):
		return usageError("%s cannot be the data directory: %w; name another with --data", dir, err)
	case errors.Is(err, db.ErrDisk):
		return fmt.Errorf("%s: %w: look at the disk, and at whether this user may write there", dir, err)
	case errors.Is(err, db.ErrNone):
		return usageError("there is no data in %s: start dure serve, or name the directory with --data", dir)
	case errors.Is(err, db.ErrKey):
		return keyError(dir, "dure serve", err)
	}
	return err
}

// placeError says where else a copy can go that cannot be written, which is the caller's to correct unless the disk is full.
func (f dataFlag) placeError(err *db.PlaceError) error {
	other := "name another folder for the copy"
	if dir, unknown := f.dir(); unknown == nil && err.Path == f.copies(dir) {
		other = "name another folder with --backups or DURE_BACKUPS"
	}
	if errors.Is(err, db.ErrFull) {
		return fmt.Errorf("%w: make room there, or %s", err, other)
	}
	return usageError("%w: %s%s", err, permitted(err), other)
}

// permitted says what else can be done where rights are missing.
func permitted(err error) string {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return "let this user write there, or "
	}
	return ""
}

// keyError says what is lost without the key of links, and by which command they are renewed.
func keyError(dir, command string, err error) error {
	return usageError(`%s: %w.
All personal links, and the links to surveys, must be renewed unless you put the right key there as %s, or give it as DURE_KEY: it was to be kept beside the backup.
Without it, %s --renew-links makes new links of a new key. The old ones then open nothing any more but the word that there are newer ones`, dir, err, db.KeyFile, command)
}

// copies is the folder of the copies of the data in dir.
func (f dataFlag) copies(dir string) string {
	return cmp.Or(f.Backups, filepath.Join(dir, db.CopiesDir))
}

// rescued says of a copy that was rescued that it is there.
func rescued(file, dir string) string {
	return fmt.Sprintf("%s was saved when the files of the data were deleted or replaced while they were in use, and may have what the data has not. Take it by dure restore --data %s %s, try it first in another directory, or move it away", file, dir, file)
}

// restoreCommand is the command that puts the newest copy of the data in dir in its place.
func (f dataFlag) restoreCommand(dir string) string {
	newest := db.NewestCopy(f.copies(dir))
	return fmt.Sprintf("dure restore --data %s %s", dir, cmp.Or(newest, "FILE"))
}
