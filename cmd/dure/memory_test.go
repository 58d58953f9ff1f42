package main

import (
	"context"
	"errors"
	"io/fs"
	"testing"
	"testing/synctest"

	"dure/survey"
)

func TestMemoryIsReadAsPeopleWriteIt(t *testing.T) {
	for text, want := range map[string]memorySize{
		"512MB": 512 << 20, "4GB": 4 << 30, "4 gb": 4 << 30, "1.5GiB": 3 << 29, "300m": 300 << 20, "268435456": 256 << 20,
		"": 0, "4": 0, "255MB": 0, "NaN": 0, "InfGB": 0, "-4GB": 0, "4TB": 0, "9999999999GB": 0,
	} {
		var got memorySize
		if err := got.UnmarshalText([]byte(text)); got != want || (err == nil) != (want > 0) {
			t.Errorf("%q is read as %d bytes, %v; want %d", text, got, err, want)
		}
	}
}

// A container's limit counts where it is less than the machine has, by either of the ways in which Linux tells it.
func TestTheMachineSaysHowMuchMemoryItHas(t *testing.T) {
	const v2, v1, machine = "/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes", "/proc/meminfo"
	const has = "MemTotal:        8388608 kB\nMemFree:          100 kB\n"
	for _, c := range []struct {
		files map[string]string
		want  memorySize
	}{
		{map[string]string{machine: has}, 8 << 30},
		{map[string]string{machine: has, v2: "max\n"}, 8 << 30},
		{map[string]string{machine: has, v2: "1073741824\n"}, 1 << 30},
		{map[string]string{machine: has, v1: "9223372036854771712\n"}, 8 << 30},
		{map[string]string{machine: has, v1: "536870912\n"}, 512 << 20},
		{nil, unknownMemory},
	} {
		got := machineMemory(func(name string) ([]byte, error) {
			if text, is := c.files[name]; is {
				return []byte(text), nil
			}
			return nil, fs.ErrNotExist
		})
		if got != c.want {
			t.Errorf("of %q it is told that there are %d bytes, want %d", c.files, got, c.want)
		}
	}
}

// Jobs wait for each other where they would take more than their share together; one that is too large is refused in words, and one that is stopped
// while it waits is let go on, for it ends by itself.
func TestJobsKeepToTheirShareOfMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		share, running := newJobShare(100), map[int64]bool{}
		end := make(chan bool)
		run := share.within(func(_ context.Context, id int64) (int64, error) { return id, nil }, func(_ context.Context, id int64) error {
			running[id] = true
			<-end
			return nil
		})
		stopped, stop := context.WithCancel(t.Context())
		go run(t.Context(), 60)
		synctest.Wait()
		go run(t.Context(), 50)
		go run(stopped, 70)
		synctest.Wait()
		if !running[60] || running[50] || running[70] {
			t.Errorf("beside a job of 60 of 100 run %v, want none that needs more than is left", running)
		}
		var bad *survey.InvalidError
		if err := run(t.Context(), 101); !errors.As(err, &bad) || bad.Reason != "job_memory" {
			t.Errorf("a job that needs more than all is told %v", err)
		}
		stop()
		synctest.Wait()
		if !running[70] {
			t.Error("a job that was stopped while it waits does not hear of it")
		}
		end <- true
		end <- true
		synctest.Wait()
		if !running[50] {
			t.Error("a job waits though enough is left")
		}
		end <- true
		gone := share.within(func(context.Context, int64) (int64, error) { return 0, survey.ErrNotFound }, func(context.Context, int64) error { return nil })
		if err := gone(t.Context(), 1); err != nil {
			t.Errorf("a job whose row is gone ends with %v", err)
		}
	})
}
