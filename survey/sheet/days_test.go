package sheet

import (
	"fmt"
	"strings"
	"testing"
)

// Birthdays are texts, however they are written: they measure nothing and are no choices. Numbers and years that only look like days stay numbers.
func TestBirthdaysAreNoNumbers(t *testing.T) {
	for _, c := range []struct{ header, cells, want string }{
		{"생일", "01.01|12.25|03.05|03.05", "short_text"},
		{"생일", "3월 5일|12월 25일|3월 5일|1월 1일", "short_text"},
		{"생년월일", "990305|011225|990305|020101", "short_text"},
		{"생년월일", "19990305|20011225|19990305|20020101", "short_text"},
		{"생년월일", "99.03.05|01.12.25|99.03.05|02.01.01", "short_text"},
		{"Birthday", "3/5|12/25|3/5|7/4", "short_text"},
		{"Birthday", "1.1|12.25|1.1|7.4", "short_text"},
		{"DOB (MMDD)", "305|1225|305|704", "number"}, // who left a zero out wrote no day
		{"DOB (MMDD)", "0305|1225|0305|0704", "short_text"},
		{"Date of birth", "Jan 5|12 Apr|Jan 5|March 3rd", "short_text"},
		{"Joined", "01.03|12.25|01.03|02.10", "short_text"},
		{"가입", "3월 5일|12월 25일|3월 5일|1월 1일", "short_text"},
		{"GPA", "3.10|2.25|3.10|4.00", "number"},
		{"Rating", "12.25|10.10|11.11|12.25", "number"},
		{"Birth year", "1999|2001|1999|2002", "number"},
		{"Share", "0.10|0.25|0.10|0.30", "number"},
	} {
		cells := strings.Split(c.cells, "|")
		s := readText(t, "Name,"+c.header+"\n"+repeat(24, func(i int) string { return fmt.Sprintf("Name %c,%s", 'A'+i, at(cells, i)) }))
		page := Guess(s).Columns[1].Use
		column, read, _ := readAs(t, s, c.header)
		if string(page) != c.want || read.Kind != c.want || c.want == "short_text" && column.Aside == "" {
			t.Errorf("%s below %q is %s on the page and %s to a command, want %s", c.cells, c.header, page, read.Kind, c.want)
		}
	}
}

// Numbers with a letter for thousands or millions are numbers; where the letter may be a unit they stay choices.
func TestLettersForThousands(t *testing.T) {
	for _, c := range []struct{ cells, want string }{
		{"10k|1.5k|800|2K", "10000 1500 800 2000"},
		{"$10k|$1.5k|$800|$2k", "10000 1500 800 2000"},
		{"1M|2.5M|300k|800k", "1e+06 2.5e+06 300000 800000"},
		{"10K+|5K|2.5k|3k", "10000 5000 2500 3000"},
		{"2만|3만 5천|5천|1.5만", "20000 35000 5000 15000"},
		{"1M|2.5m|300k|5m", ""},
		{"5km|10km|5km|3km", "5 10 5 3"},
		{"90m|45m|30m|1h", "90 45 30 60"},
	} {
		cells := strings.Split(c.cells, "|")
		s := readText(t, "Name,Reach\n"+repeat(12, func(i int) string { return fmt.Sprintf("Name %c,%s", 'A'+i, at(cells, i)) }))
		in := proposed(t, s)
		var got []string
		for i := range 4 {
			if v := in.Members[i].Answers[0].Number; v != nil {
				got = append(got, fmt.Sprint(*v))
			}
		}
		if read := strings.Join(got, " "); read != c.want {
			t.Errorf("%s is read as %s, want %s", c.cells, read, c.want)
		}
	}
	s := readText(t, "Name,Income\n"+repeat(12, func(i int) string {
		return fmt.Sprintf("Name %c,%s", 'A'+i, at([]string{"under 10k", "10k-50k", "50k+"}, i))
	}))
	if c := Guess(s).Columns[1]; c.Use != OneOf || strings.Join(c.Options, " ") != "under 10k 10k-50k 50k+" || !c.Ordered {
		t.Errorf("stretches are %s of %q, want an order", c.Use, c.Options)
	}
}
