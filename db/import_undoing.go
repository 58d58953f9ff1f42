package db

import (
	"context"
	"errors"
	"slices"
	"time"

	"dure/db/query"
	"dure/survey"
)

// Taking an import back in slices. Whether it can be is seen by reading all of its season, which takes as long as the season is large: that is done beside the writes,
// and counts if the season's key is the same in the write that decides. That write says that the import is undone. Then its rows go as they came, some in each write, and the
// questions with the last. What somebody changes meanwhile stays. A process that ends in between leaves what was kept of an import that is undone, with which
// [DB.Chores] goes on; a season into which something else is to be imported is finished first.

// undoPasses is how often it is read whether an import can be taken back, where others write into its season meanwhile.
const undoPasses = 20

// UndoImport puts a season back to how it stood before an import. Where somebody has changed since what the import left, the error is an [survey.InvalidError]
// "import_undo_late". When it returns nil, all is back, or the chores see to the rest.
func (d *DB) UndoImport(ctx context.Context, id survey.ImportID, now time.Time) error {
	return wrap(d.undoImport(ctx, id), "undo import %d", id)
}

func (d *DB) undoImport(ctx context.Context, id survey.ImportID) error {
	end, err := d.takeErasingTurn(ctx)
	if err != nil {
		return err
	}
	defer end()
	if err := d.finishUndosNow(ctx); err != nil {
		return err
	}
	for nth := 0; ; nth++ {
		begun, whole, err := d.beginUndo(ctx, id, nth == undoPasses)
		if err != nil || whole {
			return err
		}
		if begun {
			return d.finishUndo(survey.Doing(context.WithoutCancel(ctx), survey.Doer{}), int64(id))
		}
	}
}

// beginUndo says that an import is undone, unless somebody has written into its season since that was read. Few rows are taken back with it, as a whole. With last it is read in the write.
func (d *DB) beginUndo(ctx context.Context, id survey.ImportID, last bool) (begun, whole bool, err error) {
	var found survey.ImportUndo
	var u importUndo
	var s standing
	var key int64
	read := func(ctx context.Context, t tx) (err error) {
		if found, u, s, err = undoing(ctx, t, id); err != nil {
			return err
		}
		if len(found.Since) > 0 {
			return &survey.InvalidError{Reason: "import_undo_late"}
		}
		key, err = t.SeasonChanges(ctx, seasonKeys(found.Season))
		return err
	}
	if err := d.snapshot(ctx, func(t tx) error { return read(ctx, t) }); err != nil {
		return false, false, err
	}
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		begun, whole = false, false
		if is, err := t.SeasonChanges(ctx, seasonKeys(found.Season)); err != nil || is != key && !last {
			return err
		}
		if last {
			if err := read(ctx, t); err != nil {
				return err
			}
		}
		begun, whole = true, len(u.ids()) <= d.portions[0].rows
		return undone(ctx, t, found, u, s, whole)
	})
	return begun, whole, err
}

// undone says that an import is undone, and takes it back if it is to be as a whole.
func undone(ctx context.Context, t tx, found survey.ImportUndo, u importUndo, s standing, whole bool) error {
	now, id := standing{members: s.members, answers: s.answers, names: s.names, sums: s.sums, summands: s.summands, senders: s.senders}, int64(found.ID)
	if err := now.survey(ctx, t, found.Season); err != nil { // rules and teams are not in the key
		return err
	}
	kept, err := t.Queries.ImportUndo(ctx, id)
	if err != nil {
		return missing(err)
	}
	later, err := t.CountLaterImports(ctx, query.CountLaterImportsParams{SeasonID: kept.SeasonID, ID: kept.ID})
	if err != nil {
		return err
	}
	if later > 0 || len(u.since(now)) > 0 {
		return &survey.InvalidError{Reason: "import_undo_late"}
	}
	if whole {
		if err := errors.Join(u.takeBack(ctx, t, found.Season, now), t.dropImportUndo(ctx, id)); err != nil {
			return err
		}
		t.erased()
	}
	t.tell(survey.ImportTopic, id)
	return errors.Join(t.log(ctx, survey.Act{Season: found.Season, Everybody: true, What: survey.UndidImport}),
		one(t.FinishImport(ctx, query.FinishImportParams{ID: id, State: string(survey.JobUndone), Result: found.Result, Data: []byte{}})))
}

// finishUndos goes on with what processes that ended have left.
func (d *DB) finishUndos(ctx context.Context) error {
	end, err := d.takeErasingTurn(ctx)
	if err != nil {
		return err
	}
	defer end()
	return wrap(d.finishUndosNow(ctx), "finish taking imports back")
}

func (d *DB) finishUndosNow(ctx context.Context) error {
	ids, err := d.read.UnfinishedUndos(ctx)
	for _, id := range ids {
		if err == nil {
			err = d.finishUndo(ctx, id)
		}
	}
	return classify(err)
}

// finishUndo takes back what is there of an import that is undone. It can be done again.
func (d *DB) finishUndo(ctx context.Context, id int64) error {
	var u importUndo
	var season survey.SeasonID
	err := d.snapshot(ctx, func(t tx) (err error) {
		r, err := t.ImportByID(ctx, id)
		if err != nil {
			return missing(err)
		}
		season = survey.SeasonID(r.SeasonID)
		u, _, err = importUndoOf(ctx, t, id)
		return ifThere(err)
	})
	if err != nil {
		return err
	}
	if _, err := d.inSlices(ctx, u.backRows(int64(season)), []survey.SeasonID{season}, d.updateLazily); err != nil {
		return err
	}
	for nth, begun := 0, false; !begun; nth++ {
		if begun, err = d.endUndo(ctx, id, season, u, nth == undoPasses); err != nil {
			return err
		}
	}
	parts := func(ctx context.Context, t tx) (bool, error) {
		n, err := t.DeleteSomeParts(ctx, id)
		return n > 0, err
	}
	for more := true; more; {
		if more, err = d.inSlices(ctx, []change{parts}, nil, d.updateLazily); err != nil {
			return err
		}
	}
	return d.update(ctx, func(ctx context.Context, t tx) error {
		t.erased()
		return t.DeleteImportRun(ctx, id)
	})
}

