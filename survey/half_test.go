package survey

import (
	"net/url"
	"reflect"
	"testing"
)

// halfGrid asks for half hours of Monday and Wednesday morning.
func halfGrid() Question {
	return Question{ID: 1, Version: 2, Kind: Availability, Title: Text{"en": "Free"}, Days: []int{0, 2}, From: 9, To: 11, Half: true}
}

// A grid of half hours is read, written, added up and made a column as one of hours is.
func TestHalfHours(t *testing.T) {
	q := halfGrid()
	s := Survey{Questions: []Question{q}}
	a := s.ParseAnswers(url.Values{"q1": {"19", "18", "115", "999"}}, nil).Answers[1]
	if want := []int{18, 19, 115}; !reflect.DeepEqual(a.Halves, want) || a.Slots != nil {
		t.Fatalf("9:00, 9:30 on Monday and 9:30 on Wednesday are read as %+v, want the half hours %v", a, want)
	}
	if got, want := q.Cells(a), []string{"09:00; 09:30", "09:30"}; !reflect.DeepEqual(got, want) {
		t.Errorf("in a file they are %q, want %q", got, want)
	}
	if err := q.CheckAnswer(Answer{Halves: []int{22}}); err == nil {
		t.Error("11:00, after the last hour, is taken")
	}
	if err := q.CheckAnswer(Answer{Slots: []int{9}}); err == nil {
		t.Error("an hour is taken where half hours are asked for")
	}
	table := TableOf(s, []Member{{ID: 7}}, map[MemberID]Response{7: {Answers: Answers{1: a}}})
	if week := table.Columns[0].Values.(Hours).Of[0]; week.Count() != 3 || !week.Has(18) || !week.Has(19) || !week.Has(2*48+19) {
		t.Errorf("in the table they are %v, want three half hours", week)
	}
	total := q.total([]Answer{a, {Halves: []int{18}}})
	if len(total.Bars) != 2*4 || total.Bars[0].Count != 2 || total.Bars[1].Count != 1 {
		t.Errorf("they are added up as %+v, want a bar for each of 8 half hours, the first of two members", total.Bars)
	}
	if got, wrong := q.Form().Read(Availability, []Lang{"en"}); !got.Half || len(wrong) > 0 {
		t.Errorf("the form of the question is read as %+v, %v", got, wrong)
	}
}

// Of half hours, a grid of hours takes only what fills an hour; of hours, a grid of half hours takes all.
func TestHoursAndHalfHoursMeanTheSameTime(t *testing.T) {
	halves, hours := halfGrid(), halfGrid()
	hours.Half, hours.Version = false, 1
	if got, _ := hours.Carry(halves, Answer{Version: 2, Halves: []int{18, 19, 21, 115}}); !reflect.DeepEqual(got.Slots, []int{9}) || got.Halves != nil {
		t.Errorf("9:00 to 10:00 and two single half hours are carried to hours as %+v, want 9:00", got)
	}
	if got, ok := hours.Carry(halves, Answer{Version: 2, Halves: []int{19}}); ok {
		t.Errorf("a single half hour is carried to hours as %+v, want no answer", got)
	}
	if got, _ := halves.Carry(hours, Answer{Version: 1, Slots: []int{9, 57}}); !reflect.DeepEqual(got.Halves, []int{18, 19, 114, 115}) || got.Slots != nil {
		t.Errorf("two hours are carried to half hours as %+v, want four", got)
	}
}

// A number is none to a question that asks for something else by now.
func TestANumberOfAnotherUnitIsNoAnswer(t *testing.T) {
	hours := Question{ID: 1, Version: 1, Kind: Number, Title: Text{"en": "Time"}, Unit: Text{"en": "hours", "ko": "시간"}}
	for _, x := range []struct {
		unit Text
		want bool
	}{{Text{"en": "days"}, false}, {Text{"en": "Hours"}, true}, {nil, true}, {Text{"ko": "시간"}, true},
		{Text{"en": "minutes", "ko": "시간"}, false}, {Text{"en": "hours", "ko": "분"}, false}, {Text{"en": "hours", "ko": "시간", "de": "Stunden"}, true}} {
		now := hours
		now.Version, now.Unit = 2, x.unit
		if _, ok := now.Carry(hours, Answer{Version: 1, Number: new(3.0)}); ok != x.want {
			t.Errorf("3 hours is an answer in %v: %t, want %t", x.unit, ok, x.want)
		}
	}
}
