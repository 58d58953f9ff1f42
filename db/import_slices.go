package db

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"dure/db/query"
	"dure/survey"
)

// Applying an import. What it is compared with is read, and its rows are made ready, before anything is written. Few rows are one write. Many would hold
// up everybody else's for as long as they take: they are first put down in parts of what is read, which changes nothing, and then brought in by a write for each part, which notes in
// the same transaction how far the import is and what takes the part back. So a job that was killed goes on where it was, whatever has become of the
// season: nobody is there twice. An import that cannot go on takes back what is there of it.

// A portion is how much of an import is made ready together: rows, and bytes that they are put down in.
type portion struct{ rows, bytes int }

// An import that is no more than atOnce is one write; a larger one is put down in parts like inPart. What a write brings in of a part ends with the first row after sliceTime, which
// is some hundred rows, and a tenth of them where the machine is busy: with 200 rows to each write who sent answers waited for 230 ms there.
var (
	atOnce = portion{300, 256 << 10}
	inPart = portion{100, 96 << 10}
)

const sliceTime = 15 * time.Millisecond

// An importRun is how far an import is.
type importRun struct {
	Rows, Saved int                                     // how many there are, and how many of them are in the season
	Parts, Part int                                     // how many there are, and which comes next
	From        int                                     // which row of it
	Writes      int                                     // how many have brought rows in
	Now         int64                                   // as of when its answers count
	IDs         map[survey.QuestionID]survey.QuestionID // of added questions, by their negative ones
	Options     map[survey.QuestionID]map[int]int       // keys of added options, by their negative ones
	Done        survey.Imports
}

// added are the questions that the import added.
func (r importRun) added() (ids []int64) {
	for id := range maps.Values(r.IDs) {
		ids = append(ids, int64(id))
	}
	return ids
}

func importRunOf(ctx context.Context, q *query.Queries, id int64) (run importRun, err error) {
	state, err := q.ImportRun(ctx, id)
	return run, errors.Join(missing(err), decode(state, &run))
}

// ApplyImport adds the questions whose ids are negative to the season's survey, changes those that are there, and adds the rows to its members,
// all or none; a question that was changed since it was read is an [survey.InvalidError] "import_question_changed". A
// member whose key is there keeps the link, takes over the row's name and id, and answers as the row does where it has
// an answer, unless they have sent answers themselves since the row was made. Applied twice, as when the program ended in between, it does nothing the second time; where it
// ended in the middle, [DB.ResumeImport] brings in what is missing.
func (d *DB) ApplyImport(ctx context.Context, id survey.ImportID, rows []survey.Imported, questions []survey.Question, now time.Time) (survey.Imports, error) {
	for _, r := range rows {
		if err := r.Member.Check(); err != nil {
			return survey.Imports{}, err
		}
	}
	done, err := d.applyImport(ctx, id, rows, questions, now)
	return done, wrap(err, "apply import %d", id)
}

func (d *DB) applyImport(ctx context.Context, id survey.ImportID, rows []survey.Imported, questions []survey.Question, now time.Time) (done survey.Imports, err error) {
	im, err := d.Import(ctx, id)
	if err != nil {
		return done, err
	}
	if im.State.Applied() || im.Rows > 0 {
		return d.resume(ctx, id)
	}
	if err := d.finishUndos(ctx); err != nil {
		return done, err
	}
	before, err := d.beforeImport(ctx, im.Season)
	if err != nil {
		return done, err
	}
	few, _, err := before.next(rows, d.portions[0])
	if err != nil {
		return done, err
	}
	if len(few) == len(rows) {
		return d.importAtOnce(ctx, id, few, questions, before.undo, now)
	}
	run := importRun{Rows: len(rows), Now: millis(now)}
	for ; len(rows) > 0; run.Parts++ {
		part, text, err := before.next(rows, d.portions[1])
		if err := errors.Join(err, ctx.Err()); err != nil {
			return done, err
		}
		if err := d.putDown(ctx, id, run.Parts, text); err != nil {
			return done, err
		}
		rows = rows[len(part):]
	}
	if err := d.beginImport(ctx, id, run, questions, before.undo); err != nil {
		return done, err
	}
	return d.resume(ctx, id)
}

// importBefore is what an import needs to know of the season as it was before.
type importBefore struct {
	undo    importUndo
	keys    map[string]survey.MemberID
	waiting map[survey.MemberID]map[survey.QuestionID][]string // avoidances that no file out holds
}

