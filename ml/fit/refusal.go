// When a model is not used. What a club decides by a model has to be better than what it would decide without one, and what is not known to be so
// is not: a model is used where it beats the mean by more than its uncertainty. The theory score is no exception. It says what research expects of
// teams elsewhere, and is shown beside the others, but whether it holds for this club its own ratings have to tell.

package fit

import "dure/survey"

// Refusal says why no teams may be formed by the model that the report is about, with its figures, and false where they may be.
func (r Report) Refusal() (why survey.Message, refused bool) {
	if r.Claims && r.Chosen != MeanName {
		return survey.Message{}, false
	}
	if r.Teams < minTeams {
		return survey.Say("refused_few", "Teams", r.Teams, "Needs", minTeams), true
	}
	s, ok := r.shown()
	if !ok {
		return survey.Say("refused_nothing"), true
	}
	args := []any{"Model", s.Name, "R2", s.R2, "Low", s.R2Interval[0], "High", s.R2Interval[1]}
	if s.AUC != nil && s.AUCInterval != nil {
		args = append(args, "AUC", *s.AUC, "AUCLow", s.AUCInterval[0], "AUCHigh", s.AUCInterval[1])
	}
	if r.P != nil && *r.P > maxP {
		args = append(args, "P", *r.P)
	}
	return survey.Say("refused_chance", args...), true
}

// shown is the score that a refusal is about: of the chosen model, or where that is the mean of the best of the others.
func (r Report) shown() (best Score, ok bool) {
	for _, s := range r.Models {
		switch {
		case s.Name == MeanName:
		case s.Name == r.Chosen:
			return s, true
		case !ok || s.R2 > best.R2:
			best, ok = s, true
		}
	}
	return best, ok
}
