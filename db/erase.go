package db

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"dure/clustering/team"
	"dure/db/query"
	"dure/survey"
)

// Erasure returns what [DB.EraseMember] would erase, in the member's season and in the others of the club.
func (d *DB) Erasure(ctx context.Context, id survey.MemberID) (survey.Erasure, error) {
	var e survey.Erasure
	err := d.snapshot(ctx, func(t tx) error {
		q := t.Queries
		all, club, err := samePerson(ctx, q, id)
		if err != nil {
			return err
		}
		e.Member = all[0].member
		for _, p := range all {
			found, err := tracesOf(ctx, q, p.member)
			if err != nil {
				return err
			}
			found.Season = p.season
			e.Seasons = append(e.Seasons, found.ErasedSeason)
		}
		n, err := q.CountWaitingImports(ctx, int64(club))
		if err != nil {
			return err
		}
		running, err := q.CountRunningImports(ctx, int64(club))
		if err != nil {
			return err
		}
		e.Files, e.Running = int(n), running > 0
		e.Texts, err = shownTexts(ctx, t, club, all)
		return err
	})
	return e, wrap(err, "what is kept of member %d", id)
}

// a person is somebody as a member of one season.
type person struct {
	member survey.Member
	season string
}

// samePerson returns the member, and then the members of the club's other seasons who are the same person.
func samePerson(ctx context.Context, q *query.Queries, id survey.MemberID) ([]person, survey.ClubID, error) {
	row, err := q.Member(ctx, int64(id))
	if err != nil {
		return nil, 0, missing(err)
	}
	s, err := q.Season(ctx, row.SeasonID)
	if err != nil {
		return nil, 0, missing(err)
	}
	all := []person{{member(row), s.Name}}
	rows, err := q.MemberSeasons(ctx, query.MemberSeasonsParams{MemberKey: row.MemberKey, ClubID: s.ClubID})
	if err != nil {
		return nil, 0, err
	}
	for _, r := range rows {
		if r.ID == int64(id) {
			continue
		}
		other, err := q.Member(ctx, r.ID)
		if err != nil {
			return nil, 0, missing(err)
		}
		all = append(all, person{member(other), r.Name})
	}
	return all, survey.ClubID(s.ClubID), nil
}

// namesOf is what a person is searched for by: by all that the person is called in one of the seasons.
func namesOf(ctx context.Context, q *query.Queries, club survey.ClubID, all []person) (n names, err error) {
	seasons, err := q.Seasons(ctx, int64(club))
	if err != nil {
		return n, err
	}
	var others []survey.Member
	for _, s := range seasons {
		rows, err := q.Members(ctx, s.ID)
		if err != nil {
			return n, err
		}
		others = append(others, each(rows, member)...)
	}
	for _, p := range all {
		n.asked = n.asked.And(survey.FindingName(p.member, others, true))
		n.sure = n.sure.And(survey.FindingName(p.member, others, false))
	}
	return n, nil
}

// shownTexts are the places where others named a person that organizers see.
func shownTexts(ctx context.Context, t tx, club survey.ClubID, all []person) (texts []survey.Mentioned, err error) {
	n, err := namesOf(ctx, t.Queries, club, all)
	if err != nil {
		return nil, err
	}
	found, err := mentions(ctx, t, club, n)
	own := setOf[survey.MemberID](nil)
	for _, p := range all {
		own[p.member.ID] = true
	}
	for _, f := range found {
		if f.Where != "" && !own[f.By] {
			texts = append(texts, f.Mentioned)
		}
	}
	return texts, err
}

// traces are what a season holds of a member, and how it is without.
type traces struct {
	survey.ErasedSeason
	members  []survey.Member
	edits    []query.SetLineupParams
	answers  []query.SetAnswersParams
	feedback []query.ChangeFeedbackParams
	own      []query.Feedback
	others   []query.Feedback
}

