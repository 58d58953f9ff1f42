package web_test

import (
	"fmt"
	"testing"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/webtest"
)

// tabTo presses Tab until what the selector names has the focus, as somebody without a mouse does, and sees where it is.
func tabTo(tab *webtest.Tab, to string) {
	for range 400 {
		if webtest.Eval[bool](tab, fmt.Sprintf(`document.activeElement.matches(%q)`, to)) {
			break
		}
		tab.Press("\t")
	}
	tab.Until("the focus is seen at "+to, fmt.Sprintf(`document.activeElement.matches(%q) && getComputedStyle(document.activeElement).outlineStyle !== "none"`, to))
}

// By keys alone a member makes the device their own, shares a contact, corrects their name, tells of a teammate, and is deleted.
func TestOwnPagesByKeysAlone(t *testing.T) {
	s := newSite(t)
	s.ask(shortText("Why?"))
	ann := s.member("Ann")
	mates := []survey.Member{ann, s.member("Bo"), s.member("Cy"), s.member("Dan"), s.member("Eve")}
	s.must("publish", s.db.Publish(t.Context(), s.dividedBy(team.Request{}, mates), s.now))
	r := s.openRound(survey.MainFeedback)
	r.Peers = true
	s.must("ask about teammates", s.db.SaveFeedbackRound(t.Context(), r, s.now))
	tab, own := webtest.New(t).Tab(t, 360, "en"), s.url+"/m/"+string(ann.Token)
	enters := func(on string) {
		tabTo(tab, on)
		before := webtest.Eval[float64](tab, `performance.timeOrigin`)
		tab.Press("\r")
		tab.Until("the next page is there", fmt.Sprintf(`performance.timeOrigin !== %f && document.readyState === "complete"`, before))
	}
	tab.Go(own + "/devices")
	enters("main form button")
	enters("a[href$='/contacts']")
	tabTo(tab, "#contact_phone")
	tab.Press("010-1234-5678")
	enters("main form button")
	tab.Go(own)
	enters("a[href$='/data']")
	tabTo(tab, "#name")
	tab.Press("Ann Lee") // over what stands there and is chosen as the field has the focus
	enters("form[action$='/data'] button")
	m, err := s.db.Member(t.Context(), ann.ID)
	s.must("read the member", err)
	shared, _, err := s.db.Contacts(t.Context(), ann.ID)
	s.must("read the contacts", err)
	if m.Name != "Ann Lee" || len(shared) != 1 || shared[0].At != "010-1234-5678" {
		t.Errorf("by keys alone %q shares %v, want Ann Lee with the phone number", m.Name, shared)
	}
	tab.Go(own)
	enters("a[href$='/feedback']")
	tabTo(tab, ".peer > summary")
	tab.Press("\r")
	tabTo(tab, ".peer[open] select")
	tab.Press("\t")
	tab.Check()
	tab.Go(own + "/data")
	enters("a[href$='/delete']")
	tabTo(tab, "#sure")
	tab.Press(" ")
	tab.Forgive("410")
	enters("main form button")
	if left, err := s.db.Members(t.Context(), s.season.ID); err != nil || len(left) != len(mates)-1 {
		t.Errorf("%d members are left (%v), want %d", len(left), err, len(mates)-1)
	}
}
