package survey

import (
	"errors"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func everyKind() Survey {
	return Survey{Questions: []Question{
		{ID: 1, Version: 2, Kind: Scale, Title: Text{"en": "Energy"}, Min: new(1.0), Max: new(5.0), Required: true},
		{ID: 2, Version: 1, Kind: Number, Title: Text{"en": "Age"}, Min: new(18.0)},
		{ID: 3, Version: 1, Kind: OneOf, Title: Text{"en": "Major"}, Options: []Option{{1, Text{"en": "Law"}}, {4, Text{"en": "Art"}}}},
		{ID: 4, Version: 1, Kind: AnyOf, Title: Text{"en": "Skills"}, Options: []Option{{1, Text{"en": "Go"}}, {2, Text{"en": "C"}}}},
		{ID: 5, Version: 1, Kind: Availability, Title: Text{"en": "Free"}, Days: []int{0, 2}, From: 9, To: 12},
		{ID: 6, Version: 1, Kind: Teammates, Title: Text{"en": "With"}, Wishes: 2, Avoids: 1},
		{ID: 7, Version: 1, Kind: ShortText, Title: Text{"en": "Motto"}},
		{ID: 8, Version: 1, Kind: LongText, Title: Text{"en": "More"}},
	}}
}

func TestParseAnswersReadsEveryKind(t *testing.T) {
	form := url.Values{
		"q1": {"4"}, "q2": {" 1,234.5 "}, "q3": {"4"}, "q4": {"2", "1", "2", "x"}, "q5": {"57", "9", "168", "-1"},
		"q6w": {" Kim  Min ", "", "kim min", "Lee"}, "q6a": {"Bob"}, "q7": {" hi\r\n"}, "q8": {"a\r\nb"}, "q99": {"1"},
	}
	got, unread := everyKind().ParseAnswers(form)
	want := Answers{
		1: {Version: 2, Number: new(4.0)}, 2: {Version: 1, Number: new(1234.5)}, 3: {Version: 1, Choices: []int{4}},
		4: {Version: 1, Choices: []int{1, 2}}, 5: {Version: 1, Slots: []int{9, 57}},
		6: {Version: 1, Wished: []string{"Kim Min", "Lee"}, Avoided: []string{"Bob"}},
		7: {Version: 1, Text: "hi"}, 8: {Version: 1, Text: "a\nb"},
	}
	if len(unread) > 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("ParseAnswers(%v)\n got %+v, unread %v\nwant %+v", form, got, unread, want)
	}
	if errs := everyKind().Mistakes(got, unread); len(errs) > 0 {
		t.Errorf("Mistakes of good answers = %v, want none", errs)
	}
}

func TestMistakesStandInTheSurveysOrderOnceForEachQuestion(t *testing.T) {
	as, unread := everyKind().ParseAnswers(url.Values{"q2": {"12"}, "q1": {"many"}, "q3": {"77"}, "q6w": {"A", "B", "C"}})
	var got []string
	for _, e := range everyKind().Mistakes(as, unread) {
		got = append(got, e.Field+" "+string(e.Reason))
	}
	want := []string{"q1 number_invalid", "q2 number_range", "q3 choice_unknown", "q6 teammates_many"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Mistakes = %q, want %q", got, want)
	}
}

func TestCarryKeepsOnlyAnswersThatStillMeanTheSame(t *testing.T) {
	s := everyKind()
	old := Question{ID: 1, Version: 1, Kind: Scale, Min: new(1.0), Max: new(5.0)}
	as := Answers{1: {Version: 1, Number: new(5.0)}, 7: {Version: 1, Text: "x"}}
	if got := s.Carry(as, []Question{old}); got[1].Version != 2 || *got[1].Number != 5 || got[7].Text != "x" {
		t.Errorf("Carry to a new wording = %+v, want both answers to the current versions", got)
	}
	old.Max = new(10.0)
	if got, ok := s.Carry(as, []Question{old})[1]; ok {
		t.Errorf("Carry of 5 of 10 to a scale of 5 = %+v, want no answer", got)
	}
	if got, ok := s.Carry(as, nil)[1]; ok {
		t.Errorf("Carry from an unknown version = %+v, want no answer", got)
	}
}

