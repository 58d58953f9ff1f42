package survey

import (
	"slices"
	"testing"
)

func TestHourRangesJoinNeighboursOfOneDay(t *testing.T) {
	got := Answer{Slots: []int{9, 10, 12, 23, 24, 25}, Halves: []int{48 + 6}}.Week().Ranges()
	want := []HourRange{{0, 18, 22}, {0, 24, 26}, {0, 46, 48}, {1, 0, 4}, {1, 6, 7}}
	if !slices.Equal(got, want) {
		t.Errorf("the ranges are %v, want %v", got, want)
	}
}

// Hours in common are those of all who said when; who has not takes nothing from the others, and what one has said is nothing in
// common yet.
func TestCommonHours(t *testing.T) {
	a, b, c, silent := Answer{Slots: []int{9, 10, 30}}, Answer{Slots: []int{10, 11, 30}}, Answer{Slots: []int{9, 11}}, Answer{}
	for _, x := range []struct {
		answers   []Answer
		free      []int
		said      int
		known     bool
		most      []int
		mostCount int
	}{
		{[]Answer{a, b, silent}, []int{10, 30}, 2, true, []int{10, 30}, 2},
		{[]Answer{a, b, c}, nil, 3, true, []int{9, 10, 11, 30}, 2},
		{[]Answer{silent, a}, []int{9, 10, 30}, 1, false, []int{9, 10, 30}, 1},
		{[]Answer{a}, []int{9, 10, 30}, 1, false, []int{9, 10, 30}, 1},
		{[]Answer{silent}, nil, 0, false, nil, 0},
		{nil, nil, 0, false, nil, 0},
	} {
		got, most, count := CommonHours(x.answers)
		if !slices.Equal(got.Free.Slots(), x.free) || got.Said != x.said || got.Of != len(x.answers) || got.Known() != x.known {
			t.Errorf("%v have %v in common by %d of %d (known %t), want %v by %d (%t)", x.answers, got.Free.Slots(), got.Said, got.Of, got.Known(), x.free, x.said, x.known)
		}
		if !slices.Equal(most.Slots(), x.most) || count != x.mostCount {
			t.Errorf("most of %v, %d, are free at %v; want %d at %v", x.answers, count, most.Slots(), x.mostCount, x.most)
		}
		if hours := got.Hours(2); hours != float64(len(x.free)) {
			t.Errorf("%v have %v hours in common, want %d", x.answers, hours, len(x.free))
		}
	}
	if early, _, _ := CommonHours([]Answer{{Slots: []int{9, 10, 11, 30}}, {Slots: []int{9, 10, 11, 30}}}); early.Hours(4) != 2 {
		t.Errorf("9 to 12 and an hour of Tuesday have %v hours in stretches of two, want 2", early.Hours(4))
	}
}
