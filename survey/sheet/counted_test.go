package sheet

import (
	"math"
	"strings"
	"testing"

	"dure/survey"
)

// Numbers are the same by page and by command: none is zero only below a header that counts, codes and words for no answer are listed and count as none, and what is
// counted in another time than the rest is turned into it and told.
func TestNumbersAsPeopleWriteThem(t *testing.T) {
	none := math.NaN()
	for _, c := range []struct {
		header, cells string
		want          []float64
		told          string // what the command tells, by reasons
	}{
		{"경험 연수", "2|3|없음|반년|10|해당 없음|-1|-99", []float64{2, 3, 0, .5, 10, none, none, none}, "no_answer no_answer no_answer"},
		{"Number of siblings", "0|1|2|none|nothing|0개|3", []float64{0, 1, 2, 0, 0, 0, 3}, ""},
		{"Hours per week", "1½ hours|half an hour|3~4|2|하루 2시간", []float64{1.5, .5, 3.5, 2, 14}, "other_time"},
		{"운동 횟수", "주 3회|월 2회|주 1회|주 2회|없음", []float64{3, .46, 1, 2, 0}, "other_time"},
		{"학점", "3.8/4.5|4.0/4.3|92점|3.5|3.2/4.5|4.1/4.5", []float64{3.8, none, none, 3.5, 3.2, 4.1}, "no_number no_number"},
		{"Weight", "70|82|-99|64.5|91", []float64{70, 82, none, 64.5, 91}, "no_answer"},
		{"Hours", "1|2|3|4|5|6", []float64{1, 2, 3, 4, 5, 6}, ""},
	} {
		s := mustRead(t, []byte("Name,"+c.header+"\n"+repeat(len(c.want), func(i int) string {
			return string(rune('A'+i)) + "," + strings.Split(c.cells, "|")[i]
		})))
		table, r := s.Table(As{})
		x, ok := table.Columns[1].Values.(survey.Numbers)
		in := proposed(t, s)
		if !ok || len(in.Questions) != 1 || in.Questions[0].Kind != survey.Number {
			t.Errorf("%s: a command reads %T, the page asks %+v; want numbers", c.header, table.Columns[1].Values, in.Questions)
			continue
		}
		for i, want := range c.want {
			page := none
			if n := in.Members[i].Answers[0].Number; n != nil {
				page = *n
			}
			if !same64(x[i], want) || !same64(page, want) {
				t.Errorf("%s, row %d: %v to a command, %v on the page, want %v", c.header, i+1, x[i], page, want)
			}
		}
		var told []string
		for _, a := range r.Assumed {
			told = append(told, string(a.Reason))
		}
		for _, u := range r.NotUnderstood {
			told = append(told, string(u.Reason))
		}
		if got := strings.Join(told, " "); got != c.told || len(in.Unread)+len(in.Meanings) != len(told) {
			t.Errorf("%s: a command tells %q, want %q; the page lists %v and asks %v", c.header, got, c.told, in.Unread, in.Meanings)
		}
	}
}

func same64(a, b float64) bool { return a == b || a != a && b != b }

// What a number comes to in the time of the others may be said otherwise on the page.
func TestWhatANumberComesToMayBeSaid(t *testing.T) {
	s := mustRead(t, []byte("Name,Hours per week\nA,3\nB,2 hours a day\nC,5\n"))
	m := Guess(s)
	m.Meant = map[string]string{survey.Fold("2 hours a day"): "10"}
	in, wrong := Apply(s, m)
	if len(wrong) > 0 || *in.Members[1].Answers[0].Number != 10 || in.Meanings[0].Bad {
		t.Errorf("B gives %v, asked %+v, errors %v; want 10", in.Members[1].Answers[0].Number, in.Meanings, wrong)
	}
	m.Meant[survey.Fold("2 hours a day")] = "many"
	if in, _ = Apply(s, m); !in.Meanings[0].Bad {
		t.Error("what is no number may be said")
	}
}
