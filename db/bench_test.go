package db

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"dure/survey"
)

// benchSeason opens a database with an open survey of 20 scales and n members.
func benchSeason(b *testing.B, n int) (*DB, survey.SeasonID, []survey.MemberID) {
	b.Helper()
	ctx := context.Background()
	check := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	d, err := Open(ctx, b.TempDir())
	check(err)
	b.Cleanup(func() { d.Close() })
	token, err := d.SignupToken(ctx, survey.Invite{Expires: now.Add(time.Hour)}, now)
	check(err)
	o, err := d.Signup(ctx, token, "minji@example.org", "hash", now)
	check(err)
	club, err := d.CreateClub(ctx, o.ID, "Club", "", now)
	check(err)
	return benchSeasonIn(b, d, club.ID, 20, n)
}

// benchSeasonIn adds a season to a club.
func benchSeasonIn(b *testing.B, d *DB, club survey.ClubID, questions, n int) (*DB, survey.SeasonID, []survey.MemberID) {
	b.Helper()
	ctx := context.Background()
	check := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	season, err := d.CreateSeason(ctx, club, fmt.Sprint("Season of ", n), now)
	check(err)
	for i := range questions {
		_, err := d.AddQuestion(ctx, season.ID, scale(fmt.Sprint("Question ", i)))
		check(err)
	}
	check(d.SaveSurvey(ctx, survey.Survey{Season: season.ID, Opens: now}))
	var ids []survey.MemberID
	for i := range n {
		m, err := d.AddMember(ctx, survey.Member{Season: season.ID, Name: fmt.Sprint("Member ", i), Email: fmt.Sprintf("m%d@example.org", i)}, now)
		check(err)
		ids = append(ids, m.ID)
	}
	return d, season.ID, ids
}

// answersTo answers every question of the season.
func answersTo(b *testing.B, d *DB, season survey.SeasonID) survey.Answers {
	b.Helper()
	s, err := d.Survey(context.Background(), season)
	if err != nil {
		b.Fatal(err)
	}
	as := survey.Answers{}
	for _, q := range s.Questions {
		as[q.ID] = survey.Answer{Number: new(3.0)}
	}
	return as
}

// BenchmarkSaveResponse submits answers, as many at once as the name says.
func BenchmarkSaveResponse(b *testing.B) {
	for _, at := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("%d at once", at), func(b *testing.B) {
			d, season, members := benchSeason(b, 64)
			as := answersTo(b, d, season)
			work := make(chan survey.MemberID)
			var wg sync.WaitGroup
			for range at {
				wg.Go(func() {
					for id := range work {
						if err := d.SaveResponse(context.Background(), survey.Response{Member: id, Answers: as}, now); err != nil {
							b.Error(err)
						}
					}
				})
			}
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				work <- members[i%len(members)]
				i++
			}
			close(work)
			wg.Wait()
		})
	}
}

// BenchmarkReadSeason reads what a season's page needs with 300 members.
func BenchmarkReadSeason(b *testing.B) {
	d, season, members := benchSeason(b, 300)
	as := answersTo(b, d, season)
	ctx := context.Background()
	for _, id := range members {
		if err := d.SaveResponse(ctx, survey.Response{Member: id, Answers: as}, now); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Survey(ctx, season); err != nil {
			b.Fatal(err)
		}
		if _, err := d.Members(ctx, season); err != nil {
			b.Fatal(err)
		}
		if _, err := d.Responses(ctx, season); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkApplyImport imports many members, and tells how long whoever sends answers in another club waits at worst meanwhile, and when nothing else is done, and how large the heap gets.
func BenchmarkApplyImport(b *testing.B) {
	for _, size := range []struct{ members, answers int }{{20_000, 20}, {100_000, 20}, {19_000, 200}} {
		b.Run(fmt.Sprintf("%dx%d", size.members, size.answers), func(b *testing.B) {
			d, _, ids := benchSeason(b, 50)
			_, season, _ := benchSeasonIn(b, d, 1, size.answers, 0)
			as := answersTo(b, d, season)
			read := func() (survey.Answers, map[survey.QuestionID][]int) { return as, nil }
			var rows []survey.Imported
			for i := range size.members {
				rows = append(rows, survey.Imported{Member: survey.Member{Name: fmt.Sprint("M", i), Email: fmt.Sprintf("i%d@example.org", i)}, Read: read, Answered: true})
			}
			for b.Loop() {
				id, err := d.StoreImport(b.Context(), survey.Import{Season: season, File: "x.csv"}, now)
				if err != nil {
					b.Fatal(err)
				}
				worst, heap := submitting(b, d, ids, func() {
					if _, err := d.ApplyImport(b.Context(), id, rows, nil, now); err != nil {
						b.Fatal(err)
					}
				})
				alone, _ := submitting(b, d, ids, func() { time.Sleep(5 * time.Second) })
				b.ReportMetric(float64(worst.Milliseconds()), "ms-submit")
				b.ReportMetric(float64(alone.Milliseconds()), "ms-alone")
				b.ReportMetric(heap, "MB-heap")
			}
		})
	}
}

// submitting runs do while members send answers, one after the other, and returns the longest that one waited, and how large the heap was at most, in MB.
func submitting(b *testing.B, d *DB, ids []survey.MemberID, do func()) (worst time.Duration, heap float64) {
	b.Helper()
	var all sync.WaitGroup
	ended := make(chan struct{})
	all.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-ended:
				return
			case <-time.After(2 * time.Millisecond):
			}
			began := time.Now()
			if err := d.SaveResponse(context.Background(), survey.Response{Member: ids[i%len(ids)]}, now.Add(time.Minute)); err != nil {
				b.Error(err)
			}
			worst = max(worst, time.Since(began))
			var m runtime.MemStats
			if i%16 == 0 {
				runtime.ReadMemStats(&m)
				heap = max(heap, float64(m.HeapInuse)/1e6)
			}
		}
	})
	do()
	close(ended)
	all.Wait()
	return worst, heap
}
