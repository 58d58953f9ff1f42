package web_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/db"
	"dure/survey"
	"dure/web/job"
)

// form lets the site's queue form teams. The search has a clock of its own, for the site's stands still.
func (s *site) form() {
	s.Helper()
	startForming(s, s.db)
}

func startForming(s *site, d *db.DB) {
	s.Helper()
	d.Work(db.FormJob, func(ctx context.Context, id int64) error { return job.Form(ctx, d, team.ProposalID(id), time.Now) })
	s.must("start the jobs", d.StartJobs(context.Background()))
}

// ended waits until the proposal is no longer being formed.
func (s *site) ended(id team.ProposalID) team.Saved {
	s.Helper()
	return s.until(id, func(p team.Saved) bool { return p.State.Ended() })
}

func (s *site) until(id team.ProposalID, reached func(team.Saved) bool) team.Saved {
	s.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	late := time.After(time.Minute)
	for {
		p, err := s.db.Proposal(context.Background(), id)
		s.must("read the proposal", err)
		if reached(p) {
			return p
		}
		select {
		case <-tick.C:
		case <-late:
			s.Fatalf("the proposal is still %s with progress %s", p.State, p.Progress)
		}
	}
}

// newTeams is a season of n members who gave a number, of which one half said yes and the other no.
func newTeams(t *testing.T, n int) (*site, []survey.Member) {
	return newTeamsOf(t, n, func(i int) float64 { return float64(i % 7) })
}

// newTeamsOf is newTeams with the number that each member gave, of 0 to 40.
func newTeamsOf(t *testing.T, n int, number func(i int) float64) (*site, []survey.Member) {
	s := newSite(t)
	low, high := 0.0, 40.0
	asked := s.ask(
		survey.Question{Kind: survey.Number, Title: survey.Text{"en": "Hours", "ko": "시간"}, Min: &low, Max: &high},
		survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": "Driver", "ko": "운전"}, Options: []survey.Option{
			{Key: 1, Label: survey.Text{"en": "Yes", "ko": "예"}}, {Key: 2, Label: survey.Text{"en": "No", "ko": "아니요"}}}},
	)
	var all []survey.Member
	for i := range n {
		m := s.member(fmt.Sprintf("Member%02d", i))
		hours := number(i)
		s.say(m, survey.Answers{
			asked.Questions[0].ID: {Version: 1, Number: &hours},
			asked.Questions[1].ID: {Version: 1, Choices: []int{1 + i%2}},
		})
		all = append(all, m)
	}
	return s, all
}

var proposalAt = regexp.MustCompile(`/proposals/(\d+)`)

// press forms teams by the page's form and returns the proposal that its answer leads to.
func (v *visitor) press(form url.Values) team.ProposalID {
	v.Helper()
	r := v.post(v.at("/proposals"), form).want(http.StatusOK)
	m := proposalAt.FindStringSubmatch(r.path)
	if m == nil {
		v.Fatalf("forming leads to %s:\n%s", r.path, r.body)
	}
	id, _ := strconv.ParseInt(m[1], 10, 64)
	return team.ProposalID(id)
}

func TestFormTeams(t *testing.T) {
	s, members := newTeams(t, 12)
	s.form()
	v := s.organizer()
	v.get(s.at("/teams")).want(200, "Form teams", "Hours", "Driver")
	id := v.press(url.Values{"ideal": {"4"}, "seed": {"1"}, "seconds": {"1"}})
	p := s.ended(id)
	if p.State != survey.JobDone || len(p.Lineup.Teams) != 3 {
		t.Fatalf("forming 12 members by 4 is %s with %d teams (%v), want done with 3", p.State, len(p.Lineup.Teams), p.Problem)
	}
	for _, m := range members {
		if p.Lineup.Team(m.ID) < 0 {
			t.Errorf("%s is in no team", m.Name)
		}
	}
	v.get(s.at("/proposals/%d", id)).want(200, "Team 1", "Team 3", "Member00", "Member11", "of 1,000 random divisions").lacks("% better")
	v.lang = "ko"
	v.get(s.at("/proposals/%d", id)).want(200, "1팀", "3팀", "시간")
	v.get(s.at("/teams")).want(200, s.at("/proposals/%d", id))
}

