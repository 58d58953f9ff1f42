package db

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"dure/db/query"
	"dure/ml/fit"
	"dure/ml/tune"
	"dure/survey"
)

// CreateModel keeps a version of the club's model that is to be trained as request says, JSON, and queues its training.
// While another is being trained it is an [survey.InvalidError] "training".
func (d *DB) CreateModel(ctx context.Context, club survey.ClubID, request json.RawMessage, now time.Time) (fit.VersionID, error) {
	var id int64
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		if err := noTraining(ctx, t, int64(club)); err != nil {
			return err
		}
		var err error
		id, err = t.InsertModel(ctx, query.InsertModelParams{
			ClubID: int64(club), State: string(survey.JobQueued), Request: string(request), Model: []byte{}, Created: millis(now),
		})
		if err != nil {
			return err
		}
		if err := t.log(ctx, survey.Act{Club: club, What: survey.TrainedModel}); err != nil {
			return err
		}
		return errors.Join(t.made(ctx, id), d.enqueue(ctx, t, trainArgs{rowArgs{id}}))
	})
	return fit.VersionID(id), wrap(err, "create model of club %d", club)
}

func noTraining(ctx context.Context, t tx, club int64) error {
	n, err := t.OpenModels(ctx, club)
	if err == nil && n > 0 {
		err = &survey.InvalidError{Reason: "training"}
	}
	return err
}

// ResumeModel queues the training of a version that was stopped or that failed. It goes on with the trials that there are.
func (d *DB) ResumeModel(ctx context.Context, id fit.VersionID, now time.Time) error {
	return d.changeModel(ctx, id, "resume model", func(ctx context.Context, t tx, m query.ModelRow) error {
		if s := survey.JobState(m.State); s != survey.JobStopped && s != survey.JobFailed {
			return &survey.InvalidError{Reason: "training"}
		}
		if err := noTraining(ctx, t, m.ClubID); err != nil {
			return err
		}
		t.tell(survey.ModelTopic, m.ID)
		if err := t.QueueModel(ctx, query.QueueModelParams{ID: m.ID, Updated: millis(now)}); err != nil {
			return err
		}
		return errors.Join(t.made(ctx, m.ID), d.enqueue(ctx, t, trainArgs{rowArgs{m.ID}}))
	})
}

// changeModel runs do on a version and says in an error what it was about.
func (d *DB) changeModel(ctx context.Context, id fit.VersionID, what string, do func(context.Context, tx, query.ModelRow) error) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		m, err := t.Model(ctx, int64(id))
		if err != nil {
			return missing(err)
		}
		return do(ctx, t, m)
	})
	return wrap(err, "%s %d", what, id)
}

// Model returns a version of a club's model.
func (d *DB) Model(ctx context.Context, id fit.VersionID) (fit.Version, error) {
	r, err := d.read.Model(ctx, int64(id))
	if err != nil {
		return fit.Version{}, fmt.Errorf("model %d: %w", id, missing(classify(err)))
	}
	return versionOf(r)
}

// Models returns the versions of a club's model, the newest first.
func (d *DB) Models(ctx context.Context, club survey.ClubID) ([]fit.Version, error) {
	rows, err := d.read.Models(ctx, int64(club))
	if err != nil {
		return nil, fmt.Errorf("models of club %d: %w", club, classify(err))
	}
	return decodeEach(rows, func(r query.ModelsRow) (fit.Version, error) { return versionOf(query.ModelRow(r)) })
}

func versionOf(r query.ModelRow) (fit.Version, error) {
	v := fit.Version{
		ID: fit.VersionID(r.ID), Club: survey.ClubID(r.ClubID), Number: int(r.Version), State: survey.JobState(r.State), Request: raw(r.Request),
		Progress: raw(r.Progress), Report: raw(r.Report), Data: r.DataHash, Stop: r.Stop, Withdrawn: fromMillis(r.Withdrawn), InUse: r.Used,
		Created: fromMillis(r.Created), Updated: fromMillis(r.Updated),
	}
	return v, decode(r.Problem, &v.Problem)
}

// ModelFile returns a trained version as it was written; it is empty where the version is not trained or was withdrawn.
func (d *DB) ModelFile(ctx context.Context, id fit.VersionID) ([]byte, error) {
	b, err := d.read.ModelFile(ctx, int64(id))
	return b, wrap(missing(classify(err)), "file of model %d", id)
}

// ModelSeasons returns the seasons whose members a version has learned from.
func (d *DB) ModelSeasons(ctx context.Context, id fit.VersionID) (map[survey.SeasonID]bool, error) {
	rows, err := d.read.ModelSeasons(ctx, int64(id))
	return setOf[survey.SeasonID](rows), wrap(classify(err), "seasons of model %d", id)
}

// ModelInUse returns the version that a club uses, or [survey.ErrNotFound].
func (d *DB) ModelInUse(ctx context.Context, club survey.ClubID) (fit.VersionID, error) {
	id, err := d.read.UsedModel(ctx, int64(club))
	return fit.VersionID(id), wrap(missing(classify(err)), "model in use of club %d", club)
}

// SeasonModel returns the file of the version that the season's club uses, or [survey.ErrNotFound].
func (d *DB) SeasonModel(ctx context.Context, id survey.SeasonID) ([]byte, error) {
	s, err := d.Season(ctx, id)
	if err != nil {
		return nil, err
	}
	model, err := d.ModelInUse(ctx, s.Club)
	if err != nil {
		return nil, err
	}
	return d.ModelFile(ctx, model)
}

