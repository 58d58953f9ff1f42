package sheet

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dure/survey"
)

// The lines of a grid have one scale, on the page and to a command: the labels that stand in any of them, in their order, though each line holds only some. A point
// that the file does not name is called by its number, and told.
func TestLinesOfAGridShareOneScale(t *testing.T) {
	agree := [3][]string{{"Agree", "Somewhat agree", "Strongly agree", "neither agree nor disagree"}, {"Disagree", "Strongly disagree", "Neither agree nor disagree", "Somewhat disagree"}, {"Agree", "Disagree"}}
	seven := "Strongly disagree|Disagree|Somewhat disagree|Neither agree nor disagree|Somewhat agree|Agree|Strongly agree"
	rated := [3][]string{{"Poor", "Good", "Excellent"}, {"Good", "Fair"}, {"Good"}}
	codes := [3][]string{{"A1", "A2", "A5"}, {"A1", "A2", "A3"}, {"A4", "A2"}}
	for name, c := range map[string]struct {
		heads  string
		cells  [3][]string
		use    Use
		levels string
		absent string
	}{
		"Google Forms":           {"I feel [one],I feel [two],I feel [three]", agree, Scale, seven, ""},
		"Qualtrics":              {"How much? - one,How much? - two,How much? - three", agree, Scale, seven, ""},
		"Tally":                  {"How much? (one),How much? (two),How much? (three)", agree, Scale, seven, ""},
		"Microsoft Forms":        {"I like it,I can do it,I want it", agree, Scale, seven, ""},
		"a label nobody gave":    {"Rate [one],Rate [two],Rate [three]", rated, Scale, "1|Poor|Fair|Good|Excellent", "1"},
		"Korean, of seven":       {"동의 [하나],동의 [둘],동의 [셋]", [3][]string{{"그렇다", "약간 그렇다", "매우 그렇다"}, {"그렇지 않다", "보통이다"}, {"그렇다", "약간 그렇지 않다", "매우 그렇지 않다"}}, Scale, "매우 그렇지 않다|그렇지 않다|약간 그렇지 않다|보통이다|약간 그렇다|그렇다|매우 그렇다", ""},
		"LimeSurvey, names":      {"Q06[SQ001],Q06[SQ002],Q06[SQ003]", codes, Scale, "A1|A2|A3|A4|A5", ""},
		"LimeSurvey, numbers":    {"Q06[1],Q06[2],Q06[3]", codes, Scale, "A1|A2|A3|A4|A5", ""},
		"LimeSurvey, for R":      {"Q06_SQ001,Q06_SQ002,Q06_SQ003", codes, Scale, "A1|A2|A3|A4|A5", ""},
		"LimeSurvey, an order":   {"Q05[1],Q05[2],Q05[3]", [3][]string{{"A1", "A2", "A3"}, {"A2", "A3", "A1"}, {"A3", "A1", "A2"}}, Rank, "", ""},
		"words of its own":       {"It was [one],It was [two],It was [three]", [3][]string{{"meh", "super", "fine"}, {"fine", "meh"}, {"super", "awful"}}, OneOf, "meh|super|fine|awful", ""},
		"an order of its own":    {"Often [one],Often [two],Often [three]", [3][]string{{"Never", "Sometimes"}, {"Never", "Almost never"}, {"Often", "Always"}}, OneOf, "Never|Almost never|Sometimes|Often|Always", ""},
		"numbers":                {"Rate [one],Rate [two],Rate [three]", [3][]string{{"1", "5"}, {"2", "3"}, {"7", "4"}}, Scale, "1..7", ""},
		"different questions":    {"Club: study,Club: year,Club: hours", [3][]string{{"Law", "Art"}, {"1학년", "2학년"}, {"20", "35"}}, "", "Law|Art; 1학년|2학년; ", ""},
		"a scale, and what else": {"Q [one],Q [two],Q [Other]", [3][]string{{"Agree", "Disagree"}, {"Strongly agree", "Agree"}, {"Red", "Blue"}}, "", "1|Disagree|3|Agree|Strongly agree; 1|Disagree|3|Agree|Strongly agree; Red|Blue", "1, 3"},
	} {
		s := mustRead(t, []byte("Name,Email,"+c.heads+"\n"+repeat(12, func(i int) string {
			return fmt.Sprintf("Name %c,m%d@club.example,%s,%s,%s", 'A'+i, i, at(c.cells[0], i), at(c.cells[1], i), at(c.cells[2], i))
		})))
		proposed(t, s)
		_, r := s.Table(As{})
		var all []string
		for j, of := range Guess(s).Columns[2:] {
			shown := strings.Join(slices.Concat(of.Levels, of.Options), "|")
			if of.Use == Scale && of.Levels == nil {
				shown = fmt.Sprintf("%d..%d", of.Min, of.Max)
			}
			all = append(all, shown)
			read := r.Columns[2+j]
			if c.use != "" && of.Use != c.use || c.use != "" && c.use != Rank && !strings.EqualFold(shown, c.levels) || c.absent != "" && of.Use == Scale && strings.Join(read.Absent, ", ") != c.absent {
				t.Errorf("%s: column %d is %s of %q, %q not in the file; want %s of %q, and %q", name, 2+j, of.Use, shown, read.Absent, c.use, c.levels, c.absent)
			}
			if read.Order != nil && !slices.Equal(read.Order, slices.Concat(of.Levels, of.Options)) {
				t.Errorf("%s: column %d is in the order %q to a command, and %q on the page", name, 2+j, read.Order, shown)
			}
		}
		if got := strings.Join(all, "; "); c.use == "" && got != c.levels {
			t.Errorf("%s: the columns hold %q, want %q", name, got, c.levels)
		}
	}
}

// A label in another spelling than the other lines have it is the same point to a command, too.
func TestALineInAnotherSpellingHasTheSamePoints(t *testing.T) {
	s := mustRead(t, []byte("Name,Q [a],Q [b]\n"+repeat(12, func(i int) string {
		return fmt.Sprintf("Name %c,%s,%s", 'A'+i, at([]string{"Strongly agree", "Agree", "Neutral"}, i), at([]string{"agree", "STRONGLY agree"}, i))
	})))
	table, _ := s.Table(As{})
	if l, ok := table.Columns[2].Values.(survey.Levels); !ok || l.Of[0] != 3 || l.Of[1] != 4 || len(l.Names) != 5 {
		t.Errorf("the second line is %+v, want points 4 and 5 of five", table.Columns[2].Values)
	}
}
