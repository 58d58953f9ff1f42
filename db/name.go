package db

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"dure/db/query"
	"dure/survey"
)

// Whom a name means is looked up by the numbers of what members are called (see [survey.Member.NameKeys]), and not among all members of a season. Whatever
// adds or renames a member writes them with it.

// InsertMember adds a member, and by what the member is found.
func (t tx) InsertMember(ctx context.Context, p query.InsertMemberParams) (int64, error) {
	id, err := t.Queries.InsertMember(ctx, p)
	if err != nil {
		return id, err
	}
	return id, t.nameMember(ctx, p.SeasonID, survey.Member{ID: survey.MemberID(id), Name: p.Name, Email: p.Email, Ref: p.Ref})
}

// ChangeMember changes what a member is called, and by what the member is found.
func (t tx) ChangeMember(ctx context.Context, p query.ChangeMemberParams) (int64, error) {
	n, err := t.Queries.ChangeMember(ctx, p)
	if err != nil || n == 0 {
		return n, err
	}
	row, err := t.Member(ctx, p.ID)
	return n, errors.Join(err, t.DeleteMemberNames(ctx, p.ID), t.nameMember(ctx, row.SeasonID, member(row)))
}

func (t tx) nameMember(ctx context.Context, season int64, m survey.Member) error {
	for _, key := range m.NameKeys() {
		if err := t.InsertMemberName(ctx, query.InsertMemberNameParams{SeasonID: season, NameKey: key, MemberID: int64(m.ID)}); err != nil {
			return err
		}
	}
	return nil
}

// MembersCalled returns, in the order of [DB.Members], the members of a season whom texts may name or who have one of the ids, and all whose names are like
// theirs: who of them is meant, and what they are called to tell them apart, is as it is among all members.
func (d *DB) MembersCalled(ctx context.Context, season survey.SeasonID, ids []survey.MemberID, texts ...string) ([]survey.Member, error) {
	var all []survey.Member
	err := d.view(ctx, func(q *query.Queries) (err error) {
		all, err = membersCalled(ctx, q, season, ids, texts, d.key.linked)
		return err
	})
	return all, wrap(err, "members of season %d who are called so", season)
}

func membersCalled(ctx context.Context, q *query.Queries, season survey.SeasonID, ids []survey.MemberID, texts []string, of func(query.Member) survey.Member) ([]survey.Member, error) {
	found := map[int64]query.Member{}
	for _, id := range ids {
		row, err := q.Member(ctx, int64(id))
		if ifThere(missing(err)) != nil {
			return nil, err
		}
		if err == nil && row.SeasonID == int64(season) {
			found[row.ID] = row
		}
	}
	find := func(keys []int64) error {
		for _, key := range keys {
			rows, err := q.MembersCalled(ctx, query.MembersCalledParams{SeasonID: int64(season), NameKey: key})
			if err != nil {
				return err
			}
			for _, row := range rows {
				found[row.ID] = row
			}
		}
		return nil
	}
	if err := find(survey.TypedKeys(texts...)); err != nil {
		return nil, err
	}
	var like []int64
	for _, row := range found {
		like = append(like, survey.Member{Name: row.Name}.LikeKey())
	}
	slices.Sort(like)
	if err := find(slices.Compact(like)); err != nil {
		return nil, err
	}
	all := make([]survey.Member, 0, len(found))
	for _, row := range found {
		all = append(all, of(row))
	}
	return inOrder(all), nil
}

// inOrder are members as [DB.Members] has them, each once.
func inOrder(all []survey.Member) []survey.Member {
	slices.SortFunc(all, func(a, b survey.Member) int { return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID)) })
	return slices.CompactFunc(all, func(a, b survey.Member) bool { return a.ID == b.ID })
}

// Named returns those members of a season, the member among them, among whom what the member typed and sent means the same as among all: where it has a
// name that nobody is called, all.
func (d *DB) Named(ctx context.Context, m survey.Member, asked survey.Survey, r survey.Response) ([]survey.Member, error) {
	r.Member = m.ID
	ids := append(r.Meant.Members(), m.ID)
	members, err := d.MembersCalled(ctx, m.Season, ids, r.Answers.Typed()...)
	if err != nil || !asked.Guesses(members, r) && !asked.Guesses(survey.AsIfLetIn(members), r) {
		return members, err
	}
	return d.Members(ctx, m.Season)
}

// Mates returns whom a member can choose teammates from, as [survey.MatesOf] has them: all where they are at most so many, else those alone whom texts
// name, and true.
func (d *DB) Mates(ctx context.Context, viewer survey.Member, closed bool, most int, texts ...string) (mates []survey.Mate, many bool, err error) {
	err = d.view(ctx, func(q *query.Queries) error {
		members, taken, over, err := choosable(ctx, q, viewer, closed, most)
		if err != nil {
			return err
		}
		mates = survey.MatesOf(viewer, members, taken, closed)
		if many = over || len(mates) > most; many {
			members, err = membersCalled(ctx, q, viewer.Season, nil, texts, member)
			mates = survey.MatesOf(viewer, members, taken, closed)
		}
		return err
	})
	return mates, many, wrap(err, "mates of member %d", viewer.ID)
}

// choosable returns who may be among the mates of a member, and the places that were taken, where these matter, unless they are surely more than so many.
func choosable(ctx context.Context, q *query.Queries, viewer survey.Member, closed bool, most int) ([]survey.Member, []survey.Taken, bool, error) {
	season, limit := int64(viewer.Season), int32(most+1)
	if !viewer.Stranger(closed) {
		ids, err := q.MateIDs(ctx, query.MateIDsParams{SeasonID: season, ID: int64(viewer.ID), Limit: limit})
		if err != nil || len(ids) > most {
			return nil, nil, true, err
		}
		rows, err := q.Members(ctx, season)
		return each(rows, member), nil, false, err
	}
	if closed {
		return nil, nil, false, nil
	}
	rows, err1 := q.JoinedMates(ctx, query.JoinedMatesParams{SeasonID: season, ID: int64(viewer.ID), Limit: limit})
	taken, err2 := q.SeasonTaken(ctx, season)
	if err := errors.Join(err1, err2); err != nil {
		return nil, nil, false, err
	}
	for _, t := range taken {
		row, err := q.Member(ctx, t.MemberID)
		if err != nil {
			return nil, nil, false, err
		}
		rows = append(rows, row)
	}
	return inOrder(each(rows, member)), each(taken, placeTaken), false, nil
}
