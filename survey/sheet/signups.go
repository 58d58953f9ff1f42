package sheet

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"dure/survey"
)

// A sheet on which people sign up has a row for each time, with the names of who can come in one cell or in several; or a row for each name at a time, as SignUpGenius
// writes it; or times in one direction and days in the other. What is free for whom is all there, but no row is a member. A table of members may have a time and the
// names of friends in each row as well: it is told by a column in which each row has a name, an address or an id of its own.

// placeHead matches headers of one of several places that a time has.
var placeHead = regexp.MustCompile(`\D[ #]?\d{1,2}$`)

// A signUp is somebody at a time.
type signUp struct {
	name, email string
	day         int
	span        survey.Span
}

// signUps are who signed up when, and the columns that say neither.
func (s Sheet) signUps() (all []signUp, others []int, ok bool) {
	if len(s.Header) < 2 || len(s.Rows) < 2 {
		return nil, nil, false
	}
	for _, read := range []func() ([]signUp, []int){s.signedRows, s.signedGrid} {
		if all, others := read(); len(all) > 1 {
			return all, others, true
		}
	}
	return nil, nil, false
}

// signedRows reads a row for each time.
func (s Sheet) signedRows() (all []signUp, others []int) {
	when := s.slotCells()
	if when == nil {
		return nil, nil
	}
	emails, first, last := -1, -1, -1
	for j := range s.Header {
		switch c := newColumn(s, j); {
		case slices.Contains(when, j):
		case c.filled.N > 0 && c.share(isEmail) == 1:
			emails = j
		case c.called(firstNames):
			first = j
		case c.called(lastNames):
			last = j
		}
	}
	var named []int
	several := false
	for j := range s.Header {
		c := newColumn(s, j)
		if slices.Contains(when, j) || j == emails || c.filled.N == 0 || (first >= 0 && last >= 0) != (j == first || j == last) {
			continue
		}
		if c.share(func(cell string) bool { return survey.NamesNobody(cell) || personsIn(cell) != nil }) < 1 || c.holdsTimes() || c.chooses() && !c.called(fullNames) && !peopleHead.MatchString(c.label) && !placeHead.MatchString(c.label) && j != first && j != last {
			others = append(others, j)
			continue
		}
		named = append(named, j)
		several = several || slices.ContainsFunc(c.texts, func(cell string) bool { return len(personsIn(cell)) > 1 })
	}
	seen := map[string]bool{}
	again, open := false, false
	for _, row := range s.Rows {
		day, span, ends, _ := s.moment(row, when)
		open = open || !ends
		add := func(name, email string) {
			key := survey.SpellingKey(name)
			again, seen[key] = again || seen[key], true
			all = append(all, signUp{name, email, day, span})
		}
		email := ""
		if emails >= 0 {
			email = strings.TrimSpace(row[emails])
		}
		if first >= 0 && last >= 0 {
			if name := join(row[first], row[last]); name != "" {
				add(name, email)
			}
			continue
		}
		for _, j := range named {
			if names := personsIn(row[j]); !survey.NamesNobody(row[j]) {
				for _, name := range names {
					add(name, map[bool]string{true: email}[len(names)*len(named) == 1])
				}
			}
		}
	}
	if !several && len(named) < 2 && (open || !again) || first >= 0 && !again || s.tellsRows(when, named, several, open) {
		return nil, nil
	}
	return all, others
}

// tellsRows reports whether a column names each row by something of its own, so that rows are members: no column of times, nor one of several names. Beside
// times that do not say until when, which may be of answers, some may have answered twice.
func (s Sheet) tellsRows(when, named []int, several, open bool) bool {
	for j := range s.Header {
		c := newColumn(s, j)
		who := c.called(fullNames) || c.called(refs) || c.share(isEmail) > 0.5
		own := len(c.texts) == len(s.Rows) || open && 4*len(c.texts) >= 3*len(s.Rows)
		if slices.Contains(when, j) || !who || !own || slices.Contains(named, j) && (several && len(named) == 1) {
			continue
		}
		return true
	}
	return false
}

// slotCells are the columns that together say in every row on which day and from when until when, up to three side by side; nil where none do. When a form
// was sent, or somebody came and went, is no such time.
func (s Sheet) slotCells() []int {
	for n := 1; n <= 3; n++ { // the fewest first: what stands beside a time may be a name
		for j := range s.Header[:max(0, len(s.Header)-n+1)] {
			when := []int{j, j + 1, j + 2}[:n]
			if !slices.ContainsFunc(s.Rows, func(row []string) bool { _, _, _, ok := s.moment(row, when); return !ok }) && !slices.ContainsFunc(when, s.notes) {
				return when
			}
		}
	}
	return nil
}

