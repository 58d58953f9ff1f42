package survey

import (
	"cmp"
	"slices"
	"strings"
)

// ShortText is a line of text, LongText some sentences.
const (
	ShortText Kind = "short_text"
	LongText  Kind = "long_text"
)

// The most characters of a text.
const (
	MaxShort = 300
	MaxLong  = 5000
)

var shortText, longText = textKind{kind: ShortText, most: MaxShort, seconds: 10}, textKind{kind: LongText, most: MaxLong, seconds: 25}

type textKind struct {
	plain
	kind    Kind
	most    int // characters
	seconds float64
}

func (k textKind) name() Kind { return k.kind }

func (k textKind) effort(Question) float64 { return k.seconds }

func (textKind) read(*Question, *reader) {}

func (textKind) write(Question, Form) {}

func (textKind) check(Question) error { return nil }

func (textKind) parse(q Question, form map[string][]string) (Answer, *InvalidError) {
	return Answer{Text: typedText(form[q.Field()])}, nil
}

func (k textKind) fits(_ Question, a Answer) Message {
	if runes(a.Text) > k.most {
		return Say("too_long", "Max", k.most)
	}
	return Message{}
}

func (textKind) columns(q Question, answers []Answer, _ *Directory) []Column {
	texts := make(Texts, len(answers))
	for i, a := range answers {
		texts[i] = a.Text
	}
	return []Column{{Name: q.Column(), Aside: AsideText, Values: texts}}
}

func (textKind) cells(_ Question, a Answer) []string { return []string{a.Text} }

// total lists texts; those of a sensitive question would say who wrote them.
func (textKind) total(t *Total, given []Answer) {
	if t.Question.Sensitive {
		return
	}
	for _, a := range given {
		t.Texts = append(t.Texts, a.Text)
	}
	slices.SortFunc(t.Texts, func(a, b string) int { return cmp.Or(strings.Compare(Fold(a), Fold(b)), strings.Compare(a, b)) })
}
