package job

import (
	"context"
	"errors"
	"maps"
	"slices"

	"dure/survey"
	"dure/survey/sheet"
)

// A Preview is what is to be seen of a file before it is saved as its plan says.
type Preview struct {
	Doubts  []survey.Doubt             // the names among wishes and avoidances that would be in doubt, among the members of the season and those of the file
	Called  map[survey.MemberID]string // what members are called then
	Beyond  []BeyondHours
	Meant   []sheet.Meaning
	Twins   []Twins          // rows of which somebody has to say whose they are
	Older   []Twins          // rows that are of one member, and which of them counts
	Undated int              // members with several rows of which no time says which is the newest
	Unknown []Unknown        // answers that are no options
	unread  []sheet.RowError // cells that cannot be read
	mark    string           // what [Preview.Mark] says, once it was asked
	marked  bool
	Own     int // members who have sent answers themselves, of whom the file has others and does not say when they were given
}

// preview looks at a file without saving anything. A file with something wrong in it has nothing to be seen: that is told first.
func (p Plan) preview(ctx context.Context, store LookStore, season survey.SeasonID, s sheet.Sheet, asked survey.Survey) (Preview, Changes, error) {
	members, err := store.Members(ctx, season)
	if err != nil {
		return Preview{}, Changes{}, err
	}
	sent, err := store.Progress(ctx, season)
	if err != nil {
		return Preview{}, Changes{}, err
	}
	read, err := readSheet(s, p, asked, members)
	if _, bad := errors.AsType[*survey.InvalidError](err); bad {
		return Preview{}, Changes{}, nil
	}
	if err != nil {
		return Preview{}, Changes{}, err
	}
	changes, err := read.changes(ctx, store, season, sent)
	return read.preview(members, sent), changes, err
}

func (c converter) preview(season []survey.Member, sent map[survey.MemberID]survey.Progress) Preview {
	asked := c.asked
	asked.Questions = append(slices.Clone(c.questions), asked.Questions...)
	names := slices.ContainsFunc(asked.Questions, func(q survey.Question) bool { return q.Is(survey.PeopleColumn) })
	members, responses := c.joining(season, names)
	var doubts []survey.Doubt
	if names { // else nobody names anybody
		doubts = slices.DeleteFunc(survey.Doubts(asked, members, responses), survey.Doubt.Decided)
	}
	return Preview{
		Doubts: doubts, Called: survey.CalledApart(members), Beyond: c.beyond, Meant: c.in.Meanings, Twins: c.twins(), Older: c.older(), Undated: c.in.Undated, Own: c.own(sent),
		Unknown: c.unknown, unread: slices.Concat(c.in.Unread, c.unread),
	}
}

// An Unknown is what a file has as answers to a question of the survey that are none of its options.
type Unknown struct {
	Question survey.Question
	Options  []string
	Cells    int
}

// own counts the members who have sent answers themselves and of whom the file has answers to the same questions without saying when they were given. Whether
// these are the same is not looked at, for it would tell an organizer what somebody answered in confidence.
func (c converter) own(sent map[survey.MemberID]survey.Progress) (n int) {
	for k, row := range c.rows {
		asked := func(q survey.QuestionID) bool { return q > 0 }
		if !c.in.Members[k].At.IsZero() || sent[row.Member.ID].Sent.IsZero() {
			continue
		}
		if as, _ := c.answers(k); slices.ContainsFunc(slices.Collect(maps.Keys(as)), asked) {
			n++
		}
	}
	return n
}

// joining are the members of a season as they are after the rows are saved, and what these answer. New members have negative ids.
func (c converter) joining(season []survey.Member, answers bool) ([]survey.Member, map[survey.MemberID]survey.Response) {
	var members []survey.Member
	in := map[survey.MemberID]bool{}
	responses := map[survey.MemberID]survey.Response{}
	for k, row := range c.rows {
		m := row.Member
		in[m.ID] = true
		if old, there := c.known[m.ID]; there && !old.Active() {
			continue // saving does not take them back in
		}
		if m.ID == 0 {
			m.ID = survey.MemberID(-k - 1)
		}
		members = append(members, m)
		if answers {
			as, _ := c.answers(k)
			responses[m.ID] = survey.Response{Member: m.ID, Answers: as}
		}
	}
	for _, m := range season {
		if !in[m.ID] && m.Active() {
			members = append(members, m)
		}
	}
	return members, responses
}
