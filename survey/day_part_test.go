package survey

import "strings"

import "testing"

// Parts of the day have the hours that they say themselves, in their half of the day, or else ones that are chosen.
func TestPartsOfTheDay(t *testing.T) {
	for text, want := range map[string]string{
		"Morning": "9:00-12:00", "오전": "9:00-12:00", "AFTERNOON": "13:00-18:00", "저녁": "18:00-22:00", "Night": "22:00-24:00", "하루 종일": "9:00-22:00",
		"오전(9-12시)": "said 9:00-12:00", "오후(1-6시)": "said 13:00-18:00", "저녁(6시 이후)": "said 18:00-22:00", "Evening (6-9pm)": "said 18:00-21:00", "Evening (after 6pm)": "said 18:00-22:00",
		"Morning (8am-12pm)": "said 8:00-12:00", "Afternoon: 12-5pm": "said 12:00-17:00", "Morning person": "none", "9-12": "none", "ENFP": "none", "": "none",
	} {
		got := "none"
		if s, said, ok := PartOfDay(text); ok && said {
			got = "said " + s.Clock()
		} else if ok {
			got = s.Clock()
		}
		if got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

// Days with their times in one cell, in Korean and English: times without a day are of the one before, days without times of the times behind.
func TestDaysWithTimesInOneCell(t *testing.T) {
	words := func(cell string) string {
		list, ok := ParseDayList(cell)
		if !ok {
			return "none"
		}
		var out strings.Builder
		for d, spans := range list {
			for _, s := range spans {
				out.WriteString(Weekdays[d][:2] + s.Clock() + " ")
			}
		}
		return out.String()
	}
	for cell, want := range map[string]string{
		"Mon 18-20; Tue 9:30-11": "Mo18:00-20:00 Tu9:30-11:00 ", "월 18시-20시": "Mo18:00-20:00 ", "월 18시-20시, 수 저녁": "Mo18:00-20:00 We18:00-22:00 ",
		"Mon/Wed 18-20": "Mo18:00-20:00 We18:00-20:00 ", "월수 18-20": "Mo18:00-20:00 We18:00-20:00 ", "Mon 9-10, 14-15; Tue 9": "Mo9:00-10:00 Mo14:00-15:00 Tu9:00-10:00 ",
		"Sat, Sun after 6pm": "Sa18:00-22:00 Su18:00-22:00 ", "주말 오전": "Sa9:00-12:00 Su9:00-12:00 ", "Fri-Sat 9-10": "Fr9:00-10:00 Sa9:00-10:00 ", "토 10-12 / 일 14-16": "Sa10:00-12:00 Su14:00-16:00 ",
		"Sun 22-1": "Su22:00-25:00 ", "none": "", "": "", "Mon, Tue": "none", "9-12": "none", "Mon maybe": "none", "Monday blues; Tue 9": "none", "일정 없음": "none",
	} {
		if got := words(cell); got != want {
			t.Errorf("%q lists %q, want %q", cell, got, want)
		}
	}
}

func FuzzDayList(f *testing.F) {
	for _, s := range []string{"Mon 18-20; Tue 9:30-11", "월수금 저녁", "after", "mon-", "9-12 (", "저녁(25시 이후)", "Mon-Mon 9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		list, ok := ParseDayList(cell)
		for _, spans := range list {
			for _, s := range spans {
				if ok && (s.From < 0 || s.From >= s.To || s.To > 2*24*60) {
					t.Errorf("%q lists the span %+v", cell, s)
				}
			}
		}
		if s, _, ok := PartOfDay(cell); ok && (s.From < 0 || s.From >= s.To || s.To > 2*24*60) {
			t.Errorf("%q is the span %+v", cell, s)
		}
	})
}
