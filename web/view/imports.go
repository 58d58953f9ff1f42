package view

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

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
	Recalled string   // worded: when the same columns were read as they are here; "" where they are as proposed
	Notes    []string // worded
	Columns  []MappingColumn
	Coded    []sheet.CodedColumn
	About    []sheet.Use // what a column can be taken for: of the member,
	Existing []Choice    // the survey's questions,
	New      []sheet.Use // and new ones
	sheet.Choice
	sheet.Who
	Turns     survey.Key   // how the file can be turned, or ""
	Tables    []sheet.List // side by side that are not alike, nil where there is one
	Table     int          // which of them is read, from 1, or [sheet.AllLists]
	Dropped   []int        // rows of who dropped out
	DroppedBy []string     // the columns that say it
	Devices   []string     // rows that may be of nobody, worded
	Answers   []string     // worded: several answers of one member to one question, and what counts of them
	AskOne    bool         // whether the last of them counts alone
	FilePreview
	Given  bool   // the file's answers count before what members sent themselves
	Chosen string // what becomes of hours that are not asked for, "" while nobody has said
	Failed UploadPage
}

// A FilePreview is what is to be seen of a file before it is saved.
type FilePreview struct {
	Mark    string       // of all that is to be seen, so that a form can say which was; "" where there is nothing
	Doubts  []DoubtCard  // names that are not certain
	Twins   []TwinsCard  // rows of which somebody has to say whose they are
	Older   []TwinsCard  // rows of one member, of which one counts
	Undated int          // members with several rows of which no time says which is the newest
	Changes *FileChanges // nil where nobody is there yet
	Beyond  []BeyondHours
	Meant   []MeantField
	Unknown []UnknownOptions
	Options bool // which are added to the questions
	Own     int  // members whose own answers the file would replace, without saying when its answers were given
}

// FileChanges are what a file would change of a season that has members.
type FileChanges struct {
	New, Same, Fresh, Absent int      // members
	Given                    []string // the first entries that change, worded
	Count                    int      // of them
}

// A TwinsCard is a group of rows, and of members who are there, some of which may be the same.
type TwinsCard struct {
	Why     survey.Key
	Columns []string
	Rows    []TwinRow
}

// names says which rows and members those are.
func (t TwinsCard) names() string {
	var all []string
	for _, r := range t.Rows {
		all = append(all, r.Who)
	}
	return strings.Join(all, ", ")
}

// A TwinRow is one of them.
type TwinRow struct {
	Line   int // of the file; 0 for a member who is there
	Who    string
	Cells  []TwinCell
	Choice []Choice // whose else it may be; none for the first
	Same   bool     // it is taken for the first of those, also where others in doubt are not
	Chosen string
	Counts survey.Key // why it counts before the other rows of its member, "" where it does not
	Own    bool       // it is said to be of a member of its own
}

// A TwinCell is what stands in one of the columns.
type TwinCell struct {
	Text    string
	Differs bool // from what stands in the first row
}

// UnknownOptions are answers of a file to a question of the survey that are none of its options.
type UnknownOptions struct {
	Title   survey.Text
	Options []string
	Cells   int
	Last    bool // they would stand last in an order
}

// whoField is the field of the form that says whose the row of a line is.
func whoField(line int) string { return "who" + strconv.Itoa(line) }

// apartField is the field of the form that says that the row of a line is of a member of its own.
func apartField(line int) string { return ApartRow + strconv.Itoa(line) }

// ApartRow begins the names of such fields.
const ApartRow = "apart"

// OneAnswerField says with "yes" that of several answers the last counts alone.
const OneAnswerField = "one_answer"

// answersShown is how many members with several answers to a question a page lists.
const answersShown = 10

// twinsShown is how many groups a page asks about; of the others nobody is taken for somebody else.
const twinsShown = 200

// manyTwins is from how many groups on one choice can be made for all.
const manyTwins = 3

