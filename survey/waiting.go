package survey

import "maps"

// WithoutAvoided returns the answers as organizers may see them: without whom members avoid. Those given stay as they are.
func WithoutAvoided(responses map[MemberID]Response) map[MemberID]Response {
	out := maps.Clone(responses)
	for id, r := range out {
		r.Draft, r.Answers = r.Draft.WithoutAvoided(), r.Answers.WithoutAvoided()
		r.Otherwise = nil
		out[id] = r
	}
	return out
}

// WithoutAvoided returns them without whom the member avoids; what was nothing else counts as not answered.
func (as Answers) WithoutAvoided() Answers {
	as = maps.Clone(as)
	for q, a := range as {
		if a.Avoided = nil; a.IsZero() {
			delete(as, q)
			continue
		}
		as[q] = a
	}
	return as
}

// Waiting returns of each member and question the names of whom they avoid that are not understood yet.
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
