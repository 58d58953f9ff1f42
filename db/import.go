package db

import (
	"cmp"
	"context"
	"errors"
	"time"

	"dure/db/query"
	"dure/survey"
)

// StoreImport keeps a file until its columns are assigned, and returns its id. One whose state is [survey.JobQueued] is read by a job first. [DB.Chores] erases those that nobody goes on with.
func (d *DB) StoreImport(ctx context.Context, im survey.Import, now time.Time) (survey.ImportID, error) {
	var id int64
	err := d.update(ctx, func(ctx context.Context, t tx) (err error) {
		id, err = t.InsertImport(ctx, query.InsertImportParams{
			SeasonID: int64(im.Season), OrganizerID: sqlID(im.By), File: im.File, Shape: im.Shape, Data: append([]byte{}, im.Data...), Created: millis(now),
			State: string(cmp.Or(im.State, survey.JobMapping)),
		})
		if err == nil && im.State == survey.JobQueued {
			err = d.enqueue(ctx, t, importArgs{rowArgs{id}})
		}
		return errors.Join(err, t.made(ctx, id))
	})
	return survey.ImportID(id), wrap(err, "store file to import into season %d", im.Season)
}

// KeepRead keeps what was read of a file in its place, so that its columns can be assigned. Of one that was stopped it keeps nothing.
func (d *DB) KeepRead(ctx context.Context, id survey.ImportID, data []byte, shape string) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		t.tell(survey.ImportTopic, int64(id))
		return errors.Join(t.KeepRead(ctx, query.KeepReadParams{ID: int64(id), Data: data, Shape: shape}), t.DeleteImportProgress(ctx, int64(id)))
	})
	return wrap(err, "keep the rows of import %d", id)
}

// DropImport ends the reading of a file and erases it. One that was read, or is none, stays.
func (d *DB) DropImport(ctx context.Context, id survey.ImportID) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		t.tell(survey.ImportTopic, int64(id))
		n, err := t.DropImport(ctx, int64(id))
		if err != nil || n == 0 {
			return err
		}
		t.erased()
		return nil
	})
	if err == nil {
		d.jobs.stopJob(job{ImportJob, int64(id)})
	}
	return wrap(err, "stop reading import %d", id)
}

// importGone reports whether there is nothing any more to work for.
func (d *DB) importGone(ctx context.Context, id int64) (bool, error) {
	_, err := d.read.ImportState(ctx, id)
	return false, err
}

// Import returns an import.
func (d *DB) Import(ctx context.Context, id survey.ImportID) (survey.Import, error) {
	r, err := d.read.ImportByID(ctx, int64(id))
	im, err := d.withProgress(ctx, imported(r), err)
	return im, wrap(missing(classify(err)), "import %d", id)
}

// ImportPulse returns of an import only what moves while somebody follows it: not its file, which may be as large as files may be.
func (d *DB) ImportPulse(ctx context.Context, id survey.ImportID) (survey.Import, error) {
	r, err := d.read.ImportPulse(ctx, int64(id))
	im := survey.Import{ID: id, Season: survey.SeasonID(r.SeasonID), File: r.File, Mapping: r.Mapping, State: survey.JobState(r.State), Progress: r.Progress}
	im, err = d.withProgress(ctx, im, err)
	return im, wrap(missing(classify(err)), "pulse of import %d", id)
}

// withProgress is an import with how far it is, which is kept beside it.
func (d *DB) withProgress(ctx context.Context, im survey.Import, err error) (survey.Import, error) {
	if err != nil {
		return im, err
	}
	progress, none := d.read.ImportProgress(ctx, int64(im.ID))
	im.Progress = cmp.Or(progress, im.Progress) // that of one before was kept in its row
	im.Rows, im.Saved, err = d.saved(ctx, im)
	return im, errors.Join(ifThere(none), err)
}

// saved is how many rows an import has that is being brought in, and how many of them are in the season.
func (d *DB) saved(ctx context.Context, im survey.Import) (rows, saved int, err error) {
	if im.State.Ended() {
		return 0, 0, nil
	}
	run, err := importRunOf(ctx, d.read, int64(im.ID))
	return run.Rows, run.Saved, ifThere(err)
}

func imported(r query.Import) survey.Import {
	return survey.Import{
		ID: survey.ImportID(r.ID), Season: survey.SeasonID(r.SeasonID), By: survey.OrganizerID(r.OrganizerID.Int64), File: r.File, Data: r.Data,
		Mapping: r.Mapping, State: survey.JobState(r.State), Progress: r.Progress, Result: r.Result, Created: fromMillis(r.Created), Shape: r.Shape,
	}
}

