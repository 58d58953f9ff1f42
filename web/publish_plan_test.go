package web_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
)

// checks are the lines of what is looked at before teams are published, each with whether it is fine.
func checks(r reply) map[string]bool {
	all := map[string]bool{}
	for _, line := range strings.Split(r.body, `<li id="check-`)[1:] {
		id, rest, _ := strings.Cut(line, `"`)
		all[id] = strings.HasPrefix(rest, ` class="kept"`)
	}
	return all
}

// Each line of what is looked at before publishing is true, before a thing is mended and after, and leads to where it can be.
func TestWhatIsLookedAtBeforePublishing(t *testing.T) {
	s, m := newTeams(t, 6)
	late := s.member("Late")
	code := func(i int) team.Text { return team.Text(m[i].ID.Code()) }
	together := team.Rule{Kind: team.Together, Members: []team.Text{code(0), code(1)}, Strength: team.Must}
	id := s.dividedBy(team.Request{Rules: []team.Rule{together}, Sizes: team.Sizes{Min: 3}}, []survey.Member{m[0], m[2], m[3]}, []survey.Member{m[1], m[4]})
	fine := s.dividedBy(team.Request{Rules: []team.Rule{together}}, m[:3], append(m[3:6:6], late))
	none := s.dividedBy(team.Request{}, m[:3], append(m[3:6:6], late))
	v := s.organizer()
	broken := v.get(s.at("/proposals/%d/publish", id)).want(200, "One must-rule is broken", s.at("/proposals/%d/repair", id), "One member has not answered.", s.at("/members/reminders"),
		"One team has fewer than 3 members, the least that was asked for: Team 2.", "2 members have no team.", "Late", "No decision waits")
	if got, want := fmt.Sprint(checks(broken)), fmt.Sprint(map[string]bool{"answered": false, "decided": true, "musts": false, "placed": false, "sizes": false}); got != want {
		t.Errorf("of teams that lack all the page says %s, want %s", got, want)
	}
	s.say(late, survey.Answers{s.stored().Questions[0].ID: {Version: 1, Number: new(3.0)}})
	kept := v.get(s.at("/proposals/%d/publish", fine)).want(200, "Every must-rule is kept.", "Everybody has answered.", "No team is too small.", "Everybody has a team.").lacks("check-confided")
	if got, want := fmt.Sprint(checks(kept)), fmt.Sprint(map[string]bool{"answered": true, "decided": true, "musts": true, "placed": true, "sizes": true}); got != want {
		t.Errorf("of teams that lack nothing the page says %s, want %s", got, want)
	}
	v.get(s.at("/proposals/%d/publish", none)).want(200, "No rule is a must.").lacks("Every must-rule is kept")
	queued, err := s.db.CreateProposal(t.Context(), s.season.ID, "Queued", []byte("{}"), s.now)
	s.must("make a proposal", err)
	if r := v.get(s.at("/proposals/%d/publish", queued)); r.path != s.at("/proposals/%d", queued) {
		t.Errorf("of teams that are not there yet something is said at %s", r.path)
	}
	v.lang = "ko"
	v.get(s.at("/proposals/%d/publish", id)).want(200, "지키지 못한 필수 규칙 1개", "모두 답했습니다.", "팀이 없습니다.")
}

