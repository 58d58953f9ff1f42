package web_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dure/clustering/team"
	"dure/survey"
)

// seasonFile takes a season out as a file, and reads it.
func (v *visitor) seasonFile(season survey.SeasonID) (team.Archive, []byte) {
	v.Helper()
	data := []byte(v.get(fmt.Sprintf("/seasons/%d/season.json", season)).want(200).body)
	a, err := team.ReadArchive(data)
	if err != nil {
		v.Fatalf("the file of season %d is refused: %v\n%s", season, err, data)
	}
	return a, data
}

// bare is the file of a season with ids that count from 1 in the order of the file, by which it is the same as that of another.
func bare(t *testing.T, a team.Archive) string {
	t.Helper()
	members, columns := map[survey.MemberID]survey.MemberID{}, []string{}
	for i, m := range a.Members {
		members[m.ID] = survey.MemberID(i + 1)
	}
	for i, q := range slices.Backward(a.Survey.Questions) { // the longest first
		columns = append(columns, fmt.Sprintf(`"q%d`, q.ID), fmt.Sprintf(`"column-%d`, i), fmt.Sprintf(`"%d":{"v"`, q.ID), fmt.Sprintf(`"answer-%d":{"v"`, i), fmt.Sprintf(`"question":%d`, q.ID), fmt.Sprintf(`"question":%q`, fmt.Sprint(i)))
	}
	ids := func(all []survey.MemberID) {
		for i, id := range all {
			all[i] = members[id]
		}
	}
	rules := func(all []team.Rule) {
		for _, r := range all {
			for i, code := range r.Members {
				n, _ := strconv.ParseInt(string(code), 10, 64)
				r.Members[i] = team.Text(members[survey.MemberID(n)].Code())
			}
		}
	}
	rules(a.Rules)
	for i, p := range a.Proposals {
		if a.Published != nil && a.Published.Proposal == p.ID {
			a.Published.Proposal = team.ProposalID(i + 1)
		}
		a.Proposals[i].ID = team.ProposalID(i + 1)
		rules(p.Request.Rules)
		ids(p.Request.LeaveOut)
		ids(p.Locked)
		for _, round := range p.Rounds() {
			for _, g := range round {
				ids(g.Members)
			}
		}
	}
	for i := range a.Members {
		a.Members[i].ID = members[a.Members[i].ID]
	}
	for i := range a.Answers {
		a.Answers[i].Member = members[a.Answers[i].Member]
	}
	for i := range a.Survey.Questions {
		a.Survey.Questions[i].ID = survey.QuestionID(i + 1)
	}
	a.Name, a.Past = "", nil
	data, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var sorted any
	if err := json.Unmarshal([]byte(strings.NewReplacer(columns...).Replace(string(data))), &sorted); err != nil {
		t.Fatal(err)
	}
	if data, err = json.MarshalIndent(sorted, "", " "); err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// archivedSeason fills a season with each kind of question, a condition, members, answers, rules, teams in two rounds, and what these are told.
func archivedSeason(t *testing.T) *site {
	t.Helper()
	s := newSite(t)
	kinds := everyKind()
	kinds = append(kinds, survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": "Illness", "ko": "병"}, Sensitive: true, Options: []survey.Option{{Label: survey.Text{"en": "Gout"}}, {Label: survey.Text{"en": "Asthma"}}}},
		survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 2, Avoids: 2})
	asked := s.ask(kinds...)
	q := asked.Questions
	asked = s.stored()
	mark := asked.Mark()
	asked.Title, asked.Consent, asked.Thanks = survey.Text{"en": "Hello", "ko": "안녕"}, survey.Text{"en": "May we?"}, survey.Text{"en": "Thanks"}
	s.must("save the wording", s.db.SaveWording(t.Context(), asked, mark))
	var m []survey.Member
	for i, name := range []string{"Ann", "Bo", "Cy", "Dee", "김민지"} {
		is, err := s.db.AddMember(t.Context(), survey.Member{Season: s.season.ID, Name: name, Ref: fmt.Sprint("S", i), Email: map[bool]string{true: fmt.Sprintf("m%d@example.org", i)}[i%2 == 0]}, s.now)
		s.must("add a member", err)
		m = append(m, is)
	}
	s.must("drop a member", s.db.DropMember(t.Context(), m[4].ID, s.now))
	for i := range m[:3] {
		given := survey.Answers{}
		for _, x := range q {
			a := survey.Answer{}
			switch {
			case x.Kind == survey.Number || x.Kind == survey.Scale:
				a.Number = new(float64(2 + i%2))
			case x.Kind == survey.OneOf || x.Kind == survey.AnyOf:
				a.Choices = []int{x.Options[i%len(x.Options)].Key}
			case x.Kind == survey.Rank:
				a.Ranked = []int{x.Options[0].Key}
			case x.Kind == survey.Teammates:
				a.Wished, a.Avoided = []string{m[(i+1)%3].Name}, []string{"Dee"}
			case x.Kind == survey.ShortText || x.Kind == survey.LongText:
				a.Text = "\"quoted\", and 한글"
			}
			if a.Version = 1; !a.IsZero() && x.CheckAnswer(a) == nil {
				given[x.ID] = a
			}
		}
		s.say(m[i], given)
	}
	code := func(i int) team.Text { return team.Text(m[i].ID.Code()) }
	scale, wished, avoided := q[0].Column(), "", ""
	wished, avoided = q[len(q)-1].MateColumns()
	rules := []team.Rule{{Kind: team.Balance, Columns: []string{scale}, Strength: team.Should}, {Kind: team.Apart, Members: []team.Text{code(0), code(1)}, Strength: team.Must},
		{Kind: team.Wishes, Column: wished, AvoidColumn: avoided, AtLeast: new(1)}}
	s.keepCards(rules...)
	first := s.dividedBy(team.Request{Rules: rules, Sizes: team.Sizes{Ideal: 2}, Seed: 7, LeaveOut: []survey.MemberID{m[3].ID}}, m[:1], m[1:3])
	s.takeUp(first, q, "o1")
	id := s.dividedBy(team.Request{Rules: rules[:1], Rounds: 2}, m[:2], m[2:4])
	s.must("publish", s.db.Publish(t.Context(), id, s.now))
	s.must("tell the teams", s.db.SaveBriefs(t.Context(), id, team.Briefs{All: team.Brief{Chat: "https://chat.example.org", Task: "Meet"}}))
	return s
}

