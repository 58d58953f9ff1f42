package db

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// lockFile holds a file until it is closed or the process ends; if another process holds it, the error is [ErrLocked].
func lockFile(f *os.File) error {
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	err := windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, &windows.Overlapped{})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return ErrLocked
	}
	return err
}

// holdTemp has nothing to do: Windows takes no file away that is open.
func holdTemp(*os.File) error { return nil }

// holdDir has nothing to do either: the file that is held cannot be taken away.
func holdDir(string) (*os.File, error) { return nil, nil }

// handOver has nothing to do: files have the rights of their folder.
func handOver(string) {}

func removeUnheld(path string) { _ = os.Remove(path) }
