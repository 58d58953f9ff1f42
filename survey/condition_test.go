package survey

import (
	"net/url"
	"reflect"
	"testing"
)

// paged is a survey of two pages: who has a car says how many seats, and drivers of more than two get the second page.
func paged() Survey {
	yesNo := []Option{{Key: 1, Label: Text{"en": "yes"}}, {Key: 2, Label: Text{"en": "no"}}}
	return Survey{Questions: []Question{
		{ID: 1, Version: 1, Kind: OneOf, Title: Text{"en": "Car?"}, Options: yesNo},
		{ID: 2, Version: 1, Kind: Number, Title: Text{"en": "Seats"}, Required: true, Show: &Condition{Question: 1, Options: []int{1}}},
		{ID: 3, Version: 1, Kind: NewPage, Title: Text{"en": "Driving"}, Show: &Condition{Question: 2, From: new(3.0)}},
		{ID: 4, Version: 1, Kind: ShortText, Title: Text{"en": "Where from?"}},
		{ID: 5, Version: 1, Kind: ShortText, Title: Text{"en": "Why not?"}, Show: &Condition{Question: 4, Not: true}},
	}}
}

func car(key int) Answer       { return Answer{Version: 1, Choices: []int{key}} }
func seats(n float64) Answer   { return Answer{Version: 1, Number: &n} }
func text(words string) Answer { return Answer{Version: 1, Text: words} }
func ids(all []Question) []QuestionID {
	var out []QuestionID
	for _, q := range all {
		out = append(out, q.ID)
	}
	return out
}

func TestQuestionsAreAskedByEarlierAnswers(t *testing.T) {
	tests := []struct {
		name string
		as   Answers
		want []QuestionID
	}{
		{"nothing answered", Answers{}, []QuestionID{1}},
		{"no car", Answers{1: car(2), 2: seats(5), 4: text("x")}, []QuestionID{1}}, // the seats were typed before
		{"few seats", Answers{1: car(1), 2: seats(2)}, []QuestionID{1, 2}},
		{"many seats", Answers{1: car(1), 2: seats(3)}, []QuestionID{1, 2, 3, 4, 5}},
		{"all but why not", Answers{1: car(1), 2: seats(3), 4: text("x")}, []QuestionID{1, 2, 3, 4}},
	}
	for _, tt := range tests {
		if got := ids(paged().Shown(tt.as).Questions); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: of %+v the questions %v are asked, want %v", tt.name, tt.as, got, tt.want)
		}
	}
}

func TestAConditionOnWhatIsNotAskedBeforeShowsToAll(t *testing.T) {
	s := paged()
	for name, on := range map[string]QuestionID{"a question that is gone": 99, "itself": 5, "a page": 3} {
		s.Questions[4].Show = &Condition{Question: on}
		if got := ids(s.Shown(Answers{1: car(1), 2: seats(3)}).Questions); len(got) != 5 {
			t.Errorf("with a condition on %s the questions %v are asked, want all", name, got)
		}
	}
	s.Questions[0], s.Questions[4] = s.Questions[4], s.Questions[0]
	s.Questions[0].Show = &Condition{Question: 1, Options: []int{1}}
	if got := s.Shown(Answers{}).Questions[0].ID; got != 5 {
		t.Errorf("with a condition on a later question %d is asked first, want 5", got)
	}
}

// What was answered to a question that is not asked any more counts nowhere, and is not lost.
func TestHiddenAnswersAreKeptAndDoNotCount(t *testing.T) {
	s, kept := paged(), Answers{1: car(2), 2: seats(5), 4: text("x")}
	if got := s.Carry(kept, s.Questions); !reflect.DeepEqual(got, Answers{1: car(2)}) {
		t.Errorf("Carry(%+v) = %+v, want the answer to the first question alone", kept, got)
	}
	if got := s.CarryEach(kept, s.Questions); !reflect.DeepEqual(got, kept) {
		t.Errorf("CarryEach(%+v) = %+v, want all", kept, got)
	}
	all, err := s.CarryAll(map[MemberID]Response{7: {Answers: kept}}, func() ([]Question, error) { return s.Questions, nil })
	if got := all[7].Answers; err != nil || len(got) != 1 {
		t.Errorf("CarryAll of %+v = %+v, %v; want one answer", kept, got, err)
	}
	f := s.ParseAnswers(url.Values{"q1": {"1"}, "q1v": {"1"}}, s.Questions)
	merged, _ := f.Merge(kept, false, s.Questions)
	if got := s.Carry(merged, s.Questions); *got[2].Number != 5 || got[4].Text != "x" {
		t.Errorf("with the car back, %+v counts, want the 5 seats and x too", got)
	}
}