// Teams are published at the time that was chosen, on the club's clock and by whoever looks at the clock; until then that is said, and can be called off.
func TestPublishAtATime(t *testing.T) {
	s, m := newTeams(t, 4)
	s.club.Zone = "Asia/Seoul"
	s.must("choose the zone", s.db.SaveClub(t.Context(), s.club))
	id, other := s.dividedBy(team.Request{}, m[:2], m[2:]), s.dividedBy(team.Request{}, m[:1], m[1:])
	at, v := s.at("/proposals/%d", id), s.organizer()
	form := v.get(at+"/publish").want(200, "Asia/Seoul (UTC+09:00)", `type="datetime-local"`)
	for typed, wrong := range map[string]string{"": "datetime-local", "soon": `value="soon"`, "2020-01-01T18:00": "This time has gone by."} {
		form.submit(v, at+"/plan", url.Values{"due": {typed}}).want(422, wrong, "due-error")
	}
	due := s.now.In(time.FixedZone("", 9*3600)).Add(30 * time.Hour).Truncate(time.Minute)
	form.submit(v, at+"/plan", url.Values{"due": {due.Format("2006-01-02T15:04")}}).want(200, "Set: these teams are published on", due.Format("15:04"), "if nobody changes these teams before", "Call this off")
	plan, err := s.db.RosterPlan(t.Context(), s.season.ID)
	if err != nil || !plan.Due.Equal(due) || plan.Proposal != id {
		t.Fatalf("planned is %+v (%v), want %v on the club's clock", plan, err, due)
	}
	v.get(s.at("/proposals/%d", other)).want(200, "is set to be published by itself")
	for _, page := range []string{s.at(""), s.at("/teams")} {
		v.get(page).want(200, fmt.Sprintf(`<a href="%s">`, at), ": Published by itself on ", due.Format("15:04"))
	}
	v.get(s.at("/proposals/%d/delete", id)).want(200, "It is set to be published by itself, and is not then.")
	s.colleague(survey.Viewer).get(at).want(200, "if nobody changes these teams before").lacks("Call this off")

	page := v.get(at)
	page.submit(v, at+"/unplan", nil).want(200, "Called off.")
	s.must("look at the clock", s.db.PublishPlanned(t.Context(), due))
	if s.isPublished(id) {
		t.Error("what was called off was published")
	}
	v.get(at+"/publish").submit(v, at+"/plan", url.Values{"due": {due.Format("2006-01-02T15:04")}}).want(200)
	s.must("look at the clock", s.db.PublishPlanned(t.Context(), due.Add(-time.Minute)))
	if s.isPublished(id) {
		t.Error("teams were published before their time")
	}
	s.must("look at the clock", s.db.PublishPlanned(t.Context(), due))
	v.get(at).want(200, "Check what members see").lacks("Call this off")
	s.visitor().get("/m/"+string(m[0].Token)).want(200, "Your team", m[1].Name)
	v.get(s.at("/log")).want(200, "Set when teams are published by themselves", "Called off that teams are published by themselves", "Published teams")
}

// What is published at a time is what was confirmed: an edit in between is said, and nothing goes out until somebody confirms again.
func TestAnEditCallsAPlanOff(t *testing.T) {
	s, m := newTeams(t, 4)
	id := s.dividedBy(team.Request{}, m[:2], m[2:])
	at, v := s.at("/proposals/%d", id), s.organizer()
	old := v.get(at + "/publish")
	due := url.Values{"due": {s.now.Add(30 * time.Hour).Format("2006-01-02T15:04")}}
	old.submit(v, at+"/plan", due).want(200, "Set:")
	v.post(at+"/move", url.Values{"member": {m[0].ID.Code()}, "target": {"1"}, "revision": {s.current(id)}}).want(200)
	v.get(at).want(200, "have been changed since: they are not published by themselves", at+"/publish")
	other := s.at("/proposals/%d", s.dividedBy(team.Request{}, m[:1], m[1:]))
	for _, page := range []string{other, s.at(""), s.at("/teams")} {
		v.get(page).want(200, fmt.Sprintf(`<a href="%s">`, at), "they are not published by themselves").lacks("is set to be published")
	}
	s.must("look at the clock", s.db.PublishPlanned(t.Context(), s.now.Add(40*time.Hour)))
	if s.isPublished(id) {
		t.Error("teams were published that nobody confirmed")
	}
	old.submit(v, at+"/plan", due).want(200, "Somebody changed this proposal in the meantime")
	v.lang = "ko"
	v.get(at).want(200, "그 뒤에 팀이 바뀌어 저절로 발표되지 않습니다")
	v.lang = ""
	v.get(at+"/publish").submit(v, at+"/plan", due).want(200, "Set:")
	s.must("look at the clock", s.db.PublishPlanned(t.Context(), s.now.Add(40*time.Hour)))
	if !s.isPublished(id) {
		t.Error("teams that were confirmed anew are not published")
	}
}

// Before other teams are published it is said for whom they are others, and nothing of it where nothing is published.
func TestANewVersionSaysWhomItChanges(t *testing.T) {
	s, m := newTeams(t, 6)
	first := s.dividedBy(team.Request{}, m[:3], m[3:])
	second := s.dividedBy(team.Request{}, []survey.Member{m[4], m[5], m[2]}, []survey.Member{m[0], m[1], m[3]}) // the numbers are turned, and two trade places
	same := s.dividedBy(team.Request{}, m[3:], m[:3])
	v := s.organizer()
	v.get(s.at("/proposals/%d/publish", second)).want(200).lacks("What changes for members")
	s.must("publish", s.db.Publish(t.Context(), first, s.now))
	v.get(s.at("/proposals/%d/publish", second)).want(200, "“First” is published now", "<strong>2 members change teams</strong>: Member02, Member03</p>", "4 stay in their team, with other people in it").lacks("get a team")
	v.get(s.at("/proposals/%d/publish", same)).want(200, "Everybody is with the same people as before.").lacks("members change teams")
	v.get(s.at("/proposals/%d/publish", first)).want(200).lacks("What changes for members")
	v.lang = "ko"
	v.get(s.at("/proposals/%d/publish", second)).want(200, "2명이 팀을 옮깁니다")
}