// odd numbers are such that no teams share them out evenly: forming goes on until it is stopped.
func odd(i int) float64 { return math.Mod(math.Sqrt(float64(i+2))*17, 40) }

// A stop keeps the best teams so far.
func TestStopForming(t *testing.T) {
	s, _ := newTeamsOf(t, 40, odd)
	s.form()
	v := s.organizer()
	id := v.press(url.Values{"ideal": {"5"}, "seed": {"1"}, "seconds": {"300"}})
	s.until(id, func(p team.Saved) bool { return p.Progress != nil })
	v.get(s.at("/proposals/%d", id)).want(200, "Forming teams", `action="`+s.at("/proposals/%d", id)+`/stop"`)
	v.post(s.at("/proposals/%d/stop", id), nil).want(200)
	p := s.ended(id)
	if p.State != survey.JobStopped || len(p.Lineup.Teams) != 8 {
		t.Errorf("a stopped proposal is %s with %d teams, want stopped with 8", p.State, len(p.Lineup.Teams))
	}
	v.get(s.at("/proposals/%d", id)).want(200, "Team 8")
}

// What is formed when the program ends is formed by the next.
func TestFormingAfterARestart(t *testing.T) {
	s, _ := newTeamsOf(t, 40, odd)
	s.form()
	id := s.organizer().press(url.Values{"ideal": {"5"}, "seed": {"1"}, "seconds": {"300"}})
	s.until(id, func(p team.Saved) bool { return p.Progress != nil })
	s.must("close the database", s.db.Close())
	next, err := db.Open(context.Background(), s.dir)
	s.must("open the database again", err)
	s.db = next
	if p, err := next.Proposal(context.Background(), id); err != nil || p.State.Ended() {
		t.Fatalf("after the restart the proposal is %s (%v), want it to be under way", p.State, err)
	}
	startForming(s, next)
	s.must("ask for a stop", next.RequestStop(context.Background(), id))
	if p := s.ended(id); p.State != survey.JobStopped || len(p.Lineup.Teams) != 8 {
		t.Errorf("after the restart the proposal ends %s with %d teams, want stopped with 8", p.State, len(p.Lineup.Teams))
	}
}

// What cannot be formed is said beside what was typed, and nothing is kept.
func TestFormingThatCannotBe(t *testing.T) {
	s, _ := newTeams(t, 6)
	v := s.organizer()
	for _, tt := range []struct {
		form url.Values
		say  string
	}{
		{url.Values{"teams": {"7"}}, "7"},
		{url.Values{"ideal": {"abc"}}, "abc"},
		{url.Values{"ideal": {"-4"}}, "-4"},
		{url.Values{"min": {"5"}, "max": {"3"}}, `value="5"`},
		{url.Values{"min": {"4"}, "max": {"4"}}, `value="4"`},
		{url.Values{"list": {"3, x"}}, "3, x"},
		{url.Values{"list": {"3, 4"}}, "3, 4"},
		{url.Values{"ideal": {"3"}, "seconds": {"999"}}, "999"},
		{url.Values{"ideal": {"99999999999999999999"}}, "99999999999999999999"},
	} {
		v.post(s.at("/proposals"), tt.form).want(http.StatusUnprocessableEntity, tt.say, `role="alert"`)
	}
	all, err := s.db.Proposals(context.Background(), s.season.ID)
	if s.must("list proposals", err); len(all) != 0 {
		t.Errorf("%d proposals were kept", len(all))
	}
}

