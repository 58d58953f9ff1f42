package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dure/db"
	"dure/survey"
	"dure/web/webtest"
)

func TestDemoClubIsWhole(t *testing.T) {
	ctx := t.Context()
	store, err := db.Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	start := time.Now()
	_, seasons, err := (&demo{db: store, now: now}).fill(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("filled in %v", time.Since(start))
	for i, id := range seasons {
		sv, err := store.Survey(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		responses, err := store.Responses(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		members, err := store.Members(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		s, name := demoSeasons[i], termName(sv.Opens)
		if len(members) != s.last-s.first {
			t.Errorf("%s has %d members, want %d", name, len(members), s.last-s.first)
		}
		asked, err := store.VersionTimes(ctx, id, sv.Questions[0].ID)
		if since := asked[1]; err != nil || since.IsZero() || since.After(sv.Opens) {
			t.Errorf("%s was asked since %v, want before it opened, %v (%v)", name, since, sv.Opens, err)
		}
		submitted := 0
		for _, r := range responses {
			if r.Submitted.IsZero() {
				continue
			}
			submitted++
			for _, bad := range sv.CheckAnswers(r.Answers) {
				t.Errorf("%s: member %d: %v", name, r.Member, bad)
			}
		}
		if want := s.last - s.first - s.quiet; submitted != want {
			t.Errorf("%s has %d responses, want %d", name, submitted, want)
		}
		rated, err := store.Feedback(ctx, id, survey.MainFeedback)
		if err != nil {
			t.Fatal(err)
		}
		if enough := len(rated) > submitted/2; enough == s.open {
			t.Errorf("%s has feedback of %d members of %d", name, len(rated), submitted)
		}
		if got := sv.State(now) == survey.Open; got != s.open {
			t.Errorf("%s: open is %v, want %v", name, got, s.open)
		}
	}
}

// TestDemoClubHasItsThreeKindsOfPeople reads what the page of groups says above a map of three clouds.
func TestDemoClubHasItsThreeKindsOfPeople(t *testing.T) {
	v := demoVisitor(t)
	for season := range demoSeasons {
		v.get(fmt.Sprintf("/seasons/%d/groups", season+1)).want(200, "There are about 3 groups with blurred edges")
	}
}

// learned waits until the demo's second club has learned and more has come in, opens the page that says so, and returns its address.
func (v *visitor) learned() string {
	season := fmt.Sprintf("/seasons/%d/fit", len(demoSeasons)+1)
	deadline := time.Now().Add(3 * time.Minute)
	for v.get(season); !strings.Contains(string(v.body), `id="teams-`); v.get(season) {
		if time.Now().After(deadline) {
			v.t.Fatalf("nothing is held against what came: %s", v.text())
		}
		<-time.After(200 * time.Millisecond)
	}
	return season
}

// TestTheDemosSecondClubHasLearned waits until the second club's net is taught, which is then unlocked, chosen, and held against what came after it.
func TestTheDemosSecondClubHasLearned(t *testing.T) {
	link := demoLink(t)
	v := demoVisitorBy(t, link)
	v.get("/clubs").want(200, learnerName)
	season := v.learned()
	const teams = earlierSeasons*earlierTeams + earlierTeams
	v.want(200, "What was predicted of each team", "made up by a generator", fmt.Sprintf("of %d teams", teams), "the net explains", "The net is unlocked", "Its training was healthy")
	if strings.Contains(v.text(), "Too good to be true") {
		t.Errorf("the made-up teams tell more than surveys of people can: %s", v.text())
	}
	v.follow("/study").want(200, "made up by a generator", "10 trials are complete")
	v.get(season).follow("/models/").want(200, "made up by a generator")
	study := v.get(season).link("/study")
	t.Run("in a browser", func(t *testing.T) {
		tab := webtest.New(t).Tab(t, 360, "ko")
		tab.Go(link)
		tab.Follow("main button[type=submit]")
		for _, path := range []string{season, study} {
			tab.Go(v.base + path)
			tab.Check()
		}
	})
}

func TestTheDemosSeasonsAreNamedByTheirDates(t *testing.T) {
	for _, c := range []struct{ at, want string }{
		{"2026-02-01", "2026 봄 · Spring 2026"}, {"2026-07-31", "2026 봄 · Spring 2026"},
		{"2026-08-01", "2026 가을 · Autumn 2026"}, {"2027-01-30", "2026 가을 · Autumn 2026"},
	} {
		at, err := time.Parse(time.DateOnly, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := termName(at); got != c.want {
			t.Errorf("a season that opens on %s is called %q, want %q", c.at, got, c.want)
		}
	}
	for day := range 366 {
		now := time.Date(2027, 1, 1+day, 12, 0, 0, 0, time.UTC)
		names := map[string]bool{}
		for _, s := range demoSeasons {
			names[termName(now.Add(-s.opens))] = true
		}
		if len(names) != len(demoSeasons) {
			t.Errorf("shown on %s two seasons of the demo have one name: %v", now.Format(time.DateOnly), names)
		}
	}
}
