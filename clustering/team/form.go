package team

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"dure/survey"
)

// The form for a rule is data: a list of fields, each of which points to what it fills in, so that one reader and one writer serve
// every kind. A page draws fields by their [Control] and knows no kind. What is typed and what is read are inverse to each other,
// which the suite tries on every kind.

// A Control is how a field of a form is filled in. Each has one Go type, or a few, that it fills; a field whose at points to another
// panics when it is first read, as the tests do for every kind.
type Control int

// The controls, each with the type of what the field fills in.
const (
	ColumnsControl  Control = iota // any of the columns that the kind accepts: []string
	ColumnControl                  // one of them: string
	OptionControl                  // an option of one of them, as "column=option", or a number of it, as "column#": Rule, its Column and Value
	NumberControl                  // of 0 or more: float64, Text
	PercentControl                 // a share: float64
	WholeControl                   // of 0 or more: *int, int, Text
	BoxControl                     // to tick: bool
	ChoiceControl                  // string
	MembersControl                 // []Text
	SeasonsControl                 // past seasons of the club: []survey.SeasonID
	TeamsControl                   // a file of past teams, carried as JSON: [][]Text
	PairsControl                   // a file of pairs, carried as JSON: []Pair
	CapacityControl                // a whole number for each option of the rule's column: its Capacity
	MergeControl                   // the same for each that count as one, no answer among them: its Merge
	CrossControl                   // any of the options, no answer among them: its Cross
	ScopeControl                   // any of the teams and activities that a rule can hold for: []Text
)

// A Field is one entry of the form for a rule. Its words are keys of messages; at points to the field of a rule that it fills in, of a
// type that its control has.
type Field struct {
	Name     string // in the form
	Control  Control
	Label    survey.Key
	Help     survey.Key // "" for none
	Optional bool
	Choices  []Choice // of ChoiceControl; the first is what stands for nothing said
	Numbers  bool     // OptionControl: numbers can be chosen too

	at   func(r *Rule) any        // points to what it fills in
	fits func(column string) bool // whether it can be the column, of those that the kind accepts; nil for all
}

// Fits reports whether the field can be filled in with a column that the kind accepts.
func (f Field) Fits(column string) bool { return f.fits == nil || f.fits(column) }

// EachOption reports whether the field has a part for each option of the rule's column.
func (f Field) EachOption() bool { _, ok := optionControls[f.Control]; return ok }

// A Choice is one value of a field. Its words are those of Label, or Sign as it is.
type Choice struct {
	Value string
	Label survey.Key
	Sign  string
}

// An Offer is what a form lets choose from: columns of the season's table, members by code, and past seasons of the club. The same offer
// draws the form and reads it, so that nothing is taken that was not to be seen.
type Offer struct {
	Columns []survey.Column // that the kind accepts
	Members []string        // codes
	Seasons []survey.SeasonID
	Scopes  []string // as of [Scopes]
}

// Offered returns what of a table and a club the kind lets choose from.
func (k Kind) Offered(t survey.Table, members []string, seasons []survey.SeasonID) Offer {
	o := Offer{Members: members, Seasons: seasons}
	for _, c := range t.Columns {
		if k.accepts(c) {
			o.Columns = append(o.Columns, c)
		}
	}
	return o
}

// columns lists those of the columns that are offered.
func (o Offer) columns(typed []string) (out []string) {
	for _, c := range o.Columns {
		if slices.Contains(typed, c.Name) {
			out = append(out, c.Name)
		}
	}
	return out
}

// Fields are those of the form for a rule of the kind, in the order in which they are asked; none for a kind that needs nothing. The
// slice is the caller's to read, not to change.
func (k Kind) Fields() []Field { return k.kind().fields() }

// Typed is what would be typed into the form for the rule, by the names of fields, without those left empty. [Kind.ReadForm] makes
// the same rule of it, but for strength and weight.
func (r Rule) Typed() map[string][]string {
	out := map[string][]string{}
	for _, f := range r.Kind.Fields() {
		if f.EachOption() {
			f.typedOptions(r, out)
			continue
		}
		if v := f.typed(r); len(v) > 0 && v[0] != "" {
			out[f.Name] = v
		}
	}
	return out
}

