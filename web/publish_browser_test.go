package web_test

import (
	"fmt"
	"net/url"
	"testing"

	"dure/web/webtest"
)

// A proposal that breaks a must-rule and leaves members out stands up to axe-core on every page that says so, and is published by its buttons.
func TestPublishAsItIsInChromium(t *testing.T) {
	b := webtest.New(t)
	s, m := newTeams(t, 7)
	s.member("Late")
	v := s.organizer()
	for _, kind := range []string{"apart", "together"} {
		v.post(s.at("/teams/rules?kind=%s", kind), url.Values{"members": {m[0].ID.Code(), m[1].ID.Code()}, "strength": {"must"}}).want(200)
	}
	s.form()
	id := v.press(url.Values{"ideal": {"3"}, "seed": {"1"}, "seconds": {"1"}, "unanswered": {"without"}})
	s.ended(id)
	phone, desk := s.signedInTab(b, 360, "ko"), s.signedInTab(b, 1440, "en")
	at := s.at("/proposals/%d", id)
	for _, tab := range []*webtest.Tab{phone, desk} {
		for name, path := range map[string]string{"teams": s.at("/teams"), "proposal": at, "move": fmt.Sprintf("%s/move?member=%d", at, m[2].ID), "print": at + "/print"} {
			tab.Go(s.url + path)
			tab.Check()
			tab.Screenshot("unmet-" + name)
		}
	}
	desk.Go(s.url + at)
	desk.Follow(fmt.Sprintf(`a[href="%s/publish"]`, at))
	desk.Check()
	desk.Screenshot("publish-as-it-is")
	desk.Follow(`button[name="sure"]`)
	if !s.isPublished(id) {
		t.Errorf("after “Publish as it is” at %s the teams are not published", desk.URL())
	}
	phone.Go(s.url + at + "/publish")
	phone.Check()
}
