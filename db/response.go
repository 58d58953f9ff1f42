package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"time"

	"dure/db/query"
	"dure/survey"
)

// Response returns a member's answers, or [survey.ErrNotFound] if there are none yet.
func (d *DB) Response(ctx context.Context, id survey.MemberID) (survey.Response, error) {
	r, err := responseOf(ctx, d.read, id)
	return r, wrap(classify(err), "response of member %d", id)
}

func responseOf(ctx context.Context, q *query.Queries, id survey.MemberID) (survey.Response, error) {
	row, err := q.Response(ctx, int64(id))
	if err != nil {
		return survey.Response{}, missing(err)
	}
	return response(row)
}

func response(row query.Response) (survey.Response, error) {
	r := survey.Response{
		Member: survey.MemberID(row.MemberID), Season: survey.SeasonID(row.SeasonID), Submitted: fromMillis(row.Submitted),
		Saved: fromMillis(row.Saved), Lang: survey.Lang(row.Lang), Consented: row.Consented,
		Begun: fromMillis(row.Begun), Sent: fromMillis(row.Sent), First: fromMillis(row.First), Guardian: row.Guardian,
	}
	if err := errors.Join(decode(row.Turns, &r.Turns), decode(row.Draft, &r.Draft), decode(row.Answers, &r.Answers), decode(row.Meant, &r.Meant), decode(row.Agreed, &r.Agreed), decode(row.Otherwise, &r.Otherwise)); err != nil {
		return survey.Response{}, fmt.Errorf("response of member %d: %w", row.MemberID, err)
	}
	return r, nil
}

// Responses returns the answers of a season by member, drafts included.
func (d *DB) Responses(ctx context.Context, season survey.SeasonID) (map[survey.MemberID]survey.Response, error) {
	all, err := responsesOf(ctx, d.read, season)
	return all, wrap(classify(err), "responses of season %d", season)
}

func responsesOf(ctx context.Context, q *query.Queries, season survey.SeasonID) (map[survey.MemberID]survey.Response, error) {
	rows, err := q.Responses(ctx, int64(season))
	if err != nil {
		return nil, err
	}
	all := make(map[survey.MemberID]survey.Response, len(rows))
	for _, row := range rows {
		r, err := response(row)
		if err != nil {
			return nil, err
		}
		all[r.Member] = r
	}
	return all, nil
}

// Progress returns how far each member of a season is who has begun to answer.
func (d *DB) Progress(ctx context.Context, season survey.SeasonID) (map[survey.MemberID]survey.Progress, error) {
	rows, err := d.read.Progress(ctx, int64(season))
	all := make(map[survey.MemberID]survey.Progress, len(rows))
	for _, r := range rows {
		all[survey.MemberID(r.MemberID)] = survey.Progress{Submitted: fromMillis(r.Submitted), Sent: fromMillis(r.Sent), Saved: fromMillis(r.Saved), Draft: r.Drafted}
	}
	return all, wrap(classify(err), "progress of season %d", season)
}

// Counts returns how far a season's answers have come.
func (d *DB) Counts(ctx context.Context, season survey.SeasonID) (survey.Counts, error) {
	c, err := countsOf(ctx, d.read, int64(season))
	return c, wrap(classify(err), "counts of season %d", season)
}

func countsOf(ctx context.Context, q *query.Queries, season int64) (survey.Counts, error) {
	c, err := q.CountMembers(ctx, season)
	return survey.Counts{
		Members: int(c.Members - c.Dropped - c.Waiting), Waiting: int(c.Waiting), Started: int(c.Started), Submitted: int(c.Submitted), Dropped: int(c.Dropped),
	}, err
}

// SaveDraft keeps r.Draft as what the member has typed so far; submitted answers stay as they are, and a draft that is only offered
// stays so until something in it is changed. It returns [survey.ErrClosed] unless the survey is open to the member, who takes part, and
// [survey.ErrStale] where something else is kept by now than r.Read.
func (d *DB) SaveDraft(ctx context.Context, r survey.Response, now time.Time) error {
	return d.answer(ctx, r, now, func(_ context.Context, _ tx, kept *survey.Response) error {
		if kept.Draft == nil || !reflect.DeepEqual(kept.Draft, r.Draft) {
			kept.Saved = now
		}
		kept.Draft = r.Draft
		if kept.Draft == nil {
			kept.Draft = survey.Answers{}
		}
		return nil
	})
}

// SaveResponse submits r.Answers, which the caller has checked, and drops the draft; of what was submitted before it keeps what
// [survey.Survey.Keep] does. It returns the errors of [DB.SaveDraft].
func (d *DB) SaveResponse(ctx context.Context, r survey.Response, now time.Time) error {
	return d.answer(ctx, r, now, func(ctx context.Context, t tx, kept *survey.Response) (err error) {
		kept.Answers, err = keep(ctx, t, kept.Season, r.Answers, kept.Answers)
		kept.Draft, kept.Submitted, kept.Sent, kept.Saved = nil, now, now, now
		if kept.First.IsZero() {
			kept.First = now
		}
		return err
	})
}

