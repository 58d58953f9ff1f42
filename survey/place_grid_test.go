package survey

import (
	"fmt"
	"strings"
	"testing"
)

func TestPlacesWritten(t *testing.T) {
	for text, want := range map[string]int{
		"1": 1, " 2 ": 2, "3rd": 3, "#4": 4, "2위": 2, "1st choice": 1, "Second choice": 2, "first": 1, "2지망": 2, "3순위": 3, "Choice 2": 2, "Rank 1": 1, "1번": 1,
		"": 0, "0.5": 0, "Robot": 0, "100": 0, "Robot 2": 0, "Very much": 0, "I would rather have the first choice of all that there is": 0,
	} {
		if got := PlaceWritten(text); got != want {
			t.Errorf("%q is place %d, want %d", text, got, want)
		}
	}
}

// gridOf is a table of a grid, a column each with a cell a member; "" is no answer.
func gridOf(stem string, rows []string, cells ...string) Table {
	t := Table{}
	for k, row := range rows {
		texts := strings.Split(cells[k], " ")
		for i := range texts {
			texts[i] = strings.Trim(strings.ReplaceAll(texts[i], "_", " "), "-")
		}
		t.N = len(texts)
		t.Columns = append(t.Columns, Column{Name: stem + " [" + row + "]", Values: Texts(texts), Aside: AsideText})
	}
	return t
}

// A grid with a column for each option is an order where its cells are places, each given once, and it is said to be one or plainly is.
func TestOrdersOfOptions(t *testing.T) {
	three := []string{"Robot", "Film", "Garden"}
	for _, c := range []struct {
		name  string
		of    Table
		first string // of the orders of the members, "" where there is none
	}{
		{"numbers", gridOf("Rank the projects", three, "1 2", "2 1", "3 3"), "[Robot Film Garden] [Film Robot Garden]"},
		{"words", gridOf("Projects", three, "1st_choice 3rd_choice", "2nd_choice 1st_choice", "3rd_choice 2nd_choice"), "[Robot Film Garden] [Film Garden Robot]"},
		{"Korean words", gridOf("프로젝트", three, "1지망 -", "2지망 2지망", "- 1지망"), "[Robot Film] [Garden Film]"},
		{"options with numbers", gridOf("희망 순위", []string{"로봇 1", "로봇 2"}, "1위 2위", "2위 1위"), "[로봇 1 로봇 2] [로봇 2 로봇 1]"},
		{"one that nobody names", gridOf("Your preferences", three, "1 2", "2 1", "- -"), "[Robot Film] [Film Robot]"},
		{"no word, but plainly an order", gridOf("Put these from best to worst", three, "1 2 3 1 2", "2 1 1 3 3", "3 3 2 2 1"), "[Robot Film Garden] [Film Robot Garden]"},
		{"one gave a place twice", gridOf("Rank", three, "1 2 1 1", "1 1 2 2", "2 3 3 3"), "[Robot Film Garden] [Film Robot Garden]"},
		{"marks", gridOf("How well do you like these? (preference)", three, "3 3 1", "3 2 3", "3 1 3"), ""},
		{"marks beyond the options", gridOf("Rank by how well you know them", three, "5 4", "4 5", "3 3"), ""},
		{"few members and no word", gridOf("How many evenings", three, "1 2", "2 1", "3 3"), ""},
		{"a column that is none", gridOf("Rank the projects", three, "1 2", "2 1", "yes no"), ""},
	} {
		got := ""
		if orders := c.of.Orders(); len(orders) == 1 && len(orders[0]) == len(c.of.Columns) {
			in := OrderOf(c.of.Columns)
			got = fmt.Sprint(in(0), " ", in(1))
		} else if len(orders) > 0 {
			got = fmt.Sprint(orders)
		}
		if got != c.first {
			t.Errorf("%s: the orders are %q, want %q", c.name, got, c.first)
		}
	}
}
