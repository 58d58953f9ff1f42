package view

import (
	"fmt"
	"strconv"

	"dure/survey"
	"dure/survey/sheet"
)

// An UploadPage asks for a file, and says what was wrong with the one before.
type UploadPage struct {
	File     string // its name, where it could not be read
	Problems []sheet.RowError
	Count    int // of problems, of which only the first may be listed
}

// A MappingPage asks what each column of a file is.
type MappingPage struct {
	ID       survey.ImportID
	File     string
	Rows     int
	Notes    []string // worded
	Columns  []MappingColumn
	About    []sheet.Use // what a column can be taken for: of the member,
	Existing []Choice    // the survey's questions,
	New      []sheet.Use // and new ones
	Doubts   []DoubtCard // names in the file that are not certain
	Failed   UploadPage
}

// A MappingColumn is a column of the file with what it is taken for.
type MappingColumn struct {
	Name    string
	Samples []string
	Values  int      // different ones
	Empty   int      // cells
	Merged  []string // spellings that are taken as one, worded
	Use     string   // or the field of a question of the survey
	Doubt   bool     // it names members, and nothing says whether they are wished or avoided
}

// A Choice is one line of a drop-down list.
type Choice struct{ Value, Label string }

// An ImportPage shows how far an import is, or what it did.
type ImportPage struct {
	ID       survey.ImportID
	File     string
	State    survey.JobState
	Saving   bool
	Members  int
	Done     survey.Imports
	Replaced []sheet.Replaced // the first of the rows passed over for a newer one of the same member
	Passed   int              // how many those are
}

func importPath(p Page, id survey.ImportID) string {
	return SeasonPath(p, fmt.Sprintf("/imports/%d", id))
}

func useField(j int) string { return "use" + strconv.Itoa(j) }
