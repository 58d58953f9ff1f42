package sheet

import (
	"fmt"
	"strings"
	"testing"

	"dure/survey"
)

// Numbers with marks between thousands, decimal commas, words for powers of ten and units are one number each, on the page and to a command, as the column tells;
// what it does not tell is asked, with the number that it is taken for until then.
func TestNumbersAsAColumnWritesThem(t *testing.T) {
	for name, c := range map[string]struct {
		cells string
		want  string
		unit  string
		doubt string
	}{
		"German":                {"1.200,50 €|900,00 €|2.050,00 €|1.100 €", "1200.5 900 2050 1100", "€", ""},
		"French":                {"1 200,50|900|2 050,25|1\u202f100", "1200.5 900 2050.25 1100", "", ""},
		"Swiss":                 {"1'200.50|900|2'050.25|1’100", "1200.5 900 2050.25 1100", "", ""},
		"English":               {"$1,200.50|$900|$2,050|USD 30", "1200.5 900 2050 30", "$", ""},
		"won":                   {"₩1,200|₩12,000|₩900|₩1,250,000", "1200 12000 900 1.25e+06", "₩", ""},
		"words for powers":      {"3만 5천 원|2만원|5천원|1만 2,500원", "35000 20000 5000 12500", "원", ""},
		"larger ones":           {"300만원|1억 2천만 원|1,000만원|2천 5백원", "3e+06 1.2e+08 1e+07 2500", "원", ""},
		"people":                {"1,200명|800명|2,500명|950명", "1200 800 2500 950", "명", ""},
		"decimal commas":        {"1,5|2,25|3|0,5", "1.5 2.25 3 0.5", "", ""},
		"halves":                {"1,5|2,5|3|4,5", "1.5 2.5 3 4.5", "", ""},
		"points of thousands":   {"1.234.567|12.000|900|2.500", "1.234567e+06 12000 900 2500", "", ""},
		"a fraction tells":      {"1,200|1.5|2,500.75|3", "1200 1.5 2500.75 3", "", ""},
		"a comma tells":         {"1.200|1,5|2.500,75|3", "1200 1.5 2500.75 3", "", ""},
		"kronor":                {"1 200 kr|900 kr|2 050 kr|75 kr", "1200 900 2050 75", "kr", ""},
		"only commas":           {"1,200|2,500|1,750|3,000", "1200 2500 1750 3000", "", "1,200"},
		"only points":           {"1.200|2.500|1.750|3.000", "1.2 2.5 1.75 3", "", "1.200"},
		"points and euros":      {"1.234 €|2.517 €|1.751 €|3.005 €", "1.234 2.517 1.751 3.005", "€", "1.234 €"},
		"three decimals":        {"1.234|2.517|0.751|3.005", "1.234 2.517 0.751 3.005", "", ""},
		"some that are none":    {"1.200,50 €|900 €|2.050 €|10 €|20 €|30 €|weiß nicht", "1200.5 900 2050 10", "€", ""},
		"in full-width letters": {"１，２００円|９００円|２，０５０円|３０円", "1200 900 2050 30", "円", ""},
	} {
		cells := strings.Split(c.cells, "|")
		s := mustRead(t, []byte("Name,Budget\n"+repeat(14, func(i int) string { return fmt.Sprintf("Name %c,\"%s\"", 'A'+i, at(cells, i)) })))
		in := proposed(t, s)
		column, read, r := readAs(t, s, "Budget")
		x, _ := column.Measured()
		q, k := in.question(t, "Budget")
		var page, command []string
		for i := range 4 {
			command = append(command, fmt.Sprint(at2(x, i)))
			if v := in.Members[i].Answers[k].Number; v != nil {
				page = append(page, fmt.Sprint(*v))
			}
		}
		if p, m := strings.Join(page, " "), strings.Join(command, " "); q.Kind != survey.Number || read.Kind != "number" || p != c.want || m != c.want || q.Unit != c.unit || read.Unit != c.unit {
			t.Errorf("%s: %q is %s %s in %q on the page, and %s %s in %q to a command; want %s in %q", name, c.cells, q.Kind, p, q.Unit, read.Kind, m, read.Unit, c.want, c.unit)
		}
		doubt, told := "", ""
		if len(in.Meanings) == 1 {
			doubt = in.Meanings[0].Text
		}
		if len(r.Assumed) == 1 && r.Assumed[0].Reason == survey.AsNotation {
			told = r.Assumed[0].Text
		}
		if doubt != c.doubt || told != c.doubt || len(in.Meanings) > 1 || len(r.Assumed) > 1 {
			t.Errorf("%s: %q is asked about on the page, and told by a command %q; want %q", name, doubt, told, c.doubt)
		}
	}
}

func at2(x []float64, i int) any {
	if i >= len(x) {
		return "-"
	}
	return x[i]
}

// Who says that a number in doubt is the other one has the whole column read so.
func TestTheOtherNumberIsTakenWhereItIsSaid(t *testing.T) {
	s := mustRead(t, []byte("Name,Budget\n"+repeat(8, func(i int) string {
		return fmt.Sprintf("Name %c,\"%s\"", 'A'+i, at([]string{"1,200", "2,500"}, i))
	})))
	for said, want := range map[string]float64{"": 2500, "1200": 2500, "1.2": 2.5} {
		m := Guess(s)
		m.Meant = map[string]string{survey.Fold("1,200"): said}
		in, wrong := Apply(s, m)
		if len(wrong) > 0 || *in.Members[1].Answers[0].Number != want || len(in.Meanings) != 1 || in.Meanings[0].Bad {
			t.Errorf("with %q, 2,500 is %v, asked about are %+v, mistakes %v; want %v", said, in.Members[1].Answers[0], in.Meanings, wrong, want)
		}
	}
}

// Choices by their numbers, versions, dates, telephones and texts are no numbers in another notation.
func TestOtherTextsAreNoNumbers(t *testing.T) {
	for _, cells := range []string{"1,3|2,4|1,2|3,4", "010-1234-5678|010-2345-6789|010-1111-2222|010-3333-4444", "2,000-3,000|1,000-2,000|0-999|2,000-3,000", "5 백팩|3 가방|5 백팩|2 모자", "2반|3반|1반|2반"} {
		all := strings.Split(cells, "|")
		s := mustRead(t, []byte("Name,Thing\n"+repeat(12, func(i int) string { return fmt.Sprintf("Name %c,\"%s\"", 'A'+i, at(all, i)) })))
		if _, read, _ := readAs(t, s, "Thing"); Guess(s).Columns[1].Use == Number || read.Kind == "number" {
			t.Errorf("%q are taken for numbers", cells)
		}
	}
}
