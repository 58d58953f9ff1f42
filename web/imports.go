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
	// ImportPulse returns only what moves while somebody follows an import: not its file.
	ImportPulse(context.Context, survey.ImportID) (survey.Import, error)
	// DropImport ends the reading of a file and erases it.
	DropImport(context.Context, survey.ImportID) error
	// StartImport queues the import, whose mapping is the JSON of a [job.Plan].
	StartImport(ctx context.Context, id survey.ImportID, mapping string) error
	// PlanImport keeps a mapping without starting.
	PlanImport(ctx context.Context, id survey.ImportID, mapping string) error
	// Reading is how the club read a file last that has the same columns.
	Reading(ctx context.Context, season survey.SeasonID, shape string) (survey.Reading, error)
	// LastImport is the one that can be taken back, ImportUndo says what keeps one from it, and UndoImport does it.
	LastImport(context.Context, survey.SeasonID) (survey.Import, error)
	ImportUndo(context.Context, survey.ImportID) (survey.ImportUndo, error)
	UndoImport(ctx context.Context, id survey.ImportID, now time.Time) error
}

func (s *server) uploadForm(c echo.Context) error {
	return render(c, http.StatusOK, view.Upload(s.page(c, "import_title"), view.UploadPage{}))
}

// upload keeps a file that can be read and asks for its columns; one that cannot is not kept.
func (s *server) upload(c echo.Context) error {
	name, data, err := uploaded(c)
	if text := c.FormValue("table"); err != nil && strings.TrimSpace(text) != "" {
		name, data, err = s.translator(c)("pasted_table"), []byte(text), nil
	}
	im := survey.Import{File: name, Data: data, State: survey.JobQueued}
	if err == nil && !sheet.Large(data, job.ReadAtOnce) {
		im.State = survey.JobMapping
		im.Data, im.Shape, err = readOnce(name, data)
	}
	if all := job.ProblemsOf(err); len(all) > 0 {
		d := problemPage(name, all, len(all))
		return render(c, http.StatusUnprocessableEntity, view.Upload(s.page(c, "import_title"), d))
	}
	if err != nil {
		return show(s, c, s.page(c, "import_title"), err, view.Upload, view.UploadPage{})
	}
	sc := scopeOf(c)
	im.Season, im.By = sc.Season.ID, sc.Organizer.ID
	id, err := s.Store.StoreImport(ctx(c), im, s.Now())
	if err != nil {
		return err
	}
	return seeOther(c, importPath(sc.Season.ID, id))
}

// readOnce returns what is kept of a file, and what tells it from files with other columns.
func readOnce(name string, data []byte) (kept []byte, shape string, err error) {
	file, err := sheet.Read(name, bytes.NewReader(data))
	if err != nil {
		return nil, "", err
	}
	kept, err = file.Kept()
	return kept, file.Shape(), err
}

// stopReading ends the reading of a large file, of which nothing is kept.
func (s *server) stopReading(c echo.Context, im survey.Import) error {
	if !im.Unread() {
		return seeOther(c, importPath(im.Season, im.ID))
	}
	return s.done(c, s.Store.DropImport(ctx(c), im.ID), seasonPath(im.Season, "/import"), "import_stopped")
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
	if im.Unread() && im.State == survey.JobFailed {
		all, count, err := job.Problems(im.Result)
		if err != nil {
			return err
		}
		return render(c, http.StatusOK, view.Upload(s.page(c, "import_title"), problemPage(im.File, all, count)))
	}
	if im.State == survey.JobMapping || im.State == survey.JobFailed {
		plan, err := planned(im)
		if err != nil {
			return err
		}
		var recalled survey.Reading
		if im.Mapping == "" && c.QueryParam("guess") == "" {
			if plan, recalled, err = s.recalled(c, im); err != nil {
				return err
			}
		}
		if choice := readChoice(c, plan.Choice); choice != plan.Choice {
			if plan.Choice = choice; choice.List != 0 { // what was chosen for the columns of another table says nothing of these
				plan.Uses, plan.Columns = nil, nil
			}
		}
		look, err := s.lookAt(ctx(c), im, plan)
		if err != nil {
			return err
		}
		look.Recalled = recalled
		return s.showMapping(c, im, look)
	}
	d, err := importNow(im)
	if err != nil {
		return err
	}
	if im.State == survey.JobDone {
		last, err := s.lastImport(ctx(c), im.Season)
		if err := errors.Join(err, json.Unmarshal([]byte(im.Result), &d.Done)); err != nil {
			return err
		}
		d.Undo = last.ID == im.ID
	}
	p := s.page(c, "import_title")
	if !im.State.Ended() {
		p.Refresh = refreshSeconds
	}
	return render(c, http.StatusOK, view.Import(p, d))
}

// importNow says how far an import is.
func importNow(im survey.Import) (view.ImportPage, error) {
	d := view.ImportPage{ID: im.ID, File: im.File, State: im.State, Unread: im.Unread(), Part: im}
	var progress job.ImportProgress
	err := kept(im.Progress, &progress)
	d.Rows, d.Saving, d.Members = progress.Rows, progress.Phase == job.PhaseSaving, progress.Members
	d.Replaced, d.Passed = progress.Replaced, progress.Passed
	return d, err
}

// importEvents streams how far an import is as an event "import", and an event "done" at its end, or when its columns are to be assigned.
func (s *server) importEvents(c echo.Context, im survey.Import) (err error) {
	p := s.page(c, "import_title")
	return s.stream(c, following{topics: []survey.Topic{survey.ImportTopic.Of(int64(im.ID))}, least: followEvery, look: func() (bool, error) {
		if im, err = s.Store.ImportPulse(ctx(c), im.ID); err != nil || im.State != survey.JobQueued && im.State != survey.JobRunning {
			return true, err
		}
		d, err := importNow(im)
		if err != nil {
			return false, err
		}
		return false, send(c, "import", view.ImportNow(p, d))
	}})
}

