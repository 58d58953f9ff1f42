package db

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"dure/db/query"
	"dure/survey"
)

// Erasing a member. What names the member is found by reading all that the club has, which takes as long as the club is large, and nobody's writes wait for that.
// So one short write takes the member away, and keeps beside it as what the member was known. Then what names the member is read beside the
// writes, and taken out by short ones, each of which leaves what somebody has changed since it was read: that is read again. What was written before the member went is thus found, however it
// is written meanwhile. A process that ends in between leaves the record of it, with which [DB.Chores] goes on; the record goes last.

// An erasing is what is kept of a member who is erased until nothing else is.
type erasing struct {
	People  []survey.Member // as whom the club knew the person in each season
	Erased  int             // how many of them go: the first
	Whole   bool            // the club does not know the person any more, so that texts of all its seasons are searched
	Texts   bool            // what others wrote is searched
	Keep    []string        // of that, by [survey.Mentioned.ID]
	Imports int64           // the last import whose file may name the person, 0 where they stay
	Club    survey.ClubID
}

// A change takes something out of a row. It reports whether the row is another than was read, and so as it was.
type change func(context.Context, tx) (missed bool, err error)

// EraseMember erases a member with all that is kept of the member, as [DB.Erasure] lists it: in the season, or in all
// seasons of the club that the same person takes part in. Four others' answers leave the figures of a round in which the
// member's were, so that the change does not show them. What others typed stays where keep names it by [survey.Mentioned.ID].
// While a file is being imported into the club, which may name the member, the error is an [survey.InvalidError] "erase_importing". When EraseMember
// returns without one, the member is gone, and what names the member and the files hold nothing of the member any more, or [DB.Scrubbed] says that they may.
func (d *DB) EraseMember(ctx context.Context, id survey.MemberID, everywhere bool, keep []string, now time.Time) error {
	return wrap(d.erase(ctx, takingAway(id, everywhere, keep, now)), "erase member %d", id)
}

// takingAway takes a member away, in one season or in all.
func takingAway(id survey.MemberID, everywhere bool, keep []string, now time.Time) func(context.Context, tx) (erasing, error) {
	return func(ctx context.Context, t tx) (erasing, error) {
		e := erasing{Texts: true, Keep: keep}
		var err error
		if e.People, e.Club, err = peopleOf(ctx, t.Queries, id); err != nil {
			return e, err
		}
		e.Erased = len(e.People)
		if !everywhere {
			e.Erased = 1
		}
		e.Whole = e.Erased == len(e.People) // else the club still knows the person
		for _, m := range e.erased() {
			if err := errors.Join(eraseMember(ctx, t, m, now), t.log(ctx, survey.Act{Season: m.Season, What: survey.ErasedMember})); err != nil {
				return e, err
			}
		}
		return e, e.dropImports(ctx, t)
	}
}

func peopleOf(ctx context.Context, q *query.Queries, id survey.MemberID) (people []survey.Member, club survey.ClubID, err error) {
	all, club, err := samePerson(ctx, q, id)
	return each(all, func(p person) survey.Member { return p.member }), club, err
}

func (e erasing) erased() []survey.Member { return e.People[:e.Erased] }

// erase does the write that takes somebody away, and then what it leaves to do.
func (d *DB) erase(ctx context.Context, takeAway func(context.Context, tx) (erasing, error)) error {
	row, err := d.beginErasure(ctx, takeAway)
	if err != nil {
		return err
	}
	if err := d.finishErasure(survey.Doing(context.WithoutCancel(ctx), survey.Doer{}), row); err != nil {
		slog.ErrorContext(ctx, "what names an erased member goes later", "err", err)
	}
	return nil
}

func (d *DB) beginErasure(ctx context.Context, takeAway func(context.Context, tx) (erasing, error)) (row query.Erasure, err error) {
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		e, err := takeAway(ctx, t)
		if err != nil {
			return err
		}
		row.ClubID = int64(e.Club)
		if row.What, err = encode(e); err != nil {
			return err
		}
		row.ID, err = t.InsertErasure(ctx, query.InsertErasureParams{ClubID: row.ClubID, What: row.What})
		return err
	})
	return row, err
}

