package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"runtime/debug"
	"strconv"
	"strings"

	"golang.org/x/sync/semaphore"

	"dure/clustering/team"
	"dure/db"
	"dure/survey"
	"dure/web/job"
)

// memoryFlag says how much memory the program takes. A quarter of it is for seasons that are kept as they were read and for what was found in them, half for jobs, and the rest for what pages
// make and the program itself.
type memoryFlag struct {
	Memory memorySize `env:"DURE_MEMORY" placeholder:"SIZE" help:"How much memory the program is to keep to, such as 512MB or 4GB, and 256MB at least: a quarter is for seasons that pages have read and what they found in them, half for jobs, of which one waits where another leaves too little, and one that is too large is refused. By default half of what the machine, or its container, has, and 2GB where that is not known."`
}

// A memorySize is a number of bytes; 0 where none is said.
type memorySize int64

const (
	leastMemory   = 256 << 20
	unknownMemory = 4 << 30 // of a machine that does not say
)

// UnmarshalText reads a size as people write it.
func (m *memorySize) UnmarshalText(text []byte) error {
	number, unit := strings.ToUpper(strings.TrimSpace(string(text))), int64(1)
	for _, u := range []struct {
		name string
		size int64
	}{{"KIB", 1 << 10}, {"MIB", 1 << 20}, {"GIB", 1 << 30}, {"KB", 1 << 10}, {"MB", 1 << 20}, {"GB", 1 << 30}, {"K", 1 << 10}, {"M", 1 << 20}, {"G", 1 << 30}} {
		if rest, found := strings.CutSuffix(number, u.name); found {
			number, unit = strings.TrimSpace(rest), u.size
			break
		}
	}
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || !(n*float64(unit) >= leastMemory && n*float64(unit) < math.MaxInt64) {
		return fmt.Errorf("%q is no size of 256MB or more: write it as 512MB or 4GB", text)
	}
	*m = memorySize(n * float64(unit))
	return nil
}

// limit has the program keep to its memory: the closer it comes, the more often it collects what it does not need any more. Go does not see what SQLite holds,
// for which an eighth is left.
func (f memoryFlag) limit() memorySize {
	all := f.Memory
	if all == 0 {
		all = max(leastMemory, machineMemory(os.ReadFile)/2)
	}
	debug.SetMemoryLimit(int64(all) / 8 * 7)
	return all
}

func (m memorySize) seasons() int { return int(m / 4) }
func (m memorySize) jobs() int64  { return int64(m / 2) }

// machineMemory is how much memory there is: of the machine, or of the container where that is less.
func machineMemory(read func(string) ([]byte, error)) memorySize {
	least := memorySize(0)
	for _, file := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes", "/proc/meminfo"} {
		text, err := read(file)
		if err != nil {
			continue
		}
		said, unit := string(text), int64(1)
		if _, rest, found := strings.Cut(said, "MemTotal:"); found {
			said, _, _ = strings.Cut(rest, "kB")
			unit = 1 << 10
		}
		n, err := strconv.ParseInt(strings.TrimSpace(said), 10, 64)
		if err == nil && n > 0 && n < 1<<50 && (least == 0 || memorySize(n*unit) < least) { // where there is no limit it is max, or a number that no machine has
			least = memorySize(n * unit)
		}
	}
	if least == 0 {
		return unknownMemory
	}
	return least
}

// A jobShare is how much memory jobs have together.
type jobShare struct {
	all  int64
	left *semaphore.Weighted
}

func newJobShare(all int64) jobShare { return jobShare{all, semaphore.NewWeighted(all)} }

// What jobs take, about, in bytes: for each cell of a file that is imported, and for each member, and each answer of one, of whom teams are formed.
// A training is one size.
const (
	importCell  = 100
	formMember  = 6 << 10
	formAnswer  = 600
	trainMemory = 64 << 20
)

// within has a job begin as the others leave enough of their share, and refuses one that needs more than all of it.
func (s jobShare) within(need func(context.Context, int64) (int64, error), do func(context.Context, int64) error) func(context.Context, int64) error {
	return func(ctx context.Context, id int64) error {
		n, err := need(ctx, id)
		if errors.Is(err, survey.ErrNotFound) {
			return do(ctx, id) // which knows what becomes of it
		}
		if err != nil {
			return err
		}
		if n > s.all {
			return &survey.InvalidError{Reason: "job_memory", Args: map[string]any{"Need": int(n >> 20), "Most": int(s.all >> 20)}}
		}
		if s.left.Acquire(ctx, n) == nil { // else it is stopped, and ends by itself
			defer s.left.Release(n)
		}
		return do(ctx, id)
	}
}

// importMemory, formMemory and trainingMemory say what jobs need.
func importMemory(d *db.DB) func(context.Context, int64) (int64, error) {
	return func(ctx context.Context, id int64) (int64, error) {
		im, err := d.Import(ctx, survey.ImportID(id))
		return int64(len(im.Data)) + int64(job.CellsOf(im))*importCell, err
	}
}

func formMemory(d *db.DB) func(context.Context, int64) (int64, error) {
	return func(ctx context.Context, id int64) (int64, error) {
		p, err := d.Proposal(ctx, team.ProposalID(id))
		if err != nil {
			return 0, err
		}
		counts, err1 := d.Counts(ctx, p.Season)
		asked, err2 := d.Survey(ctx, p.Season)
		return int64(counts.Members)*formMember + int64(counts.Started)*int64(len(asked.Questions))*formAnswer, errors.Join(err1, err2)
	}
}

func trainingMemory(context.Context, int64) (int64, error) { return trainMemory, nil }
