package survey

import (
	"maps"
	"slices"
	"time"
)

// A Meeting is when people can meet: time in a row that comes back at the same time of UTC week after week.
type Meeting struct {
	From   time.Time
	Length time.Duration
	Weeks  int // in how many weeks, one after another
}

// Meetings returns when all who said when they are free are, within weeks from a time on. It goes by the clocks of those very days, with summer time,
// where [Question.CommonHours] counts as in January: what it returns is the same moment for everybody.
func (q Question) Meetings(answers []Answer, on *time.Location, from time.Time, weeks int) []Meeting {
	var common map[int64]bool
	hours, said := q.hours(answers), 0
	for i, week := range hours.Of {
		if !hours.Said[i] {
			continue
		}
		zone := on
		if own := hours.zones()[i]; own != nil {
			zone = own
		}
		free := week.moments(zone, from, weeks)
		if said++; said > 1 {
			maps.DeleteFunc(free, func(at int64, _ bool) bool { return !common[at] })
		}
		common = free
	}
	if said < 2 {
		return nil
	}
	return weekly(slices.Sorted(maps.Keys(common)), from, weeks)
}

const quarterSeconds = int64(quarterHour / time.Second)

// moments are the quarters of the set on the clock of a zone, since 1970, from the week before a time until that after so many. An hour
// that a clock leaves out is none.
func (w Week) moments(zone *time.Location, from time.Time, weeks int) map[int64]bool {
	all := map[int64]bool{}
	day := from.In(zone)
	monday := day.Day() - int(day.Weekday()+6)%7
	for n := -1; n <= weeks+1; n++ {
		for at := range w.quarters {
			minute := at % 96 * 15
			moment := time.Date(day.Year(), day.Month(), monday+7*n+at/96, 0, minute, 0, 0, zone)
			if moment.Hour()*60+moment.Minute() == minute {
				all[moment.Unix()/quarterSeconds] = true
			}
		}
	}
	return all
}

// weekly joins neighbouring quarters that begin within the weeks, and those that come back a week later.
func weekly(quarters []int64, from time.Time, weeks int) []Meeting {
	var spans []Meeting
	for i, at := range quarters {
		if i > 0 && quarters[i-1] == at-1 {
			spans[len(spans)-1].Length += quarterHour
			continue
		}
		spans = append(spans, Meeting{time.Unix(at*quarterSeconds, 0).UTC(), quarterHour, 1})
	}
	const week = 7 * 24 * time.Hour
	var all []Meeting
	for _, s := range spans {
		if s.From.Before(from) || !s.From.Before(from.Add(time.Duration(weeks)*week)) {
			continue
		}
		before := slices.IndexFunc(all, func(b Meeting) bool {
			return b.Length == s.Length && b.From.Add(time.Duration(b.Weeks)*week).Equal(s.From)
		})
		if before < 0 {
			all = append(all, s)
			continue
		}
		all[before].Weeks++
	}
	return all
}
