package survey

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Column is what the answers to one question, or the cells of one column of a file, are to the mathematics: one value
// for each of n members, read once. No answer is apart from every answer.
type Column struct {
	Name  string // as rules call it
	Asks  string // what it asks, where the file says that apart from the name; "" where it does not
	Among int    // of how many columns of one question it is one, which together count as one; 0 where it is the only one
	Aside string // why its values say nothing that members could be compared by, one of the Aside constants; "" where they do
	Confidence
	Values
}

// Confidence is what may be told of a column's values.
type Confidence int

// How a column was told.
const (
	Public Confidence = iota // to be seen by organizers
	Pooled                   // in confidence; so many gave each answer that teams may be mixed by it, see [Survey.Pooled]
	Sealed                   // in confidence
)

// A Type is what the values of a column are.
type Type string

// The types of column, each with the Go type that holds it.
const (
	NumberColumn Type = "numbers" // [Numbers]
	LevelColumn  Type = "levels"  // [Levels]
	OptionColumn Type = "options" // [Options]
	SetColumn    Type = "sets"    // [Sets]
	RankColumn   Type = "ranks"   // [Ranks]
	HourColumn   Type = "hours"   // [Hours]
	ZoneColumn   Type = "zones"   // [Zones]
	PeopleColumn Type = "people"  // [People]
	TextColumn   Type = "text"    // [Texts]
)

// Values are the values of a column, one for each member.
type Values interface {
	Type() Type
	Len() int
	Answered(i int) bool
	Cell(i int) string      // the answer of member i as one text, "" for none
	Pick(rows []int) Values // the values of some members, in the order of rows

	// join returns the values with those of further members, of the same type, behind them, and blank no answers of n members.
	join(more Values) Values
	blank(n int) Values
}

// Numbers are numbers; NaN is no answer.
type Numbers []float64

func (x Numbers) Type() Type          { return NumberColumn }
func (x Numbers) Len() int            { return len(x) }
func (x Numbers) Answered(i int) bool { return !math.IsNaN(x[i]) }
func (x Numbers) Pick(rows []int) Values {
	return Numbers(pick(x, rows))
}

func (x Numbers) Cell(i int) string {
	if !x.Answered(i) {
		return ""
	}
	return strconv.FormatFloat(x[i], 'f', -1, 64)
}

func (x Numbers) join(more Values) Values { return slices.Concat(x, more.(Numbers)) }
func (x Numbers) blank(n int) Values      { return Numbers(slices.Repeat([]float64{math.NaN()}, n)) }

// Options are choices of one of several options, by their number among Names; -1 is no answer.
type Options struct {
	Names []string
	Of    []int
}

func (o Options) Type() Type             { return OptionColumn }
func (o Options) Len() int               { return len(o.Of) }
func (o Options) Answered(i int) bool    { return o.Of[i] >= 0 }
func (o Options) Pick(rows []int) Values { return Options{o.Names, pick(o.Of, rows)} }

func (o Options) Cell(i int) string {
	if !o.Answered(i) {
		return ""
	}
	return o.Names[o.Of[i]]
}

func (o Options) join(more Values) Values {
	names, at := union(o.Names, more.(Options).Names)
	out := Options{names, slices.Clone(o.Of)}
	for _, k := range more.(Options).Of {
		if k >= 0 {
			k = at[k]
		}
		out.Of = append(out.Of, k)
	}
	return out
}

func (o Options) blank(n int) Values { return Options{Of: slices.Repeat([]int{-1}, n)} }

// Levels are choices of one of several options in an order, from least to most. As a number the first is Low, the next
// Low + 1 and so on.
type Levels struct {
	Options
	Low int
}

func (l Levels) Type() Type             { return LevelColumn }
func (l Levels) Pick(rows []int) Values { return Levels{Options{l.Names, pick(l.Of, rows)}, l.Low} }

func (l Levels) join(more Values) Values {
	return Levels{l.Options.join(more.(Levels).Options).(Options), l.Low}
}

func (l Levels) blank(n int) Values { return Levels{l.Options.blank(n).(Options), l.Low} }

// Sets are choices of any of several options, by their numbers among Names in ascending order; none is no answer.
type Sets struct {
	Names []string
	Of    [][]int
}

func (s Sets) Type() Type             { return SetColumn }
func (s Sets) Len() int               { return len(s.Of) }
func (s Sets) Answered(i int) bool    { return len(s.Of[i]) > 0 }
func (s Sets) Pick(rows []int) Values { return Sets{s.Names, pick(s.Of, rows)} }
func (s Sets) Cell(i int) string      { return joined(s.Names, s.Of[i]) }

func (s Sets) join(more Values) Values {
	out := Sets(Ranks(s).and(Ranks(more.(Sets))))
	for _, of := range out.Of {
		slices.Sort(of)
	}
	return out
}

func (s Sets) blank(n int) Values { return Sets{Of: make([][]int, n)} }

// Ranks are orders of some of several options, by their numbers among Names, the most wanted first; none is no answer.
type Ranks struct {
	Names []string
	Of    [][]int
}

