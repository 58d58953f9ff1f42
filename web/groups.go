package web

import (
	"math"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"dure/clustering"
	"dure/survey"
	"dure/web/view"
)

// groups shows how a season's members group by their answers.
func (s *server) groups(c echo.Context) error {
	season := scopeOf(c).Season.ID
	asked, err := s.Store.Survey(ctx(c), season)
	if err != nil {
		return err
	}
	members, err := s.Store.Members(ctx(c), season)
	if err != nil {
		return err
	}
	responses, err := s.Store.Responses(ctx(c), season)
	if err == nil {
		responses, err = asked.CarryAll(responses, func() ([]survey.Question, error) { return s.Store.QuestionVersions(ctx(c), season) })
	}
	if err != nil {
		return err
	}
	choice := readGroupChoice(c.QueryParams())
	all, taking := choice.chosen(asked)
	e, err := encodeAnswers(taking, members, responses)
	if err != nil {
		return err
	}
	if choice.by == byMedoids && len(e.members) > mostMedoids {
		choice.by = byKMeans
	}
	p := s.page(c, "groups_title")
	g := view.Groups{Form: groupsForm(p, choice, all, taking), Nothing: nothingToGroup(p, e, len(all))}
	if e.features.X == nil && (len(all) == 0 || len(e.members) >= leastRows) {
		g.Why = whyNot(p, e, asked.Questions)
	}
	if g.Nothing == "" {
		a, err := findGroups(ctx(c), s.analyses, e, choice)
		if err != nil {
			return err
		}
		wordGroups(p, &g, e, a, choice, len(members))
	}
	return render(c, http.StatusOK, view.GroupsPage(p, g))
}

// readGroupChoice takes what it can use of the address; the rest is as if it were not there.
func readGroupChoice(q url.Values) groupChoice {
	choice := groupChoice{linkage: clustering.Methods()[0], by: byKMeans}
	if by := q.Get("by"); by == byTree || by == byMedoids {
		choice.by = by
	}
	if k, err := strconv.Atoi(q.Get("k")); err == nil && k >= 1 && k <= maxK {
		choice.k = k
	}
	for _, m := range clustering.Methods() {
		if q.Get("linkage") == string(m) {
			choice.linkage = m
		}
	}
	for _, v := range q["q"] {
		if id, err := strconv.ParseInt(v, 10, 64); err == nil {
			choice.questions = append(choice.questions, survey.QuestionID(id))
		}
	}
	return choice
}

func groupsForm(p view.Page, choice groupChoice, all, taking []survey.Question) view.GroupsForm {
	f := view.GroupsForm{K: choice.k, MaxK: maxK, Linkage: string(choice.linkage), By: choice.by}
	for _, m := range clustering.Methods() {
		f.Linkages = append(f.Linkages, string(m))
	}
	on := map[survey.QuestionID]bool{}
	for _, q := range taking {
		on[q.ID] = true
	}
	for _, q := range all {
		f.Questions = append(f.Questions, view.GroupsQuestion{ID: int64(q.ID), Title: p.In(q.Title), On: on[q.ID]})
	}
	return f
}

// nothingToGroup says why there are no groups to look for, or "".
func nothingToGroup(p view.Page, e encoded, questions int) string {
	switch {
	case questions == 0:
		return p.T("groups_no_questions")
	case len(e.members) == 0:
		return p.T("groups_no_answers")
	case len(e.members) < leastRows:
		return p.T("groups_few_answers", "Count", len(e.members), "Least", leastRows)
	case e.features.X == nil && len(e.questions) == 0:
		return p.T("groups_no_questions")
	case e.features.X == nil:
		return p.T("groups_all_equal", "Count", len(e.members))
	}
	return ""
}

// whyNot says of each question why its answers are not compared.
func whyNot(p view.Page, e encoded, questions []survey.Question) (all []string) {
	for _, q := range questions {
		if why := e.why(q); why != "" {
			all = append(all, p.T("aside_column", "Column", p.In(q.Title), "Reason", why))
		}
	}
	return all
}

// cutHeight is between the merges that k groups keep and those that they undo; 0 where none is, since heights of some linkages fall.
func cutHeight(t clustering.Tree, k int) float64 {
	undone := t.N - k
	if k <= 1 || undone < 0 || undone >= len(t.Merges) {
		return 0
	}
	low, high := 0.0, math.Inf(1)
	for _, m := range t.Merges[:undone] {
		low = max(low, m.Height)
	}
	for _, m := range t.Merges[undone:] {
		high = min(high, m.Height)
	}
	if low > high {
		return 0
	}
	return (low + high) / 2
}
