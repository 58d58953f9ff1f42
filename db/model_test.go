package db

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"dure/ml/fit"
	"dure/ml/tune"
	"dure/survey"
)

// trained makes a version that has learned from the members.
func trained(t *testing.T, d *DB, club survey.ClubID, use bool, members ...survey.MemberID) fit.VersionID {
	t.Helper()
	id := must[fit.VersionID](t)(d.CreateModel(t.Context(), club, json.RawMessage(`{"seed":1}`), now))
	ok(t, d.FinishModel(t.Context(), id, fit.Trained{Report: json.RawMessage(`{"rows":3}`), Model: []byte("net"), Data: "abc", Members: members, Use: use}, now))
	return id
}

// because reports whether the error is one that a person can correct, for the reason.
func because(err error, reason survey.Key) bool {
	e, ok := errors.AsType[*survey.InvalidError](err)
	return ok && e.Reason == reason
}

func TestModelVersions(t *testing.T) {
	d := openNew(t)
	_, season := newSeason(t, d)
	ctx, club := t.Context(), season.Club
	id := must[fit.VersionID](t)(d.CreateModel(ctx, club, json.RawMessage(`{"seed":1}`), now))
	if _, err := d.CreateModel(ctx, club, nil, now); !because(err, "training") {
		t.Errorf("a second training beside the first gives %v", err)
	}
	if err := d.UseModel(ctx, id, now); !because(err, "model_unusable") {
		t.Errorf("using a version that is not trained gives %v", err)
	}
	ok(t, d.SetModelProgress(ctx, id, json.RawMessage(`{"share":0.5}`)))
	if v := must[fit.Version](t)(d.Model(ctx, id)); v.State != survey.JobRunning || string(v.Progress) != `{"share":0.5}` || v.Number != 1 {
		t.Errorf("while it is trained the version is %+v", v)
	}
	ok(t, d.RequestModelStop(ctx, id))
	ok(t, d.StopModel(ctx, id))
	ok(t, d.ResumeModel(ctx, id, now))
	if v := must[fit.Version](t)(d.Model(ctx, id)); v.State != survey.JobQueued || v.Stop {
		t.Errorf("resumed, the version is %s, to stop: %v", v.State, v.Stop)
	}
	ok(t, d.FinishModel(ctx, id, fit.Trained{Report: json.RawMessage(`{}`), Model: []byte("net"), Data: "abc", Use: true}, now))
	if err := d.ResumeModel(ctx, id, now); !because(err, "training") {
		t.Errorf("resuming a version that is done gives %v", err)
	}

	second := trained(t, d, club, true)
	if got := must[fit.VersionID](t)(d.ModelInUse(ctx, club)); got != second {
		t.Errorf("version %d is in use, want the newest, %d", got, second)
	}
	ok(t, d.UseModel(ctx, id, now))
	all := must[[]fit.Version](t)(d.Models(ctx, club))
	if len(all) != 2 || all[0].ID != second || all[0].InUse || !all[1].InUse || all[1].Data != "abc" {
		t.Errorf("after putting the first back the versions are %+v", all)
	}
	if b := must[[]byte](t)(d.ModelFile(ctx, id)); string(b) != "net" {
		t.Errorf("the file of the model is %q", b)
	}
	trained(t, d, club, false)
	if _, err := d.ModelInUse(ctx, club); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("after a training that found nothing to use, in use is %v", err)
	}
}

