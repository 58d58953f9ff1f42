package survey

import "slices"

// A Doubt is a name that a member typed and of which somebody has to say whom it means, or has said.
type Doubt struct {
	By       Member
	Question QuestionID
	Side     Side
	Text     string
	Reason   Reason   // why it is in doubt; "" once somebody has decided
	Near     []Member // whom it may mean, while it is in doubt
	Means    Member   // whom it was decided to mean; the zero member for nobody
	Read     string   // the mark of that
}

// Decided reports whether somebody has said whom the name means.
func (d Doubt) Decided() bool { return d.Reason == "" }

// MayMean reports whether the name may mean a member.
func (d Doubt) MayMean(id MemberID) bool {
	return slices.ContainsFunc(d.Near, func(m Member) bool { return m.ID == id })
}

// Doubts returns the names in doubt that members of a season typed in submitted answers, and those that were decided, in the order of the
// questions and of the members: the wishes of a question first, each name of a member once. Who has dropped out is among the members, so that none
// is in doubt, or in doubt no more, because of that.
func Doubts(s Survey, members []Member, responses map[MemberID]Response) (all []Doubt) {
	t := TableOf(s, members, responses)
	for _, q := range s.Questions {
		wished, avoided := q.MateColumns()
		for _, of := range []struct {
			side   Side
			column string
		}{{WishedSide, wished}, {AvoidedSide, avoided}} {
			c, _ := t.Column(of.column)
			people, ok := c.Values.(People)
			if !ok {
				continue
			}
			for i, m := range members {
				all = append(all, doubtsOf(people.Mentions[i], Doubt{By: m, Question: q.ID, Side: of.side}, members, responses[m.ID].Meant)...)
			}
		}
	}
	return all
}

// doubtsOf returns the doubts about what one member typed on one side of a question, each like the first.
func doubtsOf(mentions []Mention, like Doubt, members []Member, meant Meant) (all []Doubt) {
	for _, m := range mentions {
		d := like
		d.Text = m.Text
		if len(m.Members) > 0 {
			d.Means = members[m.Members[0]]
		}
		id, said := meant.Of(d.Question, d.Side, d.Text)
		switch {
		case slices.ContainsFunc(all, func(o Doubt) bool { return Fold(o.Text) == Fold(d.Text) }):
			continue
		case m.Doubtful():
			d.Reason, d.Means = m.Reason, Member{}
		case !said || d.Means.ID != id: // certain by itself
			continue
		}
		d.Read = meant.Mark(d.Question, d.Side, d.Text)
		for _, k := range m.Near {
			d.Near = append(d.Near, members[k])
		}
		all = append(all, d)
	}
	return all
}

// Doubtful counts the names of whom somebody has to say whom they mean, each name of a member once; of avoidances in a season those of who left, too.
func (p People) Doubtful() (n int) {
	if p.Waiting != nil {
		return *p.Waiting
	}
	for i := range p.Of {
		var seen []string
		for _, m := range p.named(i) {
			if text := Fold(m.Text); m.Doubtful() && !slices.Contains(seen, text) {
				seen = append(seen, text)
				n++
			}
		}
	}
	return n
}

// AsIfLetIn are the members as others of them are told of them: a name of who waits is one like that of anybody who joined, so that it does not tell
// whether their address was known. Who waits under a name that is on the list is most likely the member who has it.
func AsIfLetIn(members []Member) []Member {
	taken := map[string]bool{}
	for _, m := range members {
		taken[Fold(m.Name)] = taken[Fold(m.Name)] || !m.Waiting
	}
	all := slices.Clone(members)
	for i, m := range all {
		all[i].Waiting = m.Waiting && taken[Fold(m.Name)]
	}
	return all
}
