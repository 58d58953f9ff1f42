package web_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"dure/db"
	"dure/survey"
)

// at is the address of a page of the season.
func (s *site) at(format string, args ...any) string {
	return fmt.Sprintf("/seasons/%d", s.season.ID) + fmt.Sprintf(format, args...)
}

// colleague is a visitor who organizes the club in a role.
func (s *site) colleague(role survey.Role) *visitor {
	s.Helper()
	ctx := context.Background()
	email := string(role) + "@example.org"
	token, err := s.db.SignupToken(ctx, survey.Invite{Email: email, Club: s.club.ID, Role: role, Expires: s.now.Add(time.Hour)}, s.now)
	s.must("invite", err)
	o, err := s.db.Signup(ctx, token, email, "no hash", s.now)
	s.must("sign up", err)
	token, err = s.db.SigninToken(ctx, o.ID, s.now.Add(time.Hour))
	s.must("make a sign-in link", err)
	v := s.visitor()
	v.post("/signin/"+string(token), nil).want(http.StatusOK)
	return v
}

// stranger is a visitor who owns another club.
func (s *site) stranger() *visitor {
	s.Helper()
	ctx := context.Background()
	token, err := s.db.SignupToken(ctx, survey.Invite{Email: "stranger@example.org", Expires: s.now.Add(time.Hour)}, s.now)
	s.must("make a sign-up link", err)
	o, err := s.db.Signup(ctx, token, "stranger@example.org", "no hash", s.now)
	s.must("sign up", err)
	_, err = s.db.CreateClub(ctx, o.ID, "Go", "", s.now)
	s.must("make a club", err)
	token, err = s.db.SigninToken(ctx, o.ID, s.now.Add(time.Hour))
	s.must("make a sign-in link", err)
	v := s.visitor()
	v.post("/signin/"+string(token), nil).want(http.StatusOK)
	return v
}

func TestClubs(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	v.get("/clubs").want(200, "Chess", `action="/clubs"`)
	v.post("/clubs", url.Values{"name": {" "}}).want(422, "Enter a name.", `aria-invalid="true"`)
	v.post("/clubs", url.Values{"name": {strings.Repeat("가", 101)}}).want(422, strings.Repeat("가", 101))
	club := v.post("/clubs", url.Values{"name": {"두레 <모임>"}}).want(200, "두레 &lt;모임&gt;", "No season yet").path
	v.post(club+"/seasons", url.Values{"name": {""}}).want(422, "Enter a name.")
	season := v.post(club+"/seasons", url.Values{"name": {"Autumn"}}).want(200, "Autumn", "Next step").path
	v.get(club).want(200, "Autumn", "0 of 0 answered")
	v.post(club+"/settings", url.Values{"name": {"Dure"}, "revision": {"0"}}).want(200, "Dure", "Saved.")
	v.post(club+"/settings", url.Values{"name": {""}, "revision": {"1"}}).want(422, "Enter a name.")
	v.get(season+"/settings").want(200, `value="Autumn"`)
	v.post(season+"/settings", url.Values{"name": {strings.Repeat("가", 101)}}).want(422, strings.Repeat("가", 101), "Autumn", `aria-invalid="true"`)
	v.get(club+"/settings").want(200, `value="Dure"`)
	v.post(season+"/settings", url.Values{"name": {"Winter"}}).want(200, "Winter")
	v.get(season+"/delete").want(200, "Delete Winter?", "cannot be undone", "No, keep it")
	v.post(season+"/delete", nil).want(200, "Winter was deleted.")
	v.get(season).want(404)
	v.get(club+"/delete").want(200, "Delete Dure?")
	v.post(club+"/delete", nil).want(200, "Dure was deleted.")
	v.get(club).want(404)
}

// Who deletes a season or a club is asked again where something came into it since: the page had not told of that.
func TestDeletingTellsWhatGoes(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	club := v.post("/clubs", url.Values{"name": {"Go"}}).want(200).path
	season := v.post(club+"/seasons", url.Values{"name": {"Winter"}}).want(200).path
	asked, askedOfClub := v.get(season+"/delete").want(200, "Members who take part now: 0."), v.get(club+"/delete").want(200, "Seasons now: 1.")
	v.post(season+"/members/new", url.Values{"name": {"Ara"}}).want(200)
	asked.submit(v, season+"/delete", nil).want(200, "Somebody else changed this in the meantime", "Members who take part now: 1.", "Delete Winter?")
	askedOfClub.submit(v, club+"/delete", nil).want(200, "Somebody else changed this in the meantime", "Members who take part: 1.", "Delete Go?")
	v.get(season+"/members").want(200, "Ara")
	v.get(season+"/delete").want(200).submit(v, season+"/delete", nil).want(200, "Winter was deleted.")
	askedOfClub = v.get(club+"/delete").want(200, "Seasons now: 0.")
	season = v.post(club+"/seasons", url.Values{"name": {"Spring"}}).want(200).path
	askedOfClub.submit(v, club+"/delete", nil).want(200, "Somebody else changed this in the meantime", "Seasons now: 1.")
	v.get(season).want(200, "Spring")
	v.get(club+"/delete").want(200).submit(v, club+"/delete", nil).want(200, "Go was deleted.")
	v.get(season).want(404)
}

