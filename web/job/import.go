// Package job does the long work that pages ask for: plain functions, which the program runs from its queue.
package job

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"dure/clustering/team"
	"dure/survey"
	"dure/survey/sheet"
)

// An ImportStore keeps files on their way into a season.
type ImportStore interface {
	Import(context.Context, survey.ImportID) (survey.Import, error)
	LookStore
	// KeepRead keeps what was read of a file, so that its columns can be assigned.
	KeepRead(ctx context.Context, id survey.ImportID, data []byte, shape string) error
	SetImportProgress(ctx context.Context, id survey.ImportID, progress string) error
	// ApplyImport adds the questions and the members, all or none.
	ApplyImport(ctx context.Context, id survey.ImportID, rows []survey.Imported, questions []survey.Question, now time.Time) (survey.Imports, error)
	// ResumeImport adds those that are missing where the program ended in between.
	ResumeImport(context.Context, survey.ImportID) (survey.Imports, error)
}

// A LookStore has what a file is compared with.
type LookStore interface {
	Survey(context.Context, survey.SeasonID) (survey.Survey, error)
	Members(context.Context, survey.SeasonID) ([]survey.Member, error)
	Progress(context.Context, survey.SeasonID) (map[survey.MemberID]survey.Progress, error)
	Responses(context.Context, survey.SeasonID) (map[survey.MemberID]survey.Response, error)
	QuestionVersions(context.Context, survey.SeasonID) ([]survey.Question, error)
}

// A Plan says what each column of a file is. It is what an import's Mapping holds.
type Plan struct {
	Uses    []string `json:",omitempty"` // what was chosen for each column; nil for what was proposed
	Columns []sheet.Column
	sheet.Choice
	sheet.Who
	Members  map[int]survey.MemberID `json:",omitempty"` // of lines of the file, whom of the season they are of; 0 for nobody
	Options  bool                    `json:",omitempty"` // what is no option of a question becomes one
	Existing []survey.QuestionID     // for each column, the question that it answers; 0 for none or a new one
	Meant    map[string]string       `json:",omitempty"` // see [sheet.Mapping]
	Beyond   Beyond                  `json:",omitempty"` // what becomes of hours for which the survey's question does not ask
	Zone     string                  `json:",omitempty"` // on whose clock the file's times are that name none; "" is UTC
	AsOf     time.Time               `json:",omitzero"`  // as of when its answers are where the file does not say; zero for older than whatever members sent themselves
	recalled bool                    // from a file before, perhaps of another season
	Seen     string                  `json:",omitempty"` // the [Preview.Mark] of what somebody has seen of it
}

// The phases of an import.
const (
	PhaseReading = "reading"
	PhaseSaving  = "saving"
)

// ImportProgress is what an import's Progress holds, also when it is done.
type ImportProgress struct {
	Phase    string
	Rows     int              `json:",omitempty"` // read so far of a file whose columns are still to be assigned
	Members  int              // in the file, each once
	Replaced []sheet.Replaced // rows passed over for a newer one of the same member, the first of them
	Passed   int              // how many those are
}

// listed is how many problems and replaced rows are kept to be shown.
const listed = 200

// ProblemsReason is the Reason of an import that failed with a list of problems.
const ProblemsReason survey.Key = "import_problems"

