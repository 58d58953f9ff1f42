package survey

import "slices"

// A Turn is one of the times that a page sends its form as it is typed. What comes over a network may come late, twice or in another order:
// a form says its turn, so that nothing earlier takes the place of what it brought later, and what it brought itself is not taken for
// something from elsewhere.
type Turn struct {
	Form string                `json:"form"` // the key of the form
	N    int                   `json:"n"`    // rising; 0 where the form does not say
	Sums map[QuestionID]string `json:"sums"` // of the answers of the form that were kept, as [Question.Mark] has them
}

// Turns are the last ones of the forms that brought something, the newest last.
type Turns []Turn

// maxTurns is how many forms of a member are remembered: those of a few devices and tabs that are open at once.
const maxTurns = 6

// Next is the turn of a form, with what the form brought before.
func (all Turns) Next(form string, n int) Turn {
	at := all.of(form)
	if at < 0 {
		return Turn{Form: form, N: n}
	}
	return Turn{form, n, all[at].Sums}
}

// Late reports whether the form has brought something at a later turn.
func (all Turns) Late(t Turn) bool {
	at := all.of(t.Form)
	return t.N > 0 && at >= 0 && t.N < all[at].N
}

// Add returns the turns with one that has brought something.
func (all Turns) Add(t Turn) Turns {
	if t.N <= 0 {
		return all
	}
	all = slices.DeleteFunc(slices.Clone(all), func(o Turn) bool { return o.Form == t.Form })
	all = append(all, t)
	return all[max(0, len(all)-maxTurns):]
}

func (all Turns) of(form string) int {
	return slices.IndexFunc(all, func(t Turn) bool { return t.Form == form })
}
