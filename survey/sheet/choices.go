package sheet

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dure/survey"
)

// fewest is how often two texts must stand side by side, and never otherwise, to be taken for
// one option with a comma in it.
const fewest = 3

// listLength is the most bytes of a cell that is taken for a list of choices.
const listLength = 4 * survey.MaxLong

// separators are what may stand between choices. But for the first and the comma they may as well be part of one, so that they are taken for separators only where
// the texts between them come in several cells that are not the same.
var separators = []string{";", "\n", "|", ",", "、", "，", "；", "·", "ㆍ", "・", "•", " / ", "/"}

// dayLists stands for the separator of lists of days, between which nothing need stand: "월화목", "MWF".
const dayLists = "days"

// separator returns what separates choices in the cells of the column, or "" where each cell is one choice.
func (c column) separator() string {
	if survey.AreDayLists(c.label, c.filled.Texts) {
		return dayLists
	}
	sep := separatorOf(c.filled)
	if sep == "," && c.decimals() {
		return ""
	}
	return sep
}

// decimals reports whether commas in the cells are those of decimal fractions: each stands alone in its cell and between digits, and there are words about some
// numbers or the header asks how many. Lists of codes of answers have neither.
func (c column) decimals() bool {
	words := survey.AsksCount(c.label)
	for _, cell := range c.filled.Texts {
		if strings.Contains(cell, ",") && !decimalComma.MatchString(cell) {
			return false
		}
		words = words || strings.ContainsFunc(cell, unicode.IsLetter)
	}
	return words
}

var decimalComma = regexp.MustCompile(`^[^,]*\d,\d[^,]*$`)

// separatorOf returns what separates choices in the cells, or "" where each cell is one choice.
func separatorOf(cells survey.Tally) string {
	if slices.ContainsFunc(cells.Texts, func(c string) bool { return len(c) > listLength }) {
		return ""
	}
	for _, sep := range separators {
		if !slices.ContainsFunc(cells.Texts, func(c string) bool { return strings.Contains(c, sep) }) {
			continue
		}
		many, tokens := 0, map[string]bool{}
		total, once, numbers := 0, 0, 0
		for k, c := range cells.Texts {
			parts := split(c, sep, nil)
			if len(parts) > 1 || sep == ";" && strings.HasSuffix(c, sep) { // as Microsoft Forms ends one choice, too
				many += cells.Count[k]
			}
			for _, p := range parts {
				tokens[p] = true
				numbers += count(isNumber(p))
			}
			total, once = total+len(parts)*cells.Count[k], once+len(parts)
		}
		// Choices repeat, sentences with a comma in them do not; ";" in half of the cells says much by itself.
		repeat := 3*len(tokens) <= 2*total || sep == ";" && 2*many >= cells.N && len(tokens) < total
		if sep != ";" && sep != "," {
			repeat = 3*len(tokens) <= 2*once && (2*numbers < once || strings.Contains("\n|", sep)) // a date has numbers between strokes
		}
		if many > 0 && len(tokens) <= survey.MaxOptions && repeat && !sentences(cells, sep) {
			return sep
		}
	}
	return ""
}

// sentences reports whether most cells in which a separator stands end with a stop, as no list of choices does.
func sentences(cells survey.Tally, sep string) bool {
	parted, ended := 0, 0
	for k, c := range cells.Texts {
		if strings.Contains(c, sep) {
			parted += cells.Count[k]
			ended += cells.Count[k] * count(strings.HasSuffix(strings.TrimSpace(c), "."))
		}
	}
	return 2*ended > parted
}

// optionsOf returns the options that the cells choose from: the texts between separators, but
// with texts that belong together put together. A comma inside an option is told by
// parentheses around it, by a small letter after it where choices begin with capitals, and by
// both texts never standing apart.
func optionsOf(cells survey.Tally, sep string) []string {
	if sep == "" {
		return byCount(cells)
	}
	var lists [][]string
	for _, c := range cells.Texts {
		lists = append(lists, split(c, sep, nil))
	}
	if sep == dayLists {
		days := distinctTexts(slices.Concat(lists...))
		slices.SortStableFunc(days, survey.DayOrder)
		return days
	}
	survey.MergeListSpellings(lists, cells.Count)
	if sep == "," && slices.ContainsFunc(cells.Texts, func(c string) bool { return strings.Contains(c, ", ") }) { // without a space, as Qualtrics joins choices, all part them
		lists = glueSmall(lists, cells.Texts)
		lists = glueInseparable(lists, cells)
	}
	var chosen survey.Tally
	for k, l := range lists {
		for _, o := range l {
			chosen.Add(o, cells.Count[k])
		}
	}
	return byCount(chosen)
}

