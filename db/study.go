package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"dure/db/query"
	"dure/ml/fit"
	"dure/ml/tune"
	"dure/survey"
)

// studyLease is after how long without a sign of its worker a trial is taken up by another. A worker gives one three
// times as often.
const studyLease = 30 * time.Second

// A Study is a [tune.Store] in a database. Several workers and programs may share it: each trial is leased to who began
// it, and the lease is renewed for as long as they live. A trial of one who is gone is taken up again with the settings
// it had. Should they come back after all, what they save of it does not count.
type Study struct {
	db     *DB
	id     int64
	model  fit.VersionID // whose it is, 0 for none
	holder string        // who has the trials that are begun here
	lease  time.Duration
	now    func() time.Time // for leases
}

// openStudy opens the study of a name, or begins one.
func (d *DB) openStudy(ctx context.Context, name string, model fit.VersionID) (*Study, error) {
	s := &Study{db: d, model: model, holder: rand.Text(), lease: studyLease, now: time.Now}
	err := d.update(ctx, func(ctx context.Context, t tx) (err error) {
		if err := t.InsertStudy(ctx, query.InsertStudyParams{Name: name, ModelID: sqlID(model)}); err != nil {
			return err
		}
		if s.id, err = t.StudyID(ctx, name); err != nil {
			return err
		}
		return s.putBack(ctx, t)
	})
	return s, wrap(err, "open study %s", name)
}

// renew renews leases until ctx ends. A renewal that does not succeed is made up for by the next.
func (s *Study) renew(ctx context.Context) {
	tick := time.NewTicker(s.lease / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			_ = s.renewOnce(ctx)
		}
	}
}

func (s *Study) renewOnce(ctx context.Context) error {
	return s.db.updateLazily(ctx, func(ctx context.Context, t tx) error {
		err := t.RenewTrials(ctx, query.RenewTrialsParams{StudyID: s.id, Holder: s.holder, Lease: s.until(tune.Running)})
		if err != nil {
			return err
		}
		return s.putBack(ctx, t)
	})
}

// putBack has trials whose workers are lost wait, so that whoever follows the study learns that they are to be begun anew.
func (s *Study) putBack(ctx context.Context, t tx) error {
	lost, err := t.LostTrials(ctx, query.LostTrialsParams{StudyID: s.id, Lease: s.now().UnixMilli()})
	for _, text := range lost {
		var r tune.Record
		if err := decode(text, &r); err != nil {
			return err
		}
		version, err := t.ChangeStudy(ctx, s.id)
		if err != nil {
			return err
		}
		if err := s.put(ctx, t, tune.Record{Number: r.Number, State: tune.Waiting, Fixed: r.Map()}, version); err != nil {
			return err
		}
	}
	return err
}

// Begin implements [tune.Store].
func (s *Study) Begin(ctx context.Context, now time.Time) (r tune.Record, err error) {
	err = s.change(ctx, func(ctx context.Context, t tx, version int64) error {
		if r, err = s.next(ctx, t); err != nil {
			return err
		}
		if r.State == tune.Running {
			r.Fixed = r.Map() // its worker was lost just now
		}
		r = tune.Record{Number: r.Number, State: tune.Running, Fixed: r.Fixed, Began: now}
		return s.put(ctx, t, r, version)
	})
	return r, wrap(err, "begin a trial")
}

// change runs do in a transaction with the study's next version. Whoever else changes the study waits, so that versions
// come in the order of commits.
func (s *Study) change(ctx context.Context, do func(ctx context.Context, t tx, version int64) error) error {
	return s.db.updateLazily(ctx, func(ctx context.Context, t tx) error {
		version, err := t.ChangeStudy(ctx, s.id)
		if err != nil {
			return missing(err) // erased with its model
		}
		return do(ctx, t, version)
	})
}

// next returns the trial to take up: one that waits, one whose worker is lost, or a new one.
func (s *Study) next(ctx context.Context, t tx) (r tune.Record, err error) {
	text, err := t.OpenTrial(ctx, query.OpenTrialParams{StudyID: s.id, Lease: s.now().UnixMilli()})
	if errors.Is(err, sql.ErrNoRows) {
		r.Number, err = s.number(ctx, t)
		return r, err
	}
	if err != nil {
		return r, err
	}
	return r, decode(text, &r)
}

func (s *Study) number(ctx context.Context, t tx) (int, error) {
	n, err := t.NewTrialNumber(ctx, s.id)
	return int(n), err
}

// Save implements [tune.Store].
func (s *Study) Save(ctx context.Context, r tune.Record) (int, error) {
	n := r.Number
	err := s.change(ctx, func(ctx context.Context, t tx, version int64) (err error) {
		if n < 0 {
			if r.Number, err = s.number(ctx, t); err != nil {
				return err
			}
		}
		return s.put(ctx, t, r, version)
	})
	return r.Number, wrap(err, "save trial %d", r.Number)
}

// put keeps r, unless another has taken up the trial or ended it.
func (s *Study) put(ctx context.Context, t tx, r tune.Record, version int64) error {
	text, err := encode(finite(r))
	if err != nil {
		return err
	}
	if s.model != 0 {
		t.tell(survey.ModelTopic, int64(s.model))
	}
	return t.PutTrial(ctx, query.PutTrialParams{
		StudyID: s.id, Number: int64(r.Number), State: string(r.State), Record: text, Version: version,
		Holder: s.holder, Lease: s.until(r.State), Now: s.now().UnixMilli(),
	})
}

// until is when another may begin a trial of the state.
func (s *Study) until(state tune.State) int64 {
	switch state {
	case tune.Waiting:
		return 0
	case tune.Running:
		return s.now().Add(s.lease).UnixMilli()
	}
	return math.MaxInt64
}

// finite returns r as JSON can hold it: without the steps at which there was no number.
func finite(r tune.Record) tune.Record {
	odd := func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }
	if slices.ContainsFunc(r.Steps, func(s tune.Step) bool { return odd(s.Value) }) {
		r.Steps = slices.DeleteFunc(slices.Clone(r.Steps), func(s tune.Step) bool { return odd(s.Value) })
	}
	return r
}

// Since implements [tune.Store].
func (s *Study) Since(ctx context.Context, version int64) ([]tune.Record, int64, error) {
	rows, err := s.db.read.TrialsSince(ctx, query.TrialsSinceParams{StudyID: s.id, Version: version})
	if err != nil {
		return nil, version, fmt.Errorf("trials: %w", classify(err))
	}
	out, last := make([]tune.Record, len(rows)), version
	for i, row := range rows {
		if err := decode(row.Record, &out[i]); err != nil {
			return nil, version, fmt.Errorf("trials: %w", err)
		}
		last = max(last, row.Version)
	}
	return out, last, nil
}
