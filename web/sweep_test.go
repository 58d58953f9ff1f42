package web_test

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
)

// An organizer who drops or renames one member after the other, or adds one, sees as many avoidances wait each time, and no wish that was
// understood: else the list would tell who named whom.
func TestChangesOfTheListTellNothingOfNames(t *testing.T) {
	n := newNamesake(t)
	n.say(n.bo, survey.Answers{n.q: {Version: 1, Wished: []string{"José García"}, Avoided: []string{"Ana Soto", "Zed"}}})
	n.say(n.kim1, survey.Answers{n.q: {Version: 1, Wished: []string{"bo@example.org"}, Avoided: []string{"José García", "Bo Lond"}}})
	r := team.Request{Rules: []team.Rule{{Kind: team.Wishes, Column: "q1 wished", AvoidColumn: "q1 avoided"}}}
	n.must("keep the card", n.db.EditDeck(t.Context(), n.season.ID, func(d *team.Deck) error {
		d.Kept = true
		d.Add(r.Rules[0])
		return nil
	}))
	n.now = n.now.Add(time.Hour)
	id := n.dividedBy(r, []survey.Member{n.ana, n.bo}, []survey.Member{n.kim1, n.kim2, n.jose})
	v := n.organizer()
	told := func(words string) (all []string) {
		for _, path := range []string{n.at("/members"), n.at("/teams"), n.at("/proposals/%d", id)} {
			all = append(all, slices.Compact(regexp.MustCompile(words).FindAllString(v.get(path).want(200).body, -1))...)
		}
		return all
	}
	const avoidances, wishes = `(One|\d+) avoidances? waits? for`, `wrote “[^”]*”`
	waiting, wished := told(avoidances), told(wishes)
	if want := []string{"3 avoidances wait for", "3 avoidances wait for", "3 avoidances wait for"}; !slices.Equal(waiting, want) {
		t.Fatalf("the pages say %q, want %q", waiting, want)
	}
	same := func(what string) {
		t.Helper()
		if got := told(avoidances); !slices.Equal(got, waiting) {
			t.Errorf("%s: the pages say %q, want %q as before", what, got, waiting)
		}
	}
	for _, m := range []survey.Member{n.ana, n.kim1, n.kim2, n.jose, n.bo} {
		v.post(n.at("/members/%d/drop", m.ID), nil).want(200)
		same(m.Email + " is dropped")
		if got := told(wishes); m.ID != n.ana.ID && !slices.Equal(got, wished) {
			t.Errorf("%s is dropped: of wishes the pages say %q, want %q as before", m.Email, got, wished)
		}
		v.post(n.at("/members/%d/restore", m.ID), nil).want(200)
		for _, name := range []string{"Somebody Else", "Zed", "Bo Lond", "José García", "Ana Soto"} {
			v.post(n.at("/members/%d", m.ID), url.Values{"name": {name}, "email": {"other@example.org"}}).want(200)
			same(m.Email + " is called " + name)
			if got := told(wishes); m.ID != n.ana.ID && !slices.Equal(got, wished) {
				t.Errorf("%s is called %s: of wishes the pages say %q, want %q as before", m.Email, name, got, wished)
			}
		}
		v.post(n.at("/members/%d", m.ID), url.Values{"name": {m.Name}, "email": {m.Email}}).want(200)
		same(m.Email + " is called as before")
	}
	for _, name := range []string{"Zed", "José García", "Bo Lind"} {
		v.post(n.at("/members"), url.Values{"name": {name}, "email": {"new@example.org"}})
		same("somebody called " + name + " is added")
	}
}

