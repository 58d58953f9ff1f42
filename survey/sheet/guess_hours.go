package sheet

import (
	"strings"

	"dure/survey"
)

// availability finds grids of weekdays whose cells are hours, and of hours whose cells are weekdays.
func (g *guesser) availability() {
	timed := map[string]bool{} // questions of which some column holds hours, or that a file out asks
	for j, c := range g.columns {
		if day, q := survey.DayIn(c.label); day >= 0 && g.open(j) && (c.holdsHours() || strings.HasSuffix(q, survey.FreeMark) && c.share(survey.NoTimes) == 1) {
			timed[q] = true
		}
	}
	for j, c := range g.columns {
		if !g.open(j) {
			continue
		}
		if day, q := survey.DayIn(c.label); day >= 0 && timed[q] && (c.filled.N == 0 || 2*c.share(isSpans) >= 1) { // beside other days of the question, half of the cells are enough
			busy := c.busy()
			g.Columns[j] = Column{Use: Availability, Question: freeTitle(q, busy), Day: day, Busy: busy, Blank: c.share(isSpans) < 1}
			continue
		}
		if g.Columns[j].Use == "" && !g.naming[j] && c.holdsWeek() {
			busy := survey.SaysBusy(c.label)
			g.Columns[j] = Column{Use: Availability, Question: freeTitle(c.label, busy), Week: true, Busy: busy, Blank: true}
			continue
		}
		q, part, ok := survey.GridOf(c.label)
		_, isHour := survey.ParseHours(part)
		if ok && isHour && c.share(holdsDays) >= 0.9 {
			busy := c.busy()
			g.Columns[j] = Column{Use: Availability, Question: freeTitle(q, busy), Part: part, Busy: busy}
		}
	}
	g.zones()
}

// zones finds the time zones in which hours are: as a file out calls them, or the first beside the only grid.
func (g *guesser) zones() {
	grids := map[string]bool{}
	for _, c := range g.Columns {
		if c.Use == Availability {
			grids[c.Question] = true
		}
	}
	isZone := func(s string) bool { _, err := survey.ParseZone(s); return err == nil }
	found := len(grids) == 0
	for j, c := range g.columns {
		title, written := strings.CutSuffix(c.label, " "+survey.ZoneMark)
		holds := !found && c.filled.N > 0 && asksZone.MatchString(c.label) && unreadShare*(1-c.share(mayBeZone)) <= 1
		if g.open(j) && (written && grids[title] || holds) {
			g.Columns[j], found = Column{Use: Zone, Blank: c.share(isZone) < 1}, true
		}
	}
}

func isSpans(s string) bool {
	_, ok := survey.ParseSpans(s)
	return ok
}

func holdsDays(s string) bool {
	_, ok := parseDays(s)
	return ok
}
