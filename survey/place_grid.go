package survey

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// An order can be asked for by a grid of either way round: with a column for each place whose cells are options, see [PlaceOf], or with a column
// for each option whose cells are places. Google Forms writes the one or the other, as the rows of its grid are places or options.

var gridPattern = regexp.MustCompile(`^(.*\S)\s*\[([^\[\]]+)\]\s*$`)

// GridOf cuts the header of a grid, "Question [Row]", in two.
func GridOf(header string) (question, row string, ok bool) {
	m := gridPattern.FindStringSubmatch(header)
	if m == nil {
		return header, "", false
	}
	return m[1], strings.TrimSpace(m[2]), true
}

// choicePatterns match headers of columns that have an option each, as programs besides write them: "Rank these (Tea)", "Rank these - Tea", "Rank these: Tea".
var choicePatterns = []*regexp.Regexp{gridPattern, regexp.MustCompile(`^(.*\S)\s*[(（]([^()（）]+)[)）]$`), regexp.MustCompile(`^(.*\S)\s+[-–—]\s+(\S.*)$`), regexp.MustCompile(`^(.*[^\s\d])\s*[:：]\s*(\S.*)$`)}

// ChoiceOf cuts the header of a column of an option in what is asked and the option.
func ChoiceOf(header string) (question, option string, ok bool) {
	for _, re := range choicePatterns {
		if m := re.FindStringSubmatch(header); m != nil {
			return m[1], strings.TrimSpace(m[2]), true
		}
	}
	return header, "", false
}

// PlaceWritten is the place that a text is, from 1: "2", "2nd", "Second choice", "2지망"; 0 where it is none.
func PlaceWritten(text string) int {
	text = strings.TrimSpace(text)
	if m := placeAlone.FindStringSubmatch(text); m != nil {
		return placeIn(m[1], m[2])
	}
	if of, place := PlaceOf(text); place > 0 && orderWords.MatchString(of) && len([]rune(of)) <= longestPlace {
		return place
	}
	return 0
}

// longestPlace is how long the words about a place may be: "most preferred choice" is a place, a sentence is none.
const longestPlace = 25

// choice cuts what the column asks in the question and the option.
func (c Column) choice() (question, option string, ok bool) { return ChoiceOf(cmp.Or(c.Asks, c.Name)) }

// A placed column has the places of an option: those of a grid in which rows are options.
func (c Column) placed() bool {
	_, row, ok := c.choice()
	if !ok || PlaceWritten(row) > 0 || !slices.Contains([]string{"", AsidePlace, AsideText, AsideSerial, AsideConstant, AsideBlank}, c.Aside) {
		return false
	}
	for i := range c.Len() {
		if c.Answered(i) && PlaceWritten(c.Cell(i)) == 0 {
			return false
		}
	}
	return true
}

// turned finds the grids of places: columns of one question, an option each.
func (t Table) turned() (orders [][]Column) {
	grids := map[string][]Column{}
	var stems []string
	for _, c := range t.Columns {
		if stem, _, ok := c.choice(); ok {
			if grids[Fold(stem)] == nil {
				stems = append(stems, Fold(stem))
			}
			grids[Fold(stem)] = append(grids[Fold(stem)], c)
		}
	}
	for _, stem := range stems {
		if isOrder(grids[stem]) {
			orders = append(orders, grids[stem])
		}
	}
	return orders
}

// isOrder reports whether columns of a grid hold places, hardly one twice for a member and none beyond their number. That may as well be
// marks out of so many: either the question or its cells speak of an order, or all of many members give each place once, from the first on.
func isOrder(columns []Column) bool {
	if len(columns) < 2 || slices.ContainsFunc(columns, func(c Column) bool { return !c.placed() }) {
		return false
	}
	stem, _, _ := columns[0].choice()
	said, answered, repeats, gaps := orderWords.MatchString(stem), 0, 0, 0
	for i := range columns[0].Len() {
		seen, most, given := map[int]bool{}, 0, 0
		for _, c := range columns {
			if !c.Answered(i) {
				continue
			}
			place := PlaceWritten(c.Cell(i))
			if place > len(columns) {
				return false
			}
			said = said || orderWords.MatchString(c.Cell(i))
			seen[place], most, given = true, max(most, place), given+1
		}
		answered, repeats, gaps = answered+min(1, given), repeats+min(1, given-len(seen)), gaps+most-len(seen)
	}
	sure := len(columns) > 2 && answered >= surelyOrdered && repeats+gaps == 0
	return answered > 0 && repeatShare*repeats <= answered && (said || sure)
}

// surelyOrdered is how many members who give each place once make a grid an order though no word says so: of three options marked from 1 to 3 by
// chance that is so once in a thousand times.
const surelyOrdered = 5

// OrderOf returns what each member puts in order in a column of ranks, or in columns that together hold an order, from the first place on: ""
// where a place is left out.
func OrderOf(columns []Column) func(row int) []string {
	if ranks, ok := columns[0].Values.(Ranks); ok {
		return func(row int) (all []string) {
			for _, k := range ranks.Of[row] {
				all = append(all, ranks.Names[k])
			}
			return all
		}
	}
	if !isOrder(columns) {
		return func(row int) []string {
			all := make([]string, len(columns))
			for k, c := range columns {
				all[k] = c.Cell(row)
			}
			return all
		}
	}
	return func(row int) []string {
		type at struct {
			place  int
			option string
		}
		var all []at
		for _, c := range columns {
			if _, option, _ := c.choice(); c.Answered(row) {
				all = append(all, at{PlaceWritten(c.Cell(row)), option})
			}
		}
		slices.SortStableFunc(all, func(x, y at) int { return cmp.Compare(x.place, y.place) })
		out := make([]string, len(all))
		for k, a := range all {
			out[k] = a.option
		}
		return out
	}
}
