package view

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dure/survey"
)

// A SurveyPage is the builder: the survey's questions in order and when it is open.
type SurveyPage struct {
	survey.Survey
	State    survey.State
	Closed   string // by what and when, worded
	MayClose bool
	Edits    survey.Edits
	Answered int        // members with submitted answers or a draft
	Again    *MoveAgain // a move of a question that was overtaken
	Advice   Advice
}

// ClosedWords say by what a survey was closed, and when as far as that is known: a number of answers may have been set after they came.
func ClosedWords(p Page, s survey.Survey, now time.Time) string {
	if !s.Full() {
		return p.T("survey_is_closed", "When", p.Deadline(s.Closes))
	}
	said := p.T("survey_is_full", "Count", s.Sent, "Limit", s.Limit)
	if !s.Newest.IsZero() {
		said += " " + p.T("survey_full_newest", "When", p.DateTime(s.Newest))
	}
	if s.Over(now) {
		return said + " " + p.T("survey_full_over", "When", p.Deadline(s.Closes))
	}
	return said + " " + p.T("survey_full_change")
}

// EditWords says what an edit did.
func EditWords(p Page, e survey.Edit) string { return p.T(e.Note, "Title", shorten(p.In(e.Title), 40)) }

// A WordingForm is what stands around the questions, as typed.
type WordingForm struct {
	survey.Survey
	Read string // the [survey.Survey.Mark] of what stood there when it was read
	Both *Both  // what stands there now, if that was changed meanwhile
}

// WordingLines say what stands around the questions, a line for each text and language.
func WordingLines(p Page, s survey.Survey) []string {
	return slices.Concat(inLanguages(p, "survey_name", s.Title), inLanguages(p, "intro_label", s.Intro), inLanguages(p, "consent_label", s.Consent),
		settingLines(p, s.Settings), inLanguages(p, "thanks_label", s.Thanks))
}

func settingLines(p Page, s survey.Settings) []string {
	var all []string
	if s.MinAge > 0 {
		all = append(all, p.T("min_age_label")+": "+strconv.Itoa(s.MinAge))
	}
	if s.Guardian {
		all = append(all, p.T("guardian_label"))
	}
	if s.Limit > 0 {
		all = append(all, p.T("limit_label")+": "+strconv.Itoa(s.Limit))
	}
	return all
}

// countOrNone is a number as it is typed; "" for 0.
func countOrNone(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// A TimesForm is when a survey opens and closes, as a datetime-local field holds it.
type TimesForm struct {
	Opens, Closes string
	Remind        int       // how many days before the close members are reminded by themselves, where it is asked
	Reminded      time.Time // when they were
	Zone          string    // its name, for the person who types
	Read          string    // the [survey.Survey.TimesMark] of what the form began with
	Both          *Both     // the times now, if somebody changed them meanwhile
}

// Lines says the times, a line each.
func (f TimesForm) Lines(p Page) []string {
	lines := []string{p.T("opens_label") + ": " + f.Opens, p.T("closes_label") + ": " + f.Closes}
	if p.Mails && f.Remind != 0 {
		lines = append(lines, p.T("times_remind")+": "+f.remindWord(p, f.Remind))
	}
	return lines
}

// remindWord says when members are reminded.
func (f TimesForm) remindWord(p Page, days int) string {
	if days == survey.RemindNever {
		return p.T("times_remind_never")
	}
	return p.T("times_remind_days", "Count", days)
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

// A missingLine says how many texts of a survey are missing in a language, and where the first is.
type missingLine struct{ say, first string }

// missingLines are of each language that the survey does not speak throughout.
func missingLines(p Page, s survey.Survey) []missingLine {
	var lines []missingLine
	for _, l := range p.Languages {
		lack := s.Lacking(l.Code).First()
		if lack.Count == 0 {
			continue
		}
		key, first := survey.Key("texts_missing"), "#around"
		if !s.Speaks(l.Code) {
			key = "texts_missing_all"
		}
		if !lack.Around {
			first = "#" + lack.Questions[0].Field()
		}
		lines = append(lines, missingLine{p.T(key, "Count", lack.Count, "Lang", l.Name), first})
	}
	return lines
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

// newQuestionPath leads to a new question of the kind, below the one that is named.
func newQuestionPath(p Page, k survey.Kind, below survey.QuestionID) string {
	path := SeasonPath(p, "/survey/questions/new?kind="+string(k))
	if below != 0 {
		path += fmt.Sprintf("&below=%d", below)
	}
	return path
}
