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

// importing is the transaction that applies an import.
type importing struct {
	tx
	season   survey.SeasonID
	now      time.Time
	done     *survey.Imports
	ids      map[survey.QuestionID]survey.QuestionID // of added questions, by their negative ones
	options  map[survey.QuestionID]map[int]int       // keys of added options, by their negative ones
	versions versions
	asked    survey.Survey
	asks     []survey.Question        // every version of its questions
	members  map[string]survey.Member // of the season, by key
	known    map[survey.MemberID]survey.Member
	rows     map[int64]query.Member // as they were
	undo     importUndo
	given    map[survey.MemberID]survey.Response
	read     map[survey.MemberID]bool                           // whose answers are in the database as the import left them
	waiting  map[survey.MemberID]map[survey.QuestionID][]string // avoidances that no file out holds
}

func (in *importing) apply(ctx context.Context, rows []survey.Imported, questions []survey.Question) error {
	if err := edited(ctx, in.tx, in.season, func() (survey.Edit, error) {
		edit := survey.Edit{Note: survey.EditFilled}
		if !slices.ContainsFunc(questions, func(q survey.Question) bool { return q.ID < 0 }) && len(questions) > 0 {
			edit = survey.Edit{Note: survey.EditChanged, Title: questions[0].Title}
		}
		return edit, in.askQuestions(ctx, questions)
	}); err != nil {
		return err
	}
	if err := in.load(ctx); err != nil {
		return err
	}
	for _, r := range rows {
		if r.Read != nil {
			r.Answers, r.Parts = r.Read()
		}
		r.Answers = in.renamed(r.Answers)
		if err := in.write.ctx.Err(); err != nil { // a large file is broken off where the program ends, and begun again at its next start
			return err
		}
		if err := in.row(ctx, r); err != nil {
			return err
		}
	}
	return addUp(ctx, in.tx, in.season, in.versions)
}

// askQuestions adds the questions that are new, and changes those that are there.
func (in *importing) askQuestions(ctx context.Context, questions []survey.Question) error {
	in.ids, in.options = map[survey.QuestionID]survey.QuestionID{}, map[survey.QuestionID]map[int]int{}
	for _, q := range questions {
		if q.ID > 0 {
			changed, err := changeQuestion(ctx, in.tx, in.season, q)
			if errors.Is(err, survey.ErrStale) || errors.Is(err, survey.ErrNotFound) {
				return &survey.InvalidError{Reason: "import_question_changed"}
			}
			if err != nil {
				return err
			}
			in.options[q.ID] = map[int]int{}
			for i, o := range q.Options {
				if o.Key < 0 {
					in.options[q.ID][o.Key] = changed.Options[i].Key
					in.done.Options++
				}
			}
			continue
		}
		added, err := addQuestion(ctx, in.tx, in.season, q)
		if err != nil {
			return err
		}
		in.ids[q.ID] = added.ID
		in.undo.Questions = append(in.undo.Questions, int64(added.ID))
		in.done.Questions++
	}
	return nil
}

// load reads once what the rows are compared with.
func (in *importing) load(ctx context.Context) (err error) {
	if in.versions, err = versionsOf(ctx, in.tx, in.season); err != nil {
		return err
	}
	rows, err := in.Members(ctx, int64(in.season))
	if err != nil {
		return err
	}
	in.members = make(map[string]survey.Member, len(rows))
	in.known = make(map[survey.MemberID]survey.Member, len(rows))
	in.rows = make(map[int64]query.Member, len(rows))
	in.read = map[survey.MemberID]bool{}
	var all []survey.Member
	for _, m := range rows {
		in.known[survey.MemberID(m.ID)], in.rows[m.ID] = member(m), m
		in.members[m.MemberKey] = member(m)
		all = append(all, member(m))
	}
	if in.given, err = responsesOf(ctx, in.Queries, in.season); err != nil {
		return err
	}
	if in.asked, err = surveyOf(ctx, in.Queries, in.season); err != nil {
		return err
	}
	in.asks, err = questionVersions(ctx, in.Queries, in.season)
	in.waiting = survey.Waiting(in.asked, all, in.given)
	return err
}