// typed is what would be typed for the field, by the type of what it points to; nothing for 0 where the field is optional and 0 means
// the default. Shares are in percent to one decimal.
func (f Field) typed(r Rule) []string {
	switch v := f.at(&r).(type) {
	case *string:
		if *v == "" && f.Choices != nil {
			return []string{f.Choices[0].Value}
		}
		return []string{*v}
	case *bool:
		if *v {
			return []string{"1"}
		}
		return nil
	case *[]string:
		return *v
	case *float64:
		if *v == 0 && f.Optional {
			return nil
		}
		if f.Control == PercentControl {
			return []string{plain(math.Round(1000**v) / 10)}
		}
		return []string{plain(*v)}
	case *int:
		if *v == 0 && f.Optional {
			return nil
		}
		return []string{strconv.Itoa(*v)}
	case **int:
		if *v == nil {
			return nil
		}
		return []string{strconv.Itoa(**v)}
	case *Text:
		if f.Control == NumberControl && !isNumber(*v) {
			return nil
		}
		return []string{string(*v)}
	case *[]Text:
		return texts(*v)
	case *[]survey.SeasonID:
		out := make([]string, len(*v))
		for i, id := range *v {
			out[i] = strconv.FormatInt(int64(id), 10)
		}
		return out
	case *Rule:
		if v.Column != "" && f.Numbers && isNumber(v.Value) {
			return []string{v.Column + "#"}
		}
		return []string{strings.TrimPrefix(v.Column+"="+string(v.Value), "=")}
	case *[]Pair, *[][]Text:
		text, _ := json.Marshal(v) // of strings and numbers
		return []string{strings.TrimPrefix(string(text), "null")}
	}
	panic("team: nothing is typed for what field " + f.Name + " fills in")
}

