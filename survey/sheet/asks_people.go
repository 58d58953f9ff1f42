package sheet

import "dure/survey"

// wishedAsk and avoidedAsk read names of teammates; both make one question. It asks for as many as somebody in the file names. The names stay
// as they were typed: whom they mean is asked whenever answers are read, since members may still join.
type (
	wishedAsk  struct{ single }
	avoidedAsk struct{ single }
)

func (wishedAsk) joins(_, _ Column) bool { return true }

func (wishedAsk) ask(a *applier, k, j int) {
	a.questions[k].Wishes = max(1, a.questions[k].Wishes)
	a.place(k, j, 1)
}

func (wishedAsk) part(col column) (of, part string) { return col.placePart() }

func (wishedAsk) cell(a *applier, i, j int, text string, out *Answer) {
	out.Wished = append(out.Wished, a.directory().Texts(text)...)
}

func (avoidedAsk) joins(_, _ Column) bool { return true }

func (avoidedAsk) ask(a *applier, k, j int) {
	a.questions[k].Avoids = max(1, a.questions[k].Avoids)
	a.place(k, j, -1)
}

func (avoidedAsk) part(col column) (of, part string) { return col.placePart() }

func (avoidedAsk) cell(a *applier, i, j int, text string, out *Answer) {
	out.Avoided = append(out.Avoided, a.directory().Texts(text)...)
}

// directory finds members of the file.
func (a *applier) directory() *survey.Directory {
	if a.known == nil {
		g := newGuesser(a.sheet)
		g.Columns = a.columns
		a.known = g.members()
	}
	return a.known
}

// count finds how many teammates were wished and avoided at most.
func (a *applier) count() {
	for k := range a.questions {
		q := &a.questions[k]
		if q.Kind != survey.Teammates {
			continue
		}
		for _, m := range a.members {
			q.Wishes, q.Avoids = max(q.Wishes, len(m.Answers[k].Wished)), max(q.Avoids, len(m.Answers[k].Avoided))
		}
	}
}
