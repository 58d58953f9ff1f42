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
	stripWide = 280.0
	dayGap    = 3.0
	dayHeight = 12.0
	nameAt    = 27.0
	stripTall = 30.0
)

func (w Week) box() string { return "0 0 " + px(stripWide) + " " + px(stripTall) }

func (w Week) dayWidth() float64 { return stripWide / float64(len(w.Days)) }

// middle is that of a day.
func (w Week) middle(day int) float64 { return w.dayWidth()*float64(day) + (w.dayWidth()-dayGap)/2 }

// part is the rectangle of a stretch of the day, wide enough to be seen.
func (w Week) part(day int, p DayPart) rect {
	wide := w.dayWidth() - dayGap
	return rect{x: w.dayWidth()*float64(day) + wide*p.From, w: max(2, wide*(p.To-p.From)), h: dayHeight}
}
