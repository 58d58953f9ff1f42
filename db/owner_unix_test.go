//go:build unix

package db

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// What root does to the data of another user leaves that user every file, or the service could not start again.
func TestRootLeavesFilesToTheirOwner(t *testing.T) {
	onFile(t)
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	const owner = 65532
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
	ok(t, os.Chown(dir, owner, owner))
	owned := func(after string) {
		t.Helper()
		ok(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			if uid := must[fs.FileInfo](t)(os.Lstat(path)).Sys().(*syscall.Stat_t).Uid; uid != owner {
				t.Errorf("after %s %s is of user %d", after, path, uid)
			}
			return err
		}))
	}
	d := must[*DB](t)(Open(t.Context(), dir))
	owned("the first start")
	source := openPool(fileOf(d).path, 1, patience)
	must[string](t)(fileOf(d).copyNow(t.Context(), source, now, nightly))
	ok(t, errors.Join(source.Close(), d.Close()))
	owned("the end")
	a := must[*DB](t)(Attach(t.Context(), dir, Options{}))
	newOrganizer(t, a, "late@example.org")
	ok(t, a.Close())
	owned("a command beside the server")
	ok(t, Backup(t.Context(), dir, out, false, nil))
	if uid := must[fs.FileInfo](t)(os.Lstat(out)).Sys().(*syscall.Stat_t).Uid; uid == owner {
		t.Error("a backup elsewhere is given away")
	}
	must[Restored](t)(Restore(t.Context(), dir, out, Keys{}, now))
	owned("a restore")
}
