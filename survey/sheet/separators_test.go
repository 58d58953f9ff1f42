package sheet

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Choices stand between line breaks, as Naver Form writes them, or between other marks: a list, on the page and to a command, where the texts come in several cells
// that are not the same. One of them keeps its comma.
func TestChoicesBetweenAnyMarks(t *testing.T) {
	acts := []string{"축구", "농구", "등산", "독서", "영화, 드라마"}
	of := func(i int) []string {
		if i%3 == 0 {
			return []string{acts[2*i%5]}
		}
		return []string{acts[i%5], acts[(i+2)%5]}
	}
	quoted := func(cells func(i int) string) string {
		return "응답번호,응답일시,이름,하고 싶은 활동 (복수 선택)\n" + repeat(12, func(i int) string {
			return fmt.Sprintf("%d,2026.03.02. 09:%02d,이름%c,\"%s\"", i+1, i, '가'+rune(i), cells(i))
		})
	}
	for _, sep := range []string{"\n", "\r\n", ",\n", "|", " | ", ";", " ; ", "、", "；", "·", "ㆍ", "・", " / ", "/"} {
		s := mustRead(t, []byte(quoted(func(i int) string { return strings.Join(of(i), sep) })))
		in := proposed(t, s)
		column, read, _ := readAs(t, s, s.Header[3])
		q, k := in.question(t, s.Header[3])
		if q.Kind != "any_of" || read.Kind != "any_of" || len(q.Options) != len(acts) {
			t.Errorf("between %q they are %s on the page and %s to a command, with the options %q; want any of %q", sep, q.Kind, read.Kind, q.Options, acts)
			continue
		}
		for i := range in.Members {
			want, page, command := of(i), in.Members[i].Answers[k].Chosen, strings.Split(column.Cell(i), "; ")
			slices.Sort(command)
			if slices.Sort(want); !slices.Equal(slices.Sorted(slices.Values(page)), want) || !slices.Equal(command, want) {
				t.Errorf("between %q row %d is %q on the page and %q to a command, want %q", sep, i, page, command, want)
			}
		}
	}
	for _, cells := range [][]string{
		{"Sales / Marketing", "R&D", "Ops | IT", "HR", "HR"}, {"서울·인천", "부산", "대구·경북", "제주"}, {"2001/03/02", "2001/04/05", "2002/03/05", "2001/03/05"},
		{"TCP/IP", "UDP", "HTTP/2"}, {"I like it.\nVery much.", "No idea.\nSorry.", "I like it.\nSorry."}, {"A1/A2", "B1/B2", "C1/C2"},
	} {
		s := mustRead(t, []byte(quoted(func(i int) string { return at(cells, i) })))
		if _, read, _ := readAs(t, s, s.Header[3]); Guess(s).Columns[3].Use == AnyOf || read.Kind == "any_of" {
			t.Errorf("%q are taken for lists of choices: %+v, %+v", cells, Guess(s).Columns[3], read)
		}
	}
}
