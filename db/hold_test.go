package db

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
)

// testLease is how long jobs are a process's without a word where another is to take them up soon.
const testLease = time.Second

// another opens the database of d once more, as another process does, until the test ends.
func another(t *testing.T, d *DB) *DB {
	t.Helper()
	other := must[*DB](t)(OpenWith(t.Context(), d.dir, Options{Database: addressOf(d)}))
	t.Cleanup(func() { other.Close() })
	other.engine.(*server).lease = testLease
	return other
}

// dumb has a process take no job and say nothing of those it has, as if it were dead, though it goes on with them.
func dumb(d *DB) {
	go d.jobs.client.Stop(context.Background())
	d.jobs.end()
	d.jobs.tending.Wait()
}

// states are those of the jobs of a kind, in the order in which they were put in.
func states(t *testing.T, d *DB, kind string) []string {
	return must[[]string](t)(list[string](t.Context(), d.reader, "SELECT CAST(state AS TEXT) FROM river_job WHERE kind = '"+kind+"' ORDER BY id"))
}

// A job is its process's for as long as that says so, however long. Then another does it, and nothing that the first still writes counts.
func TestASilentProcessLosesItsJob(t *testing.T) {
	onlyServer(t)
	d := openNew(t)
	d.engine.(*server).lease = testLease
	_, season := newSeason(t, d)
	result := func(who string) json.RawMessage { return json.RawMessage(`{"by":"` + who + `"}`) }
	began, end, ends := make(chan bool), make(chan bool), make(chan error)
	d.Work(FormJob, func(ctx context.Context, id int64) error {
		close(began)
		<-end
		ends <- d.Finish(context.WithoutCancel(ctx), team.ProposalID(id), result("first"), team.Lineup{}, now)
		return errors.New("which is not to fail the proposal either")
	})
	ok(t, d.StartJobs(t.Context()))
	id := must[team.ProposalID](t)(d.CreateProposal(t.Context(), season.ID, "x", nil, now))
	<-began
	second, taken := another(t, d), make(chan bool)
	second.Work(FormJob, func(ctx context.Context, id int64) error {
		close(taken)
		<-end
		if err := <-ends; !errors.Is(err, errTaken) {
			t.Errorf("the first process finishes the job that is not its own any more: %v", err)
		}
		return second.Finish(ctx, team.ProposalID(id), result("second"), team.Lineup{}, now)
	})
	ok(t, second.StartJobs(t.Context()))
	select {
	case <-taken:
		t.Fatal("the job of a process that lives is taken")
	case <-time.After(3 * testLease):
	}
	dumb(d)
	<-taken
	close(end)
	if p := ended(t, second, id); p.State != survey.JobDone || string(p.Result) != string(result("second")) {
		t.Errorf("the proposal is %s with %s, want what the second process found", p.State, p.Result)
	}
	ok(t, second.jobs.client.Stop(t.Context()))
	if got := states(t, d, FormJob); !slices.Equal(got, []string{"discarded", "completed"}) {
		t.Errorf("in the queue the jobs are %q", got)
	}
}

// A job whose write takes long, as that of a large import does, is nobody else's for that.
func TestALongWriteKeepsItsJob(t *testing.T) {
	onlyServer(t)
	d := openNew(t)
	d.engine.(*server).lease, d.engine.(*server).stumble = testLease, nil
	_, season := newSeason(t, d)
	work := func(d *DB) {
		d.Work(FormJob, func(ctx context.Context, id int64) error {
			err := d.update(ctx, func(context.Context, tx) error { <-time.After(3 * testLease); return nil })
			<-time.After(testLease / 2)
			return errors.Join(err, d.Finish(ctx, team.ProposalID(id), json.RawMessage(`{}`), team.Lineup{}, now))
		})
		ok(t, d.StartJobs(t.Context()))
	}
	work(d)
	id := must[team.ProposalID](t)(d.CreateProposal(t.Context(), season.ID, "x", nil, now))
	second := another(t, d)
	work(second)
	if p := ended(t, second, id); p.State != survey.JobDone {
		t.Errorf("the proposal is %s", p.State)
	}
	ok(t, errors.Join(d.jobs.client.Stop(t.Context()), second.jobs.client.Stop(t.Context())))
	if got := states(t, d, FormJob); !slices.Equal(got, []string{"completed"}) {
		t.Errorf("in the queue the jobs are %q, want one that was done", got)
	}
}

