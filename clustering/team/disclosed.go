package team

// What organizers are told of teams is reckoned by the rules without what members say in confidence: any figure, order or list that changes
// as somebody comes to whom they avoid, would tell of it. What is searched for takes all of it into account.

// Disclosed returns the rule without what members say in confidence, by which alone a page says how it is kept; nothing reports that
// all of it is in confidence. It is the rule itself where nothing of it is.
func (r Rule) Disclosed() (shown Rule, nothing bool) {
	if k, ok := r.Kind.kind().(confider); ok {
		return k.disclosed(r)
	}
	return r, false
}

// Confides reports whether the rule asks for something that members say in confidence.
func (r Rule) Confides() bool {
	shown, _ := r.Disclosed()
	return shown.AvoidColumn != r.AvoidColumn
}

// DisclosedRules returns the rules without what members say in confidence.
func DisclosedRules(rules []Rule) []Rule {
	all := make([]Rule, len(rules))
	for i, r := range rules {
		all[i], _ = r.Disclosed()
	}
	return all
}

// Confided returns the rules by which a division is mended of what is asked in confidence: those that are disclosed, and beside them, as
// must-rules, what else each asks for. From the first number on they are of the latter.
func Confided(rules []Rule) (all []Rule, from int) {
	var asked []Rule
	for _, r := range rules {
		if r.Confides() {
			r.AtLeast, r.Strength = new(0), Must
			asked = append(asked, r)
		}
	}
	return append(DisclosedRules(rules), asked...), len(rules)
}