// choices are those in a cell of a list, as options are called.
func (c Column) choices(cell string) (out []string) {
	for _, choice := range split(cell, cmp.Or(c.Separator, ";"), slices.Concat(c.Options, c.Others)) {
		if k := slices.IndexFunc(c.Options, func(o string) bool { return survey.DayOrder(o, choice) == 0 }); c.Separator == dayLists && k >= 0 && survey.FindSpelling(c.Options, choice) < 0 {
			choice = c.Options[k] // which calls the day otherwise
		}
		if survey.FindSpelling(c.Others, choice) >= 0 {
			choice = c.Options[len(c.Options)-1]
		}
		out = append(out, choice)
	}
	return out
}

// gather takes the options that somebody typed, each only once in a list of many answers, for one that is called Other: some begin with a small letter where the others do not,
// have a comma in them or are sentences, which no form offers.
func (c *Column) gather(options []string, col column) {
	c.Options, c.Others = options, nil
	count, typed, common := map[string]int{}, false, 0
	for k, cell := range col.filled.Texts {
		for _, o := range split(cell, c.Separator, options) {
			count[survey.SpellingKey(o)] += col.filled.Count[k]
		}
	}
	for _, o := range options {
		switch n := count[survey.SpellingKey(o)]; {
		case n > 1:
			common++
		case strings.Contains(o, ", ") || len(strings.Fields(o)) >= sentence:
			typed = true
		}
	}
	if c.Separator != "," || !typed || common < 2 || col.filled.N < enoughToGather {
		return
	}
	kept := slices.DeleteFunc(slices.Clone(options), func(o string) bool { return count[survey.SpellingKey(o)] <= 1 })
	c.Others = slices.DeleteFunc(slices.Clone(options), func(o string) bool { return count[survey.SpellingKey(o)] > 1 })
	name := "Other"
	if strings.ContainsFunc(kept[0], func(r rune) bool { return unicode.Is(unicode.Hangul, r) }) {
		name = "그 외"
	}
	if k := survey.FindSpelling(kept, name); k >= 0 {
		kept = slices.Delete(kept, k, k+1)
	}
	c.Options = append(kept, name)
}

// A text of so many words is a sentence; and of so few answers one that stands once may be any.
const (
	sentence       = 4
	enoughToGather = 10
)

// split returns the choices in a cell. An option that contains the separator stays whole if it is
// among options, the longest that fits first, or if the separator is in parentheses.
func split(cell, sep string, options []string) []string {
	if sep == dayLists {
		return survey.ListDays(cell)
	}
	var out []string
	rest := strings.TrimSpace(cell)
	if list, ok := strings.CutPrefix(rest, "["); ok && strings.HasSuffix(list, "]") {
		rest = strings.TrimSuffix(list, "]") // Python's way to write a list
	}
	for rest != "" {
		var choice string
		if choice, rest = cut(rest, sep, options); choice != "" && !slices.Contains(out, choice) {
			out = append(out, choice)
		}
	}
	return out
}

// cut returns the first choice of s and what follows its separator.
func cut(s, sep string, options []string) (choice, rest string) {
	for _, o := range options {
		if after, ok := strings.CutPrefix(s, o); ok && len(o) > len(choice) {
			mark := cmp.Or(strings.TrimSpace(sep), sep)
			if after = strings.TrimLeft(after, " "); after == "" || strings.HasPrefix(after, mark) {
				choice, rest = o, strings.TrimSpace(strings.TrimPrefix(after, mark))
			}
		}
	}
	if choice != "" {
		return choice, rest
	}
	if end := spelledOption(s, sep, options); end > 0 {
		return strings.TrimSpace(s[:end]), strings.TrimSpace(strings.TrimPrefix(s[end:], sep))
	}
	end := len(s)
	depth := 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '(' && strings.IndexByte(s[i:], ')') > 0:
			depth++
		case s[i] == ')':
			depth = max(0, depth-1)
		case depth == 0 && strings.HasPrefix(s[i:], sep) && !thousands(s, i):
			end = i
		}
		if end < len(s) {
			break
		}
	}
	rest = ""
	if end < len(s) {
		rest = strings.TrimSpace(s[end+len(sep):])
	}
	if s = s[:end]; sep == "\n" {
		s = strings.TrimRight(strings.TrimSpace(s), ",;") // which may stand at the end of a line besides
	}
	return strings.TrimSpace(unquote(strings.TrimSpace(s))), rest
}

