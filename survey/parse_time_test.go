package survey

import (
	"strings"
	"testing"
	"time"
)

func TestTimesThatProgramsWrite(t *testing.T) {
	for _, row := range spellings(t, "time") {
		want, dayFirst := strings.CutPrefix(row[1], "day ")
		got := "none"
		if at, ok := ParseTime(row[0], dayFirst); ok {
			got = at.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("ParseTime(%q, %v) = %s, want %s", row[0], dayFirst, got, want)
		}
	}
	seoul := time.FixedZone("", 9*3600)
	if at, ok := ParseTimeIn("2026-03-02T15:48", false, seoul); !ok || !at.Equal(time.Date(2026, 3, 2, 6, 48, 0, 0, time.UTC)) {
		t.Errorf("2026-03-02T15:48 in Seoul = %v, %v", at, ok)
	}
}

// Spreadsheets and programs write times as numbers too, which are read only where a column is of times.
func TestTimesThatAreNumbers(t *testing.T) {
	for text, want := range map[string]string{"46083.658727": "2026-03-02T15:48:34Z", "46083": "2026-03-02T00:00:00Z", "1772466514": "2026-03-02T15:48:34Z", "1772466514000": "2026-03-02T15:48:34Z", "7": "none", "2026": "none", "9:00": "none", "": "none"} {
		got := "none"
		if at, ok := ParseSerial(text, time.UTC); ok {
			got = at.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("the number %q is the time %s, want %s", text, got, want)
		}
	}
}

func TestDayBeforeMonth(t *testing.T) {
	for _, c := range []struct {
		cells []string
		want  bool
	}{
		{[]string{"3/2/2026", "25/2/2026"}, true}, {[]string{"3/2/2026", "2/25/2026"}, false}, {[]string{"2026-03-25"}, false}, {nil, false},
	} {
		if got := DayFirst(c.cells); got != c.want {
			t.Errorf("DayFirst(%q) = %v, want %v", c.cells, got, c.want)
		}
	}
}

func FuzzParseTime(f *testing.F) {
	for _, row := range spellings(f, "time") {
		f.Add(row[0], strings.HasPrefix(row[1], "day "))
	}
	f.Fuzz(func(t *testing.T, s string, dayFirst bool) {
		at, ok := ParseTime(s, dayFirst)
		if !ok {
			return
		}
		if at.Year() < 0 || at.Year() > 10000 {
			t.Errorf("ParseTime(%q) = %v", s, at)
		}
		if at.Year() < 1000 || at.Year() > 9999 {
			return
		}
		printed := at.Format(time.RFC3339)
		if again, ok := ParseTime(printed, dayFirst); !ok || !again.Equal(at) {
			t.Errorf("ParseTime(%q) = %v, printed as %q, which is read as %v", s, at, printed, again)
		}
	})
}
