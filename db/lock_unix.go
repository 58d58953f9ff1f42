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
