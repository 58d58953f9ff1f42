//go:build unix

package db

import (
	"errors"
	"os"
	"syscall"
)

// lockFile holds a file until it is closed or the process ends; if another process holds it, the error is [ErrLocked].
func lockFile(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return ErrLocked
	}
	return err
}

// holdDir is [lockFile] of a directory, and nil where that cannot be locked, as on some network disks.
func holdDir(dir string) (*os.File, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	if err = lockFile(f); err == nil {
		return f, nil
	}
	f.Close()
	if errors.Is(err, ErrLocked) {
		return nil, err
	}
	return nil, nil
}

func holdTemp(f *os.File) error { return lockFile(f) }

// removeUnheld takes a file away unless a process holds it.
func removeUnheld(path string) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return
	}
	defer f.Close()
	if lockFile(f) == nil {
		_ = os.Remove(path) // the next one tries again
	}
}
