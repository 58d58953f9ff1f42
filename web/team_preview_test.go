package web_test

import (
	"regexp"
	"strings"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// between is what stands in a page from one text to another.
func between(t *testing.T, page, from, to string) string {
	t.Helper()
	_, rest, found := strings.Cut(page, from)
	part, _, end := strings.Cut(rest, to)
	if !found || !end {
		t.Fatalf("the page has nothing between %q and %q:\n%s", from, to, page)
	}
	return part
}

// What organizers are shown of a member's page before publishing is what the member's page says afterwards, by the same template, and nothing of what is the
// member's alone: no link, no answer in confidence, no way to reach anybody.
func TestWhatMembersWillSeeIsShown(t *testing.T) {
	s := newSite(t)
	asked := s.ask(
		survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 2, Avoids: 1},
		survey.Question{Kind: survey.AnyOf, Title: survey.Text{"en": "Likes"}, Options: []survey.Option{{Label: survey.Text{"en": "Chess"}}, {Label: survey.Text{"en": "Go"}}}},
		survey.Question{Kind: survey.AnyOf, Title: survey.Text{"en": "Illness"}, Sensitive: true, Options: []survey.Option{{Label: survey.Text{"en": "Gout"}}, {Label: survey.Text{"en": "Asthma"}}}},
	)
	q := asked.Questions
	var m []survey.Member
	for _, name := range []string{"Ann", "Bo", "Cy", "Dee", "Eve"} {
		m = append(m, s.member(name))
	}
	for i := range m[:4] {
		s.say(m[i], survey.Answers{q[0].ID: {Version: 1, Wished: []string{m[(i+1)%4].Name}, Avoided: []string{m[(i+2)%4].Name}}, q[1].ID: {Version: 1, Choices: []int{1}}, q[2].ID: {Version: 1, Choices: []int{1}}})
	}
	id := s.dividedBy(team.Request{}, m[:4])
	v := s.colleague(survey.Viewer)
	first := v.get(s.at("/proposals/%d/preview", id)).want(200, "Team 1", "Bo", "Cy", "Dee", "One of the people you wished for", "Chess", `<option value="1" selected>Ann`)
	first.lacks("Gout", "/m/", string(m[0].Token), "avoid")
	v.get(s.at("/proposals/%d/preview?member=%d", id, m[4].ID)).want(200, "The teams are out, but you are in none")
	v.get(s.at("/proposals/%d/preview?member=99", id)).want(404)
	s.must("publish", s.db.Publish(t.Context(), id, s.now))
	tags := regexp.MustCompile(`</?h[12]>`)
	for _, of := range m[:4] {
		shown := between(t, v.get(s.at("/proposals/%d/preview?member=%d", id, of.ID)).body, `<section class="screen"`, `</section>`)
		phone, link := s.visitor(), "/m/"+string(of.Token)
		phone.get(link + "/devices").want(200)
		phone.post(link+"/devices", nil).want(200)
		own := phone.get(link).want(200).body
		for part := range strings.SplitSeq(tags.ReplaceAllString(shown[strings.Index(shown, "<h2>"):], "\x00"), "\x00") {
			if part = strings.TrimSpace(part); part != "" && !strings.Contains(own, part) {
				t.Errorf("the page of %s does not say what organizers were shown: %s", of.Name, part)
			}
		}
	}
	v.lang = "ko"
	v.get(s.at("/proposals/%d/preview", id)).want(200, "멤버가 보는 First", "누구의 화면")
}
