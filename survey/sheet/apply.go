package sheet

import (
	"cmp"
	"slices"
	"time"

	"dure/survey"
)

// An Import is what a sheet holds under a mapping: questions, and members with their answers.
type Import struct {
	Questions []Question
	Members   []Member   // in the order of the file, each once
	Replaced  []Replaced // rows of members who are there again with a newer one
	Unread    []RowError // cells that could not be read and are no answers
	Twins     [][]Twin   // rows that may be of the same member as others, in groups
	Older     [][]Older  // rows that surely are, of which one counts, in groups
	Meanings  []Meaning  // texts whose meaning somebody may say
	Undated   int        // members with several rows of which no time says which is the newest
}

// A Question is what columns of the file ask.
type Question struct {
	Kind     survey.Kind
	Title    string
	Min, Max int      // scale: its ends
	Labels   []string // scale: the texts of Min, Min+1, ..., where the file has texts
	Options  []string // what can be chosen or ranked; level: the languages
	Ordered  bool     // one of: the options are in an order, from least to most
	Unit     string   // number: what it counts
	Days     []int    // availability: the weekdays asked for, Monday 0, ascending
	From, To int      // availability: the first hour and the one after the last
	Half     bool     // availability: in half hours
	Zones    bool     // availability: with the time zone of each member
	Parts    []int    // the weekdays or places of which the file has columns; nil for all
	Named    []string // any of: the options of which it has columns; nil for all
	Wishes   int      // teammates: the most wished by one member; 0 where the file has no such column
	Avoids   int      // teammates: the most avoided
}

// A Member is somebody in the file. Answers[i] answers Questions[i].
type Member struct {
	Line     int // of the row in the file
	Name     string
	Email    string // NFC and case-folded; may be ""
	Ref      string // may be ""
	At       time.Time
	Answers  []*Answer // rows that say the same in a column may share one
	Answered bool      // as a command counts it, see [survey.Column.IsAnswer]
	unnamed  bool      // called by the address or the id
}

// An Answer is what somebody in the file answered. Nobody changes it. What was chosen is in words; the survey that it is for knows the keys.
type Answer struct {
	survey.Answer
	Chosen []string
	Ranked []string
	Spoken map[string]int    // the level of each language
	In     map[string]string // the column in which each of these words stands, where the question has several
	places []int             // of what is ranked, where the file has them
	Same   int               // the number, from 1, that it has alone; 0 where no other row has the same
}

// A Replaced row is passed over because By, the row of the same member, is newer.
type Replaced struct {
	Line, By int
	Who      string // name and address or id, as the row has them
}

// Apply turns the rows of a sheet into members and answers. It returns either an Import without
// errors or everything that is wrong, row by row, and then no Import. Rows of one member count once: the newest by timestamp, or by the order
// of the file. Which those are, who.go says.
func Apply(s Sheet, m Mapping) (Import, []RowError) {
	if len(m.Columns) != len(s.Header) {
		return Import{}, whole("mapping_other", "Columns", len(m.Columns), "Header", len(s.Header))
	}
	a := applier{sheet: s, columns: m.Columns, clock: cmp.Or(m.Clock, time.UTC), meant: m.Meant}
	if a.checkLength(); len(a.errs) > 0 {
		return Import{}, a.errs
	}
	a.columns = m.Complete(s).Columns
	if errs := a.checkMapping(); errs != nil {
		return Import{}, errs
	}
	a.plan()
	a.forwards, a.read = map[int]nameOrder{}, make([][]*Answer, len(a.questions))
	for j, c := range a.columns {
		if c.Use == Name {
			a.forwards[j] = newColumn(s, j).nameOrder()
		}
	}
	for i := range s.Rows {
		a.member(i)
	}
	a.count()
	if len(a.errs) > 0 {
		return Import{}, a.errs
	}
	a.markAnswered()
	in := Import{Questions: a.questions, Unread: a.unread, Meanings: a.meanings}
	in.Members, in.Replaced, in.Twins, in.Older, in.Undated = newSorter(a).settle(m.Who)
	return in, nil
}

// An applier reads rows, collecting errors.
type applier struct {
	sheet     Sheet
	columns   []Column
	questions []Question
	sources   [][]int          // for each question, its columns
	grids     map[int]hourGrid // for each availability question
	forwards  map[int]nameOrder
	clock     *time.Location // of times that name none
	time      func(cell string) (time.Time, bool)
	members   []Member
	known     *survey.Directory        // members of the file; made when first needed
	measuring map[int]survey.Measuring // of columns of numbers
	meant     map[string]string
	meanings  []Meaning
	read      [][]*Answer // of each question in one column, what was read of each of its different cells
	shared    int         // how many of those there are
	errs      []RowError
	unread    []RowError
}

// An hourGrid is what an availability question asks for.
type hourGrid struct {
	halves    []int // of the day that some member has marked
	halfSteps bool  // see [marks]
}

