package sheet

import (
	"fmt"

	"dure/survey"
)

// A RowError says what is wrong with a cell, a row or a whole file, in the manner of [survey.InvalidError].
// Its Args hold what the wording needs; Row and Column are not repeated there.
type RowError struct {
	Row    int    // as a spreadsheet counts: the header is row 1; 0 is the whole file
	Column string // the column's name; "" is the whole row
	Reason survey.Key
	Args   map[string]any
	Part   bool `json:",omitempty"` // the rest of the cell was read
}

// Message is what is wrong, without where.
func (e RowError) Message() survey.Message { return survey.Message{Key: e.Reason, Args: e.Args} }

// Placed is what is wrong, and where.
func (e RowError) Placed() survey.Message {
	return survey.Say("file_place", "Row", e.Row, "Column", e.Column, "Problem", e.Message())
}

// An Error is everything that keeps a file from being read: one problem of the whole file,
// or a list of rows. It unwraps to a [*survey.InvalidError] for each.
type Error struct {
	File string
	Rows []RowError // at least one
}

// Error tells the first problem by its key, and how many there are; it is for logs and tests.
func (e *Error) Error() string {
	return fmt.Sprintf("%s: %v (%d in all)", e.File, e.Unwrap()[0], len(e.Rows))
}

// Unwrap returns each problem as an error of the field "file".
func (e *Error) Unwrap() []error {
	all := make([]error, len(e.Rows))
	for i, r := range e.Rows {
		all[i] = &survey.InvalidError{Field: "file", Reason: "file_place", Args: r.Placed().Args}
	}
	return all
}

// whole returns the one problem of a file; pairs are names and values of its arguments.
func whole(reason survey.Key, pairs ...any) []RowError {
	return []RowError{rowError(0, "", reason, pairs...)}
}

func rowError(row int, column string, reason survey.Key, pairs ...any) RowError {
	return RowError{Row: row, Column: column, Reason: reason, Args: survey.Say(reason, pairs...).Args}
}
