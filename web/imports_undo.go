package web

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// lastImport is the import that can be taken back; one without an id where there is none.
func (s *server) lastImport(ctx context.Context, season survey.SeasonID) (survey.Import, error) {
	im, err := s.Store.LastImport(ctx, season)
	if errors.Is(err, survey.ErrNotFound) {
		return survey.Import{}, nil
	}
	return im, err
}

// undoForm asks whether an import is to be taken back.
func (s *server) undoForm(c echo.Context, im survey.Import) error { return s.showUndo(c, im, nil) }

func (s *server) showUndo(c echo.Context, im survey.Import, wrong error) error {
	found, err := s.Store.ImportUndo(ctx(c), im.ID)
	if errors.Is(err, survey.ErrNotFound) { // it was taken back meanwhile, or is not done
		return seeOther(c, importPath(im.Season, im.ID))
	}
	d := view.UndoPage{ID: im.ID, File: im.File}
	if err := errors.Join(err, json.Unmarshal([]byte(found.Result), &d.Done)); err != nil {
		return err
	}
	p := s.page(c, "import_undo")
	for _, m := range found.Since {
		d.Since = append(d.Since, p.T.Say(m))
	}
	return show(s, c, p, wrong, view.UndoImport, d)
}

func (s *server) undoImport(c echo.Context, im survey.Import) error {
	err := s.Store.UndoImport(ctx(c), im.ID, s.Now())
	if _, changed := errors.AsType[*survey.InvalidError](err); changed || errors.Is(err, survey.ErrNotFound) {
		return s.showUndo(c, im, err)
	}
	return s.done(c, err, importPath(im.Season, im.ID), "import_undone")
}
