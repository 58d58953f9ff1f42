package job

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"

	"dure/survey"
	"dure/survey/sheet"
)

// A Look is what a page shows of a file before it is saved as its plan says.
type Look struct {
	Plan      Plan
	Wrong     []*survey.InvalidError // what of it cannot be
	Rows      int
	Notes     []survey.Message
	Turns     survey.Key   // how the file can be turned, or ""
	Tables    []sheet.List // side by side that are not alike
	Table     int          // which of them is read, see [sheet.Sheet.Listed]
	Dropped   []int        // rows of who dropped out
	DroppedBy []string     // the columns that say it
	Columns   []ColumnLook
	Devices   []sheet.Device      // rows that may be of nobody, by their names
	Answers   []sheet.Assumed     // several answers of one member to one question in a file that was turned, and what counts of them
	Coded     []sheet.CodedColumn // new questions whose numbers may be steps or stand for choices
	Preview
	Changes  Changes
	Recalled survey.Reading // as which file it is read; none for as it is proposed
}

// A ColumnLook says what stands in a column.
type ColumnLook struct {
	Name    string
	Use     string // what the drop-down list says
	Samples []string
	Values  int // different ones
	Empty   int // cells without an answer
	Filled  int // the others
	Unread  int // cells that cannot be read
	Failed  []UnreadCell
	Partly  int // cells of which a part cannot be read
	Parts   []UnreadCell
	Merged  []survey.Merged // spellings that are taken as one
	Busy    bool            // it has hours, of which nothing says whether they are free, and which are taken for those that are not
	Joins   []int           // earlier columns of which none has an answer where this one has
	Teams   string          // what the teams are that it names, one of the Aside constants; "" where it names none
	Doubt   bool            // it names members, and nothing says whether they are wished or avoided
	Past    string          // what the column is where its teams are past ones, and nothing says whether they are those of today; else ""
}

// An UnreadCell is a cell that cannot be read, and why.
type UnreadCell struct {
	Row  int
	Text string
	Why  survey.Message
}

// What a page shows of a column.
const (
	samplesShown = 3
	unreadShown  = 10
)

// LookAt looks at a file as a plan says, or as one is proposed where it says of other columns or of none.
func LookAt(ctx context.Context, store LookStore, im survey.Import, plan Plan) (Look, error) {
	raw, err := sheet.Load(im.File, im.Data)
	if err != nil {
		return Look{}, err
	}
	defer frugal(len(raw.Rows) * len(raw.Header))()
	asked, err := store.Survey(ctx, im.Season)
	if err != nil {
		return Look{}, err
	}
	file := raw.With(plan.Choice)
	plan, s, wrong := plan.resolve(file, asked)
	l := Look{Plan: plan, Wrong: wrong, Rows: len(s.Rows), Notes: append(s.PassedOver(), s.Notes...), Tables: raw.Tables(), Table: raw.Listed(plan.List)}
	l.Turns = raw.With(sheet.Choice{List: plan.List, KeepDropped: true, KeepDevices: true}).Turns()
	l.DroppedBy, l.Dropped = raw.With(sheet.Choice{Turn: plan.Turn, List: plan.List, KeepDropped: true, KeepDevices: true}).Dropped()
	l.Devices = raw.With(sheet.Choice{Turn: plan.Turn, List: plan.List, KeepDropped: plan.KeepDropped, KeepDevices: true}).Devices()
	for _, a := range s.Assumed {
		if slices.Contains([]survey.Reason{survey.AsNewerAnswer, survey.AsSeveralAnswers, survey.AsLastAnswer}, a.Reason) {
			l.Answers = append(l.Answers, a)
		}
	}
	if len(wrong) == 0 {
		l.Preview, l.Changes, err = plan.preview(ctx, store, im.Season, s, asked)
	}
	teams, today := s.Teams(), s.TeamsInDoubt()
	proposed := PlanOf(s, asked)
	for j := range s.Header {
		col := Describe(file, j, plan.Columns[j])
		col.list(file, j, l.unread)
		col.Use, col.Doubt = plan.use(j, asked), plan.Existing[j] == 0 && s.MatesInDoubt(j, plan.Columns[j].Use)
		if plan.Columns[j].Use.Asks() {
			col.Teams = teams[j]
		}
		switch {
		case today[j] && plan.Columns[j].Use.Asks():
			col.Past = col.Use
		case today[j] && col.Use == string(sheet.LeaveOut):
			col.Past = proposed.use(j, asked)
		}
		l.Columns = append(l.Columns, col)
	}
	for _, c := range s.Coded() {
		if c.Used = plan.Columns[c.Column].Use; plan.Existing[c.Column] == 0 && c.Used.Asks() {
			l.Coded = append(l.Coded, c)
		}
	}
	l.offerJoins(file)
	l.mark, l.marked = l.Preview.Mark(), true
	l.unread = nil // which may be as many as the file has cells
	return l, err
}

