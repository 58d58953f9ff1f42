package sheet

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"dure/survey"
)

// Once returns the sheet with the newest row alone of each member of whom ids, or an address and the name, say that several are. It is what an import does;
// what that would ask is assumed instead: that other rows which look alike are of members of their own, and that the last row counts where no time
// says which is the newest. The column id, if any, tells members apart too.
func (s Sheet) Once(id string) Sheet {
	named := s
	named.Who = cmp.Or(id, s.Who)
	g := newGuesser(named)
	g.about()
	a := applier{sheet: s, columns: g.Columns, clock: time.UTC, forwards: map[int]nameOrder{}}
	for j, c := range a.columns {
		switch c.Use {
		case Name:
			a.forwards[j] = g.columns[j].nameOrder()
		case Timestamp:
			a.time = g.columns[j].clock(a.clock)
		}
	}
	for i := range s.Rows {
		a.member(i)
	}
	p := newSorter(a)
	says := p.says
	p.says = func(i int) string {
		if p.rows[i].Email+p.rows[i].Ref == "" {
			return strconv.Itoa(i) // what a page shows as passed over, a command leaves
		}
		return says(i)
	}
	p.joinSure(nil)
	like := p.alike()
	_, passed, undated := p.newest(false)
	s.Assumed = slices.Clip(s.Assumed)
	for i := range s.Rows {
		if t, ok := like[i]; ok && p.rows[i].Name != "" {
			s.assume(t.Line, p.rows[i], survey.Reason(t.Why), t.Like[0])
		}
	}
	for _, i := range undated {
		s.assume(p.rows[i].Line, p.rows[i], survey.AsLastRow, p.rows[i].Line)
	}
	older := map[int]bool{}
	for _, r := range passed {
		older[r.Line] = true
		s.LeftOut = append(slices.Clip(s.LeftOut), LeftOutRow{r.Line, OlderLine, r.By})
	}
	return s.without(func(line int) bool { return older[line] })
}

// assume notes what was assumed of a row and another line.
func (s *Sheet) assume(line int, m Member, why survey.Reason, other int) {
	s.Assumed = append(s.Assumed, Assumed{Row: line, Text: m.who(), TakenAs: []string{strconv.Itoa(other)}, Reason: why})
}

// without returns the sheet without some of its lines.
func (s Sheet) without(line func(int) bool) Sheet {
	rows, lines := s.Rows, s.Lines
	s.Rows, s.Lines = nil, nil
	for i, row := range rows {
		if !line(lines[i]) {
			s.Rows, s.Lines = append(s.Rows, row), append(s.Lines, lines[i])
		}
	}
	return s.afresh()
}
