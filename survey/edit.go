package survey

// An Edit is a change of a survey's questions or of what stands around them, which can be taken back and done again.
type Edit struct {
	Note  Key  `json:"note"`            // what was done
	Title Text `json:"title,omitempty"` // of the question that it was done to; none where it was to more than one

	To []Question `json:"-"` // what is asked once it is taken back, or done again
}

// A QuestionLoss is what the answers to a question lose.
type QuestionLoss struct {
	Question
	Loss
}

// Loss returns what answers lose if the survey asks the questions next, for each question that loses some. Versions are all that
// were ever asked.
func (s Survey) Loss(next, versions []Question, responses map[MemberID]Response) []QuestionLoss {
	var all []QuestionLoss
	for _, q := range s.Questions {
		becomes, _ := find(next, func(n Question) bool { return n.ID == q.ID }) // nothing, where it is asked no more
		if l := q.Loss(becomes, versions, Given(responses, q.ID)); l.Any() {
			all = append(all, QuestionLoss{q, l})
		}
	}
	return all
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
