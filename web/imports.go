package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/survey/sheet"
	"dure/web/job"
	"dure/web/view"
)

// importStore keeps files on their way into a season.
type importStore interface {
	StoreImport(ctx context.Context, im survey.Import, now time.Time) (survey.ImportID, error)
	Import(context.Context, survey.ImportID) (survey.Import, error)
	// StartImport queues the import, whose mapping is the JSON of a [job.Plan].
	StartImport(ctx context.Context, id survey.ImportID, mapping string) error
}

func (s *server) uploadForm(c echo.Context) error {
	return render(c, http.StatusOK, view.Upload(s.page(c, "import_title"), view.UploadPage{}))
}

// upload keeps a file that can be read and asks for its columns; one that cannot is not kept.
func (s *server) upload(c echo.Context) error {
	name, data, err := uploaded(c)
	if err == nil {
		_, err = sheet.Read(name, bytes.NewReader(data))
	}
	if all := job.ProblemsOf(err); len(all) > 0 {
		d := problemPage(name, all, len(all))
		return render(c, http.StatusUnprocessableEntity, view.Upload(s.page(c, "import_title"), d))
	}
	if err != nil {
		return show(s, c, s.page(c, "import_title"), err, view.Upload, view.UploadPage{})
	}
	sc := scopeOf(c)
	id, err := s.Store.StoreImport(ctx(c), survey.Import{Season: sc.Season.ID, By: sc.Organizer.ID, File: name, Data: data}, s.Now())
	if err != nil {
		return err
	}
	return seeOther(c, importPath(sc.Season.ID, id))
}

func importPath(season survey.SeasonID, id survey.ImportID) string {
	return seasonPath(season, fmt.Sprintf("/imports/%d", id))
}

// uploaded returns the file that the form brings.
func uploaded(c echo.Context) (name string, data []byte, err error) { return uploadedAs(c, "file") }

// uploadedAs reads the file of a field.
func uploadedAs(c echo.Context, field string) (name string, data []byte, err error) {
	file, err := c.FormFile(field)
	if err != nil {
		return "", nil, &survey.InvalidError{Field: "file", Reason: "file_missing"}
	}
	f, err := file.Open()
	if err != nil {
		return "", nil, err
	}
	defer f.Close()
	data = make([]byte, file.Size)
	_, err = io.ReadFull(f, data)
	return shortName(file.Filename), data, err
}

