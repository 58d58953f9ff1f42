package survey

import (
	"regexp"
	"slices"
	"strings"
)

// Words by which a header says what its hours mean, those of busy hours first because "unavailable"
// contains "available" and "불가능" "가능".
var (
	busyWords = regexp.MustCompile(`(?i)un-?available|\bunable\b|not (be )?(available|free)|n['’]t (be )?(available|free)|\bbusy\b|can ?not|can['’]t|conflict|occupied|불가능|불가|바쁜|안 ?되는|없는`)
	freeWords = regexp.MustCompile(`(?i)available|availability|\bfree\b|\bcan\b|가능|비는|빈 ?시간|되는|여유`)
)

// BusyHours reports whether hours under the header of a column are those in which a member has no time. In a
// row of a grid, "Question [Monday]", that does not say, they are, as gruepr's are; in any other column they are not.
func BusyHours(header string) bool {
	switch {
	case busyWords.MatchString(header):
		return true
	case freeWords.MatchString(header):
		return false
	}
	return strings.HasSuffix(strings.TrimSpace(header), "]")
}

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
