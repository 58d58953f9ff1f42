package db

import (
	"context"
	"hash/fnv"
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
	Others    uint64                       // marks all other answers
	Questions []int64                      // that it added
	Versions  []versionRow                 // of the questions that it changed, as they were
	Fresh     []query.MarkUnansweredParams // that it answers, and that nobody had answered before
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
	id := int64(season)
	s.members, s.answers, s.names, s.teams = map[int64]uint64{}, map[int64]uint64{}, map[int64]string{}, map[int64]uint64{}
	members, err := t.Members(ctx, id)
	if err != nil {
		return s, err
	}
	for _, m := range members {
		s.members[m.ID], s.names[m.ID] = mark(m), m.Name
	}
	for last := int64(0); ; {
		part, err := t.ResponsesFrom(ctx, query.ResponsesFromParams{SeasonID: id, MemberID: last})
		if err != nil {
			return s, err
		}
		if len(part) == 0 {
			break
		}
		for _, r := range part {
			s.answers[r.MemberID], last = mark(r), r.MemberID
		}
	}
	if s.versions, err = t.QuestionVersions(ctx, id); err != nil {
		return s, err
	}
	if _, s.asked, err = asked(ctx, t.Queries, season); err != nil {
		return s, err
	}
	row, err := t.Survey(ctx, id)
	if err != nil {
		return s, err
	}
	edits, err := t.SurveyEdits(ctx, id)
	if err != nil {
		return s, err
	}
	s.edits = slices.DeleteFunc(edits, func(e query.SurveyEdit) bool { return e.Seq < row.Edit })
	if s.sums, err = t.Queries.Sums(ctx, id); err != nil {
		return s, err
	}
	if s.summands, err = t.Summands(ctx, id); err != nil {
		return s, err
	}
	if s.senders, err = t.Senders(ctx, id); err != nil {
		return s, err
	}
	deck, err := t.Deck(ctx, id)
	if err != nil {
		return s, err
	}
	s.deck = mark(deck)
	proposals, err := t.Proposals(ctx, id)
	for _, p := range proposals {
		s.teams[p.ID] = mark([]any{p.State, p.Edit, p.Revision})
	}
	return s, err
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

// keepUndo keeps what takes the import back that has just been applied to a season that stood as it did before.
func (in *importing) keepUndo(ctx context.Context, id int64, before standing) error {
	after, err := standingOf(ctx, in.tx, in.season)
	if err != nil {
		return err
	}
	u := in.undo
	u.Changed, u.Answered = map[int64]uint64{}, map[int64]uint64{}
	for _, id := range u.Added {
		u.Changed[id], u.Answered[id] = after.members[id], after.answers[id]
	}
	u.Members = slices.DeleteFunc(u.Members, func(m query.Member) bool { return after.members[m.ID] == before.members[m.ID] })
	for _, m := range u.Members {
		u.Changed[m.ID] = after.members[m.ID]
	}
	u.Responses = slices.DeleteFunc(u.Responses, func(r query.Response) bool { return after.answers[r.MemberID] == before.answers[r.MemberID] })
	for id, m := range after.answers {
		if m != before.answers[id] {
			u.Answered[id] = m
		}
	}
	u.Others, u.Deck, u.Teams = after.others(u.Answered), after.deck, after.teams
	u.Sums, u.Summed, u.Summands, u.Senders = before.sums, after.summed(u.Questions), before.summands, before.senders
	if after.asked != before.asked {
		u.Asked = mark(after.asked)
		u.Edits = before.edits
	}
	u.keepVersions(before.versions, after.versions)
	kept, err := encode(u)
	if err != nil {
		return err
	}
	return in.InsertImportUndo(ctx, query.InsertImportUndoParams{ImportID: id, SeasonID: int64(in.season), Kept: kept})
}

// keepVersions keeps the versions of changed questions, and which ones have their first answers.
func (u *importUndo) keepVersions(before, after []versionRow) {
	now, answered := current(after), map[query.MarkUnansweredParams]bool{}
	for _, v := range after {
		answered[query.MarkUnansweredParams{QuestionID: v.QuestionID, Version: v.Version}] = v.Answered
	}
	for id, was := range current(before) {
		if now[id].Version != was.Version || now[id].Body != was.Body {
			u.Versions = append(u.Versions, was)
		}
	}
	for _, v := range before {
		if key := (query.MarkUnansweredParams{QuestionID: v.QuestionID, Version: v.Version}); !v.Answered && answered[key] {
			u.Fresh = append(u.Fresh, key)
		}
	}
}