// What a page counts of a member, or says of a question, is the same whatever was said in confidence: questions asked because of an answer, wishes
// and avoidances that erasing takes out, and whether anybody answered.
func TestNothingInConfidenceIsCounted(t *testing.T) {
	option := func(words string) survey.Option { return survey.Option{Label: survey.Text{"en": words}} }
	pages := func(ill int, names []string) map[string]string {
		s := newSite(t)
		q := s.ask(
			survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": "Illness"}, Sensitive: true, Options: []survey.Option{option("Asthma"), option("None")}},
			survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Since when?"}, Sensitive: true, Show: &survey.Condition{Question: 1, Options: []int{1}}},
			survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 2, Avoids: 2, Sensitive: true},
			survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}},
		).Questions
		ann, bo := s.member("Ann"), s.member("Bo")
		s.say(ann, survey.Answers{q[0].ID: {Version: 1, Choices: []int{2}}, q[3].ID: {Version: 1, Text: "On"}})
		given := survey.Answers{q[2].ID: {Version: 1, Wished: names, Avoided: names}, q[3].ID: {Version: 1, Text: "On"}}
		if ill > 0 {
			given[q[0].ID] = survey.Answer{Version: 1, Choices: []int{ill}}
		}
		if ill == 1 {
			given[q[1].ID] = survey.Answer{Version: 1, Text: "2020"}
		}
		s.say(bo, given)
		v, all := s.organizer(), map[string]string{}
		for _, path := range []string{s.at("/members/%d", bo.ID), s.at("/members/%d/remove", ann.ID), s.at("/survey/questions/2"), s.at("/survey/questions/2/delete"),
			s.at("/survey/questions/3"), s.at("/survey/questions/3/delete"), s.at("/survey/questions/3/versions"), s.at("/survey")} {
			all[path] = ofOneSite.ReplaceAllString(v.get(path).want(200).body, "")
		}
		return all
	}
	before := pages(2, nil)
	for what, other := range map[string]map[string]string{"is ill": pages(1, nil), "says nothing": pages(0, nil), "names Ann": pages(2, []string{"Ann"})} {
		for path, page := range before {
			if other[path] != page {
				t.Errorf("%s tells that Bo %s:\n%s", path, what, firstDifference(other[path], page))
			}
		}
	}
}

// What was told in confidence stays so once the question is asked openly: no page counts the answers that were given before.
func TestWhatWasConfidedIsNotCountedOnceAskedOpenly(t *testing.T) {
	pages := func(fruit int) map[string]string {
		s := newSite(t)
		option := func(words string) survey.Option { return survey.Option{Label: survey.Text{"en": words}} }
		q := s.ask(survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": "Fruit"}, Sensitive: true, Options: []survey.Option{option("Apple"), option("Pear"), option("Plum")}},
			survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}}).Questions[0]
		s.say(s.member("Ann"), survey.Answers{2: {Version: 1, Text: "On"}})
		given := survey.Answers{2: {Version: 1, Text: "On"}}
		if fruit > 0 {
			given[q.ID] = survey.Answer{Version: 1, Choices: []int{fruit}}
		}
		s.say(s.member("Bo"), given)
		q.Sensitive = false
		q = s.save(q)
		v, at, all := s.organizer(), s.at("/survey/questions/%d", q.ID), map[string]string{}
		look := func(what string, r reply) { all[what] = ofOneSite.ReplaceAllString(r.body, "") }
		for _, path := range []string{at, at + "/versions", at + "/delete", s.at("/responses"), s.at("/survey")} {
			look(path, v.get(path))
		}
		for row := range q.Options {
			form := url.Values(q.Form())
			form["do"] = []string{fmt.Sprintf("remove:%d", row)}
			look(fmt.Sprintf("taking option %d away", row), v.post(at, form))
		}
		form := url.Values(q.Form())
		form["options_en"] = []string{"Pear", "Apple", "Plum"}
		look("exchanging words", v.post(at, form))
		return all
	}
	before := pages(1)
	for fruit, what := range map[int]string{0: "nothing", 2: "Pear", 3: "Plum"} {
		for path, page := range pages(fruit) {
			if before[path] != page {
				t.Errorf("%s tells that Bo said %s:\n%s", path, what, firstDifference(page, before[path]))
			}
		}
	}
}