func TestOnlyQuestionsThatAreAskedMustBeAnswered(t *testing.T) {
	s := paged()
	if wrong := s.Mistakes(Answers{1: car(2)}, nil); len(wrong) > 0 {
		t.Errorf("without a car, %v is wrong, want nothing", wrong[0])
	}
	if wrong := s.Mistakes(Answers{1: car(1)}, nil); len(wrong) != 1 || wrong[0].Field != "q2" {
		t.Errorf("with a car, %v is wrong, want the missing seats", wrong)
	}
}

// A question stays on the page with the one that decides on it, as the answer can change there; a page without questions is left out.
func TestPagesOfAForm(t *testing.T) {
	pages := func(as Answers) (all [][]QuestionID) {
		for _, p := range paged().Pages(as) {
			all = append(all, append([]QuestionID{p.Head.ID}, ids(p.Questions)...))
		}
		return all
	}
	if got, want := pages(nil), [][]QuestionID{{0, 1, 2}}; !reflect.DeepEqual(got, want) {
		t.Errorf("the pages before anything is answered = %v, want %v", got, want)
	}
	if got, want := pages(Answers{1: car(1), 2: seats(4)}), [][]QuestionID{{0, 1, 2}, {3, 4, 5}}; !reflect.DeepEqual(got, want) {
		t.Errorf("the pages of a driver = %v, want %v", got, want)
	}
	s := paged()
	s.Questions = append([]Question{{ID: 9, Kind: NewPage, Title: Text{"en": "Hello"}}}, s.Questions...)
	if got := s.Pages(nil); len(got) != 1 || got[0].Head.ID != 9 || len(s.Asked()) != 4 {
		t.Errorf("a survey that begins with a page has the pages %+v and asks %d questions, want one and 4", got, len(s.Asked()))
	}
}

// A condition is read as it was written.
func TestTheFormOfACondition(t *testing.T) {
	for _, c := range []*Condition{nil, {Question: 4}, {Question: 1, Options: []int{1, 2}, Not: true}, {Question: 2, From: new(1.5), To: new(2.0)}} {
		q := Question{Kind: ShortText, Title: Text{"en": "x"}, Show: c}
		if got, wrong := q.Form().Read(ShortText, []Lang{"en"}); !reflect.DeepEqual(got.Show, c) || len(wrong) > 0 {
			t.Errorf("%+v is read from its form as %+v, with %v wrong", c, got.Show, wrong)
		}
	}
	bad := Form{"title_en": {"x"}, "show": {"2"}, "show_from_q2": {"5"}, "show_to_q2": {"1"}}
	if _, wrong := bad.Read(ShortText, []Lang{"en"}); len(wrong) != 1 || wrong[0].Field != "show" {
		t.Errorf("from 5 to 1 gives %v, want a mistake at show", wrong)
	}
}

