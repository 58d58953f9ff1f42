package db

import (
	"context"
	"errors"
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
func namesOf(ctx context.Context, q *query.Queries, club survey.ClubID, people []survey.Member) (n names, err error) {
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
	for _, m := range people {
		n.asked = n.asked.And(survey.FindingName(m, others, true))
		n.sure = n.sure.And(survey.FindingName(m, others, false))
	}
	return n, nil
}

// shownTexts are the places where others named a person that organizers see.
func shownTexts(ctx context.Context, t tx, club survey.ClubID, all []person) (texts []survey.Mentioned, err error) {
	n, err := namesOf(ctx, t.Queries, club, each(all, func(p person) survey.Member { return p.member }))
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

// traces are what a season holds of a member, and what takes it out of what others have there.
type traces struct {
	survey.ErasedSeason
	members []survey.Member
	changes []change
}

// tracesOf finds them, also of a member who is not in the season any more.
func tracesOf(ctx context.Context, q *query.Queries, m survey.Member) (*traces, error) {
	t := &traces{}
	t.Member = m
	rows, err := q.Members(ctx, int64(m.Season))
	if err != nil {
		return nil, err
	}
	t.members = each(rows, member)
	if !slices.ContainsFunc(t.members, func(o survey.Member) bool { return o.ID == m.ID }) {
		t.members = append(t.members, m)
	}
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
		t.changes = append(t.changes, t.outOfLineup(r, l))
	}
	t.Proposals, t.Published = len(named), named[roster.ProposalID]
	return nil
}

// outOfLineup takes the member out of teams, and out of what is kept of those that are published.
func (t *traces) outOfLineup(r query.SeasonEditsRow, was team.Lineup) change {
	season, gone := int64(t.Member.Season), t.Member.ID
	is := was.Only(func(id survey.MemberID) bool { return id != gone })
	return func(ctx context.Context, t tx) (missed bool, err error) {
		now, err := t.Lineup(ctx, query.LineupParams{ProposalID: r.ProposalID, Seq: r.Seq})
		if err != nil || now != r.Lineup {
			return true, ifThere(err)
		}
		text, err := encode(is)
		if err := errors.Join(err, t.SetLineup(ctx, query.SetLineupParams{ProposalID: r.ProposalID, Seq: r.Seq, Lineup: text})); err != nil {
			return false, err
		}
		shown, err := t.PublishedEdit(ctx, season)
		if err != nil || shown.ID != r.ProposalID || shown.Edit != r.Seq {
			return false, ifThere(err)
		}
		for round, teams := range is.Rounds() {
			for n, g := range teams {
				if had := was.Rounds()[round][n]; len(had.Members) == len(g.Members) {
					continue
				}
				if err := t.seatAgain(ctx, season, spot{int64(round), int64(n)}, g); err != nil {
					return false, err
				}
			}
		}
		return false, nil
	}
}

func (t *traces) findAnswers(ctx context.Context, q *query.Queries) error {
	rows, err := q.Responses(ctx, int64(t.Member.Season))
	if err != nil {
		return err
	}
	is := survey.Naming(t.Member, t.members)
	for _, row := range rows {
		if row.MemberID == int64(t.Member.ID) {
			t.Answers = true
			continue
		}
		_, named, err := withoutNamed(row, t.Member.ID, is)
		if err != nil {
			return err
		}
		if !named {
			continue
		}
		gone := t.Member.ID
		t.changes = append(t.changes, func(ctx context.Context, t tx) (bool, error) {
			now, err := t.Response(ctx, row.MemberID)
			if err != nil {
				return false, ifThere(err)
			}
			p, _, err := withoutNamed(now, gone, is)
			return false, errors.Join(err, t.SetAnswers(ctx, p))
		})
	}
	return nil
}

// withoutNamed is a response without a member among those whom it names, and reports whether it named the member.
func withoutNamed(row query.Response, gone survey.MemberID, is func(time.Time) func(string) bool) (p query.SetAnswersParams, named bool, err error) {
	r, err := response(row)
	if err != nil {
		return p, false, err
	}
	draft, inDraft := r.Draft.Without(is(time.Time{}), r.Meant, gone)
	answers, inAnswers := r.Answers.Without(is(r.Submitted), r.Meant, gone)
	otherwise, inOtherwise := r.Otherwise.Without(is(time.Time{}), r.Meant, gone)
	meant, inMeant := r.Meant.Without(gone)
	p.MemberID = row.MemberID
	var err1, err2, err3, err4 error
	p.Draft, err1 = encodeGiven(r.Draft != nil, draft)
	p.Answers, err2 = encodeGiven(r.Answers != nil, answers)
	p.Meant, err3 = encodeGiven(meant != nil, meant)
	p.Otherwise, err4 = encodeGiven(len(otherwise) > 0, otherwise)
	return p, inDraft || inAnswers || inOtherwise || inMeant, errors.Join(err1, err2, err3, err4)
}

func (t *traces) findFeedback(ctx context.Context, q *query.Queries) error {
	rows, err := q.SeasonFeedback(ctx, int64(t.Member.Season))
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.MemberID == int64(t.Member.ID) {
			t.Feedback++
			continue
		}
		_, named, err := feedbackWithout(row, t.Member.ID)
		if err != nil {
			return err
		}
		if !named {
			continue
		}
		gone := t.Member.ID
		t.changes = append(t.changes, func(ctx context.Context, t tx) (bool, error) {
			now, err := t.TeamFeedback(ctx, query.TeamFeedbackParams{MemberID: row.MemberID, Kind: row.Kind})
			if err != nil {
				return false, ifThere(err)
			}
			p, _, err := feedbackWithout(now, gone)
			return false, errors.Join(err, t.ChangeFeedback(ctx, p))
		})
	}
	return nil
}

// feedbackWithout is what somebody said of a team without a member whom it names, and reports whether it did.
func feedbackWithout(row query.Feedback, gone survey.MemberID) (p query.ChangeFeedbackParams, named bool, err error) {
	f, err := feedback(row)
	if err != nil {
		return p, false, err
	}
	p = query.ChangeFeedbackParams{MemberID: row.MemberID, Kind: row.Kind}
	for _, part := range []struct {
		o    *survey.Opinion
		into *string
	}{{f.Draft, &p.Draft}, {f.Answers, &p.Answers}, {f.Shown, &p.Shown}} {
		if part.o == nil {
			continue
		}
		without, is := part.o.Without(gone)
		named = named || is
		if *part.into, err = encode(without); err != nil {
			return p, named, err
		}
	}
	return p, named, nil
}
