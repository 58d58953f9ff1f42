package web_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dure/db"
	"dure/ml/fit"
	"dure/survey"
	"dure/web/job"
	"dure/web/webtest"
)

// learn lets the site's queue train models and form teams.
func (s *site) learn() {
	s.Helper()
	s.db.Work(db.TrainJob, func(ctx context.Context, id int64) error {
		return job.Train(ctx, s.db, fit.VersionID(id), time.Now)
	})
	s.form()
}

// ratedSeason is a season with two questions and a roster of three teams of four, each of whom answered and rated the team.
func (s *site) ratedSeason() [][]survey.Member {
	s.Helper()
	low, high := 0.0, 40.0
	asked := s.ask(
		inGerman(survey.Question{Kind: survey.Number, Title: survey.Text{"en": "Plans", "ko": "계획"}, Min: &low, Max: &high}),
		inGerman(survey.Question{Kind: survey.Number, Title: survey.Text{"en": "Energy", "ko": "활기"}, Min: &low, Max: &high}),
	)
	teams := s.roster(4, 4, 4)
	for g, members := range teams {
		for a, m := range members {
			plans, energy := float64(1+(3*g+a)%7), float64(1+(5*a+2*g)%7)
			s.say(m, survey.Answers{asked.Questions[0].ID: {Version: 1, Number: &plans}, asked.Questions[1].ID: {Version: 1, Number: &energy}})
		}
	}
	s.openRound(survey.MainFeedback)
	for g, members := range teams {
		for a, m := range members {
			s.must("give feedback", s.db.SaveFeedback(s.Context(), m.ID, survey.MainFeedback, survey.Opinion{Fit: 1 + (g+a)%5, Again: survey.AgainYes}, s.now))
		}
	}
	return teams
}

// pastFile is a file of sixty teams that fit the better the more plans they have and the more alike their energy is.
func pastFile(t *testing.T) string {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 7))
	var b strings.Builder
	b.WriteString("term,crew,planning,Energy,Gender,rating\n")
	for g := range 60 {
		members, plans := make([][2]float64, 4), 0.0
		for a := range members {
			members[a] = [2]float64{float64(1 + rng.IntN(7)), float64(1 + rng.IntN(7))}
			plans += members[a][0] / 4
		}
		for a, m := range members {
			fit := max(1, min(5, int(3.5+1.2*(plans-4)+0.6*rng.NormFloat64())))
			fmt.Fprintf(&b, "%d,T%d,%g,%g,%s,%d\n", 2020+g%4, g, m[0], m[1], []string{"f", "m"}[a%2], fit)
		}
	}
	path := filepath.Join(t.TempDir(), "past.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// What is learned of how teams went, in a browser: a model is trained from too little and locked, trained with a file of past
// seasons beside it and unlocked, used to form teams, put aside and put back, and withdrawn when somebody is erased.
func TestTheFitPageInABrowser(t *testing.T) {
	browser := webtest.New(t)
	file := pastFile(t)
	for _, lang := range []string{"en", "ko"} {
		t.Run(lang, func(t *testing.T) { fitRound(t, browser, lang, file) })
	}
}

func fitRound(t *testing.T, browser *webtest.Browser, lang, file string) {
	s := newSite(t)
	teams := s.ratedSeason()
	s.learn()
	r := &fitWalk{site: s, tab: s.signedInTab(browser, 1280, lang), small: s.signedInTab(browser, 360, lang), lang: lang}

	r.look("/fit", "begin")
	r.train()
	r.look("/fit", "locked")
	r.says("p.lead", map[string]string{"en": "nothing is learned", "ko": "배우지 않"})
	r.mayNot()

	r.tab.Go(s.url + s.at("/fit"))
	r.tab.Upload("#file", file)
	r.tab.Follow(`form[action$="/fit/files"] button`)
	r.tab.Check()
	r.tab.Screenshot("fit-mapping-" + lang)
	r.small.Go(r.tab.URL())
	r.small.Check()
	r.small.Screenshot("fit-small-mapping-" + lang)
	r.tab.Set("#use1", "team")
	r.tab.Set("#use2", "as:Plans")
	r.tab.Follow(`form[action*="/fit/files/"] button[type=submit]`)
	r.train()
	r.look("/fit", "unlocked")
	r.tab.Wait("p.lead.good")
	r.tab.Wait("#versions .badge.good")

	r.look("/teams/rules/new?kind=fit", "rule")
	r.tab.Follow("main form button[type=submit]")
	r.look("/teams", "teams")
	r.tab.Set("[name=seconds]", "1")
	r.tab.Follow(`form[action$="/proposals"] button[type=submit]`)
	r.tab.Until("forming", `!!document.querySelector(".team-cards")`)
	r.tab.Check()
	r.tab.Screenshot("fit-proposal-" + lang)
	r.tab.Follow(`a[href$="/fit"][role=button]`)
	_, path, _ := strings.Cut(r.tab.URL(), r.at(""))
	r.look(path, "teams-why")
	r.tab.Wait("#fit-why")
	r.tab.Wait("#trades a, #fit-trades + p")

	r.tab.Go(s.url + s.at("/fit"))
	r.tab.Follow(`form[action$="/fit/none"] button`)
	r.mayNot()
	r.tab.Go(s.url + s.at("/fit"))
	r.tab.Follow(`form[action$="/use"] button`)
	r.tab.Wait("#versions .badge.good")

	r.tab.Go(s.url + s.at("/members/%d/remove", teams[0][0].ID))
	r.tab.Follow("button.danger")
	r.look("/fit", "withdrawn")
	r.tab.Wait("#versions .badge.bad")
	r.mayNot()
	r.train()
	r.look("/fit", "again")
	r.tab.Wait("#versions .badge.good")
}

// A fitWalk is an organizer's way through the fit page, on a wide window and on a phone.
type fitWalk struct {
	*site
	tab, small *webtest.Tab
	lang       string
}

// look opens a page of the season on both windows and checks it.
func (r *fitWalk) look(path, name string) {
	r.Helper()
	for at, tab := range map[string]*webtest.Tab{"": r.tab, "small-": r.small} {
		tab.Go(r.url + r.at("%s", path))
		tab.Check()
		tab.Screenshot("fit-" + at + name + "-" + r.lang)
	}
}

// train presses the button and waits for the end of the training.
func (r *fitWalk) train() {
	r.Helper()
	r.tab.Go(r.url + r.at("/fit"))
	r.tab.Follow(`form[action$="/train"] button`)
	r.tab.Until("training", `!!document.querySelector("#training form[action$='/train']")`)
}

func (r *fitWalk) says(sel string, want map[string]string) {
	r.Helper()
	if got := r.tab.Text(sel); !strings.Contains(got, want[r.lang]) {
		r.Errorf("%s of %s is %q, want %q in it", sel, r.tab.URL(), got, want[r.lang])
	}
}

// mayNot checks that teams cannot be formed by fit now.
func (r *fitWalk) mayNot() {
	r.Helper()
	r.organizer().get(r.at("/teams/rules/new?kind=fit")).want(404)
}