func (in *importing) row(ctx context.Context, r survey.Imported) error {
	m := r.Member
	if err := m.Check(); err != nil {
		return err
	}
	m.Season = in.season
	old, there := in.known[m.ID]
	if !there {
		old, there = in.members[m.Key()]
	}
	var err error
	if there {
		m, err = in.changed(ctx, m, old)
	} else {
		in.done.Added++
		m, err = addMember(ctx, in.tx, m, in.now)
		in.undo.Added = append(in.undo.Added, int64(m.ID))
	}
	if err != nil {
		return err
	}
	in.members[m.Key()] = m
	return in.answers(ctx, m.ID, r)
}

// changed lets a member who is there take over what the row says of name, address and id.
func (in *importing) changed(ctx context.Context, m, old survey.Member) (survey.Member, error) {
	if m.Name == cmp.Or(m.Email, m.Ref) { // it has none
		m.Name = old.Name
	}
	m.ID, m.Email, m.Ref = old.ID, cmp.Or(m.Email, old.Email), cmp.Or(m.Ref, old.Ref)
	in.done.Changed++
	if row, first := in.rows[int64(m.ID)]; first {
		in.undo.Members = append(in.undo.Members, row)
		delete(in.rows, row.ID)
	}
	return m, changeMember(ctx, in.tx, m, in.now)
}

// renamed are the answers with those to added questions under their ids, and with added options under their keys.
func (in *importing) renamed(as survey.Answers) survey.Answers {
	out := survey.Answers{}
	for q, a := range as {
		if added, ok := in.ids[q]; ok {
			q = added
		}
		out[q] = a.Rekeyed(in.options[q])
	}
	return out
}

// outdated takes the answers off a row that the member has sent since, all but those to questions that the import adds, and reports whether none are left.
func (in *importing) outdated(row *survey.Imported, r survey.Response) bool {
	if r.Sent.IsZero() || row.At.After(r.Sent) {
		return false
	}
	added := survey.Answers{}
	for _, q := range in.ids {
		if a, ok := row.Answers[q]; ok {
			added[q] = a
		}
	}
	if len(added) < len(row.Answers) {
		in.done.Kept++
	}
	row.Answers = added
	return len(added) == 0
}

func (in *importing) answers(ctx context.Context, id survey.MemberID, row survey.Imported) error {
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
		a = asked.Beside(a, was[q], survey.OtherKeys(row.Parts[q], in.options[q]))
		if len(a.Avoided) == 0 { // a file that was taken from here comes back without them
			a.Avoided = r.Answers[q].Avoided
		}
		for _, name := range in.waiting[id][q] {
			if !slices.ContainsFunc(a.Avoided, func(s string) bool { return survey.Fold(s) == survey.Fold(name) }) {
				a.Avoided = append(a.Avoided, name)
			}
		}
		all[q] = a
	}
	all = in.asked.Keep(all, r.Answers, in.asks)
	r.Member, r.Season, r.Answers = id, in.season, all
	if !r.Submitted.IsZero() || row.Answered {
		r.Submitted, r.Saved = in.now, in.now
		if r.First.IsZero() {
			r.First = in.now
		}
		in.done.Responses++
	}
	return saveResponse(ctx, in.tx, in.versions, r)
}

// answered are the answers of a member so far. What there was before the import is kept; of what the import gives nothing is held, for it may be much.
func (in *importing) answered(ctx context.Context, id survey.MemberID) (survey.Response, error) {
	r, had := in.given[id]
	if !had && !in.read[id] {
		in.read[id] = true
		return r, nil
	}
	row, err := in.Response(ctx, int64(id))
	if err != nil {
		return r, ifThere(err)
	}
	if had {
		in.undo.Responses = append(in.undo.Responses, row)
		in.read[id] = true
		delete(in.given, id)
		return r, nil
	}
	return response(row)
}
