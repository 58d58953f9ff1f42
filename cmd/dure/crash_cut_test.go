//go:build crash && linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// A disk is a file system of its own in a file, of which the power can be cut: what was not synced is gone, as it is after a power cut.
type disk struct {
	t           *testing.T
	image, path string
	mounted     bool
}

// newDisk mounts one, or skips the test where that cannot be.
func newDisk(t *testing.T) *disk {
	t.Helper()
	d := &disk{t: t, image: filepath.Join(t.TempDir(), "disk"), path: filepath.Join(t.TempDir(), "mount")}
	if os.Geteuid() != 0 {
		t.Skip("only root can mount the file system whose power is cut")
	}
	if err := os.Mkdir(d.path, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, cmd := range [][]string{{"truncate", "-s", "512M", d.image}, {"mkfs.ext4", "-q", "-F", d.image}, {"mount", "-o", "loop", d.image, d.path}} {
		if out, err := exec.Command(cmd[0], cmd[1:]...).CombinedOutput(); err != nil {
			t.Skipf("no file system can be mounted here whose power could be cut: %s: %v %s", cmd[0], err, out)
		}
	}
	d.mounted = true
	t.Cleanup(func() {
		if d.mounted {
			d.unmount()
		}
	})
	return d
}

func (d *disk) unmount() {
	var out []byte
	var err error
	for range 50 {
		if out, err = exec.Command("umount", d.path).CombinedOutput(); err == nil {
			d.mounted = false
			return
		}
		time.Sleep(100 * time.Millisecond) // a command may look at it
	}
	d.t.Fatalf("unmount: %v %s", err, out)
}

// shutdownFS is FS_IOC_SHUTDOWN of Linux (uapi/linux/fs.h, XFS_IOC_GOINGDOWN), and noFlush that not even the journal is written.
const (
	shutdownFS = 0x8004587d
	noFlush    = 2
)

// cut cuts the power: nothing reaches the disk any more.
func (d *disk) cut() {
	d.t.Helper()
	f, err := os.Open(d.path)
	if err != nil {
		d.t.Fatal(err)
	}
	defer f.Close()
	how := uint32(noFlush)
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), shutdownFS, uintptr(unsafe.Pointer(&how))); errno != 0 {
		d.t.Skipf("the file system cannot be shut down: %v", errno)
	}
}

// comeBack mounts the disk again, as the machine does when it has power.
func (d *disk) comeBack() {
	d.t.Helper()
	d.unmount()
	if out, err := exec.Command("mount", "-o", "loop", d.image, d.path).CombinedOutput(); err != nil {
		d.t.Fatalf("mount the disk again: %v %s", err, out)
	}
	d.mounted = true
}

// powerCuts returns a crash on a disk, and how its power is cut.
func powerCuts(t *testing.T, synchronous string) (*crash, func()) {
	d := newDisk(t)
	c := newCrash(t, d.path, synchronous)
	return c, func() {
		d.cut()
		c.kill()
		d.comeBack()
	}
}

func TestCrashPowerCut(t *testing.T) {
	c, strike := powerCuts(t, "FULL")
	for i := range *rounds {
		for _, f := range c.round(i, strike) {
			t.Errorf("after power cut %d %s", i+1, f)
		}
	}
	c.report("power cuts", *rounds)
}

// A program that does not wait for the disk loses what it acknowledged: where that is not seen, the tool sees nothing.
func TestCrashSeesWhatIsNotSynced(t *testing.T) {
	c, strike := powerCuts(t, "NORMAL")
	for i := range 10 {
		if faults := c.round(i, strike); len(faults) > 0 {
			t.Logf("with synchronous=NORMAL the first loss is seen after power cut %d: %s", i+1, faults[0])
			return
		}
	}
	t.Error("with synchronous=NORMAL nothing is lost in 10 power cuts: the tool would see no loss")
}
