package view

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"dure/survey"
)

// A FeedbackCard is what a member's page says about a round of feedback.
type FeedbackCard struct {
	Kind      survey.FeedbackKind
	Submitted time.Time
	Closes    time.Time
}

// A FeedbackForm is the form with which a member says how the team goes.
type FeedbackForm struct {
	Visit
	Round     survey.FeedbackRound
	RoundOpen bool
	About     survey.FeedbackTeam // as it is now
	People    []survey.Member     // of the team, the member last
	Called    map[survey.MemberID]string
	Opinion   survey.Opinion
	TypedIn   map[string]string // by field: what can be no answer
	Told      time.Time         // when feedback was submitted before
	Unsent    bool              // there is a draft that differs from it
	Late      bool              // it came after the close
	Read      string            // the mark of what was said
	Both      *Both             // what was said on another device meanwhile
	Over      string            // its mark, which the buttons bring that save over it
}

// Lines are what the form says.
func (f FeedbackForm) Lines(p Page) (lines []string) {
	say := func(ask survey.Key, answer string) {
		if answer != "" {
			lines = append(lines, p.T(ask)+" "+answer)
		}
	}
	o := f.Opinion
	if o.Fit > 0 {
		say(survey.Key(f.Round.Kind)+"_fit", p.T("fit_of", "N", o.Fit))
	}
	if o.Again != "" {
		say("again_ask", p.T("again_"+survey.Key(o.Again)))
	}
	for _, m := range f.People {
		if share, ok := o.Shares[m.ID]; ok {
			lines = append(lines, fmt.Sprintf("%s: %d%%", f.Called[m.ID], share))
		}
	}
	lines = append(lines, f.peerLines(p)...)
	for _, x := range []struct {
		name    string
		factors []survey.Factor
		text    string
	}{{"helped", o.Helped, o.HelpedText}, {"hindered", o.Hindered, o.HinderedText}} {
		for _, factor := range x.factors {
			say(survey.Key(x.name)+"_ask", p.T(survey.Key(x.name)+"_"+survey.Key(factor)))
		}
		say(survey.Key(x.name)+"_text_ask", x.text)
	}
	say("pulse_note_ask", o.Note)
	return lines
}

// FormPath is the address of the form, or of a part of it; rest begins with "/" or is "".
func (f FeedbackForm) FormPath(rest string) string {
	return f.Path("/" + string(f.Round.Kind) + rest)
}

// Full is what the shares of the work add up to.
func (f FeedbackForm) Full() int { return survey.EvenShare * len(f.People) }

// AsksPeers reports whether the form asks about teammates.
func (f FeedbackForm) AsksPeers() bool { return f.Round.AsksPeers(len(f.About.People)) }

// leftWords says how much of the work is left and who gets it, or that nothing is given yet.
func (f FeedbackForm) leftWords(p Page) string {
	switch blank, left := f.Opinion.Blank(f.About.People); {
	case len(f.Opinion.Shares) == 0:
		return p.T("shares_all", "All", f.Full())
	case left < 0:
		return p.T("shares_over_now", "N", -left)
	case len(blank) > 0:
		each := strconv.Itoa(left / len(blank))
		if left%len(blank) > 0 {
			each += "–" + strconv.Itoa(left/len(blank)+1)
		}
		return p.T("shares_blank_now", "N", left, "Each", each)
	case left > 0:
		return p.T("shares_left_now", "N", left)
	}
	return p.T("shares_even_now")
}

// SharesOf are the shares of an opinion that the form left blank; "" for none.
func (f FeedbackForm) SharesOf(t Translator, whole survey.Opinion) string {
	var all []string
	for _, m := range f.People {
		_, typed := f.Opinion.Shares[m.ID]
		if share, ok := whole.Shares[m.ID]; ok && !typed {
			all = append(all, fmt.Sprintf("%s %d%%", f.called(t, m), share))
		}
	}
	return strings.Join(all, ", ")
}

// called is what the form calls a member of the team.
func (f FeedbackForm) called(t Translator, m survey.Member) string {
	if m.ID == f.Member.ID {
		return t("share_own")
	}
	return f.Called[m.ID]
}

