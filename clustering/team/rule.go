package team

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"dure/survey"
)

// A rule is checked twice. check sees the rule alone, so that a slip is found where it is typed or read; compile sees the table, the files and
// the seasons that the rule names. Both say what is wrong as an [*survey.InvalidError], to which the rule's number is added by who knows it.

// A Strength is how much a rule counts. Must-rules come before all others.
type Strength string

// The strengths.
const (
	Must   Strength = "must"
	Should Strength = "should"
	Could  Strength = "could"
	May    Strength = "may"
)

// Strengths lists them from the strongest.
var Strengths = []Strength{Must, Should, Could, May}

// factor is how much a rule of weight 1 counts in the objective; must-rules count outside it.
func (s Strength) factor() float64 {
	return map[Strength]float64{Must: 1, Should: 4, Could: 2, May: 1}[s]
}

// A Rule is what a good team is, as one line of JSON. Which fields count depends on the kind; a field that the kind does not ask
// for is passed over. Columns are named as the table names them, members by their ids; hours are in hours, and shares from 0 to 1.
// [ParseRules] reads and checks rules, [Kind.ReadForm] makes one of a form, and [Propose] compiles it against a table, where it may
// still be refused, for a column that is not there or of another type.
type Rule struct {
	Kind     Kind     `json:"kind"`
	Strength Strength `json:"strength,omitempty"` // "" means what the kind has
	Weight   float64  `json:"weight,omitempty"`   // 0 means 1

	// What a rule is on: one column or several, by name, and a value of it. Kinds on one column take it from either field.
	Column  string   `json:"column,omitempty"`
	Columns []string `json:"columns,omitempty"`
	Value   Text     `json:"value,omitempty"`

	K       Text   `json:"k,omitempty"`       // mix: number of clusters; "" or "auto" means the elbow
	Linkage string `json:"linkage,omitempty"` // mix: "" or "none" means k-means

	// How many of a kind a team may have: one limit, or the two of a range. A pointer tells 0 from none given.
	Op       string `json:"op,omitempty"` // count: "" means "="
	AtLeast  *int   `json:"at_least,omitempty"`
	AtMost   *int   `json:"at_most,omitempty"`
	Exactly  *int   `json:"exactly,omitempty"`
	TeamSize int    `json:"team_size,omitempty"` // count: only for teams of this size; 0 means all
	OrMore   bool   `json:"or_more,omitempty"`   // count: also for teams of more than TeamSize

	In []Text `json:"in,omitempty"` // the teams that the rule is for; none means every team. See scope.go

	// Hours of the week in common, in hours: the least, what would be better, and how long a block has to be to count.
	Min        float64 `json:"min,omitempty"`   // hours
	Want       float64 `json:"want,omitempty"`  // hours; 0 means min
	Block      float64 `json:"block,omitempty"` // hours; 0 means 1
	ZoneColumn string  `json:"zone_column,omitempty"`
	Free       *bool   `json:"free,omitempty"` // hours: cells list free hours; nil means the header says

	// Sections, by what members answered: those that count as one, and those whose members may be in any. "" is no answer.
	Merge [][]Text `json:"merge,omitempty"`
	Cross []Text   `json:"cross,omitempty"`

	// Who is meant, as input names them: members, or what a file or past seasons of the club say of them.
	Members       []Text            `json:"members,omitempty"` // together, apart
	AvoidColumn   string            `json:"avoid_column,omitempty"`
	Mutual        bool              `json:"mutual,omitempty"`   // wishes: one counts only where both wish it
	Capacity      map[string]int    `json:"capacity,omitempty"` // ranked: members per activity
	File          string            `json:"file,omitempty"`
	TeamColumn    string            `json:"team_column,omitempty"`
	SectionColumn string            `json:"section_column,omitempty"` // new teammates: a past team is season, section and name
	SeasonColumn  string            `json:"season_column,omitempty"`
	Seasons       []survey.SeasonID `json:"seasons,omitempty"` // new teammates: of the club, whose teams are past ones
	Teams         [][]Text          `json:"teams,omitempty"`   // new teammates: past teams, member by member
	Pairs         []Pair            `json:"pairs,omitempty"`   // affinity
	Model         string            `json:"model,omitempty"`
	Share         float64           `json:"share,omitempty"` // fit: of the whole objective at most; 0 means 0.2

	// Silent is set by [Rule.Disclosed] of a rule of which nothing may be told: it asks for nothing.
	Silent bool `json:"-"`
}

