package db

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"dure/db/query"
	"dure/survey"
)

// LastImport returns the import of a season that was applied last of those that are not taken back, or [survey.ErrNotFound]. It may be one of which a part is there so far.
func (d *DB) LastImport(ctx context.Context, season survey.SeasonID) (survey.Import, error) {
	r, err := d.read.LastImport(ctx, int64(season))
	im, err := d.withProgress(ctx, imported(r), err)
	return im, wrap(missing(classify(err)), "last import into season %d", season)
}

// ImportUndo returns what keeps an import from being taken back. One of which nothing is kept, since it was not applied, was taken back, is old, or names somebody
// who was erased, is [survey.ErrNotFound].
func (d *DB) ImportUndo(ctx context.Context, id survey.ImportID) (u survey.ImportUndo, err error) {
	err = d.view(ctx, func(q *query.Queries) (err error) {
		u, _, _, err = undoing(ctx, tx{Queries: q}, id)
		return err
	})
	return u, wrap(err, "undo of import %d", id)
}

// undoing returns an import with what was kept of it, and how its season stands.
func undoing(ctx context.Context, t tx, id survey.ImportID) (found survey.ImportUndo, u importUndo, s standing, err error) {
	row, err := t.ImportByID(ctx, int64(id))
	if err != nil {
		return found, u, s, missing(err)
	}
	if survey.JobState(row.State) != survey.JobDone {
		return found, u, s, survey.ErrNotFound
	}
	u, kept, err := importUndoOf(ctx, t, row.ID)
	if err != nil {
		return found, u, s, err
	}
	found.Import = imported(row)
	if s, err = standingOf(ctx, t, found.Season); err != nil {
		return found, u, s, err
	}
	later, err := t.CountLaterImports(ctx, query.CountLaterImportsParams{SeasonID: row.SeasonID, ID: kept})
	if err != nil {
		return found, u, s, err
	}
	if later > 0 {
		found.Since = []survey.Message{survey.Say("undo_later")}
		return found, u, s, nil
	}
	found.Since = u.since(s)
	return found, u, s, nil
}

// importUndoOf returns what was kept of an import, and its number.
func importUndoOf(ctx context.Context, t tx, id int64) (u importUndo, n int64, err error) {
	kept, err := t.Queries.ImportUndo(ctx, id)
	if err != nil {
		return u, n, missing(err)
	}
	parts, err := t.ImportParts(ctx, id)
	if err := errors.Join(err, decode(kept.Kept, &u)); err != nil {
		return u, n, err
	}
	for _, p := range parts {
		var part importUndo
		if err := decode(p.Kept, &part); err != nil {
			return u, n, err
		}
		u = u.with(part)
	}
	return u, kept.ID, nil
}

// breakOff takes back what of an import is in the season, where it cannot be finished. What somebody changed meanwhile stays, with what is asked.
func breakOff(ctx context.Context, t tx, r query.Import) error {
	u, _, err := importUndoOf(ctx, t, r.ID)
	if err != nil {
		return errors.Join(ifThere(err), t.dropImportUndo(ctx, r.ID))
	}
	season := survey.SeasonID(r.SeasonID)
	t.changes(season)
	s, err := standingOf(ctx, t, season)
	if err != nil {
		return err
	}
	if u.Summed = s.summed(u.Questions); len(u.since(s)) == 0 {
		err = u.takeBack(ctx, t, season, s)
	} else {
		err = u.without(s).rows(ctx, t)
	}
	t.erased()
	return errors.Join(err, t.dropImportUndo(ctx, r.ID))
}

// dropImportUndo forgets how far an import was and what takes it back.
func (t tx) dropImportUndo(ctx context.Context, id int64) error {
	return errors.Join(t.DeleteImportUndo(ctx, id), t.DeleteImportParts(ctx, query.DeleteImportPartsParams{ImportID: id}), t.DeleteImportRun(ctx, id))
}

