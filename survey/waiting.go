package survey

import (
	"maps"
	"slices"
)

// WithoutWaiting returns the answers as organizers may see them: without the avoidances that wait for their writer, of which they learn only
// how many there are. The answers given stay as they are.
func WithoutWaiting(s Survey, members []Member, responses map[MemberID]Response) map[MemberID]Response {
	out := maps.Clone(responses)
	t := TableOf(s, members, responses)
	for _, q := range s.Questions {
		_, name := q.MateColumns()
		column, _ := t.Column(name)
		people, ok := column.Values.(People)
		if !ok {
			continue
		}
		for i, m := range members {
			if all := people.Mentions[i]; slices.ContainsFunc(all, Mention.Doubtful) {
				out[m.ID] = out[m.ID].certain(q.ID, all)
			}
		}
	}
	return out
}

// certain leaves of those whom the member avoids in a question the mentions that are certain. With none it is as if nothing had been said.
func (r Response) certain(q QuestionID, all []Mention) Response {
	a := r.Answers[q]
	a.Avoided = nil
	for _, m := range all {
		if !m.Doubtful() {
			a.Avoided = append(a.Avoided, m.Text)
		}
	}
	r.Answers = maps.Clone(r.Answers)
	if r.Answers[q] = a; a.IsZero() {
		delete(r.Answers, q)
	}
	return r
}

// Waiting returns of each member and question the names of whom they avoid that [WithoutWaiting] leaves out.
func Waiting(s Survey, members []Member, responses map[MemberID]Response) map[MemberID]map[QuestionID][]string {
	out := map[MemberID]map[QuestionID][]string{}
	for _, d := range Doubts(s, members, responses) {
		if d.Side == AvoidedSide && !d.Decided() {
			if out[d.By.ID] == nil {
				out[d.By.ID] = map[QuestionID][]string{}
			}
			out[d.By.ID][d.Question] = append(out[d.By.ID][d.Question], d.Text)
		}
	}
	return out
}