func tracesOf(ctx context.Context, q *query.Queries, m survey.Member) (*traces, error) {
	t := &traces{}
	t.Member = m
	rows, err := q.Members(ctx, int64(m.Season))
	if err != nil {
		return nil, err
	}
	t.members = each(rows, member)
	for _, find := range []func(context.Context, *query.Queries) error{t.findTeams, t.findAnswers, t.findFeedback} {
		if err := find(ctx, q); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (t *traces) findTeams(ctx context.Context, q *query.Queries) error {
	rows, err := q.SeasonEdits(ctx, int64(t.Member.Season))
	if err != nil {
		return err
	}
	roster, err := q.Roster(ctx, int64(t.Member.Season))
	if err = ifThere(missing(err)); err != nil {
		return err
	}
	named := map[int64]bool{}
	for _, r := range rows {
		var l team.Lineup
		if err := decode(r.Lineup, &l); err != nil {
			return err
		}
		if !l.Has(t.Member.ID) {
			continue
		}
		named[r.ProposalID] = true
		text, err := encode(l.Only(func(id survey.MemberID) bool { return id != t.Member.ID }))
		if err != nil {
			return err
		}
		t.edits = append(t.edits, query.SetLineupParams{ProposalID: r.ProposalID, Seq: r.Seq, Lineup: text})
	}
	t.Proposals, t.Published = len(named), named[roster.ProposalID]
	return nil
}

func (t *traces) findAnswers(ctx context.Context, q *query.Queries) error {
	all, err := responsesOf(ctx, q, t.Member.Season)
	if err != nil {
		return err
	}
	is := survey.Naming(t.Member, t.members)
	for id, r := range all {
		if id == t.Member.ID {
			t.Answers = true
			continue
		}
		draft, inDraft := r.Draft.Without(is(time.Time{}), r.Meant, t.Member.ID)
		answers, inAnswers := r.Answers.Without(is(r.Submitted), r.Meant, t.Member.ID)
		otherwise, inOtherwise := r.Otherwise.Without(is(time.Time{}), r.Meant, t.Member.ID)
		meant, inMeant := r.Meant.Without(t.Member.ID)
		if !inDraft && !inAnswers && !inOtherwise && !inMeant {
			continue
		}
		p := query.SetAnswersParams{MemberID: int64(id)}
		var err1, err2, err3, err4 error
		p.Draft, err1 = encodeGiven(r.Draft != nil, draft)
		p.Answers, err2 = encodeGiven(r.Answers != nil, answers)
		p.Meant, err3 = encodeGiven(meant != nil, meant)
		p.Otherwise, err4 = encodeGiven(len(otherwise) > 0, otherwise)
		if err := errors.Join(err1, err2, err3, err4); err != nil {
			return err
		}
		t.answers = append(t.answers, p)
	}
	return nil
}

func (t *traces) findFeedback(ctx context.Context, q *query.Queries) error {
	rows, err := q.SeasonFeedback(ctx, int64(t.Member.Season))
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.MemberID == int64(t.Member.ID) {
			t.Feedback++
			t.own = append(t.own, row)
			continue
		}
		t.others = append(t.others, row)
		f, err := feedback(row)
		if err != nil {
			return err
		}
		changed := false
		p := query.ChangeFeedbackParams{MemberID: row.MemberID, Kind: row.Kind}
		for _, part := range []struct {
			o    *survey.Opinion
			into *string
		}{{f.Draft, &p.Draft}, {f.Answers, &p.Answers}, {f.Shown, &p.Shown}} {
			if part.o == nil {
				continue
			}
			without, named := part.o.Without(t.Member.ID)
			changed = changed || named
			if *part.into, err = encode(without); err != nil {
				return err
			}
		}
		if changed {
			t.feedback = append(t.feedback, p)
		}
	}
	return nil
}

// EraseMember erases a member with all that is kept of the member, as [DB.Erasure] lists it: in the season, or in all
// seasons of the club that the same person takes part in. Four others' answers leave the figures of a round in which the
// member's were, so that the change does not show them. What others typed stays where keep names it by [survey.Mentioned.ID].
// While a file is being imported into the club, which may name the member, the error is an [survey.InvalidError] "erase_importing". When EraseMember
// returns without one, the files hold nothing of the member any more, or [DB.Scrubbed] says that they may.
func (d *DB) EraseMember(ctx context.Context, id survey.MemberID, everywhere bool, keep []string, now time.Time) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		all, club, err := samePerson(ctx, t.Queries, id)
		if err != nil {
			return err
		}
		n, err := namesOf(ctx, t.Queries, club, all)
		if err != nil {
			return err
		}
		whole := everywhere || len(all) == 1 // else the club still knows the person
		if !everywhere {
			all = all[:1]
		}
		for _, p := range all {
			if err := eraseMember(ctx, t, p.member, now); err != nil {
				return err
			}
			if err := t.log(ctx, survey.Act{Season: p.member.Season, What: survey.ErasedMember}); err != nil {
				return err
			}
		}
		if err := eraseTexts(ctx, t, club, n, func(m survey.Mentioned) bool {
			return (whole || m.Season == all[0].member.Season) && !slices.Contains(keep, m.ID)
		}); err != nil {
			return err
		}
		t.erased()
		return eraseImports(ctx, t, club)
	})
	return wrap(err, "erase member %d", id)
}