func keep(ctx context.Context, t tx, season survey.SeasonID, as, before survey.Answers) (survey.Answers, error) {
	if len(before) == 0 {
		return as, nil
	}
	asked, err1 := surveyOf(ctx, t.Queries, season)
	versions, err2 := questionVersions(ctx, t.Queries, season)
	return asked.Keep(as, before, versions), errors.Join(err1, err2)
}

// Decide keeps what a name means that a member typed, or that it waits again. No answer changes by it, so it can be decided
// when the survey is closed, too. A member of another season is [survey.ErrNotFound]. If somebody else has decided otherwise than was read, the error
// is [survey.ErrStale].
func (d *DB) Decide(ctx context.Context, writer survey.MemberID, what survey.Decision) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		kept, err := responseOf(ctx, t.Queries, writer)
		if err != nil {
			return err
		}
		if what.Means != 0 {
			m, err := t.Member(ctx, int64(what.Means))
			if err != nil {
				return missing(err)
			}
			if survey.SeasonID(m.SeasonID) != kept.Season || what.Means == writer {
				return survey.ErrNotFound
			}
		}
		meant := kept.Meant.Decide(what)
		if err := asRead(ctx, kept.Meant.Mark(what.Question, what.Side, what.Typed), meant.Mark(what.Question, what.Side, what.Typed)); err != nil {
			return err
		}
		text, err := encodeGiven(meant != nil, meant)
		if err != nil {
			return err
		}
		if err := t.SetMeant(ctx, query.SetMeantParams{MemberID: int64(writer), Meant: text}); err != nil {
			return err
		}
		t.changes(kept.Season)
		if survey.DoneBy(ctx).Kind == survey.ByMember { // it may be of whom they avoid, and that they avoid anybody is theirs to know
			return nil
		}
		return t.log(ctx, survey.Act{Member: writer, What: survey.DecidedName})
	})
	return wrap(err, "decide on a name that member %d typed", writer)
}

// answer changes what is kept of a member's answers.
func (d *DB) answer(ctx context.Context, r survey.Response, now time.Time, change func(ctx context.Context, t tx, kept *survey.Response) error) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		m, err := t.Member(ctx, int64(r.Member))
		if err != nil {
			return missing(err)
		}
		kept, err := responseOf(ctx, t.Queries, r.Member)
		if err != nil && !errors.Is(err, survey.ErrNotFound) {
			return err
		}
		open, err := openTo(ctx, t, m, kept)
		if err != nil {
			return err
		}
		if open.State(now) != survey.Open || !member(m).MayAnswer() {
			return survey.ErrClosed
		}
		if r.Read != nil && !reflect.DeepEqual(*r.Read, kept.Current()) || kept.Turns.Late(r.Turn) {
			return survey.ErrStale
		}
		kept.Member, kept.Season = r.Member, survey.SeasonID(m.SeasonID)
		if kept.Current() == nil { // else only what is there was looked at again, or what was offered
			kept.Begun = r.Begun
		}
		if err := change(ctx, t, &kept); err != nil {
			return err
		}
		kept.Otherwise = kept.Otherwise.Decided(r.Decided)
		kept.Turns, kept.Meant = kept.Turns.Add(r.Turn), kept.Meant.And(r.Meant)
		kept.Lang, kept.Consented, kept.Agreed, kept.Guardian = r.Lang, r.Consented, r.Agreed, r.Guardian
		v, err := versionsOf(ctx, t, kept.Season)
		if err != nil {
			return err
		}
		if m.Waiting && kept.Draft == nil {
			if kept.Member, err = take(ctx, t, m, now); err != nil {
				return err
			}
		}
		if m.Waiting && kept.Member == r.Member {
			v.secrets = nil // what strangers say is in no sum
		}
		if err := saveResponse(ctx, t, v, kept); err != nil || kept.Draft != nil {
			return err
		}
		return addUp(ctx, t, kept.Season, v)
	})
	return wrap(err, "answers of member %d", r.Member)
}

// openTo is when the survey is open to a member. Where only so many may send answers it is held until the end of the transaction, so that
// two who send at the same time are counted one after the other, by other servers too.
func openTo(ctx context.Context, t tx, m query.Member, kept survey.Response) (survey.Survey, error) {
	row, err := t.Survey(ctx, m.SeasonID)
	if err != nil {
		return survey.Survey{}, missing(err)
	}
	s := survey.Survey{Opens: fromMillis(row.Opens), Closes: fromMillis(row.Closes)}.For(member(m))
	if err := decode(row.Settings, &s.Settings); err != nil || s.Limit == 0 {
		return s, err
	}
	if !kept.Submitted.IsZero() {
		return s.ForSent(), nil
	}
	if err := t.HoldSurvey(ctx, m.SeasonID); err != nil {
		return s, err
	}
	n, err := t.CountMembers(ctx, m.SeasonID)
	s.Sent = int(n.Submitted)
	return s, err
}