func TestTeamsOfFew(t *testing.T) {
	for _, n := range []int{0, 1} {
		s, _ := newTeams(t, n)
		v := s.organizer()
		v.get(s.at("/teams")).want(200, s.at("/members"))
		v.post(s.at("/proposals"), url.Values{"ideal": {"4"}}).want(http.StatusUnprocessableEntity)
	}
}

// Members who all answer alike make teams all the same.
func TestTeamsOfEqualAnswers(t *testing.T) {
	s := newSite(t)
	low, high := 1.0, 5.0
	q := s.ask(survey.Question{Kind: survey.Scale, Title: survey.Text{"en": "Keen"}, Min: &low, Max: &high}).Questions[0].ID
	for i := range 6 {
		three := 3.0
		s.say(s.member(fmt.Sprintf("M%d", i)), survey.Answers{q: {Version: 1, Number: &three}})
	}
	s.form()
	v := s.organizer()
	id := v.press(url.Values{"ideal": {"3"}, "seed": {"1"}, "seconds": {"1"}})
	if p := s.ended(id); p.State != survey.JobDone || len(p.Lineup.Teams) != 2 {
		t.Errorf("equal answers give %s with %d teams, want done with 2", p.State, len(p.Lineup.Teams))
	}
	v.get(s.at("/proposals/%d", id)).want(200, "Team 2").lacks("NaN", "Inf")
}

// Must-rules that cannot all hold are named, with a way out.
func TestRulesThatClash(t *testing.T) {
	s, members := newTeams(t, 6)
	s.form()
	v := s.organizer()
	a, b := members[0].ID.Code(), members[1].ID.Code()
	for _, kind := range []string{"together", "apart"} {
		v.post(s.at("/teams/rules?kind=%s", kind), url.Values{"members": {a, b}, "strength": {"must"}}).want(200, "Member00, Member01")
	}
	id := v.press(url.Values{"ideal": {"3"}, "seed": {"1"}, "seconds": {"1"}})
	s.ended(id)
	v.get(s.at("/proposals/%d", id)).want(200, "One must-rule is broken", "Ways out", "Do this and form again", "share a team", "different teams")
	v.post(s.at("/proposals/%d/again", id), nil).want(200)
	s.ended(id)
	v.get(s.at("/proposals/%d", id)).want(200, "Ways out", "Do this and form again")
}

func TestRuleCards(t *testing.T) {
	s, members := newTeams(t, 6)
	v := s.organizer()
	for _, kind := range []string{"balance", "match", "similar", "spread", "mix", "alike", "never_alone", "count", "section", "together", "apart", "hours"} {
		v.get(s.at("/teams/rules/new?kind=%s", kind)).want(200, `name="strength"`)
	}
	v.get(s.at("/teams/rules/new?kind=nonsense")).want(404)
	v.get(s.at("/teams/rules/99")).want(404)
	v.post(s.at("/teams/rules?kind=together"), url.Values{"members": {members[0].ID.Code()}, "strength": {"must"}}).
		want(422, "Choose at least two members.", `value="`+members[0].ID.Code()+`" checked`)
	v.post(s.at("/teams/rules?kind=balance"), url.Values{"strength": {"should"}}).want(422, "Choose a question.")
	v.post(s.at("/teams/rules?kind=count"), url.Values{"what": {"q2=o1"}, "strength": {"must"}, "at_least": {"3"}, "at_most": {"2"}}).want(422, "must not be below")
	v.post(s.at("/teams/rules?kind=count"), url.Values{"what": {"q2=o1"}, "strength": {"must"}, "at_least": {"1"}}).want(200, "At least 1 with “Yes”")
}

