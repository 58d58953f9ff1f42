package survey

// An Edit is a change of a survey's questions or of what stands around them, which can be taken back and done again.
type Edit struct {
	Note  Key  `json:"note"`            // what was done
	Title Text `json:"title,omitempty"` // of the question that it was done to; none where it was to more than one
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