// finishErasures goes on with what processes that ended have left.
func (d *DB) finishErasures(ctx context.Context) error {
	rows, err := d.read.Erasures(ctx)
	for _, row := range rows {
		if err == nil {
			err = d.finishErasure(ctx, row)
		}
	}
	return wrap(classify(err), "finish erasing")
}

// erasingTurn is the turn of those who take out what names somebody: two would write over each other what they have read.
const erasingTurn = 7_326_001

// takeErasingTurn waits until nobody takes out what names somebody, in this process or another, nor copies it to where it was searched for already.
func (d *DB) takeErasingTurn(ctx context.Context) (end func(), err error) {
	d.erasing.Lock()
	free, err := d.turn(ctx, erasingTurn)
	if err != nil {
		d.erasing.Unlock()
		return nil, err
	}
	return func() {
		free()
		d.erasing.Unlock()
	}, nil
}

// erasingPasses is how often it is read what names somebody, where others change it meanwhile.
const erasingPasses = 20

// finishErasure takes out what names an erased member, and then the record of it. It can be done again.
func (d *DB) finishErasure(ctx context.Context, row query.Erasure) error {
	var e erasing
	if err := decode(row.What, &e); err != nil {
		return err
	}
	end, err := d.takeErasingTurn(ctx)
	if err != nil {
		return err
	}
	defer end()
	if err := d.untilNoneMissed(ctx, e.seasons(), e.find); err != nil {
		return err
	}
	parts := func(ctx context.Context, t tx) (bool, error) {
		n, err := t.DeletePartsOf(ctx, query.DeletePartsOfParams{ClubID: row.ClubID, ID: e.Imports})
		return n > 0, err
	}
	for more := e.Imports > 0; more; {
		if more, err = d.inSlices(ctx, []change{parts}, nil, d.updateLazily); err != nil {
			return err
		}
	}
	return d.update(ctx, func(ctx context.Context, t tx) error {
		t.erased()
		return errors.Join(t.DeleteImportsTo(ctx, query.DeleteImportsToParams{ClubID: row.ClubID, ID: e.Imports}), t.DeleteErasure(ctx, row.ID))
	})
}

// untilNoneMissed makes the changes that are found, and where one was missed finds them again.
func (d *DB) untilNoneMissed(ctx context.Context, seasons []survey.SeasonID, find func(context.Context, tx) ([]change, error)) error {
	for nth, missed := 0, true; missed; nth++ {
		if nth == erasingPasses {
			return errors.New("what names somebody who is erased changes again and again")
		}
		var found []change
		err := d.snapshot(ctx, func(t tx) (err error) {
			found, err = find(ctx, t)
			return err
		})
		if err != nil {
			return err
		}
		if missed, err = d.inSlices(ctx, found, seasons, d.updateLazily); err != nil {
			return err
		}
	}
	return nil
}

// inSlices makes changes, as many in each write as take no longer than others should wait, and reports whether one was missed.
func (d *DB) inSlices(ctx context.Context, all []change, seasons []survey.SeasonID, enter func(context.Context, func(context.Context, tx) error) error) (missed bool, err error) {
	for len(all) > 0 {
		var n int
		var late bool
		err := enter(ctx, func(ctx context.Context, t tx) error {
			n, late = 0, false
			for _, id := range seasons {
				t.changes(id)
			}
			for end := time.Now().Add(d.sliceTime); n < len(all) && (n == 0 || time.Now().Before(end)); n++ {
				passed, err := all[n](ctx, t)
				if err != nil {
					return err
				}
				late = late || passed
			}
			return nil
		})
		if err != nil {
			return missed, err
		}
		all, missed = all[n:], missed || late
	}
	return missed, nil
}

// seasons are those in which something may name the person.
func (e erasing) seasons() (ids []survey.SeasonID) {
	for _, m := range e.People {
		ids = append(ids, m.Season)
	}
	return ids
}

