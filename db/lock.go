package db

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const lockName = "dure.lock"

// lockDir holds dir for this process until the file is closed or the process ends.
func lockDir(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock data directory: %w", classify(err))
	}
	if err := lockFile(f); err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	return f, nil
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

// replaceFile puts a file of these words in the place of path, whole or not at all, and on the disk when it returns.
func replaceFile(path, words string) error {
	f, err := tempFile(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // no longer there after the rename
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
