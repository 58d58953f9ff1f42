package view

import (
	"cmp"
	"encoding/json"
	"fmt"
	"github.com/a-h/templ"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"dure/clustering/team"
	"dure/survey"
)

// A TeamsPage is a season's page to form teams.
type TeamsPage struct {
	Members   int // who take part
	Answered  int
	Cards     []RuleCard
	Revision  int         // of the deck
	Kinds     []team.Kind // of cards that can be added
	Suggested bool        // the cards are proposed by Dure and nobody has changed them
	Form      FormTeams
	Read      string     // the [survey.TypedMark] of what the form began with
	Both      *Both      // what is kept of it, if somebody else typed it meanwhile
	Plan      string     // how many teams of which sizes come of the form, worded
	Again     *MoveAgain // a move of a card that was overtaken
	Proposals []ProposalRow
	Planned   RosterPlan // which of them is published by itself
	Draft     *RuleForm  // of a card that is not kept yet
	Presets   []RulePreset
	Added     []RuleCard // by a preset just now

	LikeSections []LikeSection
}

// styles are what the page looks like: with those of a search where an open card has one.
func (d TeamsPage) styles() []string {
	open := d.Draft
	for _, card := range d.Cards {
		if card.Form != nil && card.Form.Open {
			open = card.Form
		}
	}
	if open != nil && open.inParts() {
		return []string{"organizer.css", "menu.css", "teams.css"}
	}
	return []string{"menu.css", "teams.css"}
}

// A RulePreset is cards that are added at once, worded.
type RulePreset struct {
	Name survey.Key
	Says []string
}

// A LikeSection is a question that looks like sections, and the rule that no card has on it.
type LikeSection struct {
	Rule  team.Rule
	Title string
}

// newRulePath is the form of a new card that keeps teams within the sections.
func (l LikeSection) newRulePath(p Page) string {
	return SeasonPath(p, "/teams/rules/new?"+url.Values{"kind": {string(l.Rule.Kind)}, "column": {l.Rule.Column}}.Encode())
}

// A RuleCard is a rule as a sentence, for editors one to fill in. Problem says what is wrong with it, worded, or is "".
type RuleCard struct {
	ID        team.CardID
	Revision  int
	Sentence  string
	Form      *RuleForm // nil for who only reads
	Kind      team.Kind
	Strength  team.Strength
	Problem   string
	Share     team.Share // of the whole
	Prospects []string   // how many teams could keep it, alone and beside others, worded, where that is proved
	Short     bool       // not all of them
	Clashes   []string   // must-rules that cannot be kept with it, worded
	Wishes    int        // names in wishes that wait for a word
	Avoided   int        // names to avoid that wait for who wrote them
	Way       *CardWay   // out of the problem, or nil
	Note      string     // how much of a model the card uses, worded; "" where it is on none
}

// A CardWay is a way out of what is wrong with a card: what its form is sent with.
type CardWay struct {
	Say   string
	Typed map[string][]string // by the names of fields
}

// FormTeams is what was typed to form teams.
type FormTeams struct {
	Name    string `json:"-"`
	Ideal   string `json:"ideal"`
	Min     string `json:"min"`
	Max     string `json:"max"`
	Teams   string `json:"teams"`
	List    string `json:"list"`
	Seed    string `json:"seed"`
	Seconds string `json:"seconds"`
	Rounds  string `json:"rounds"`

	Robust     string `json:"robust,omitempty"`     // "1" to prefer teams that stand with any one member missing
	Unanswered string `json:"unanswered,omitempty"` // WithoutUnanswered, or "" to spread them over the teams
}

// WithoutUnanswered is the choice to form teams without those who have not answered.
const WithoutUnanswered = "without"