func FuzzParseAnswers(f *testing.F) {
	f.Add("q1=3&q4=1&q4=2&q5=9&q6w=Kim&q8=hi")
	f.Add("q1=%ff&q2=1,2,3&q3=99999999999999999999&q6a=%00&q7=%ed%a0%80")
	f.Fuzz(func(t *testing.T, body string) {
		form, err := url.ParseQuery(body)
		if err != nil {
			t.Skip()
		}
		s := everyKind()
		as, unread := s.ParseAnswers(form)
		for id, a := range as {
			if q, ok := s.Question(id); !ok || a.IsZero() || a.Version != q.Version {
				t.Errorf("%q: answer %+v to question %d is empty or to no version asked", body, a, id)
			}
			for _, text := range append(append([]string{a.Text}, a.Wished...), a.Avoided...) {
				if !utf8.ValidString(text) {
					t.Errorf("%q: text %q is not UTF-8", body, text)
				}
			}
		}
		s.Mistakes(as, unread)
	})
}

// Answers to an earlier version of a question are read as the current one means them, and the versions are asked for only
// where some answer needs them.
func TestCarryAll(t *testing.T) {
	s := Survey{Questions: []Question{
		{ID: 1, Version: 2, Kind: Scale, Min: new(1.0), Max: new(7.0)},
		{ID: 2, Version: 3, Kind: OneOf, Options: []Option{{1, Text{"en": "Law"}}, {2, Text{"en": "Art"}}}},
	}}
	versions := []Question{{ID: 1, Version: 1, Kind: Scale, Min: new(1.0), Max: new(5.0)}, {ID: 2, Version: 2, Kind: OneOf, Options: s.Questions[1].Options}}
	asked := 0
	ask := func() ([]Question, error) { asked++; return versions, nil }
	current := map[MemberID]Response{1: {Answers: Answers{1: {Version: 2, Number: new(6.0)}, 9: {Version: 1, Text: "gone"}}}}
	if got, err := s.CarryAll(current, ask); err != nil || asked > 0 || !reflect.DeepEqual(got, current) {
		t.Errorf("answers to the current versions become %+v after asking %d times (%v)", got, asked, err)
	}
	current[2] = Response{Answers: Answers{1: {Version: 1, Number: new(5.0)}, 2: {Version: 2, Choices: []int{2}}}}
	got, err := s.CarryAll(current, ask)
	want := Answers{2: {Version: 3, Choices: []int{2}}} // the point of another scale means something else
	if err != nil || asked != 1 || !reflect.DeepEqual(got[2].Answers, want) {
		t.Errorf("answers to earlier versions become %+v after asking %d times (%v), want %+v after one", got[2].Answers, asked, err, want)
	}
	broken := errors.New("the disk is broken")
	if _, err := s.CarryAll(current, func() ([]Question, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("versions that cannot be had give %v", err)
	}
}

// What a file out has of an answer, in the columns that it has for it.
func TestCellsStandBelowTheirColumns(t *testing.T) {
	as := Answers{
		1: {Number: new(4.0)}, 2: {Number: new(20.5)}, 3: {Choices: []int{4}}, 4: {Choices: []int{1, 2, 9}},
		5: {Slots: []int{9, 11, 57}}, 6: {Wished: []string{"Kim", "Lee"}, Avoided: []string{"Bob"}}, 7: {Text: "hi"}, 8: {Text: "a\nb"},
	}
	want := [][2][]string{
		{{"Energy"}, {"4"}}, {{"Age"}, {"20.5"}}, {{"Major"}, {"Art"}}, {{"Skills"}, {"Go; C"}},
		{{"Free (available) [Monday]", "Free (available) [Wednesday]"}, {"09:00; 11:00", "09:00"}},
		{{"With (wished)", "With (avoided)"}, {"Kim; Lee", "Bob"}}, {{"Motto"}, {"hi"}}, {{"More"}, {"a\nb"}},
	}
	for k, q := range everyKind().Questions {
		if got := [2][]string{q.Columns(), q.Cells(as[q.ID])}; !reflect.DeepEqual(got, want[k]) {
			t.Errorf("%s has %q, want %q", q.Kind, got, want[k])
		}
		if none := q.Cells(Answer{}); len(none) != len(q.Columns()) || strings.Join(none, "") != "" {
			t.Errorf("%s without an answer has cells %q below %q", q.Kind, none, q.Columns())
		}
	}
}

func TestResponseShowsTheDraftWhereThereIsOne(t *testing.T) {
	draft, sent := Answers{1: {Text: "draft"}}, Answers{1: {Text: "sent"}}
	if got := (Response{Answers: sent}).Current(); !reflect.DeepEqual(got, sent) {
		t.Errorf("without a draft the form shows %v", got)
	}
	if got := (Response{Answers: sent, Draft: draft}).Current(); !reflect.DeepEqual(got, draft) {
		t.Errorf("with a draft the form shows %v", got)
	}
}
