//go:build unix

package db

import (
	"errors"
	"os"
	"path/filepath"
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

// handOver gives what root made to whom its folder belongs: who serves the data could else not open it. Where root may not, it stays as it is.
func handOver(path string) {
	info, err := os.Stat(filepath.Dir(path))
	if err != nil || os.Geteuid() != 0 {
		return
	}
	if folder, ok := info.Sys().(*syscall.Stat_t); ok {
		_ = os.Chown(path, int(folder.Uid), int(folder.Gid))
	}
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