func plain(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func texts(all []Text) []string {
	out := make([]string, len(all))
	for i, t := range all {
		out[i] = string(t)
	}
	return out
}

// A finisher checks what the fields of a form say together.
type finisher interface{ finish(r *Rule, of Offer) error }

// ReadForm makes a rule of what was typed, by the names of fields; of is what could be chosen, and what is not in it is not taken.
// Strength and weight are not read. The error, an [*survey.InvalidError], is of the first field that does not fit, by its name
// and with the key of what is wrong.
func (k Kind) ReadForm(typed map[string][]string, of Offer) (Rule, error) {
	r := Rule{Kind: k}
	for _, f := range k.Fields() {
		if f.EachOption() {
			if err := f.readOptions(&r, typed); err != nil {
				return r, err
			}
			continue
		}
		var values []string
		for _, v := range typed[f.Name] {
			if v = strings.TrimSpace(v); v != "" {
				values = append(values, v)
			}
		}
		if len(values) == 0 && f.Optional {
			continue
		}
		if reason := f.read(&r, values, of); reason != "" {
			return r, wrong(f.Name, reason)
		}
	}
	if k, ok := k.kind().(finisher); ok {
		if err := k.finish(&r, of); err != nil {
			return r, err
		}
	}
	return r, nil
}

// wrong is what is wrong with a field.
func wrong(field string, reason survey.Key) error {
	return &survey.InvalidError{Field: field, Reason: reason}
}

// maxTyped is the largest number that a form takes.
const maxTyped = 1e6

// read fills in what was typed, which is trimmed and without blanks, and returns what is wrong with it, "" if nothing is. Numbers are
// from 0 to a million. What is not offered counts as not typed.
func (f Field) read(r *Rule, typed []string, of Offer) (reason survey.Key) {
	one := ""
	if len(typed) > 0 {
		one = typed[0]
	}
	number, isNumber := survey.ParseNumber(one)
	isNumber = isNumber && number >= 0 && number <= maxTyped
	whole, isWhole := typedWhole(one)
	switch v := f.at(r).(type) {
	case *string:
		if f.Choices != nil {
			if !slices.ContainsFunc(f.Choices, func(c Choice) bool { return c.Value == one }) {
				return "choice_unknown"
			}
			if *v = one; one == f.Choices[0].Value {
				*v = ""
			}
			return ""
		}
		chosen := of.columns([]string{one})
		if len(chosen) == 0 || !f.Fits(one) {
			return "rule_question_missing"
		}
		*v = one
		return ""
	case *bool:
		*v = one != ""
		return ""
	case *[]string:
		*v = of.columns(typed)
		return unless(*v != nil, "rule_question_missing")
	case *Rule:
		return unless(f.readOption(v, one, of), "rule_question_missing")
	case *float64:
		if *v = number; f.Control == PercentControl {
			*v = number / 100
		}
		return unless(isNumber, "number_invalid")
	case *int:
		*v = whole
		return unless(isWhole, "whole_invalid")
	case **int:
		*v = &whole
		return unless(isWhole, "whole_invalid")
	case *Text:
		*v = Text(one)
		if f.Control == WholeControl {
			return unless(isWhole && whole > 0, "whole_invalid")
		}
		return unless(isNumber, "number_invalid")
	case *[]Text:
		offered := of.Members
		if f.Control == ScopeControl {
			offered = of.Scopes
		}
		for _, m := range typed {
			if slices.Contains(offered, m) {
				*v = append(*v, Text(m))
			}
		}
		if f.Control == ScopeControl {
			return unless(len(*v) > 0, "rule_in_gone")
		}
		return unless(len(*v) >= 2, "rule_two_members")
	case *[]survey.SeasonID:
		for _, id := range of.Seasons {
			if slices.Contains(typed, strconv.FormatInt(int64(id), 10)) {
				*v = append(*v, id)
			}
		}
		return ""
	case *[]Pair:
		return unless(json.Unmarshal([]byte(one), v) == nil && len(*v) > 0, "rule_file_missing")
	case *[][]Text:
		return unless(json.Unmarshal([]byte(one), v) == nil && len(*v) > 0, "rule_file_missing")
	}
	panic("team: nothing reads what field " + f.Name + " fills in")
}

// unless is the reason where something does not hold.
func unless(holds bool, reason survey.Key) survey.Key {
	if holds {
		return ""
	}
	return reason
}

// readOption reads "column=option" or "column#".
func (f Field) readOption(r *Rule, typed string, of Offer) bool {
	for _, c := range of.Columns {
		name, value, chosen := strings.Cut(typed, "=")
		switch {
		case f.Numbers && isMeasured(c) && typed == c.Name+"#":
			r.Column = c.Name
		case chosen && name == c.Name && slices.Contains(OptionsOf(c), value):
			r.Column, r.Value = c.Name, Text(value)
		}
	}
	return r.Column != ""
}

func isNumber(t Text) bool { _, ok := survey.ParseNumber(string(t)); return ok }

// OptionsOf returns the options of a column, none of one without.
func OptionsOf(c survey.Column) []string {
	switch v := c.Values.(type) {
	case survey.Options:
		return v.Names
	case survey.Levels:
		return v.Names
	case survey.Sets:
		return v.Names
	case survey.Ranks:
		return v.Names
	}
	return nil
}

// columnsField asks for one column or more, columnField for one, optionField for an option of one, inField for the teams that the rule is for.
var (
	columnsField = Field{Name: "columns", Control: ColumnsControl, Label: "rule_questions", at: func(r *Rule) any { return &r.Columns }}
	columnField  = Field{Name: "columns", Control: ColumnControl, Label: "rule_question", at: column}
	optionField  = Field{Name: "what", Control: OptionControl, Label: "rule_whom", at: func(r *Rule) any { column(r); return r }}
	inField      = Field{Name: "in", Control: ScopeControl, Label: "rule_in_teams", Help: "rule_in_help", Optional: true, at: func(r *Rule) any { return &r.In }}
)

// column points to the column of a rule that is on one, however it names it.
func column(r *Rule) any {
	if r.Column == "" && len(r.Columns) == 1 {
		r.Column, r.Columns = r.Columns[0], nil
	}
	return &r.Column
}
