package team

import "dure/survey"

// NotUnderstood counts the wishes and avoidances of which nobody knows whom they mean. They count for nobody, and no rule calls them kept.
// Of a season's avoidances it says how many wait for their writers instead: those that count for all whom they may mean are among them, as what
// organizers call members would tell which is which.
type NotUnderstood struct {
	Wishes     int `json:"wishes"`
	Avoidances int `json:"avoidances"`
	Waiting    int `json:"waiting,omitempty"`
}

// Message says how many there are that are not understood; no Key where there are none.
func (n NotUnderstood) Message() survey.Message {
	switch {
	case n.Wishes > 0 && n.Avoidances > 0:
		return survey.Say("names_not_understood", "Wishes", survey.Say("count_wishes", "Count", n.Wishes),
			"Avoidances", survey.Say("count_avoidances", "Count", n.Avoidances))
	case n.Wishes > 0:
		return survey.Say("wishes_not_understood", "Count", n.Wishes)
	case n.Avoidances > 0:
		return survey.Say("avoidances_not_understood", "Count", n.Avoidances)
	}
	return survey.Message{}
}

// A namer is a measure of what members said of each other, some of which may not be understood.
type namer interface{ notUnderstood() NotUnderstood }

// NotUnderstood counts the names that the draft's rules do not understand.
func (d *Draft) NotUnderstood() NotUnderstood { return d.p.notUnderstood }

// countNotUnderstood counts the names in the columns of all rules, of each column once.
func (p *problem) countNotUnderstood() (all NotUnderstood) {
	seen := map[[2]string]bool{}
	for _, c := range p.rules {
		m, ok := c.measure.(namer)
		if !ok {
			continue
		}
		n := m.notUnderstood()
		if wished := [2]string{"", c.columns()[0]}; !seen[wished] {
			all.Wishes, seen[wished] = all.Wishes+n.Wishes, true
		}
		if avoided := [2]string{"avoided", c.AvoidColumn}; !seen[avoided] {
			all.Avoidances, all.Waiting, seen[avoided] = all.Avoidances+n.Avoidances, all.Waiting+n.Waiting, true
		}
	}
	return all
}
