package survey

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// spellings reads a table in testdata: what is typed, in quotes where it has characters that a line cannot show, and what
// it has to be read as. Tests of pages and commands read the same tables.
func spellings(t testing.TB, name string) [][]string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name + ".tsv")
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		for k, cell := range row {
			if plain, err := strconv.Unquote(cell); err == nil && cell[0] == '"' {
				row[k] = plain
			}
		}
		rows = append(rows, row)
	}
	if len(rows) < 60 {
		t.Fatalf("%s has %d spellings, want at least 60", name, len(rows))
	}
	return rows
}

// hm words a minute of the day.
func hm(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

func TestTimesAsPeopleTypeThem(t *testing.T) {
	for _, row := range spellings(t, "clock") {
		spans, ok := ParseSpans(row[0])
		var said []string
		for _, s := range spans {
			said = append(said, hm(s.From)+"-"+hm(s.To))
		}
		got := strings.Join(said, " ")
		if !ok {
			got = "none"
		}
		if got != row[1] {
			t.Errorf("ParseSpans(%q) = %q, want %q", row[0], got, row[1])
		}
		if c, ok := wholeClock(typed(row[0])); ok && (len(spans) != 1 || spans[0] != Span{c.minute(), c.minute() + 60}) {
			t.Errorf("%q is the time %s, but as a span it is %v", row[0], hm(c.minute()), spans)
		}
	}
}

func TestHalfHoursOfSpans(t *testing.T) {
	spans := []Span{{9 * 60, 10 * 60}, {14*60 + 15, 15*60 + 15}, {23*60 + 30, 24*60 + 30}, {8 * 60, 8*60 + 20}}
	if got, want := HalfHours(spans), []int{18, 19, 28, 29, 47, 48}; !slices.Equal(got, want) {
		t.Errorf("HalfHours(%v) = %v, want %v", spans, got, want)
	}
}

// twelve words a minute so that it says its half of the day, and 24:00.
func twelve(minute int) string {
	if minute == dayLong {
		return "24:00"
	}
	minute %= dayLong
	return fmt.Sprintf("%d:%02d %s", (minute/60+11)%12+1, minute%60, []string{"am", "pm"}[minute/halfLong])
}

func FuzzParseSpans(f *testing.F) {
	for _, row := range spellings(f, "clock") {
		f.Add(row[0])
	}
	f.Fuzz(func(t *testing.T, cell string) {
		spans, ok := ParseSpans(cell)
		if !ok && spans != nil {
			t.Errorf("ParseSpans(%q) is no list of times and yet %v", cell, spans)
		}
		for _, s := range spans {
			if s.From < 0 || s.From > dayLong || s.To <= s.From || s.To > s.From+dayLong {
				t.Errorf("ParseSpans(%q) has %v", cell, s)
			}
			printed := twelve(s.From) + " - " + twelve(s.To)
			if again, ok := ParseSpan(printed); !ok || again != s {
				t.Errorf("ParseSpans(%q) has %v, printed as %q, which is read as %v", cell, s, printed, again)
			}
		}
	})
}

func TestWeekdaysInHeaders(t *testing.T) {
	for _, c := range []struct {
		header string
		day    int
		rest   string
	}{
		{"Monday", 0, ""}, {"mon", 0, ""}, {"Mon.", 0, ""}, {"MONDAYS", 0, ""}, {"(Tue)", 1, ""}, {"Weds:", 2, ""}, {"Thurs", 3, ""},
		{"Ｆｒｉ", 4, ""}, {"토", 5, ""}, {"일요일", 6, ""}, {"[월]", 0, ""},
		{"Free hours [Monday]", 0, "Free hours"}, {"Free hours (Wed)", 2, "Free hours"}, {"가능한 시간 [화요일]", 1, "가능한 시간"},
		{"가능한 시간（수）", 2, "가능한 시간"}, {"월요일 가능한 시간", 0, "가능한 시간"}, {"Thursday: when can you meet?", 3, "when can you meet?"},
		{"Mon_free", 0, "free"}, {"When - Sat", 5, "When"}, {"When (Mon to Fri) [Sunday 8 March]", 6, "When (Mon to Fri)"},
		{"Free on Friday [hours]", 4, "Free on hours"},
		{"Month", -1, "Month"}, {"Satisfaction", -1, "Satisfaction"}, {"Free hours", -1, "Free hours"}, {"3월 2일", -1, "3월 2일"}, {"", -1, ""},
	} {
		if day, rest := DayIn(c.header); day != c.day || rest != c.rest {
			t.Errorf("DayIn(%q) = %d, %q, want %d, %q", c.header, day, rest, c.day, c.rest)
		}
	}
}

func FuzzDayIn(f *testing.F) {
	f.Add("Free hours [Monday]")
	f.Add("월요일 (오후)")
	f.Fuzz(func(t *testing.T, header string) {
		if day, rest := DayIn(header); day < -1 || day > 6 || len(rest) > len(header) || day < 0 && rest != header {
			t.Errorf("DayIn(%q) = %d, %q", header, day, rest)
		}
	})
}

func TestNumbersAsPeopleTypeThem(t *testing.T) {
	for _, row := range spellings(t, "number") {
		got, ok := ParseNumber(row[0])
		want, err := strconv.ParseFloat(row[1], 64)
		if ok != (err == nil) || ok && got != want {
			t.Errorf("ParseNumber(%q) = %v, %v, want %s", row[0], got, ok, row[1])
		}
	}
	for typed, want := range map[string]int{"12": 12, "１２": 12, "3.0": 3, "1,200": 1200, "-7": -7} {
		if got, ok := ParseWhole(typed); !ok || got != want {
			t.Errorf("ParseWhole(%q) = %d, %v, want %d", typed, got, ok, want)
		}
	}
	for _, typed := range []string{"2.5", "2,5", "1e10", "", "two"} {
		if got, ok := ParseWhole(typed); ok {
			t.Errorf("ParseWhole(%q) = %d, want none", typed, got)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, row := range spellings(f, "number") {
		f.Add(row[0])
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, ok := ParseNumber(s)
		if !ok {
			return
		}
		if !(v >= -largest && v <= largest) {
			t.Errorf("ParseNumber(%q) = %v", s, v)
		}
		for _, format := range []byte{'f', 'g', 'e'} {
			printed := strconv.FormatFloat(v, format, -1, 64)
			if again, ok := ParseNumber(printed); len(printed) <= maxDigits && (!ok || again != v) {
				t.Errorf("ParseNumber(%q) = %v, printed as %q, which is read as %v", s, v, printed, again)
			}
		}
	})
}

// winter is when the zones of the table are looked at.
var winter = time.Date(2026, time.January, 15, 12, 0, 0, 0, time.UTC)

func TestZonesAsPeopleTypeThem(t *testing.T) {
	for _, row := range spellings(t, "zone") {
		loc, err := ParseZone(row[0])
		got := ""
		if invalid, ok := errors.AsType[*InvalidError](err); ok {
			got = strings.TrimPrefix(string(invalid.Reason), "zone_")
		} else if err == nil {
			_, east := winter.In(loc).Zone()
			got = strconv.Itoa(east / 60)
		}
		if got != row[1] {
			t.Errorf("ParseZone(%q) = %v, %s, %v, want %s", row[0], loc, got, err, row[1])
		}
	}
}

// Beside a time stand letters that say by themselves how far from UTC it is, and else how far.
func TestWhatAClockIsCalled(t *testing.T) {
	for zone, want := range map[string]string{
		"Asia/Seoul": "KST", "Asia/Tokyo": "JST", "UTC": "UTC", "Europe/Berlin": "CET", "America/New_York": "EST", "Asia/Kolkata": "UTC+05:30", "Asia/Jerusalem": "UTC+02:00",
		"America/Chicago": "UTC-06:00", "Asia/Manila": "UTC+08:00", "Asia/Kathmandu": "UTC+05:45", "Pacific/Chatham": "UTC+13:45", "Australia/Eucla": "UTC+08:45", "UTC+05:20": "UTC+05:20",
	} {
		on, err := ParseZone(zone)
		if err != nil {
			t.Fatalf("%s is no zone: %v", zone, err)
		}
		if got := ClockLetters(time.Date(2026, 1, 15, 12, 0, 0, 0, on)); got != want {
			t.Errorf("in January the clock of %s is called %s, want %s", zone, got, want)
		}
	}
	for _, none := range []string{"posixrules", "Factory", "localtime", "Local"} {
		if zone, err := ParseZone(none); err == nil {
			t.Errorf("%q is taken for the zone %v", none, zone)
		}
	}
}

func TestZonesKeepTheirSummers(t *testing.T) {
	summer := winter.AddDate(0, 6, 0)
	for typed, want := range map[string]int{
		"(GMT-05:00) Eastern Time (US & Canada)": -240, "Eastern Standard Time": -240, "EST": -300, "UTC-5": -300, "UTC+1 Berlin": 120,
		"UTC+9 Berlin": 540, "뉴욕": -240, "CET": 120,
	} {
		loc, err := ParseZone(typed)
		if err != nil {
			t.Errorf("ParseZone(%q): %v", typed, err)
			continue
		}
		if _, east := summer.In(loc).Zone(); east != 60*want {
			t.Errorf("ParseZone(%q) is %d minutes east of UTC in July, want %d", typed, east/60, want)
		}
	}
}

func TestEveryZoneOfTheListIsThere(t *testing.T) {
	names := zoneNames()
	if len(names) < 900 {
		t.Errorf("there are %d names of zones, want at least 900", len(names))
	}
	for name, zone := range names {
		if _, err := loadZone(zone); err != nil && zone != ambiguous {
			t.Errorf("%q means the zone %q, which cannot be loaded: %v", name, zone, err)
		}
		if words := strings.Count(name, " ") + 1; words > longestName {
			t.Errorf("%q has %d words, and only %d are looked up", name, words, longestName)
		}
	}
}

func FuzzParseZone(f *testing.F) {
	for _, row := range spellings(f, "zone") {
		f.Add(row[0])
	}
	f.Fuzz(func(t *testing.T, s string) {
		loc, err := ParseZone(s)
		if err != nil {
			if invalid, ok := errors.AsType[*InvalidError](err); !ok || invalid.Reason != "zone_unknown" && invalid.Reason != "zone_ambiguous" {
				t.Errorf("ParseZone(%q): %v", s, err)
			}
			return
		}
		_, east := winter.In(loc).Zone()
		again, err := ParseZone(loc.String())
		if err != nil {
			t.Fatalf("ParseZone(%q) = %v, which is not read: %v", s, loc, err)
		}
		if _, same := winter.In(again).Zone(); same != east || east < -12*3600 || east > 14*3600 {
			t.Errorf("ParseZone(%q) = %v, %d seconds east, read again as %d", s, loc, east, same)
		}
	})
}

func TestListsInCells(t *testing.T) {
	for _, row := range spellings(t, "list") {
		if got := strings.Join(SplitNames(row[0]), "|"); got != row[1] {
			t.Errorf("SplitNames(%q) = %q, want %q", row[0], got, row[1])
		}
	}
	if got := SplitList(" a, b; c ;a, b;", ";"); !slices.Equal(got, []string{"a, b", "c"}) {
		t.Errorf(`SplitList at ";" = %q, want "a, b" and "c"`, got)
	}
}

func FuzzSplitNames(f *testing.F) {
	for _, row := range spellings(f, "list") {
		f.Add(row[0])
	}
	f.Fuzz(func(t *testing.T, cell string) {
		names := SplitNames(cell)
		if again := SplitNames(strings.Join(names, ";")); !slices.Equal(names, again) {
			t.Errorf("SplitNames(%q) = %q, and joined again %q", cell, names, again)
		}
	})
}

// clubOf enters the members of the table of names.
func clubOf(rows [][]string) (d *Directory, ids []string, typed [][]string) {
	d = NewDirectory()
	for _, row := range rows {
		if row[0] != "member" {
			typed = append(typed, row)
			continue
		}
		d.Add(len(ids), row[1], row[2], row[3])
		ids = append(ids, row[1])
	}
	return d, ids, typed
}

func TestMembersAsPeopleTypeThem(t *testing.T) {
	d, ids, typed := clubOf(spellings(t, "name"))
	for _, row := range typed {
		got := "none"
		if i, ok := d.Find(row[0]); ok {
			got = ids[i]
		}
		if got != row[1] {
			t.Errorf("Find(%q) = %s, want %s", row[0], got, row[1])
		}
	}
}

func FuzzDirectory(f *testing.F) {
	rows := spellings(f, "name")
	for _, row := range rows {
		f.Add(row[0])
	}
	f.Fuzz(func(t *testing.T, name string) {
		d, ids, _ := clubOf(rows)
		i, ok := d.Find(name)
		if ok && (i < 0 || i >= len(ids)) {
			t.Errorf("Find(%q) = %d of %d members", name, i, len(ids))
		}
		two := NewDirectory()
		two.Add(0, "", "", name)
		if _, ok := two.Find(name); ok != (written(name) != "") {
			t.Errorf("Find(%q) = %v of the only member, who is called so", name, ok)
		}
		two.Add(1, "", "", name)
		if i, ok := two.Find(name); ok {
			t.Errorf("Find(%q) = %d of two who are called so", name, i)
		}
	})
}