// A job over which as many processes died as may fails.
func TestAJobOverWhichProcessesDie(t *testing.T) {
	onlyServer(t)
	d := openNew(t)
	_, season := newSeason(t, d)
	id := must[team.ProposalID](t)(d.CreateProposal(t.Context(), season.ID, "x", nil, now))
	begun, forever := make(chan bool), make(chan bool)
	defer close(forever)
	for range jobAttempts {
		dies := another(t, d)
		dies.Work(FormJob, func(context.Context, int64) error { begun <- true; <-forever; return nil })
		ok(t, dies.StartJobs(t.Context()))
		<-begun
		dumb(dies)
	}
	lives := another(t, d)
	lives.Work(FormJob, func(context.Context, int64) error { t.Error("the job is done once more"); return nil })
	ok(t, lives.StartJobs(t.Context()))
	if p := ended(t, lives, id); p.State != survey.JobFailed || p.Problem == nil || p.Problem.Reason != errCrashed.Reason {
		t.Errorf("the proposal is %s because of %v, want failed, as processes died", p.State, p.Problem)
	}
}

// A job during which the database is away for a while is begun anew.
func TestAJobOutlivesTheDatabase(t *testing.T) {
	onlyServer(t)
	d := openNew(t)
	_, season := newSeason(t, d)
	tries := 0
	d.Work(FormJob, func(ctx context.Context, id int64) error {
		if tries++; tries <= jobAttempts {
			return fmt.Errorf("members: %w", ErrUnreachable)
		}
		return d.Finish(ctx, team.ProposalID(id), json.RawMessage(`{}`), team.Lineup{}, now)
	})
	id := must[team.ProposalID](t)(d.CreateProposal(t.Context(), season.ID, "x", nil, now))
	ok(t, d.StartJobs(t.Context()))
	if p := ended(t, d, id); p.State != survey.JobDone {
		t.Errorf("a job that the database was away for is %s", p.State)
	}
}

// Of several processes one sends letters. Another goes on where it died, but for what it had sent.
func TestOneProcessSendsLetters(t *testing.T) {
	onlyServer(t)
	d := openNew(t)
	d.engine.(*server).lease = testLease
	_, season := newSeason(t, d)
	first := newMember(t, d, season.ID, "first")
	mail := func(m survey.Member) {
		must[int](t)(d.MailMembers(t.Context(), season.ID, survey.LinkLetter, []survey.MemberID{m.ID}, "", time.Now()))
	}
	sent, stuck, goes := make(chan survey.MemberID, 99), make(chan survey.Letter, 1), make(chan bool)
	sends := func(d *DB, slow bool) {
		d.Work(MailJob, func(ctx context.Context, _ int64) error {
			for {
				l, err := d.NextLetter(ctx, time.Now())
				if errors.Is(err, survey.ErrNotFound) {
					return nil
				}
				if err != nil {
					return err
				}
				if sent <- l.Member; slow {
					stuck <- l
					<-goes
				}
				if err := d.LetterSent(ctx, l, time.Now()); err != nil {
					return err
				}
			}
		})
		ok(t, d.StartJobs(t.Context()))
	}
	sends(d, true)
	mail(first)
	letter := <-stuck
	second := another(t, d)
	sends(second, false)
	for _, name := range []string{"a", "b", "c"} {
		mail(newMember(t, d, season.ID, name))
	}
	<-time.After(2 * testLease)
	if n := len(sent); n != 1 {
		t.Fatalf("while a process sends the first letter, %d were sent", n)
	}
	ok(t, d.LetterSent(t.Context(), letter, time.Now())) // the last that it could write
	dumb(d)
	got := map[survey.MemberID]int{}
	for range 4 {
		select {
		case id := <-sent:
			got[id]++
		case <-time.After(15 * time.Second):
			t.Fatalf("15 s after a process died that sent letters, %v were sent", got)
		}
	}
	close(goes)
	<-time.After(testLease)
	if len(got) != 4 || len(sent) != 0 {
		t.Errorf("letters went to %v and to %d more, want one to each of four", got, len(sent))
	}
}

// What one does for all, one of several processes does, and another where it ends.
func TestOneProcessLeads(t *testing.T) {
	onlyServer(t)
	d := openNew(t)
	other := another(t, d)
	ok(t, d.StartJobs(t.Context()))
	if !d.Lead(t.Context()) {
		t.Fatal("a process alone does not lead")
	}
	ok(t, other.StartJobs(t.Context()))
	if other.Lead(short(t)) {
		t.Error("two processes lead")
	}
	ok(t, d.Close())
	if !other.Lead(t.Context()) {
		t.Error("nobody leads once the first process ended")
	}
}

// short is a context that ends in a moment.
func short(t *testing.T) context.Context {
	ctx, end := context.WithTimeout(t.Context(), testLease)
	t.Cleanup(end)
	return ctx
}
