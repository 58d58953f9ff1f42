// A history: one table of past members or teams with their ratings, and what its columns are. It is
// read from a table whose columns are named by the caller, or guessed where that is safe; whatever
// was guessed is a note for the reader.

package fit

import (
	"maps"
	"math"
	"slices"
	"strings"

	"dure/survey"
)

// A Level says what a row of a history is.
type Level string

// The levels.
const (
	MemberLevel Level = "member" // a row for each member; features are made of the members of a team
	TeamLevel   Level = "team"   // a row for each team, whose columns are the features
)

// A Kind is how the cells of a column are read.
type Kind string

// The kinds.
const (
	Number   Kind = "number"
	Category Kind = "category"
	Choices  Kind = "choices" // several texts joined by ";"
	Hours    Kind = "hours"   // free hours of the day that the header names
	Wished   Kind = "wished"  // teammates, by name, address or id
	Avoided  Kind = "avoided"
	Identity Kind = "identity" // a name, address or id; never a feature
)

// A Part is a part of the theory score.
type Part string

// The parts of the theory score; see [Parts].
const (
	Commitment Part = "commitment" // mean over the team
	Kindness   Part = "kindness"   // least in the team
	Skills     Part = "skills"     // share of the options that somebody covers
	Free       Part = "hours"      // hours that all but one have free
)

// A Column is a column of a history that is learned from.
type Column struct {
	Name      string `json:"name"`
	Kind      Kind   `json:"kind"`
	Protected bool   `json:"protected,omitempty"` // by its name; it is only here because it was asked for
	Theory    Part   `json:"theory,omitempty"`
	Busy      bool   `json:"busy,omitempty"` // hours: the cells list the hours that are not free
}

// A History is how past teams went.
type History struct {
	Level   Level
	Table   survey.Table
	Rating  []float64 // of each row; NaN where there is none
	Team    []string  // of each row; at team level, rows of one name stay in one fold
	Season  []string  // of each row; nil where there is one season only
	Columns []Column
	LeftOut []string         // columns of the table that are not learned from
	Key     survey.TeamKey   // the columns of the table that tell its teams apart
	Notes   []survey.Message // what the reader should know about the history

	Member []survey.MemberID // of each row, 0 where it is not known; nil where none is
}

// ColumnRoles say what the columns of a table are: the rating, the team, the season, and what is
// learned from.
type ColumnRoles struct {
	Rating  string
	Team    string // may be "" at team level
	Section string // may be ""; names of teams may come again in each
	Season  string // may be ""
	Level   Level  // default member level
	Columns []string
	Without []string // columns to leave out
	Theory  map[Part]string
	Lines   []int // of the rows in their file, for errors; nil means numbers from 1

	guessed bool // the section or the season was found by its header
}

// key is by which columns teams are told apart. A team of one name in two seasons is one team where a row is a team: its rows stay in one fold.
func (r ColumnRoles) key() survey.TeamKey {
	if r.Level == TeamLevel {
		return survey.TeamKey{Team: r.Team, Section: r.Section}
	}
	return survey.TeamKey{Team: r.Team, Section: r.Section, Season: r.Season}
}

// Guess fills in the section and the season where nobody named them and the header of a column plainly says so, for rows that are members. The
// history then has a note on it.
func (r ColumnRoles) Guess(t survey.Table) ColumnRoles {
	if r.Level == TeamLevel || r.Team == "" {
		return r
	}
	used := slices.Concat(r.Columns, r.Without, slices.Collect(maps.Values(r.Theory)), []string{r.Rating})
	key := r.key().Guess(t, used...)
	r.guessed = key != r.key()
	r.Section, r.Season = key.Section, key.Season
	return r
}

// History reads t. Protected columns are left out unless r.Columns names them. Its errors are
// *survey.InvalidError.
func (r ColumnRoles) History(t survey.Table) (History, error) {
	if r.Level == "" {
		r.Level = MemberLevel
	}
	h := History{Level: r.Level, Key: r.key()}
	if err := r.check(t); err != nil {
		return h, err
	}
	rows, err := r.rows(t, &h)
	if err != nil {
		return h, err
	}
	h.Table = t.Pick(rows)
	if err := r.chooseColumns(&h); err != nil {
		return h, err
	}
	h.noteLeaks()
	return h, h.check()
}

// invalid is an error of a history that a person can correct.
func invalid(reason survey.Key, pairs ...any) error {
	return &survey.InvalidError{Field: "history", Reason: reason, Args: survey.Say(reason, pairs...).Args}
}

