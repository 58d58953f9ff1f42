package db

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// init lets the test's own program play one whose disk is small. It has a namespace of its own for that, which needs no rights on the system.
func init() {
	if dir := os.Getenv("DURE_TEST_FULL"); dir != "" {
		if err := syscall.Mount("none", dir, "tmpfs", 0, "size=4m"); err != nil {
			fmt.Println("no disk:", err)
			os.Exit(0)
		}
		if err := meetFullDisk(dir); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
}

// meetFullDisk does what an operator may on a disk that becomes full, and returns what does not go as it should.
func meetFullDisk(dir string) error {
	ctx := context.Background()
	data := filepath.Join(dir, "data")
	d, err := Open(ctx, data)
	if err != nil {
		return fmt.Errorf("open on an empty disk: %w", err)
	}
	copied := filepath.Join(dir, "copy.db")
	if err := Backup(ctx, data, copied, false, nil); err != nil {
		return fmt.Errorf("back up on an empty disk: %w", err)
	}
	filler := filepath.Join(dir, "filler")
	if err := fill(filler); err != nil {
		return err
	}
	expect := func(doing string, err error) error {
		if errors.Is(err, ErrFull) && !errors.Is(err, ErrDamaged) {
			return nil
		}
		return fmt.Errorf("%s on a full disk: %v, want %v", doing, err, ErrFull)
	}
	grow := func() error { return d.SaveBaseURL(ctx, strings.Repeat("x", 1<<20)) }
	_, restored := Restore(ctx, filepath.Join(dir, "other"), copied, Keys{Renew: true}, now)
	backed := Backup(ctx, data, filepath.Join(dir, "more.db"), false, nil)
	if !isPlace(backed, dir) {
		return fmt.Errorf("a backup into a folder of a full disk: %v, want that this is full", backed)
	}
	all := []error{
		expect("write", grow()),
		expect("look whether it is ready", d.Ready(ctx)),
		expect("back up", backed),
		expect("restore", restored),
		expect("make a nightly copy", d.NightlyBackup(ctx, now)),
		d.Close(), // which takes the write-ahead log away
		fill(filler + "2"),
	}
	_, err = Open(ctx, data)
	all = append(all, expect("open", err))
	if _, err := Check(ctx, data, Options{}); err != nil {
		all = append(all, expect("check", err))
	}
	if err := errors.Join(os.Remove(filler), os.Remove(filler+"2")); err != nil {
		return err
	}
	again, err := Open(ctx, data)
	if err == nil {
		err = errors.Join(again.SaveBaseURL(ctx, "http://localhost"), again.Close())
	}
	_, checked := Check(ctx, data, Options{})
	return errors.Join(errors.Join(all...), err, checked)
}

// fill writes until nothing more can be written.
func fill(file string) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer f.Close()
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		return err
	}
	return nil
}

func TestFullDisk(t *testing.T) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "DURE_TEST_FULL="+t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	switch said := string(out); {
	case strings.HasPrefix(said, "no disk:") || errors.Is(err, syscall.EPERM):
		t.Skipf("this system lets a test have no disk of its own: %s %v", said, err)
	case err != nil:
		t.Errorf("a full disk: %v\n%s", err, said)
	}
}