// SetModelProgress keeps how far a training is, JSON.
func (d *DB) SetModelProgress(ctx context.Context, id fit.VersionID, progress json.RawMessage) error {
	err := d.updateLazily(ctx, func(ctx context.Context, t tx) error {
		t.tell(survey.ModelTopic, int64(id))
		return t.SetModelProgress(ctx, query.SetModelProgressParams{ID: int64(id), Progress: string(progress)})
	})
	return wrap(err, "progress of model %d", id)
}

// RequestModelStop asks a training to end. One that is over is left as it is.
func (d *DB) RequestModelStop(ctx context.Context, id fit.VersionID) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		t.tell(survey.ModelTopic, int64(id))
		return t.StopModel(ctx, int64(id))
	})
	if err == nil {
		d.jobs.stopJob(job{TrainJob, int64(id)})
	}
	return wrap(err, "stop model %d", id)
}

// FinishModel keeps what a training has found. Where one of the members is erased by now, nothing is kept, and the error
// is [survey.ErrNotFound]: it has to be trained anew. A model deleted in the meantime is no error.
func (d *DB) FinishModel(ctx context.Context, id fit.VersionID, found fit.Trained, now time.Time) error {
	return d.changeModel(ctx, id, "finish model", func(ctx context.Context, t tx, m query.ModelRow) error {
		if survey.JobState(m.State).Ended() {
			return nil
		}
		for _, member := range found.Members {
			if _, err := t.Member(ctx, int64(member)); err != nil {
				return missing(err)
			}
			if err := t.InsertModelMember(ctx, query.InsertModelMemberParams{ModelID: m.ID, MemberID: int64(member)}); err != nil {
				return err
			}
		}
		t.tell(survey.ModelTopic, m.ID)
		err := t.FinishModel(ctx, query.FinishModelParams{
			ID: m.ID, Report: string(found.Report), Model: append([]byte{}, found.Model...), DataHash: found.Data, Updated: millis(now),
		})
		if err != nil {
			return err
		}
		if !found.Use {
			return t.UseNoModel(ctx, m.ClubID)
		}
		return t.UseModel(ctx, query.UseModelParams{ClubID: m.ClubID, ModelID: m.ID, Since: millis(now)})
	})
}

// StopModel ends a training that somebody stopped. Its trials stay, for it to be resumed.
func (d *DB) StopModel(ctx context.Context, id fit.VersionID) error {
	return d.endModel(ctx, id, survey.JobStopped, "")
}

func (d *DB) failModel(ctx context.Context, id fit.VersionID, why *survey.InvalidError) error {
	problem, err := encode(why)
	if err != nil {
		return err
	}
	return d.endModel(ctx, id, survey.JobFailed, problem)
}

func (d *DB) endModel(ctx context.Context, id fit.VersionID, state survey.JobState, problem string) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		t.tell(survey.ModelTopic, int64(id))
		return t.EndModel(ctx, query.EndModelParams{ID: int64(id), State: string(state), Problem: problem})
	})
	return wrap(err, "end training of model %d", id)
}

// UseModel has the club use a version from now on. One that is not trained, or that was withdrawn, is an
// [survey.InvalidError] "model_unusable".
func (d *DB) UseModel(ctx context.Context, id fit.VersionID, now time.Time) error {
	return d.changeModel(ctx, id, "use model", func(ctx context.Context, t tx, m query.ModelRow) error {
		if survey.JobState(m.State) != survey.JobDone || m.Withdrawn != 0 {
			return &survey.InvalidError{Reason: "model_unusable"}
		}
		if err := modelRead(ctx, t, m.ClubID, m.ID); err != nil {
			return err
		}
		return t.UseModel(ctx, query.UseModelParams{ClubID: m.ClubID, ModelID: m.ID, Since: millis(now)})
	})
}

// UseNoModel has the club use no model.
func (d *DB) UseNoModel(ctx context.Context, club survey.ClubID) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		if err := modelRead(ctx, t, int64(club), 0); err != nil {
			return err
		}
		return t.UseNoModel(ctx, int64(club))
	})
	return wrap(err, "use no model in club %d", club)
}

// modelRead is [asRead] of which version a club uses, 0 for none, and which it is to use.
func modelRead(ctx context.Context, t tx, club, next int64) error {
	now, err := t.UsedModel(ctx, club)
	if err := missing(err); err != nil && !errors.Is(err, survey.ErrNotFound) {
		return err
	}
	return asRead(ctx, fmt.Sprint(now), fmt.Sprint(next))
}

// withdraw takes back what was learned from somebody who is being erased: the models, but for what they were worth.
func withdraw(ctx context.Context, t tx, models []int64, err error) error {
	for _, id := range models {
		if err == nil {
			err = t.WithdrawModel(ctx, query.WithdrawModelParams{ID: id, Withdrawn: millis(time.Now()), Model: []byte{}})
		}
		if err == nil {
			err = errors.Join(t.UseNotModel(ctx, id), t.DeleteModelTrials(ctx, sqlID(id)))
		}
	}
	return err
}

// ModelStudy opens a study of a model's training, or begins it. Leases are renewed until ctx ends.
func (d *DB) ModelStudy(ctx context.Context, id fit.VersionID, name string) (tune.Store, error) {
	s, err := d.openStudy(ctx, fmt.Sprintf("model %d: %s", id, name), id)
	if err != nil {
		return nil, err
	}
	go s.renew(ctx)
	return s, nil
}

// ModelTrials returns the trials of a model's study, none before it begins.
func (d *DB) ModelTrials(ctx context.Context, id fit.VersionID, name string) ([]tune.Record, error) {
	study, err := d.read.StudyID(ctx, fmt.Sprintf("model %d: %s", id, name))
	if ifThere(err) == nil && err != nil {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("study %s of model %d: %w", name, id, classify(err))
	}
	records, _, err := (&Study{db: d, id: study}).Since(ctx, 0)
	return records, err
}
