package survey

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// BaseField is the name of the form field that says, by [Question.Mark], which answer the form shows.
func (q Question) BaseField() string { return q.Field() + "b" }

// CountsField is the name of the buttons by which a member says which of two answers counts, each with the mark of the answer beside which the form's stands.
func (q Question) CountsField() string { return q.Field() + "counts" }

// What such a button says before the mark.
const (
	MineCounts   = "mine "
	TheirsCounts = "theirs "
)

// Mark tells a kept answer from others: a form brings back the mark of the one that it shows, so that it is known whether another
// was sent from elsewhere since, and whether the form changes anything. It sums up what is kept and, after a point, what of that
// the question shows where it is not all; "" is no answer.
func (q Question) Mark(kept Answer, versions []Question) string {
	whole, part := q.sums(kept, versions)
	if whole == part {
		return whole
	}
	return whole + "." + part
}

// sums are those of a kept answer and of what of it the question shows. Of what was told in confidence, or about whom to avoid, to a version
// that asked so, the mark of one that does not gives away nothing: only to which version it was told.
func (q Question) sums(kept Answer, versions []Question) (whole, part string) {
	if kept.Version == q.Version { // all of it is shown, which most answers are: a form has some hundred of them summed up
		sum := kept.Sum()
		return sum, sum
	}
	shown, _ := q.CarryFrom(versions, kept)
	old := VersionOf(versions, q.ID, kept.Version)
	if old.Sensitive && !q.Sensitive || old.Avoids > 0 && q.Avoids == 0 {
		return strconv.Itoa(kept.Version), shown.Sum()
	}
	return kept.Sum(), shown.Sum()
}

// Marks are the marks of the answers that a form of the survey's questions shows.
func (s Survey) Marks(kept Answers, versions []Question) map[QuestionID]string {
	marks := map[QuestionID]string{}
	for _, q := range s.Questions {
		marks[q.ID] = q.Mark(kept[q.ID], versions)
	}
	return marks
}

// Sum is the same for the same answer to the same version only; "" for none.
func (a Answer) Sum() string {
	if a.IsZero() {
		return ""
	}
	return mark(a)
}

// Merge returns what is kept with what the form brings in its place, and the questions, as they were shown, whose answer the form
// changes though another was kept since it was shown: of these, what is kept stays. Newer reports, for a form that does not say
// which answers it shows, whether anything was kept since it was begun. Where the member says which of the two counts, that one does.
//
// What the form brought itself at an earlier turn is nothing from elsewhere.
//
// What the form did not show or change stays: an answer to another question, and one to an earlier version that is none to the
// version that was shown. So does an answer in whose place something stands that can be none.
func (f Filled) Merge(kept Answers, newer bool, versions []Question) (Answers, []Question) {
	out := maps.Clone(kept)
	if out == nil {
		out = Answers{}
	}
	var clash []Question
	for _, q := range f.Seen {
		mine, theirs := f.Answers[q.ID], kept[q.ID]
		now, shows := q.CarryFrom(versions, theirs)
		stands, _ := q.sums(theirs, versions)
		whole, part, known := f.base(q)
		unread := f.unread(q)
		switch {
		case !unread && (mine.Sum() == now.Sum() || known && mine.Sum() == part): // what is kept says the same or is newer
		case f.Counts[q.ID] == TheirsCounts+stands:
		case f.Counts[q.ID] != MineCounts+stands && (known && stands != whole && !f.brought(q, stands) || !known && newer && !theirs.IsZero()):
			clash = append(clash, q)
		case shows && unread:
		case mine.IsZero() && shows:
			delete(out, q.ID)
		case !mine.IsZero():
			out[q.ID] = mine
		}
	}
	return out, clash
}

// Shown is the mark that the form brings of the answer that it showed. Where it brings none, it is one that no answer has.
func (f Filled) Shown(q Question) string {
	if shown, known := f.Bases[q.ID]; known {
		return shown
	}
	return "?"
}

// Decide puts answers of other devices into what is kept, where the form says that they count, and returns those on which it says what counts. They
// stood beside the answers that were kept before.
func (f Filled) Decide(kept, before Answers, otherwise Otherwise) Answers {
	said := Answers{}
	for _, q := range f.Seen {
		other, waits := otherwise.Of(q.ID, before[q.ID])
		switch says := f.Counts[q.ID]; {
		case waits && says == TheirsCounts+other.Sum():
			kept[q.ID], said[q.ID] = other, other
		case waits && says == MineCounts+other.Sum():
			said[q.ID] = other
		}
	}
	return said
}

// unread reports whether what the form brings to a question can be no answer.
func (f Filled) unread(q Question) bool {
	return slices.ContainsFunc(f.Unread, func(e *InvalidError) bool { return e.Field == q.Field() })
}

// brought reports whether the form itself brought the answer with the sum before.
func (f Filled) brought(q Question, sum string) bool {
	own, ok := f.Own[q.ID]
	return ok && own == sum
}

// Sums are those of the answers that are kept as the form brings them, none of which it leaves or takes back included, beside those of [Filled.Own].
func (f Filled) Sums(kept Answers, versions []Question) map[QuestionID]string {
	sums := maps.Clone(f.Own)
	for _, q := range f.Seen {
		stands, _ := q.sums(kept[q.ID], versions)
		if whole, _, known := f.base(q); known && stands != whole && kept[q.ID].Sum() == f.Answers[q.ID].Sum() {
			if sums == nil {
				sums = map[QuestionID]string{}
			}
			sums[q.ID] = stands
		}
	}
	return sums
}

// base returns the sums of the answer that the form says it showed, if it does.
func (f Filled) base(q Question) (whole, part string, known bool) {
	mark, known := f.Bases[q.ID]
	whole, part, apart := strings.Cut(mark, ".")
	if !apart {
		part = whole
	}
	return whole, part, known
}

// Taken are the marks, by their fields, of the questions whose answers are kept as the form brings them. Where a newer one
// is kept, the form still shows the one that it showed.
func (f Filled) Taken(kept Answers, versions []Question) map[string]string {
	marks := map[string]string{}
	for _, q := range f.Seen {
		if shown, _ := q.CarryFrom(versions, kept[q.ID]); !f.unread(q) && shown.Sum() == f.Answers[q.ID].Sum() {
			marks[q.BaseField()] = q.Mark(kept[q.ID], versions)
		}
	}
	return marks
}

// Passed counts the questions of which a newer answer is kept than the one that the form shows, which did not change it.
func (f Filled) Passed(kept Answers, versions []Question) int {
	n := 0
	for _, q := range f.Seen {
		_, part, known := f.base(q)
		shown, _ := q.CarryFrom(versions, kept[q.ID])
		if known && f.Answers[q.ID].Sum() == part && shown.Sum() != part {
			n++
		}
	}
	return n
}