// notes reports whether a program noted the times in a column.
func (s Sheet) notes(j int) bool {
	c := newColumn(s, j)
	return c.holdsStamps() || (c.saysWhen() || c.called(metadata)) && c.holdsTimes()
}

// moment reads the day and the hours in some cells of a row, and whether they say until when.
func (s Sheet) moment(row []string, when []int) (day int, span survey.Span, ends, ok bool) {
	cells := texts(pick(row, when))
	if len(cells) < len(when) {
		return 0, span, false, false
	}
	if len(cells) == 3 {
		cells = []string{cells[0], cells[1] + "-" + cells[2]}
	}
	day, span, open, ok := slotMoment(strings.Join(cells, " "))
	if ok || len(cells) != 2 {
		return day, span, !open, ok
	}
	from, begins := survey.ParseTime(cells[0], false)
	to, ends := survey.ParseTime(cells[1], false)
	minute := func(t time.Time) int { return 60*t.Hour() + t.Minute() }
	if !begins || !ends || !clockInIt.MatchString(cells[0]) || from.YearDay() != to.YearDay() || minute(to) <= minute(from) {
		return 0, span, false, false
	}
	return (int(from.Weekday()) + 6) % 7, survey.Span{From: minute(from), To: minute(to)}, true, true
}

// signedGrid reads times in the first column and days above the others, or a time above each, with names in the cells.
func (s Sheet) signedGrid() (all []signUp, others []int) {
	for j := range s.Header {
		day, span, _, above := slotMoment(s.Header[j])
		if j == 0 && !above {
			continue
		}
		for _, row := range s.Rows {
			if !above {
				var ok bool
				if _, _, _, whole := slotMoment(row[0]); whole { // the header adds no day to it
					return nil, nil
				}
				if day, span, _, ok = slotMoment(s.Header[j] + " " + strings.TrimSpace(row[0])); !ok {
					return nil, nil
				}
			}
			if blank(row[j]) || survey.NamesNobody(row[j]) {
				continue
			}
			names := personsIn(row[j])
			if names == nil {
				return nil, nil
			}
			for _, name := range names {
				all = append(all, signUp{name: name, day: day, span: span})
			}
		}
	}
	return all, nil
}

// fromSignUps makes a row of each name, with the hours of each day for which it stands there.
func (s Sheet) fromSignUps(all []signUp, others []int) Sheet {
	var who survey.Register
	var days []int
	free, emails, shown := map[[2]int]map[int]bool{}, map[int]string{}, map[int]string{}
	for _, u := range all {
		k := who.Number(survey.SpellingKey(u.name) + "\x00" + survey.Fold(u.email))
		if shown[k] == "" {
			shown[k] = u.name
		}
		emails[k] = u.email
		if !slices.Contains(days, u.day) {
			days = append(days, u.day)
		}
		at := [2]int{k, u.day}
		if free[at] == nil {
			free[at] = map[int]bool{}
		}
		for _, half := range survey.HalfHours([]survey.Span{u.span}) {
			free[at][half] = true
		}
	}
	slices.Sort(days)
	mailed := slices.ContainsFunc(all, func(u signUp) bool { return u.email != "" })
	out := s
	out.Rows, out.Lines = nil, nil
	head := []string{"Name"}
	if mailed {
		head = append(head, "Email")
	}
	for _, d := range days {
		head = append(head, "Free hours ["+time.Weekday((d+1)%7).String()+"]")
	}
	for k := range who.Names {
		row := []string{shown[k]}
		if mailed {
			row = append(row, emails[k])
		}
		for _, d := range days {
			row = append(row, halfHours(free[[2]int{k, d}]))
		}
		out.Rows, out.Lines = append(out.Rows, row), append(out.Lines, k+2) // as if the table were written out
	}
	var left []string
	for _, j := range others {
		left = append(left, s.Header[j])
	}
	if left != nil {
		out.Notes = append(slices.Clip(out.Notes), survey.Say("turn_left", "Columns", strings.Join(left, ", ")))
	}
	return out.renamed(head)
}

// slotLines reads text of which every line is a time and names: "Mon 9-10: Kim, Lee".
func slotLines(all []textLine) ([]record, []LeftOutRow) {
	recs := []record{{1, []string{"Time", "Names"}}}
	for _, l := range all {
		text, found := unmark(l.text), false
		for at, r := range text {
			if !strings.ContainsRune(":：|\t,;–—-", r) || found {
				continue
			}
			before, after := strings.TrimSpace(text[:at]), strings.Trim(text[at+len(string(r)):], " \t\"|")
			if _, _, _, is := slotMoment(before); is && (personsIn(after) != nil || after == "" || survey.NamesNobody(after)) {
				recs, found = append(recs, record{l.n, []string{before, after}}), true
			}
		}
		if !found {
			return nil, nil
		}
	}
	if len(recs) < 3 {
		return nil, nil
	}
	return recs, nil
}
