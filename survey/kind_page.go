package survey

import "slices"

// NewPage begins a page of the form, with a title and a help text of its own. It asks nothing and has no answer.
const NewPage Kind = "page"

type pageKind struct{ plain }

func (pageKind) name() Kind { return NewPage }

func (pageKind) read(*Question, *reader) {}

func (pageKind) write(Question, Form) {}

func (pageKind) check(Question) error { return nil }

func (pageKind) parse(Question, map[string][]string) (Answer, *InvalidError) { return Answer{}, nil }

func (pageKind) fits(Question, Answer) Message { return Say("choice_unknown") }

func (pageKind) columns(Question, []Answer, *Directory) []Column { return nil }

func (pageKind) header(Question) []Heading { return nil }

func (pageKind) cells(Question, Answer) []string { return nil }

// Items are the kinds of what stands in a survey: questions, and the beginning of a page.
var Items = append(slices.Clone(Kinds), NewPage)

// Asks reports whether it is a kind of question.
func (k Kind) Asks() bool { return k != NewPage }

// IsPage reports whether the question only begins a page.
func (q Question) IsPage() bool { return !q.Kind.Asks() }

// Asked are the questions that ask something.
func (s Survey) Asked() []Question {
	var all []Question
	for _, q := range s.Questions {
		if !q.IsPage() {
			all = append(all, q)
		}
	}
	return all
}

// A Page is one page of the form.
type Page struct {
	Head      Question // what begins it; nothing on the first page of a survey that begins with a question
	Questions []Question
}

// PageField is the form field that says which page the form shows, by the number of its [Page.Head].
const PageField = "page"

// Pages are the pages of the form for a member with these answers, to the current versions. A question that depends on another
// one of its page is on it in any case: which it is can change while the page is open.
func (s Survey) Pages(as Answers) []Page {
	shown := s.shown(as)
	var all []Page
	page, empty := Page{}, true // as far as it asks nothing of anybody
	end := func() {
		if len(page.Questions) > 0 || page.Head.ID != 0 && empty && shown[page.Head.ID] {
			all = append(all, page)
		}
	}
	for _, q := range s.Questions {
		if q.IsPage() {
			end()
			page, empty = Page{Head: q}, true
			continue
		}
		empty = false
		if shown[q.ID] || page.decides(q, shown) {
			page.Questions = append(page.Questions, q)
		}
	}
	end()
	return all
}

// AllPages are the pages of a form that asks everything, whatever is answered.
func (s Survey) AllPages() []Page {
	var all []Page
	for _, q := range s.Questions {
		switch {
		case q.IsPage():
			all = append(all, Page{Head: q})
		case len(all) == 0:
			all = append(all, Page{Questions: []Question{q}})
		default:
			last := &all[len(all)-1]
			last.Questions = append(last.Questions, q)
		}
	}
	return all
}

// PagesVary reports whether some members go through fewer pages than others: one is asked of some only, or all that is on it is.
func (s Survey) PagesVary() bool {
	ofSome := func(q Question) bool { _, some := s.Deciding(q); return some }
	return slices.ContainsFunc(s.AllPages(), func(p Page) bool {
		return ofSome(p.Head) || len(p.Questions) > 0 && !slices.ContainsFunc(p.Questions, func(q Question) bool { return !ofSome(q) })
	})
}

// decides reports whether answers on the page decide on whether it asks the question.
func (p Page) decides(q Question, shown map[QuestionID]bool) bool {
	if q.Show == nil || p.Head.ID != 0 && !shown[p.Head.ID] {
		return false
	}
	_, here := p.Question(q.Show.Question)
	return here
}

// Question returns the question of the page with the id.
func (p Page) Question(id QuestionID) (Question, bool) {
	return find(p.Questions, func(q Question) bool { return q.ID == id })
}