var signupLink = regexp.MustCompile(`http://[^"]+/signup/\w+`)

// standsNowhere wants a text in none of the files of the data, the write-ahead log among them, and in no backup.
func (s *site) standsNowhere(text string) {
	s.Helper()
	s.must("back up", db.Backup(s.Context(), s.dir, filepath.Join(s.dir, "copy.db"), false, nil))
	files, err := filepath.Glob(filepath.Join(s.dir, "*.*"))
	s.must("list the files", err)
	for _, name := range files {
		data, err := os.ReadFile(name)
		s.must("read a file", err)
		if bytes.Contains(data, []byte(text)) {
			s.Errorf("%s holds %s in clear", filepath.Base(name), text)
		}
	}
}

func TestInviteOrganizer(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	club := fmt.Sprintf("/clubs/%d", s.club.ID)
	v.post(club+"/organizers", url.Values{"email": {"not an address"}, "role": {"viewer"}}).want(422, "not an address", "Enter an e-mail address")
	v.post(club+"/organizers", url.Values{"email": {"new@example.org"}, "role": {"king"}}).want(422, "Choose a role")
	r := v.post(club+"/organizers", url.Values{"email": {"new@example.org"}, "role": {"viewer"}}).want(200, "new@example.org")
	link := signupLink.FindString(r.body)
	if link == "" {
		t.Fatalf("the page shows no link:\n%s", r.body)
	}
	v.get(club+"/organizers").want(200, "new@example.org", "Withdraw", link) // owners can hand it out later, too
	elsewhere := v.post("/clubs", url.Values{"name": {"Baduk"}}).want(200).path
	v.get(elsewhere+"/organizers").want(200, "Nobody is invited").lacks(link)
	s.standsNowhere(strings.TrimPrefix(link, s.url+"/signup/"))
	guest := s.visitor()
	guest.post(strings.TrimPrefix(link, s.url), url.Values{"password": {"a long password"}}).want(200, "Chess")
	guest.get(club).want(200).lacks("Create the season")
	guest.get(club+"/organizers").want(200, "Viewer", "Leave").lacks("Invite an organizer", "Hand over")
	v.get(club+"/organizers").want(200, "new@example.org", "Nobody is invited at present")
	v.post(club+"/organizers", url.Values{"email": {"NEW@example.org"}, "role": {"owner"}}).want(422, "in this club already")

	o, err := s.db.OrganizerByEmail(t.Context(), "new@example.org")
	s.must("find the new organizer", err)
	him := fmt.Sprintf("%s/organizers/%d", club, o.ID)
	v.post(him+"/role", url.Values{"role": {"organizer"}}).want(200, "Saved.")
	guest.get(club).want(200, "Create the season")
	guest.get(club + "/organizers").want(200).lacks("Invite an organizer")
	v.post(him+"/role", url.Values{"role": {"king"}}).want(422, "Choose a role")
	me := fmt.Sprintf("%s/organizers/%d", club, s.owner.ID)
	v.post(me+"/role", url.Values{"role": {"viewer"}}).want(422, "A club needs an owner")
	v.post(me+"/remove", nil).want(422, "A club needs an owner")
	v.get(him+"/remove").want(200, "Remove new@example.org")
	v.post(him+"/remove", nil).want(200, "Removed.")
	guest.get(club).want(404)
	v.post(him+"/remove", nil).want(404)
}

// A viewer reads what organizers read, but no link that opens a member's answers.
func TestViewersGetNoLinks(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}})
	m := s.member("Ara")
	reader := s.colleague(survey.Viewer)
	for _, path := range []string{s.at(""), s.at("/members"), s.at("/members/%d", m.ID), s.at("/responses"), s.at("/responses.csv"), s.at("/feedback")} {
		reader.get(path).want(200).lacks(string(m.Token))
	}
	reader.get(s.at("/members/links.csv")).want(403, s.at("/members"), s.club.Name)
}
