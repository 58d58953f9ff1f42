package survey

import (
	"errors"
	"net/url"
	"reflect"
	"testing"
	"unicode/utf8"
)

func TestMistakesStandInTheSurveysOrderOnceForEachQuestion(t *testing.T) {
	f := everyKind().ParseAnswers(url.Values{"q2": {"12"}, "q1": {"many"}, "q3": {"77"}, "q8w": {"A", "B", "C"}}, nil)
	var got []string
	for _, e := range everyKind().Mistakes(f.Answers, f.Unread) {
		got = append(got, e.Field+" "+string(e.Reason))
	}
	want := []string{"q1 number_invalid", "q2 number_range", "q3 choice_unknown", "q8 teammates_many"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Mistakes = %q, want %q", got, want)
	}
}

func TestCarryKeepsOnlyAnswersThatStillMeanTheSame(t *testing.T) {
	s := everyKind()
	old := Question{ID: 1, Version: 1, Kind: Scale, Min: new(1.0), Max: new(5.0)}
	as := Answers{1: {Version: 1, Number: new(5.0)}, 9: {Version: 2, Text: "x"}}
	if got := s.Carry(as, []Question{old}); got[1].Version != 2 || *got[1].Number != 5 || got[9].Text != "x" {
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

// A form's answers are to the versions that it showed, and what it did not show stays.
func TestAnswersBelongToTheVersionsThatTheFormShowed(t *testing.T) {
	scale := func(version int, most float64) Question {
		return Question{ID: 1, Version: version, Kind: Scale, Title: Text{"en": "x"}, Min: new(1.0), Max: new(most)}
	}
	text := func(id QuestionID) Question { return Question{ID: id, Version: 1, Kind: ShortText} }
	number := Question{ID: 4, Version: 1, Kind: Number}
	now, versions := Survey{Questions: []Question{scale(2, 5), text(2), number}}, []Question{scale(1, 10), scale(2, 5), text(2), text(3), number}
	tests := []struct {
		name string
		form url.Values
		kept Answers
		want Answers
	}{
		{"an old version", url.Values{"q1": {"9"}, "q1v": {"1"}}, nil, Answers{1: {Version: 1, Number: new(9.0)}}},
		{"a version that never was", url.Values{"q1": {"4"}, "q1v": {"7"}}, nil, Answers{1: {Version: 2, Number: new(4.0)}}},
		{"nothing shown of a question", url.Values{"q1": {"3"}, "q1v": {"2"}}, Answers{2: {Version: 1, Text: "kept"}},
			Answers{1: {Version: 2, Number: new(3.0)}, 2: {Version: 1, Text: "kept"}}},
		{"a question that is gone", url.Values{"q3": {"x"}, "q3v": {"1"}}, nil, Answers{3: {Version: 1, Text: "x"}}},
		{"an answer taken back", url.Values{"q2": {""}, "q2v": {"1"}}, Answers{2: {Version: 1, Text: "old"}}, Answers{}},
		{"letters in the place of a number", url.Values{"q4": {"9 hours"}, "q4v": {"1"}}, Answers{4: {Version: 1, Number: new(8.0)}}, Answers{4: {Version: 1, Number: new(8.0)}}},
		{"nothing said in the place of what no longer is an answer", url.Values{"q1v": {"2"}}, Answers{1: {Version: 1, Number: new(9.0)}},
			Answers{1: {Version: 1, Number: new(9.0)}}},
	}
	for _, tt := range tests {
		if got, _ := now.ParseAnswers(tt.form, versions).Merge(tt.kept, false, versions); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: the form %v over %+v = %+v, want %+v", tt.name, tt.form, tt.kept, got, tt.want)
		}
	}
}

func FuzzParseAnswers(f *testing.F) {
	f.Add("q1=3&q4=1&q4=2&q5p1=2&q5p2=2&q6l1=B1&q7=9&q8w=Kim&q10=hi")
	f.Add("q1=%ff&q2=1,2,3&q3=99999999999999999999&q8a=%00&q9=%ed%a0%80")
	f.Fuzz(func(t *testing.T, body string) {
		form, err := url.ParseQuery(body)
		if err != nil {
			t.Skip()
		}
		s := everyKind()
		read := s.ParseAnswers(form, s.Questions)
		for id, a := range read.Answers {
			if q, ok := s.Question(id); !ok || a.IsZero() || a.Version != q.Version {
				t.Errorf("%q: answer %+v to question %d is empty or to no version asked", body, a, id)
			}
			for _, text := range append(append([]string{a.Text}, a.Wished...), a.Avoided...) {
				if !utf8.ValidString(text) {
					t.Errorf("%q: text %q is not UTF-8", body, text)
				}
			}
		}
		s.Mistakes(read.Answers, read.Unread)
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

func TestResponseShowsTheDraftWhereThereIsOne(t *testing.T) {
	draft, sent := Answers{1: {Text: "draft"}}, Answers{1: {Text: "sent"}}
	if got := (Response{Answers: sent}).Current(); !reflect.DeepEqual(got, sent) {
		t.Errorf("without a draft the form shows %v", got)
	}
	if got := (Response{Answers: sent, Draft: draft}).Current(); !reflect.DeepEqual(got, draft) {
		t.Errorf("with a draft the form shows %v", got)
	}
}

// A member's name, and an id, stand in one line however they were typed.
func TestMembersNameIsOneLine(t *testing.T) {
	m := Member{Name: "Ara\r\nKim", Ref: "1\n2"}
	if err := m.Check(); err != nil || m.Name != "Ara Kim" || m.Ref != "1 2" {
		t.Errorf("a name and an id in two lines each are read as %q and %q, %v", m.Name, m.Ref, err)
	}
}
