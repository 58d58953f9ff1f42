package survey

import "strings"

// A Review is what can be told of answers once the survey is closed.
type Review struct {
	Alike  []Question // of which all who answered, at least two, said the same; sensitive ones are not looked at
	Hasty  []Member   // who sent answers in a third of the estimate for what they were asked, or less
	Timed  int        // of how many it is known when they opened the form and when they first sent it
	Silent []Member   // who sent no answers
}

// hasty is the part of the estimate below which answers were given in a rush. Who answers in less than 30 to 50 % of the usual
// time is called a speeder (Greszki, Meyer and Schoen 2015, "Exploring the effects of removing too fast responses", Public
// Opinion Quarterly 79); as the estimate is no measure, we take a third.
const hasty = 3

// Review looks at the submitted answers of members, carried to the current questions.
func (s Survey) Review(members []Member, responses map[MemberID]Response) Review {
	var r Review
	for _, m := range members {
		sent := responses[m.ID]
		switch {
		case sent.Submitted.IsZero():
			r.Silent = append(r.Silent, m)
		case sent.Begun.IsZero() || sent.First.IsZero():
		default:
			r.Timed++
			if hasty*sent.First.Sub(sent.Begun) <= s.Shown(sent.Answers.WithoutAvoided()).Estimate() {
				r.Hasty = append(r.Hasty, m)
			}
		}
	}
	public := s.Public()
	t := TableOf(public, members, responses)
	r.Alike = public.where(func(q Question) bool { return t.alike(q) })
	return r
}

// alike reports whether all who answered the question, at least two, said the same in each of its columns.
func (t Table) alike(q Question) bool {
	given, said := 0, map[string]bool{}
	for i := range t.N {
		var answer []string
		for _, blank := range q.Blank() {
			c, _ := t.Column(blank.Name)
			answer = append(answer, SpellingKey(c.Cell(i)))
		}
		if strings.Join(answer, "") != "" {
			given++
			said[strings.Join(answer, "\n")] = true
		}
	}
	return given > 1 && len(said) == 1
}

// IsZero reports whether there is nothing to tell.
func (r Review) IsZero() bool { return len(r.Alike)+len(r.Hasty)+len(r.Silent) == 0 }
