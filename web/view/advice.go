package view

import "dure/survey"

// Advice is what can be told of a survey before it opens, or while it is open.
type Advice struct {
	Minutes int // that it takes, as far as that can be estimated; 0 where it is open, or nothing is to be told
	All     []survey.Advice
}

// In the builder stands beside the questions what is missing in which language.
func (a Advice) inBuilder() []survey.Advice {
	var all []survey.Advice
	for _, x := range a.All {
		if x.Key != survey.AdviceUntranslated && x.Key != survey.AdviceUnspoken {
			all = append(all, x)
		}
	}
	return all
}

// A Review is what can be told of the answers to a survey that is closed.
type Review struct {
	survey.Review
	Called map[survey.MemberID]string
}

// namedAtMost is how many members are named before a list of all is pointed to.
const namedAtMost = 20