// TestAnErasedMembersModelIsWithdrawn erases whoever a model has learned from, and a season.
func TestAnErasedMembersModelIsWithdrawn(t *testing.T) {
	d := openNew(t)
	_, season := newSeason(t, d)
	ctx := t.Context()
	a := must[survey.Member](t)(d.AddMember(ctx, survey.Member{Season: season.ID, Name: "A"}, now))
	b := must[survey.Member](t)(d.AddMember(ctx, survey.Member{Season: season.ID, Name: "B"}, now))
	ofA, ofB, ofNobody := trained(t, d, season.Club, false, a.ID), trained(t, d, season.Club, false, b.ID), trained(t, d, season.Club, false)
	both := trained(t, d, season.Club, true, a.ID, b.ID)
	store := must[tune.Store](t)(d.ModelStudy(ctx, both, "net"))
	must[tune.Record](t)(store.Begin(ctx, now))
	if seasons := must[map[survey.SeasonID]bool](t)(d.ModelSeasons(ctx, both)); !seasons[season.ID] || len(seasons) != 1 {
		t.Errorf("the model has learned from seasons %v", seasons)
	}

	ok(t, d.EraseMember(ctx, a.ID, false, nil, now))
	gone := func(id fit.VersionID) bool {
		t.Helper()
		return !must[fit.Version](t)(d.Model(ctx, id)).Withdrawn.IsZero() && len(must[[]byte](t)(d.ModelFile(ctx, id))) == 0
	}
	if !gone(ofA) || !gone(both) || gone(ofB) || gone(ofNobody) {
		t.Errorf("withdrawn: of A %v, of both %v, of B %v, of nobody %v", gone(ofA), gone(both), gone(ofB), gone(ofNobody))
	}
	if _, err := d.ModelInUse(ctx, season.Club); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("a withdrawn model is in use: %v", err)
	}
	if err := d.UseModel(ctx, both, now); !because(err, "model_unusable") {
		t.Errorf("using a withdrawn model gives %v", err)
	}
	if records := must[[]tune.Record](t)(d.ModelTrials(ctx, both, "net")); len(records) != 0 {
		t.Errorf("the withdrawn model has %d trials", len(records))
	}
	id := must[fit.VersionID](t)(d.CreateModel(ctx, season.Club, nil, now))
	if err := d.FinishModel(ctx, id, fit.Trained{Members: []survey.MemberID{a.ID}}, now); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("a model of an erased member is finished: %v", err)
	}
	ok(t, d.DeleteSeason(ctx, season.ID))
	if !gone(ofB) || gone(ofNobody) {
		t.Errorf("with the season gone, withdrawn: of B %v, of nobody %v", gone(ofB), gone(ofNobody))
	}
}

func TestHistories(t *testing.T) {
	d := openNew(t)
	owner, season := newSeason(t, d)
	ctx := t.Context()
	id := must[fit.FileID](t)(d.StoreHistory(ctx, fit.File{Club: season.Club, By: owner.ID, Name: "past.csv", Data: []byte("a,b")}, now))
	ok(t, d.MapHistory(ctx, id, `{"rating":"b"}`))
	f := must[fit.File](t)(d.History(ctx, id))
	all := must[[]fit.File](t)(d.Histories(ctx, season.Club))
	if f.Mapping != `{"rating":"b"}` || f.By != owner.ID || string(f.Data) != "a,b" || len(all) != 1 || all[0].Name != "past.csv" {
		t.Errorf("the file is %+v, the club's are %+v", f, all)
	}
	ok(t, d.DeleteHistory(ctx, id))
	if _, err := d.History(ctx, id); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("a deleted file gives %v", err)
	}
}

func TestTrainingIsAJob(t *testing.T) {
	d := openNew(t)
	_, season := newSeason(t, d)
	begun, stopped := make(chan int64, 2), make(chan error, 2)
	d.Work(TrainJob, func(ctx context.Context, id int64) error {
		begun <- id
		<-ctx.Done()
		stopped <- context.Cause(ctx)
		return d.StopModel(context.WithoutCancel(ctx), fit.VersionID(id))
	})
	ok(t, d.StartJobs(t.Context()))
	id := must[fit.VersionID](t)(d.CreateModel(t.Context(), season.Club, nil, now))
	if got := <-begun; got != int64(id) {
		t.Errorf("version %d is trained, want %d", got, id)
	}
	ok(t, d.RequestModelStop(t.Context(), id))
	<-stopped
	for v := (fit.Version{}); v.State != survey.JobStopped; {
		v = must[fit.Version](t)(d.Model(t.Context(), id))
	}
}
