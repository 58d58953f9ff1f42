package survey

import (
	"math"
	"testing"
)

//go:fix inline
func options(labels ...string) []Option {
	all := make([]Option, len(labels))
	for i, l := range labels {
		all[i] = Option{Key: i + 1, Label: Text{"en": l}}
	}
	return all
}

var title = Text{"ko": "질문"}

func TestQuestionCheck(t *testing.T) {
	tests := []struct {
		name string
		q    Question
		want string
	}{
		{"scale", Question{Kind: Scale, Title: title, Min: new(float64(1)), Max: new(float64(5))}, ""},
		{"no title", Question{Kind: ShortText}, "title_missing"},
		{"title too long", Question{Kind: ShortText, Title: Text{"en": string(make([]rune, MaxTitle+1))}}, "too_long"},
		{"help too long", Question{Kind: ShortText, Title: title, Help: Text{"en": string(make([]rune, MaxHelp+1))}}, "too_long"},
		{"scale without ends", Question{Kind: Scale, Title: title}, "scale_ends"},
		{"scale of halves", Question{Kind: Scale, Title: title, Min: new(0.5), Max: new(float64(3))}, "scale_ends"},
		{"scale of one point", Question{Kind: Scale, Title: title, Min: new(float64(3)), Max: new(float64(3))}, "scale_points"},
		{"scale of twelve", Question{Kind: Scale, Title: title, Min: new(float64(0)), Max: new(float64(11))}, "scale_points"},
		{"number", Question{Kind: Number, Title: title}, ""},
		{"number upside down", Question{Kind: Number, Title: title, Min: new(float64(3)), Max: new(float64(2))}, "max_below_min"},
		{"one option", Question{Kind: OneOf, Title: title, Options: options("a")}, "options_few"},
		{"options", Question{Kind: AnyOf, Title: title, Options: options("a", "b")}, ""},
		{"same option", Question{Kind: AnyOf, Title: title, Options: options("Film", "film")}, "option_twice"},
		{"same option in one language", Question{Kind: AnyOf, Title: title, Options: []Option{
			{Label: Text{"en": "Film", "fr": "Autre"}}, {Label: Text{"en": "Other", "fr": "autre"}}}}, "option_twice"},
		{"same option where one has no words", Question{Kind: AnyOf, Title: title, Options: []Option{{Label: Text{"fr": "Film"}}, {Label: Text{"en": "film"}}}}, "option_twice"},
		{"option without words", Question{Kind: OneOf, Title: title, Options: options("a", "")}, "option_label"},
		{"too many options", Question{Kind: OneOf, Title: title, Options: options(make([]string, MaxOptions+1)...)}, "options_many"},
		{"grid", Question{Kind: Availability, Title: title, Days: []int{0, 2}, From: 9, To: 22}, ""},
		{"grid without days", Question{Kind: Availability, Title: title, From: 9, To: 22}, "days_missing"},
		{"grid with an eighth day", Question{Kind: Availability, Title: title, Days: []int{7}, From: 9, To: 22}, "days_invalid"},
		{"grid with a day twice", Question{Kind: Availability, Title: title, Days: []int{1, 1}, From: 9, To: 22}, "days_invalid"},
		{"grid of no hours", Question{Kind: Availability, Title: title, Days: []int{1}, From: 9, To: 9}, "hours_range"},
		{"grid past midnight", Question{Kind: Availability, Title: title, Days: []int{1}, From: 9, To: 25}, "hours_range"},
		{"teammates", Question{Kind: Teammates, Title: title, Wishes: 2}, ""},
		{"no teammates", Question{Kind: Teammates, Title: title}, "teammates_range"},
		{"unknown kind", Question{Kind: "rating", Title: title}, "kind_unknown"},
	}
	for _, tt := range tests {
		if got := reason(tt.q.Check()); got != tt.want {
			t.Errorf("%s: Check gives %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestCheckAnswer(t *testing.T) {
	scale := Question{ID: 3, Kind: Scale, Title: title, Min: new(float64(1)), Max: new(float64(5))}
	one := Question{Kind: OneOf, Title: title, Options: options("a", "b")}
	grid := Question{Kind: Availability, Title: title, Days: []int{1}, From: 9, To: 12}
	mates := Question{Kind: Teammates, Title: title, Wishes: 1, Avoids: 1}
	required := scale
	required.Required = true
	tests := []struct {
		name string
		q    Question
		a    Answer
		want string
	}{
		{"left out", scale, Answer{}, ""},
		{"required left out", required, Answer{}, "answer_missing"},
		{"on the scale", scale, Answer{Number: new(float64(5))}, ""},
		{"off the scale", scale, Answer{Number: new(float64(6))}, "number_range"},
		{"between points", scale, Answer{Number: new(2.5)}, "number_invalid"},
		{"not a number", scale, Answer{Number: new(math.NaN())}, "number_invalid"},
		{"endless", Question{Kind: Number, Title: title}, Answer{Number: new(math.Inf(1))}, "number_invalid"},
		{"text for a number", scale, Answer{Text: "five"}, "number_invalid"},
		{"a choice", one, Answer{Choices: []int{2}}, ""},
		{"two for one", one, Answer{Choices: []int{1, 2}}, "choose_one"},
		{"a choice that is gone", one, Answer{Choices: []int{9}}, "choice_unknown"},
		{"an hour", grid, Answer{Slots: []int{24 + 11}}, ""},
		{"an hour too late", grid, Answer{Slots: []int{24 + 12}}, "choice_unknown"},
		{"another day", grid, Answer{Slots: []int{11}}, "choice_unknown"},
		{"a negative slot", grid, Answer{Slots: []int{-1}}, "choice_unknown"},
		{"wished", mates, Answer{Wished: []string{"Jun"}}, ""},
		{"too many wished", mates, Answer{Wished: []string{"Jun", "Ara"}}, "teammates_many"},
		{"wished and avoided", mates, Answer{Wished: []string{"Jun"}, Avoided: []string{" jun"}}, "wished_and_avoided"},
		{"short text too long", Question{Kind: ShortText, Title: title}, Answer{Text: string(make([]rune, MaxShort+1))}, "too_long"},
		{"long text", Question{Kind: LongText, Title: title}, Answer{Text: string(make([]rune, MaxLong))}, ""},
	}
	for _, tt := range tests {
		if got := reason(tt.q.CheckAnswer(tt.a)); got != tt.want {
			t.Errorf("%s: CheckAnswer gives %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestCheckAnswersNamesEachField(t *testing.T) {
	s := Survey{Questions: []Question{
		{ID: 4, Kind: ShortText, Required: true, Title: title},
		{ID: 9, Kind: Scale, Title: title, Min: new(float64(1)), Max: new(float64(5))},
		{ID: 5, Kind: LongText, Title: title},
	}}
	var fields []string
	for _, e := range s.CheckAnswers(Answers{9: {Number: new(float64(8))}}) {
		fields = append(fields, e.Field+" "+string(e.Reason))
	}
	if want := "q4 answer_missing|q9 number_range"; len(fields) != 2 || fields[0]+"|"+fields[1] != want {
		t.Errorf("wrong answers give %v, want %s", fields, want)
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"", " A  b ", "ß", "İ", "김민아", "\u1100\u1161", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if once := Fold(s); Fold(once) != once {
			t.Errorf("Fold(%q) = %q, and folded again %q", s, once, Fold(once))
		}
	})
}