// versions are the questions of a season, for storing answers to them.
type versions struct {
	current  map[survey.QuestionID]int
	answered map[version]bool // every version there is
	secrets  []survey.Question
	confided survey.Answers // one to each question of which something is told in confidence, with nothing in it
}

type version struct {
	id survey.QuestionID
	n  int
}

func versionsOf(ctx context.Context, t tx, season survey.SeasonID) (versions, error) {
	a, err1 := askingOf(ctx, t.Queries, season)
	rows, err2 := t.Unanswered(ctx, int64(season))
	if err := errors.Join(err1, err2); err != nil {
		return versions{}, err
	}
	v := versions{map[survey.QuestionID]int{}, map[version]bool{}, survey.Survey{Questions: a.asked}.Secrets(), survey.Answers{}}
	for _, q := range a.asked {
		if q.Confides() {
			v.confided[q.ID] = survey.Answer{Version: q.Version}
		}
	}
	for _, q := range a.versions {
		v.answered[version{q.ID, q.Version}] = true
		v.current[q.ID] = max(v.current[q.ID], q.Version)
	}
	for _, r := range rows {
		v.answered[version{survey.QuestionID(r.QuestionID), int(r.Version)}] = false
	}
	return v, nil
}

// saveResponse stores a response and marks the versions that it answers, so that a change of them makes a new one: of questions that are answered
// in confidence whether it answers them or not, as the number of versions would tell. Sensitive questions are still to be added up, by [addUp].
func saveResponse(ctx context.Context, t tx, v versions, r survey.Response) error {
	t.changes(r.Season)
	r.Draft, r.Answers = v.fit(r.Draft), v.fit(r.Answers)
	if err := addSummands(ctx, t, v, r); err != nil {
		return err
	}
	r.Otherwise = each(r.Otherwise, v.fit)
	marked := append([]survey.Answers{r.Draft, r.Answers}, r.Otherwise...)
	if !r.Saved.IsZero() {
		marked = append(marked, v.confided)
	}
	for _, as := range marked {
		if err := v.mark(ctx, t, as); err != nil {
			return err
		}
	}
	p := query.SaveResponseParams{
		MemberID: int64(r.Member), SeasonID: int64(r.Season), Submitted: millis(r.Submitted), Sent: millis(r.Sent), Saved: millis(r.Saved),
		Lang: string(r.Lang), Consented: r.Consented, Begun: millis(r.Begun), First: millis(r.First), Guardian: r.Guardian,
	}
	meant := r.Meant.In(append(r.Otherwise, r.Draft, r.Answers)...)
	var err1, err2, err3, err4, err5, err6 error
	p.Draft, err1 = encodeGiven(r.Draft != nil, r.Draft)
	p.Answers, err2 = encodeGiven(r.Answers != nil, r.Answers)
	p.Meant, err3 = encodeGiven(meant != nil, meant)
	p.Agreed, err4 = encodeGiven(r.Agreed != survey.Agreement{}, r.Agreed)
	p.Turns, err5 = encodeGiven(len(r.Turns) > 0, r.Turns)
	p.Otherwise, err6 = encodeGiven(len(r.Otherwise) > 0, r.Otherwise)
	return errors.Join(err1, err2, err3, err4, err5, err6, t.SaveResponse(ctx, p))
}

// fit returns the answers to questions of the season, without empty ones. An answer without a version is to the current one.
func (v versions) fit(as survey.Answers) survey.Answers {
	if as == nil {
		return nil
	}
	as = maps.Clone(as)
	for id, a := range as {
		if a.Version == 0 {
			a.Version = v.current[id]
			as[id] = a
		}
		if _, ok := v.answered[version{id, a.Version}]; !ok || a.IsZero() {
			delete(as, id)
		}
	}
	return as
}

func (v versions) mark(ctx context.Context, t tx, as survey.Answers) error {
	for id, a := range as {
		key := version{id, a.Version}
		if v.answered[key] {
			continue
		}
		if err := t.MarkAnswered(ctx, query.MarkAnsweredParams{QuestionID: int64(id), Version: int64(a.Version)}); err != nil {
			return err
		}
		v.answered[key] = true
	}
	return nil
}

// sqlID is an id that may be missing.
func sqlID[T ~int64](id T) sql.NullInt64 { return sql.NullInt64{Int64: int64(id), Valid: id != 0} }
