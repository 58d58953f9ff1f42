package web

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// questionVersions shows all versions of a question, the latest first, with the answers that were given to each.
func (s *server) questionVersions(c echo.Context) error {
	q, err := s.question(c)
	if err != nil {
		return err
	}
	before, err := s.askedBefore(c)
	if err != nil {
		return err
	}
	times, err := s.Store.VersionTimes(ctx(c), scopeOf(c).Season.ID, q.ID)
	if err != nil {
		return err
	}
	p := s.page(c, "asked_versions_title")
	given := before.openly(q, before.given)
	var all []view.QuestionVersion
	mine := slices.DeleteFunc(slices.Clone(before.versions), func(v survey.Question) bool { return v.ID != q.ID })
	for i, v := range slices.Backward(mine) {
		one := view.QuestionVersion{Number: v.Version, Secret: q.Sensitive || v.Sensitive, Now: v.Version == q.Version, Since: times[v.Version], Asked: s.inEach(p, v, before)}
		if i > 0 {
			one.Changes = v.OptionChanges(mine[i-1], mine)
		}
		for _, a := range given {
			if a.Version != v.Version || one.Secret {
				continue
			}
			one.Given++
			if _, counts := q.CarryFrom(before.versions, a); counts {
				one.Counted++
			}
		}
		all = append(all, one)
	}
	return render(c, http.StatusOK, view.Versions(p, q, all))
}

// inEach is what a question asks, worded in each language by itself.
func (s *server) inEach(p view.Page, q survey.Question, before askedBefore) []view.Asked {
	var all []view.Asked
	f := view.FormOf(q)
	f.Hidden = before.hidden(q)
	for _, on := range slices.Backward(before.versions) { // its condition is worded by the latest version of the question that decides
		f.Before = append(f.Before, on)
	}
	for _, l := range p.Languages {
		p.T, p.Lang, p.Languages = s.words[l.Code], l.Code, []view.Language{l}
		all = append(all, view.Asked{Language: l, Lines: f.Lines(p)})
	}
	return all
}