// An import brings questions of its own beside a preset that nobody answered: no card is suggested on that.
func TestSuggestedCardsAreOnWhatWasAnswered(t *testing.T) {
	s, members := newTeams(t, 6)
	both := func(en string) survey.Text { return survey.Text{"en": en, "ko": en} }
	for _, q := range []survey.Question{
		{Kind: survey.Scale, Title: both("Energy"), Min: new(1.0), Max: new(5.0)},
		{Kind: survey.Availability, Title: both("When are you free?"), Days: []int{0, 1}, From: 9, To: 20},
		{Kind: survey.Teammates, Title: both("With whom?"), Wishes: 2},
	} {
		_, err := s.db.AddQuestion(t.Context(), s.season.ID, q)
		s.must("add a question", err)
	}
	v := s.organizer()
	v.get(s.at("/teams")).want(200, "equal mean", "Hours", "Driver").lacks("“Energy”", "in common, better", "wished")
	asked, err := s.db.Survey(t.Context(), s.season.ID)
	s.must("read the survey", err)
	one := survey.Answers{}
	for _, q := range asked.Questions[2:] {
		one[q.ID] = survey.Answer{Version: 1, Number: map[bool]*float64{true: new(2.0)}[q.Kind == survey.Scale]}
	}
	hours, wishes := asked.Questions[3].ID, asked.Questions[4].ID
	one[hours], one[wishes] = survey.Answer{Version: 1, Slots: []int{9}}, survey.Answer{Version: 1, Wished: []string{"Member03"}}
	s.say(members[0], one)
	v.get(s.at("/teams")).want(200, "wished").lacks("“Energy”", "in common, better")
	for i, m := range members[1:4] {
		one[asked.Questions[2].ID] = survey.Answer{Version: 1, Number: new(float64(1 + i))} // what all say alike has no card
		s.say(m, one)
	}
	v.get(s.at("/teams")).want(200, "Energy", "in common, better", "wished")
	fresh, err := s.db.CreateSeason(t.Context(), s.club.ID, "Summer", s.now)
	s.must("make a season", err)
	s.must("fill the survey", s.db.AddQuestions(t.Context(), survey.Survey{Season: fresh.ID, Questions: survey.Presets()[0].Questions}))
	s.season = fresh
	s.member("Ann")
	s.member("Bo")
	v.get(s.at("/teams")).want(200, "in common, better", "wished") // nobody has answered yet
}

func TestKeepComparePublish(t *testing.T) {
	s, m := newTeams(t, 4)
	v := s.organizer()
	first := s.divided("First", m[:2], m[2:])
	second := s.divided("Second", []survey.Member{m[0], m[2]}, []survey.Member{m[1], m[3]})
	at := s.at("/proposals/%d", first)
	v.get(fmt.Sprintf("%s/compare?with=%d", at, second)).want(200, "First", "Second", "Member01", "Teams that are the same: 0", "With other people: 4", "Together in Second only")
	third := s.divided("Third", []survey.Member{m[3]}, []survey.Member{m[1], m[0]}, []survey.Member{m[2]})
	v.get(fmt.Sprintf("%s/compare?with=%d", at, third)).want(200, "Teams that are the same: 1", "in “Third” Team 2", "Member00, Member01", "With other people: 2")
	v.get(at + "/compare?with=99999").want(404)
	v.post(at+"/rename", url.Values{"name": {"최종 <안>"}}).want(200, "최종 &lt;안&gt;")
	v.post(at+"/rename", url.Values{"name": {" "}}).want(200, "Enter a name.")
	mine := "/m/" + string(m[0].Token)
	v.get(mine).lacks("You are in")
	v.post(at+"/publish", nil).want(200, "Published.")
	v.get(mine).want(200, "You are in Team 1", "Member01")
	v.post(s.at("/proposals/%d/publish", second), nil).want(200, "Published.")
	v.get(mine).want(200, "Member02").lacks("Member01")
	v.post(at+"/unpublish", nil).want(200) // not the published one: nothing is taken back
	v.get(mine).want(200, "Member02")
	v.get(s.at("/teams")).want(200, "Published")
	v.post(s.at("/proposals/%d/unpublish", second), nil).want(200, "Taken back")
	v.get(mine).lacks("You are in")
	v.get(at+"/delete").want(200, "Delete 최종")
	v.post(at+"/delete", nil).want(200).lacks("최종")
	v.get(at).want(404)
	queued, err := s.db.CreateProposal(context.Background(), s.season.ID, "Queued", json.RawMessage(`{}`), s.now)
	s.must("make a proposal", err)
	v.post(s.at("/proposals/%d/publish", queued), nil).want(200, "being formed just now")
}