// A Pair is two members and how much it is worth that they share a team.
type Pair struct {
	A     Text    `json:"a"`
	B     Text    `json:"b"`
	Score float64 `json:"score"`
}

// A Text is a JSON string, or a number or boolean as it is written.
type Text string

// UnmarshalJSON takes "1" and 1 alike.
func (t *Text) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*t = Text(s)
		return nil
	}
	switch b[0] {
	case '{', '[', 'n':
		return fmt.Errorf("a value is text, a number, true or false, not %s", b)
	}
	*t = Text(b)
	return nil
}

// ParseRules reads {"rules": [...]}, the format of a file of rules, with or without a byte order mark. Fields that no rule has are an
// error, lest a slip in a name goes unnoticed. Its errors, unless r cannot be read, are [*survey.InvalidError] that number the rule
// from 1, and say what is wrong and what is known; what only a table can tell is left to [Propose].
func ParseRules(r io.Reader) ([]Rule, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("reading rules: %w", err)
	}
	var file struct {
		Rules []json.RawMessage `json:"rules"`
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if err := strict(data, &file); err != nil {
		return nil, invalid("rules_not_json", "Error", jsonError(data, err))
	}
	rules := make([]Rule, 0, len(file.Rules))
	for i, raw := range file.Rules {
		var rule Rule
		if err := strict(raw, &rule); err != nil {
			return nil, numbered(i+1, invalid("rule_not_json", "Error", jsonError(raw, err)))
		}
		err := rule.check()
		if err == nil && writtenZero(raw) {
			err = rule.invalid("rule_weight_zero")
		}
		if err != nil {
			return nil, numbered(i+1, err)
		}
		rules = append(rules, rule)
	}
	return rules, nil
}

// writtenZero reports whether a rule says that it weighs nothing, which is not the same as to say nothing of its weight.
func writtenZero(raw []byte) bool {
	var written struct {
		Weight *float64 `json:"weight"`
	}
	return json.Unmarshal(raw, &written) == nil && written.Weight != nil && *written.Weight == 0
}

// strict decodes one value of JSON, with no field that v lacks and nothing behind it.
func strict(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("there is more after the end")
	}
	return nil
}

// jsonError words what is wrong with data without the Go type that it should have become.
func jsonError(data []byte, err error) string {
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return strings.TrimPrefix(fmt.Sprintf("%s: %s is not what belongs here", kind.Field, kind.Value), ": ")
	}
	syntax, ok := errors.AsType[*json.SyntaxError](err)
	if !ok {
		return strings.TrimPrefix(err.Error(), "json: ")
	}
	line := 1 + bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n"))
	return fmt.Sprintf("line %d: %v", line, err)
}

// invalid is an error in the rules, with names and values of its arguments.
func invalid(reason survey.Key, pairs ...any) error {
	return &survey.InvalidError{Field: "rules", Reason: reason, Args: survey.Say(reason, pairs...).Args}
}

// numbered says in an error of a rule which one it is, from 1.
func numbered(i int, err error) error {
	bad, ok := errors.AsType[*survey.InvalidError](err)
	if !ok {
		return err
	}
	args := map[string]any{"Rule": i}
	maps.Copy(args, bad.Args)
	return &survey.InvalidError{Field: bad.Field, Reason: bad.Reason, Args: args}
}

// invalid is an error in the rule.
func (r Rule) invalid(reason survey.Key, pairs ...any) error {
	return invalid(reason, append(pairs, "Kind", r.Kind)...)
}