// without leaves out the members who are otherwise by now than the import left them.
func (u importUndo) without(s standing) importUndo {
	since := func(id int64) bool {
		member, is := u.Changed[id]
		answers, gave := u.Answered[id]
		return is && member != s.members[id] || gave && answers != s.answers[id]
	}
	kept := u
	kept.Added = slices.DeleteFunc(slices.Clone(u.Added), since)
	kept.Members = slices.DeleteFunc(slices.Clone(u.Members), func(m query.Member) bool { return since(m.ID) })
	kept.Responses = slices.DeleteFunc(slices.Clone(u.Responses), func(r query.Response) bool { return since(r.MemberID) })
	kept.Answered = maps.Clone(u.Answered)
	maps.DeleteFunc(kept.Answered, func(id int64, _ uint64) bool { return since(id) })
	return kept
}

// since says what of what an import left is otherwise by now.
func (u importUndo) since(s standing) (all []survey.Message) {
	say := func(is bool, key survey.Key, pairs ...any) {
		if is {
			all = append(all, survey.Say(key, pairs...))
		}
	}
	answered, edited := s.otherwise(u.Answered, s.answers), s.otherwise(u.Changed, s.members)
	say(len(answered) > 0, "undo_answered", "Count", len(answered), "Names", few(answered))
	say(len(edited) > 0, "undo_edited", "Count", len(edited), "Names", few(edited))
	say(u.Asked != 0 && u.Asked != mark(s.asked), "undo_survey")
	say(s.others(u.Answered) != u.Others && (u.Asked != 0 || u.Summed != s.summed(u.Questions)), "undo_others")
	say(u.Deck != s.deck && len(u.Added)+len(u.Questions)+len(u.Versions) > 0, "undo_rules")
	for id, m := range s.teams {
		if u.Teams[id] != m {
			say(true, "undo_teams")
			break
		}
	}
	return all
}

// otherwise are the names of the members whose marks are not those any more.
func (s standing) otherwise(then, now map[int64]uint64) (names []string) {
	for id, m := range then {
		if now[id] != m {
			names = append(names, s.names[id])
		}
	}
	slices.Sort(names)
	return names
}

// few are the first of many names.
func few(names []string) string { return strings.Join(names[:min(3, len(names))], ", ") }

// takeBack puts everything that the import changed back, the last first.
func (u importUndo) takeBack(ctx context.Context, t tx, season survey.SeasonID, now standing) error {
	if err := u.rows(ctx, t); err != nil {
		return err
	}
	return u.survey(ctx, t, season, now)
}

// survey puts back what is asked, and what answers add up to.
func (u importUndo) survey(ctx context.Context, t tx, season survey.SeasonID, now standing) error {
	if u.Asked != 0 {
		if err := u.questions(ctx, t, season); err != nil {
			return err
		}
	}
	if now.others(u.Answered) == u.Others {
		for _, v := range u.Fresh {
			if err := t.MarkUnanswered(ctx, v); err != nil {
				return err
			}
		}
	}
	return u.sums(ctx, t, int64(season), now)
}

// rows puts members and answers back.
func (u importUndo) rows(ctx context.Context, t tx) error {
	for _, id := range u.Added {
		if err := one(t.DeleteMember(ctx, id)); err != nil {
			return err
		}
	}
	for _, m := range slices.Backward(u.Members) {
		n, err := t.ChangeMember(ctx, query.ChangeMemberParams{ID: m.ID, Name: m.Name, Email: m.Email, Ref: m.Ref, MemberKey: m.MemberKey, Former: m.Former})
		if err := one(n, keyTaken(member(m), err)); err != nil {
			return err
		}
	}
	return u.answers(ctx, t)
}

func (u importUndo) answers(ctx context.Context, t tx) error {
	for id := range u.Answered {
		if err := t.DeleteResponse(ctx, id); err != nil {
			return err
		}
	}
	for _, r := range u.Responses {
		if err := t.SaveResponse(ctx, query.SaveResponseParams(r)); err != nil {
			return err
		}
	}
	return nil
}