// Lines says what was typed, a line each.
func (f FormTeams) Lines(p Page) (lines []string) {
	for _, l := range []struct {
		label survey.Key
		typed string
	}{
		{"size_ideal", f.Ideal}, {"size_min", f.Min}, {"size_max", f.Max}, {"size_teams", f.Teams}, {"size_list", f.List}, {"form_rounds", f.Rounds},
		{"form_seed", f.Seed}, {"form_seconds", f.Seconds},
	} {
		lines = append(lines, p.T(l.label)+": "+cmp.Or(l.typed, "–"))
	}
	if f.Robust != "" {
		lines = append(lines, p.T("form_robust"))
	}
	return append(lines, p.T(Either(f.Unanswered == WithoutUnanswered, "form_unanswered_without", "form_unanswered_spread")))
}

// More reports whether sizes were typed besides the usual one.
func (f FormTeams) More() bool {
	return f.Min != "" || f.Max != "" || f.Teams != "" || f.List != "" || f.Robust != ""
}

// A ProposalRow is a proposal in the list of a season's.
type ProposalRow struct {
	ID        team.ProposalID
	Name      string
	State     survey.JobState
	Teams     int
	Score     float64 // 0 to 1
	Confides  bool    // a rule is on what is said in confidence, which the score leaves out
	Unmet     int     // must-rules that are broken
	Created   time.Time
	Published bool
}

// A RuleForm is a rule's sentence with its blanks. ID is 0 for a new card. An open one asks also for what the sentence leaves unsaid.
type RuleForm struct {
	ID       team.CardID
	Revision int
	Open     bool
	Parts    []team.Part
	Both     *Both // what the card says now, if that was changed meanwhile
	Kind     team.Kind
	Strength team.Strength
	Weight   string
	Typed    map[string][]string // by the names of fields

	Gone    string // what the card says and what is the matter with it, where something that it is on is gone
	Fields  []team.Field
	Columns []RuleColumn        // that the kind can be on
	Lists   map[string]RuleList // of members, and of teams and activities that they take up, by the names of fields
	Seasons []survey.Season     // past ones
}

// A RuleList is what can be chosen for a field; of a large season what is chosen already, and what is found.
type RuleList struct {
	Choices []Choice
	Whole   bool   // all there are
	Query   string // what is searched for
	Rest    int    // how many more are found
}

// FindField is what is searched for in the list of a field, and FoundField what was.
func FindField(field team.Field) string  { return "find_" + field.Name }
func FoundField(field team.Field) string { return "found_" + field.Name }

// inParts reports whether a list of the form does not show all.
func (f RuleForm) inParts() bool {
	for _, l := range f.Lists {
		if !l.Whole {
			return true
		}
	}
	return false
}

// A RuleColumn is a column that a rule can be on, worded.
type RuleColumn struct {
	Code    string
	Title   string
	Options []Choice
}

// Parts are the options of the column that a field asks for something of: no answer too where it is a section.
func (c RuleColumn) Parts(p Page, field team.Field) []Choice {
	if field.Control == team.CapacityControl {
		return c.Options
	}
	return append(slices.Clone(c.Options), Choice{Label: p.T("no_answer")})
}

// Says reports whether the field says anything of an option of the column.
func (f RuleForm) Says(field team.Field, c RuleColumn) bool {
	return slices.ContainsFunc(append(slices.Clone(c.Options), Choice{}), func(o Choice) bool { return f.Value(field.OptionName(c.Code, o.Value)) != "" })
}

// id is the id of what a field is filled in with: on a card that is not open there may be many of one name.
func (f RuleForm) id(name string) string {
	if f.Open {
		return name
	}
	return fmt.Sprintf("rule-%d-%s", f.ID, name)
}

// blank is the field of a part of the sentence that is filled in there: members and teams are chosen below it.
func (f RuleForm) blank(part team.Part) (team.Field, bool) {
	i := slices.IndexFunc(f.Fields, func(of team.Field) bool {
		return of.Name == part.Field && of.Control != team.MembersControl && of.Control != team.ScopeControl
	})
	if i < 0 {
		return team.Field{}, false
	}
	return f.Fields[i], true
}

