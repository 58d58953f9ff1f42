package survey

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Level is how well one speaks each of several languages, which are the question's options: by the levels of the Common
// European Framework of Reference, from "not at all" below them to a native language above.
const Level Kind = "level"

// LanguageLevels are the codes of the levels, from least to most. That one does not speak a language is an answer too.
var LanguageLevels = []string{"none", "A1", "A2", "B1", "B2", "C1", "C2", "native"}

// levelWords are other words for the ends of [LanguageLevels] that people and programs write.
var levelWords = map[string]int{
	"not at all": 0, "no": 0, "없음": 0, "못함": 0, "전혀": 0, "native speaker": 7, "native language": 7, "mother tongue": 7, "모국어": 7, "원어민": 7,
}

// ParseLevel reads a level as people write it, as its number among [LanguageLevels].
func ParseLevel(s string) (int, bool) {
	s = Fold(s)
	if i := slices.IndexFunc(LanguageLevels, func(code string) bool { return Fold(code) == s }); i >= 0 {
		return i, true
	}
	i, ok := levelWords[s]
	return i, ok
}

// levelField is put between the field of a question and the key of a language.
const levelField = "l"

type levelKind struct{ withOptions }

func (levelKind) name() Kind { return Level }

func (levelKind) effort(q Question) float64 { return 4 * float64(len(q.Options)) }

func (levelKind) check(q Question) error { return q.checkOptions(1) }

func (levelKind) parse(q Question, form map[string][]string) (a Answer, wrong *InvalidError) {
	for _, o := range q.Options {
		typed := first(form[q.LevelField(o)])
		if typed == "" {
			continue
		}
		level, ok := ParseLevel(typed)
		if !ok {
			wrong = &InvalidError{Field: q.Field(), Reason: "choice_unknown"}
			continue
		}
		if a.Levels == nil {
			a.Levels = map[int]int{}
		}
		a.Levels[o.Key] = level
	}
	return a, wrong
}

// LevelField is the form field of the level of a language.
func (q Question) LevelField(o Option) string { return q.Field() + levelField + strconv.Itoa(o.Key) }

func (levelKind) fits(q Question, a Answer) Message {
	for key, level := range a.Levels {
		if _, asked := q.Option(key); !asked || level < 0 || level >= len(LanguageLevels) {
			return Say("choice_unknown")
		}
	}
	return Message{}
}

// carry takes the highest level of languages that were merged.
func (levelKind) carry(_, q Question, a Answer) Answer {
	given := a.Levels
	a.Levels = map[int]int{}
	for key, level := range given {
		if o, ok := q.CountsAs(key); ok {
			a.Levels[o.Key] = max(a.Levels[o.Key], level)
		}
	}
	return a
}

// beside keeps the level of each language of which the file says none.
func (levelKind) beside(_ Question, a, was Answer, _ []int) Answer {
	levels := maps.Clone(was.Levels)
	maps.Copy(levels, a.Levels)
	a.Levels = levels
	return a
}

func (levelKind) rated(a Answer) []int { return slices.Collect(maps.Keys(a.Levels)) }

// columns makes a column of each language.
func (levelKind) columns(q Question, answers []Answer, _ *Directory) []Column {
	var all []Column
	for _, o := range q.Options {
		out := Options{Names: LanguageLevels, Of: make([]int, len(answers))}
		for i, a := range answers {
			level, known := a.Levels[o.Key]
			if out.Of[i] = level; !known {
				out.Of[i] = -1
			}
		}
		all = append(all, Column{Name: q.OptionColumn(o), Among: len(q.Options), Values: Levels{out, 0}})
	}
	return all
}

// OptionColumn is the name of the column of one option in [TableOf], for questions that have one of each.
func (q Question) OptionColumn(o Option) string { return q.Column() + " " + o.Code() }

func (levelKind) header(q Question) []Heading {
	var all []Heading
	for _, o := range q.Options {
		part := strings.NewReplacer("[", "(", "]", ")").Replace(o.Label.In(English))
		all = append(all, Heading{q.title() + " [" + part + "]", string(q.Kind), q.LevelField(o), part})
	}
	return all
}

func (levelKind) cells(q Question, a Answer) []string {
	cells := make([]string, len(q.Options))
	for i, o := range q.Options {
		if level, known := a.Levels[o.Key]; known {
			cells[i] = LanguageLevels[level]
		}
	}
	return cells
}

// total says of each language how many speak it at each level; the bar is how many said so at all.
func (levelKind) total(t *Total, given []Answer) {
	for _, o := range t.Question.Options {
		b := Bar{Key: o.Key, Label: o.Label, Counts: make([]int, len(LanguageLevels))}
		for _, a := range given {
			if level, known := a.Levels[o.Key]; known {
				b.Counts[level]++
				b.Count++
			}
		}
		t.Bars = append(t.Bars, b)
	}
}
