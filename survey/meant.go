package survey

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// A Side is one of the two things that a question for teammates asks: whom one wishes for, or whom one would avoid.
type Side string

// The sides, called as the columns of a file are.
const (
	WishedSide  Side = "wished"
	AvoidedSide Side = "avoided"
)

// Meant is what was decided that names mean which a member typed: for each question, side and folded name, another member,
// or 0 for nobody. It stands beside the answers, which stay as they were typed, and is looked up again whenever they are read.
type Meant map[QuestionID]map[Side]map[string]MemberID

// A Decision says what one name means.
type Decision struct {
	Question QuestionID
	Side     Side
	Typed    string
	Means    MemberID // 0 for nobody
	Open     bool     // nothing is decided any more: the name waits again
}

// Of returns what the name means by decision, and whether there is one.
func (m Meant) Of(q QuestionID, side Side, typed string) (MemberID, bool) {
	id, ok := m[q][side][Fold(typed)]
	return id, ok
}

// Decide returns what is meant after a decision.
func (m Meant) Decide(d Decision) Meant {
	out := m.clone()
	if out[d.Question] == nil {
		out[d.Question] = map[Side]map[string]MemberID{}
	}
	if out[d.Question][d.Side] == nil {
		out[d.Question][d.Side] = map[string]MemberID{}
	}
	out[d.Question][d.Side][Fold(d.Typed)] = d.Means
	if d.Open {
		delete(out[d.Question][d.Side], Fold(d.Typed))
	}
	return out.trimmed()
}

// Without returns the decisions but those for a member, and whether there was one.
func (m Meant) Without(id MemberID) (Meant, bool) {
	out, named := m.clone(), false
	for _, sides := range out {
		for _, names := range sides {
			before := len(names)
			maps.DeleteFunc(names, func(_ string, means MemberID) bool { return means == id })
			named = named || len(names) < before
		}
	}
	return out.trimmed(), named
}

// In returns the decisions on names that still stand in one of the answers. What a member took out is not kept elsewhere.
func (m Meant) In(answers ...Answers) Meant {
	out := m.clone()
	for q, sides := range out {
		for side, names := range sides {
			var typed []string
			for _, as := range answers {
				typed = append(typed, as[q].Named(side)...)
			}
			maps.DeleteFunc(names, func(name string, _ MemberID) bool {
				return !slices.ContainsFunc(typed, func(text string) bool { return strings.Contains(Fold(text), name) })
			})
		}
	}
	return out.trimmed()
}

// Members are those for whom something was decided.
func (m Meant) Members() (all []MemberID) {
	for _, sides := range m {
		for _, names := range sides {
			all = slices.AppendSeq(all, maps.Values(names))
		}
	}
	return all
}

// Named are the names of one side as they were typed.
func (a Answer) Named(side Side) []string {
	if side == AvoidedSide {
		return a.Avoided
	}
	return a.Wished
}

func (m Meant) clone() Meant {
	out := Meant{}
	for q, sides := range m {
		out[q] = map[Side]map[string]MemberID{}
		for side, names := range sides {
			out[q][side] = maps.Clone(names)
		}
	}
	return out
}

// trimmed drops questions and sides without decisions, and is nil where none is left.
func (m Meant) trimmed() Meant {
	for q, sides := range m {
		maps.DeleteFunc(sides, func(_ Side, names map[string]MemberID) bool { return len(names) == 0 })
		if len(sides) == 0 {
			delete(m, q)
		}
	}
	if len(m) == 0 {
		return nil
	}
	return m
}

// deciding lets a directory of members, by their places, ask what was decided that each of them meant. What was decided for somebody who has
// left, or is the member, says nothing.
func (d *Directory) deciding(members []Member, responses map[MemberID]Response) {
	place := make(map[MemberID]int, len(members))
	for i, m := range members {
		place[m.ID] = i
	}
	d.sent = func(by int) time.Time { return responses[members[by].ID].Submitted }
	d.decided = func(by int, q QuestionID, side Side, typed string) (int, bool) {
		id, ok := responses[members[by].ID].Meant.Of(q, side, typed)
		if !ok || id == 0 {
			return nobody, ok
		}
		who, here := place[id]
		return who, here && who != by
	}
}
