package web_test

import (
	"net/url"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"testing"

	"dure/survey"
)

// What pages of one member cost does not grow with the season: what the program allocates for each is the same among 1,200 members as among 6,000, where
// names are typed in every way in which they are sure, and the list to choose from is on a page of its own.
func TestPagesOfAMemberCostTheSameInALargeSeason(t *testing.T) {
	if testing.Short() {
		t.Skip("a season of 6,000 takes a while to make")
	}
	if os.Getenv("DURE_TEST_ALONE") == "" { // what other tests allocate at the same time would count
		alone := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.timeout=5m")
		alone.Env = append(os.Environ(), "DURE_TEST_ALONE=yes")
		if out, err := alone.CombinedOutput(); err != nil {
			t.Errorf("alone, the test ends with %v:\n%s", err, out)
		}
		return
	}
	small, large := memberPages(t, 1200), memberPages(t, 6000)
	for page, was := range small {
		if is := large[page]; is > was*5/4+20_000 {
			t.Errorf("%s allocates %d bytes among 6,000 members and %d among 1,200", page, is, was)
		}
	}
}

// memberPages is how many bytes the server allocates for each page of a member in a season of so many, whose teams are published at last.
func memberPages(t *testing.T, n int) map[string]uint64 {
	s, proposal, all := large(t, n)
	asked, err := s.db.Survey(t.Context(), s.season.ID)
	s.must("read the survey", err)
	people := asked.Questions[6]
	m, o := all[7], all[11]
	s.say(m, survey.Answers{people.ID: {Version: 1, Wished: []string{o.Email, o.Name, all[12].Name + " 님"}}})
	out := map[string]uint64{}
	v := s.visitor().own(m)
	home := "/m/" + string(m.Token)
	cost := func(what string, do func()) {
		do()
		var each []uint64
		for range 7 {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			do()
			runtime.ReadMemStats(&after)
			each = append(each, after.TotalAlloc-before.TotalAlloc)
		}
		slices.Sort(each)
		out[what] = each[0]
	}
	form := url.Values{asked.Questions[0].Field(): {"3"}, people.Field() + "w": {o.Name, all[13].Email}}
	cost("the receipt", func() { v.get(home).want(200) })
	cost("the form", func() { v.get(home+"/answers").want(200, o.Name) })
	cost("a draft", func() { v.post(home+"/draft", form) })
	cost("a submit", func() { v.post(home+"/answers", form).want(200, "Thank you") })
	s.must("publish", s.db.Publish(t.Context(), proposal, s.now))
	owner := s.organizer()
	cost("the own team", func() { v.get(home).want(200, all[8].Name) })
	cost("the calendar", func() { v.get(home + "/team.ics") })
	cost("a member's page", func() { owner.get(s.at("/members/%d", m.ID)).want(200, o.Name) })
	return out
}
