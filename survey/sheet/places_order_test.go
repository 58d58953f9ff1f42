package sheet

import (
	"fmt"
	"strings"
	"testing"
)

// Places and classes have an order that no alphabet and no count has.
func TestPlacesAndClassesHaveAnOrder(t *testing.T) {
	for _, c := range []struct{ header, cells, want string }{
		{"How sure", "First choice,Second choice,Third choice,First choice,First choice,Second choice", "Third choice<Second choice<First choice"},
		{"지원 순서", "1지망,2지망,1지망,3지망,1지망,2지망", "3지망<2지망<1지망"},
		{"컴활 자격증", "1급,2급,없음,2급,1급,2급", "없음<2급<1급"},
		{"TOPIK 등급", "6급,2급,4급,2급,6급,4급", "2급<4급<6급"},
		{"Year", "1st,3rd,2nd,4th,1st,2nd", "1st<2nd<3rd<4th"},
		{"Class year", "First,Second,First,Third,First,Second", "First<Second<Third"},
		{"Place in the contest", "1st,3rd,2nd,3rd,1st,2nd", "3rd<2nd<1st"},
		{"Seat", "1,3,2,3,1,2", ""},
		{"문항", "1번,2번,1번,3번,1번,2번", ""},
	} {
		var rows []string
		for i, cell := range strings.Split(c.cells, ",") {
			rows = append(rows, fmt.Sprintf("Name %c,%s", 'A'+i, cell))
		}
		s := readText(t, "Name,"+c.header+"\n"+strings.Join(rows, "\n")+"\n")
		got := ""
		if q := Guess(s).Columns[1]; q.Ordered {
			got = strings.Join(q.Options, "<")
		}
		if got != c.want {
			t.Errorf("%q of %s are in the order %q, want %q", c.header, c.cells, got, c.want)
		}
		if _, r := s.Table(As{}); strings.Join(r.Columns[1].Order, "<") != c.want {
			t.Errorf("%q of %s are in the order %q for a command, want %q", c.header, c.cells, r.Columns[1].Order, c.want)
		}
	}
}
