package survey

import "slices"

// An Edit is a change of a survey's questions or of what stands around them, which can be taken back and done again.
type Edit struct {
	Note  Key  `json:"note"`            // what was done
	Title Text `json:"title,omitempty"` // of the question that it was done to; none where it was to more than one

	To []Question `json:"-"` // what is asked once it is taken back, or done again
}

// What was done in an edit.
const (
	EditAdded   Key = "edit_added"
	EditChanged Key = "edit_changed"
	EditMoved   Key = "edit_moved"
	EditRemoved Key = "edit_removed"
	EditFilled  Key = "edit_filled" // several questions were added at once
	EditWording Key = "edit_wording"
)

// Edits are where a survey stands among its edits.
type Edits struct {
	Now  int   // the number of the edit that counts; no other state of the survey ever has the same
	Undo *Edit // the edit that can be taken back; nil if there is none
	Redo *Edit // the edit that was taken back last and can be done again
}

// With returns the survey with q in the place of the question that it was, or at the end if it is new.
func (s Survey) With(q Question) Survey {
	i := s.place(q.ID)
	if i < 0 {
		return s.WithBelow(q, 0)
	}
	s.Questions = slices.Clone(s.Questions)
	s.Questions[i] = q
	return s
}

// WithBelow returns the survey with a new question below another one, or at the end if that is not asked.
func (s Survey) WithBelow(q Question, above QuestionID) Survey {
	at := s.place(above) + 1
	if at == 0 {
		at = len(s.Questions)
	}
	s.Questions = slices.Insert(slices.Clone(s.Questions), at, q)
	return s
}

// Without returns the survey without a question.
func (s Survey) Without(id QuestionID) Survey {
	s.Questions = slices.DeleteFunc(slices.Clone(s.Questions), func(q Question) bool { return q.ID == id })
	return s
}

// Moved returns the survey with a question at a place, counted from 0; one outside means the nearest end.
func (s Survey) Moved(id QuestionID, to int) Survey {
	q, asked := s.Question(id)
	if !asked {
		return s
	}
	s = s.Without(id)
	s.Questions = slices.Insert(s.Questions, min(max(to, 0), len(s.Questions)), q)
	return s
}

func (s Survey) place(id QuestionID) int {
	return slices.IndexFunc(s.Questions, func(q Question) bool { return q.ID == id })
}
