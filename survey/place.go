package survey

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	// A place behind what is ordered: "Choice 2", "Priorities[2]", "Rank the projects [2nd]", "Your choices [Second]".
	placeHeader = regexp.MustCompile(`(?i)^(.*?\S)\s*(?:[\[#(]?(\d{1,2})(?:st|nd|rd|th|위|등)?[\])]?|[\[(](` + strings.Join(slices.Concat(placeWords...), "|") + `)[\])])$`)
	// A place behind the word for one, and more after it: "Choice 2: activity".
	placeInside = regexp.MustCompile(`(?i)^((?:|.*\W)(?:` + orders + `))\s*#?(\d{1,2})([^\p{L}\d].*)$`)
	// A place before what is ordered: "1st choice", "First preference (activity)", "희망 활동 2순위".
	placeFirst = regexp.MustCompile(`(?i)^(?:(|.*?\D)(\d{1,2})(?:st|nd|rd|th|er|re|ère|e|ème|[.ªº]|차)?|(|.*?[^\p{L}\d])(` + strings.Join(slices.Concat(placeWords...), "|") + `))` +
		`[\s-]*(` + orders + `)([^\p{L}].*)?$`)
	orderWords = regexp.MustCompile(`(?i)priorit|preferred|` + orders)
)

// orders are the words for one of the choices that somebody puts in an order.
const orders = `choice|rang|志望|希望|順位|preference|priority|rank|option|pick|지망|순위|희망|선택|wahl|wunsch|priorität|präferenz|choix|préférence|priorité|vœu|opción|elección|preferencia|prioridad`

// A place by itself: "2", "#2", "2nd", "2위", "second".
var placeAlone = regexp.MustCompile(`(?i)^(?:#?(\d{1,2})(?:st|nd|rd|th|위|등|번|번째)?[.)]?|(` + strings.Join(slices.Concat(placeWords...), "|") + `))$`)

// codedPlace matches the header of a place in an export of codes, as LimeSurvey writes them: "Q05[1]".
var codedPlace = regexp.MustCompile(`^\w+\[\d+\]$`)

// placeWords are the words for each place.
var placeWords = [][]string{
	{"first", "top", "첫 ?번째", "erst(?:e[rs]?)?", "premi(?:er|ère)", "primer[ao]?", "第一"}, {"second", "backup", "back-up", "두 ?번째", "zweit(?:e[rs]?)?", "deuxième|seconde?", "segund[ao]", "第二"},
	{"third", "세 ?번째", "dritt(?:e[rs]?)?", "troisième", "tercer[ao]?", "第三"}, {"fourth", "네 ?번째", "vierte[rs]?", "quatrième", "cuart[ao]"},
	{"fifth", "다섯 ?번째", "fünfte[rs]?", "cinquième", "quint[ao]"}}

// placeNumbers match the words for each place, alone.
var placeNumbers = func() (all []*regexp.Regexp) {
	for _, of := range placeWords {
		all = append(all, regexp.MustCompile(`(?i)^(?:`+strings.Join(of, "|")+`)$`))
	}
	return all
}()

// placeEnd is a place behind the word for one, which ends a header: "choice 2".
var placeEnd = regexp.MustCompile(`(?i)(?:` + orders + `)\s*[\[#(]?\d{1,2}[\])]?$`)

// PlaceOf cuts a header such as "Choice 1", "First choice" or "1지망" in what is ordered and the place, from 1; 0 where it names none. A number before the
// question is the place, "2. Wahl", only where no place stands behind it.
func PlaceOf(header string) (of string, place int) {
	if bare := BareHeading(header); bare != header && (!placeFirst.MatchString(header) || placeFirst.MatchString(bare) || placeEnd.MatchString(bare)) {
		header = bare
	}
	if m := placeFirst.FindStringSubmatch(header); m != nil {
		return m[1] + m[3] + m[5] + m[6], placeIn(m[2], m[4])
	}
	if m := placeHeader.FindStringSubmatch(header); m != nil {
		return m[1], placeIn(m[2], m[3])
	}
	if m := placeInside.FindStringSubmatch(header); m != nil {
		return m[1] + m[3], placeIn(m[2], "")
	}
	return header, 0
}

// emptied is what is left in brackets at the end of what is ordered, once the place is cut out of it.
var emptied = regexp.MustCompile(`^(|.*\S)\s*[\[(]([^\[\]()]*)[\])]?$`)

// OrderTitle is how a question is called of which columns have a place each: of "Which would you like? [Rank" the words before it.
func OrderTitle(of string) string {
	of = BareHeading(of)
	if m := emptied.FindStringSubmatch(of); m != nil && orderWords.MatchString(m[2]) {
		of = cmp.Or(m[1], m[2])
	}
	first, size := utf8.DecodeRuneInString(of)
	return string(unicode.ToUpper(first)) + of[size:]
}

