package survey

import "slices"

// An HourRange is hours in a row on one weekday, Monday 0: from the hour From up to the hour To.
type HourRange struct{ Day, From, To int }

// HourRanges joins neighbouring free hours, given as in [Answer] and in ascending order.
func HourRanges(slots []int) []HourRange {
	var all []HourRange
	for _, s := range slots {
		if n := len(all); n > 0 && all[n-1].Day == s/24 && all[n-1].To == s%24 {
			all[n-1].To++
			continue
		}
		all = append(all, HourRange{s / 24, s % 24, s%24 + 1})
	}
	return all
}

// CommonHours returns the hours that all of the answers have free, and the hours that most of them have free with
// how many those are. Answers that give no hours are left out of both; counted is how many do.
func CommonHours(answers []Answer) (all, most []int, mostCount, counted int) {
	free := map[int]int{}
	for _, a := range answers {
		if len(a.Slots) == 0 {
			continue
		}
		counted++
		for _, s := range a.Slots {
			free[s]++
			mostCount = max(mostCount, free[s])
		}
	}
	for s, n := range free {
		if n == counted {
			all = append(all, s)
		}
		if n == mostCount {
			most = append(most, s)
		}
	}
	slices.Sort(all)
	slices.Sort(most)
	return all, most, mostCount, counted
}