// takeUp gives the first team of a proposal an activity by each question that ranks some, as forming does.
func (s *site) takeUp(id team.ProposalID, asked []survey.Question, option string) {
	s.Helper()
	p, err := s.db.Proposal(s.Context(), id)
	s.must("read the proposal", err)
	l := p.Lineup
	l.Teams = slices.Clone(l.Teams)
	l.Teams[0].Activities = team.Activities{}
	for _, q := range asked {
		if q.Kind == survey.Rank {
			l.Teams[0].Activities[q.Column()] = option
		}
	}
	s.must("take up an activity", s.db.Edit(s.Context(), id, p.Revision, l, nil, s.now))
}

// A season that is taken out as a file and made again of it is the same season: the file of the second is that of the first, but for ids. What is told in
// confidence is in neither.
func TestASeasonOfItsFileIsTheSame(t *testing.T) {
	s := archivedSeason(t)
	v := s.organizer()
	first, data := v.seasonFile(s.season.ID)
	if len(first.Proposals[0].Teams[0].Activities) == 0 {
		t.Fatal("the file says of no team what it takes up")
	}
	if len(first.Answers) != 3 || len(first.Proposals) != 2 || first.Published == nil || len(first.Rules) != 3 {
		t.Fatalf("the file has %d answers, %d proposals, published %v, %d rules; want all of it", len(first.Answers), len(first.Proposals), first.Published, len(first.Rules))
	}
	for _, of := range first.Answers {
		for _, a := range of.Answers {
			if len(a.Avoided) > 0 {
				t.Errorf("the file says whom member %d avoids: %q", of.Member, a.Avoided)
			}
		}
	}
	if secret := s.stored().Questions[len(everyKind())]; secret.Sensitive == false || len(first.Answers[0].Answers) == 0 || !first.Answers[0].Answers[secret.ID].IsZero() {
		t.Errorf("the file has an answer in confidence: %+v", first.Answers[0].Answers[secret.ID])
	}
	path := fmt.Sprintf("/clubs/%d/seasons/file", s.club.ID)
	v.get(path).want(200, "A season of a file")
	v.sendFile(path, "file", "season.json", data, nil).want(422, "Spring")
	reply := v.sendFile(path, "file", "season.json", data, url.Values{"name": {"Spring again"}}).want(200, "Made: Spring again.")
	var id survey.SeasonID
	if _, err := fmt.Sscanf(reply.path, "/seasons/%d", &id); err != nil {
		t.Fatal(err)
	}
	second, _ := v.seasonFile(id)
	if diff := cmp.Diff(bare(t, first), bare(t, second)); diff != "" {
		t.Errorf("the season that was made again is another (-first +second):\n%s", diff)
	}
	asked, err := s.db.Survey(t.Context(), id)
	s.must("read the survey", err)
	if asked.Remind != survey.RemindNever {
		t.Errorf("the season that was made again reminds %d days before its close", asked.Remind)
	}
	for _, page := range []string{"", "/survey", "/members", "/teams", "/groups", "/responses", "/feedback"} {
		v.get(fmt.Sprintf("/seasons/%d%s", id, page)).want(200)
	}
	r, err := s.db.Roster(t.Context(), id)
	s.must("read the roster", err)
	v.get(fmt.Sprintf("/seasons/%d/proposals/%d", id, r.Proposal)).want(200, "Ann", "Dee")
	s.colleague(survey.Viewer).get(fmt.Sprintf("/seasons/%d/season.json", id)).want(403)
}

