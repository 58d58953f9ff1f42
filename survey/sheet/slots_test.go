package sheet

import (
	"slices"
	"strings"
	"testing"

	"dure/survey"
)

// A poll of times has a column for each, below rows of headers with the month, the day and the hours, or one header with all of them; a grid has a row for each.
// Both are turned into the free hours of each name, on the page and to a command. Who can if need be is free, and that is told.
func TestPollsOfTimesAreTurned(t *testing.T) {
	const same = "Mon 09:00 09:30|Tue 09:00 09:30 14:00 14:30; Mon 10:00 10:30|Tue 09:00 09:30; Mon 09:00 09:30 10:00 10:30|Tue 14:00 14:30"
	for name, c := range map[string]struct{ file, turn, want, need string }{
		"Doodle": {"\"Poll \"\"Team meeting\"\"\",,,,\nhttps://doodle.com/poll/abc,,,,\n,,,,\n,March 2026,,,\n,Mon 2,,Tue 3,\n,9:00 AM – 10:00 AM,10:00 AM – 11:00 AM,9:00 AM – 10:00 AM,2:00 PM – 3:00 PM\n" +
			"Ann Lee,OK,,OK,(OK)\nBo Kim,,OK,OK,\nCy Park,(OK),OK,,OK\nCount,2,2,2,2\n", "turn_slots", same, "(OK)"},
		"Doodle, short rows": {"\"Poll \"\"Team meeting\"\"\"\nhttps://doodle.com/poll/abc\n\n,March 2026,,,\n,Mon 2,,Tue 3,\n,9:00 AM – 10:00 AM,10:00 AM – 11:00 AM,9:00 AM – 10:00 AM,2:00 PM – 3:00 PM\n" +
			"Ann Lee,OK,,OK,OK\nBo Kim,,OK,OK,\nCy Park,OK,OK,,OK\nCount,2,2,2,2\n", "turn_slots", same, ""},
		"Rallly": {"Participant,Mon 2 Mar 2026 9:00 AM - 10:00 AM,Mon 2 Mar 2026 10:00 AM - 11:00 AM,Tue 3 Mar 2026 9:00 AM - 10:00 AM,Tue 3 Mar 2026 2:00 PM - 3:00 PM\n" +
			"Ann Lee,Yes,No,Yes,If need be\nBo Kim,No,Yes,Yes,No\nCy Park,If need be,Yes,No,Yes\n", "turn_slots", same, "If need be"},
		"dates as programs write them": {"Name,2026-03-02 09:00-10:00,2026-03-02 10:00-11:00,2026-03-03 09:00-10:00,2026-03-03 14:00-15:00\nAnn Lee,1,0,1,1\nBo Kim,0,1,1,0\nCy Park,1,1,0,1\n", "turn_slots", same, ""},
		"Korean":                       {",3월 2일 (월),,3월 3일 (화),\n이름,오전 9:00,오전 10:00,오전 9:00,오후 2:00\nAnn Lee,O,,O,△\nBo Kim,,O,O,\nCy Park,△,O,,O\n", "turn_slots", same, "△"},
		"LettuceMeet, half hours": {",Mon 3/2,,Tue 3/3,\n,9:00 AM,9:30 AM,9:00 AM,9:30 AM\nAnn Lee,X,X,,\nBo Kim,,X,X,X\nCy Park,X,,X,X\n", "turn_slots",
			"Mon 09:00 09:30|; Mon 09:30|Tue 09:00 09:30; Mon 09:00|Tue 09:00 09:30", ""},
		"When2meet": {"Time,Ann Lee,Bo Kim,Cy Park\nMonday 09:00:00 AM,1,0,1\nMonday 09:15:00 AM,1,0,1\nMonday 09:30:00 AM,1,1,0\nMonday 09:45:00 AM,1,1,0\nTuesday 09:00:00 AM,0,1,1\nTuesday 09:15:00 AM,0,1,1\nTuesday 09:30:00 AM,0,1,1\nTuesday 09:45:00 AM,0,1,1\n", "turn_times",
			"Mon 09:00 09:30|; Mon 09:30|Tue 09:00 09:30; Mon 09:00|Tue 09:00 09:30", ""},
		"a row for each time": {"Date,Time,Ann Lee,Bo Kim,Cy Park\n2026-03-02,9:00 AM,Yes,,If need be\n2026-03-02,9:30 AM,Yes,Yes,\n2026-03-03,9:00 AM,,Yes,Yes\n2026-03-03,9:30 AM,,Yes,Yes\n", "turn_times",
			"Mon 09:00 09:30|; Mon 09:30|Tue 09:00 09:30; Mon 09:00|Tue 09:00 09:30", "If need be"},
	} {
		s := readText(t, c.file)
		if string(s.Turns()) != c.turn {
			t.Errorf("%s turns by %q, want %q; the header is %q", name, s.Turns(), c.turn, s.Header)
			continue
		}
		s = s.With(Choice{Turn: true})
		in := proposed(t, s)
		table, r := s.Table(As{})
		var page, all []string
		for i, m := range in.Members {
			page = append(page, m.Name)
			var days []string
			for _, column := range table.Columns[1:] {
				day, cell := "", column.Cell(i)
				if cell != "" {
					day = cell[:3] + strings.ReplaceAll(strings.ReplaceAll(cell, cell[:4], " "), ";", "")
				}
				days = append(days, strings.Join(strings.Fields(day), " "))
			}
			all = append(all, strings.Join(days, "|"))
		}
		if got := strings.Join(all, "; "); got != c.want || strings.Join(page, " ") != "Ann Lee Bo Kim Cy Park" {
			t.Errorf("%s: %q are free %q, want %q", name, page, got, c.want)
		}
		q := in.Questions[0]
		if q.Kind != survey.Availability || len(q.Days) != 2 || in.Members[0].Answers[0].IsZero() {
			t.Errorf("%s: the page asks %+v, and Ann answers %+v; want free hours of two days", name, q, in.Members[0].Answers[0])
		}
		need := ""
		if len(r.Assumed) == 1 && r.Assumed[0].Reason == survey.AsNeeded {
			need = r.Assumed[0].Text
		}
		if told := strings.Contains(s.noted(), "need_free"); need != c.need || told != (c.need != "") {
			t.Errorf("%s: a command tells %+v, the page %q; want %q", name, r.Assumed, s.noted(), c.need)
		}
	}
	for _, file := range []string{"Name,Mon,Tue\nAnn,9-12,10-12\nBo,9-12,13-15\n", ",Mon,Tue\n,9-12,10-12\nBo,9-12,13-15\n", "Name,Chess,Go\nAnn,1,0\nBo,0,1\n", "Name,Week 1,Week 2\nAnn,1,0\nBo,0,1\n", "Name,Quiz 1,Quiz 2\nAnn,OK,\nBo,,OK\n"} {
		if s := readText(t, file); s.Turns() != "" || len(s.Rows) != 2 {
			t.Errorf("%q turns by %q with %d rows, want neither turned nor a row lost", file, s.Turns(), len(s.Rows))
		}
	}
}

