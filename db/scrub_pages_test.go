package db

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dure/survey"
)

// Cleaning takes what is left over out of every page and nothing else, in files that are as rows left them that grew and shrank.
func TestCleanPages(t *testing.T) {
	onFile(t)
	d := openNew(t)
	_, season := newSeason(t, d)
	why := openSurvey(t, d, season.ID, survey.Question{Kind: survey.LongText, Title: survey.Text{"en": "Why?"}}).Questions[0].ID
	rng := rand.New(rand.NewPCG(3, 4))
	ok(t, d.Fill(func() error {
		var members []survey.MemberID
		for i := range 200 {
			members = append(members, newMember(t, d, season.ID, fmt.Sprintf("m%d", i)).ID)
		}
		for range 1500 {
			said := survey.Answers{why: {Text: strings.Repeat("x", rng.IntN(6000))}}
			ok(t, d.SaveResponse(t.Context(), survey.Response{Member: members[rng.IntN(200)], Answers: said}, now))
		}
		return nil
	}))
	const everything = "SELECT member_id || ' ' || saved || ' ' || answers FROM responses ORDER BY member_id"
	rows := must[[]string](t)(list[string](t.Context(), d.reader, everything))
	if len(must[[]int64](t)(fileOf(d).unclean(t.Context()))) == 0 {
		t.Fatal("nothing is left over before")
	}
	ok(t, fileOf(d).cleanPages(t.Context()))
	if left := must[[]int64](t)(fileOf(d).unclean(t.Context())); len(left) > 0 {
		t.Errorf("pages with something left over: %v, want none", left)
	}
	if !slices.Equal(rows, must[[]string](t)(list[string](t.Context(), d.reader, everything))) {
		t.Error("answers are otherwise after cleaning")
	}
	ok(t, fileOf(d).examine(t.Context()))
	for i := range 20 { // the pages are in use as before
		newMember(t, d, season.ID, fmt.Sprintf("later%d", i))
	}
	ok(t, fileOf(d).examine(t.Context()))
}

// Others write while the files are scrubbed: each write cleans no more pages than its time allows, and the next goes on behind them. The file is not
// written anew, so that its free pages stay.
func TestScrubInSlices(t *testing.T) {
	onFile(t)
	d := openNew(t)
	_, season := newSeason(t, d)
	for i := range 400 {
		newMember(t, d, season.ID, fmt.Sprintf("m%d", i))
	}
	dirty := must[[]int64](t)(fileOf(d).unclean(t.Context()))
	if len(dirty) < 3 {
		t.Fatalf("pages with something left over: %d, want more", len(dirty))
	}
	ok(t, d.update(t.Context(), func(ctx context.Context, t tx) error {
		n, err := t.clean(ctx, dirty, 0)
		if err == nil && n != 1 {
			err = fmt.Errorf("a write without time cleaned %d pages, want 1", n)
		}
		return err
	}))
	ok(t, d.DeleteSeason(t.Context(), season.ID))
	if free := must[[]int64](t)(list[int64](t.Context(), d.reader, "PRAGMA freelist_count")); free[0] == 0 {
		t.Error("no page is free after a season was deleted: the file was written anew")
	}
}
