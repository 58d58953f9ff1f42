package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dure/survey"
)

// A restore makes a whole site in a folder of its own, brings it up to date, checks it, and only then moves files: the old ones aside, the database
// first, the new ones in, the database last. Between the first move and the last there is no database, and what is left tells that there was one.

// Folders that a restore makes in the data directory: where it tries out what it puts in place, and where it sets aside what it replaces.
const (
	stagePrefix = ".dure-restore-"
	asidePrefix = "replaced-"
)

// ErrOwn is a restore of the database that is in place already.
var ErrOwn = errors.New("this is the database of the site itself")

// Restored says what a restore put in place.
type Restored struct {
	Summary
	Aside   string // the folder with the files that were there before, "" for none
	Renewed bool   // all links are new
	Letters int    // how many waited, and are not sent by themselves any more
}

// Restore puts the backup in file in the place of the database in dir, brought up to date and checked by all that [Check] does, and sets the old files
// aside. If it returns an error, nothing is changed; where it was killed, it can be called again. Its errors are those of [OpenWith], of which [ErrKey] says that the links of the backup were made of another key than the one in dir and, for file, [fs.ErrNotExist] and [ErrOwn].
func Restore(ctx context.Context, dir, file string, keys Keys, now time.Time) (r Restored, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return r, fmt.Errorf("make data directory: %w", classify(err))
	}
	lock, err := lockDir(dir)
	if err != nil {
		return r, err
	}
	defer lock.Close()
	clearStages(dir)
	stage, err := os.MkdirTemp(dir, stagePrefix)
	if err != nil {
		return r, fmt.Errorf("restore: %w", classify(err))
	}
	defer os.RemoveAll(stage)
	own, err := fetch(ctx, dir, file, filepath.Join(stage, File))
	if err = told(file, classify(err)); err == nil {
		err = r.tryOut(ctx, dir, stage, keys, now)
	}
	if err != nil {
		return r, fullOr(dir, fmt.Errorf("restore %s: %w", file, classify(err)))
	}
	r.Aside = asideIn(dir, now)
	moves, err := movesOf(dir, stage, r.Aside, own)
	if err == nil {
		err = makeAll(moves)
	}
	if err != nil {
		return r, fmt.Errorf("restore: %w", classify(err))
	}
	if !exists(r.Aside) {
		r.Aside = ""
	}
	return r, nil
}

// clearStages takes away what restores that were killed left. Who calls it holds dir.
func clearStages(dir string) {
	for _, name := range namesIn(dir, stagePrefix) {
		_ = os.RemoveAll(filepath.Join(dir, name)) // the next one tries again
	}
}

// fetch writes the database in file to another, with what stands in its write-ahead log. It reports whether it is dir's own, beside the log of another:
// then without.
func fetch(ctx context.Context, dir, file, to string) (own bool, err error) {
	info, err := os.Stat(file)
	if err != nil {
		return false, err
	}
	if there, err := os.Stat(filepath.Join(dir, File)); err == nil && os.SameFile(info, there) {
		if err := together(dir); !errors.Is(err, ErrMixed) {
			return true, errors.Join(ErrOwn, err)
		}
		return true, errors.Join(recognise(file), copyFile(file, to))
	}
	if err := recognise(file); err != nil {
		return false, err
	}
	if filepath.Base(file) == File {
		if err := together(filepath.Dir(file)); err != nil {
			return false, err
		}
	}
	source := openPool(file, 1, patience)
	defer source.Close()
	if err := integrity(ctx, source, fullCheck); err != nil {
		return false, err
	}
	_, err = source.ExecContext(ctx, "VACUUM INTO $1", to)
	return false, err
}

