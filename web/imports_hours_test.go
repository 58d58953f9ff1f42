package web_test

import (
	"strings"
	"testing"
	"time"

	"dure/survey"
)

// Hours of a file that a question of the survey does not ask for are named before anything is saved, and somebody says what becomes of them: the
// question asks for them too, or they are left out.
func TestHoursOfAFileThatTheQuestionDoesNotAskFor(t *testing.T) {
	const text = "Name,Email,Free [Monday],Free [Tuesday]\nGus,gus@v.org,15:00,15:00\nHal,hal@v.org,15:00,16:00;09:00;10:30-11:30\n"
	for _, c := range []struct {
		chosen, gus, hal string
		from, to         int
	}{
		{"widen", "15:00; 15:30|15:00; 15:30", "15:00; 15:30|09:00; 09:30; 10:30; 11:00; 16:00; 16:30", 9, 17},
		{"leave", "none|none", "|09:00", 9, 13},
	} {
		s := newSite(t)
		s.work()
		q := s.ask(survey.Question{Kind: survey.Availability, Title: survey.Text{"en": "Free"}, Days: []int{0, 1}, From: 9, To: 13}).Questions[0]
		ana := s.member("Ana")
		s.say(ana, survey.Answers{q.ID: {Version: 1, Slots: []int{9, 10}}})
		v := s.organizer()
		r := v.upload("/import", "av.csv", []byte(text)).want(200, "2 members are free at hours that “Free” does not ask for", "It asks for Mon, Tue 09:00–13:00. With these hours it asks for Mon, Tue 09:00–17:00, in half hours.",
			"<strong>Gus</strong>: Monday 15:00–16:00; Tuesday 15:00–16:00", "<strong>Hal</strong>: Monday 15:00–16:00; Tuesday 10:30–11:30, 16:00–17:00")
		form := r.proposed()
		v.post(r.path, form).want(200, "2 members are free at hours")
		r.submit(v, r.path, form).want(422, "Choose what becomes of these hours.", "<strong>Gus</strong>")
		form.Set("beyond", c.chosen)
		r.submit(v, r.path, form)
		v.finish(r.path).want(200, "2 new members", "Answers of 2 members taken over")

		q = s.stored().Questions[0]
		if q.From != c.from || q.To != c.to {
			t.Errorf("%s: the question asks for %d to %d, want %d to %d", c.chosen, q.From, q.To, c.from, c.to)
		}
		responses, err := s.db.Responses(t.Context(), s.season.ID)
		s.must("read the responses", err)
		if got := responses[ana.ID].Answers[q.ID]; len(got.Slots) != 2 {
			t.Errorf("%s: who had answered says %+v, want both hours as before", c.chosen, got)
		}
		members, err := s.db.Members(t.Context(), s.season.ID)
		s.must("read the members", err)
		for _, m := range members {
			want, in := map[string]string{"Gus": c.gus, "Hal": c.hal}[m.Name]
			if got := strings.Join(q.Cells(responses[m.ID].Answers[q.ID]), "|"); in && got != want {
				t.Errorf("%s: %s answers %q, want %q", c.chosen, m.Name, got, want)
			}
		}
	}
}

// Hours below a header that does not say whether they are free are told to be taken for those that are not; below one that says it nothing is told.
func TestHoursOfWhichNothingSaysThatTheyAreFree(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	const told = "taken for hours without time"
	v.upload("/import", "a.csv", []byte("Name,Schedule [Monday]\nGus,15:00\nHal,9:00\n")).want(200, told)
	for _, header := range []string{"Free [Monday]", "Busy [Monday]"} {
		v.upload("/import", "a.csv", []byte("Name,"+header+"\nGus,15:00\nHal,9:00\n")).want(200).lacks(told)
	}
}

// Where the question was made narrower while the file waited, the hours are refused and not dropped.
func TestHoursThatAreNoLongerAskedForAreNotDropped(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.Availability, Title: survey.Text{"en": "Free"}, Days: []int{0}, From: 9, To: 16})
	v := s.organizer()
	r := v.upload("/import", "av.csv", []byte("Name,Free [Monday]\nGus,15:00\n")).want(200)
	v.post(r.path, r.proposed())
	q := s.stored().Questions[0]
	q.To = 12
	_, err := s.db.ChangeQuestion(t.Context(), s.season.ID, q)
	s.must("narrow the question", err)
	s.work()
	v.finish(r.path).want(200, "av.csv cannot be imported", "Some of these hours are none that the question asks for", "Nothing was saved", `name="beyond" value="widen"`)
	v.get(s.at("/members")).want(200, "No members yet")
}