// Choices says of each survey question whether its title names a place among choices, as "Choice 2" does, of which others name another place.
func (s Survey) Choices() map[QuestionID]bool {
	of := map[string]map[QuestionID]bool{}
	for _, q := range s.Questions {
		for _, title := range q.Title.Wordings() {
			stem, place := PlaceOf(title)
			if place == 0 || !orderWords.MatchString(stem) {
				continue
			}
			if of[stem] == nil {
				of[stem] = map[QuestionID]bool{}
			}
			of[stem][q.ID] = true
		}
	}
	choices := map[QuestionID]bool{}
	for _, questions := range of {
		if len(questions) > 1 {
			maps.Copy(choices, questions)
		}
	}
	return choices
}

// placeIn is the place that digits or a word stand for.
func placeIn(digits, word string) int {
	if word == "" {
		place, _ := strconv.Atoi(digits)
		return place
	}
	return 1 + slices.IndexFunc(placeNumbers, func(words *regexp.Regexp) bool { return words.MatchString(word) })
}

// Orders finds columns that together hold an order: "Choice 1", "Choice 2" and so on, one option a place, hardly one twice for a member, or "Order
// [Robot]", "Order [Film]" with places. Each order lists its columns, those of a place each from the first on. In a small club all first choices may differ: options are then what the places have in common.
func (t Table) Orders() (orders [][]string) {
	turned := map[string]bool{}
	for _, columns := range t.turned() {
		names := (Table{Columns: columns}).Names()
		orders = append(orders, names)
		for _, name := range names {
			turned[name] = true
		}
	}
	for _, first := range t.Columns {
		of, place := PlaceOf(first.Name)
		said := orderWords.MatchString(of)
		if place != 1 || turned[first.Name] || !said && !codedPlace.MatchString(first.Name) {
			continue
		}
		var columns []Column
		for k := 1; ; k++ {
			c, ok := find(t.Columns, func(c Column) bool { stem, place := PlaceOf(c.Name); return Fold(stem) == Fold(of) && place == k })
			if !ok || !c.mayBePlace() {
				break
			}
			columns = append(columns, c)
		}
		text := slices.ContainsFunc(columns, func(c Column) bool { return c.Type() == TextColumn })
		if names := (Table{Columns: columns}).Names(); len(columns) > 1 && differ(columns) && (!text || share(columns)) && (said || ordered(columns)) {
			orders = append(orders, names)
		}
	}
	return orders
}

// mayBePlace reports whether a column holds an answer each that says nothing else.
func (c Column) mayBePlace() bool {
	return (c.Type() == OptionColumn || c.Type() == TextColumn) && slices.Contains([]string{"", AsidePlace, AsideText}, c.Aside)
}

// differ reports whether few gave one answer in two of the columns, one in repeatShare of those who answered at most. Whoever did has said
// nothing with the later one; where many did, the columns hold no order.
func differ(columns []Column) bool {
	answered, repeats := repeated(columns)
	return repeatShare*repeats <= answered
}

// ordered reports whether columns of a place each hold an order though no word says so: of many who answered nobody gave one answer twice, and each
// answer stands in several columns.
func ordered(columns []Column) bool {
	answered, repeats := repeated(columns)
	in := map[string]int{}
	for _, c := range columns {
		names, _ := c.Categories()
		for _, name := range names {
			in[SpellingKey(name)]++
		}
	}
	delete(in, "")
	if answered >= surelyOrdered && repeats == 0 && len(in) == len(columns) && allOrNone(columns) {
		return true // each puts all that there is in an order
	}
	return len(columns) > 2 && answered >= 2*surelyOrdered && repeats == 0 && !slices.Contains(slices.Collect(maps.Values(in)), 1)
}

// allOrNone reports whether whoever answered in one of the columns did so in all.
func allOrNone(columns []Column) bool {
	for i := range columns[0].Len() {
		if slices.ContainsFunc(columns, func(c Column) bool { return c.Answered(i) != columns[0].Answered(i) }) {
			return false
		}
	}
	return true
}

// repeated is how many members answered, and how many of them gave one answer twice.
func repeated(columns []Column) (answered, repeats int) {
	for i := range columns[0].Len() {
		seen, given := map[string]bool{}, 0
		for _, c := range columns {
			if c.Answered(i) {
				seen[SpellingKey(c.Cell(i))], given = true, given+1
			}
		}
		answered += min(1, given)
		repeats += min(1, given-len(seen))
	}
	return answered, repeats
}

const repeatShare = 4

// share reports whether the columns take turns with the same answers, each given in two places of three at least.
func share(columns []Column) bool {
	var all Register
	given := 0
	for _, c := range columns {
		for i := range c.Len() {
			if c.Answered(i) {
				all.Number(SpellingKey(c.Cell(i)))
				given++
			}
		}
	}
	return 3*len(all.Names) <= 2*given
}