// checkMapping says what makes the mapping of no use.
func (a *applier) checkMapping() []RowError {
	seen := map[Use]bool{}
	for j, c := range a.columns {
		switch c.Use {
		case Name, FirstName, LastName, Email, Ref, Timestamp:
			if seen[c.Use] {
				return []RowError{rowError(0, a.sheet.Header[j], "use_twice", "Use", string(c.Use))}
			}
		case LeaveOut:
		default:
			if !c.Use.Asks() {
				return []RowError{rowError(0, a.sheet.Header[j], "use_unknown", "Use", string(c.Use))}
			}
			if e := asks[c.Use].check(c); e != nil {
				e.Column = a.sheet.Header[j]
				return []RowError{*e}
			}
		}
		seen[c.Use] = true
		if c.Use == Timestamp {
			a.time = newColumn(a.sheet, j).clock(a.clock)
		}
	}
	if j := slices.IndexFunc(a.columns, func(c Column) bool { return c.Use == Zone }); j >= 0 && !seen[Availability] {
		return []RowError{rowError(0, a.sheet.Header[j], "zone_alone")}
	}
	if !seen[Name] && !seen[FirstName] && !seen[LastName] && !seen[Email] && !seen[Ref] {
		return whole("who_missing")
	}
	return nil
}

// checkLength finds cells that are longer than any answer, before they are taken apart.
func (a *applier) checkLength() {
	var long []int
	for j, c := range a.columns {
		if c.Use.Asks() && slices.ContainsFunc(a.sheet.stands(j).raw.Texts, func(cell string) bool { return len(cell) > listLength }) {
			long = append(long, j)
		}
	}
	for i, r := range a.sheet.Rows {
		for _, j := range long {
			if len(r[j]) > listLength {
				a.wrong(i, j, "too_long", "Max", survey.MaxLong)
			}
		}
	}
}

// member reads row i.
func (a *applier) member(i int) {
	m := Member{Line: a.sheet.Lines[i], Answers: make([]*Answer, len(a.questions))}
	var first, last string
	for j, c := range a.columns {
		if !slices.Contains(Members, c.Use) {
			continue
		}
		cell := survey.OneLine(a.sheet.Rows[i][j])
		if survey.SameSpelling(cell, a.sheet.Header[j]) {
			cell = "" // the header was merged with what stood below it
		}
		switch c.Use {
		case Name:
			m.Name = a.forwards[j].name(cell)
		case FirstName:
			first = cell
		case LastName:
			last = cell
		case Email:
			m.Email = survey.Fold(cell)
			if slices.Contains(anonymous, m.Email) {
				m.Email = "" // as Microsoft Forms writes of who was not signed in
			}
			if m.Email != "" && !isEmail(m.Email) {
				a.wrong(i, j, "cell_email", "Email", cell)
				m.Email = ""
			}
		case Ref:
			m.Ref = cell
		case Timestamp:
			if at, ok := a.time(cell); ok {
				m.At = at
			} else if c.Blank && !survey.Missing(cell) {
				a.wrong(i, j, "cell_time", "Value", cell)
			}
		}
	}
	m.Name = cmp.Or(m.Name, join(first, last))
	m.unnamed = m.Name == ""
	m.Name = cmp.Or(m.Name, m.Email, m.Ref)
	switch {
	case m.Name == "":
		a.errs = append(a.errs, rowError(m.Line, "", "who_empty"))
	case len([]rune(m.Name)) > survey.MaxName || len([]rune(m.Ref)) > survey.MaxName:
		a.errs = append(a.errs, rowError(m.Line, "", "name_long", "Max", survey.MaxName))
	}
	for k := range a.questions {
		m.Answers[k] = a.answerOnce(i, k)
	}
	a.members = append(a.members, m)
}

// markAnswered says of each row whether it has an answer in a column that is taken for one, read as a command reads it: both count alike.
func (a *applier) markAnswered() {
	g := newGuesser(a.sheet)
	g.about()
	r := tableReader{sheet: a.sheet, about: g}
	pins := r.pins()
	for j, c := range a.columns {
		if !c.Use.Asks() || pins[j] || !a.unanswered(j) {
			continue
		}
		read := r.column(j)
		if !read.IsAnswer() {
			continue
		}
		for i := range a.members {
			a.members[i].Answered = a.members[i].Answered || read.Answered(i)
		}
	}
}

// pins are the columns that pin members to teams, which organizers filled in.
func (r *tableReader) pins() map[int]bool {
	if !slices.ContainsFunc(r.sheet.Header, survey.SaysPin) {
		return nil
	}
	t := survey.Table{N: len(r.sheet.Rows)}
	for j := range r.sheet.Header {
		t.Columns = append(t.Columns, r.column(j))
	}
	t.MarkPins(func(j int) (string, survey.Column, bool) { return r.sheet.Header[j], t.Columns[j], true })
	all := map[int]bool{}
	for j, c := range t.Columns {
		all[j] = c.Aside == survey.AsidePin
	}
	return all
}

// unanswered reports whether column j has text in a row of which no answer is known yet: only then it has to be read.
func (a *applier) unanswered(j int) bool {
	col := newColumn(a.sheet, j)
	for i, m := range a.members {
		if cell := col.cell(i); !m.Answered && (!survey.Missing(cell) || cell == dash) {
			return true
		}
	}
	return false
}

func (a *applier) wrong(i, j int, reason survey.Key, pairs ...any) {
	if a.columns[j].Blank {
		a.unread = append(a.unread, rowError(a.sheet.Lines[i], a.sheet.Header[j], reason, pairs...))
		return
	}
	a.errs = append(a.errs, rowError(a.sheet.Lines[i], a.sheet.Header[j], reason, pairs...))
}

func (m Member) who() string {
	if rest := cmp.Or(m.Email, m.Ref); rest != "" && rest != m.Name {
		return m.Name + " (" + rest + ")"
	}
	return m.Name
}