// A viewer sees teams and cards, and no form that changes anything.
func TestViewersFormNothing(t *testing.T) {
	s, m := newTeams(t, 4)
	id := s.divided("First", m[:2], m[2:])
	reader := s.colleague(survey.Viewer)
	for _, page := range []string{"/teams", fmt.Sprintf("/proposals/%d", id), fmt.Sprintf("/proposals/%d/compare", id)} {
		reader.get(s.at("%s", page)).want(200).lacks(`method="post" action="` + s.at(""))
	}
}

// The event stream tells the progress and ends with the forming.
func TestFollowForming(t *testing.T) {
	s, m := newTeams(t, 4)
	id := s.divided("First", m[:2], m[2:])
	v := s.organizer()
	v.get(s.at("/proposals/%d/events", id)).want(200, "event: done")
	s.form()
	id = v.press(url.Values{"ideal": {"2"}, "seed": {"1"}, "seconds": {"1"}})
	v.get(s.at("/proposals/%d/events", id)).want(200, "event: done")
	s.ended(id)
}

// Sizes that somebody typed are not replaced unseen by who opened the page before; who forms teams by theirs all the same does.
func TestSizesThatTwoType(t *testing.T) {
	s := newSite(t)
	for i := range 8 {
		s.member(fmt.Sprint("P", i))
	}
	s.form()
	v, form := s.organizer(), s.at("/proposals")
	one, other := v.get(s.at("/teams")).want(200), v.get(s.at("/teams")).want(200)
	one.submit(v, form, url.Values{"ideal": {"4"}}).want(200).lacks("Somebody typed other sizes")
	both := other.submit(v, form, url.Values{"ideal": {"2"}}).want(409, "Somebody typed other sizes", "People per team: 4", "People per team: 2", `value="2"`)
	if all, err := s.db.Proposals(t.Context(), s.season.ID); err != nil || len(all) != 1 {
		t.Errorf("over other sizes %d proposals are made (%v), want one", len(all), err)
	}
	both.submit(v, form, url.Values{"ideal": {"2"}}).want(200)
	v.get(s.at("/teams")).want(200, `value="2"`)
}

// A search that was stopped goes on from the teams that it had, with a curve of the best so far while it does.
func TestGoOnForming(t *testing.T) {
	s, _ := newTeamsOf(t, 40, odd)
	s.form()
	v := s.organizer()
	id := v.press(url.Values{"ideal": {"5"}, "seed": {"1"}, "seconds": {"300"}})
	at := s.at("/proposals/%d", id)
	s.until(id, func(p team.Saved) bool { return strings.Count(string(p.Progress), `"Share"`) > 2 })
	v.get(at).want(200, "The best teams so far", `id="curve"`)
	v.post(at+"/stop", nil).want(200)
	stopped := s.ended(id)
	v.get(at).want(200, "Search on from these")
	v.post(at+"/again", url.Values{"go": {"on"}}).want(200)
	s.until(id, func(p team.Saved) bool { return p.Progress != nil })
	v.post(at+"/stop", nil).want(200)
	on := s.ended(id)
	var was, is team.Proposal
	s.must("read what was found", errors.Join(json.Unmarshal(stopped.Result, &was), json.Unmarshal(on.Result, &is)))
	if is.Objective < was.Objective-1e-9 {
		t.Errorf("searched on from teams that score %v there are teams that score %v", was.Objective, is.Objective)
	}
	if strings.Contains(string(on.Request), `"go_on":false`) || !strings.Contains(string(on.Request), `"go_on":true`) {
		t.Errorf("the request is %s, want it to go on", on.Request)
	}
}
