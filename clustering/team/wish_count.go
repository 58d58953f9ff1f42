package team

import (
	"slices"

	"dure/survey"
)

// What is told of the wishes in a team is counted apart from how a team scores: what hangs on a name that nobody understood is neither met nor not.

// A wishCount is how many of some members wished, and what came of it. It counts nothing of whom anybody avoids.
type wishCount struct {
	wished, met int // who named somebody, understood or not; and who of them has as many wishes met as the rule asks for, one at least, or all
	known       int // who of them named somebody who is in a team
	unclear     int // who of them may have what is asked for or not, since a name is not understood
	gone        int // who of them cannot have what is asked for, since whom they wished for is in no team
	lost        int // wishes that were not understood

	asked, had, waiting int // wishes that the rule asks for of whom it is known; those that are met; and those that hang on a name besides
}

func (m *wishes) count(members []int32) (n wishCount) {
	for _, i := range members {
		n.lost += m.lost[i]
		unclear, gone := m.unclear(i, members), m.missed(i, members)
		n.unclear, n.gone = n.unclear+int(b2f(unclear)), n.gone+int(b2f(gone))
		asked := min(m.least, len(m.wished[i]))
		n.asked, n.had = n.asked+asked, n.had+min(asked, among(m.wished[i], members))
		n.waiting += min(m.least-asked, m.lost[i])
		switch {
		case len(m.wished[i]) > 0:
			n.wished++
			n.known++
			n.met += int(b2f(among(m.wished[i], members) >= min(max(m.least, 1), len(m.wished[i])) && !unclear && !gone))
		case m.gone[i] > 0, m.lost[i] > 0 && !m.mutual:
			n.wished++
		}
	}
	return n
}

func (n *wishCount) add(o wishCount) {
	n.wished, n.met, n.known, n.gone, n.lost, n.unclear = n.wished+o.wished, n.met+o.met, n.known+o.known, n.gone+o.gone, n.lost+o.lost, n.unclear+o.unclear
	n.asked, n.had, n.waiting = n.asked+o.asked, n.had+o.had, n.waiting+o.waiting
}

// unclear reports whether a member of a team has what is asked for by the names that are understood, and not by all.
func (m *wishes) unclear(i int32, members []int32) bool { return m.short(i, members, m.lost[i]) }

// missed reports whether a member of a team has what is asked for of members who are in teams, and not of all, so that no teams can give it. Where it
// hangs on a name too, that is said first.
func (m *wishes) missed(i int32, members []int32) bool {
	return !m.unclear(i, members) && m.short(i, members, m.lost[i]+m.gone[i])
}

// short reports whether a member of a team has as many wishes met as are asked for, but not if there are so many more of them.
func (m *wishes) short(i int32, members []int32, more int) bool {
	n := among(m.wished[i], members)
	return n >= min(m.least, len(m.wished[i])) && n < min(m.least, len(m.wished[i])+more)
}

// unknown reports whether it hangs on a name that is not understood, or on somebody who is in no team, if some member has the wishes met that are asked
// for, or is with somebody whom another avoids. In a season that names in doubt are asked of their writers is in confidence, and so is in which team it is.
func (m *wishes) unknown(members []int32) bool {
	return slices.ContainsFunc(members, func(i int32) bool {
		return m.unclear(i, members) || m.missed(i, members) || m.confides && m.waiting == nil && m.lostAvoided[i] > 0
	})
}

// partly reports whether some wish in a team counts of which it is known whether it is met.
func (m *wishes) partly(members []int32) bool { return m.count(members).asked > 0 }

// fact says how many of those who wished have theirs met, of whom that cannot be, and how many of the wishes that can be known are met.
func (m *wishes) fact(_ int, members []int32) survey.Message {
	n := m.count(members)
	return survey.Say("fact_team_wishes", "Count", n.met, "Wished", n.wished, "Gone", n.gone, "Unclear", n.unclear, "NotUnderstood", n.lost, "Mutual", m.mutual,
		"Asked", n.asked, "Had", n.had, "Waiting", n.waiting)
}

// overall says the same of all teams, and whether there is nothing in them by which the rule could be kept or broken. A rule that asks for no wish
// says nothing but that.
func (m *wishes) overall(teams [][]int32) survey.Message {
	var all wishCount
	of, avoided := 0, 0
	for _, members := range teams {
		all.add(m.count(members))
		of += len(members)
		for _, i := range members {
			avoided += len(m.avoided[i])
		}
	}
	if m.least == 0 {
		if avoided > 0 {
			return survey.Message{}
		}
		return survey.Say("fact_rule_avoids_nobody", "Nobody", true)
	}
	return survey.Say("fact_rule_wishes", "Met", all.met, "Wished", all.wished, "Count", of, "Gone", all.gone, "Unclear", all.unclear, "NotUnderstood", all.lost, "Mutual", m.mutual,
		"Asked", all.asked, "Had", all.had, "Waiting", all.waiting, "Nobody", all.known == 0 && avoided == 0)
}
