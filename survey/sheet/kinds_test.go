package sheet

import (
	"fmt"
	"strings"
	"testing"

	"dure/survey"
)

// kindsOf are what an import and a command take the columns for.
func kindsOf(t *testing.T, text string) (page, command string) {
	t.Helper()
	s := readText(t, text)
	var uses, kinds []string
	for _, c := range Guess(s).Columns {
		uses = append(uses, string(c.Use))
	}
	_, r := s.Table(As{})
	for _, c := range r.Columns {
		kinds = append(kinds, c.Kind)
	}
	return strings.Join(uses, " "), strings.Join(kinds, " ")
}

// Pages and commands take cells that may be two things for the same.
func TestCellsThatMayBeTwoThings(t *testing.T) {
	names := []string{"Ana Diaz", "Ben Ode", "Cy Poe", "Di Roe", "Ed Low", "Flo Kay"}
	for what, c := range map[string]struct {
		head          string
		cells         []string
		page, command string
	}{
		"decimal commas":            {"Media", []string{"7,5", "8,25", "6", "9,1", "7,5", "6"}, "number", "number"},
		"marks that rise":           {"Grade", []string{"1,3", "2,7", "1,7", "2,3", "1,3", "2,7"}, "number", "number"},
		"choices by their numbers":  {"Tools", []string{"1,3", "2,4", "3", "1,2,4", "1,3", "2"}, "any_of", "any_of"},
		"two choices at most":       {"Tools", []string{"1,3", "2,4", "3,4", "1,2", "1,3", "2,4"}, "any_of", "any_of"},
		"thousands":                 {"Budget", []string{"1,200", "2,500", "900", "1,200", "900", "800"}, "number", "number"},
		"one choice, ended":         {"Sport", []string{"Chess;", "Judo;", "Chess;", "Judo;", "Go;", "Chess;"}, "any_of", "any_of"},
		"codes of answers":          {"Q01", []string{"A1", "A2", "A1", "A2", "A2", "A1"}, "one_of", "one_of"},
		"levels of a language":      {"German", []string{"A1", "A2", "A1", "A2", "A2", "A1"}, "level", "level"},
		"levels that say so":        {"Q01", []string{"A1", "B2", "A1", "A2", "C1", "A1"}, "level", "level"},
		"an id of rows of the same": {"Student number", []string{"11", "12", "11", "12", "13", "11"}, "id", "id"},
	} {
		var rows strings.Builder
		for i, cell := range c.cells {
			name := names[i]
			if c.page == "id" {
				name = names[cell[1]-'1']
			}
			rows.WriteString(fmt.Sprintf("%s,%q\n", name, cell))
		}
		page, command := kindsOf(t, "Name,"+c.head+"\n"+rows.String())
		if page != "name "+c.page || command != "name "+c.command {
			t.Errorf("%s are %s on the page and %s to a command, want %s and %s", what, page, command, c.page, c.command)
		}
	}
	s := readText(t, "Name,Sport\nAnn,Chess;\nBo,Judo;\nCy,Chess;\nDi,Judo;\n")
	if options := Guess(s).Columns[1].Options; fmt.Sprint(options) != "[Chess Judo]" {
		t.Errorf("options are %q", options)
	}
}

// Places of options are an order however the header parts the option from the question, and a list of the same beside them is not asked again.
func TestPlacesUnderOtherHeadings(t *testing.T) {
	for _, head := range []string{"Rank the topics (%s)", "Rank the topics - %s", "Rank the topics: %s"} {
		var text strings.Builder
		text.WriteString(fmt.Sprintf("Name,Rank the topics,"+head+","+head+","+head+"\n", "AI", "Sea", "Art"))
		for k, order := range []string{"1,2,3", "2,1,3", "3,1,2", "1,3,2", "2,3,1", "3,2,1"} {
			list := make([]string, 3)
			for i, place := range strings.Split(order, ",") {
				list[place[0]-'1'] = []string{"AI", "Sea", "Art"}[i]
			}
			text.WriteString(fmt.Sprintf("Ann %c. Ray,\"%s\",%s\n", 'A'+k, strings.Join(list, ", "), order))
		}
		page, command := kindsOf(t, text.String())
		if page != "name leave_out rank rank rank" || command != "name leave_out rank rank rank" {
			t.Errorf("under %q columns are %s on the page and %s to a command", head, page, command)
		}
		in := proposed(t, readText(t, text.String()))
		if len(in.Questions) != 1 || fmt.Sprint(in.Members[1].Answers[0].Ranked) != "[Sea AI Art]" {
			t.Errorf("under %q %d questions are asked, the second member ranks %v", head, len(in.Questions), in.Members[1].Answers[0].Ranked)
		}
	}
	var qualtrics strings.Builder
	qualtrics.WriteString("StartDate,EndDate,ResponseId,Q1,Q3_1,Q3_2,Q3_3\nStart Date,End Date,Response ID,Your name,Rank these - Tea,Rank these - Milk,Rank these - Water\n")
	for k, order := range []string{"1,2,3", "2,1,3", "3,1,2", "1,3,2", "2,3,1"} {
		qualtrics.WriteString(fmt.Sprintf("2026-03-0%d,2026-03-0%d,R%d,Ann %c. Ray,%s\n", k+1, k+1, k, 'A'+k, order))
	}
	in := proposed(t, readText(t, qualtrics.String()))
	if len(in.Questions) != 1 || in.Questions[0].Kind != survey.Rank || fmt.Sprint(in.Members[1].Answers[0].Ranked) != "[Milk Tea Water]" {
		t.Errorf("ranks of Qualtrics are %+v", in.Questions)
	}
}
