package db

import (
	"cmp"
	"context"
	"errors"
	"hash/fnv"
	"maps"
	"slices"

	"dure/db/query"
	"dure/survey"
)

// Undoing an import. In the transaction that applies one, the rows that it changes are kept as they were, and of what it leaves a mark. It is taken back by
// putting them there again, as long as what it left is still so; numbers that tell one state from another go on counting, so that nothing is taken for what it was before.

// An importUndo is what is kept of an import.
type importUndo struct {
	Added     []int64                      // members who came by it
	Members   []query.Member               // others whom it changed, as they were, in the order in which it changed them
	Responses []query.Response             // answers that it changed, as they were
	Changed   map[int64]uint64             // marks of the members whom it added or changed
	Answered  map[int64]uint64             // and of the answers that it gave to members, by member
	Others    uint64                       // marks all other answers; of an import of which parts are kept, all answers before it
	Questions []int64                      // that it added
	Versions  []versionRow                 // of the questions that it changed, as they were
	Fresh     []query.MarkUnansweredParams // that nobody had answered before
	Edits     []query.SurveyEdit           // that which counted before, and those that could be done again
	Asked     uint64                       // marks what the survey asks; 0 where the import asks nothing else than was asked
	Sums      []query.Sum
	Summed    uint64 // marks the sums
	Summands  []query.Summand
	Senders   []int64
	Deck      uint64           // marks the rules
	Teams     map[int64]uint64 // and the proposals
}

type versionRow = query.QuestionVersion

// mark tells a value from others.
func mark(v any) uint64 {
	text, _ := encode(v) // a row can be
	h := fnv.New64a()
	_, _ = h.Write([]byte(text))
	return h.Sum64()
}

// A standing is how the rows of a season stand that an undo compares.
type standing struct {
	members, answers map[int64]uint64
	names            map[int64]string
	versions         []versionRow
	edits            []query.SurveyEdit // from that which counts on
	asked            string
	sums             []query.Sum
	summands         []query.Summand
	senders          []int64
	deck             uint64
	teams            map[int64]uint64
}

func standingOf(ctx context.Context, t tx, season survey.SeasonID) (s standing, err error) {
	s.members, s.names = map[int64]uint64{}, map[int64]string{}
	members, err := t.Members(ctx, int64(season))
	if err != nil {
		return s, err
	}
	for _, m := range members {
		s.members[m.ID], s.names[m.ID] = mark(m), m.Name
	}
	return s, errors.Join(s.given(ctx, t, season), s.survey(ctx, t, season))
}

// given reads what members have answered, and what that adds up to.
func (s *standing) given(ctx context.Context, t tx, season survey.SeasonID) (err error) {
	id := int64(season)
	s.answers = map[int64]uint64{}
	for last := int64(0); ; {
		part, err := t.ResponsesFrom(ctx, query.ResponsesFromParams{SeasonID: id, MemberID: last})
		if err != nil {
			return err
		}
		if len(part) == 0 {
			break
		}
		for _, r := range part {
			s.answers[r.MemberID], last = mark(r), r.MemberID
		}
	}
	var err2, err3 error
	s.sums, err = t.Queries.Sums(ctx, id)
	s.summands, err2 = t.Summands(ctx, id)
	s.senders, err3 = t.Senders(ctx, id)
	return errors.Join(err, err2, err3)
}

// survey reads what is asked, and what stands on it.
func (s *standing) survey(ctx context.Context, t tx, season survey.SeasonID) (err error) {
	id := int64(season)
	if s.versions, err = t.QuestionVersions(ctx, id); err != nil {
		return err
	}
	if _, s.asked, err = asked(ctx, t.Queries, season); err != nil {
		return err
	}
	row, err := t.Survey(ctx, id)
	if err != nil {
		return err
	}
	edits, err := t.SurveyEdits(ctx, id)
	if err != nil {
		return err
	}
	s.edits = slices.DeleteFunc(edits, func(e query.SurveyEdit) bool { return e.Seq < row.Edit })
	deck, err := t.Deck(ctx, id)
	if err != nil {
		return err
	}
	s.deck, s.teams = mark(deck), map[int64]uint64{}
	proposals, err := t.Proposals(ctx, id)
	for _, p := range proposals {
		s.teams[p.ID] = mark([]any{p.State, p.Edit, p.Revision})
	}
	return err
}

// others marks the answers of everybody but those members, in whatever order.
func (s standing) others(but map[int64]uint64) (sum uint64) {
	for id, m := range s.answers {
		if _, there := but[id]; !there {
			sum += m
		}
	}
	return sum
}

// summed marks the sums of all questions but some.
func (s standing) summed(but []int64) uint64 {
	all := slices.DeleteFunc(slices.Clone(s.sums), func(r query.Sum) bool { return slices.Contains(but, r.QuestionID) })
	slices.SortFunc(all, func(a, b query.Sum) int { return int(a.QuestionID - b.QuestionID) })
	return mark(all)
}

// current is the version of each question that counts.
func current(all []versionRow) map[int64]versionRow {
	newest := map[int64]versionRow{}
	for _, v := range all {
		if v.Version > newest[v.QuestionID].Version {
			newest[v.QuestionID] = v
		}
	}
	return newest
}

// keepSurvey keeps what the survey asked before, and marks what it asks after.
func (u *importUndo) keepSurvey(before, after standing) {
	u.Deck, u.Teams = after.deck, after.teams
	if after.asked != before.asked {
		u.Asked = mark(after.asked)
		u.Edits = before.edits
	}
	now := current(after.versions)
	for id, was := range current(before.versions) {
		if now[id].Version != was.Version || now[id].Body != was.Body {
			u.Versions = append(u.Versions, was)
		}
	}
	for _, v := range before.versions {
		if !v.Answered {
			u.Fresh = append(u.Fresh, query.MarkUnansweredParams{QuestionID: v.QuestionID, Version: v.Version})
		}
	}
}

// with is the undo with that of a further part of the import.
func (u importUndo) with(part importUndo) importUndo {
	if u.Changed == nil {
		u.Changed, u.Answered = map[int64]uint64{}, map[int64]uint64{}
	}
	for _, m := range part.Members {
		if _, again := u.Changed[m.ID]; !again {
			u.Members = append(u.Members, m)
		}
	}
	for _, r := range part.Responses {
		if _, again := u.Answered[r.MemberID]; !again {
			u.Responses = append(u.Responses, r)
			u.Others -= mark(r)
		}
	}
	u.Added = append(u.Added, part.Added...)
	maps.Copy(u.Changed, part.Changed)
	maps.Copy(u.Answered, part.Answered)
	u.Summed = cmp.Or(part.Summed, u.Summed)
	return u
}
