package survey

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// One number is written "1,200.5", "1.200,5", "1 200,5" or "1'200.5" as the language has it, and "1만 2천" in Korean. Which mark stands before fractions is told by
// those numbers of a column that can be read in one way only.

// A Notation is how the numbers of a list are written.
type Notation struct {
	Comma bool   // a comma stands before fractions, else a point
	Doubt string // the first cell that is another number where it is the other way round; "" where the list tells how it is
}

var (
	writtenNumber = regexp.MustCompile(`^(\D{0,8}?)([1-9]\d{0,2}(?:[.,' ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)(\D{0,20})$`)
	koreanNumber  = regexp.MustCompile(`^(\D{0,8}?)((?:\d[\d.,]*\s*[억만천백]+\s*)+(?:\d[\d,]*)?)(\D{0,20})$`)
	koreanPart    = regexp.MustCompile(`(\d[\d.,]*)\s*([억만천백]*)`)
	pointUnits    = regexp.MustCompile(`(?i)[₩$£¥円엔원]|[가-힣]|\b(won|usd|krw|jpy|gbp)\b`) // of who has a point before fractions
)

// NotationOf returns how numbers are written, of which cells hold one each, with its unit, all but one in five. Comma says what a comma is taken for where nothing
// tells; it is false where the cells are no numbers, or every reader takes them for the same.
func NotationOf(cells Tally, comma bool) (n Notation, ok bool) {
	commas, points, round, marked := 0, 0, true, false
	var either [2]string // of the first cells that are ambiguous, the one with a point and the one with a comma
	unread, given := 0, 0
	for k, cell := range cells.Texts {
		if Missing(cell) {
			continue
		}
		if given += cells.Count[k]; k > soonSeen && 2*unread > given {
			return n, false
		}
		w, ok := readWritten(cell)
		if !ok {
			unread += cells.Count[k]
			continue
		}
		marked = marked || w.korean || strings.ContainsAny(w.number, " ',") || strings.Count(w.number, ".") > 1
		switch w.fraction() {
		case ",":
			commas++
		case ".":
			points++
		case "?":
			at := strings.Count(w.number, ",")
			if either[at] == "" {
				either[at] = cell
			}
			round = round && strings.HasSuffix(w.number, "0")
			if pointUnits.MatchString(w.before + w.behind) {
				points++
			}
			marked = marked || strings.Contains(w.before+w.behind, "€")
		}
	}
	n.Comma = commas > points
	if commas == points && either[1] != "" {
		n.Comma, n.Doubt = comma, either[1]
	} else if commas == points && either[0] != "" && (marked || round || comma) {
		n.Doubt, marked = either[0], true
	}
	return n, marked && given > 0 && 5*unread <= given
}

// soonSeen is after how many texts a list is given up most of which hold no number.
const soonSeen = 50

// Plain returns a cell with its number as programs write it, and as it is where it holds none.
func (n Notation) Plain(cell string) string {
	w, ok := readWritten(cell)
	if !ok {
		return cell
	}
	mark := w.fraction()
	if mark == "?" || mark == "" {
		mark = map[bool]string{true: ",", false: "."}[n.Comma]
	}
	plain := w.number
	if w.korean {
		plain = korean(w.number)
	} else {
		plain = strings.Map(func(r rune) rune {
			switch {
			case string(r) == mark:
				return '.'
			case strings.ContainsRune(" ',.", r):
				return -1
			}
			return r
		}, plain)
	}
	return w.before + plain + w.behind
}

// Says reports whether a text is the number that a cell is in the notation.
func (n Notation) Says(text, cell string) bool {
	a, ok := ParseMeasure(text)
	b, known := ParseMeasure(n.Plain(cell))
	return ok && known && a.Value == b.Value
}

// Other is the notation by which a cell in doubt is the other number.
func (n Notation) Other() Notation { return Notation{!n.Comma, n.Doubt} }

// A numberCell is a number that stands between other text.
type numberCell struct {
	before, number, behind string
	korean                 bool
}

var oneMark = strings.NewReplacer("’", "'", "ʼ", "'", "´", "'", "\u2009", " ", "\u202f", " ", "\u00a0", " ")

func readWritten(cell string) (w numberCell, ok bool) {
	if digits := strings.TrimPrefix(cell, "-"); digits != "" && strings.TrimLeft(digits, "0123456789.") == "" && strings.Count(cell, ".") <= 1 {
		return numberCell{before: strings.TrimSuffix(cell, digits), number: digits}, true // as nearly all numbers in files are written
	}
	if len(cell) > maxDigits || !strings.ContainsAny(cell, "0123456789０１２３４５６７８９") {
		return w, false
	}
	cell = norm.NFKC.String(oneMark.Replace(strings.TrimSpace(cell)))
	m := koreanNumber.FindStringSubmatch(cell)
	if w.korean = m != nil; m == nil {
		m = writtenNumber.FindStringSubmatch(cell)
	}
	if m == nil {
		return w, false
	}
	w.before, w.number, w.behind = m[1], strings.TrimSpace(m[2]), m[3]
	_, ok = ParseMeasure(w.before + "1" + w.behind)
	return w, ok && (w.korean || w.fraction() != "!")
}

// fraction is the mark before the fraction of the number: "" where it has no mark that could be one, "?" where that may part thousands as well, and "!" where it is no number.
func (w numberCell) fraction() string {
	if w.korean {
		return ""
	}
	comma, point := strings.Count(w.number, ","), strings.Count(w.number, ".")
	grouped := strings.ContainsAny(w.number, " '")
	last := strings.LastIndexAny(w.number, ".,")
	switch {
	case comma+point == 0:
		return ""
	case strings.Contains(w.number, " ") && strings.Contains(w.number, "'"), comma > 1 && point > 1, grouped && comma+point > 1:
		return "!"
	case comma > 0 && point > 0:
		if mark := w.number[last : last+1]; strings.Count(w.number, mark) == 1 {
			return mark
		}
		return "!"
	case comma > 1:
		return "."
	case point > 1:
		return ","
	case !grouped && len(w.number)-last == 4 && last <= 3 && w.number[0] != '0':
		return "?"
	}
	return w.number[last : last+1]
}

// korean is the number that digits with words for powers of ten are: "1만 2천 500" is 12500.
func korean(number string) string {
	total, part := 0.0, 0.0
	for _, m := range koreanPart.FindAllStringSubmatch(number, -1) {
		v, _ := strconv.ParseFloat(strings.ReplaceAll(strings.TrimRight(m[1], ".,"), ",", ""), 64)
		ten, whole := 1.0, 0.0
		for _, r := range m[2] {
			switch r {
			case '백':
				ten *= 100
			case '천':
				ten *= 1000
			case '만':
				whole = 1e4
			case '억':
				whole = 1e8
			}
		}
		if part += v * ten; whole > 0 {
			total, part = total+part*whole, 0
		}
	}
	return strconv.FormatFloat(math.Round((total+part)*1e6)/1e6, 'f', -1, 64)
}