// beforeImport reads a season before an import. It is as much as the season is large, so no write does it. Who answers between this and the first write counts as
// somebody who has answered since the import.
func (d *DB) beforeImport(ctx context.Context, season survey.SeasonID) (b importBefore, err error) {
	err = d.snapshot(ctx, func(t tx) error {
		var s standing
		if err := s.given(ctx, t, season); err != nil {
			return err
		}
		b.undo.Others, b.undo.Sums, b.undo.Summands, b.undo.Senders = s.others(nil), s.sums, s.summands, s.senders
		return b.readWaiting(ctx, t.Queries, season)
	})
	return b, err
}

func (b *importBefore) readWaiting(ctx context.Context, q *query.Queries, season survey.SeasonID) error {
	asked, err := surveyOf(ctx, q, season)
	if err != nil || !slices.ContainsFunc(asked.Questions, func(q survey.Question) bool { return q.Wishes+q.Avoids > 0 }) {
		return err
	}
	rows, err := q.Members(ctx, int64(season))
	if err != nil {
		return err
	}
	given, err := responsesOf(ctx, q, season)
	b.waiting, b.keys = survey.Waiting(asked, each(rows, member), given), map[string]survey.MemberID{}
	for _, r := range rows {
		if id := survey.MemberID(r.ID); b.waiting[id] != nil {
			b.keys[r.MemberKey] = id
		}
	}
	return err
}

// next makes the first of the rows ready, no more than a portion, and returns them also as they are put down.
func (b importBefore) next(rows []survey.Imported, most portion) (part []importRow, text []byte, err error) {
	for len(part) < min(len(rows), most.rows) && len(text) < most.bytes {
		r := importRow{Imported: rows[len(part)]}
		if r.Read != nil {
			r.Answers, r.Parts = r.Read()
			r.Read = nil
		}
		if r.Waiting = b.waiting[r.Member.ID]; r.Waiting == nil {
			r.Waiting = b.waiting[b.keys[r.Member.Key()]]
		}
		row, err := encode(r)
		if err != nil {
			return nil, nil, err
		}
		part, text = append(part, r), append(text, row...)
	}
	return part, text, nil
}

// importAtOnce is an import in one write.
func (d *DB) importAtOnce(ctx context.Context, id survey.ImportID, rows []importRow, questions []survey.Question, before importUndo, now time.Time) (done survey.Imports, err error) {
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		r, err := t.ImportByID(ctx, int64(id))
		if err != nil {
			return missing(err)
		}
		if survey.JobState(r.State).Applied() {
			return decode(r.Result, &done)
		}
		u, run := before, importRun{Rows: len(rows), Now: millis(now)}
		in := newImporting(t, r, &run)
		for _, step := range []func() error{
			func() error { return in.ask(ctx, questions, &u) },
			func() error { _, err := in.bring(ctx, rows, time.Hour); return err },
			func() error { return in.finish(ctx, r) },
			func() error { return keepImportUndo(ctx, t, r, u.with(in.part)) },
		} {
			if err := step(); err != nil {
				return err
			}
		}
		done = run.Done
		return nil
	})
	return done, err
}

func keepImportUndo(ctx context.Context, t tx, r query.Import, u importUndo) error {
	kept, err := encode(u)
	return errors.Join(err, t.InsertImportUndo(ctx, query.InsertImportUndoParams{ImportID: r.ID, SeasonID: r.SeasonID, Kept: kept}))
}

// putDown keeps a part of an import that nothing is brought in of yet. It can be put down again.
func (d *DB) putDown(ctx context.Context, id survey.ImportID, part int, text []byte) error {
	var small bytes.Buffer
	w, err := gzip.NewWriterLevel(&small, gzip.BestSpeed)
	if err != nil {
		return err
	}
	if _, err := w.Write(text); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return d.updateLazily(ctx, func(ctx context.Context, t tx) error {
		return t.SaveImportPart(ctx, query.SaveImportPartParams{ImportID: int64(id), Part: int64(part), Waiting: small.Bytes()})
	})
}

