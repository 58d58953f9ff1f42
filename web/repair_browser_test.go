package web_test

import (
	"net/url"
	"testing"

	"dure/web/webtest"
)

// The repairs after a drop-out stand up to axe-core, on a phone and on a desk, and one is taken there.
func TestRepairInABrowser(t *testing.T) {
	b := webtest.New(t)
	s, v, id := importedAndPublished(t, url.Values{"ideal": {"3"}})
	_, short := v.dropOne(id)
	at := s.at("/proposals/%d/repair", id)
	for _, look := range []struct {
		lang  string
		width int64
	}{{"ko", 360}, {"en", 1440}} {
		tab := s.signedInTab(b, look.width, look.lang)
		tab.Go(s.url + at)
		tab.Check()
		tab.Screenshot("repair-" + look.lang)
		tab.GoWrong(s.url+at+"?budget=two", 422)
		tab.Check()
		tab.Screenshot("repair-wrong-" + look.lang)
	}
	tab := s.signedInTab(b, 360, "ko")
	tab.Go(s.url + at)
	tab.Follow(`main form[method="post"] button`)
	if after := s.lineup(id)[short]; len(after) != 3 {
		t.Errorf("after the first repair was taken the short team is %v, want three members", after)
	}
}
