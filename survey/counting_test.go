package survey

import (
	"math"
	"testing"
)

// Below a header that asks how many, words are numbers and none is zero; below others they are not.
func TestCountsInWords(t *testing.T) {
	for cell, want := range map[string]float64{
		"about 3": 3, "three to four": 3.5, "one or two": 1.5, "Three": 3, "a couple of hours": 2, "two hours a week": 2, "maybe five hours": 5, "none": 0, "Nothing.": 0, "zero": 0, "2-3": 2.5, "20+": 20,
		"두세 시간": 2.5, "약 다섯 시간": 5, "세네 시간": 3.5, "대여섯 시간 정도": 5.5, "열두 시간": 12, "없음": 0, "하나": 1,
		"varies": math.NaN(), "a few": math.NaN(), "not sure": math.NaN(), "그때그때 달라요": math.NaN(), "x": math.NaN(), "": math.NaN(),
	} {
		m, _ := MeasuringUnder("How many hours a week?", TallyOf([]string{cell, "4 hours a week"}))
		if got, ok := m.Value(cell); ok == math.IsNaN(want) || ok && got != want {
			t.Errorf("%q counts as %v (%v), want %v", cell, got, ok, want)
		}
		m, _ = MeasuringUnder("Role", TallyOf([]string{cell}))
		if _, ok := m.Value(cell); ok && (cell == "three to four" || cell == "none") {
			t.Errorf("%q is a number below any header", cell)
		}
	}
	for header, want := range map[string]bool{
		"How many hours a week?": true, "how_many_hours": true, "Hours per week you can give": true, "주당 몇 시간 가능한가요?": true, "일주일에 쓸 수 있는 시간": true,
		"Office hours": false, "Available hours each day": false, "가능한 시간": false, "하루 중 가능한 시간": false, "Role": false,
	} {
		if got := AsksHowMany(header); got != want {
			t.Errorf("%q asks how many: %t, want %t", header, got, want)
		}
	}
}
