package web_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
	"dure/web"
)

// A season whose questions are answered by so many members, each option by the members whose numbers leave that rest.
func suggestedFor(n int, questions ...survey.Question) string {
	sv := survey.Survey{Questions: questions}
	var members []survey.Member
	responses := map[survey.MemberID]survey.Response{}
	for i := range n {
		id := survey.MemberID(i + 1)
		members = append(members, survey.Member{ID: id, Name: fmt.Sprint("m", i)})
		answers := survey.Answers{}
		for k, q := range questions {
			switch {
			case q.Help["en"] == "few" && i%3 > 0, q.Help["en"] == "one" && i == 0:
			case q.Kind == survey.ShortText:
				answers[q.ID] = survey.Answer{Text: fmt.Sprint("Part ", i/6)}
			case q.Kind == survey.Rank:
				answers[q.ID] = survey.Answer{Ranked: []int{1 + i%2, 2 - i%2}}
			case q.Help["en"] == "same":
				answers[q.ID] = survey.Answer{Choices: []int{1 + (n-i)/n}}
			default:
				answers[q.ID] = survey.Answer{Choices: []int{1 + (i+k)%2}}
			}
		}
		responses[id] = survey.Response{Answers: answers, Submitted: time.UnixMilli(1)}
	}
	var all []string
	for _, c := range web.SuggestCards(team.Season{Survey: sv, Table: survey.TableOf(sv, members, responses)}) {
		all = append(all, fmt.Sprint(c.Rule.Kind, " ", c.Rule.Column, " ", c.Rule.Power()))
	}
	return strings.Join(all, "; ")
}

func TestSuggestedCardsOfTitles(t *testing.T) {
	ask := func(kind survey.Kind, title, how string) survey.Question {
		options := []survey.Option{{Key: 1, Label: survey.Text{"en": "A"}}, {Key: 2, Label: survey.Text{"en": "B"}}}
		if kind == survey.ShortText {
			options = nil
		}
		return survey.Question{ID: 1, Kind: kind, Title: survey.Text{"ko": title}, Help: survey.Text{"en": how}, Options: options}
	}
	words := func(title, a, b string) survey.Question {
		q := ask(survey.OneOf, title, "")
		q.Options = []survey.Option{{Key: 1, Label: survey.Text{"ko": a}}, {Key: 2, Label: survey.Text{"ko": b}}}
		return q
	}
	for _, c := range []struct {
		what string
		n    int
		of   survey.Question
		want string
	}{
		{"a choice", 12, ask(survey.OneOf, "전공", ""), "match q1 could"},
		{"a section of everybody", 12, ask(survey.OneOf, "분반", ""), ""},
		{"a section that one has not said", 12, ask(survey.OneOf, "Section", "one"), ""},
		{"a section before the first answer", 0, ask(survey.OneOf, "분반", ""), ""},
		{"sections that only the options tell", 12, words("Workshop", "Lab 1", "Lab 2"), ""},
		{"classes by their names", 12, words("Class", "3A", "3B"), ""},
		{"a kind of class", 12, words("Class", "Mage", "Rogue"), "match q1 could"},
		{"a part team in words", 12, ask(survey.ShortText, "Team name", "few"), "together q1 must"},
		{"a past team", 12, ask(survey.OneOf, "지난 조", ""), "new_teammates q1 should"},
		{"free times in words", 12, ask(survey.OneOf, "가능한 시간", ""), ""},
		{"all but one the same", 20, ask(survey.OneOf, "기수", "same"), ""},
		{"ranks", 12, ask(survey.Rank, "Activity", ""), "ranked q1 should"},
		{"a short text", 12, ask(survey.ShortText, "Why", ""), ""},
	} {
		if got := suggestedFor(c.n, c.of); got != c.want { // all have sent what they answered
			t.Errorf("%s, %q: suggested are %q, want %q", c.what, c.of.Title["ko"], got, c.want)
		}
	}
}

// Who has sent anything has answered, also where no card is on it: nobody is to be spread for not having answered.
func TestSuggestedCardsCountWhoHasSent(t *testing.T) {
	why := survey.Question{ID: 1, Kind: survey.ShortText, Title: survey.Text{"en": "Why"}}
	some := survey.Question{ID: 2, Kind: survey.OneOf, Title: survey.Text{"en": "Major"}, Help: survey.Text{"en": "one"},
		Options: []survey.Option{{Key: 1, Label: survey.Text{"en": "Law"}}, {Key: 2, Label: survey.Text{"en": "Art"}}}}
	if got := suggestedFor(12, why, some); strings.Contains(got, "answered") {
		t.Errorf("where all have sent answers, suggested are %q", got)
	}
}

// The places of an order that a file held in columns are no categories to match, whatever they are called; a lone one is.
func TestPlacesAmongChoicesAreNotSuggested(t *testing.T) {
	for _, c := range []struct{ titles, want string }{
		{"Choice 1|Choice 2|Choice 3", ""}, {"1st choice|2nd choice", ""}, {"1지망|2지망", ""}, {"Activities [Rank 1]|Activities [Rank 2]", ""}, {"Major|1지망", "match q1 could; match q2 could"},
	} {
		var questions []survey.Question
		for k, title := range strings.Split(c.titles, "|") {
			questions = append(questions, survey.Question{ID: survey.QuestionID(k + 1), Kind: survey.OneOf, Title: survey.Text{"en": title},
				Options: []survey.Option{{Key: 1, Label: survey.Text{"en": "A"}}, {Key: 2, Label: survey.Text{"en": "B"}}}})
		}
		if got := suggestedFor(12, questions...); got != c.want {
			t.Errorf("for %s suggested are %q, want %q", c.titles, got, c.want)
		}
	}
}
