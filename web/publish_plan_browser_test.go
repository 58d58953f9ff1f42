package web_test

import (
	"fmt"
	"testing"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/webtest"
)

// From the head of the teams' page one comes by keys alone to what is looked at before publishing, to what a member will see, and has the teams published at
// a time; all of it in both languages, on a phone and a desk.
func TestPublishAtATimeInChromium(t *testing.T) {
	b := webtest.New(t)
	s, m := newTeams(t, 8)
	s.member("Late")
	s.club.Zone = "Asia/Seoul"
	s.must("choose the zone", s.db.SaveClub(t.Context(), s.club))
	apart := team.Rule{Kind: team.Apart, Members: []team.Text{team.Text(m[0].ID.Code()), team.Text(m[1].ID.Code())}, Strength: team.Must}
	old, id := s.dividedBy(team.Request{}, m[:4], m[4:]), s.dividedBy(team.Request{Rules: []team.Rule{apart}}, []survey.Member{m[0], m[1], m[2], m[4]}, []survey.Member{m[3], m[5], m[6], m[7]})
	s.must("publish", s.db.Publish(t.Context(), old, s.now))
	phone, desk, at := s.signedInTab(b, 360, "ko"), s.signedInTab(b, 1440, "en"), s.url+s.at("/proposals/%d", id)
	for name, tab := range map[string]*webtest.Tab{"360-ko": phone, "768-en": s.signedInTab(b, 768, "en"), "1440-en": desk} {
		for page, path := range map[string]string{"check": "/publish", "preview": "/preview"} {
			tab.Go(at + path)
			tab.Check()
			if tab == phone {
				tab.Scheme("dark")
			}
			tab.Screenshot(page + "-" + name)
		}
	}
	enters := func(on string) {
		tabTo(desk, on)
		before := webtest.Eval[float64](desk, `performance.timeOrigin`)
		desk.Press("\r")
		desk.Until("the next page is there", fmt.Sprintf(`performance.timeOrigin !== %f && document.readyState === "complete"`, before))
	}
	desk.Go(at)
	if !webtest.Eval[bool](desk, `document.querySelector("a[href$='/publish']").getBoundingClientRect().bottom < innerHeight`) {
		t.Error("publishing is not in sight where the page of the teams begins")
	}
	enters("a[href$='/publish']")
	enters("a[href$='/preview']")
	enters("main a[href$='/publish']")
	tabTo(desk, "#due")
	desk.Press("12312027\t0600PM")
	desk.Until("the time is typed", `document.querySelector("#due").value === "2027-12-31T18:00"`)
	enters("form[action$='/plan'] button")
	desk.Check()
	desk.Screenshot("planned-1440-en")
	phone.Go(at)
	phone.Check()
	phone.Screenshot("planned-360-ko")
	if plan, err := s.db.RosterPlan(t.Context(), s.season.ID); err != nil || plan.Due.UTC().Format("2006-01-02T15:04") != "2027-12-31T09:00" {
		t.Errorf("by keys alone %+v is planned (%v), want six in the evening in Seoul", plan, err)
	}
	enters("form[action$='/unplan'] button")
	if _, err := s.db.RosterPlan(t.Context(), s.season.ID); err == nil {
		t.Error("by keys alone the plan cannot be called off")
	}
}