func (r Ranks) Type() Type             { return RankColumn }
func (r Ranks) Len() int               { return len(r.Of) }
func (r Ranks) Answered(i int) bool    { return len(r.Of[i]) > 0 }
func (r Ranks) Pick(rows []int) Values { return Ranks{r.Names, pick(r.Of, rows)} }
func (r Ranks) Cell(i int) string      { return joined(r.Names, r.Of[i]) }

func (r Ranks) join(more Values) Values { return r.and(more.(Ranks)) }

func (r Ranks) and(more Ranks) Ranks {
	names, at := union(r.Names, more.Names)
	out := Ranks{names, slices.Clone(r.Of)}
	for _, list := range more.Of {
		out.Of = append(out.Of, pick(at, list))
	}
	return out
}

func (r Ranks) blank(n int) Values { return Ranks{Of: make([][]int, n)} }

// Texts are free texts; "" is no answer.
type Texts []string

func (t Texts) Type() Type             { return TextColumn }
func (t Texts) Len() int               { return len(t) }
func (t Texts) Answered(i int) bool    { return t[i] != "" }
func (t Texts) Cell(i int) string      { return t[i] }
func (t Texts) Pick(rows []int) Values { return Texts(pick(t, rows)) }

func (t Texts) join(more Values) Values { return slices.Concat(t, more.(Texts)) }
func (t Texts) blank(n int) Values      { return make(Texts, n) }

// Measured returns the values as numbers, NaN where there is no answer; false for values that are none.
func (c Column) Measured() ([]float64, bool) {
	switch v := c.Values.(type) {
	case Numbers:
		return v, true
	case Levels:
		x := make([]float64, v.Len())
		for i, k := range v.Of {
			if x[i] = float64(v.Low + k); k < 0 {
				x[i] = math.NaN()
			}
		}
		return x, true
	}
	return nil, false
}

// Categories returns the categories that values fall into, in the order in which members first show them, and those of
// each member: the option, each of a set or of a ranking, each free half hour, or else the answer as it is. No answer is a category of its own, called "".
func (c Column) Categories() (names []string, of [][]int) {
	var seen Register
	of = make([][]int, c.Len())
	for i := range of {
		for _, name := range categoriesOf(c.Values, i) {
			of[i] = append(of[i], seen.Number(name))
		}
	}
	return seen.Names, of
}

// categoriesOf are the categories of member i.
func categoriesOf(v Values, i int) []string {
	if !v.Answered(i) {
		return []string{""}
	}
	switch v := v.(type) {
	case Sets:
		return pick(v.Names, v.Of[i])
	case Ranks:
		return pick(v.Names, v.Of[i])
	case Hours:
		return v.Of[i].slots()
	}
	return []string{v.Cell(i)}
}

// Codes numbers the different answers in the order in which members first show them; spellings of one text are one. No answer is one of them.
func (c Column) Codes() []int {
	var seen Register
	codes := make([]int, c.Len())
	for i := range codes {
		codes[i] = seen.Number(SpellingKey(c.Cell(i)))
	}
	return codes
}

// A Register numbers names from 0, in the order in which they first come. The zero value has none.
type Register struct {
	Names []string
	at    map[string]int
}

// Number is the number of the name, a new one where it comes for the first time.
func (r *Register) Number(name string) int {
	k, known := r.at[name]
	if !known {
		if r.at == nil {
			r.at = map[string]int{}
		}
		k = len(r.Names)
		r.at[name], r.Names = k, append(r.Names, name)
	}
	return k
}

// CountAnswered is how many members have answered.
func (c Column) CountAnswered() int { return answered(c.Values) }

func answered(v Values) int {
	n := 0
	for i := range v.Len() {
		if v.Answered(i) {
			n++
		}
	}
	return n
}

// renamed returns the values with options called as words have them.
func renamed(v Values, words map[string]string) Values {
	called := func(names []string) []string {
		out := slices.Clone(names)
		for k, name := range names {
			out[k] = cmp.Or(words[name], name)
		}
		return out
	}
	switch v := v.(type) {
	case Options:
		return Options{called(v.Names), v.Of}
	case Levels:
		return Levels{Options{called(v.Names), v.Of}, v.Low}
	case Sets:
		return Sets{called(v.Names), v.Of}
	case Ranks:
		return Ranks{called(v.Names), v.Of}
	}
	return v
}

// union returns names, which are all different, and those of more that are not among them in any spelling, and where each of more is in it.
func union(names, more []string) (all []string, at []int) {
	exact, folded := map[string]int{}, map[string]int{}
	enter := func(name string) int {
		k, key := len(all), SpellingKey(name)
		all, exact[name] = append(all, name), k
		if _, taken := folded[key]; !taken {
			folded[key] = k
		}
		return k
	}
	for _, name := range names {
		enter(name)
	}
	for _, name := range more {
		k, known := exact[name]
		if !known {
			k, known = folded[SpellingKey(name)]
		}
		if !known {
			k = enter(name)
		}
		at = append(at, k)
	}
	return all, at
}

func joined(names []string, of []int) string { return strings.Join(pick(names, of), "; ") }

func pick[T any](x []T, rows []int) []T {
	out := make([]T, len(rows))
	for k, i := range rows {
		out[k] = x[i]
	}
	return out
}
