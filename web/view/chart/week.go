package chart

// A Week is a strip of days, with what of each is free.
type Week struct {
	Desc string // for who does not see it
	Days []WeekDay
}

// A WeekDay is one day of it.
type WeekDay struct {
	Name string
	Free []DayPart
}

// A DayPart is a stretch of a day, from 0 to 1.
type DayPart struct{ From, To float64 }

// The measures of a strip.
const (
	dayWidth  = 40.0
	dayGap    = 3.0
	dayHeight = 12.0
	nameAt    = 27.0
	stripTall = 30.0
)

func (w Week) box() string { return "0 0 " + px(dayWidth*float64(len(w.Days))) + " " + px(stripTall) }

// part is the rectangle of a stretch of the day, wide enough to be seen.
func (w Week) part(day int, p DayPart) rect {
	wide := dayWidth - dayGap
	return rect{x: dayWidth*float64(day) + wide*p.From, w: max(2, wide*(p.To-p.From)), h: dayHeight}
}