// noted are the keys of the notes.
func (s Sheet) noted() string {
	var keys []string
	for _, n := range s.Notes {
		keys = append(keys, string(n.Key))
	}
	return strings.Join(keys, " ")
}

// Who says no to every time has answered and is never free; who left every time blank has not answered.
func TestWhoCanAtNoTimeHasAnswered(t *testing.T) {
	for name, file := range map[string]string{
		"times above":    "Name,Mon 2 Mar 2026 9:00,Mon 2 Mar 2026 9:30,Tue 3 Mar 2026 9:00\nAna,1,1,0\nBo,0,0,0\nCy,,,\nDi,1,0,1\n",
		"members beside": "Time,Ana,Bo,Cy,Di\nMon 09:00,1,0,,1\nMon 09:30,1,0,,0\nTue 09:00,0,0,,1\n",
	} {
		s := readText(t, file)
		if s.Turns() == "" {
			t.Errorf("%s: nothing is turned", name)
			continue
		}
		table, _ := s.With(Choice{Turn: true}).Table(As{})
		var answered []bool
		for i := range table.N {
			some := false
			for _, c := range table.Columns {
				some = some || c.Type() == survey.HourColumn && c.Answered(i)
			}
			answered = append(answered, some)
		}
		if want := []bool{true, true, false, true}; !slices.Equal(answered, want) {
			t.Errorf("%s: answered are %v, want %v", name, answered, want)
		}
	}
}