// missing is the error of a rule that lacks a field without which it says nothing.
func (r Rule) missing(field string) error { return r.invalid("rule_field_missing", "Field", field) }

// Power is the rule's strength, filled in.
func (r Rule) Power() Strength {
	if r.Strength != "" {
		return r.Strength
	}
	return r.Kind.kind().about().strength
}

// weight is what the rule counts in the objective, before weights are shared out; must-rules count outside it. Four, two and one for
// should, could and may are a choice that clubs can reckon with: two of a strength weigh as one of the next.
func (r Rule) weight() float64 { return cmp.Or(r.Weight, 1) * r.Power().factor() }

// binds reports whether it is a must-rule that teams can break.
func (r Rule) binds() bool { return r.Power() == Must && bool(r.Kind.kind().about().keeping) }

// maxWeight is the largest weight of a rule: beside it one of weight 1 counts for nothing, and sums of weights stay far from overflow.
const maxWeight = 1e9

// check finds what is wrong with the rule itself, without looking at any table.
func (r Rule) check() error {
	if !r.Kind.Known() {
		return invalid("rule_kind_unknown", "Kind", string(r.Kind), "Known", strings.Trim(strings.ReplaceAll(fmt.Sprint(Kinds()), " ", ", "), "[]"))
	}
	switch r.Strength {
	case "", Must, Should, Could, May:
	default:
		return r.invalid("rule_strength_unknown", "Strength", string(r.Strength))
	}
	if r.Weight < 0 {
		return r.invalid("rule_weight_negative", "Weight", r.Weight)
	}
	if r.Weight > maxWeight {
		return r.invalid("rule_weight_large", "Weight", r.Weight, "Most", int(maxWeight))
	}
	if err := r.checkIn(); err != nil {
		return err
	}
	return r.Kind.kind().check(r)
}

// columns lists the columns that the rule is on, however it names them.
func (r Rule) columns() []string {
	if r.Column != "" {
		return append([]string{r.Column}, r.Columns...)
	}
	return r.Columns
}

// needsColumns is the check of a kind that is on one column or more.
func (r Rule) needsColumns() error {
	if len(r.columns()) == 0 {
		return r.missing("columns")
	}
	return nil
}

// needsColumn is the check of a kind that is on one column.
func (r Rule) needsColumn() error {
	if len(r.columns()) != 1 {
		return r.missing("column")
	}
	return nil
}

// Names are the words for what a rule names: a page has codes of questions and members, a command the words of its files. Each is given
// what stands in the rule, also if there is no such thing any more.
type Names interface {
	Columns(columns []string) string // in a list
	Value(column, value string) string
	Member(id string) string
	Season(id survey.SeasonID) string
	Team(number int) string // the name that the team got, "" where it got none or there are no teams yet
}

// Sentence says what a rule asks for.
func (r Rule) Sentence(n Names) survey.Message { return r.said(words{n, false}) }

// AvoidColumns are the columns that rules take for whom members avoid.
func AvoidColumns(rules []Rule) (names []string) {
	for _, r := range rules {
		if r.AvoidColumn != "" {
			names = append(names, r.AvoidColumn)
		}
	}
	return names
}

// NamedValues are the values of columns that rules name, by column.
func NamedValues(rules []Rule) map[string][]string {
	named := map[string][]string{}
	for _, r := range rules {
		for _, name := range r.columns() {
			if r.Value != "" {
				named[name] = append(named[name], strings.TrimSpace(string(r.Value)))
			}
			named[name] = slices.AppendSeq(named[name], maps.Keys(r.Capacity))
		}
	}
	return named
}

// ColumnTypes says as what the columns that rules name have to be read, where the cells of a file need not tell.
func ColumnTypes(rules []Rule) map[string]survey.Type {
	types := map[string]survey.Type{}
	for _, r := range rules {
		if k, ok := r.Kind.kind().(reader); ok {
			maps.Copy(types, k.reads(r))
		}
	}
	delete(types, "")
	return types
}
