package team

import (
	"dure/survey"
)

// A Way is what can be changed so that every must-rule is kept: one change, or a few that do it only together. It was tried before it is
// offered, against all must-rules, locks and closed teams. Pages apply it as it is kept with the proposal; files get its rules and sizes.
type Way struct {
	Changes  []Change `json:"changes"`
	Rules    []Rule   `json:"rules"`               // the whole changed list
	Sizes    *Sizes   `json:"sizes,omitempty"`     // nil: as they were
	LeaveOut []string `json:"leave_out,omitempty"` // ids of members formed without
}

// A Change is one thing that a way changes: a limit of a rule, its strength, or the sizes. Each kind has words of its own, "way_" and the
// kind; which fields count depends on it.
type Change struct {
	Kind   string `json:"kind"`
	Rule   int    `json:"rule"`             // by position in the proposal's rules; -1 for none
	Was    int    `json:"was,omitempty"`    // the number before
	Count  int    `json:"count,omitempty"`  // and after
	Member string `json:"member,omitempty"` // by id
	Value  string `json:"value,omitempty"`
}

// Kinds of changes. Those of a rule's limits are listed by its kind, in [relaxer].
const (
	changeShould = "should" // the rule is no must any more
	changeTeams  = "teams"  // another number of teams
	changeSize   = "size"   // another ideal size
	changeLimits = "limits" // teams of more sizes
	changePlaces = "places" // an activity, Value, holds more
)

// Text says what the way changes, in one sentence. Rules are named by their sentences, or by their numbers where rules is nil.
func (w Way) Text(rules []Result, n Names) survey.Message {
	var parts, softened []survey.Message
	for _, c := range w.Changes {
		if c.Kind == changeShould {
			softened = append(softened, c.rule(rules, n))
			continue
		}
		value := c.Value
		if c.Kind == changePlaces && c.Rule < len(rules) {
			value = n.Value(rules[c.Rule].Rule.columns()[0], value)
		}
		parts = append(parts, survey.Say("way_"+survey.Key(c.Kind), "Rule", c.rule(rules, n), "Was", c.Was, "Count", c.Count, "More", c.Count-c.Was, "Member", n.Member(c.Member), "Value", value,
			"Sections", SectionText(sectionColumns(rulesOf(rules)), c.Value, n)))
	}
	if len(softened) > 0 {
		parts = append(parts, survey.Say("way_should", "Rule", joined("way_list", softened)))
	}
	return joined("way_and", parts)
}

// joined puts messages into one, two by two.
func joined(key survey.Key, parts []survey.Message) survey.Message {
	text := parts[0]
	for _, m := range parts[1:] {
		text = survey.Say(key, "First", text, "Then", m)
	}
	return text
}

// rule names the rule that changes.
func (c Change) rule(rules []Result, n Names) survey.Message {
	if c.Rule >= 0 && c.Rule < len(rules) {
		return survey.Say("way_rule", "Rule", rules[c.Rule].Rule.Sentence(n))
	}
	return survey.Say("way_rule_number", "N", c.Rule+1)
}