// questions takes away those that the import added, and lets the others ask what they asked.
func (u importUndo) questions(ctx context.Context, t tx, season survey.SeasonID) error {
	for _, id := range u.Questions {
		if err := t.DeleteQuestion(ctx, id); err != nil {
			return err
		}
	}
	for _, v := range u.Versions {
		row, err := t.Question(ctx, v.QuestionID)
		if err != nil {
			return err
		}
		err = errors.Join(t.DeleteVersionsAfter(ctx, query.DeleteVersionsAfterParams{QuestionID: row.ID, Version: v.Version}),
			t.SaveQuestionVersion(ctx, query.SaveQuestionVersionParams{QuestionID: row.ID, Version: v.Version, Body: v.Body, Since: v.Since}),
			t.SaveQuestion(ctx, query.SaveQuestionParams{ID: row.ID, Version: v.Version, NextOption: row.NextOption}))
		if err != nil {
			return err
		}
	}
	if err := one(t.ChangeOrder(ctx, int64(season))); err != nil {
		return err
	}
	return errors.Join(u.edits(ctx, t, season), t.log(ctx, survey.Act{Season: season, What: survey.ChangedSurvey}))
}

// edits puts the survey where it stood among its edits, under numbers that are new.
func (u importUndo) edits(ctx context.Context, t tx, season survey.SeasonID) error {
	last, err := t.LastSurveyEdit(ctx, int64(season))
	if err != nil {
		return err
	}
	if len(u.Edits) == 0 { // it had none
		_, is, err := asked(ctx, t.Queries, season)
		note, err2 := encode(survey.Edit{})
		if err := errors.Join(err, err2); err != nil {
			return err
		}
		u.Edits = []query.SurveyEdit{{Questions: is, Note: note}}
	}
	first := u.Edits[0].Seq
	if err := t.DeleteSurveyEdits(ctx, query.DeleteSurveyEditsParams{SeasonID: int64(season), Seq: 0, Seq_2: first - 1}); err != nil {
		return err
	}
	for i, e := range u.Edits {
		err := t.InsertSurveyEdit(ctx, query.InsertSurveyEditParams{SeasonID: int64(season), Seq: last + 1 + int64(i), Questions: e.Questions, Note: e.Note, Created: e.Created})
		if err != nil {
			return err
		}
	}
	return one(t.SetSurveyEdit(ctx, query.SetSurveyEditParams{SeasonID: int64(season), Edit: last + 1}))
}

// sums adds sensitive questions up to what they were added up to. What others have sent since is still to be added.
func (u importUndo) sums(ctx context.Context, t tx, season int64, now standing) error {
	if len(now.sums)+len(u.Sums) == 0 {
		return nil
	}
	if err := errors.Join(t.DeleteSeasonSums(ctx, season), t.DeleteSeasonSummands(ctx, season), t.DropSenders(ctx, season)); err != nil {
		return err
	}
	for _, s := range u.Sums {
		if err := t.SaveSum(ctx, query.SaveSumParams(s)); err != nil {
			return err
		}
	}
	newest := map[[2]int64]query.Summand{}
	for _, s := range now.summands {
		if _, ours := u.Answered[s.MemberID]; !ours && !slices.Contains(u.Questions, s.QuestionID) {
			newest[[2]int64{s.QuestionID, s.MemberID}] = s
		}
	}
	for _, s := range u.Summands {
		if since, ok := newest[[2]int64{s.QuestionID, s.MemberID}]; ok {
			s.Newest = since.Newest
		}
		newest[[2]int64{s.QuestionID, s.MemberID}] = s
	}
	for _, s := range newest {
		if err := t.PutSummand(ctx, query.PutSummandParams(s)); err != nil {
			return err
		}
	}
	for _, id := range append(slices.DeleteFunc(slices.Clone(now.senders), func(id int64) bool { _, ours := u.Answered[id]; return ours }), u.Senders...) {
		if err := t.SaveSender(ctx, query.SaveSenderParams{SeasonID: season, MemberID: id}); err != nil {
			return err
		}
	}
	return nil
}
