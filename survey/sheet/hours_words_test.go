package sheet

import (
	"fmt"
	"strings"
	"testing"

	"dure/survey"
)

// Free times are the same by page and by command, as people write them: days and hours as in want, what is read as something that the cell does not say is told.
func TestHoursAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct {
		header, cells string // between strokes
		want          string // of all rows, the days from Monday 0 and hours
		told          int
	}{
		{"Mon", "0900-1130|18-20|1900~2100|after 6pm|6시 이후|아무 때나", "0:9-11.5|0:18-20|0:19-21|0:18-22|0:18-22|0:9-22", 3},
		{"Free times", "Mon 18-20|weekends|평일 저녁|Sat after 6pm", "0:18-20|5:9-22 6:9-22|0:18-22 1:18-22 2:18-22 3:18-22 4:18-22|5:18-22", 3},
		{"가능한 시간", "월 18-20|주말|상관없음|6시 이후", "0:18-20|5:9-22 6:9-22|" + everyDay("9-22") + "|" + everyDay("18-22"), 3},
		{"Verfügbar Montag", "9-12 Uhr|vormittags|ganztags|18 Uhr bis 20 Uhr", "0:9-12|0:9-12|0:9-22|0:18-20", 2},
		{"Verfügbar", "Mo 18-20; Di 10-12|Do-Fr abends|Wochenende|Mi 9-12 Uhr", "0:18-20 1:10-12|3:18-22 4:18-22|5:9-22 6:9-22|2:9-12", 2},
		{"Disponible", "lunes mañana|martes y jueves 18-20|dom por la tarde", "0:9-12|1:18-20 3:18-20|6:13-18", 2},
		{"参加できる時間帯 [火]", "午前、午後|夜|午前10時～12時|18時以降|なし", "1:9-12 1:13-18|1:18-22|1:10-12|1:18-22|", 4},
		{"요일 [오전]", "월;수|월, 수|화", "0:9-12 2:9-12|0:9-12 2:9-12|1:9-12", 1},
		{"Mon", "9-12|18-20|10-11|14-16|주말", "0:9-12|0:18-20|0:10-11|0:14-16|", 1},
	} {
		cells := strings.Split(c.cells, "|")
		s := mustRead(t, []byte("Name,\""+c.header+"\"\n"+repeat(len(cells), func(i int) string { return fmt.Sprintf("%c,%q", 'A'+i, cells[i]) })))
		table, r := s.Table(As{})
		h, ok := table.Columns[1].Values.(survey.Hours)
		in := proposed(t, s)
		if !ok || in.Questions[0].Kind != survey.Availability {
			t.Errorf("%s: a command reads %T, the page asks %s; want hours", c.header, table.Columns[1].Values, in.Questions[0].Kind)
			continue
		}
		var page, command []string
		for i := range cells {
			page, command = append(page, words(in.Members[i].Answers[0].Week())), append(command, words(h.Of[i]))
		}
		if p, k := strings.Join(page, "|"), strings.Join(command, "|"); p != c.want || k != c.want {
			t.Errorf("%s:\npage    %s\ncommand %s\nwant    %s", c.header, p, k, c.want)
		}
		if told := len(r.Assumed) + len(r.NotUnderstood); told != c.told || len(in.Meanings)+len(in.Unread) != c.told {
			t.Errorf("%s: told are %v and %v, on the page %v and %v; want %d", c.header, r.Assumed, r.NotUnderstood, in.Meanings, in.Unread, c.told)
		}
	}
}

func words(w survey.Week) string {
	var all []string
	for _, r := range w.Ranges() {
		all = append(all, fmt.Sprintf("%d:%v-%v", r.Day, float64(r.From)/60, float64(r.To)/60))
	}
	return strings.Join(all, " ")
}

func everyDay(hours string) string {
	var all []string
	for d := range 7 {
		all = append(all, fmt.Sprintf("%d:%s", d, hours))
	}
	return strings.Join(all, " ")
}

// A day of several of which half of the cells can be read is hours as the others are, and a group of days may be given other hours.
func TestOneDayOfAQuestionAndGroupsOfDays(t *testing.T) {
	if page, command := kindsOf(t, "Name,가능시간(월),가능시간(화)\nA,18-20,오후 7시-9시\nB,19-21,그때 봐서\nC,10-12,19-21\n"); page != command || !strings.HasSuffix(page, "availability availability") {
		t.Errorf("the days are %s on the page and %s to a command, want hours", page, command)
	}
	if page, _ := kindsOf(t, "Name,Day\nA,Mon\nB,weekends\nC,Tue\nD,Mon\n"); strings.Contains(page, "availability") {
		t.Errorf("days without times are %s", page)
	}
	s := mustRead(t, []byte("Name,가능한 시간\nA,월 18-20\nB,주말\nC,수 10-12\n"))
	m := Guess(s)
	m.Meant = map[string]string{"주말": "14:00-16:00"}
	if in, wrong := Apply(s, m); len(wrong) > 0 || words(in.Members[1].Answers[0].Week()) != "5:14-16 6:14-16" {
		t.Errorf("B is free %s, errors %v; want 14 to 16 of the weekend", words(in.Members[1].Answers[0].Week()), wrong)
	}
	for _, years := range []string{"2015-2020", "2018-2022"} {
		if span, ok := survey.ParseSpan(years); ok {
			t.Errorf("%s is read as %s", years, span.Clock())
		}
	}
}

// Graded words of other languages are in their order, and yes and no of them are no scale.
func TestGradedWordsOfOtherLanguages(t *testing.T) {
	for cells, want := range map[string]string{
		"stimme voll zu|stimme gar nicht zu|teils teils|stimme eher zu": "stimme gar nicht zu|2|teils teils|stimme eher zu|stimme voll zu",
		"immer|nie|manchmal|oft": "nie|2|manchmal|oft|immer", "sehr gut|ungenügend|gut|ausreichend": "ungenügend|ausreichend|gut|sehr gut",
		"A veces|Siempre|Nunca": "Nunca|2|A veces|4|Siempre", "De acuerdo|Totalmente en desacuerdo": "Totalmente en desacuerdo|2|3|De acuerdo|5",
		"そう思う|全くそう思わない|非常にそう思う": "全くそう思わない|2|3|そう思う|非常にそう思う", "2급|1급|3급": "3급|2급|1급", "B1|A0|C2|A1": "A0|A1|B1|C2",
		"tout à fait d'accord|pas d'accord": "1|pas d'accord|3|4|tout à fait d'accord",
	} {
		g, ok := survey.Graded(strings.Split(cells, "|"))
		if got := strings.Join(g.Levels, "|"); !ok || got != want {
			t.Errorf("%s are in the order %q (%t), want %q", cells, got, ok, want)
		}
	}
	for _, cells := range [][]string{{"Sí", "No"}, {"はい", "いいえ"}, {"ㅇ", "ㄴ"}, {"Oui", "Non"}} {
		if !yesOrNo(cells) {
			t.Errorf("%v are not yes and no", cells)
		}
	}
}
