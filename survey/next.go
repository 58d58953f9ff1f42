package survey

import (
	"regexp"
	"strconv"
	"strings"
)

// A Following is how a season begins from an earlier one of its club: with its survey, and with which of its members.
type Following struct {
	From    SeasonID
	Name    string
	Members Carried
	Answers bool // what they answered is offered to them as a draft, which counts for nothing until they send it
}

// Carried says which members of a season go on to the next. Who dropped out never does.
type Carried string

// The choices, from most to fewest.
const (
	CarryAll  Carried = "all"   // who takes part
	CarryTeam Carried = "teams" // who is in a published team
	CarryNone Carried = "none"
)

// Check returns an [*InvalidError] for anything but one of the choices.
func (c Carried) Check() error {
	if c == CarryAll || c == CarryTeam || c == CarryNone {
		return nil
	}
	return &InvalidError{Field: "members", Reason: "carried_unknown"}
}

// Offered returns the answers as ones to the questions that have taken the place of those that were answered; as are answers to current
// versions of questions, which maps their ids. Whom somebody named is left out: who will be there is not known yet.
func (as Answers) Offered(questions map[QuestionID]Question) Answers {
	out := Answers{}
	for id, a := range as {
		q, ok := questions[id]
		if !ok || q.Is(PeopleColumn) {
			continue
		}
		a.Version = q.Version
		out[q.ID] = a
	}
	return out
}

// Copy returns the question as another survey asks it, in which copied have taken the place of the questions before it. Nobody has
// answered that one by an option that is no longer offered.
func (s Survey) Copy(q Question, copied map[QuestionID]Question) Question {
	if on, ok := s.Deciding(q); ok {
		show := *q.Show
		show.Question = copied[on.ID].ID
		if counted := on.countedAs(show.Options); len(counted) > 0 { // else it stays one that no answer meets: without options any would
			show.Options = counted
		}
		q.Show = &show
	} else {
		q.Show = nil
	}
	q.Merged = nil
	return q
}

// terms are the halves of a year as seasons are called after them, the first and the second.
var terms = [...][2]string{{"Spring", "Autumn"}, {"spring", "autumn"}, {"Spring", "Fall"}, {"봄", "가을"}, {"1학기", "2학기"}, {"상반기", "하반기"}}

var numberInName = regexp.MustCompile(`\d+`)

// NextName proposes what the season after one of the name is called: "Autumn 2026" after "Spring 2026", "Season 4" after "Season 3".
func NextName(name string) string {
	for _, term := range terms {
		if strings.Contains(name, term[0]) {
			return replaceTerms(name, 0)
		}
		if strings.Contains(name, term[1]) {
			return countedUp(replaceTerms(name, 1), func(n string) bool { return len(n) == 4 })
		}
	}
	all := numberInName.FindAllString(name, -1)
	if len(all) == 0 {
		return name + " 2"
	}
	last := all[len(all)-1]
	return countedUp(name, func(n string) bool { return n == last })
}

// replaceTerms says the other half of the year in the place of each that is the first, 0, or the second, 1.
func replaceTerms(name string, from int) string {
	for _, term := range terms {
		name = strings.ReplaceAll(name, term[from], term[1-from])
	}
	return name
}

// countedUp adds one to those numbers in a name that is tells.
func countedUp(name string, is func(string) bool) string {
	return numberInName.ReplaceAllStringFunc(name, func(n string) string {
		v, err := strconv.Atoi(n)
		if err != nil || !is(n) {
			return n
		}
		return strconv.Itoa(v + 1)
	})
}
