package team

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"dure/survey"
)

// A Kind is what a rule is about.
type Kind string

// The kinds of rules.
const (
	Similar      Kind = "similar"
	Spread       Kind = "spread"
	Match        Kind = "match"
	Balance      Kind = "balance"
	Mix          Kind = "mix"
	Alike        Kind = "alike"
	NeverAlone   Kind = "never_alone"
	Count        Kind = "count"
	Hours        Kind = "hours"
	Together     Kind = "together"
	Apart        Kind = "apart"
	Wishes       Kind = "wishes"
	Ranked       Kind = "ranked"
	Section      Kind = "section"
	NewTeammates Kind = "new_teammates"
	Affinity     Kind = "affinity"
	Fit          Kind = "fit"
)

// Kinds lists every kind, in the order in which pages show them.
var Kinds = []Kind{Similar, Spread, Match, Balance, Mix, Alike, NeverAlone, Count, Hours, Together, Apart,
	Wishes, Ranked, Section, NewTeammates, Affinity, Fit}

// A Strength is how much a rule counts. Must-rules come before all others.
type Strength string

// The strengths.
const (
	Must   Strength = "must"
	Should Strength = "should"
	Could  Strength = "could"
	May    Strength = "may"
)

// A Rule is what a good team is, as one line of JSON. Which fields count depends on the kind.
type Rule struct {
	Kind     Kind     `json:"kind"`
	Strength Strength `json:"strength,omitempty"` // "" means must for section, together and apart, should for the rest
	Weight   float64  `json:"weight,omitempty"`   // 0 means 1

	Column  string   `json:"column,omitempty"`
	Columns []string `json:"columns,omitempty"`
	Value   Text     `json:"value,omitempty"`

	K       Text   `json:"k,omitempty"`       // mix: number of clusters; "" or "auto" means the elbow
	Linkage string `json:"linkage,omitempty"` // mix: "" or "none" means k-means

	Op       string `json:"op,omitempty"` // count: "" means "="
	AtLeast  *int   `json:"at_least,omitempty"`
	AtMost   *int   `json:"at_most,omitempty"`
	Exactly  *int   `json:"exactly,omitempty"`
	TeamSize int    `json:"team_size,omitempty"` // count: only for teams of this size; 0 means all

	Min        float64 `json:"min,omitempty"`   // hours
	Want       float64 `json:"want,omitempty"`  // hours; 0 means min
	Block      float64 `json:"block,omitempty"` // hours; 0 means 1
	ZoneColumn string  `json:"zone_column,omitempty"`
	Free       *bool   `json:"free,omitempty"` // hours: cells list free hours; nil means the header says

	Members     []Text         `json:"members,omitempty"` // together, apart
	AvoidColumn string         `json:"avoid_column,omitempty"`
	Capacity    map[string]int `json:"capacity,omitempty"` // ranked: members per activity
	File        string         `json:"file,omitempty"`
	TeamColumn  string         `json:"team_column,omitempty"`
	Model       string         `json:"model,omitempty"`
	Share       float64        `json:"share,omitempty"` // fit: of the whole objective at most; 0 means 0.2
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

// ParseRules reads {"rules": [...]}. Its errors name the rule, what is wrong and what is known.
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
		return nil, invalid(0, "rules_not_json", "Error", jsonError(data, err))
	}
	rules := make([]Rule, 0, len(file.Rules))
	for i, raw := range file.Rules {
		var rule Rule
		if err := strict(raw, &rule); err != nil {
			return nil, invalid(i+1, "rule_not_json", "Error", jsonError(raw, err))
		}
		if err := rule.check(i + 1); err != nil {
			return nil, err
		}
		rules = append(rules, rule)
	}
	return rules, nil
}

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

// invalid is an error in rule number i from 1 (0 for the whole), with names and values of its arguments.
func invalid(i int, reason survey.Key, pairs ...any) error {
	if i > 0 {
		pairs = append(pairs, "Rule", i)
	}
	return &survey.InvalidError{Field: "rules", Reason: reason, Args: survey.Say(reason, pairs...).Args}
}

// Power is the rule's strength, filled in.
func (r Rule) Power() Strength {
	if r.Strength != "" {
		return r.Strength
	}
	switch r.Kind {
	case Section, Together, Apart:
		return Must
	}
	return Should
}