// What a season exports of hours, who is free at none of them and days on which nobody is free among it, comes back as the same answers, into
// the same season and into one that asks nothing yet.
func TestExportedHoursComeBackAsTheyWere(t *testing.T) {
	for _, c := range []struct {
		name    string
		q       survey.Question
		answers []survey.Answer
	}{
		{"hours", survey.Question{Days: []int{0, 2, 6}, From: 9, To: 13}, []survey.Answer{{Slots: []int{9, 10}}, {None: true}, {Slots: []int{9, 48 + 12}}, {}}},
		{"half hours", survey.Question{Days: []int{0, 2, 6}, From: 9, To: 13, Half: true}, []survey.Answer{{Halves: []int{18, 19, 21}}, {None: true}, {Halves: []int{22}}, {}}},
		{"zones", survey.Question{Days: []int{0, 2}, From: 9, To: 13, Zones: true}, []survey.Answer{{Slots: []int{9}, Zone: "Asia/Seoul"}, {None: true}, {Slots: []int{12}, Zone: "Europe/Berlin"}, {}}},
		{"none of any", survey.Question{Days: []int{0, 2}, From: 9, To: 13}, []survey.Answer{{None: true}, {None: true}, {}, {}}},
	} {
		s := newSite(t)
		s.work()
		c.q.Kind, c.q.Title = survey.Availability, survey.Text{"en": "When?"}
		q := s.ask(c.q).Questions[0]
		want := map[string][]string{}
		for k, a := range c.answers {
			name := []string{"Ana", "Bo", "Cy", "Di"}[k]
			m := s.member(name)
			want[name] = q.Cells(a)
			if a.Version = 1; k < 3 && !(a.IsZero()) {
				s.say(m, survey.Answers{q.ID: a})
			}
		}
		v := s.organizer()
		file := v.get(s.at("/responses.csv")).want(200).body
		for _, next := range []bool{false, true} {
			if next {
				season, err := s.db.CreateSeason(t.Context(), s.club.ID, "Next", s.now)
				s.must("make a season", err)
				s.season = season
			}
			r := v.upload("/import", "answers.csv", []byte(file)).want(200)
			form := r.proposed()
			v.take(r.path, form)
			v.finish(r.path).want(200, "The import is done")
			members, err := s.db.Members(t.Context(), s.season.ID)
			s.must("read the members", err)
			responses, err := s.db.Responses(t.Context(), s.season.ID)
			s.must("read the responses", err)
			for _, m := range members {
				asked := s.stored().Questions[0]
				if got := asked.Cells(responses[m.ID].Answers[asked.ID]); strings.Join(got, "|") != strings.Join(want[m.Name], "|") {
					t.Errorf("%s: %s answers %q after the import (into a new season: %t), want %q", c.name, m.Name, got, next, want[m.Name])
				}
			}
		}
	}
}

// What a file has no column of stays: the hours of the days that it leaves out.
func TestAFileOfSomeDaysLeavesTheOthers(t *testing.T) {
	s := newSite(t)
	s.work()
	q := s.ask(survey.Question{Kind: survey.Availability, Title: survey.Text{"en": "Free"}, Days: []int{0, 1, 2}, From: 9, To: 12}).Questions[0]
	ana, bo := s.member("Ana"), s.member("Bo")
	s.say(ana, survey.Answers{q.ID: {Version: 1, Slots: []int{9, 10, 33, 59}}})
	s.say(bo, survey.Answers{q.ID: {Version: 1, Slots: []int{11}}})
	v := s.organizer()
	r := v.upload("/import", "tue.csv", []byte("Name,Email,Free [Tuesday]\nAna,"+ana.Email+",10:00;11:00\nBo,"+bo.Email+",none\n")).want(200)
	form := r.proposed()
	page := v.post(r.path, form)
	s.now = s.now.Add(time.Minute)
	form.Set("given", "file")                        // over what both have sent themselves
	for strings.Contains(page.body, `name="seen"`) { // the page then says what changes
		page = page.submit(v, r.path, form)
	}
	v.finish(r.path).want(200, "Answers of 2 members taken over")
	responses, err := s.db.Responses(t.Context(), s.season.ID)
	s.must("read the responses", err)
	q = s.stored().Questions[0]
	for m, want := range map[survey.MemberID]string{ana.ID: "09:00; 10:00|10:00; 11:00|11:00", bo.ID: "11:00||"} {
		if got := strings.Join(q.Cells(responses[m].Answers[q.ID]), "|"); got != want {
			t.Errorf("after a file of Tuesday alone, member %d answers %q, want %q", m, got, want)
		}
	}
}