// eraseTexts takes the name out of those places where others typed it that goes chooses.
func eraseTexts(ctx context.Context, t tx, club survey.ClubID, n names, goes func(survey.Mentioned) bool) error {
	found, err := mentions(ctx, t, club, n)
	if err != nil {
		return err
	}
	found = slices.DeleteFunc(found, func(f finding) bool { return !goes(f.Mentioned) })
	if err := findings(found).change(ctx, t); err != nil {
		return err
	}
	seated := map[survey.SeasonID]bool{} // where teams may be called otherwise now
	for _, f := range found {
		if f.Where == survey.InProposal && !seated[f.Season] {
			seated[f.Season] = true
			if err := t.reseat(ctx, int64(f.Season)); err != nil {
				return err
			}
		}
	}
	return nil
}

// eraseImports deletes the files that wait to be imported, and how files were read before, as names of files and columns may name members. One that somebody was told is being imported is not taken away unsaid, and imported
// after the member went it could bring the member back.
func eraseImports(ctx context.Context, t tx, club survey.ClubID) error {
	n, err := t.CountRunningImports(ctx, int64(club))
	if err != nil {
		return err
	}
	if n > 0 {
		return &survey.InvalidError{Reason: "erase_importing"}
	}
	return errors.Join(t.DeleteImports(ctx, int64(club)), t.DeleteReadings(ctx, int64(club)))
}

func eraseMember(ctx context.Context, t tx, m survey.Member, now time.Time) error {
	if err := judgeClosed(ctx, t, m.Season, now); err != nil {
		return err
	}
	found, err := tracesOf(ctx, t.Queries, m)
	if err != nil {
		return err
	}
	for _, p := range found.edits {
		if err := t.SetLineup(ctx, p); err != nil {
			return err
		}
	}
	if err := t.reseat(ctx, int64(m.Season)); err != nil {
		return err
	}
	for _, p := range found.answers {
		if err := t.SetAnswers(ctx, p); err != nil {
			return err
		}
	}
	for _, p := range found.feedback {
		if err := t.ChangeFeedback(ctx, p); err != nil {
			return err
		}
	}
	for _, own := range found.own {
		if err := holdOthers(ctx, t, own, found.others); err != nil {
			return err
		}
	}
	models, err := t.MemberModels(ctx, int64(m.ID))
	if err := withdraw(ctx, t, models, err); err != nil {
		return err
	}
	return one(t.DeleteMember(ctx, int64(m.ID)))
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

// holdOthers takes others' answers out of the figures in which an erased one was, and ends those of single teams and what teammates read.
func holdOthers(ctx context.Context, t tx, own query.Feedback, others []query.Feedback) error {
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
	shown := slices.DeleteFunc(slices.Clone(others), func(f query.Feedback) bool { return f.Kind != own.Kind || f.Shown == "" })
	rand.Shuffle(len(shown), func(i, j int) { shown[i], shown[j] = shown[j], shown[i] })
	for _, f := range shown[:min(len(shown), survey.MinTotal-1)] {
		if err := t.HoldFeedback(ctx, query.HoldFeedbackParams{MemberID: f.MemberID, Kind: f.Kind}); err != nil {
			return err
		}
	}
	return nil
}