// share is what stands in the field of somebody's share.
func (f FeedbackForm) share(id survey.MemberID) string {
	if typed, ok := f.TypedIn[survey.ShareField(id)]; ok {
		return typed
	}
	if v, ok := f.Opinion.Shares[id]; ok {
		return strconv.Itoa(v)
	}
	return ""
}

var fitKeys = [5]survey.Key{"fit_1", "fit_2", "fit_3", "fit_4", "fit_5"}

// fitName says what a rating of 1 to 5 means.
func fitName(p Page, v int) string { return p.T(fitKeys[v-1]) }

// choiceID is the id of a choice of a field: the first has the field's, to which the summary of errors leads.
func choiceID(name, value, first string) string {
	if value == first {
		return name
	}
	return name + "-" + value
}

// A FeedbackPage is how far the rounds of feedback of a season are. Without a roster it has no parts.
type FeedbackPage struct {
	Published time.Time
	Parts     []FeedbackPart
	Window    Window // which teams it shows
}

// A FeedbackPart is one round as organizers see it.
type FeedbackPart struct {
	Round   survey.FeedbackRound
	State   survey.State
	Members int // of the teams
	Told    int // of them
	Results survey.FeedbackResults
	Teams   []FeedbackLine
	Shown   []FeedbackLine // of them
}

// A FeedbackLine is what is said of one team.
type FeedbackLine struct {
	Name     string
	Members  int
	Answered int
	Verdict  *survey.FeedbackVerdict // nil while there is none
	Figures  *survey.TeamFeedback    // nil where there must be none
	Shares   []ShareLine
}

// A ShareLine is a member's share of the work as the others see it.
type ShareLine struct {
	Name    string
	Percent int
	Raters  int
}

// Troubled returns the teams to look after.
func (f FeedbackPart) Troubled() (all []FeedbackLine) {
	for _, t := range f.Teams {
		if t.Verdict != nil && t.Verdict.Trouble() {
			all = append(all, t)
		}
	}
	return all
}

// troubles are the teams that the page names to look after, and how many more there are.
func (d FeedbackPage) troubles() (named []TroubledTeam, more int) {
	for _, f := range d.Parts {
		for _, t := range f.Troubled() {
			if len(named) < MostOutside {
				named = append(named, TroubledTeam{f.Round.Kind, t})
			} else {
				more++
			}
		}
	}
	return named, more
}

// A TroubledTeam is a team to look after, by a round.
type TroubledTeam struct {
	kind survey.FeedbackKind
	FeedbackLine
}

// troubled counts the teams to look after, each once, in whichever rounds.
func (d FeedbackPage) troubled() int {
	names := map[string]bool{}
	for _, f := range d.Parts {
		for _, t := range f.Troubled() {
			names[t.Name] = true
		}
	}
	return len(names)
}

// figured returns the teams that have figures.
func (f FeedbackPart) figured() (all []FeedbackLine) {
	for _, t := range f.Teams {
		if t.Figures != nil {
			all = append(all, t)
		}
	}
	return all
}

// id is the part's in the page, or that of something in it.
func (f FeedbackPart) id(of string) string { return string(f.Round.Kind) + of }

// verdict is the message key of what is said of a team, and its class.
func (t FeedbackLine) verdict() (key survey.Key, class string) {
	switch v := t.Verdict; {
	case v == nil:
		return "verdict_none", "badge"
	case v.Low && v.Uneven:
		return "verdict_both", "badge bad"
	case v.Low:
		return "verdict_low", "badge bad"
	case v.Uneven:
		return "verdict_uneven", "badge fair"
	}
	return "verdict_fine", "badge"
}

// A FeedbackTimesForm is when a round opens and closes, as typed.
type FeedbackTimesForm struct {
	TimesForm
	Kind      survey.FeedbackKind
	Peers     bool // members are asked about each other
	Published time.Time
	Weeks     string
}

// OverField is the field of the buttons that save over what was said on another device, once both were shown. Until one is pressed the form has the mark of
// what it showed first, so that nothing that the script saves takes the place of the other.
const OverField = "over"

func (f FeedbackForm) over() templ.Attributes {
	if f.Both == nil {
		return nil
	}
	return templ.Attributes{"name": OverField, "value": f.Over}
}
