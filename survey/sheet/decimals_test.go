package sheet

import (
	"fmt"
	"strings"
	"testing"

	"dure/survey"
)

// A comma within a number parts no choices, whatever stands about the numbers: "2,5" was 2 and 5.
func TestDecimalCommasPartNothing(t *testing.T) {
	for _, c := range []struct {
		header string
		cells  []string
		want   []string
	}{
		{"Wie viele Stunden pro Woche?", []string{"2,5", "3", "4,0 Std.", "1 Stunde"}, []string{"2.5", "3", "4", "1"}},
		{"Wie viele?", []string{"2,5", "3", "4,0", "1"}, []string{"2.5", "3", "4", "1"}},
		{"Weg zur Uni", []string{"2,5 Meilen", "3 Meilen", "4,0 Meilen", "1 Meile"}, nil},
		{"Codes", []string{"2,5", "3", "4,1", "1"}, nil},
	} {
		var text strings.Builder
		text.WriteString(fmt.Sprintf("Name\t%s\n", c.header))
		for i := range 8 {
			text.WriteString(fmt.Sprintf("Name %c\t%s\n", 'A'+i, c.cells[i%len(c.cells)]))
		}
		s := readText(t, text.String())
		m := Guess(s).Columns[1]
		table, r := s.Table(As{})
		if c.header != "Codes" && (m.Separator != "" || r.Columns[1].Kind == "any_of") {
			t.Errorf("%q: cells are parted by %q, and are %s for a command", c.header, m.Separator, r.Columns[1].Kind)
		}
		if c.want == nil {
			continue
		}
		x, _ := table.Columns[1].Values.(survey.Numbers)
		if m.Use != Number || len(x) < 4 {
			t.Errorf("%q is %s, and %T for a command, want numbers", c.header, m.Use, table.Columns[1].Values)
			continue
		}
		if got := fmt.Sprint(x[:4]); got != "["+strings.Join(c.want, " ")+"]" {
			t.Errorf("%q: %s by command, want %v", c.header, got, c.want)
		}
	}
}