// A file that says what cannot be is refused, with the part that does, and nothing of it is kept.
func TestAWrongSeasonFileIsRefused(t *testing.T) {
	s := archivedSeason(t)
	v := s.organizer()
	_, data := v.seasonFile(s.season.ID)
	path := fmt.Sprintf("/clubs/%d/seasons/file", s.club.ID)
	for change, part := range map[string]func(map[string]any){
		"survey.questions[0]": func(f map[string]any) { within(f, "survey", "questions", 0)["kind"] = "sculpture" },
		"survey.questions[1]": func(f map[string]any) {
			within(f, "survey", "questions", 1)["id"] = within(f, "survey", "questions", 0)["id"]
		},
		"members[0]":         func(f map[string]any) { within(f, "members", 0)["name"] = "" },
		"members[1]":         func(f map[string]any) { within(f, "members", 1)["id"] = within(f, "members", 0)["id"] },
		"answers[0]":         func(f map[string]any) { within(f, "answers", 0)["member"] = 99 },
		"rules[0]":           func(f map[string]any) { within(f, "rules", 0)["kind"] = "magic" },
		"proposals[1].teams": func(f map[string]any) { within(f, "proposals", 1, "teams", 0)["members"] = []int{99} },
		"published":          func(f map[string]any) { within(f, "published")["proposal"] = 99 },
		"proposals[0]": func(f map[string]any) {
			within(f, "proposals", 0, "request")["sizes"] = map[string]any{"teams": 1000000000}
		},
		"no file":      func(f map[string]any) { f["format"] = "another" },
		"members.name": func(f map[string]any) { within(f, "members", 0)["name"] = 7 },
	} {
		var file map[string]any
		s.must("read the file", json.Unmarshal(data, &file))
		part(file)
		wrong, err := json.Marshal(file)
		s.must("write the file", err)
		want := "at " + change + "."
		if change == "no file" {
			want = "This is no file"
		}
		v.sendFile(path, "file", "season.json", wrong, url.Values{"name": {"Wrong"}}).want(422, want)
	}
	for _, none := range []string{"{", "[]", "7", "null"} {
		v.sendFile(path, "file", "season.json", []byte(none), url.Values{"name": {"Wrong"}}).want(422, "This is no file that a season was taken out as.")
	}
	all, err := s.db.Seasons(t.Context(), s.club.ID)
	s.must("list the seasons", err)
	if len(all) != 1 {
		t.Errorf("after files that were refused there are %d seasons", len(all))
	}
	v.lang = "ko"
	v.sendFile(path, "file", "season.json", []byte("{"), nil).want(422, "시즌을 담은 파일이 아닙니다.")
}

// What rules of a file name that it does not have is left out, and said; of a file as it was taken out nothing is.
func TestRulesOfASeasonFileOnWhatIsNotThere(t *testing.T) {
	s := archivedSeason(t)
	v := s.organizer()
	_, data := v.seasonFile(s.season.ID)
	path := fmt.Sprintf("/clubs/%d/seasons/file", s.club.ID)
	v.sendFile(path, "file", "season.json", data, url.Values{"name": {"Whole"}}).want(200, "Made: Whole.").lacks("does not have")
	var file map[string]any
	s.must("read the file", json.Unmarshal(data, &file))
	rules := file["rules"].([]any)
	file["rules"] = append(rules, map[string]any{"kind": "apart", "members": []string{"98", "99"}}, map[string]any{"kind": "balance", "columns": []string{"q99"}})
	wrong, err := json.Marshal(file)
	s.must("write the file", err)
	v.sendFile(path, "file", "season.json", wrong, url.Values{"name": {"Less"}}).want(200, "Made: Less.", "2 rules name a question, an option or members that the file does not have")
	again, _ := v.seasonFile(s.seasonCalled("Less"))
	if len(again.Rules) != len(rules) {
		t.Errorf("%d rules came along, want the %d on what is there", len(again.Rules), len(rules))
	}
	rules[0].(map[string]any)["seasons"] = []int{77}
	file["rules"], file["past"] = rules, []any{map[string]any{"id": 77, "name": "Long ago"}}
	wrong, err = json.Marshal(file)
	s.must("write the file", err)
	v.sendFile(path, "file", "season.json", wrong, url.Values{"name": {"Late"}}).want(200, "earlier seasons that this club does not have: Long ago.")
}

// seasonCalled is the season of a name.
func (s *site) seasonCalled(name string) survey.SeasonID {
	all, err := s.db.Seasons(s.Context(), s.club.ID)
	s.must("list the seasons", err)
	at := slices.IndexFunc(all, func(is survey.Season) bool { return is.Name == name })
	if at < 0 {
		s.Fatalf("there is no season %q", name)
	}
	return all[at].ID
}

// within is an object within one, by names and positions.
func within(f map[string]any, path ...any) map[string]any {
	var here any = f
	for _, step := range path {
		switch step := step.(type) {
		case string:
			here = here.(map[string]any)[step]
		case int:
			here = here.([]any)[step]
		}
	}
	return here.(map[string]any)
}