// A MeantField asks what a text of a file means.
type MeantField struct {
	sheet.Meaning
	Name string
}

// OptionsField says that new options are added, as the page shows.
const OptionsField = "options"

// MeantName is the name of the field for a text, from which [MeantText] has what it goes by.
func MeantName(m sheet.Meaning) string { return meantPrefix + hex.EncodeToString([]byte(m.Key())) }

// MeantText is what the text of a field goes by.
func MeantText(field string) (key string, ok bool) {
	code, ok := strings.CutPrefix(field, meantPrefix)
	text, err := hex.DecodeString(code)
	return string(text), ok && err == nil
}

const meantPrefix = "meant-"

// asking are those of the fields that ask for one sort of meaning.
func asking(all []MeantField, what survey.Key) []MeantField {
	return slices.DeleteFunc(slices.Clone(all), func(m MeantField) bool { return m.Asks() != what })
}

// BeyondHours are the hours of a file that a question of the survey does not ask for.
type BeyondHours struct {
	Question, Wide survey.Question // as it is, and as it would ask for them too
	Rows           []BeyondRow
}

// A BeyondRow says of one member which those are.
type BeyondRow struct {
	Who   string
	Hours survey.Week
}

// BeyondField is the field of the form that says what becomes of them.
const BeyondField = "beyond"

// GivenField is the field of the form that says whether the file's answers count before what members sent themselves: then it is [GivenFile].
const (
	GivenField = "given"
	GivenFile  = "file"
)

// gridWords words the days and hours that a question asks for.
func gridWords(p Page, q survey.Question) string {
	days := make([]string, len(q.Days))
	for i, d := range q.Days {
		days[i] = DayShort(p, d)
	}
	return fmt.Sprintf("%s %s–%s", strings.Join(days, ", "), clock(60*q.From), clock(60*q.To))
}

// A MappingColumn is a column of the file with what it is taken for.
type MappingColumn struct {
	Name    string
	Samples []string
	Values  int      // different ones
	Empty   int      // cells without an answer
	Read    int      // cells
	Unread  int      // cells that cannot be read
	Failed  []string // the first of them, worded
	Partly  int      // cells of which a part cannot be read
	Parts   []string // the first of them, worded
	Joins   []Choice // other columns that may be of the same question
	Notes   []string // what there is to know of it, such as spellings that are taken as one, worded
	Use     string   // or the field of a question of the survey
	Doubt   bool     // it names members, and nothing says whether they are wished or avoided
	Past    string   // its use where its teams are past ones, as is asked; "" where it is not
}

// A Choice is one line of a drop-down list.
type Choice struct{ Value, Label string }

// An ImportPage shows how far an import is, or what it did.
type ImportPage struct {
	ID       survey.ImportID
	File     string
	State    survey.JobState
	Unread   bool // its columns are assigned when it is read
	Rows     int  // read so far
	Saving   bool
	Members  int
	Part     survey.Import // how much of it is in the season
	Done     survey.Imports
	Replaced []sheet.Replaced // the first of the rows passed over for a newer one of the same member
	Passed   int              // how many those are
	Undo     bool             // it can be taken back
}

// An UndoPage says what goes with an import that is taken back.
type UndoPage struct {
	ID    survey.ImportID
	File  string
	Done  survey.Imports
	Since []string // worded: what keeps it from being taken back
}

func importPath(p Page, id survey.ImportID) string {
	return SeasonPath(p, fmt.Sprintf("/imports/%d", id))
}

// fileMost says how large a file may be that a page takes.
func fileMost(p Page) string { return p.T("file_most", "Max", sheet.MaxBytes>>20) }

// TeamsField is the field of the form that says what becomes of column j, which names teams of today or past ones. With "was" behind it, what was shown.
func TeamsField(j int) string { return "teams" + strconv.Itoa(j) }

func useField(j int) string { return "use" + strconv.Itoa(j) }
