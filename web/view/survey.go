package view

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dure/survey"
)

// A SurveyPage is the builder: the survey's questions in order and when it is open.
type SurveyPage struct {
	survey.Survey
	State    survey.State
	Answered int        // members with submitted answers or a draft
	Again    *MoveAgain // a move of a question that was overtaken
}

// A WordingForm is a survey's title, introduction and consent as typed.
type WordingForm struct{ Title, Intro, Consent survey.Text }

// A TimesForm is when a survey opens and closes, as a datetime-local field holds it.
type TimesForm struct {
	Opens, Closes string
	Zone          string // its name, for the person who types
	State         survey.State
}

// A QuestionForm is a question as typed. ID is 0 for a new one.
type QuestionForm struct {
	ID                  survey.QuestionID
	Revision            int
	Both                *Both // what the question says now, if that was changed meanwhile
	Kind                survey.Kind
	Title, Help         survey.Text
	Required, Sensitive bool
	Min, Max            string
	MinLabel, MaxLabel  survey.Text
	Options             survey.Text // one on each line
	Days                [7]bool
	From, To            string
	Wishes, Avoids      string
	Answered            bool // by at least one member: a change makes a new version
}

// FormOf returns the form that shows a question.
func FormOf(q survey.Question) QuestionForm {
	f := QuestionForm{
		ID: q.ID, Revision: q.Revision, Kind: q.Kind, Title: q.Title, Help: q.Help, Required: q.Required, Sensitive: q.Sensitive,
		Min: number(q.Min), Max: number(q.Max), MinLabel: q.MinLabel, MaxLabel: q.MaxLabel,
		From: strconv.Itoa(q.From), To: strconv.Itoa(q.To), Wishes: strconv.Itoa(q.Wishes), Avoids: strconv.Itoa(q.Avoids),
	}
	for _, d := range q.Days {
		f.Days[d] = true
	}
	f.Options = optionLines(q.Options)
	return f
}

// optionLines puts the labels of options on lines, in each language that some have.
func optionLines(options []survey.Option) survey.Text {
	text := survey.Text{}
	for _, o := range options {
		for lang := range o.Label {
			text[lang] = ""
		}
	}
	for lang := range text {
		var labels []string
		for _, o := range options {
			labels = append(labels, o.Label[lang])
		}
		text[lang] = strings.Join(labels, "\n")
	}
	return text
}

func number(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}

func questionPath(p Page, id survey.QuestionID, path string) string {
	return SeasonPath(p, fmt.Sprintf("/survey/questions/%d%s", id, path))
}

func (f QuestionForm) action(p Page) string {
	if f.ID == 0 {
		return SeasonPath(p, "/survey/questions")
	}
	return questionPath(p, f.ID, "")
}

// summary says in a few words what can be answered to a question.
func summary(p Page, q survey.Question) string {
	switch q.Kind {
	case survey.Scale:
		s := number(q.Min) + "–" + number(q.Max)
		if a, b := p.In(q.MinLabel), p.In(q.MaxLabel); a != "" || b != "" {
			s += " · " + a + " – " + b
		}
		return s
	case survey.Number:
		if q.Min != nil || q.Max != nil {
			return number(q.Min) + "–" + number(q.Max)
		}
	case survey.OneOf, survey.AnyOf:
		var labels []string
		for _, o := range q.Options {
			labels = append(labels, p.In(o.Label))
		}
		return shorten(strings.Join(labels, " · "), 140)
	case survey.Availability:
		var days []string
		for _, d := range q.Days {
			days = append(days, DayShort(p, d))
		}
		return fmt.Sprintf("%s · %d:00–%d:00", strings.Join(days, " "), q.From, q.To)
	case survey.Teammates:
		return p.T("teammates_counts", "Wishes", q.Wishes, "Avoids", q.Avoids)
	}
	return ""
}

// shorten cuts a long text and says so with an ellipsis.
func shorten(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return strings.TrimRight(string(r[:most-1]), " ·") + "…"
}

// A textSpec is a text in every language on a form.
type textSpec struct {
	name, label, help string
	value             survey.Text
	rows              int // 0 for one line
	optional          bool
}

// inEveryLanguage reports whether a text has words in each language that pages are worded in.
func inEveryLanguage(p Page, t survey.Text) bool {
	return !slices.ContainsFunc(p.Languages, func(l Language) bool { return t[l.Code] == "" })
}

// describedBy names the help and the error of a group of fields.
func describedBy(p Page, name string, help bool) string {
	var by []string
	if help {
		by = append(by, name+"-help")
	}
	if p.Error(name) != "" {
		by = append(by, name+"-error")
	}
	return strings.Join(by, " ")
}