// blanks are the fields that are filled in in the sentence, rest those that it leaves unsaid.
func (f RuleForm) blanks() (all []team.Field) {
	for _, part := range f.Parts {
		if field, ok := f.blank(part); ok {
			all = append(all, field)
		}
	}
	return all
}

func (f RuleForm) rest() []team.Field {
	said := f.blanks()
	return slices.DeleteFunc(slices.Clone(f.Fields), func(of team.Field) bool {
		return slices.ContainsFunc(said, func(in team.Field) bool { return in.Name == of.Name })
	})
}

// On reports whether the form asks for columns at all.
func (f RuleForm) On() bool {
	return slices.ContainsFunc(f.Fields, func(f team.Field) bool {
		return !f.Optional && (f.Control == team.ColumnsControl || f.Control == team.ColumnControl || f.Control == team.OptionControl)
	})
}

// Value is what was typed into a field, "" for nothing.
func (f RuleForm) Value(name string) string {
	if v := f.Typed[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// Has reports whether a value of the field is chosen.
func (f RuleForm) Has(name, value string) bool { return slices.Contains(f.Typed[name], value) }

// Count is how many pairs or past teams a field carries.
func (f RuleForm) Count(name string) int {
	var all []json.RawMessage
	_ = json.Unmarshal([]byte(f.Value(name)), &all) // "" and what is none are none
	return len(all)
}

// Path is where the form is sent.
func (f RuleForm) Path(p Page) string {
	if f.ID == 0 {
		return SeasonPath(p, "/teams/rules?kind="+string(f.Kind))
	}
	return rulePath(p, f.ID, "")
}

func rulePath(p Page, id team.CardID, what string) string {
	return SeasonPath(p, fmt.Sprintf("/teams/rules/%d%s", id, what))
}

// shareOf says what a rule counts of the whole, "" where nothing is known of it.
func shareOf(p Page, s team.Share) string {
	switch {
	case !s.Known:
		return ""
	case s.First:
		return p.T("share_first")
	case s.Of == 0:
		return p.T("share_none")
	case s.Of < 0.01:
		return p.T("share_little")
	}
	return p.T("share_of", "Percent", scorePercent(float64(s.Rounded)/1000))
}

func strengthClass(s team.Strength) string {
	return map[team.Strength]string{team.Must: "bad", team.Should: "good"}[s]
}

// scorePercent writes a score. What lacks anything is not called 100 %.
func scorePercent(x float64) string {
	if x < 1-1e-9 {
		x = min(x, 0.999)
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", 100*x), ".0") + "\u00a0%"
}

// scoreChange writes two scores and the change between them so that they agree: the change is that of what is shown, with a second decimal of all
// three where the first would hide it.
func scoreChange(before, after float64) (was, is, change string) {
	was, is = scorePercent(before), scorePercent(after)
	if was != is {
		a, _ := strconv.ParseFloat(strings.TrimSuffix(was, "\u00a0%"), 64)
		b, _ := strconv.ParseFloat(strings.TrimSuffix(is, "\u00a0%"), 64)
		return was, is, signed((b - a) / 100)
	}
	if change = signed(after - before); change == "±0" {
		return was, is, change
	}
	a, b := math.Round(1e4*before)/100, math.Round(1e4*after)/100
	return fmt.Sprintf("%.2f\u00a0%%", a), fmt.Sprintf("%.2f\u00a0%%", b), strings.Replace(fmt.Sprintf("%+.2f", b-a), "-", "−", 1)
}

// ruleSpec is the field of a number.
func ruleSpec(p Page, f RuleForm, field team.Field, mode string) FieldSpec {
	spec := FieldSpec{Name: field.Name, Label: p.T(field.Label), Value: f.Value(field.Name), Optional: field.Optional, Attrs: templ.Attributes{"inputmode": mode}}
	if field.Help != "" {
		spec.Help = p.T(field.Help)
	}
	return spec
}

func ruleChoiceLabel(p Page, c team.Choice) string {
	if c.Label == "" {
		return c.Sign
	}
	return p.T(c.Label)
}
