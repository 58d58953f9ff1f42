package db

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const lockName = "dure.lock"

// A lock is a data directory that this process holds.
type lock struct{ file, dir *os.File }

// lockDir holds dir for this process until it is closed or the process ends. The file in it can be taken away, and then holds off nobody; the directory itself
// cannot be without the data, but not every system can lock it.
func lockDir(dir string) (l lock, err error) {
	l.file, err = os.OpenFile(filepath.Join(dir, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return l, fmt.Errorf("lock data directory: %w", classify(err))
	}
	handOver(l.file.Name())
	if err = lockFile(l.file); err == nil {
		l.dir, err = holdDir(dir)
	}
	if err != nil {
		return l, errors.Join(fmt.Errorf("%s: %w", dir, err), l.Close())
	}
	return l, nil
}

// inPlace returns [ErrGone] where only the file is held, and it was taken away.
func (l lock) inPlace() error {
	if l.file == nil || l.dir != nil {
		return nil
	}
	made, err := l.file.Stat()
	there, gone := os.Stat(l.file.Name())
	if err == nil && (gone != nil || !os.SameFile(made, there)) {
		return fmt.Errorf("%s: %w", l.file.Name(), ErrGone)
	}
	return nil
}

// Close lets the directory go.
func (l lock) Close() error {
	var err error
	if l.dir != nil {
		err = l.dir.Close()
	}
	if l.file != nil {
		err = errors.Join(err, l.file.Close())
	}
	return err
}

// Files that are being made have names of their own, so that what a killed program left of them is known, and taken away by the next one.
const tempPrefix, tempSuffix = ".dure-", ".tmp"

// tempFile makes a file in dir, which only its owner can read, and holds it. Before that it takes away those that nobody holds.
func tempFile(dir string) (*os.File, error) {
	clearTemps(dir)
	for {
		f, err := os.CreateTemp(dir, tempPrefix+"*"+tempSuffix)
		if err != nil {
			return nil, classify(err)
		}
		err = holdTemp(f)
		made, err1 := f.Stat()
		there, err2 := os.Stat(f.Name())
		if err == nil && err1 == nil && err2 == nil && os.SameFile(made, there) {
			return f, nil // nobody took it away before it was held
		}
		f.Close()
		if err != nil {
			return nil, err
		}
	}
}

func clearTemps(dir string) {
	for _, name := range namesIn(dir, tempPrefix) {
		if strings.Contains(name, tempSuffix) { // or its journal
			removeUnheld(filepath.Join(dir, name))
		}
	}
}

// makeFolder makes a folder where there is none.
func makeFolder(dir string) error {
	if exists(dir) {
		return nil
	}
	defer handOver(dir)
	return os.MkdirAll(dir, 0o700)
}

// replaceFile puts a file of these words in the place of path, whole or not at all, and on the disk when it returns.
func replaceFile(path, words string) error {
	f, err := tempFile(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // no longer there after the rename
	handOver(f.Name())
	_, err = f.WriteString(words)
	return classify(putInPlace(f, path, err))
}

// putInPlace closes a file that is made and gives it its name, durably, unless err says that it is not made.
func putInPlace(f *os.File, path string, err error) error {
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}