// Import reads a file, checks every row and then saves all of it. What is wrong with the file
// is an [*survey.InvalidError] of [ProblemsReason], which [Problems] reads, and then nothing is saved.
func Import(ctx context.Context, store ImportStore, id survey.ImportID, now func() time.Time) error {
	im, err := store.Import(ctx, id)
	if errors.Is(err, survey.ErrNotFound) || err == nil && (im.State.Applied() || im.State == survey.JobMapping) {
		return nil // stopped, or done before the program ended
	}
	if err != nil {
		return err
	}
	if im.Rows > 0 { // the season is not any more what the file was compared with
		_, err := store.ResumeImport(ctx, id)
		return err
	}
	if im.Unread() {
		return readFile(ctx, store, im, now)
	}
	var plan Plan
	if err := json.Unmarshal([]byte(im.Mapping), &plan); err != nil {
		return fmt.Errorf("mapping of import %d: %w", id, err)
	}
	if err := report(ctx, store, id, ImportProgress{Phase: PhaseReading}); err != nil {
		return err
	}
	asked, err := store.Survey(ctx, im.Season)
	if err != nil {
		return err
	}
	members, err := store.Members(ctx, im.Season)
	if err != nil {
		return err
	}
	sent, err := store.Progress(ctx, im.Season)
	if err != nil {
		return err
	}
	file, err := sheet.Load(im.File, im.Data)
	if err != nil {
		return problems(ProblemsOf(err))
	}
	defer frugal(len(file.Rows) * len(file.Header))()
	table := file.With(plan.Choice)
	plan, table, wrong := plan.resolve(table, asked)
	if len(wrong) > 0 { // a question of the survey has gone
		return problems([]sheet.RowError{{Reason: "import_looks_different"}})
	}
	read, err := readSheet(table, plan, asked, members)
	if err != nil {
		return err
	}
	if plan.Beyond == "" && len(read.beyond) > 0 { // the question asked for them when the columns were assigned
		return problems(read.refused())
	}
	if read.preview(members, sent).Mark() != plan.Seen {
		return problems([]sheet.RowError{{Reason: "import_looks_different"}})
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	replaced := read.in.Replaced
	if err := report(ctx, store, id, ImportProgress{
		Phase: PhaseSaving, Members: len(read.in.Members), Replaced: replaced[:min(listed, len(replaced))], Passed: len(replaced),
	}); err != nil {
		return err
	}
	for i := range read.rows {
		read.rows[i].Read = func() (survey.Answers, map[survey.QuestionID][]int) { return read.answers(i) }
	}
	_, err = store.ApplyImport(ctx, id, read.rows, read.questions, now())
	return err
}

// CellsOf is about how many cells the file of an import has, and at least so many but of a small one.
func CellsOf(im survey.Import) int { return min(sheet.MaxCells, sheet.AboutCells(im.Data)) }

// ReadAtOnce is how many cells a file may have that is read while somebody waits; larger ones are read by a job.
const ReadAtOnce = 50_000

// readFile reads a large file and keeps what was read, for its columns to be assigned.
func readFile(ctx context.Context, store ImportStore, im survey.Import, now func() time.Time) error {
	defer frugal(sheet.MaxCells)()
	var said time.Time
	file, err := sheet.ReadFollowed(im.File, bytes.NewReader(im.Data), func(rows int) error {
		if err := ctx.Err(); err != nil || now().Sub(said) < reportEvery {
			return err
		}
		said = now()
		return report(ctx, store, im.ID, ImportProgress{Phase: PhaseReading, Rows: rows})
	})
	if all := ProblemsOf(err); all != nil {
		return problems(all)
	}
	if errors.Is(context.Cause(ctx), team.ErrStopped) {
		return nil
	}
	if err != nil {
		return err
	}
	kept, err := file.Kept()
	if err := errors.Join(err, ctx.Err()); err != nil {
		return err
	}
	return store.KeepRead(ctx, im.ID, kept, file.Shape())
}

func report(ctx context.Context, store ImportStore, id survey.ImportID, p ImportProgress) error {
	text, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("progress of import %d: %w", id, err)
	}
	return store.SetImportProgress(ctx, id, string(text))
}

// readSheet makes a file ready to be saved.
func readSheet(s sheet.Sheet, plan Plan, asked survey.Survey, season []survey.Member) (converter, error) {
	mapping, err := plan.mapping(s, asked)
	if err != nil {
		return converter{}, err
	}
	if mapping.Clock, err = time.LoadLocation(plan.Zone); err != nil {
		return converter{}, fmt.Errorf("times of an import: %w", err)
	}
	mapping.Who, mapping.Meant = plan.Who, plan.Meant
	for j := range mapping.Columns {
		mapping.Columns[j].Blank = true // the page has listed them
	}
	in, wrong := sheet.Apply(s, mapping)
	if len(wrong) > 0 {
		return converter{}, problems(wrong)
	}
	c := converter{asked: asked, sheet: s, columns: mapping.Columns, in: in, what: plan.Beyond, asOf: plan.AsOf, options: plan.Options, header: headers(s, mapping)}
	c.convert()
	c.match(season, plan.Members, plan.AllSame)
	if len(c.wrong) > 0 {
		return converter{}, problems(c.wrong)
	}
	return c, nil
}

// problems returns the error of an import with everything that is wrong with its file.
func problems(all []sheet.RowError) error {
	slices.SortStableFunc(all, func(a, b sheet.RowError) int { return a.Row - b.Row })
	return &survey.InvalidError{Field: "file", Reason: ProblemsReason, Args: map[string]any{
		"Count": len(all), "Problems": all[:min(listed, len(all))],
	}}
}

// ProblemsOf returns what [sheet.Read] found wrong with a file, nil if err is anything else.
func ProblemsOf(err error) []sheet.RowError {
	if e, ok := errors.AsType[*sheet.Error](err); ok {
		return e.Rows
	}
	return nil
}

// Problems reads the Result of an import that failed: its problems and how many there were. An import that failed for
// another reason has one, of the whole file.
func Problems(result string) (all []sheet.RowError, count int, err error) {
	var failed struct {
		Reason survey.Key
		Args   json.RawMessage
	}
	if err := json.Unmarshal([]byte(result), &failed); err != nil {
		return nil, 0, fmt.Errorf("result of an import: %w", err)
	}
	if failed.Reason != ProblemsReason {
		p := sheet.RowError{Reason: failed.Reason}
		err := json.Unmarshal(failed.Args, &p.Args)
		return []sheet.RowError{p}, 1, err
	}
	var args struct {
		Count    int
		Problems []sheet.RowError
	}
	err = json.Unmarshal(failed.Args, &args)
	return args.Problems, args.Count, err
}
