package survey

import (
	"math"
	"strings"
	"testing"
)

// Numbers with units as people type them, in Korean and English; what has other words is none.
func TestMeasuresAsPeopleTypeThem(t *testing.T) {
	for text, want := range map[string]Measure{
		"3시간": {Value: 3, Unit: "h"}, "주 2~3시간": {Value: 2.5, Unit: "h", Per: "week"}, "10시간 이상": {Value: 10, Unit: "h"},
		"4시간 정도": {Value: 4, Unit: "h"}, "2시간 반": {Value: 2.5, Unit: "h"}, "1시간 30분": {Value: 1.5, Unit: "h"}, "3시간~4시간": {Value: 3.5, Unit: "h"},
		"두세 시간": {Value: 2.5, Unit: "h"}, "하루 2시간": {Value: 2, Unit: "h", Per: "day"}, "월 2회": {Value: 2, Unit: "times", Per: "month"},
		"만 21세": {Value: 21, Unit: "years"}, "1,200원": {Value: 1200, Unit: "원"}, "１０시간": {Value: 10, Unit: "h"},
		"2-3 hours": {Value: 2.5, Unit: "h"}, "1h 30m": {Value: 1.5, Unit: "h"}, "1 1/2 hours": {Value: 1.5, Unit: "h"}, "about 5 hrs": {Value: 5, Unit: "h"},
		"3 hours per week": {Value: 3, Unit: "h", Per: "week"}, "5h/week": {Value: 5, Unit: "h", Per: "week"}, "10+ hours": {Value: 10, Unit: "h"},
		"half an hour": {Value: .5, Unit: "h"}, "1½ hours": {Value: 1.5, Unit: "h"}, "½ day": {Value: .5, Unit: "days"}, "반년": {Value: .5, Unit: "years"}, "1년 반": {Value: 1.5, Unit: "years"},
		"an hour and a half": {Value: 1.5, Unit: "h"}, "one and a half hours": {Value: 1.5, Unit: "h"}, "2 and a half years": {Value: 2.5, Unit: "years"}, "1 1/2": {Value: 1.5}, "twice a week": {Value: 2, Unit: "times", Per: "week"}, "90 min": {Value: 90, Unit: "min"}, "2 to 4": {Value: 3}, "more than 10": {Value: 10}, "85%": {Value: 85, Unit: "%"},
		"3.8/4.5": {Value: 3.8, Of: 4.5}, "3 out of 5": {Value: 3, Of: 5}, "7": {Value: 7}, "2,5": {Value: 2.5}, "$20": {Value: 20, Unit: "$"},
	} {
		got, ok := ParseMeasure(text)
		if got.Exact, got.Word = false, ""; !ok || got != want {
			t.Errorf("%q is read as %+v (%v), want %+v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "Room 3", "P01", "B2", "2반", "1학년", "4 - good", "2026-03-02", "010-1234-5678", "9:00", "3점대", "none", "5/4", "3-2 hours", "3 hours or 2 days", "weekends 5"} {
		if got, ok := ParseMeasure(text); ok {
			t.Errorf("%q is read as %+v, want no number", text, got)
		}
	}
}

// Numbers of one list are compared in what most of them count: minutes become hours and days weeks; what is out of another number is not read.
func TestMeasuresOfOneList(t *testing.T) {
	m, unread := MeasuringUnder("", TallyOf([]string{"3시간", "90분", "5", "주 2~3시간", "하루 1시간", "3점대", "", "주 4시간"}))
	if m.Unit != "시간" || unread != 1 || !m.Worded() {
		t.Errorf("most count %q, %d are not read, worded %v; want 시간, 1 and true", m.Unit, unread, m.Worded())
	}
	for cell, want := range map[string]float64{"90분": 1.5, "5": 5, "주 2~3시간": 2.5, "하루 1시간": 7, "3회": math.NaN(), "3점대": math.NaN()} {
		if got, ok := m.Value(cell); ok == math.IsNaN(want) || ok && got != want {
			t.Errorf("%q counts as %v (%v), want %v", cell, got, ok, want)
		}
	}
	m, unread = MeasuringUnder("", TallyOf([]string{"3.8/4.5", "4.0/4.5", "85/100", "3.9", "92"}))
	if unread != 2 {
		t.Errorf("of grades out of 4.5 %d are not read, want 85/100 and 92: %+v", unread, m)
	}
	if m, _ := MeasuringUnder("", TallyOf([]string{"3", "2.5"})); m.Worded() {
		t.Error("bare numbers have words about them")
	}
}

// What a header says of the numbers below it comes before what some of them say: their unit, and the time in which they count. What is counted in another is turned into
// that where both are known, and is not read where one is not.
func TestHeadersSayWhatIsCounted(t *testing.T) {
	for _, c := range []struct {
		header string
		cells  []string
		want   []any // nil where it is not read
		turned string
	}{
		{"Hours per week", []string{"3", "30 min", "2 hours a day", "5h/week"}, []any{3.0, 0.5, 14.0, 5.0}, "2 hours a day"},
		{"주당 시간", []string{"하루 2시간", "5시간", "한 달에 8시간"}, []any{14.0, 5.0, 1.84}, "하루 2시간 한 달에 8시간"},
		{"Daily study hours", []string{"14 hours a week", "2"}, []any{2.0, 2.0}, "14 hours a week"},
		{"모임", []string{"주 3회", "월 2회", "2회"}, []any{nil, nil, 2.0}, "주 3회 월 2회"},
		{"모임", []string{"주 3회", "주 1회", "월 2회"}, []any{3.0, 1.0, 0.46}, "월 2회"},
		{"경험 연수", []string{"3", "6개월", "없음", "해당 없음"}, []any{3.0, 0.5, 0.0, nil}, ""},
		{"How old are you?", []string{"21", "none"}, []any{21.0, nil}, ""},
	} {
		m, _ := MeasuringUnder(c.header, TallyOf(c.cells))
		var turned []string
		for i, cell := range c.cells {
			v, ok := m.Value(cell)
			if want := c.want[i]; ok != (want != nil) || ok && v != want {
				t.Errorf("%q below %q is %v (%t), want %v", cell, c.header, v, ok, want)
			}
			if m.Turned(cell) {
				turned = append(turned, cell)
			}
		}
		if got := strings.Join(turned, " "); got != c.turned {
			t.Errorf("below %q %q are counted in another time, want %q", c.header, got, c.turned)
		}
	}
}

// Numbers below zero by which programs write that there is no answer are none where they can be nothing else.
func TestCodesOfNoAnswer(t *testing.T) {
	for _, c := range []struct {
		header string
		cells  []string
		want   int
	}{
		{"Years of experience", []string{"2", "-1", "0"}, 1}, {"I like tea", []string{"1", "5", "-9", "-99"}, 2}, {"I like tea", []string{"-1", "0", "1", "-2"}, 0},
		{"Temperature", []string{"-99", "-3", "20"}, 0}, {"Weight", []string{"70.5", "-99"}, 1}, {"Balance", []string{"-99"}, 0}, {"How much do you agree?", []string{"-1", "0", "1"}, 0},
	} {
		if got := NoAnswerCodes(c.header, TallyOf(c.cells)); len(got) != c.want {
			t.Errorf("%v below %q hold the codes %v, want %d", c.cells, c.header, got, c.want)
		}
	}
}

func FuzzMeasure(f *testing.F) {
	for _, s := range []string{"3시간", "1h 30m", "1 1/0 hours", "½", "~", "9e99 hours"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if m, ok := ParseMeasure(s); ok && (math.IsNaN(m.Value) || math.IsInf(m.Value, 0)) {
			t.Errorf("%q is read as %v", s, m.Value)
		}
		MeasuringUnder("", TallyOf([]string{s, "3 hours"}))
		Graded([]string{s, "Expert", s + " (more)"})
	})
}
