package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// dataStore gives a member what is kept of the member.
type dataStore interface {
	MemberData(context.Context, survey.MemberID) (survey.MemberData, error)
}

// ownDataFile is all that is kept of a member, as JSON or to read, as the address says.
func (s *server) ownDataFile(c echo.Context, v view.Visit) error {
	d, err := s.Store.MemberData(ctx(c), v.Member.ID)
	if err == nil {
		err = s.saw(c, survey.Act{Season: v.Season.ID, Member: v.Member.ID, What: survey.TookMemberData})
	}
	if err != nil {
		return err
	}
	kind := path.Ext(c.Path())
	how := "attachment"
	if kind == ".html" && view.AppOf(c.Request().UserAgent()).Name != "" {
		how = "inline" // the browsers of apps save no files
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, fmt.Sprintf("%s; filename=%q", how, "dure-data"+kind))
	if kind == ".html" {
		return render(c, http.StatusOK, view.MemberFile(s.visitPage(c, v), []survey.MemberData{d}))
	}
	text, err := json.MarshalIndent(d, "", " ")
	if err != nil {
		return err
	}
	return c.JSONBlob(http.StatusOK, text)
}
