package web_test

import (
	"context"
	"html"
	"maps"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"dure/db"
	"dure/survey"
)

var follows = regexp.MustCompile(`<button type="submit" name="follow" value="([^"]*)">([^<]*)<`)

// choose sends the form by the button that says so whose answers options have.
func (r reply) choose(v *visitor, path, says string, typed url.Values) reply {
	r.Helper()
	for _, m := range follows.FindAllStringSubmatch(r.body, -1) {
		if m[2] == says {
			with := url.Values{"follow": {html.UnescapeString(m[1])}}
			maps.Copy(with, typed)
			return r.submit(v, path, with)
		}
	}
	r.Fatalf("%s has no button that says %q:\n%s", r.path, says, r.body)
	return r
}

// bilingual is [rowsForm] with the Korean words as they were.
func bilingual(english ...string) url.Values {
	form := rowsForm("1", english[0], "2", english[1], "3", english[2])
	form["options_ko"] = []string{"사과", "배", "자두"}
	return form
}

// Words that change places in one language alone ask whose answers they have before anything is saved: members of one language chose these words,
// and those of the other one did not.
func TestWordsThatChangePlacesInOneLanguageAskWhoseAnswersTheyHave(t *testing.T) {
	for _, kind := range []survey.Kind{survey.OneOf, survey.AnyOf, survey.Rank} {
		s := newSite(t)
		_, path := s.fruits(kind, 3, 2, 1)
		v := s.organizer()
		swap, circle := bilingual("Pear", "Apple", "Plum"), bilingual("Pear", "Plum", "Apple")
		asks := v.get(path).submit(v, path, swap).want(200, "In English, options have words now that other options had before", "“Pear” gets", "those of option 2, which was “Pear / 배” and is “Apple / 배” now", "those of option 1, which was “Apple / 사과” and is “Pear / 사과” now", `value="Pear"`)
		if got := s.counted(); got != "Apple 3, Pear 2, Plum 1" {
			t.Errorf("%s: before the organizer has said whose answers they have they count as %s", kind, got)
		}
		asks.submit(v, path, swap).want(200, "other options had before") // by another button
		if by, title := strings.Index(asks.body, `name="follow"`), strings.Index(asks.body, `name="title_en"`); by < 0 || by > title {
			t.Errorf("%s: what is asked has its buttons at the end of the page alone", kind)
		}
		asks.choose(v, path, "Answers stay as they are", circle).want(200, "which was “Plum / 자두” and is")
		asks.choose(v, path, "Answers stay as they are", swap).want(200, "Saved.")
		if got := s.counted(); got != "Pear 3, Apple 2, Plum 1" {
			t.Errorf("%s: with a wrong translation put right the answers count as %s", kind, got)
		}
		v.lang = "ko"
		v.get(path).submit(v, path, bilingual("Apple", "Pear", "Plum")).choose(v, path, "답은 그대로 두기", bilingual("Apple", "Pear", "Plum")).want(200, "저장했")
		v.lang = "en"
		v.get(path).submit(v, path, circle).choose(v, path, "Answers follow the words in English", circle).want(200, "Saved.")
		if got := s.counted(); got != "Pear 2, Plum 1, Apple 3" {
			t.Errorf("%s: with answers that follow the English words they count as %s", kind, got)
		}
	}
}

// To take back a change of words that changed places, or to do it again, asks as the change did.
func TestUndoingWordsThatChangedPlacesAsksWhoseAnswersTheyHave(t *testing.T) {
	s := newSite(t)
	_, path := s.fruits(survey.OneOf, 3, 2, 1)
	v, undo, redo, swap := s.organizer(), s.at("/survey/undo"), s.at("/survey/redo"), bilingual("Pear", "Apple", "Plum")
	wants := func(after, want string) {
		t.Helper()
		if got := s.counted(); got != want {
			t.Errorf("after %s the answers count as %s, want %s", after, got, want)
		}
	}
	v.get(path).submit(v, path, swap).choose(v, path, "Answers stay as they are", swap).want(200, "Saved.")
	asks := v.get(s.at("/survey")).submit(v, undo, nil).want(200, "<h1>Undo</h1>", "option 1, which was “Pear / 사과” and is “Apple / 사과” now", "option 2, which was “Apple / 배” and is “Pear / 배” now").lacks(`class="danger"`)
	wants("nothing yet", "Pear 3, Apple 2, Plum 1")
	asks.submit(v, undo, nil).want(200, "other options had before")
	asks.choose(v, undo, "Answers stay as they are", nil).want(200, "Undone")
	wants("undo", "Apple 3, Pear 2, Plum 1")
	v.lang = "ko"
	v.get(s.at("/survey")).submit(v, redo, nil).choose(v, redo, "답은 그대로 두기", nil).want(200)
	wants("redo", "Pear 3, Apple 2, Plum 1")
	v.lang = "en"
	v.get(s.at("/survey")).submit(v, undo, nil).choose(v, undo, "Answers follow the words in English", nil).want(200, "Undone")
	wants("undo with the words", "Apple 2, Pear 3, Plum 1")
	if q := s.stored().Questions[0]; q.Options[0].Label[survey.Korean] != "사과" || q.Options[0].Key != 2 {
		t.Errorf("after undo with the words the first option is %+v, want Apple / 사과 with the answers of Apple", q.Options[0])
	}
}

