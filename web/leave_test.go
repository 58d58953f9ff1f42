package web_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
)

// A member corrects the own name at once; a new address counts once an organizer agrees, and of whose it is nothing is said.
func TestMembersCorrectWhoTheyAre(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}})
	ann, bo := s.called("Ann", "ann@example.org"), s.called("Bo", "bo@example.org")
	at := "/m/" + string(ann.Token) + "/data"
	v, o := s.visitor().own(ann), s.organizer()
	form := v.get(at).want(200, `value="Ann"`, `value="ann@example.org"`)
	form.submit(v, at, url.Values{"name": {""}, "email": {"ann at home"}}).want(422, "Enter a name", "Enter an e-mail address", `value="ann at home"`)
	other := form.submit(v, at, url.Values{"name": {"Ann Lee"}, "email": {bo.Email}}).want(200, "once an organizer has said that it is yours", "your address is ann@example.org").lacks("taken")
	form.submit(v, at, url.Values{"name": {"Anna"}}).want(409, "Ann Lee", "Anna")
	other.submit(v, at, url.Values{"name": {"Ann Lee"}, "email": {"ann@new.example"}}).want(200, "You asked for ann@new.example")
	v.get("/m/"+string(ann.Token)).want(200, "Ann Lee")
	v.get(at).want(200, "Changed the member", "you ·")

	o.get(s.at("/members")).want(200, "One member gives another address", "ann@new.example")
	s.colleague(survey.Viewer).get(s.at("/members")).want(200).lacks("ann@new.example")
	member := s.at("/members/%d", ann.ID)
	page := o.get(member).want(200, "Ann Lee gives another address", "Take the new address")
	if strings.Count(page.body, `name="email" value="ann@new.example"`) != 1 {
		t.Error("the page does not offer to take the address")
	}
	o.post(member, url.Values{"name": {"Ann Lee"}, "email": {"ann@new.example"}, "ref": {""}}).want(200, "Saved").lacks("gives another address")
	v.get(at).want(200, `value="ann@new.example"`).lacks("You asked for")

	guest := s.visitor()
	guest.get(at).want(200).lacks(`name="name"`, "Delete me")
	guest.post(at, url.Values{"name": {"Mallory"}}).want(200, "Confirm this one first")
	o.get(member).want(200, "Ann Lee").lacks("Mallory")
}

// A member is told what goes and what becomes of the team, is asked once more, and is erased; the link says so, and organizers see that somebody left.
func TestMembersDeleteThemselves(t *testing.T) {
	s := newSite(t)
	asked := s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}})
	ann, bo, cy := s.member("Zeisig"), s.member("Bo"), s.member("Cy")
	at := "/m/" + string(ann.Token)
	v := s.visitor()
	v.post(at+"/answers", url.Values{asked.Questions[0].Field(): {"Zeisig sings"}}).want(200, "Thank you")
	s.visitor().get(at+"/delete").want(200, "Confirm this one first")
	s.visitor().post(at+"/delete", url.Values{"sure": {"yes"}}).want(200, "Confirm this one first")
	v.get(at+"/data").want(200, `href="`+at+`/delete"`)
	v.get(at+"/delete").want(200, "no team is formed with you", "a dash takes its place")
	id := s.dividedBy(team.Request{}, []survey.Member{ann, bo, cy})
	s.must("publish", s.db.Publish(t.Context(), id, s.now))
	form := v.get(at+"/delete").want(200, "goes on without you: 2 others are in it")
	form.submit(v, at+"/delete", nil).want(422, "cannot be taken back", "2 others")
	v.get(at).want(200, "Bo")

	s.now = s.now.Add(time.Second)
	gone := form.submit(v, at+"/delete", url.Values{"sure": {"yes"}}).want(410, "You are deleted", "data-gone")
	if !strings.Contains(gone.body, `data-kept="/`+strings.Split(strings.Split(gone.path, "gone=")[1], "&")[0]+`/"`) {
		t.Errorf("the page at %s does not take away what forms left on the device", gone.path)
	}
	form.submit(v, at+"/delete", url.Values{"sure": {"yes"}}).want(410, "You are deleted") // pressed twice
	for _, path := range []string{"", "/answers", "/data", "/devices", "/contacts", "/delete"} {
		v.get(at+path).want(410, "You are deleted").lacks("Zeisig", "data-gone")
	}
	v.get(at+`?gone="><script>`).want(410).lacks("<script>", "data-gone")
	s.visitor().get("/m/"+string(bo.Token)).want(200, "Your teammate", "Cy").lacks("Zeisig")
	o := s.organizer()
	o.get(s.at("/proposals/%d", id)).want(200, "One member had themselves deleted since", "/repair").lacks("Zeisig")
	o.get(s.at("/log")).want(200, "Erased a member for good", "The member").lacks("Zeisig")
	o.get(s.at("/members")).want(200).lacks("Zeisig")
	s.standsNowhere("Zeisig")

	w := s.visitor()
	w.get(w.join("Lee").path+"/delete").want(200, "What others wrote in texts of their own stays")
}
