package db

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"dure/db/query"
	"dure/survey"
)

// logTaken is how many lines of the log a member's data holds at most.
const logTaken = 10_000

// MemberData returns all that the season of a member keeps of the member, at one moment.
func (d *DB) MemberData(ctx context.Context, id survey.MemberID) (data survey.MemberData, err error) {
	err = d.view(ctx, func(q *query.Queries) error {
		row, err := q.Member(ctx, int64(id))
		if err != nil {
			return missing(err)
		}
		m, _, err := held(ctx, q, member(row))
		if err != nil {
			return err
		}
		s, err := q.Season(ctx, row.SeasonID)
		if err != nil {
			return missing(err)
		}
		c, err := q.Club(ctx, s.ClubID)
		if err != nil {
			return missing(err)
		}
		data = survey.MemberData{
			Club: c.Name, Season: s.Name, Name: m.Name, Email: m.Email, Ref: m.Ref, Before: m.Former, Joined: m.Created,
			Reopened: survey.OptionalTime(m.Until), Known: m.Known, Wanted: m.Wanted, Declined: survey.OptionalTime(m.Declined),
		}
		if data.Contacts, err = contactsOf(ctx, q, m.ID); err != nil {
			return err
		}
		if !m.Waiting { // who waits is told what everybody is who joined
			data.Dropped = survey.OptionalTime(m.Dropped)
		}
		return errors.Join(addResponse(ctx, q, m, &data), addFeedback(ctx, q, m, &data), addReminders(ctx, q, m, &data), addDevices(ctx, q, m, &data), addLetters(ctx, q, m, &data), addTeam(ctx, q, m, &data))
	})
	if err == nil {
		err = d.addLog(ctx, id, &data)
	}
	data.Reminded = slices.DeleteFunc(data.Reminded, func(r survey.ReminderData) bool { return r.At.Before(data.Joined) }) // of who had the place before
	data.Letters = slices.DeleteFunc(data.Letters, func(l survey.LetterData) bool { return l.Made.Before(data.Joined) })
	return data, wrap(err, "data of member %d", id)
}

func addResponse(ctx context.Context, q *query.Queries, m survey.Member, data *survey.MemberData) error {
	r, err := responseOf(ctx, q, m.ID)
	if err != nil {
		return ifThere(err)
	}
	versions, err := questionVersions(ctx, q, m.Season)
	if err != nil {
		return err
	}
	out := &survey.ResponseData{
		Begun: survey.OptionalTime(r.Begun), Submitted: survey.OptionalTime(r.Submitted), Saved: survey.OptionalTime(r.Saved), Lang: r.Lang, Consented: r.Consented,
		Agreed: r.Agreed, Guardian: r.Guardian, Answers: inWords(r.Answers, versions), Draft: inWords(r.Draft, versions),
	}
	for _, as := range r.Otherwise {
		out.Otherwise = append(out.Otherwise, inWords(as, versions)...)
	}
	out.Stored.Otherwise = r.Otherwise
	out.Stored.Answers, out.Stored.Draft, out.Stored.Meant = r.Answers, r.Draft, r.Meant
	data.Response = out
	return nil
}

// inWords are the answers as a table of answers has them, each to the version of the question that it answered, retired ones too.
func inWords(as survey.Answers, versions []survey.Question) (all []survey.AnswerData) {
	for _, id := range slices.Sorted(maps.Keys(as)) {
		for _, q := range versions {
			if q.ID != id || q.Version != as[id].Version {
				continue
			}
			cells := q.Cells(as[id])
			for j, column := range q.Columns() {
				a := survey.AnswerData{Question: column, Answer: cells[j]}
				if j == 0 {
					a.Of, a.Given = q, as[id]
				}
				all = append(all, a)
			}
		}
	}
	return all
}

func addFeedback(ctx context.Context, q *query.Queries, m survey.Member, data *survey.MemberData) error {
	rows, err := q.MemberFeedback(ctx, int64(m.ID))
	for _, row := range rows {
		f, wrong := feedback(row)
		err = errors.Join(err, wrong)
		data.Feedback = append(data.Feedback, survey.FeedbackData{Round: f.Kind, Submitted: survey.OptionalTime(f.Submitted), Sent: f.Answers, Draft: f.Draft})
	}
	return err
}

func addReminders(ctx context.Context, q *query.Queries, m survey.Member, data *survey.MemberData) error {
	rows, err := q.MemberReminders(ctx, int64(m.ID))
	data.Reminded = each(rows, func(r query.Reminder) survey.ReminderData {
		return survey.ReminderData{Of: r.Kind, At: fromMillis(r.At)}
	})
	return err
}

func addDevices(ctx context.Context, q *query.Queries, m survey.Member, data *survey.MemberData) error {
	rows, err := q.Devices(ctx, int64(m.ID))
	data.Devices = each(rows, func(r query.Device) survey.DeviceData {
		return survey.DeviceData{Name: r.Name, Confirmed: fromMillis(r.Confirmed)}
	})
	return err
}

func addLetters(ctx context.Context, q *query.Queries, m survey.Member, data *survey.MemberData) error {
	rows, err := q.MemberLetters(ctx, sqlID(m.ID))
	for _, r := range rows {
		l := survey.LetterData{Kind: survey.LetterKind(r.Kind), State: survey.LetterState(r.State), Made: fromMillis(r.Created), Done: survey.OptionalTime(fromMillis(r.Done))}
		err = errors.Join(err, decode(r.Problem, &l.Why))
		data.Letters = append(data.Letters, l)
	}
	return err
}

func addTeam(ctx context.Context, q *query.Queries, m survey.Member, data *survey.MemberData) error {
	roster, err := q.Roster(ctx, int64(m.Season))
	if err != nil || m.Took {
		return ifThere(err)
	}
	p, err := q.Proposal(ctx, roster.ProposalID)
	if err != nil {
		return err
	}
	s, err := savedProposal(ctx, q, p, map[survey.MemberID]bool{m.ID: true})
	if at := s.Lineup.Team(m.ID); err == nil && at >= 0 {
		data.Team = s.Lineup.Teams[at].Name
	}
	return err
}

func (d *DB) addLog(ctx context.Context, id survey.MemberID, data *survey.MemberData) error {
	m, err := d.Member(ctx, id)
	if err != nil {
		return err
	}
	acts, err := d.MemberActs(ctx, m, logTaken)
	for _, a := range acts {
		data.Log = append(data.Log, survey.ActData{At: a.By.At, By: a.By.Kind, Who: a.By.Email, What: a.What, Letter: a.Letter()})
	}
	return err
}

// FindMembers returns who in all clubs has an address, an id or a name, however it is capitalised, or the number behind a #.
func (d *DB) FindMembers(ctx context.Context, who string) (found []survey.Found, err error) {
	rows, err := d.read.AllMembers(ctx)
	want := survey.Fold(who)
	for _, r := range rows {
		if want != fmt.Sprintf("#%d", r.ID) && !slices.Contains([]string{survey.Fold(r.Email), survey.Fold(r.Ref), survey.Fold(r.Name)}, want) {
			continue
		}
		found = append(found, survey.Found{
			Member: survey.Member{ID: survey.MemberID(r.ID), Name: r.Name, Email: r.Email, Ref: r.Ref},
			Club:   survey.ClubID(r.ClubID), ClubName: r.ClubName, SeasonName: r.SeasonName,
		})
	}
	return found, wrap(classify(err), "find members")
}
