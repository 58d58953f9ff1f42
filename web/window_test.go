package web_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// Of a season of more than 300 members the pages on its teams show a part, of which the server finds the team of a person, and to which edits lead back;
// what is said of the whole is of the whole. A season of 300 has no parts.
func TestTeamsOfALargeSeasonComeInParts(t *testing.T) {
	s, id, _ := large(t, 300)
	s.organizer().get(s.at("/proposals/%d", id)).want(200, `data-team="59"`, `data-find="`).lacks(`class="parts"`, `name="q"`)

	s, id, all := large(t, 320)
	s.must("publish", s.db.Publish(t.Context(), id, s.now))
	v, board := s.organizer(), s.at("/proposals/%d", id)
	shows := func(path string, teams int, texts ...string) reply {
		r := v.get(path).want(200, texts...)
		if n := strings.Count(r.body, `<section class="card team"`); n != teams {
			t.Errorf("%s shows %d teams, want %d", path, n, teams)
		}
		return r
	}
	first := shows(board, 40, "1 of 2", "64 of 64 teams", `data-team="39"`, board+"?part=2").lacks(`data-find="`, `data-team="40"`)
	second := shows(board+"?part=2", 24, "2 of 2", `data-team="63"`).lacks(`data-team="39"`)
	shows(board+"?part=99", 24, "2 of 2")
	shows(board+"?q="+url.QueryEscape(all[303].Name), 1, all[303].Name, `data-team="60"`, "1 of 64 teams")
	shows(board+"?q=Team+64", 1, `data-team="63"`)
	shows(board+"?q=nobody", 0, "0 of 64 teams", "Publish")
	shows(board+fmt.Sprintf("?why=%d", all[303].ID), 24, all[303].Name)
	whole := func(r reply) string {
		_, of, _ := strings.Cut(r.body, `<table class="rule-scores">`)
		of, _, _ = strings.Cut(of, "</table>")
		return of
	}
	if whole(first) == "" || whole(first) != whole(second) {
		t.Errorf("the parts of a board differ in what the rules come to in all:\n%s\n%s", whole(first), whole(second))
	}

	move := s.at("/proposals/%d/move?member=%d", id, all[303].ID)
	v.get(move+"&part=2").want(200, "Only the teams found here", `<optgroup label="Team 63">`).lacks(`<optgroup label="Team 4">`, all[7].Name)
	v.get(move+"&q=Team+4").want(200, `<optgroup label="Team 4">`).lacks(`<optgroup label="Team 63">`)
	v.get(move+"&target=3").want(200, `name="target" value="3"`)
	form := second.fields(s.at("/proposals/%d/undo", id), url.Values{"member": {fmt.Sprint(all[303].ID)}, "target": {"62"}})
	req, err := http.NewRequest(http.MethodPost, v.url+s.at("/proposals/%d/move", id), strings.NewReader(form.Encode()))
	s.must("make a request", err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Referer", v.url+board+"?part=2")
	res, err := v.client.Do(req)
	s.must("move a member", err)
	res.Body.Close()
	if got := res.Request.URL.RequestURI(); got != board+"?part=2" {
		t.Errorf("a move on the second part leads to %s", got)
	}
}

// What a page of a part of the teams does not show stays as it is when that part is saved.
func TestPartsOfALargeSeasonKeepTheOthers(t *testing.T) {
	s, id, all := large(t, 320)
	s.must("publish", s.db.Publish(t.Context(), id, s.now))
	v := s.organizer()
	for _, page := range []string{s.at("/proposals/%d/briefs", id), s.at("/proposals/%d/names", id)} {
		for n, field := range []string{"chat7", "chat9"} {
			if strings.HasSuffix(page, "names") {
				field = []string{"name7", "name9"}[n]
			}
			r := v.get(page+"?q=Team+"+field[4:]).want(200, `name="`+field+`"`).lacks(field[:4] + "12")
			r.submit(v, page, url.Values{field: {"chat.example/" + field}}).want(200)
		}
		saved := v.get(page).body
		for _, n := range []string{"7", "9"} {
			if want := "chat.example/" + map[bool]string{true: "name", false: "chat"}[strings.HasSuffix(page, "names")] + n; !strings.Contains(saved, want) {
				t.Errorf("%s lost what was typed for team %s", page, n)
			}
		}
	}
	v.get(s.at("/proposals/%d/print?q=%s", id, url.QueryEscape(all[9].Name))).want(200, all[9].Name, "1 of 64 teams").lacks(all[0].Name)
}

// In a large season whom a wish means beside those who are near is typed: a list of all would stand there once for each name.
func TestWhoIsMeantInALargeSeasonIsTyped(t *testing.T) {
	s, _, all := large(t, 301)
	asked, err := s.db.Survey(t.Context(), s.season.ID)
	s.must("read the survey", err)
	mates := asked.Questions[6]
	s.say(all[0], survey.Answers{mates.ID: {Version: 1, Wished: []string{"Nobody Known"}}})
	v, to := s.organizer(), s.at("/members/%d/meant", all[0].ID)
	field := mates.Field() + survey.WishedField
	sent := url.Values{"meant": {view.SentDoubt(field, view.TypedMeant, "Nobody Known")}, "name": {"nobody either"}}
	v.get(s.at("/members")).want(200, "“Nobody Known”", html.EscapeString(sent.Get("meant"))).lacks(`value="` + field + " " + all[9].ID.Code() + " ")
	v.post(to, sent).want(200, "is not the name of one other member here", "Nobody Known")
	sent.Set("name", all[7].Email)
	v.post(to, sent).want(200, "It counts for "+all[7].Name).lacks(html.EscapeString(sent.Get("meant")))
}

// Two proposals beside each other, the rounds and what a member sees come in parts too, and say of the whole how much there is. Who is said to miss a round
// stays so while others are searched for.
func TestListsOfALargeSeasonComeInParts(t *testing.T) {
	s, id, all := large(t, 800)
	teams := slices.Collect(slices.Chunk(all, 5))
	teams[0], teams[159] = append(slices.Clone(teams[0][:4]), all[799]), append(slices.Clone(teams[159][:4]), all[4])
	s.dividedBy(team.Request{}, teams...)
	saved, err := s.db.Proposal(t.Context(), id)
	s.must("read the proposal", err)
	saved.Lineup.Later = [][]team.SavedTeam{saved.Lineup.Teams}
	s.must("add a round", s.db.Edit(t.Context(), id, saved.Revision, saved.Lineup, nil, s.now))
	v, at := s.organizer(), s.at("/proposals/%d", id)
	counted := func(r reply, what string, want int) {
		if n := strings.Count(r.body, what); n != want {
			t.Errorf("%s has %d times %s, want %d", r.path, n, what, want)
		}
	}

	same, moved := "Teams that are the same: 158", "With other people: 10"
	first := v.get(at+"/compare").want(200, same, moved, "1 of 2").lacks(`<th scope="row">` + all[795].Name)
	counted(first, `<tr><th scope="row">`+all[0].Name+"<", 1)
	counted(v.get(at+"/compare?part=2").want(200, same, moved, `<th scope="row">`+all[795].Name), `<li><strong>Team 1`, 9)
	counted(v.get(at+"/compare?q="+url.QueryEscape(all[11].Name)).want(200, same, moved), `<li><strong>`, 1)

	people := `name="missing"`
	r := v.get(at+"/rounds").want(200, "Team 150", "And 700 more").lacks("<strong>Team 151</strong>")
	counted(r, people, 100)
	counted(v.get(at+"/rounds?part=2").want(200, "<strong>Team 151</strong>"), `<strong>`, 10)
	gone := "from=2&rounds=3&missing=" + all[790].ID.Code()
	r = v.get(at+"/rounds?"+gone+"&q="+url.QueryEscape(all[70].Name)).want(200, `value="3"`, all[70].Name, `value="`+all[790].ID.Code()+`" checked`)
	counted(r, people, 2)

	preview := v.get(at+"/preview").want(200, "1 of 2")
	counted(preview, "<option", 750)
	v.get(at+"/preview?part=2").want(200, `<option value="`+fmt.Sprint(all[799].ID)).lacks(`<option value="` + fmt.Sprint(all[1].ID) + `"`)
	counted(v.get(at+"/preview?q="+url.QueryEscape(all[70].Name)), "<option", 5)
}

// The key Enter in the field for how many rounds there are forms them, and in the one for a name it searches and keeps what was typed.
func TestEnterFormsRoundsAndSearchesWhereANameIsTyped(t *testing.T) {
	s, id, all := large(t, 301)
	v, at := s.organizer(), s.at("/proposals/%d/rounds", id)
	typed := func(q string) url.Values {
		return url.Values{"from": {"2"}, "rounds": {"4"}, "missing": {all[290].ID.Code()}, "q": {q}}
	}
	page := v.get(at).want(200)
	_, form, _ := strings.Cut(page.body, `<form method="post" action="`+at+`"`)
	if first := strings.Index(form, "<button"); !strings.HasPrefix(form[first:], `<button class="visually-hidden"`) {
		t.Errorf("Enter presses another button first:\n%.200s", form[first:])
	}
	found := page.submit(v, at, typed(all[70].Name)).want(200, `value="4"`, all[70].Name, `value="`+all[290].ID.Code()+`" checked`)
	if !strings.HasPrefix(found.path, at+"?") {
		t.Errorf("who types a name is led to %s", found.path)
	}
	if r := found.submit(v, at, typed(all[70].Name)).want(200); r.path != s.at("/proposals/%d", id) {
		t.Errorf("Enter beside a name that was found leads to %s", r.path)
	}
	s, id, all = large(t, 301)
	v, at = s.organizer(), s.at("/proposals/%d/rounds", id)
	pressed := typed(all[70].Name)
	pressed.Set("go", "yes")
	if r := v.get(at).submit(v, at, pressed).want(200); r.path != s.at("/proposals/%d", id) {
		t.Errorf("the button leads to %s", r.path)
	}
}
