package web_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"dure/clustering"
	"dure/survey"
	"dure/web/webtest"
)

// answer submits answers of a new member.
func (s *site) answer(name string, as survey.Answers) survey.Member {
	s.Helper()
	m := s.member(name)
	s.must("answer", s.db.SaveResponse(context.Background(), survey.Response{Member: m.ID, Season: s.season.ID, Answers: as}, s.now))
	return m
}

func (s *site) groupsPath(query string) string {
	return fmt.Sprintf("/seasons/%d/groups%s", s.season.ID, query)
}

// twoCamps fills the season with n members, half of them keen and free on weekends, half neither.
func (s *site) twoCamps(n int) {
	s.Helper()
	asked := s.ask(everyKind()...)
	q := asked.Questions
	rng := rand.New(rand.NewPCG(7, 7))
	for i := range n {
		keen := float64(i % 2)
		as := survey.Answers{
			q[0].ID: {Number: new(2 + 6*keen + float64(rng.IntN(2)))},
			q[1].ID: {Number: new(4 + 20*keen + float64(rng.IntN(4)))},
			q[2].ID: {Choices: []int{1 + i%2}},
			q[4].ID: {Choices: []int{1 + i%2}},
			q[7].ID: {Text: "secret words"},
		}
		slots := []int{9, 10, 33}
		if keen == 1 {
			slots = append(slots, 5*24+9, 5*24+10, 5*24+11, 5*24+12+rng.IntN(3))
		}
		as[q[5].ID] = survey.Answer{Slots: slots}
		s.answer(fmt.Sprintf("Member%d", i+1), as)
	}
}

func TestGroupsOfTwoCampsAreFoundAndWorded(t *testing.T) {
	s := newSite(t)
	s.twoCamps(40)
	v := s.organizer()
	page := v.get(s.groupsPath("")).want(200, "There are 2 clear groups", "Based on 40 of 40 members", "More often “Helper” (Role): 100%, the others 0%", "Member17", "Group 2",
		"Much higher “Hours per week”", "More free hours on Saturday", "More often “Music” (Skills)", "cut: 2", "shown: 2").
		lacks("This page shows", "not of these", "secret words", "NaN", "Inf", "style=")
	if n := strings.Count(page.body, `<path class="mark g`); n < 80 {
		t.Errorf("the page has %d marks, want one for each member and each leaf", n)
	}
	v.get(s.groupsPath("?k=4&by=tree&linkage=single")).want(200, "This page shows 4 groups. To see 2, choose the number below.", "Group 4", "cut: 4", `value="single" selected`)
	for _, m := range clustering.Methods() {
		v.get(s.groupsPath("?k=3&by=tree&linkage="+string(m))).want(200, `value="`+string(m)+`" selected`, "Group 3").lacks("NaN", "linkage_")
	}
	v.get(s.groupsPath("?k=2&by=medoids")).want(200, "most like one typical member", "said of groups by k-means, not of these.", `value="medoids" selected`, "More often “Helper” (Role): 100%, the others 0%")
	v.get(s.groupsPath("?k=1")).want(200, "This page shows everybody as one group.")
	v.get(s.groupsPath("?q=2")).want(200, "take part: 1.")
	v.lang = "ko"
	v.get(s.groupsPath("")).want(200, "뚜렷한 그룹이 2개", "토요일에 비는 시간", "훨씬 높음")
}

func TestGroupsTakeNonsenseInTheAddressForNothing(t *testing.T) {
	s := newSite(t)
	s.twoCamps(12)
	v := s.organizer()
	for _, query := range []string{"?k=-1", "?k=99", "?k=x&linkage=nosuch&by=y", "?q=99999", "?q=x&q=-1", "?k=10&q=3", "?k=10&q=4"} {
		v.get(s.groupsPath(query)).want(200)
	}
	s.visitor().get(s.groupsPath("")).want(200, "Sign in")
}

func TestGroupsWhereThereIsNothingToGroup(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	v.get(s.groupsPath("")).want(200, "nothing to compare yet")
	asked := s.ask(everyKind()...)
	v.get(s.groupsPath("")).want(200, "Nobody has answered yet")
	same := survey.Answers{asked.Questions[0].ID: {Number: new(5.0)}}
	s.answer("Only", same)
	v.get(s.groupsPath("")).want(200, "Only one member has answered")
	for i := range 5 {
		s.answer(fmt.Sprintf("Same%d", i), same)
	}
	v.get(s.groupsPath("")).want(200, "All 6 members gave the same answers")
	s.answer("Other", survey.Answers{asked.Questions[0].ID: {Number: new(9.0)}})
	v.get(s.groupsPath("")).want(200, "Map of the members").lacks("NaN", "Inf")
}

