package job

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"dure/clustering/team"
	"dure/ml/fit"
	"dure/ml/tune"
	"dure/survey"
)

// TrainStore is what learning from past teams needs of storage.
type TrainStore interface {
	PastStore
	Model(context.Context, fit.VersionID) (fit.Version, error)
	SetModelProgress(context.Context, fit.VersionID, json.RawMessage) error
	// FinishModel returns [survey.ErrNotFound] where one of the members was erased in the meantime.
	FinishModel(ctx context.Context, id fit.VersionID, found fit.Trained, now time.Time) error
	StopModel(context.Context, fit.VersionID) error
	ModelStudy(ctx context.Context, id fit.VersionID, name string) (tune.Store, error)
}

// A Training is the request of a model's version.
type Training struct {
	Seed uint64 `json:"seed"`
}

// trainings is how often a training begins anew because somebody was erased while it ran.
const trainings = 3

// Train trains a version of a club's model. If ctx ends with [team.ErrStopped], the version is stopped and can be
// resumed; if it ends otherwise, the work can begin again. Either way the trials of the tuning are kept.
func Train(ctx context.Context, store TrainStore, id fit.VersionID, now func() time.Time) error {
	whole := context.WithoutCancel(ctx)
	v, err := store.Model(whole, id)
	if errors.Is(err, survey.ErrNotFound) || err == nil && v.State.Ended() {
		return nil // deleted, or trained before the program ended
	}
	if err != nil {
		return err
	}
	var r Training
	if err := json.Unmarshal(v.Request, &r); err != nil {
		return err
	}
	for range trainings {
		if err = train(ctx, store, v, r, now); !errors.Is(err, survey.ErrNotFound) {
			break
		}
	}
	if err != nil && errors.Is(context.Cause(ctx), team.ErrStopped) {
		return store.StopModel(whole, id)
	}
	return err
}

func train(ctx context.Context, store TrainStore, v fit.Version, r Training, now func() time.Time) error {
	past, err := ReadPast(ctx, store, v.Club)
	if err != nil {
		return err
	}
	h, err := past.History()
	if err != nil {
		return err
	}
	hash := h.Hash()
	keep := keeping[TrainProgress](now, func(p json.RawMessage) error { return store.SetModelProgress(ctx, v.ID, p) })
	report := func(p fit.Progress) { keep(TrainProgress{p, hash}) }
	report(fit.Progress{})
	found, err := fit.Train(ctx, h, fit.Options{Seed: r.Seed, Now: now, Study: func(ctx context.Context, name string) (tune.Store, error) {
		return store.ModelStudy(ctx, v.ID, StudyName(hash, name))
	}}, report)
	if err != nil {
		return err
	}
	out := fit.Trained{Data: hash, Members: past.Members(), Use: found.Model.Refused() == nil}
	var file bytes.Buffer
	if err := found.Model.Save(&file); err != nil {
		return err
	}
	out.Model = file.Bytes()
	if out.Report, err = json.Marshal(found.Report); err != nil {
		return err
	}
	return store.FinishModel(context.WithoutCancel(ctx), v.ID, out, now())
}

// StudyName names a tuning of a training by what is learned from, so that trials of other data do not count.
func StudyName(data, name string) string { return data + " " + name }

// TrainProgress is what a version's Progress holds.
type TrainProgress struct {
	fit.Progress
	Data string `json:"data"` // [fit.History.Hash], by which the tuning can be found
}

// ModelStore gives the fit model that a season's teams can be formed by.
type ModelStore interface {
	ModelInUse(context.Context, survey.ClubID) (fit.VersionID, error)
	ModelFile(context.Context, fit.VersionID) ([]byte, error)
}

// LoadModel returns the model that a club uses and its version, or [survey.ErrNotFound].
func LoadModel(ctx context.Context, store ModelStore, club survey.ClubID) (*fit.Model, fit.VersionID, error) {
	id, err := store.ModelInUse(ctx, club)
	if err != nil {
		return nil, 0, err
	}
	m, err := LoadVersion(ctx, store, id)
	return m, id, err
}

// LoadVersion returns the model of a version that was trained and not withdrawn.
func LoadVersion(ctx context.Context, store ModelStore, id fit.VersionID) (*fit.Model, error) {
	file, err := store.ModelFile(ctx, id)
	if err != nil {
		return nil, err
	}
	m, err := fit.Load(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("model %d: %w", id, err)
	}
	return m, nil
}
