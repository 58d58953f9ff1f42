package job

import (
	"context"
	"maps"
	"slices"

	"dure/survey"
	"dure/survey/sheet"
)

// A Preview is what is to be seen of a file before it is saved as its plan says.
type Preview struct {
	Doubts []survey.Doubt             // the names among wishes and avoidances that would be in doubt, among the members of the season and those of the file
	Called map[survey.MemberID]string // what members are called then
	Beyond []BeyondHours
	Unread []sheet.RowError // cells that cannot be read and would be no answers
	Own    int              // members who have sent answers themselves, of whom the file has others and does not say when they were given
}

// Preview looks at a file without saving anything. A file with something wrong in it has nothing to be seen: that is told first.
func (p Plan) Preview(ctx context.Context, im survey.Import, asked survey.Survey, season []survey.Member, sent map[survey.MemberID]survey.Progress) (Preview, error) {
	read, err := readFile(im, p, asked)
	if err != nil || ctx.Err() != nil {
		return Preview{}, ctx.Err()
	}
	members, responses := read.joining(season)
	asked.Questions = append(read.questions, asked.Questions...)
	return Preview{survey.Doubts(asked, members, responses), survey.CalledApart(members), read.beyond, read.in.Unread, read.own(season, sent)}, nil
}

// own counts the members who have sent answers themselves and of whom the file has answers to the same questions without saying when they were given. Whether
// these are the same is not looked at, for it would tell an organizer what somebody answered in confidence.
func (c converter) own(season []survey.Member, sent map[survey.MemberID]survey.Progress) (n int) {
	known := map[string]survey.MemberID{}
	for _, m := range season {
		known[m.Key()] = m.ID
	}
	for k, row := range c.rows {
		id, there := known[row.Member.Key()]
		asked := func(q survey.QuestionID) bool { return q > 0 }
		if there && c.in.Members[k].At.IsZero() && !sent[id].Sent.IsZero() && slices.ContainsFunc(slices.Collect(maps.Keys(row.Answers)), asked) {
			n++
		}
	}
	return n
}

// joining are the members of a season as they are after the rows are saved, and what these answer. New members have negative ids.
func (c converter) joining(season []survey.Member) ([]survey.Member, map[survey.MemberID]survey.Response) {
	var members []survey.Member
	known := map[string]survey.Member{}
	for _, m := range season {
		known[m.Key()] = m
	}
	responses := map[survey.MemberID]survey.Response{}
	for k, row := range c.rows {
		m := row.Member
		old, there := known[m.Key()]
		if delete(known, m.Key()); there && !old.Active() {
			continue // saving does not take them back in
		}
		if m.ID = old.ID; !there {
			m.ID = survey.MemberID(-k - 1)
		}
		members = append(members, m)
		responses[m.ID] = survey.Response{Member: m.ID, Answers: row.Answers}
	}
	for _, m := range season {
		if _, stays := known[m.Key()]; stays && m.Active() {
			members = append(members, m)
		}
	}
	return members, responses
}