// shortName is the name of a file without its path, cut to what a page can show.
func shortName(name string) string {
	name = survey.Clean(strings.ToValidUTF8(filepath.Base(strings.ReplaceAll(name, `\`, "/")), ""))
	if r := []rune(name); len(r) > survey.MaxName {
		name = string(r[:survey.MaxName])
	}
	return name
}

// problemsShown is how many problems a page lists.
const problemsShown = 200

func problemPage(file string, all []sheet.RowError, count int) view.UploadPage {
	return view.UploadPage{File: file, Problems: all[:min(len(all), problemsShown)], Count: count}
}

// importOf returns the import that the address names, if it is one of the season's.
func (s *server) importOf(c echo.Context) (survey.Import, error) {
	return named(c, "import", s.Store.Import, func(im survey.Import) bool { return im.Season == scopeOf(c).Season.ID })
}

// importPage shows what an import waits for: its columns, its job, or somebody who reads what it did.
func (s *server) importPage(c echo.Context, im survey.Import) error {
	if im.State == survey.JobMapping || im.State == survey.JobFailed {
		return s.showMapping(c, im, nil, nil)
	}
	d := view.ImportPage{ID: im.ID, File: im.File, State: im.State}
	var progress job.ImportProgress
	if err := kept(im.Progress, &progress); err != nil {
		return err
	}
	d.Saving, d.Members = progress.Phase == job.PhaseSaving, progress.Members
	d.Replaced, d.Passed = progress.Replaced, progress.Passed
	if im.State == survey.JobDone {
		if err := json.Unmarshal([]byte(im.Result), &d.Done); err != nil {
			return err
		}
	}
	p := s.page(c, "import_title")
	if !im.State.Ended() {
		p.Refresh = refreshSeconds
	}
	return render(c, http.StatusOK, view.Import(p, d))
}

// refreshSeconds is how often a page without JavaScript asks how far a job is.
const refreshSeconds = 2

// showMapping asks what each column is: as typed where something was, else as planned before, else as guessed.
func (s *server) showMapping(c echo.Context, im survey.Import, typed []string, wrong []*survey.InvalidError) error {
	table, asked, plan, err := s.planOf(c, im)
	if err != nil {
		return err
	}
	if typed != nil {
		choice := plan.Choice
		plan, _, _ = readPlan(c, table, asked)
		plan.Choice = choice
	}
	p := s.page(c, "mapping_title")
	d := view.MappingPage{ID: im.ID, File: im.File, Rows: len(table.Rows), Existing: existing(p, asked), About: sheet.Members, New: sheet.Questions}
	for _, n := range append(table.PassedOver(), table.Notes...) {
		d.Notes = append(d.Notes, p.T.Say(n))
	}
	if err := s.addChoices(im, plan.Choice, &d); err != nil {
		return err
	}
	for j := range table.Header {
		col := describe(table, j)
		for _, m := range sheet.MergedMessages(table.Merged(j, plan.Columns[j])) {
			col.Merged = append(col.Merged, s.translator(c).Say(m))
		}
		col.Use = choice(plan, j, asked)
		if typed != nil {
			col.Use = typed[j]
		}
		col.Doubt = plan.Existing[j] == 0 && table.MatesInDoubt(j, plan.Columns[j].Use)
		d.Columns = append(d.Columns, col)
	}
	if len(wrong) == 0 || wrong[0].Field == view.BeyondField {
		if d.FilePreview, err = s.preview(c, im, plan, asked); err != nil {
			return err
		}
	}
	for _, m := range d.Unread {
		d.Notes = append(d.Notes, p.T.Say(m))
	}
	status := http.StatusOK
	if im.State == survey.JobFailed && typed == nil {
		all, count, err := job.Problems(im.Result)
		if err != nil {
			return err
		}
		d.Failed = problemPage(im.File, all, count)
	}
	for _, w := range wrong {
		s.addErrors(c, &p, w)
		status = http.StatusUnprocessableEntity
	}
	return render(c, status, view.Mapping(p, d))
}

// addChoices says what has to be decided of rows that may not be members.
func (s *server) addChoices(im survey.Import, choice sheet.Choice, d *view.MappingPage) error {
	raw, err := sheet.Read(im.File, bytes.NewReader(im.Data))
	if err != nil {
		return err
	}
	d.Choice, d.Turns = choice, raw.Turns()
	d.DroppedBy, d.Dropped = raw.With(sheet.Choice{Turn: choice.Turn, KeepDropped: true}).Dropped()
	return nil
}

// readChoice reads it from the address or the form, or leaves it as it was planned.
func readChoice(c echo.Context, planned sheet.Choice) sheet.Choice {
	if turn := c.FormValue("turn"); turn != "" {
		planned.Turn = turn == "yes"
	}
	if dropped := c.FormValue("dropped"); dropped != "" {
		planned.KeepDropped = dropped == "keep"
	}
	return planned
}

// planOf reads the file and what its columns were taken for last.
func (s *server) planOf(c echo.Context, im survey.Import) (sheet.Sheet, survey.Survey, job.Plan, error) {
	table, err := sheet.Read(im.File, bytes.NewReader(im.Data))
	if err != nil {
		return table, survey.Survey{}, job.Plan{}, err
	}
	asked, err := s.Store.Survey(ctx(c), im.Season)
	if err != nil {
		return table, asked, job.Plan{}, err
	}
	var planned job.Plan
	if err := kept(im.Mapping, &planned); err != nil {
		return table, asked, planned, err
	}
	choice := readChoice(c, planned.Choice)
	table = table.With(choice)
	if len(planned.Columns) != len(table.Header) { // nothing is planned yet, or for the table as it was before it was turned
		planned = job.PlanOf(table, asked)
	}
	planned.Choice = choice
	return table, asked, planned, nil
}

func (s *server) startImport(c echo.Context, im survey.Import) error {
	if im.State != survey.JobMapping && im.State != survey.JobFailed {
		return s.done(c, nil, importPath(im.Season, im.ID), "import_started")
	}
	table, asked, planned, err := s.planOf(c, im)
	if err != nil {
		return err
	}
	plan, typed, wrong := readPlan(c, table, asked)
	plan.Choice = planned.Choice
	if len(wrong) > 0 {
		return s.showMapping(c, im, typed, wrong)
	}
	preview, err := s.preview(c, im, plan, asked)
	if err != nil {
		return err
	}
	if preview.Mark() != c.FormValue("seen") { // other columns were taken for names, or hours, than those that the page listed
		return s.showMapping(c, im, typed, nil)
	}
	if plan.Beyond = job.Beyond(c.FormValue(view.BeyondField)); len(preview.Beyond) == 0 {
		plan.Beyond = ""
	} else if !plan.Beyond.Known() {
		return s.showMapping(c, im, typed, []*survey.InvalidError{{Field: view.BeyondField, Reason: "beyond_choose"}})
	}
	plan.Zone = s.zone(c).String()
	if c.FormValue(view.GivenField) == view.GivenFile { // what somebody sends from now on stays all the same
		plan.AsOf = s.Now()
	}
	text, err := json.Marshal(plan)
	if err != nil {
		return err
	}
	err = s.Store.StartImport(ctx(c), im.ID, string(text))
	if bad, ok := errors.AsType[*survey.InvalidError](err); ok { // somebody else did at the same moment
		s.flashText(c, s.word(c, bad))
	} else if err != nil {
		return err
	}
	return seeOther(c, importPath(im.Season, im.ID))
}
