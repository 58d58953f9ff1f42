package web

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// askedBefore are all versions of the season's questions, and the answers that they have as organizers may see them: of who takes part, and of the others.
type askedBefore struct {
	versions     []survey.Question
	given, aside map[survey.MemberID]survey.Response
}

func (s *server) askedBefore(c echo.Context) (askedBefore, error) {
	read, err := s.reading(ctx(c), scopeOf(c).Season.ID)
	if err != nil {
		return askedBefore{}, err
	}
	return derive(s, read, "asked before", "", bytesOf(read.Given), func() (askedBefore, error) {
		responses := survey.WithoutAvoided(read.Given)
		b := askedBefore{read.Versions, map[survey.MemberID]survey.Response{}, responses}
		for _, m := range read.Members {
			if r, ok := responses[m.ID]; ok && m.Active() {
				b.given[m.ID] = r
				delete(b.aside, m.ID)
			}
		}
		return b, nil
	})
}

func (b askedBefore) hidden(q survey.Question) []survey.Chosen {
	return q.Hidden(b.versions, b.openly(q, b.given), b.openly(q, b.aside))
}

// openly are the answers to a question of which is told how many they are.
func (b askedBefore) openly(q survey.Question, of map[survey.MemberID]survey.Response) []survey.Answer {
	return q.Openly(b.versions, survey.Given(of, q.ID))
}

// answered reports whether a member has answered a question, in a draft at least: what is offered from the season before is no answer. One that is
// answered in confidence, or was, counts as answered with the first answers to the survey: whether anybody did is for nobody to see.
func (b askedBefore) answered(q survey.Question) bool {
	confided := q.Confided(b.versions)
	for _, all := range []map[survey.MemberID]survey.Response{b.given, b.aside} {
		for _, r := range all {
			if a := r.Current()[q.ID]; !r.Saved.IsZero() && (confided || !a.IsZero()) || !r.Answers[q.ID].IsZero() {
				return true
			}
		}
	}
	return false
}

// crossings are those of a question that gets other options, where members chose of those it has, or have them before them.
func (s *server) crossings(c echo.Context, asked survey.Survey, before askedBefore, old survey.Question, options []survey.Option) ([]survey.Crossing, error) {
	answered, err := s.Store.Answered(ctx(c), asked.Season)
	if err != nil || asked.Opens.IsZero() && !answered[old.ID] {
		return nil, err
	}
	return old.Crossings(before.versions, options, before.openly(old, before.given)), nil
}

// changeRows does what a button beside the rows of options says, and shows the form with all that was typed.
func (s *server) changeRows(c echo.Context, f view.QuestionForm, button string, before askedBefore, old survey.Question) error {
	hidden := func() []survey.Chosen {
		old.Options = f.Rows(s.langs())
		return before.hidden(old)
	}
	reached, wrong := f.Do(button, s.langs(), hidden())
	f.Hidden, f.Reached = hidden(), reached
	p := s.page(c, "kind_"+survey.Key(f.Kind))
	status, err := s.status(c, &p, wrong)
	if err != nil {
		return err
	}
	return s.showEditor(c, status, p, f)
}

// flashSaved says that a question was saved, and which hidden options have come back by their words.
func (s *server) flashSaved(c echo.Context, back []survey.Chosen) {
	if len(back) == 0 {
		s.flash(c, "saved")
		return
	}
	lang := s.lang(c)
	var names []string
	for _, h := range back {
		names = append(names, h.Label.In(lang))
	}
	s.flash(c, "hidden_back_done", "Option", strings.Join(slices.Compact(names), "”, “"))
}
