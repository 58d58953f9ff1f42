package web

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/ml/fit"
	"dure/survey"
	"dure/survey/sheet"
	"dure/web/job"
	"dure/web/view"
)

// uploadHistory keeps a file of past seasons that can be read, and asks for its columns.
func (s *server) uploadHistory(c echo.Context) error {
	name, data, err := uploaded(c)
	if err == nil {
		_, err = sheet.Read(name, bytes.NewReader(data))
	}
	if all := job.ProblemsOf(err); len(all) > 0 {
		p := s.page(c, "model_title")
		for _, x := range all[:min(len(all), 5)] {
			p.Errors = append(p.Errors, view.FieldError{Field: "file", Message: p.T.Say(x.Placed())})
		}
		return s.fitPage(c, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return s.fitDone(c, err)
	}
	sc := scopeOf(c)
	id, err := s.Store.StoreHistory(ctx(c), fit.File{Club: sc.Club.ID, By: sc.Organizer.ID, Name: name, Data: data}, s.Now())
	if err != nil {
		return err
	}
	return seeOther(c, seasonPath(sc.Season.ID, fmt.Sprintf("/fit/files/%d", id)))
}

// historyOf returns the file that the address names, if it is the club's.
func (s *server) historyOf(c echo.Context) (fit.File, error) {
	return named(c, "file", s.Store.History, func(f fit.File) bool { return f.Club == scopeOf(c).Club.ID })
}

func (s *server) historyPage(c echo.Context, f fit.File) error {
	return s.showHistory(c, http.StatusOK, s.page(c, "history_of", "File", f.Name), f, nil)
}

// showHistory asks what the columns are: as typed, else as kept, else as guessed.
func (s *server) showHistory(c echo.Context, status int, p view.Page, f fit.File, typed []string) error {
	t, err := job.ReadFile(f)
	if err != nil {
		return err
	}
	asked, err := s.askedColumns(c, p)
	if err != nil {
		return err
	}
	m := job.FileMapping{Columns: typed}
	if typed == nil {
		if err := kept(f.Mapping, &m); err != nil {
			return err
		}
	}
	if m.Columns == nil {
		m.Columns = guessHistory(t, asked)
	}
	d := view.FitMapping{Read: f.Mapping + ".", ID: f.ID, Rows: len(t.Rows), Asked: asked}
	if status == http.StatusUnprocessableEntity {
		d.Read = cmp.Or(c.FormValue(view.ReadField), d.Read) // as of what was shown at first
	}
	for j, name := range t.Header {
		col := view.FitColumn{Name: name, Samples: job.Describe(t, j, sheet.Column{}).Samples, Protected: fit.Protected(name), Afterwards: fit.Afterwards(name)}
		if j < len(m.Columns) {
			col.Use = m.Columns[j]
		}
		d.Columns = append(d.Columns, col)
	}
	return render(c, status, view.FitMappingPage(p, d))
}

// askedColumns are the columns of a model that the questions of the season's survey become, in the visitor's words.
func (s *server) askedColumns(c echo.Context, p view.Page) ([]view.Choice, error) {
	sv, err := s.asked(c)
	words := columnWords(p, sv)
	var all []view.Choice
	for _, col := range fit.Columns(sv) {
		all = append(all, view.Choice{Value: job.FileAs + col.Name, Label: cmp.Or(words[col.Name], col.Name)})
	}
	return all, err
}

// askedWords words the columns that the questions of the season's survey have in a model.
func (s *server) askedWords(c echo.Context, p view.Page) (map[string]string, error) {
	sv, err := s.asked(c)
	return columnWords(p, sv), err
}

// columnWords words the columns that a survey's questions have in a table.
func columnWords(p view.Page, sv survey.Survey) map[string]string {
	words := map[string]string{}
	for _, q := range sv.Questions {
		for i, say := range view.ColumnWords(p, q) {
			words[q.Columns()[i]] = say
		}
	}
	return words
}

// ratingWords are words by which a column of ratings is known.
var ratingWords = []string{"rating", "fit", "score", "satisfaction", "평가", "점수", "평점", "만족도"}

// guessHistory guesses by the names of columns and by what tells rows apart.
func guessHistory(t sheet.Sheet, asked []view.Choice) []string {
	uses := make([]string, len(t.Header))
	read, _ := t.Table(sheet.As{})
	key, rated := survey.TeamKey{}.Guess(read), false
	for j, name := range t.Header {
		uses[j] = job.FileAnswer
		switch aside := read.Columns[j].Aside; {
		case name == key.Team:
			uses[j] = job.FileTeam
		case name == key.Section:
			uses[j] = job.FileSection
		case name == key.Season:
			uses[j] = job.FileSeason
		case !rated && slices.ContainsFunc(ratingWords, func(w string) bool { return strings.Contains(survey.Fold(name), w) }):
			uses[j], rated = job.FileRating, true
		case slices.ContainsFunc(asked, func(a view.Choice) bool { return a.Value == job.FileAs+name }):
			uses[j] = job.FileAs + name
		case fit.Protected(name), aside != "" && !slices.Contains([]string{survey.AsidePeople, survey.AsideTeam, survey.AsidePartTeam}, aside):
			uses[j] = job.FileOut
		}
	}
	return uses
}

func (s *server) mapHistory(c echo.Context, f fit.File) error {
	t, err := job.ReadFile(f)
	if err != nil {
		return err
	}
	m := job.FileMapping{Columns: make([]string, len(t.Header))}
	p := s.page(c, "history_of", "File", f.Name)
	seen := map[string]bool{}
	for j := range t.Header {
		field := fmt.Sprintf("use%d", j)
		use := c.FormValue(field)
		m.Columns[j] = use
		as := strings.HasPrefix(use, job.FileAs)
		single := as || slices.Contains(job.FileRoles, use)
		if !single && use != job.FileAnswer && use != job.FileOut {
			p.Errors = append(p.Errors, view.FieldError{Field: field, Message: p.T("use_choose")})
		} else if single && seen[use] {
			p.Errors = append(p.Errors, view.FieldError{Field: field, Message: p.T("use_again")})
		}
		seen[use] = true
	}
	if len(p.Errors) == 0 {
		if _, err := m.History(t, f.Name); err != nil {
			bad, err := onlyInvalid(err)
			if err != nil {
				return err
			}
			p.Errors = append(p.Errors, view.FieldError{Message: p.T.Say(bad[0].Message())})
		}
	}
	if len(p.Errors) > 0 {
		return s.showHistory(c, http.StatusUnprocessableEntity, p, f, m.Columns)
	}
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	err = s.Store.MapHistory(ctx(c), f.ID, string(text))
	if !errors.Is(err, survey.ErrStale) {
		return s.fitDone(c, err)
	}
	if f, err = s.historyOf(c); err != nil {
		return err
	}
	p.Errors = []view.FieldError{{Message: p.T("overtaken")}}
	return s.showHistory(c, http.StatusConflict, p, f, m.Columns)
}

func (s *server) deleteHistory(c echo.Context, f fit.File) error {
	return s.fitDone(c, s.Store.DeleteHistory(ctx(c), f.ID))
}