// StartImport queues an import with a mapping, JSON. One that failed may be started again; one
// that is under way or done is an [survey.InvalidError] "import_started".
func (d *DB) StartImport(ctx context.Context, id survey.ImportID, mapping string) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		if err := waitingImport(ctx, t, id, survey.JobQueued, mapping); err != nil {
			return err
		}
		if err := keepReading(ctx, t, id); err != nil {
			return err
		}
		return d.enqueue(ctx, t, importArgs{rowArgs{int64(id)}})
	})
	return wrap(err, "start import %d", id)
}

// keepReading remembers how a file was read for the next one with the same columns.
func keepReading(ctx context.Context, t tx, id survey.ImportID) error {
	r, err := t.ImportByID(ctx, int64(id))
	if err != nil || r.Shape == "" {
		return err
	}
	s, err := t.Season(ctx, r.SeasonID)
	if err != nil {
		return err
	}
	return t.SaveReading(ctx, query.SaveReadingParams{ClubID: s.ClubID, Shape: r.Shape, File: r.File, Mapping: r.Mapping, At: millis(at(ctx))})
}

// Reading returns how the season's club read a file last whose columns have the shape, or [survey.ErrNotFound].
func (d *DB) Reading(ctx context.Context, season survey.SeasonID, shape string) (survey.Reading, error) {
	r, err := d.read.Reading(ctx, query.ReadingParams{ID: int64(season), Shape: shape})
	return survey.Reading{File: r.File, Mapping: r.Mapping, At: fromMillis(r.At)}, wrap(missing(classify(err)), "reading of a file for season %d", season)
}

// PlanImport keeps a mapping, JSON, of an import that waits to be started.
func (d *DB) PlanImport(ctx context.Context, id survey.ImportID, mapping string) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error { return waitingImport(ctx, t, id, survey.JobMapping, mapping) })
	return wrap(err, "plan import %d", id)
}

// waitingImport gives an import that waits to be started another state and a mapping. One that is under way or done is an [survey.InvalidError] "import_started".
func waitingImport(ctx context.Context, t tx, id survey.ImportID, state survey.JobState, mapping string) error {
	r, err := t.ImportByID(ctx, int64(id))
	if err != nil {
		return missing(err)
	}
	if s := survey.JobState(r.State); s != survey.JobMapping && s != survey.JobFailed || imported(r).Unread() {
		return &survey.InvalidError{Reason: "import_started"}
	}
	t.tell(survey.ImportTopic, r.ID)
	err = t.SetImportState(ctx, query.SetImportStateParams{ID: r.ID, State: string(state), Mapping: mapping})
	return errors.Join(err, t.DeleteImportProgress(ctx, r.ID), t.made(ctx, r.ID))
}

// SetImportProgress keeps how far an import is, JSON: apart from the row that holds its file, all of which would be written again.
func (d *DB) SetImportProgress(ctx context.Context, id survey.ImportID, progress string) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		t.tell(survey.ImportTopic, int64(id))
		return errors.Join(t.ImportRuns(ctx, int64(id)), t.SetImportProgress(ctx, query.SetImportProgressParams{ID: int64(id), Progress: progress}))
	})
	return wrap(err, "progress of import %d", id)
}

// startedBy is a job's context in which the organizer does what was asked for.
func startedBy(ctx context.Context, r query.Import, now time.Time) context.Context {
	if !r.OrganizerID.Valid {
		return ctx
	}
	return survey.Doing(ctx, survey.Doer{Kind: survey.ByOrganizer, Organizer: survey.OrganizerID(r.OrganizerID.Int64), At: now})
}

// failImport keeps why an import failed; its file stays for another try. What of it is in the season goes again.
func (d *DB) failImport(ctx context.Context, id survey.ImportID, why *survey.InvalidError) error {
	return d.update(ctx, func(ctx context.Context, t tx) error {
		r, err := t.ImportByID(ctx, int64(id))
		if err != nil || survey.JobState(r.State).Applied() {
			return ifThere(err)
		}
		result, err := encode(why)
		if err := errors.Join(err, breakOff(ctx, t, r)); err != nil {
			return err
		}
		if imported(r).Unread() { // no other try reads it
			r.Data = []byte{}
			t.erased()
		}
		t.tell(survey.ImportTopic, r.ID)
		return one(t.FinishImport(ctx, query.FinishImportParams{ID: r.ID, State: string(survey.JobFailed), Result: result, Data: r.Data}))
	})
}

// ifThere forgives that a row is gone: a season may be deleted while a job works for it.
func ifThere(err error) error {
	if errors.Is(missing(err), survey.ErrNotFound) {
		return nil
	}
	return err
}
