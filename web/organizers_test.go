package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"dure/survey"
)

// joined is a visitor who is an organizer of the club in the role, and the path under which the club's organizers find them.
func (s *site) joined(email string, role survey.Role) (*visitor, string) {
	s.Helper()
	v := s.visitor()
	v.post(s.invited(email, role), url.Values{"password": {sentence}}).want(200, "signout")
	o, err := s.db.OrganizerByEmail(s.Context(), email)
	s.must("find the new organizer", err)
	return v, fmt.Sprintf("/clubs/%d/organizers/%d", s.club.ID, o.ID)
}

// invite invites from the page and returns the path of the link.
func (v *visitor) invite(email string, role survey.Role) string {
	v.Helper()
	r := v.post(fmt.Sprintf("/clubs/%d/organizers", v.club.ID), url.Values{"email": {email}, "role": {string(role)}}).want(200, "is ready")
	_, row, _ := strings.Cut(r.body, "One-time link for "+email+"<")
	return strings.TrimPrefix(signupLink.FindString(row), v.url)
}

func (s *site) dead(links ...string) {
	s.Helper()
	for _, link := range links {
		s.visitor().get(link).want(404, "This link no longer works")
		s.visitor().post(link, url.Values{"password": {sentence}}).want(404, "This link no longer works")
	}
}

// A newer link for an address ends the one before, and so does a use: of the operator's links and of a club's.
func TestOlderLinksEnd(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	older := v.invite("jun@example.org", survey.Owner)
	newer := v.invite("Jun@Example.org", survey.Viewer)
	s.dead(older)
	s.visitor().post(newer, url.Values{"password": {sentence}}).want(200, "Chess")
	s.dead(older, newer)

	first := s.reset("jun@example.org")
	second := s.reset("JUN@example.org")
	s.dead(first)
	here := s.visitor()
	here.post(second, url.Values{"password": {"the second sentence"}}).want(200, "Chess")
	s.dead(second)
	third := s.reset("jun@example.org")
	here.post("/account/password", url.Values{"password_now": {"the second sentence"}, "password": {"the third sentence"}}).want(200, "was changed")
	s.dead(third)
}

// Owners see who is invited, by whom and until when, and withdraw it. The link is bound to its address.
func TestInvitationsAreListed(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	viewer, _ := s.joined("viewer@example.org", survey.Viewer)
	page := fmt.Sprintf("/clubs/%d/organizers", s.club.ID)
	link := v.invite("jun@example.org", survey.Editor)
	v.get(page).want(200, "jun@example.org", "Organizer, until", "invited by owner@example.org")
	viewer.get(page).want(200, "owner@example.org").lacks("jun@example.org")
	bound := v.invite("bo@example.org", survey.Editor)
	s.visitor().post(bound, url.Values{"email": {"eve@example.org"}, "password": {sentence}}).want(200, "Chess")
	v.get(page).want(200, "bo@example.org").lacks("eve@example.org")

	withdraw := regexp.MustCompile(`/clubs/\d+/invitations/\w+/withdraw`).FindString(v.get(page).body)
	viewer.post(withdraw, nil).want(http.StatusForbidden)
	v.post(withdraw, nil).want(200, "was withdrawn", "Nobody is invited")
	v.post(withdraw, nil).want(200, "could not be taken up any more")
	s.dead(link)

	s.now = s.now.AddDate(0, 0, 1)
	v.invite("ara@example.org", survey.Viewer)
	s.now = s.now.AddDate(0, 0, 13)
	v = s.organizer()
	v.get(page).want(200, "ara@example.org")
	s.now = s.now.AddDate(0, 0, 2)
	s.organizer().get(page).want(200, "Nobody is invited").lacks("ara@example.org")
}

// Invitations end with the owner who sent them, however the owner goes, and with them whatever lets the removed come back.
func TestInvitationsEndWithTheirSender(t *testing.T) {
	for how, end := range map[string]func(s *site, second *visitor, them string){
		"removed": func(s *site, _ *visitor, them string) { s.organizer().post(them+"/remove", nil).want(200, "Removed.") },
		"made less": func(s *site, _ *visitor, them string) {
			s.organizer().post(them+"/role", url.Values{"role": {"organizer"}}).want(200, "Saved.")
		},
		"left": func(s *site, second *visitor, _ string) {
			second.post(fmt.Sprintf("/clubs/%d/leave", s.club.ID), nil).want(200, "You left Chess.")
		},
		"handed over": func(s *site, second *visitor, _ string) {
			second.post(fmt.Sprintf("/clubs/%d/organizers/%d/handover", s.club.ID, s.owner.ID), nil).want(200, "handed over")
		},
	} {
		t.Run(how, func(t *testing.T) {
			s := newSite(t)
			second, them := s.joined("second@example.org", survey.Owner)
			spare := second.invite("spare@example.org", survey.Owner)
			kept := s.organizer().invite("kept@example.org", survey.Viewer)
			end(s, second, them)
			s.dead(spare)
			s.visitor().post(kept, url.Values{"password": {sentence}}).want(200, "Chess")
		})
	}
}

// Whoever is removed cannot come back by an invitation from before: one sent to another spelling of the address, or by another owner.
func TestTheRemovedDoNotComeBack(t *testing.T) {
	s := newSite(t)
	link := s.organizer().invite("jun@example.org", survey.Viewer)
	v, them := s.joined("jun@example.org", survey.Editor)
	s.organizer().post(them+"/remove", nil).want(200, "Removed.")
	s.dead(link)
	v.get(fmt.Sprintf("/clubs/%d", s.club.ID)).want(404)
	again := s.organizer().invite("jun@example.org", survey.Viewer)
	v.get(again).want(200, "You were invited")
	v.post(again, nil).want(200, "Chess")
}

// An owner hands the club over in one step. Everybody leaves by themselves, but for the last owner.
func TestHandingOverAndLeaving(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	club := fmt.Sprintf("/clubs/%d", s.club.ID)
	v.get(club+"/leave").want(200, "Leave Chess?")
	v.post(club+"/leave", nil).want(422, "A club needs an owner")
	jun, them := s.joined("jun@example.org", survey.Viewer)
	v.post(club+"/leave", nil).want(422, "A club needs an owner")
	jun.post(them+"/handover", nil).want(http.StatusForbidden)
	v.post(fmt.Sprintf("%s/organizers/%d/handover", club, s.owner.ID), nil).want(404)
	v.post(club+"/organizers/999/handover", nil).want(404)
	v.get(them+"/handover").want(200, "Hand over to jun@example.org", "They become an owner")
	v.post(them+"/handover", nil).want(200, "You are an organizer of it now.").lacks("Invite an organizer")
	for _, want := range []struct {
		id   survey.OrganizerID
		role survey.Role
	}{{s.owner.ID, survey.Editor}, {s.owner.ID + 1, survey.Owner}} {
		if role, err := s.db.Role(t.Context(), want.id, s.club.ID); role != want.role || err != nil {
			t.Errorf("after the hand-over organizer %d is %q (%v), want %q", want.id, role, err, want.role)
		}
	}
	v.post(club+"/settings", nil).want(http.StatusForbidden)
	if r := v.post(club+"/leave", nil).want(200, "You left Chess."); r.path != "/clubs" {
		t.Errorf("who leaves comes to %s, want /clubs", r.path)
	}
	v.get(club).want(404)
	jun.post(club+"/leave", nil).want(422, "A club needs an owner")
}
