package db

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dure/survey"
)

// A restore makes a whole site in a folder of its own, brings it up to date, checks it, and only then moves files: the old ones aside, the database
// first, the new ones in, the database last. Between the first move and the last there is no database; what is to be moved stands in a file, by which
// whoever opens the site next puts back what was there.

// Folders that a restore makes in the data directory: where it tries out what it puts in place, and where it sets aside what it replaces.
const (
	stagePrefix = ".dure-restore-"
	asidePrefix = "replaced-"
)

// movesFile is in the folder of a restore from before its first move until it is done or undone, and markerBefore the marker that was there.
const (
	movesFile    = "moves"
	markerBefore = "marker-before"
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
// aside. If it returns an error, nothing is changed; nor where it was killed, once the site is opened or it is called again. Its errors are those of [OpenWith], of which [ErrKey] says that the links of the backup were made of another key than the one in dir and, for file, [fs.ErrNotExist], [ErrNoFile] and [ErrOwn].
func Restore(ctx context.Context, dir, file string, keys Keys, now time.Time) (r Restored, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return r, placed(dir, err)
	}
	lock, err := lockDir(dir)
	if errors.Is(err, ErrLocked) {
		return r, err
	}
	if err != nil {
		return r, placed(dir, err)
	}
	defer lock.Close()
	if err := endRestores(dir); err != nil {
		return r, err
	}
	stage, err := os.MkdirTemp(dir, stagePrefix)
	if err != nil {
		return r, placed(dir, err)
	}
	handOver(stage)
	defer func() { err = errors.Join(err, endRestores(dir)) }()
	own, err := fetch(ctx, dir, file, filepath.Join(stage, File))
	if err = told(file, classify(err)); err == nil {
		err = r.tryOut(ctx, dir, stage, filepath.Base(file), keys, now)
	}
	if err != nil {
		return r, fullOr(dir, fmt.Errorf("restore %s: %w", file, classify(err)))
	}
	r.Aside = asideIn(dir, now)
	if err := swap(dir, stage, r.Aside, own); err != nil {
		return r, placed(dir, err)
	}
	if !exists(r.Aside) {
		r.Aside = ""
	}
	return r, nil
}

// asideIn names a folder for what is set aside now. One that is there has what a restore of the same second set aside.
func asideIn(dir string, now time.Time) string {
	first := filepath.Join(dir, asidePrefix+now.UTC().Format(copyTime))
	name := first
	for n := 2; exists(name); n++ {
		name = fmt.Sprintf("%s-%d", first, n)
	}
	return name
}

// endRestores takes away what restores left, once what was there is put back.
func endRestores(dir string) error {
	err := undoRestores(dir)
	if err == nil {
		clearStages(dir)
	}
	return err
}

// clearStages takes away the folders of restores. Who calls it holds dir.
func clearStages(dir string) {
	for _, name := range namesIn(dir, stagePrefix) {
		_ = os.RemoveAll(filepath.Join(dir, name)) // the next one tries again
	}
}

// undoRestores puts back what was there where a restore was killed between its moves. Who calls it holds dir.
func undoRestores(dir string) error {
	for _, name := range namesIn(dir, stagePrefix) {
		moves, err := interrupted(dir, name)
		if err == nil {
			err = undo(dir, moves)
		}
		if err == nil {
			err = os.Remove(filepath.Join(dir, name, movesFile))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("undo a restore that was interrupted: %w", classify(err))
		}
	}
	return nil
}

// interrupted returns the moves of a restore that began to make them and did not come to the last.
func interrupted(dir, stage string) (moves []move, err error) {
	data, err := os.ReadFile(filepath.Join(dir, stage, movesFile))
	if errors.Is(err, fs.ErrNotExist) || err == nil && !exists(filepath.Join(dir, stage, File)) {
		return nil, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &moves)
	}
	return moves, err
}