// Where answers follow words, those of an option that loses its words are hidden, which is asked for in its turn.
func TestAnswersThatFollowWordsAreLostOnlyWhenAgreed(t *testing.T) {
	s := newSite(t)
	_, path := s.fruits(survey.OneOf, 3, 2, 1)
	v := s.organizer()
	typed := bilingual("Pear", "Quince", "Plum")
	v.get(path).submit(v, path, typed).choose(v, path, "Answers follow the words in English", typed).want(200, "3 of 6 answers no longer count.", "<li>Apple: 3 answers</li>").
		agree(v, path, typed).want(200, "Saved.")
	if got := s.counted(); got != "Pear 2, Quince 0, Plum 1" {
		t.Errorf("the answers count as %s", got)
	}
}

// As long as no member can have seen the options, their words are nobody's.
func TestWordsOfAnUnaskedQuestionAreNobodys(t *testing.T) {
	s := newSite(t)
	label := func(english, korean string) survey.Option {
		return survey.Option{Label: survey.Text{survey.English: english, survey.Korean: korean}}
	}
	q, err := s.db.AddQuestion(t.Context(), s.season.ID, survey.Question{Kind: survey.OneOf, Title: survey.Text{survey.English: "Fruit", survey.Korean: "과일"},
		Options: []survey.Option{label("Apple", "사과"), label("Pear", "배"), label("Plum", "자두")}})
	s.must("add a question", err)
	v, path := s.organizer(), s.at("/survey/questions/%d", q.ID)
	v.get(path).submit(v, path, bilingual("Pear", "Apple", "Plum")).want(200, "Saved.")
}

// thenEdited is a store in which somebody else changes the first question as soon as an edit is taken back.
type thenEdited struct {
	*db.DB
	edit func()
}

func (e thenEdited) UndoEdit(ctx context.Context, season survey.SeasonID, now int, then ...survey.Question) error {
	err := e.DB.UndoEdit(ctx, season, now, then...)
	e.edit()
	return err
}

// Answers follow the words of the question that is brought back, and nothing that somebody else changed right after it is taken back by that.
func TestAnUndoThatFollowsWordsOverwritesNothing(t *testing.T) {
	s := newSite(t)
	_, path := s.fruits(survey.OneOf, 3, 2, 1)
	s.over(thenEdited{s.db, func() {
		q := s.stored().Questions[0]
		q.Title = survey.Text{survey.English: "Best fruit"}
		s.save(q)
	}})
	v, undo, swap := s.organizer(), s.at("/survey/undo"), bilingual("Pear", "Apple", "Plum")
	v.get(path).submit(v, path, swap).choose(v, path, "Answers stay as they are", swap).want(200, "Saved.")
	v.get(s.at("/survey")).submit(v, undo, nil).choose(v, undo, "Answers follow the words in English", nil)
	if q, got := s.stored().Questions[0], s.counted(); q.Title.In(survey.English) != "Best fruit" || got != "Apple 2, Pear 3, Plum 1" {
		t.Errorf("after the undo the question is called %q and the answers count as %s, want Best fruit and Apple 2, Pear 3, Plum 1", q.Title.In(survey.English), got)
	}
}

// Where the words in all languages pass on, in two steps, each option is told apart by its place, what it was called and is called, and by how many chose
// it; of a sensitive question without that.
func TestWordsThatPassOnInAllLanguagesTellOptionsApart(t *testing.T) {
	for _, sensitive := range []bool{false, true} {
		s := newSite(t)
		q, path := s.fruits(survey.OneOf, 3, 2, 1)
		rows := func(english, korean []string) url.Values {
			form := rowsForm("1", english[0], "2", english[1], "3", english[2])
			form["options_ko"] = korean
			if sensitive {
				form.Set("sensitive", "1")
			}
			return form
		}
		if q.Sensitive = sensitive; sensitive {
			_, err := s.db.ChangeQuestion(t.Context(), s.season.ID, q)
			s.must("make the question sensitive", err)
		}
		v := s.organizer()
		first := rows([]string{"X", "Pear", "Plum"}, []string{"엑스", "배", "자두"})
		v.get(path).submit(v, path, first).want(200, "Saved.")
		asks := v.get(path).submit(v, path, rows([]string{"X", "Apple", "Plum"}, []string{"엑스", "사과", "자두"})).want(200,
			"option 1, which was “Apple / 사과” and is “X / 엑스” now", "option 2, which was “Pear / 배” and is “Apple / 사과” now")
		if told := strings.Contains(asks.body, "now · 3 answers") && strings.Contains(asks.body, "now · 2 answers"); told == sensitive {
			t.Errorf("of a question that is sensitive: %t, the page says how many chose the options: %t", sensitive, told)
		}
	}
}