// Whom a question is asked must not tell what was answered in confidence: to a sensitive question, or whether one avoids somebody. A page that
// is asked by it may have sensitive questions alone.
func TestAQuestionThatAnAnswerInConfidenceShowsIsSensitive(t *testing.T) {
	sensitive := func(q Question) Question { q.Sensitive = true; return q }
	on := func(q Question, by QuestionID) Question { q.Show = &Condition{Question: by}; return q }
	open := Question{ID: 1, Kind: Teammates, Title: Text{"en": "Mates"}, Wishes: 1}
	mates, drink, page, more := open, Question{ID: 2, Kind: ShortText, Title: Text{"en": "Drink"}}, Question{ID: 3, Kind: NewPage, Title: Text{"en": "Page"}}, Question{ID: 4, Kind: ShortText, Title: Text{"en": "More"}}
	mates.Avoids = 1
	for _, c := range []struct {
		what      string
		was, next []Question
		want      string
	}{
		{"a condition on who avoids", []Question{mates, drink}, []Question{mates, on(drink, 1)}, "show show_sensitive"},
		{"the same of a sensitive question", []Question{mates, drink}, []Question{mates, sensitive(on(drink, 1))}, ""},
		{"a condition on wishes alone", []Question{open, drink}, []Question{open, on(drink, 1)}, ""},
		{"to ask for avoidances", []Question{open, on(drink, 1)}, []Question{mates, on(drink, 1)}, "avoids sensitive_shows"},
		{"to make it sensitive", []Question{open, on(drink, 1)}, []Question{sensitive(open), on(drink, 1)}, "sensitive sensitive_shows"},
		{"a page by a sensitive answer", []Question{sensitive(drink), page, more}, []Question{sensitive(drink), on(page, 2), more}, "show show_page_sensitive"},
		{"one with sensitive questions alone", []Question{sensitive(drink), page, sensitive(more)}, []Question{sensitive(drink), on(page, 2), sensitive(more)}, ""},
		{"a question of that page that is sensitive no more", []Question{sensitive(drink), on(page, 2), sensitive(more)}, []Question{sensitive(drink), on(page, 2), more}, "sensitive page_sensitive"},
		{"another one on it", []Question{sensitive(drink), on(page, 2)}, []Question{sensitive(drink), on(page, 2), more}, "sensitive page_sensitive"},
		{"one that is moved there", []Question{sensitive(drink), more, on(page, 2)}, []Question{sensitive(drink), on(page, 2), more}, " show_tells"},
		{"what told before", []Question{sensitive(drink), on(page, 2), more}, []Question{sensitive(drink), on(page, 2), more, mates}, "sensitive page_sensitive"},
		{"what told before, the page edited", []Question{mates, on(drink, 1)}, []Question{mates, on(drink, 1), more}, ""},
	} {
		got := ""
		if bad, ok := (Survey{Questions: c.was}).CheckChange(Survey{Questions: c.next}).(*InvalidError); ok {
			got = bad.Field + " " + string(bad.Reason)
		}
		if got != c.want {
			t.Errorf("%s is refused with %q, want %q", c.what, got, c.want)
		}
	}
	old := Survey{Questions: []Question{mates, on(drink, 1)}}
	if got := old.Shown(Answers{1: {Avoided: []string{"Bo"}}}).Questions; len(got) != 1 {
		t.Errorf("a survey from before asks one who avoids somebody %d questions, want 1: organizers see the answer to the other", len(got))
	}
}

// An option that a condition names keeps its words once it is hidden, and a copy of the question does not turn to be asked by any answer.
func TestAConditionOnAHiddenOption(t *testing.T) {
	s := paged()
	before := s.Questions[0]
	s.Questions[0].Version, s.Questions[0].Options = 2, []Option{{Key: 2, Label: Text{"en": "no"}}}
	if !s.Forgets() {
		t.Error("a condition on an option that is hidden names none that is not offered")
	}
	s.Recall([]Question{before, s.Questions[0]})
	want, _ := before.Option(1)
	if got := s.Questions[0].OptionWords(1); got["en"] == "" || got["en"] != want.Label["en"] {
		t.Errorf("the hidden option is called %q, want %q", got["en"], want.Label["en"])
	}
	retired := []Question{{ID: 9, Version: 1, Title: Text{"en": "Once"}, Options: []Option{{Key: 3, Label: Text{"en": "maybe"}}}}, {ID: 9, Version: 2, Title: Text{"en": "Last"}}}
	s.Recall(append(retired, before, s.Questions[0]))
	if got := s.Retired; len(got) != 1 || got[0].Title["en"] != "Last" || got[0].Gone[3]["en"] != "maybe" {
		t.Errorf("of a question that was asked in two versions, the last without the option maybe, and is not any more, the survey recalls %+v", got)
	}
	if got := s.Copy(s.Questions[1], map[QuestionID]Question{1: {ID: 11}}).Show.Options; !reflect.DeepEqual(got, []int{1}) {
		t.Errorf("the copy of a question asked by the hidden option 1 is asked by %v, want that option", got)
	}
}
