package web_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"dure/survey"
)

// Who is free at none of the hours has answered: in the form, on the pages, in files out and back in, and in the common hours, which are then none.
func TestFreeAtNoneOfTheHoursIsAnAnswer(t *testing.T) {
	s := newSite(t)
	q := s.ask(survey.Question{Kind: survey.Availability, Title: survey.Text{"en": "When are you free?"}, Days: []int{0, 1}, From: 9, To: 12, Zones: true, Required: true}).Questions[0]
	ana, bo := s.member("Ana"), s.member("Bo")
	v := s.visitor().own(ana)
	link := "/m/" + string(ana.Token)
	v.get(link+"/answers").want(200, "I am free at none of these times", `name="q1" value="none"`)
	v.post(link+"/answers", url.Values{"q1z": {"Asia/Seoul"}}).want(422)
	v.post(link+"/answers", url.Values{"q1": {"none"}, "q1z": {"Asia/Seoul"}}).want(200, "Free at none of these times", "1 of 1")
	v.get(link+"/answers").want(200, `value="none" checked`)
	s.say(bo, survey.Answers{q.ID: {Version: 1, Slots: []int{9, 10}, Zone: "Asia/Seoul"}})

	responses, err := s.db.Responses(t.Context(), s.season.ID)
	s.must("read the responses", err)
	common, _, _ := q.CommonHours([]survey.Answer{responses[ana.ID].Answers[q.ID], responses[bo.ID].Answers[q.ID]}, time.UTC)
	if common.Said != 2 || common.Hours(1) != 0 {
		t.Errorf("with who is free at none of the hours %d of 2 said when, and have %v hours in common; want 2 and 0", common.Said, common.Hours(1))
	}
	s.organizer().get(s.at("/members/%d", ana.ID)).want(200, "Free at none of these times")

	file := strings.Join(strings.Fields(s.organizer().get(s.at("/responses.csv")).body), " ")
	if !strings.Contains(file, ",none,none,") {
		t.Errorf("the file does not say that Ana is free at none of the hours:\n%s", file)
	}
}

// Beside a published team the page says that hours in common go by new answers where it shows such hours, and nowhere else.
func TestWhatNewAnswersChangeOfATeam(t *testing.T) {
	for _, sensitive := range []bool{false, true} {
		s := newSite(t)
		q := s.ask(survey.Question{Kind: survey.Availability, Title: survey.Text{"en": "When are you free?"}, Days: []int{0, 1}, From: 9, To: 12, Sensitive: sensitive}).Questions[0]
		ana, bo := s.member("Ana"), s.member("Bo")
		for _, m := range []survey.Member{ana, bo} {
			s.say(m, survey.Answers{q.ID: {Version: 1, Slots: []int{9, 10}}})
		}
		s.must("publish", s.db.Publish(t.Context(), s.divided("First", []survey.Member{ana, bo}), s.now))
		page := s.visitor().own(ana).get("/m/"+string(ana.Token)).want(200, "you stay in this team unless an organizer moves you")
		if said := strings.Contains(page.body, "hours in common go by your new answers"); said == sensitive {
			t.Errorf("hours asked in confidence: %v; said that they are in common: %v", sensitive, said)
		}
	}
}

// A file in which somebody says to be free at no time, or busy at every time that anybody is, says so of them; a blank says nothing.
func TestAFileSaysWhoIsFreeAtNoTime(t *testing.T) {
	for header, cells := range map[string][]string{
		"Free (available) [Monday]": {"9:00; 10:00", "none", ""},
		"Busy [Monday]":             {"9:00", "9:00; 10:00", ""},
	} {
		s := newSite(t)
		s.work()
		rows := [][]string{{"Name", header}}
		for k, cell := range cells {
			rows = append(rows, []string{[]string{"Ana", "Bo", "Cy"}[k], cell})
		}
		_, answers := imported(s, s.organizer(), rows, "name", "availability")
		_, cy := answers["Cy"]
		if len(answers["Ana"].Slots) == 0 || !answers["Bo"].None || cy {
			t.Errorf("%q with %q is read as %+v, want hours of Ana, none of Bo, and no answer of Cy", header, cells, answers)
		}
	}
}
