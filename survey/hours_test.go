package survey

import (
	"slices"
	"testing"
)

func TestHourRangesJoinNeighboursOfOneDay(t *testing.T) {
	got := HourRanges([]int{9, 10, 12, 23, 24, 25})
	want := []HourRange{{0, 9, 11}, {0, 12, 13}, {0, 23, 24}, {1, 0, 2}}
	if !slices.Equal(got, want) {
		t.Errorf("HourRanges = %v, want %v", got, want)
	}
}

func TestCommonHours(t *testing.T) {
	a, b, silent := Answer{Slots: []int{9, 10, 30}}, Answer{Slots: []int{10, 11, 30}}, Answer{}
	all, most, count, counted := CommonHours([]Answer{a, b, silent})
	if !slices.Equal(all, []int{10, 30}) || !slices.Equal(most, all) || count != 2 || counted != 2 {
		t.Errorf("CommonHours = %v, %v, %d of %d, want [10 30] twice, 2 of 2", all, most, count, counted)
	}
	c := Answer{Slots: []int{9, 11}}
	all, most, count, counted = CommonHours([]Answer{a, b, c})
	if len(all) > 0 || !slices.Equal(most, []int{9, 10, 11, 30}) || count != 2 || counted != 3 {
		t.Errorf("CommonHours without a common hour = %v, %v, %d of %d, want none, [9 10 11 30], 2 of 3", all, most, count, counted)
	}
	if all, most, count, _ := CommonHours([]Answer{silent}); all != nil || most != nil || count != 0 {
		t.Errorf("CommonHours of nobody = %v, %v, %d, want nothing", all, most, count)
	}
}