// refreshSeconds is how often a page without JavaScript asks how far a job is.
const refreshSeconds = 2

// showMapping shows what a plan makes of a file, and asks what has to be decided.
func (s *server) showMapping(c echo.Context, im survey.Import, look job.Look, wrong ...*survey.InvalidError) error {
	asked, err := s.Store.Survey(ctx(c), im.Season)
	if err != nil {
		return err
	}
	p := s.page(c, "mapping_title")
	status := http.StatusOK
	if wrong = append(wrong, look.Wrong...); len(wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	s.addErrors(c, &p, wrong...)
	d := s.mappingPage(c, p, im, look, asked)
	if im.State == survey.JobFailed && c.Request().Method == http.MethodGet {
		all, count, err := job.Problems(im.Result)
		if err != nil {
			return err
		}
		d.Failed = problemPage(im.File, all, count)
	}
	return render(c, status, view.Mapping(p, d))
}

// recalled is what was planned for the file last that had the same columns, if any.
func (s *server) recalled(c echo.Context, im survey.Import) (job.Plan, survey.Reading, error) {
	r, err := s.Store.Reading(ctx(c), im.Season, im.Shape)
	if errors.Is(err, survey.ErrNotFound) {
		return job.Plan{}, survey.Reading{}, nil
	}
	var last job.Plan
	if err := errors.Join(err, kept(r.Mapping, &last)); err != nil {
		return job.Plan{}, r, err
	}
	return last.Again(), r, nil
}

// planned is what was planned for the columns of a file last.
func planned(im survey.Import) (plan job.Plan, err error) { return plan, kept(im.Mapping, &plan) }

func (s *server) startImport(c echo.Context, im survey.Import) error {
	if im.State != survey.JobMapping && im.State != survey.JobFailed || im.Unread() {
		return s.done(c, nil, importPath(im.Season, im.ID), "import_started")
	}
	plan, err := planned(im)
	if err != nil {
		return err
	}
	if plan, err = s.readPlan(c, plan); err != nil {
		return err
	}
	look, err := s.lookAt(ctx(c), im, plan)
	if err != nil {
		return err
	}
	seen := plan.Seen == look.Mark()
	plan.Seen = look.Preview.Mark() // what members answer meanwhile is no reason to ask again
	text, err := json.Marshal(plan)
	if err != nil {
		return err
	}
	switch do := c.FormValue("do"); {
	case (do == "steps" || do == "choices") && len(plan.Uses) > 0:
		for _, column := range look.Coded {
			plan.Uses[column.Column] = string(column.As(do == "steps"))
		}
		return s.keepPlan(c, im, plan, "coded_taken")
	case do != "" && len(look.Wrong) == 0:
		return s.planOptions(c, im, look, plan)
	case len(look.Wrong) > 0 || !seen: // other columns were taken for names, or hours, than those that the page listed
		return s.showMapping(c, im, look)
	case len(badMeanings(look)) > 0:
		return s.showMapping(c, im, look, badMeanings(look)...)
	case len(look.Beyond) > 0 && !plan.Beyond.Known():
		return s.showMapping(c, im, look, &survey.InvalidError{Field: view.BeyondField, Reason: "beyond_choose"})
	}
	err = s.Store.StartImport(ctx(c), im.ID, string(text))
	if bad, ok := errors.AsType[*survey.InvalidError](err); ok { // somebody else did at the same moment
		s.flashText(c, s.word(c, bad))
	} else if err != nil {
		return err
	}
	return seeOther(c, importPath(im.Season, im.ID))
}

// badMeanings are the fields in which stands nothing that their text can mean.
func badMeanings(look job.Look) (bad []*survey.InvalidError) {
	for _, m := range look.Meant {
		reason := survey.Key("meant_hours_invalid")
		if m.Zone {
			reason = "zone_unknown"
		} else if m.Other != "" {
			reason = "meant_numbers_invalid"
		} else if m.Number {
			reason = "meant_counts_invalid"
		}
		if m.Bad {
			bad = append(bad, &survey.InvalidError{Field: view.MeantName(m), Reason: reason, Args: map[string]any{"Value": m.Said, "Zone": m.Said, "As": m.As, "Other": m.Other}})
		}
	}
	return bad
}

// planOptions lets an import add what a file has as answers to questions of the survey, or not, and keeps what was typed of the plan.
func (s *server) planOptions(c echo.Context, im survey.Import, look job.Look, plan job.Plan) error {
	plan.Options = c.FormValue("do") == "options"
	for _, u := range look.Unknown {
		err := u.With().Check()
		if bad, ok := errors.AsType[*survey.InvalidError](err); ok {
			return s.showMapping(c, im, look, &survey.InvalidError{Reason: bad.Reason, Args: bad.Args})
		}
	}
	return s.keepPlan(c, im, plan, view.Either(plan.Options, "options_planned", "options_left"))
}

// keepPlan keeps what was typed of an import, and shows what it makes of the file.
func (s *server) keepPlan(c echo.Context, im survey.Import, plan job.Plan, done survey.Key) error {
	text, err := json.Marshal(plan)
	if err != nil {
		return err
	}
	return s.done(c, s.Store.PlanImport(ctx(c), im.ID, string(text)), importPath(im.Season, im.ID), done)
}
