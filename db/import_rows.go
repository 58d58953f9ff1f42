package db

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"dure/db/query"
	"dure/survey"
)

// importing is a transaction that brings in rows of an import.
type importing struct {
	tx
	id       int64
	season   survey.SeasonID
	run      *importRun
	versions versions
	asked    survey.Survey
	asks     []survey.Question // every version of its questions
	part     importUndo        // what takes these rows back
}

// An importRow is a row that can be brought in.
type importRow struct {
	survey.Imported
	Waiting map[survey.QuestionID][]string // avoidances of the member that no file out holds
}

func newImporting(t tx, r query.Import, run *importRun) *importing {
	t.changes(survey.SeasonID(r.SeasonID))
	return &importing{tx: t, id: r.ID, season: survey.SeasonID(r.SeasonID), run: run, part: importUndo{Changed: map[int64]uint64{}, Answered: map[int64]uint64{}}}
}

// ask makes the survey ask what the import brings with it, and notes what takes that back.
func (in *importing) ask(ctx context.Context, questions []survey.Question, u *importUndo) error {
	var before, after standing
	if err := before.survey(ctx, in.tx, in.season); err != nil {
		return err
	}
	if err := edited(ctx, in.tx, in.season, func() (survey.Edit, error) {
		edit := survey.Edit{Note: survey.EditFilled}
		if !slices.ContainsFunc(questions, func(q survey.Question) bool { return q.ID < 0 }) && len(questions) > 0 {
			edit = survey.Edit{Note: survey.EditChanged, Title: questions[0].Title}
		}
		return edit, in.askQuestions(ctx, questions, u)
	}); err != nil {
		return err
	}
	if err := after.survey(ctx, in.tx, in.season); err != nil {
		return err
	}
	u.keepSurvey(before, after)
	return nil
}

// bring adds rows to the season until so much time has gone, and returns how many.
func (in *importing) bring(ctx context.Context, rows []importRow, most time.Duration) (n int, err error) {
	began := time.Now()
	var err2, err3 error
	in.versions, err = versionsOf(ctx, in.tx, in.season)
	in.asked, err2 = surveyOf(ctx, in.Queries, in.season)
	in.asks, err3 = questionVersions(ctx, in.Queries, in.season)
	if err := errors.Join(err, err2, err3); err != nil {
		return 0, err
	}
	for n < len(rows) && (n == 0 || time.Since(began) < most) {
		r := rows[n]
		r.Answers = in.renamed(r.Answers)
		if err := in.row(ctx, r); err != nil {
			return n, err
		}
		n++
	}
	in.run.Saved += n
	return n, in.mark(ctx)
}

// finish adds up what was brought in, and says that the import is done.
func (in *importing) finish(ctx context.Context, r query.Import) error {
	v, err := versionsOf(ctx, in.tx, in.season)
	if err := errors.Join(err, addUp(ctx, in.tx, in.season, v)); err != nil {
		return err
	}
	sums, err := in.Queries.Sums(ctx, r.SeasonID)
	if err != nil {
		return err
	}
	in.part.Summed = standing{sums: sums}.summed(in.run.added())
	result, err := encode(in.run.Done)
	if err != nil {
		return err
	}
	if err := in.log(startedBy(ctx, r, fromMillis(in.run.Now)), survey.Act{Season: in.season, Everybody: true, What: survey.ImportedRows}); err != nil {
		return err
	}
	in.tell(survey.ImportTopic, r.ID)
	return one(in.FinishImport(ctx, query.FinishImportParams{ID: r.ID, State: string(survey.JobDone), Result: result, Data: []byte{}}))
}

// askQuestions adds the questions that are new, and changes those that are there.
func (in *importing) askQuestions(ctx context.Context, questions []survey.Question, u *importUndo) error {
	in.run.IDs, in.run.Options = map[survey.QuestionID]survey.QuestionID{}, map[survey.QuestionID]map[int]int{}
	for _, q := range questions {
		if q.ID > 0 {
			changed, err := changeQuestion(ctx, in.tx, in.season, q)
			if errors.Is(err, survey.ErrStale) || errors.Is(err, survey.ErrNotFound) {
				return &survey.InvalidError{Reason: "import_question_changed"}
			}
			if err != nil {
				return err
			}
			in.run.Options[q.ID] = map[int]int{}
			for i, o := range q.Options {
				if o.Key < 0 {
					in.run.Options[q.ID][o.Key] = changed.Options[i].Key
					in.run.Done.Options++
				}
			}
			continue
		}
		added, err := addQuestion(ctx, in.tx, in.season, q)
		if err != nil {
			return err
		}
		in.run.IDs[q.ID] = added.ID
		u.Questions = append(u.Questions, int64(added.ID))
		in.run.Done.Questions++
	}
	return nil
}

func (in *importing) row(ctx context.Context, r importRow) error {
	m := r.Member
	m.Season = in.season
	old, there, err := in.known(ctx, m)
	switch {
	case err != nil:
		return err
	case there:
		m, err = in.changed(ctx, m, old)
	case m.ID != 0: // who has gone since does not come back
		return nil
	default:
		in.run.Done.Added++
		m, err = addMember(ctx, in.tx, m, fromMillis(in.run.Now))
		in.part.Added = append(in.part.Added, int64(m.ID))
		in.part.Changed[int64(m.ID)], in.part.Answered[int64(m.ID)] = 0, 0
	}
	if err != nil {
		return err
	}
	return in.answers(ctx, m.ID, r)
}