// Describe says what stands in column j, which is taken for c.
func Describe(s sheet.Sheet, j int, c sheet.Column) ColumnLook {
	col := ColumnLook{Name: s.Header[j], Merged: s.Merged(j, c), Busy: c.Use == sheet.Availability && c.Busy && !survey.SaysBusy(s.Header[j])}
	said, empty := s.Said(j, c)
	col.Filled, col.Empty, col.Values = said.N, empty, len(said.Texts)
	for _, text := range said.Texts[:min(samplesShown, col.Values)] {
		col.Samples = append(col.Samples, survey.Shorten(text, cellShown))
	}
	return col
}

// list notes which cells of column j cannot be read, or a part of which cannot.
func (col *ColumnLook) list(s sheet.Sheet, j int, unread []sheet.RowError) {
	last := 0
	for _, e := range unread {
		if e.Column != col.Name {
			continue
		}
		cells, shown := &col.Unread, &col.Failed
		if e.Part {
			cells, shown = &col.Partly, &col.Parts
		}
		if e.Row != last {
			*cells++
		}
		if last = e.Row; *cells <= unreadShown {
			i, _ := slices.BinarySearch(s.Lines, e.Row)
			*shown = append(*shown, UnreadCell{e.Row, survey.Shorten(survey.Clean(s.Rows[i][j]), cellShown), e.Message()})
		}
	}
}

// Mark tells what is to be decided, and what becomes of cells that cannot be read, from what another look shows, so that a form can say which was seen; "" where there is
// nothing of it.
func (p Preview) Mark() string {
	if p.marked {
		return p.mark
	}
	if len(p.Doubts)+len(p.Beyond)+len(p.Twins)+len(p.Older)+len(p.Meant)+len(p.unread)+p.Undated+p.Own == 0 {
		return ""
	}
	h := fnv.New64a()
	for _, d := range p.Doubts {
		fmt.Fprintln(h, d.By.Name, d.Side, d.Text)
	}
	for _, b := range p.Beyond {
		fmt.Fprintln(h, b.Question.ID, b.Question.Version, b.Rows)
	}
	for _, t := range p.Twins {
		fmt.Fprintln(h, t.Why)
		for _, r := range t.Rows {
			fmt.Fprintln(h, r.Line, r.Member.ID, r.Like)
		}
	}
	for _, t := range p.Older {
		for _, r := range t.Rows {
			fmt.Fprintln(h, r.Line)
		}
	}
	for _, m := range p.Meant {
		fmt.Fprintln(h, m.Text)
	}
	for _, e := range p.unread {
		if e.Args["Zone"] == nil { // of zones it is asked what they mean
			fmt.Fprintln(h, e.Row, e.Column, e.Reason)
		}
	}
	fmt.Fprintln(h, p.Own, p.Undated)
	return strconv.FormatUint(h.Sum64(), 36)
}
