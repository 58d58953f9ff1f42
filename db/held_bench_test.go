package db

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
)

// BenchmarkHeldUp does what changes a whole season of 20,000 members with answers and published teams, and tells how long that takes, and how long whoever
// sends answers in another club waits at worst meanwhile.
func BenchmarkHeldUp(b *testing.B) {
	const n = 20_000
	for _, act := range []struct {
		name string
		do   func(context.Context, *DB, heldSeason) error
	}{
		{"nothing", func(context.Context, *DB, heldSeason) error { time.Sleep(5 * time.Second); return nil }},
		{"erase", func(ctx context.Context, d *DB, s heldSeason) error {
			return d.EraseMember(ctx, s.member, true, nil, now)
		}},
		{"erase own", func(ctx context.Context, d *DB, s heldSeason) error { return d.EraseOwn(ctx, s.member, now) }},
		{"undo import", func(ctx context.Context, d *DB, s heldSeason) error { return d.UndoImport(ctx, s.late, now) }},
		{"delete season", func(ctx context.Context, d *DB, s heldSeason) error { return d.DeleteSeason(ctx, s.id) }},
		{"delete club", func(ctx context.Context, d *DB, s heldSeason) error { return d.DeleteClub(ctx, s.club) }},
		{"empty season", func(ctx context.Context, d *DB, s heldSeason) error {
			if err := d.KeepUntil(ctx, s.id, now); err != nil {
				return err
			}
			return d.Chores(ctx, now.Add(time.Hour))
		}},
		{"unpublish", func(ctx context.Context, d *DB, s heldSeason) error { return d.Unpublish(ctx, s.id) }},
		{"publish again", func(ctx context.Context, d *DB, s heldSeason) error { return d.Publish(ctx, s.other, now) }},
		{"close and open feedback", func(ctx context.Context, d *DB, s heldSeason) error {
			rounds, err := d.FeedbackRounds(ctx, s.id)
			if err != nil {
				return err
			}
			closed := rounds[0].CloseNow(now.Add(time.Minute))
			if err := d.SaveFeedbackRound(ctx, closed, now.Add(time.Minute)); err != nil {
				return err
			}
			return d.SaveFeedbackRound(ctx, closed.OpenNow(now.Add(2*time.Minute)), now.Add(2*time.Minute)) // which keeps what was to be seen
		}},
		{"next season", func(ctx context.Context, d *DB, s heldSeason) error {
			_, _, err := d.BeginNext(ctx, survey.Following{From: s.id, Name: "Next", Members: survey.CarryAll, Answers: true}, team.Deck{}, nil, now)
			return err
		}},
		{"undo edit", func(ctx context.Context, d *DB, s heldSeason) error {
			p, err := d.Proposal(ctx, s.teams)
			if err != nil {
				return err
			}
			_, err = d.Undo(ctx, p.ID, "beside", p.Revision, now)
			return err
		}},
	} {
		b.Run(act.name, func(b *testing.B) {
			d, _, ids := benchSeason(b, 50)
			s := newHeldSeason(b, d, n, act.name != "undo import")
			b.ResetTimer()
			for range b.N {
				took := time.Now()
				worst, _ := submitting(b, d, ids, func() {
					if err := act.do(b.Context(), d, s); err != nil {
						b.Fatal(err)
					}
				})
				b.ReportMetric(float64(time.Since(took).Milliseconds()), "ms-act")
				b.ReportMetric(float64(worst.Milliseconds()), "ms-submit")
			}
		})
	}
}

// A heldSeason is a large season in a club of its own.
type heldSeason struct {
	club         survey.ClubID
	id           survey.SeasonID
	member       survey.MemberID
	late         survey.ImportID
	teams, other team.ProposalID
}

func newHeldSeason(b *testing.B, d *DB, n int, formed bool) (s heldSeason) {
	b.Helper()
	ctx := b.Context()
	check := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	club, err := d.CreateClub(ctx, 1, "Large", "", now)
	check(err)
	s.club = club.ID
	_, s.id, _ = benchSeasonIn(b, d, club.ID, 20, 0)
	as := answersTo(b, d, s.id)
	read := func() (survey.Answers, map[survey.QuestionID][]int) { return as, nil }
	var rows []survey.Imported
	for i := range n {
		rows = append(rows, survey.Imported{Member: survey.Member{Name: fmt.Sprint("M", i), Email: fmt.Sprintf("i%d@example.org", i)}, Read: read, Answered: true})
	}
	s.late, err = d.StoreImport(ctx, survey.Import{Season: s.id, File: "x.csv"}, now)
	check(err)
	check(d.Fill(func() error {
		_, err := d.ApplyImport(ctx, s.late, rows, nil, now)
		return err
	}))
	if !formed { // an import cannot be taken back once there are teams
		return s
	}
	members, err := d.Members(ctx, s.id)
	check(err)
	s.member = members[n/2].ID
	var l, other team.Lineup
	for i := 0; i < n; i += 5 {
		one, two := team.SavedTeam{Name: fmt.Sprint("Team ", i)}, team.SavedTeam{Name: fmt.Sprint("Crew ", i)}
		for j := range 5 {
			one.Members, two.Members = append(one.Members, members[i+j].ID), append(two.Members, members[(i+j*7)%n].ID)
		}
		l.Teams = append(l.Teams, one)
		other.Teams = append(other.Teams, two)
	}
	for i, l := range []team.Lineup{l, other} {
		id, err := d.CreateProposal(ctx, s.id, fmt.Sprint("Teams ", i), json.RawMessage(`{}`), now)
		check(err)
		check(d.Finish(ctx, id, json.RawMessage(`{}`), l, now))
		if i == 0 {
			s.teams = id
		} else {
			s.other = id
		}
	}
	p, err := d.Proposal(ctx, s.teams)
	check(err)
	l.Teams[0].Name = "Renamed"
	check(d.Edit(ctx, s.teams, p.Revision, l, json.RawMessage(`{"kind":"named"}`), now))
	check(d.Publish(ctx, s.teams, now))
	rounds, err := d.FeedbackRounds(ctx, s.id)
	check(err)
	check(d.SaveFeedbackRound(ctx, rounds[0].OpenNow(now), now))
	check(d.Fill(func() error {
		for _, m := range members[:n/2] {
			if err := d.SaveFeedback(ctx, m.ID, rounds[0].Kind, survey.Opinion{Fit: 4, Again: survey.AgainYes}, now); err != nil {
				return err
			}
		}
		return nil
	}))
	return s
}