// known is the member of the season whom a row is of: who was said to be, or who has the same key.
func (in *importing) known(ctx context.Context, m survey.Member) (row query.Member, there bool, err error) {
	if m.ID != 0 {
		row, err = in.Member(ctx, int64(m.ID))
		if there = err == nil && survey.SeasonID(row.SeasonID) == in.season; there || ifThere(err) != nil {
			return row, there, err
		}
	}
	row, err = in.MemberByKey(ctx, query.MemberByKeyParams{SeasonID: int64(in.season), MemberKey: m.Key()})
	return row, err == nil, ifThere(err)
}

// changed lets a member who is there take over what the row says of name, address and id.
func (in *importing) changed(ctx context.Context, m survey.Member, old query.Member) (survey.Member, error) {
	if m.Name == cmp.Or(m.Email, m.Ref) { // it has none
		m.Name = old.Name
	}
	m.ID, m.Email, m.Ref = survey.MemberID(old.ID), cmp.Or(m.Email, old.Email), cmp.Or(m.Ref, old.Ref)
	in.run.Done.Changed++
	if _, again := in.part.Changed[old.ID]; !again {
		in.part.Members = append(in.part.Members, old)
		in.part.Changed[old.ID] = mark(old)
	}
	return m, changeMember(ctx, in.tx, m, fromMillis(in.run.Now))
}

// renamed are the answers with those to added questions under their ids, and with added options under their keys.
func (in *importing) renamed(as survey.Answers) survey.Answers {
	out := survey.Answers{}
	for q, a := range as {
		if added, ok := in.run.IDs[q]; ok {
			q = added
		}
		out[q] = a.Rekeyed(in.run.Options[q])
	}
	return out
}

// outdated takes the answers off a row that the member has sent since, all but those to questions that the import adds, and reports whether none are left.
func (in *importing) outdated(row *importRow, r survey.Response) bool {
	if r.Sent.IsZero() || row.At.After(r.Sent) {
		return false
	}
	added := survey.Answers{}
	for _, q := range in.run.IDs {
		if a, ok := row.Answers[q]; ok {
			added[q] = a
		}
	}
	if len(added) < len(row.Answers) {
		in.run.Done.Kept++
	}
	row.Answers = added
	return len(added) == 0
}

func (in *importing) answers(ctx context.Context, id survey.MemberID, row importRow) error {
	if len(row.Answers) == 0 && !row.Answered {
		return nil
	}
	r, err := in.answered(ctx, id)
	if err != nil {
		return err
	}
	if in.outdated(&row, r) {
		return nil
	}
	all := maps.Clone(r.Answers)
	if all == nil {
		all = survey.Answers{}
	}
	was := in.asked.Carry(r.Answers, in.asks)
	for q, a := range row.Answers {
		asked, _ := in.asked.Question(q)
		a = asked.Beside(a, was[q], survey.OtherKeys(row.Parts[q], in.run.Options[q]))
		if len(a.Avoided) == 0 { // a file that was taken from here comes back without them
			a.Avoided = r.Answers[q].Avoided
		}
		for _, name := range row.Waiting[q] {
			if !slices.ContainsFunc(a.Avoided, func(s string) bool { return survey.Fold(s) == survey.Fold(name) }) {
				a.Avoided = append(a.Avoided, name)
			}
		}
		all[q] = a
	}
	all = in.asked.Keep(all, r.Answers, in.asks)
	r.Member, r.Season, r.Answers = id, in.season, all
	if !r.Submitted.IsZero() || row.Answered {
		now := fromMillis(in.run.Now)
		r.Submitted, r.Saved = now, now
		if r.First.IsZero() {
			r.First = now
		}
		in.run.Done.Responses++
	}
	return saveResponse(ctx, in.tx, in.versions, r)
}

// answered are the answers of a member so far, which are kept as they were before the import.
func (in *importing) answered(ctx context.Context, id survey.MemberID) (survey.Response, error) {
	row, err := in.Response(ctx, int64(id))
	if ifThere(err) != nil {
		return survey.Response{}, err
	}
	if _, again := in.part.Answered[int64(id)]; !again {
		in.part.Answered[int64(id)] = 0
		if err == nil {
			in.part.Responses = append(in.part.Responses, row)
			in.part.Answered[int64(id)] = mark(row)
		}
	}
	if err != nil {
		return survey.Response{}, nil
	}
	return response(row)
}

// mark marks what the rows left, and forgets what they left as it was.
func (in *importing) mark(ctx context.Context) error {
	u := &in.part
	for id, before := range u.Changed {
		row, err := in.Member(ctx, id)
		if err != nil {
			return err
		}
		if u.Changed[id] = mark(row); u.Changed[id] == before {
			delete(u.Changed, id)
		}
	}
	for id, before := range u.Answered {
		row, err := in.Response(ctx, id)
		if ifThere(err) != nil {
			return err
		}
		if err != nil {
			continue // nothing was answered
		}
		if u.Answered[id] = mark(row); u.Answered[id] == before {
			delete(u.Answered, id)
		}
	}
	u.Members = slices.DeleteFunc(u.Members, func(m query.Member) bool { _, is := u.Changed[m.ID]; return !is })
	u.Responses = slices.DeleteFunc(u.Responses, func(r query.Response) bool { _, is := u.Answered[r.MemberID]; return !is })
	return nil
}