func TestGroupsLeaveOutSensitiveQuestionsAndMembersWhoDroppedOut(t *testing.T) {
	s := newSite(t)
	kinds := everyKind()
	kinds[1].Sensitive = true
	asked := s.ask(kinds...)
	for i := range 8 {
		s.answer(fmt.Sprintf("Member%d", i), survey.Answers{asked.Questions[0].ID: {Number: new(float64(i % 3))}, asked.Questions[1].ID: {Number: new(float64(i*4%39 + 1))}})
	}
	members, err := s.db.Members(t.Context(), s.season.ID)
	s.must("read members", err)
	s.must("drop one", s.db.DropMember(t.Context(), members[0].ID, s.now))
	s.organizer().get(s.groupsPath("")).want(200, "Based on 7 of").lacks("Hours per week", "Member0")
}

func TestGroupsSayWhenThereAreNone(t *testing.T) {
	s := newSite(t)
	var kinds []survey.Question
	for i := range 8 {
		kinds = append(kinds, survey.Question{Kind: survey.Scale, Title: survey.Text{"en": fmt.Sprintf("Item %d", i+1)}, Min: new(1.0), Max: new(7.0)})
	}
	asked := s.ask(kinds...)
	rng := rand.New(rand.NewPCG(3, 3))
	for i := range 60 {
		as := survey.Answers{}
		for _, q := range asked.Questions {
			as[q.ID] = survey.Answer{Number: new(float64(1 + rng.IntN(7)))}
		}
		s.answer(fmt.Sprintf("Member%d", i), as)
	}
	s.organizer().get(s.groupsPath("")).want(200, "There are no ")
}

// TestGroupsOfOneFactorAreASlope has one question whose options make clouds on the map, beside scales that all say the same.
func TestGroupsOfOneFactorAreASlope(t *testing.T) {
	s := newSite(t)
	kinds := []survey.Question{{Kind: survey.OneOf, Title: survey.Text{"en": "Campus"}, Options: []survey.Option{{Label: survey.Text{"en": "North"}}, {Label: survey.Text{"en": "South"}}}}}
	for i := range 5 {
		kinds = append(kinds, survey.Question{Kind: survey.Scale, Title: survey.Text{"en": fmt.Sprintf("Item %d", i+1)}, Min: new(1.0), Max: new(7.0)})
	}
	asked := s.ask(kinds...)
	rng := rand.New(rand.NewPCG(3, 3))
	for i := range 80 {
		mood := 4 + 1.6*rng.NormFloat64()
		as := survey.Answers{asked.Questions[0].ID: {Choices: []int{1 + rng.IntN(2)}}}
		for _, q := range asked.Questions[1:] {
			as[q.ID] = survey.Answer{Number: new(min(7, max(1, math.Round(mood+0.6*rng.NormFloat64()))))}
		}
		s.answer(fmt.Sprintf("Member%d", i), as)
	}
	v := s.organizer()
	v.get(s.groupsPath("")).want(200, "members lie along a slope without gaps", "Clouds on the map are the answers to “Campus” alone", "More figures", "Davies–Bouldin", "adjusted Rand index")
	v.lang = "ko"
	v.get(s.groupsPath("")).want(200, "틈 없이 이어져 있습니다", "“Campus” 질문 하나의 답일 뿐입니다", "수치 더 보기")
}

func TestGroupsInABrowser(t *testing.T) {
	browser := webtest.New(t)
	s := newSite(t)
	s.twoCamps(70)
	token, err := s.db.SigninToken(t.Context(), s.owner.ID, s.now.Add(time.Hour))
	s.must("make a sign-in link", err)
	for _, at := range []struct {
		width int64
		lang  string
	}{{360, "ko"}, {1440, "en"}} {
		tab := browser.Tab(t, at.width, at.lang)
		if token == "" {
			token, err = s.db.SigninToken(t.Context(), s.owner.ID, s.now.Add(time.Hour))
			s.must("make a sign-in link", err)
		}
		tab.Go(s.url + "/signin/" + string(token))
		token = ""
		tab.Follow("main form button")
		tab.Go(s.url + s.groupsPath("?k=3"))
		tab.Check()
		tab.Screenshot("groups-" + at.lang)
	}
}

func TestGroupsFollowTheAnswersAtOnce(t *testing.T) {
	s := newSite(t)
	asked := s.ask(everyKind()[0])
	for i := range 6 {
		s.answer(fmt.Sprintf("Member%d", i), survey.Answers{asked.Questions[0].ID: {Number: new(float64(i % 2 * 10))}})
	}
	v := s.organizer()
	v.get(s.groupsPath("")).want(200, "Based on 6 of 6").lacks("Group 3")
	s.answer("Newcomer", survey.Answers{asked.Questions[0].ID: {Number: new(5.0)}})
	v.get(s.groupsPath("?k=3")).want(200, "Based on 7 of 7", "Newcomer", "Group 3")
}

// Where nothing is left to compare, the page says of each question why.
func TestGroupsSayOfEachQuestionWhyItDoesNotCount(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}}, survey.Question{Kind: survey.Scale, Min: new(1.0), Max: new(5.0), Sensitive: true, Title: survey.Text{"en": "Faith"}})
	s.organizer().get(s.groupsPath("")).want(200, "Why these questions do not count:", "“Motto” is free text", "“Faith” is sensitive").lacks("aside_")
}