// spelledOption is where the longest option with separators in it ends of which another spelling stands at the beginning of s, 0 where none does.
func spelledOption(s, sep string, options []string) (end int) {
	for _, o := range options {
		inside := strings.Count(o, sep)
		if inside == 0 || inside > strings.Count(s, sep) {
			continue
		}
		at := 0
		for range inside {
			at += strings.Index(s[at:], sep) + len(sep)
		}
		if next := strings.Index(s[at:], sep); next >= 0 {
			at += next
		} else {
			at = len(s)
		}
		if at > end && survey.SameSpelling(s[:at], o) {
			end = at
		}
	}
	return end
}

// thousands reports whether the comma at i groups digits, as in "$50,000".
func thousands(s string, i int) bool {
	digit := func(j int) bool { return j >= 0 && j < len(s) && s[j] >= '0' && s[j] <= '9' }
	return s[i] == ',' && digit(i-1) && digit(i+1) && digit(i+2) && digit(i+3) && !digit(i+4)
}

func unquote(s string) string {
	if len(s) >= 2 && s[0] == s[len(s)-1] && (s[0] == '\'' || s[0] == '"') {
		return s[1 : len(s)-1]
	}
	return s
}

// glueSmall puts a text that begins with a small letter to the one before it, where every cell
// begins with another kind of letter. An option that stands by itself elsewhere is left alone: what follows it somebody typed.
func glueSmall(lists [][]string, cells []string) [][]string {
	apart := map[string]bool{} // texts that something else follows, or nothing
	for _, l := range lists {
		for i, text := range l {
			if i+1 == len(l) || !small(l[i+1]) {
				apart[text] = true
			}
		}
	}
	for _, l := range lists {
		if len(l) > 0 && small(l[0]) {
			return lists
		}
	}
	all := glue(lists, cells, func(_, b string) bool { return small(b) })
	if !slices.ContainsFunc(all, func(l []string) bool { return len(l) > 1 }) {
		return all // no cell has several choices
	}
	return glue(lists, cells, func(a, b string) bool { return small(b) && (small(a) || !apart[a]) })
}

func small(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// glueInseparable puts two texts together that always stand side by side, often enough
// not to be chance.
func glueInseparable(lists [][]string, cells survey.Tally) [][]string {
	alone, pairs := map[string]int{}, map[[2]string]int{}
	for c, l := range lists {
		for i, a := range l {
			alone[a] += cells.Count[c]
			if i+1 < len(l) {
				pairs[[2]string{a, l[i+1]}] += cells.Count[c]
			}
		}
	}
	return glue(lists, cells.Texts, func(a, b string) bool {
		k := pairs[[2]string{a, b}]
		return k == alone[a] && k == alone[b] && (k >= fewest || k == fewest-1 && cells.N >= 12) && k < cells.N
	})
}

// glue joins neighbours for which belong holds, as they stand in their cells.
func glue(lists [][]string, cells []string, belong func(a, b string) bool) [][]string {
	out := make([][]string, len(lists))
	for i, l := range lists {
		for j, text := range l {
			if j > 0 && belong(l[j-1], text) {
				whole := out[i][len(out[i])-1] + ", " + text
				if !strings.Contains(cells[i], whole) {
					whole = out[i][len(out[i])-1] + "," + text
				}
				out[i][len(out[i])-1] = whole
				continue
			}
			out[i] = append(out[i], text)
		}
	}
	return out
}

// byCount returns the different texts, each in one spelling, numbered ones in the order of their numbers, others the most frequent first.
func byCount(texts survey.Tally) []string {
	shown, _ := texts.Spellings()
	all, count := distinctTexts(shown), map[string]int{}
	for k, s := range shown {
		count[s] += texts.Count[k]
	}
	order := func(a, b string) int { return count[b] - count[a] }
	if !slices.ContainsFunc(all, func(s string) bool { return !strings.ContainsAny(s, "0123456789") }) {
		order = natural
	}
	slices.SortStableFunc(all, order)
	return all
}

// natural compares texts so that "Section 2" comes before "Section 10".
func natural(a, b string) int {
	digits := func(s string) int { return len(s) - len(strings.TrimLeft(s, "0123456789")) }
	for a != "" && b != "" {
		if x, y := digits(a), digits(b); x > 0 && y > 0 {
			m, n := strings.TrimLeft(a[:x], "0"), strings.TrimLeft(b[:y], "0")
			if c := cmp.Or(len(m)-len(n), strings.Compare(m, n)); c != 0 {
				return c
			}
			a, b = a[x:], b[y:]
			continue
		}
		if a[0] != b[0] {
			return int(a[0]) - int(b[0])
		}
		a, b = a[1:], b[1:]
	}
	return len(a) - len(b)
}