// waitingPart reads a part that was put down.
func (d *DB) waitingPart(ctx context.Context, id survey.ImportID, part int) (rows []importRow, err error) {
	kept, err := d.read.WaitingPart(ctx, query.WaitingPartParams{ImportID: int64(id), Part: int64(part)})
	if err != nil {
		return nil, missing(classify(err))
	}
	r, err := gzip.NewReader(bytes.NewReader(kept))
	if err != nil {
		return nil, fmt.Errorf("%w: a part of an import cannot be read", ErrDamaged)
	}
	for from := json.NewDecoder(r); ; {
		var row importRow
		switch err := from.Decode(&row); {
		case errors.Is(err, io.EOF):
			return rows, nil
		case err != nil:
			return nil, fmt.Errorf("%w: a part of an import cannot be read", ErrDamaged)
		}
		rows = append(rows, row)
	}
}

// beginImport makes the season ask what the import brings with it. From here on the import goes on after a restart.
func (d *DB) beginImport(ctx context.Context, id survey.ImportID, run importRun, questions []survey.Question, before importUndo) error {
	return d.update(ctx, func(ctx context.Context, t tx) error {
		r, err := t.ImportByID(ctx, int64(id))
		if err != nil {
			return missing(err)
		}
		u, run := before, run
		if err := newImporting(t, r, &run).ask(ctx, questions, &u); err != nil {
			return err
		}
		if err := t.DeleteImportParts(ctx, query.DeleteImportPartsParams{ImportID: r.ID, Part: int64(run.Parts)}); err != nil { // of an earlier try
			return err
		}
		return errors.Join(keepImportUndo(ctx, t, r, u), t.saveRun(ctx, r.ID, run))
	})
}

func (t tx) saveRun(ctx context.Context, id int64, run importRun) error {
	state, err := encode(run)
	t.tell(survey.ImportTopic, id)
	return errors.Join(err, t.SaveImportRun(ctx, query.SaveImportRunParams{ImportID: id, State: state}))
}

// ResumeImport brings in what is missing of an import that was begun, and returns what all of it did.
func (d *DB) ResumeImport(ctx context.Context, id survey.ImportID) (survey.Imports, error) {
	done, err := d.resume(ctx, id)
	return done, wrap(err, "resume import %d", id)
}

func (d *DB) resume(ctx context.Context, id survey.ImportID) (done survey.Imports, err error) {
	for {
		if err := ctx.Err(); err != nil {
			return done, err
		}
		run, err := importRunOf(ctx, d.read, int64(id))
		if errors.Is(err, survey.ErrNotFound) {
			im, err := d.Import(ctx, id)
			err = errors.Join(err, decode(im.Result, &done))
			return done, err
		}
		if err != nil {
			return done, err
		}
		var rows []importRow
		if run.Part < run.Parts {
			if rows, err = d.waitingPart(ctx, id, run.Part); err != nil {
				return done, err
			}
		}
		if err := d.bringPart(ctx, id, run, rows); err != nil {
			return done, err
		}
	}
}

// bringPart brings in rows of the part that comes next, or finishes the import where there is none any more. What was brought in meanwhile is not brought in again.
func (d *DB) bringPart(ctx context.Context, id survey.ImportID, from importRun, rows []importRow) error {
	enter := d.updateLazily
	if rows == nil {
		enter = d.update
	}
	return enter(ctx, func(ctx context.Context, t tx) error {
		r, err := t.ImportByID(ctx, int64(id))
		if err != nil {
			return missing(err)
		}
		run, err := importRunOf(ctx, t.Queries, r.ID)
		if err != nil || run.Writes != from.Writes {
			return ifThere(err)
		}
		run.Writes++
		in := newImporting(t, r, &run)
		if rows == nil {
			err = errors.Join(in.finish(ctx, r), t.DeleteImportRun(ctx, r.ID))
		} else {
			err = in.bringSome(ctx, rows, d.sliceTime)
		}
		if err != nil {
			return err
		}
		kept, err := encode(in.part)
		return errors.Join(err, t.SaveImportPart(ctx, query.SaveImportPartParams{ImportID: r.ID, Part: int64(run.Parts + run.Writes), Waiting: []byte{}, Kept: kept}))
	})
}

// bringSome brings in the next rows of a part, until so much time has gone.
func (in *importing) bringSome(ctx context.Context, rows []importRow, most time.Duration) error {
	n, err := in.bring(ctx, rows[in.run.From:], most)
	if err != nil {
		return err
	}
	if in.run.From += n; in.run.From == len(rows) {
		done := query.DeleteImportPartParams{ImportID: in.id, Part: int64(in.run.Part)}
		in.run.Part, in.run.From = in.run.Part+1, 0
		if err := in.DeleteImportPart(ctx, done); err != nil {
			return err
		}
	}
	return in.saveRun(ctx, in.id, *in.run)
}