// find returns what takes out what names the person.
func (e erasing) find(ctx context.Context, t tx) (all []change, err error) {
	for _, m := range e.erased() {
		found, err := tracesOf(ctx, t.Queries, m)
		if err != nil {
			return nil, err
		}
		all = append(all, found.changes...)
	}
	if !e.Texts {
		return all, nil
	}
	n, err := namesOf(ctx, t.Queries, e.Club, e.People)
	if err != nil {
		return nil, err
	}
	found, err := mentions(ctx, t, e.Club, n)
	for _, f := range found {
		if (e.Whole || f.Season == e.People[0].Season) && !slices.Contains(e.Keep, f.ID) {
			all = append(all, f.changes...)
		}
	}
	return all, err
}

// dropImports deletes the files that wait to be imported, and how files were read before, as names of files and columns may name members. One that somebody was told is being imported is not taken away unsaid, and imported
// after the member went it could bring the member back. Those that were imported can no longer be taken back, and go as the last.
func (e *erasing) dropImports(ctx context.Context, t tx) error {
	club := int64(e.Club)
	n, err := t.CountRunningImports(ctx, club)
	if err != nil {
		return err
	}
	if n > 0 {
		return &survey.InvalidError{Reason: "erase_importing"}
	}
	if e.Imports, err = t.LastImportOf(ctx, club); err != nil {
		return err
	}
	return errors.Join(t.DeleteWaitingImports(ctx, club), t.DeleteImportUndos(ctx, club), t.DeleteReadings(ctx, club))
}

// eraseMember takes a member away with what goes with the member's row.
func eraseMember(ctx context.Context, t tx, m survey.Member, now time.Time) error {
	if err := eraseFeedback(ctx, t, m, now); err != nil {
		return err
	}
	return one(t.DeleteMember(ctx, int64(m.ID)))
}

// eraseFeedback erases what a member said of the team, so that no figure tells it, and what was learned from it.
func eraseFeedback(ctx context.Context, t tx, m survey.Member, now time.Time) error {
	said, err := t.MemberFeedback(ctx, int64(m.ID))
	if err != nil {
		return err
	}
	if len(said) > 0 {
		if err := judgeClosed(ctx, t, m.Season, now); err != nil {
			return err
		}
	}
	for _, own := range said {
		if err := holdOthers(ctx, t, own); err != nil {
			return err
		}
	}
	models, err := t.MemberModels(ctx, int64(m.ID))
	return errors.Join(withdraw(ctx, t, models, err), t.DeleteFeedbackOf(ctx, int64(m.ID)))
}

// judgeClosed keeps what could be seen of teams in rounds that are over, before an answer goes.
func judgeClosed(ctx context.Context, t tx, season survey.SeasonID, now time.Time) error {
	rounds, err := t.FeedbackRounds(ctx, int64(season))
	if err != nil {
		return err
	}
	for _, row := range rounds {
		if r := feedbackRound(row); r.State(now) == survey.Closed {
			if err := judgeRound(ctx, t, r); err != nil {
				return err
			}
		}
	}
	return nil
}

// holdOthers takes some others' answers out of the figures in which an erased one was, and ends those of single teams and what teammates read.
func holdOthers(ctx context.Context, t tx, own query.Feedback) error {
	f, err := feedback(own)
	if err != nil {
		return err
	}
	if f.Shown == nil && (f.Answers == nil || f.Answers.Peers == nil) {
		return nil
	}
	if err := t.SetSeasonOnly(ctx, query.SetSeasonOnlyParams{SeasonID: own.SeasonID, Kind: own.Kind}); err != nil {
		return err
	}
	if f.Shown == nil {
		return nil
	}
	others, err := t.FeedbackToHold(ctx, query.FeedbackToHoldParams{SeasonID: own.SeasonID, Kind: own.Kind, MemberID: own.MemberID, Limit: survey.MinTotal - 1})
	for _, id := range others {
		if err == nil {
			err = t.HoldFeedback(ctx, query.HoldFeedbackParams{MemberID: id, Kind: own.Kind})
		}
	}
	return err
}
