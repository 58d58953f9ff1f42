package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

func (s *server) previewSurvey(c echo.Context, asked survey.Survey) error {
	return render(c, http.StatusOK, view.Preview(s.page(c, "preview"), asked))
}

// previewFrame is what the builder shows beside the questions: the member's form, in the language that is asked for, with what
// is being typed where the builder sends that along. No other site may frame it.
func (s *server) previewFrame(c echo.Context, asked survey.Survey) error {
	lang := survey.Lang(c.QueryParam("lang"))
	if s.words[lang] == nil {
		lang = s.lang(c)
	}
	p := s.pageIn(c, lang, "preview")
	if c.Request().Method == http.MethodPost {
		asked = s.drafted(c, p, asked)
	}
	c.Response().Header().Set("Content-Security-Policy", strings.Replace(policy, "frame-ancestors 'none'", "frame-ancestors 'self'", 1))
	return render(c, http.StatusOK, view.PreviewFrame(p, asked))
}

// drafted is the survey with what is being typed: "draft" says whether that is its wording or a question, which one.
func (s *server) drafted(c echo.Context, p view.Page, asked survey.Survey) survey.Survey {
	draft := c.FormValue("draft")
	kind := survey.Kind(c.FormValue("kind"))
	switch {
	case draft == "wording":
		s.readWording(c, &asked)
	case kind.Known():
		asked.Questions = slices.Clone(asked.Questions)
		id, _ := strconv.ParseInt(draft, 10, 64)
		was := func(q survey.Question) bool { return q.ID == survey.QuestionID(id) }
		if i := slices.IndexFunc(asked.Questions, was); i >= 0 {
			asked.Questions[i] = s.draftedQuestion(c, p, asked.Questions[i])
			return asked
		}
		at := len(asked.Questions)
		if i := slices.IndexFunc(asked.Questions, func(q survey.Question) bool { return q.ID == belowOf(c) }); i >= 0 {
			at = i + 1
		}
		asked.Questions = slices.Insert(asked.Questions, at, s.draftedQuestion(c, p, kind.New()))
	}
	return asked
}

// draftedQuestion is the question as it is being typed; while its settings cannot be asked, only its words are the typed ones.
func (s *server) draftedQuestion(c echo.Context, p view.Page, old survey.Question) survey.Question {
	_, q, _ := s.readQuestion(c, old.Kind)
	if q.Title.IsZero() {
		q.Title = survey.Text{p.Lang: p.T("question_untitled")}
	}
	if q.Check() != nil {
		old.Title, old.Help, old.Required, old.Sensitive = q.Title, q.Help, q.Required, q.Sensitive
		q = old
	}
	q.ID, q.Version = old.ID, old.Version
	return q
}
