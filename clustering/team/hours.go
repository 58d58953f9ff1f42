package team

import (
	"slices"
	"sync"
	"time"

	"dure/survey"
)

// hours is the rule that teams have hours in common.
type hours struct {
	free      []survey.Week
	min, want float64
	block     int // in half hours

	mu    sync.Mutex
	known map[[2]int][]float64 // what chances returns, by section and least size
}

// common returns the hours that all members have, in blocks.
func (h *hours) common(members []int32) float64 {
	w := wholeWeek
	for _, i := range members {
		w = w.And(h.free[i])
	}
	return float64(w.Blocks(h.block)) / 2
}

func (h *hours) of(_ int, members []int32) outcome {
	score, ok := h.score(h.common(members))
	return outcome{b2f(ok), score, ok}
}

// score gives most for the first hours: reaching min counts half, and what lies beyond up to want the rest.
func (h *hours) score(common float64) (float64, bool) {
	ok := common >= h.min
	score := 1.0
	switch {
	case common >= h.want:
	case ok:
		score = 1 - 0.5*square((h.want-common)/(h.want-h.min))
	case h.want > h.min:
		score = 0.5 * (1 - square((h.min-common)/h.min))
	default:
		score = 1 - square((h.min-common)/h.min)
	}
	return score, ok
}

// wholeWeek is all half hours.
var wholeWeek = func() (w survey.Week) {
	for h := range survey.HalvesOfWeek {
		w.Add(h)
	}
	return w
}()

// hours puts everybody's free hours together. Where a column has busy hours, a member is free at the other times of day that
// anybody's busy hours name on any weekday.
func (c *compiler) hours(i int, r Rule) (measure, error) {
	m := &hours{free: make([]survey.Week, c.n), min: r.Min, want: max(r.Want, r.Min), block: max(1, int(2*min(r.Block, survey.HalvesOfWeek)+0.5))}
	if r.Block == 0 {
		m.block = 2
	}
	shift, err := c.zones(i, r)
	if err != nil {
		return nil, err
	}
	busy := make([]survey.Week, c.n)
	var offered, busyDays []int
	for k, name := range r.columns() {
		h, err := c.hourColumn(i, r, name)
		if err != nil {
			return nil, err
		}
		day := max(h.Day, 0)
		if h.Day == survey.AnyDay {
			day = k
		}
		if h.Busy {
			busyDays = append(busyDays, day)
		}
		moved := 48 * (day - max(h.Day, 0)) // from Monday, where hours of any day stand
		for row, week := range h.Of {
			for half := range week.All {
				if !h.Busy {
					m.free[row].Add(half + moved - shift[row])
					continue
				}
				offered = append(offered, (half+moved-48*day+survey.HalvesOfWeek)%survey.HalvesOfWeek)
				busy[row].Add(half + moved - shift[row])
			}
		}
	}
	slices.Sort(offered)
	offered = slices.Compact(offered)
	for row := range m.free {
		for _, day := range busyDays {
			for _, h := range offered {
				if at := 48*day + h - shift[row]; !busy[row].Has(at) {
					m.free[row].Add(at)
				}
			}
		}
	}
	return m, nil
}

// hourColumn returns a column of hours, with what the rule says of whether they are free.
func (c *compiler) hourColumn(i int, r Rule, name string) (survey.Hours, error) {
	column, err := c.column(i, r, name)
	if err != nil {
		return survey.Hours{}, err
	}
	h, ok := column.Values.(survey.Hours)
	if !ok {
		return h, c.badCell(i, r, column, "cell_not_times", func(cell string) bool { _, ok := survey.ParseSpans(cell); return ok })
	}
	if r.Free != nil {
		h.Busy = !*r.Free
	}
	return h, nil
}

// zones returns each member's offset from UTC in half hours.
func (c *compiler) zones(i int, r Rule) ([]int, error) {
	shift := make([]int, c.n)
	if r.ZoneColumn == "" {
		return shift, nil
	}
	column, err := c.column(i, r, r.ZoneColumn)
	if err != nil {
		return nil, err
	}
	zones, ok := column.Values.(survey.Zones)
	if !ok {
		return nil, c.badCell(i, r, column, "cell_not_zone", func(cell string) bool { _, err := survey.ParseZone(cell); return err == nil })
	}
	when := time.Date(2026, time.January, 15, 12, 0, 0, 0, time.UTC)
	for row, zone := range zones {
		if zone != nil {
			_, seconds := when.In(zone).Zone()
			shift[row] = seconds / 1800
		}
	}
	return shift, nil
}