// endUndo puts back what is asked, once the rows are back, and forgets what was kept of them. Where somebody changed meanwhile what the import left, what is asked stays too.
func (d *DB) endUndo(ctx context.Context, id int64, season survey.SeasonID, u importUndo, last bool) (done bool, err error) {
	var s standing
	var key int64
	read := func(ctx context.Context, t tx) (err error) {
		if s, err = standingOf(ctx, t, season); err == nil {
			key, err = t.SeasonChanges(ctx, seasonKeys(season))
		}
		return err
	}
	if err := d.snapshot(ctx, func(t tx) error { return read(ctx, t) }); err != nil {
		return false, err
	}
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		done = false
		if is, err := t.SeasonChanges(ctx, seasonKeys(season)); err != nil || is != key && !last {
			return err
		}
		if last {
			if err := read(ctx, t); err != nil {
				return err
			}
		}
		if _, err := t.Queries.ImportUndo(ctx, id); err != nil {
			done = errors.Is(missing(err), survey.ErrNotFound) // it was done already
			return ifThere(missing(err))
		}
		done = true
		t.changes(season)
		if u.isBack(s) {
			if err := u.survey(ctx, t, season, s); err != nil {
				return err
			}
		}
		t.tell(survey.ImportTopic, id)
		return t.DeleteImportUndo(ctx, id)
	})
	return done, err
}

// isBack reports whether nobody changed what the import left before it was taken back.
func (u importUndo) isBack(s standing) bool {
	then := map[int64]uint64{}
	for _, r := range u.Responses {
		then[r.MemberID] = mark(r)
	}
	for id := range u.Answered {
		if s.answers[id] != then[id] {
			return false
		}
	}
	for _, id := range u.Added {
		if s.members[id] != 0 {
			return false
		}
	}
	return (u.Asked == 0 || u.Asked == mark(s.asked)) && s.others(u.Answered) == u.Others
}

// ids are the members whom the import added, changed or gave answers, in the order in which they are put back.
func (u importUndo) ids() []int64 {
	all := slices.Clone(u.Added)
	seen := map[int64]bool{}
	for _, id := range all {
		seen[id] = true
	}
	add := func(id int64) {
		if !seen[id] {
			seen[id] = true
			all = append(all, id)
		}
	}
	for _, m := range slices.Backward(u.Members) {
		add(m.ID)
	}
	for id := range u.Answered {
		add(id)
	}
	return all
}

// backRows returns what puts each member with the member's answers back, unless somebody has changed them, or they are back.
func (u importUndo) backRows(season int64) (all []change) {
	added, members, responses := map[int64]bool{}, map[int64]query.Member{}, map[int64]query.Response{}
	for _, id := range u.Added {
		added[id] = true
	}
	for _, m := range u.Members {
		members[m.ID] = m
	}
	for _, r := range u.Responses {
		responses[r.MemberID] = r
	}
	for _, id := range u.ids() {
		all = append(all, func(ctx context.Context, t tx) (bool, error) {
			same, err := u.asLeft(ctx, t, id)
			if err != nil || !same {
				return false, err
			}
			if added[id] {
				return false, one(t.DeleteMember(ctx, id))
			}
			if m, changed := members[id]; changed {
				if free, err := t.keyFree(ctx, season, m); err != nil || !free {
					return false, err
				}
				if err := one(t.ChangeMember(ctx, query.ChangeMemberParams{ID: m.ID, Name: m.Name, Email: m.Email, Ref: m.Ref, MemberKey: m.MemberKey, Former: m.Former})); err != nil {
					return false, err
				}
			}
			if _, gave := u.Answered[id]; !gave {
				return false, nil
			}
			if err := t.DeleteResponse(ctx, id); err != nil {
				return false, err
			}
			if r, had := responses[id]; had {
				return false, t.SaveResponse(ctx, query.SaveResponseParams(r))
			}
			return false, nil
		})
	}
	return all
}

// asLeft reports whether a member, and the answers that the import gave, are as the import left them.
func (u importUndo) asLeft(ctx context.Context, t tx, id int64) (bool, error) {
	m, err := t.Member(ctx, id)
	if err != nil {
		return false, ifThere(missing(err))
	}
	if was, changed := u.Changed[id]; changed && was != mark(m) {
		return false, nil
	}
	was, gave := u.Answered[id]
	if !gave {
		return true, nil
	}
	r, err := t.Response(ctx, id)
	if err != nil {
		return false, ifThere(missing(err))
	}
	return was == mark(r), nil
}

// keyFree reports whether nobody else has taken the key that a member had.
func (t tx) keyFree(ctx context.Context, season int64, m query.Member) (bool, error) {
	is, err := t.MemberByKey(ctx, query.MemberByKeyParams{SeasonID: season, MemberKey: m.MemberKey})
	if err != nil {
		return true, ifThere(missing(err))
	}
	return is.ID == m.ID, nil
}