// fetch writes the database in file to another, with what stands in its write-ahead log. It reports whether it is dir's own that does not fit there, be it
// beside the log of another: then without. What lacks the last commits is copied with the log that it has.
func fetch(ctx context.Context, dir, file, to string) (own bool, err error) {
	info, err := os.Stat(file)
	if err == nil {
		err = ordinary(info)
	}
	if err != nil {
		return false, err
	}
	if there, err := os.Stat(filepath.Join(dir, File)); err == nil && os.SameFile(info, there) {
		switch err := together(dir); {
		case err == nil, isFault(err):
			return true, errors.Join(ErrOwn, err)
		case !errors.Is(err, ErrBehind):
			return true, errors.Join(recognise(file), copyFile(file, to))
		}
	}
	if err := recognise(file); err != nil {
		return false, err
	}
	if filepath.Base(file) == File {
		if err := together(filepath.Dir(file)); errors.Is(err, ErrMixed) || isFault(err) {
			return false, err
		}
	}
	source := openPool(file, 1, patience)
	if exists(file + "-wal") {
		source = openAs(file, url.Values{"mode": {"ro"}, "_pragma": {patience}}) // the log may be an older one: see lacking
	}
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
	handOver(to)
	_, err = f.ReadFrom(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// tryOut opens what was fetched into stage as it will be opened in dir, with the key and the name of the site from there, and checks it. A key that came
// along in the backup goes before the one in dir.
func (r *Restored) tryOut(ctx context.Context, dir, stage, name string, keys Keys, now time.Time) error {
	m, err := readMarker(dir)
	if made := madeName.FindStringSubmatch(name); made != nil && made[3] == rescued {
		m.seen = append(m.seen, name)
	}
	if err == nil {
		err = marker{site: m.site, seen: m.seen}.write(stage)
	}
	if err != nil {
		return err
	}
	if err := os.Chmod(filepath.Join(stage, File), 0o600); err != nil {
		return err
	}
	handOver(filepath.Join(stage, File))
	d, err := open(ctx, stage, lock{}, "")
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
		err = errors.Join(d.remindNoMore(ctx, now), d.planNoMore(ctx, now))
	}
	if err == nil {
		err = d.engine.(*file).seal() // for what stays in the log is not moved
	}
	if err := errors.Join(err, d.Close()); err != nil {
		return err
	}
	r.Summary, err = Check(ctx, stage, Options{})
	return err
}

// A move gives a file another name, both as seen from the data directory.
type move struct{ From, To string }

func (m move) make(dir string) error {
	from, to := filepath.Join(dir, m.From), filepath.Join(dir, m.To)
	if err := makeFolder(filepath.Dir(to)); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return errors.Join(syncDir(filepath.Dir(to)), syncDir(filepath.Dir(from)))
}

// undo takes back, the last first, those of the moves that were made, and the folder that they were the first in.
func undo(dir string, moves []move) error {
	for _, m := range slices.Backward(moves) {
		from, to := filepath.Join(dir, m.From), filepath.Join(dir, m.To)
		if exists(from) || !exists(to) {
			continue
		}
		if err := (move{m.To, m.From}).make(dir); err != nil {
			return err
		}
		if strings.HasPrefix(m.To, asidePrefix) {
			_ = os.Remove(filepath.Dir(to)) // as long as something is in it, it stays
		}
	}
	return nil
}

// swap makes the moves of a restore, or none.
func swap(dir, stage, aside string, own bool) error {
	moves, err := movesOf(dir, filepath.Base(stage), filepath.Base(aside), own)
	if err == nil {
		err = keepMoves(stage, moves)
	}
	for _, m := range moves {
		if err == nil {
			err = m.make(dir)
		}
	}
	return err
}

// keepMoves has the moves undone unless all are made.
func keepMoves(stage string, moves []move) error {
	text, err := encode(moves)
	if err != nil {
		return err
	}
	return errors.Join(syncDir(filepath.Dir(stage)), replaceFile(filepath.Join(stage, movesFile), text))
}

// movesOf are the moves of a restore in their order. A database that is restored itself stays in its place until the last of them: it may be
// opened as soon as the log beside it is gone.
func movesOf(dir, stage, aside string, own bool) (moves []move, err error) {
	at := func(name string) string { return filepath.Join(dir, name) }
	old := oldNames
	if own {
		old = old[1:]
	}
	for _, name := range old {
		if exists(at(name)) {
			moves = append(moves, move{name, filepath.Join(aside, name)})
		}
	}
	staged := filepath.Join(stage, KeyFile)
	key, err := os.ReadFile(at(staged))
	if err == nil {
		was, err := os.ReadFile(at(KeyFile))
		switch {
		case err == nil && string(was) != string(key):
			moves = append(moves, move{KeyFile, filepath.Join(aside, KeyFile)}, move{staged, KeyFile})
		case err != nil:
			moves = append(moves, move{staged, KeyFile})
		}
	}
	if errors.Is(err, fs.ErrNotExist) { // it is given
		err = nil
	}
	if exists(at(MarkerFile)) {
		moves = append(moves, move{MarkerFile, filepath.Join(stage, markerBefore)})
	}
	return append(moves, move{filepath.Join(stage, MarkerFile), MarkerFile}, move{filepath.Join(stage, File), File}), err
}

// oldNames are the files of a database, which are set aside together, the database first.
var oldNames = []string{File, File + "-wal", File + "-shm", File + "-journal"}

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