func copyFile(from, to string) error {
	data, err := os.Open(from)
	if err != nil {
		return err
	}
	defer data.Close()
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.ReadFrom(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// tryOut opens what was fetched into stage as it will be opened in dir, with the key and the marker from there, and checks it. A key that came along
// in the backup goes before the one in dir.
func (r *Restored) tryOut(ctx context.Context, dir, stage string, keys Keys, now time.Time) error {
	if err := copyFile(filepath.Join(dir, MarkerFile), filepath.Join(stage, MarkerFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Chmod(filepath.Join(stage, File), 0o600); err != nil {
		return err
	}
	d, err := open(ctx, stage, nil, "")
	if err != nil {
		return err
	}
	kept, err := d.setting(ctx, keyKept)
	if err == nil && kept == "" {
		if err = copyFile(filepath.Join(dir, KeyFile), filepath.Join(stage, KeyFile)); errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
	}
	if err == nil {
		if err = d.useKey(ctx, keys); errors.Is(err, ErrKey) && !exists(filepath.Join(stage, KeyFile)) && keys.Given == "" {
			err = fmt.Errorf("%w: there is no %s", ErrKey, filepath.Join(dir, KeyFile)) // where it belongs, and not where this was tried out
		}
	}
	r.Renewed = d.renewed && err == nil
	if err == nil {
		r.Letters, err = d.failLetters(ctx, survey.Say("letter_restored"), now)
	}
	if err == nil {
		err = d.remindNoMore(ctx, now)
	}
	if err := errors.Join(err, d.Close()); err != nil {
		return err
	}
	r.Summary, err = Check(ctx, stage)
	return err
}

// A move gives a file another name.
type move struct{ from, to string }

func (m move) make() error {
	if err := os.MkdirAll(filepath.Dir(m.to), 0o700); err != nil {
		return err
	}
	if err := os.Rename(m.from, m.to); err != nil {
		return err
	}
	return errors.Join(syncDir(filepath.Dir(m.to)), syncDir(filepath.Dir(m.from)))
}

// makeAll makes the moves, or none.
func makeAll(moves []move) error {
	for i, m := range moves {
		err := m.make()
		if err == nil {
			continue
		}
		for _, done := range slices.Backward(moves[:i]) {
			err = errors.Join(err, move{done.to, done.from}.make())
		}
		return err
	}
	return nil
}

// movesOf are the moves of a restore in their order. A database that is restored itself stays in its place until the last of them: it may be
// opened as soon as the log beside it is gone.
func movesOf(dir, stage, aside string, own bool) (moves []move, err error) {
	old := oldNames
	if own {
		old = old[1:]
	}
	for _, name := range old {
		if exists(filepath.Join(dir, name)) {
			moves = append(moves, move{filepath.Join(dir, name), filepath.Join(aside, name)})
		}
	}
	key, err := os.ReadFile(filepath.Join(stage, KeyFile))
	if err == nil {
		was, err := os.ReadFile(filepath.Join(dir, KeyFile))
		if err == nil && string(was) != string(key) {
			moves = append(moves, move{filepath.Join(dir, KeyFile), filepath.Join(aside, KeyFile)})
		}
		moves = append(moves, move{filepath.Join(stage, KeyFile), filepath.Join(dir, KeyFile)})
	}
	if errors.Is(err, fs.ErrNotExist) { // it is given
		err = nil
	}
	return append(moves, move{filepath.Join(stage, MarkerFile), filepath.Join(dir, MarkerFile)},
		move{filepath.Join(stage, File), filepath.Join(dir, File)}), err
}

// oldNames are the files of a database, which are set aside together, the database first.
var oldNames = []string{File, File + "-wal", File + "-shm", File + "-journal"}

// asideIn returns the folder in dir for the files that were there. Where a restore was killed in the middle, it is the one that it had begun to fill.
func asideIn(dir string, now time.Time) string {
	begun := namesIn(dir, asidePrefix)
	if _, err := os.Stat(filepath.Join(dir, File)); errors.Is(err, fs.ErrNotExist) && len(begun) > 0 {
		last := filepath.Join(dir, begun[len(begun)-1])
		both := func(name string) bool { return exists(filepath.Join(dir, name)) && exists(filepath.Join(last, name)) }
		if !slices.ContainsFunc(oldNames, both) {
			return last
		}
	}
	return filepath.Join(dir, asidePrefix+now.UTC().Format(copyTime))
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// namesIn returns what is called so in dir, by name.
func namesIn(dir, prefix string) (names []string) {
	all, _ := os.ReadDir(dir) // where it cannot be read, nothing was made in it either
	for _, e := range all {
		if strings.HasPrefix(e.Name(), prefix) {
			names = append(names, e.Name())
		}
	}
	return names
}
