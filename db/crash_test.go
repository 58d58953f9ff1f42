package db

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// TestMain lets the test's own program play the server that is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("DURE_TEST_SERVE"); dir != "" {
		fmt.Println("error:", serveUntilKilled(dir))
		os.Exit(1)
	}
	if dir := os.Getenv("DURE_TEST_STUDY"); dir != "" {
		if err := studyUntilKilled(dir); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(runOnBoth(m))
}

// serveUntilKilled runs jobs in dir that never end, and says which it has begun.
func serveUntilKilled(dir string) error {
	ctx := context.Background()
	d, err := Open(ctx, dir)
	if err != nil {
		return err
	}
	d.Work(FormJob, func(ctx context.Context, id int64) error {
		if err := d.SetProgress(ctx, team.ProposalID(id), json.RawMessage(`{"moves":5}`)); err != nil {
			return err
		}
		fmt.Println("begun", id)
		select {}
	})
	if err := d.StartJobs(ctx); err != nil {
		return err
	}
	select {}
}

// killInTheMiddle starts a server on dir and kills it as soon as it has begun a job.
func killInTheMiddle(t *testing.T, dir string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "DURE_TEST_SERVE="+dir)
	cmd.Stderr = os.Stderr
	out := must[io.ReadCloser](t)(cmd.StdoutPipe())
	ok(t, cmd.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "begun") {
		t.Errorf("the server said %q, %v", line, err)
	}
	ok(t, cmd.Process.Kill())
	_ = cmd.Wait() // it was killed
}

// queued makes a season with a proposal that waits to be formed.
func queued(t *testing.T, dir string) team.ProposalID {
	t.Helper()
	d := must[*DB](t)(Open(t.Context(), dir))
	_, season := newSeason(t, d)
	id := must[team.ProposalID](t)(d.CreateProposal(t.Context(), season.ID, "First", nil, now))
	ok(t, d.Close())
	return id
}

func TestAKilledJobGoesOn(t *testing.T) {
	dir := t.TempDir()
	id := queued(t, dir)
	killInTheMiddle(t, dir)
	d := openDir(t, dir)
	if p := must[team.Saved](t)(d.Proposal(t.Context(), id)); p.State != survey.JobRunning || string(p.Progress) != `{"moves":5}` {
		t.Errorf("after the kill the proposal is %s with progress %s", p.State, p.Progress)
	}
	d.Work(FormJob, func(ctx context.Context, id int64) error {
		return d.Finish(ctx, team.ProposalID(id), json.RawMessage(`{}`), team.Lineup{}, now)
	})
	ok(t, d.StartJobs(t.Context()))
	if p := ended(t, d, id); p.State != survey.JobDone {
		t.Errorf("after the restart the proposal is %s: %v", p.State, p.Problem)
	}
}

func TestAJobThatKillsTheProgramEnds(t *testing.T) {
	dir := t.TempDir()
	id := queued(t, dir)
	for range jobAttempts {
		killInTheMiddle(t, dir)
	}
	d := openDir(t, dir)
	d.Work(FormJob, func(context.Context, int64) error {
		t.Error("the job runs once more")
		return nil
	})
	ok(t, d.StartJobs(t.Context()))
	if p := ended(t, d, id); p.State != survey.JobFailed || p.Problem.Reason != "job_crashed" {
		t.Errorf("the proposal is %s: %v", p.State, p.Problem)
	}
}

// A disk that is full keeps a job from writing even that it failed, however often the program is started again: its row never
// waits for nobody, and once the disk is well the job is done.
func TestAJobThatCannotSaySoIsDoneLater(t *testing.T) {
	dir := t.TempDir()
	id := queued(t, dir)
	sick(t, dir, `CREATE TRIGGER sick BEFORE UPDATE ON proposals BEGIN SELECT RAISE(FAIL, 'the disk is full'); END`)
	for range jobAttempts + 1 {
		d := must[*DB](t)(Open(t.Context(), dir))
		tried := make(chan struct{}, 9)
		d.Work(FormJob, func(context.Context, int64) error {
			defer func() { tried <- struct{}{} }()
			return errors.New("disk I/O error")
		})
		ok(t, d.StartJobs(t.Context()))
		<-tried
		for ran := true; ran; pause() { // River is told
			ran = len(must[[]int64](t)(list[int64](t.Context(), d.reader, `SELECT id FROM river_job WHERE state = 'running'`))) > 0
		}
		ok(t, d.Close())
		must[Summary](t)(Check(t.Context(), dir, Options{}))
		sick(t, dir, `UPDATE river_job SET scheduled_at = CURRENT_TIMESTAMP, state = 'available' WHERE state = 'scheduled'`)
	}
	sick(t, dir, `DROP TRIGGER sick`)
	d := openDir(t, dir)
	d.Work(FormJob, func(ctx context.Context, id int64) error {
		return d.Finish(ctx, team.ProposalID(id), json.RawMessage(`{}`), team.Lineup{}, now)
	})
	ok(t, d.StartJobs(t.Context()))
	if p := ended(t, d, id); p.State != survey.JobDone {
		t.Errorf("after the disk is well the proposal is %s: %v", p.State, p.Problem)
	}
}

// What no job works for any more says that it failed, though the process ended after River had given the job up and before it was written.
func TestARowWithoutAJobFails(t *testing.T) {
	dir := t.TempDir()
	id := queued(t, dir)
	sick(t, dir, `UPDATE river_job SET state = 'discarded', finalized_at = CURRENT_TIMESTAMP`)
	if _, err := Check(t.Context(), dir, Options{}); !errors.Is(err, ErrDamaged) {
		t.Errorf("check ends with %v", err)
	}
	d := openDir(t, dir)
	ok(t, d.StartJobs(t.Context()))
	if p := ended(t, d, id); p.State != survey.JobFailed || p.Problem.Reason != "job_crashed" {
		t.Errorf("the proposal is %s: %v", p.State, p.Problem)
	}
}

// sick changes a closed database by hand.
func sick(t *testing.T, dir, statement string) {
	t.Helper()
	d := must[*DB](t)(Open(t.Context(), dir))
	ok(t, d.update(t.Context(), func(ctx context.Context, tx tx) error {
		_, err := tx.sql.ExecContext(ctx, statement)
		return err
	}))
	ok(t, d.Close())
}

// TestAnOrderlyEndLosesNoJob closes the database while a job runs; it starts anew at once the next time.
func TestAnOrderlyEndLosesNoJob(t *testing.T) {
	dir := t.TempDir()
	id := queued(t, dir)
	for range jobAttempts + 1 { // an orderly end is not counted as an attempt
		d := must[*DB](t)(Open(t.Context(), dir))
		begun := make(chan struct{})
		d.Work(FormJob, func(ctx context.Context, _ int64) error {
			close(begun)
			<-ctx.Done()
			return ctx.Err()
		})
		ok(t, d.StartJobs(t.Context()))
		<-begun
		ok(t, d.Close())
	}
	d := openDir(t, dir)
	d.Work(FormJob, func(ctx context.Context, id int64) error {
		return d.Finish(ctx, team.ProposalID(id), nil, team.Lineup{}, now)
	})
	ok(t, d.StartJobs(t.Context()))
	if p := ended(t, d, id); p.State != survey.JobDone {
		t.Errorf("the proposal is %s: %v", p.State, p.Problem)
	}
}