// weight is what the rule counts in the objective; must-rules count outside it.
func (r Rule) weight() float64 {
	return cmp.Or(r.Weight, 1) * map[Strength]float64{Must: 1, Should: 4, Could: 2, May: 1}[r.Power()]
}

// needs names the fields without which a rule of each kind says nothing.
var needs = map[Kind]string{
	Similar: "columns", Spread: "columns", Match: "column", Balance: "columns", Mix: "columns", Alike: "columns",
	NeverAlone: "column", Count: "column", Hours: "columns", Together: "members", Apart: "members", Wishes: "column",
	Ranked: "columns", Section: "column", NewTeammates: "file", Affinity: "file", Fit: "model",
}

// maxWeight is the largest weight of a rule: beside it one of weight 1 counts for nothing.
const maxWeight = 1e9

// check finds what is wrong with the rule itself, without looking at any table.
func (r Rule) check(i int) error {
	need, known := needs[r.Kind]
	if !known {
		return invalid(i, "rule_kind_unknown", "Kind", string(r.Kind), "Known", joinKinds())
	}
	switch r.Strength {
	case "", Must, Should, Could, May:
	default:
		return invalid(i, "rule_strength_unknown", "Kind", r.Kind, "Strength", string(r.Strength))
	}
	if r.Weight < 0 {
		return invalid(i, "rule_weight_negative", "Kind", r.Kind, "Weight", r.Weight)
	}
	if r.Weight > maxWeight {
		return invalid(i, "rule_weight_large", "Kind", r.Kind, "Weight", r.Weight, "Most", int(maxWeight))
	}
	missing := map[string]bool{"columns": len(r.columns()) == 0, "column": len(r.columns()) != 1,
		"members": len(r.Members) < 2, "file": r.File == ""}[need]
	if missing {
		return invalid(i, "rule_field_missing", "Kind", r.Kind, "Field", need)
	}
	if r.Kind == Count {
		return r.checkCount(i)
	}
	if r.Kind == Hours && (r.Min < 0 || r.Want < 0 || r.Block < 0) {
		return invalid(i, "rule_hours_negative", "Kind", r.Kind)
	}
	if r.Kind == Fit && (r.Share < 0 || r.Share > 1) {
		return invalid(i, "rule_share_range", "Kind", r.Kind, "Share", r.Share)
	}
	if r.Kind == Mix && !slices.Contains([]string{"", "none", "ward", "average", "complete", "single"}, r.Linkage) {
		return invalid(i, "rule_linkage_unknown", "Linkage", r.Linkage)
	}
	return nil
}

func (r Rule) checkCount(i int) error {
	given := 0
	for _, v := range []*int{r.AtLeast, r.AtMost, r.Exactly} {
		if v == nil {
			continue
		}
		given++
		if *v < 0 {
			return invalid(i, "rule_count_negative", "Kind", r.Kind)
		}
	}
	if given == 0 || given > 1 && r.Exactly != nil {
		return invalid(i, "rule_count_limits", "Kind", r.Kind)
	}
	if r.AtLeast != nil && r.AtMost != nil && *r.AtLeast > *r.AtMost {
		return invalid(i, "rule_count_empty", "AtLeast", *r.AtLeast, "AtMost", *r.AtMost)
	}
	if !slices.Contains([]string{"", "=", "!=", ">=", "<=", ">", "<"}, r.Op) {
		return invalid(i, "rule_op_unknown", "Op", r.Op)
	}
	if _, ok := survey.ParseNumber(string(r.Value)); !ok && strings.ContainsAny(r.Op, "<>") {
		return invalid(i, "rule_value_not_number", "Op", r.Op, "Value", string(r.Value))
	}
	return nil
}

func joinKinds() string {
	names := make([]string, len(Kinds))
	for i, k := range Kinds {
		names[i] = string(k)
	}
	return strings.Join(names, ", ")
}

// columns lists the columns that the rule is on, however it names them.
func (r Rule) columns() []string {
	if r.Column != "" {
		return append([]string{r.Column}, r.Columns...)
	}
	return r.Columns
}

// limits returns the least and most members that a count rule allows in a team of n.
func (r Rule) limits(n int) (least, most int) {
	least, most = 0, n
	if r.AtLeast != nil {
		least = *r.AtLeast
	}
	if r.AtMost != nil {
		most = *r.AtMost
	}
	if r.Exactly != nil {
		least, most = *r.Exactly, *r.Exactly
	}
	return least, most
}
