package survey

import "slices"

// A Kind is how a question is answered.
type Kind string

// A kind is all that is particular to one kind of question. Each stands in a file of its own, kind_*.go; nothing else
// asks of which kind a question is, but what it can do and which columns its answers make.
type kind interface {
	name() Kind

	begin(q *Question)           // sets what most clubs choose for a new question
	read(q *Question, r *reader) // reads the settings of its own from the builder's form
	write(q Question, f Form)    // writes them as they are typed there
	check(q Question) error      // says which setting keeps the question from being asked
	effort(q Question) float64   // says how many seconds an answer takes, beside reading the question

	parse(q Question, form map[string][]string) (Answer, *InvalidError) // reads a member's form; of a mistake, what can be kept
	fits(q Question, a Answer) Message                                  // says why an answer is none to the question; no Key if it is one
	carry(old, q Question, a Answer) Answer                             // what of an answer to the version old means the same in q

	columns(q Question, answers []Answer, known *Directory) []Column // makes typed columns of the answers of members, options called by codes
	header(q Question) []Heading                                     // names its columns in a file
	cells(q Question, a Answer) []string                             // writes an answer below them
}

// A totaler is a kind whose answers are shown taken together.
type totaler interface {
	total(t *Total, given []Answer) // adds up the answers to t.Question
}

// A meaner is a kind of which new words may make answers mean something else.
type meaner interface {
	meaning(q Question, before []Question) int // numbers what answers to q mean, after the versions before it, the oldest first
}

// A rater is a kind whose answers say of each option something else, such as a level, of which one is lost where two options become one.
type rater interface {
	rated(a Answer) []int // the keys of the options of which it says something
}

// A parter is a kind of which a file may have a column for each part of an answer, and not of all.
type parter interface {
	beside(q Question, a, was Answer, parts []int) Answer // puts an answer to parts beside what was answered to the others
}

// A splitter is a kind whose columns in a file are not those of the table.
type splitter interface {
	split(q Question, typed []Column) []Column
}

// plain is what most kinds of question do: without anything to begin with, and with one column in a file. A new version of a
// question asks the same.
type plain struct{}

func (plain) begin(*Question) {}

func (plain) effort(Question) float64 { return 0 } // of what asks nothing

func (plain) carry(_, _ Question, a Answer) Answer { return a }

func (plain) header(q Question) []Heading {
	return []Heading{{q.title(), string(q.Kind), q.Field(), ""}}
}

// kinds lists every kind in the order in which a page offers them, and what stands among questions and asks nothing.
var kinds = []kind{
	scaleKind{}, numberKind{}, oneOfKind{}, anyOfKind{}, rankKind{}, levelKind{}, hoursKind{}, teammatesKind{}, shortText, longText,
	pageKind{},
}

// Kinds are the names of every kind that asks something, in the order in which a page offers them.
var Kinds = func() []Kind {
	var all []Kind
	for _, k := range kinds {
		if k.name().Asks() {
			all = append(all, k.name())
		}
	}
	return all
}()

// Known reports whether there is such a kind, of questions or of what else stands among them.
func (k Kind) Known() bool { return kindOf(k) != nil }

func kindOf(name Kind) kind {
	k, _ := find(kinds, func(k kind) bool { return k.name() == name })
	return k
}

// kind is what a question of its kind can do. Only [Question.Check] may be asked of a question of a kind that is not known.
func (q Question) kind() kind { return kindOf(q.Kind) }

// New returns a question of the kind with what most clubs choose.
func (k Kind) New() Question {
	q := Question{Kind: k}
	q.kind().begin(&q)
	return q
}

// Blank is the question's columns in [TableOf] without members: what they are called, their types and their options.
func (q Question) Blank() []Column { return q.kind().columns(q, nil, nil) }

// Is reports whether the question's answers become columns of the type.
func (q Question) Is(t Type) bool {
	return slices.ContainsFunc(q.Blank(), func(c Column) bool { return c.Type() == t })
}
