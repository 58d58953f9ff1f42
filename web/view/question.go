package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"dure/survey"
)

// A questionView is all that pages show of one kind of question. Each stands in a file of its own, question_*.templ.
type questionView interface {
	icon() string                                              // SVG: a small drawing of how it is answered
	settings() []setting                                       // the builder's fields of its own
	grouped(q survey.Question) bool                            // whether it is several inputs under one legend
	input(k asked) templ.Component                             // its part of a member's form
	summary(p Page, q survey.Question) string                  // in few words what can be answered, or ""
	lines(p Page, q survey.Question, a survey.Answer) []string // an answer to read, a line each
	total(p Page, t survey.Total) templ.Component              // answers taken together
	column(p Page, q survey.Question, i int) string            // what column i of [survey.Question.Columns] is called
}

// questionViews has every kind; a test says which is missing.
var questionViews = map[survey.Kind]questionView{
	survey.Scale: scaleView{}, survey.Number: numberView{}, survey.OneOf: oneOfView{}, survey.AnyOf: anyOfView{}, survey.Rank: rankView{},
	survey.Level: levelView{}, survey.Availability: hoursView{}, survey.Teammates: teammatesView{}, survey.ShortText: shortTextView{}, survey.LongText: longTextView{},
	survey.NewPage: pageView{},
}

func viewOf(q survey.Question) questionView { return questionViews[q.Kind] }

// summarized is a text of the question's own that its summary has, if any, by which to tell the summary's language.
func summarized(q survey.Question) survey.Text {
	switch {
	case len(q.Options) > 0:
		return q.Options[0].Label
	case !q.Unit.IsZero():
		return q.Unit
	}
	return q.MinLabel
}

// titled are the kinds of question that have one column, called as they are.
type titled struct{}

func (titled) column(p Page, q survey.Question, _ int) string { return p.In(q.Title) }

// ColumnWords words the columns that a question has in a file.
func ColumnWords(p Page, q survey.Question) []string {
	words := make([]string, len(q.Columns()))
	for i := range words {
		words[i] = viewOf(q).column(p, q, i)
	}
	return words
}

// AnswerLines words an answer for reading, a line each; none for no answer.
func AnswerLines(p Page, q survey.Question, a survey.Answer) []string {
	if a.IsZero() {
		return nil
	}
	return viewOf(q).lines(p, q, a)
}

// Given is what a form of questions shows beside them. Empty, it is the organizer's preview.
type Given struct {
	Answers survey.Answers                        // so far, to the questions as they are asked
	Typed   map[string]string                     // by field: what can be no answer, such as a number made of letters
	Kept    survey.Answers                        // as they were given
	Earlier map[survey.QuestionID]survey.Question // to which version, where the question is another by now
	Newer   Newer
	Marks   map[survey.QuestionID]string // of the answers that are kept
	Mates   []survey.Mate                // whom teammates are chosen from, or those of them whom the form names
	MatesAt string                       // where all are listed, where they are too many for the page
	Doubts  []DoubtCard                  // names in the submitted answers that are not certain, or were decided
}

// Newer are answers that were kept since a form was shown that brings others, and those that wait beside the ones that are kept.
type Newer map[survey.QuestionID]Said

// Said is an answer with the version of the question that it was given to; one that there is not where the device does not show it.
type Said struct {
	survey.Answer
	survey.Question
	Mark  string // by which a form says whether it counts
	Waits bool   // beside the one that is kept, given on another device
}

// hidden reports whether the answer was given in confidence, on another device.
func (s Said) hidden() bool { return s.ID == 0 && !s.IsZero() }

// An asked question is what its part of a form shows: the question and the answer so far.
type asked struct {
	Page
	Given
	before []survey.Question // on the page
	q      survey.Question
	a      survey.Answer
}

// given is what was answered when the question was another, a line each.
func (k asked) given() []string { return AnswerLines(k.Page, k.Earlier[k.q.ID], k.Kept[k.q.ID]) }

func (k asked) field() string { return k.q.Field() }

// describedBy names the help and the error of the question, and between them other lines that tell of it.
func (k asked) describedBy(more ...string) templ.Attributes {
	a := templ.Attributes{}
	var by []string
	if !k.q.Help.IsZero() {
		by = append(by, k.field()+"-help")
	}
	if k.q.Sensitive {
		by = append(by, k.field()+"-sees")
	}
	by = append(by, more...)
	if _, ok := k.Earlier[k.q.ID]; ok {
		by = append(by, k.field()+"-was")
	}
	if _, ok := k.Newer[k.q.ID]; ok {
		by = append(by, k.field()+"-newer")
	}
	if k.Error(k.field()) != "" {
		by = append(by, k.field()+"-error")
	}
	if len(by) > 0 {
		a["aria-describedby"] = strings.Join(by, " ")
	}
	return a
}

// input are the attributes of the question's one input.
func (k asked) input(more ...string) templ.Attributes {
	a := k.describedBy(more...)
	if k.q.Required {
		a["required"] = true
	}
	if k.Error(k.field()) != "" {
		a["aria-invalid"] = "true"
	}
	return a
}

// id is the question's field for its first input, where an error's link leads, and one of its own for every other.
func (k asked) id(i int) string {
	if i == 0 {
		return k.field()
	}
	return fmt.Sprintf("%s-%d", k.field(), i)
}

func (k asked) chosen(key int) bool { return slices.Contains(k.a.Choices, key) }