// check refuses columns that are not there, and roles that exclude each other.
func (r ColumnRoles) check(t survey.Table) error {
	names := []string{r.Rating, r.Team, r.Section, r.Season}
	names = append(append(names, r.Columns...), r.Without...)
	for _, p := range Parts {
		names = append(names, r.Theory[p])
	}
	for _, name := range names {
		if _, ok := t.Column(name); name != "" && !ok {
			return invalid("column_unknown", "Column", name, "Known", strings.Join(t.Names(), ", "))
		}
	}
	switch {
	case r.Rating == "":
		return invalid("rating_missing")
	case r.Team == "" && r.Level == MemberLevel:
		return invalid("team_missing")
	case twice(r.Rating, r.Team, r.Section, r.Season):
		return invalid("column_twice")
	case slices.Contains(r.Columns, r.Rating):
		return invalid("rating_as_column", "Column", r.Rating)
	}
	return nil
}

// twice reports whether a column stands in two roles.
func twice(columns ...string) bool {
	columns = slices.DeleteFunc(columns, func(name string) bool { return name == "" })
	slices.Sort(columns)
	return len(slices.Compact(slices.Clone(columns))) < len(columns)
}

// rows reads ratings, teams and seasons and returns the rows that have a team.
func (r ColumnRoles) rows(t survey.Table, h *History) ([]int, error) {
	ratings, err := r.ratings(t)
	if err != nil {
		return nil, err
	}
	name, err := r.teams(t, h)
	if err != nil {
		return nil, err
	}
	team, _ := t.Column(r.Team)
	season, seasons := t.Column(r.Season)
	var rows []int
	homeless, unrated := 0, 0
	for i, y := range ratings {
		if r.Team != "" && !team.Answered(i) {
			homeless++
			continue
		}
		if math.IsNaN(y) {
			unrated++
		}
		rows, h.Rating, h.Team = append(rows, i), append(h.Rating, y), append(h.Team, name(i))
		if seasons {
			h.Season = append(h.Season, season.Cell(i))
		}
	}
	if homeless > 0 {
		h.Notes = append(h.Notes, survey.Say("rows_without_team", "Rows", homeless))
	}
	if unrated > 0 {
		h.Notes = append(h.Notes, survey.Say("rows_without_rating", "Rows", unrated))
	}
	return rows, nil
}

// teams returns what tells the team of a row, and notes by what. A row of which nothing tells it is a team by itself.
func (r ColumnRoles) teams(t survey.Table, h *History) (name func(row int) string, err error) {
	team, named := t.Column(r.Team)
	keys, _ := r.key().Teams(t)
	if r.guessed {
		h.Notes = append(h.Notes, r.key().ToldBy(t)...)
	}
	if r.Level == MemberLevel {
		h.Notes = append(h.Notes, r.key().Doubts(t, keys)...)
	}
	var alike []string
	if named {
		if err := r.refuseRowSplit(t, team); err != nil {
			return nil, err
		}
	} else if team, named = r.likelyTeam(t); named {
		h.Notes = append(h.Notes, survey.Say("team_found", "Column", team.Name))
	} else if alike = r.identicalRows(t); alike != nil {
		h.Notes = append(h.Notes, survey.Say("twins_found"))
	}
	return func(i int) string {
		switch {
		case alike != nil:
			return alike[i]
		case r.Team != "":
			return keys[i]
		case named && team.Answered(i):
			return team.Cell(i)
		}
		return "\x00" + itoa(i)
	}, nil
}

// ratings reads the column of ratings: numbers, words in a known order, or "4 - good".
func (r ColumnRoles) ratings(t survey.Table) ([]float64, error) {
	column, _ := t.Column(r.Rating)
	if x, ok := column.Measured(); ok {
		return x, nil
	}
	x := make([]float64, t.N)
	for i := range x {
		x[i] = math.NaN()
		if !column.Answered(i) {
			continue
		}
		var ok bool
		if x[i], ok = rating(column.Cell(i)); !ok {
			return nil, invalid("rating_not_number", "Row", r.line(i), "Column", r.Rating, "Value", column.Cell(i))
		}
	}
	return x, nil
}

// rating reads one rating, with or without words behind the number.
func rating(cell string) (float64, bool) {
	if n, _, ok := survey.ParsePoint(cell); ok {
		return float64(n), true
	}
	return survey.ParseNumber(cell)
}

// line is the number of a row in its file, for errors.
func (r ColumnRoles) line(i int) int {
	if i < len(r.Lines) {
		return r.Lines[i]
	}
	return i + 1
}

// check tells whether anything can be learned.
func (h History) check() error {
	if h.Table.N == 0 {
		return invalid("no_rows")
	}
	teams := map[string]bool{}
	rows := 0
	for i, y := range h.Rating {
		if !math.IsNaN(y) {
			teams[h.Team[i]] = true
			rows++
		}
	}
	switch {
	case rows == 0:
		return invalid("no_ratings")
	case len(teams) < 2:
		return invalid("one_team")
	case len(h.Columns) == 0:
		return invalid("no_columns")
	}
	return nil
}
