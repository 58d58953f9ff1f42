package web

import (
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// saveDraft keeps what was typed so far: for the page's script as it is typed, for a button, and when the
// language is switched.
func (s *server) saveDraft(c echo.Context, v view.Visit) error {
	f := s.readAnswers(c, v)
	s.switchLanguage(c, f.values.Get("lang"))
	script := c.Request().Header.Get("Accept") == "application/json"
	if f.late {
		return s.late(c, v)
	}
	switch wrong := f.start(&v); {
	case len(wrong) > 0 && script:
		return c.JSON(http.StatusConflict, map[string]string{"saved": s.translator(c)("start_first")})
	case len(wrong) > 0 && f.values.Has("lang"):
		return s.startAgain(c, v, f, http.StatusOK, nil)
	case len(wrong) > 0:
		return s.startAgain(c, v, f, http.StatusUnprocessableEntity, wrong)
	}
	err := s.keep(c, v, f, s.Store.SaveDraft)
	switch {
	case errors.Is(err, survey.ErrClosed) && script:
		return c.JSON(http.StatusConflict, map[string]string{"saved": s.translator(c)("too_late") + "."})
	case errors.Is(err, survey.ErrClosed):
		return s.tooLate(c, f.on(v))
	case err != nil:
		return err
	case script:
		return s.sayDraft(c, v, f)
	}
	wrong := f.unkept(v)
	s.sayKept(c, v, f.values, wrong)
	if len(wrong) > 0 {
		return s.answersAgain(c, f.on(v), wrong)
	}
	if !f.values.Has("lang") {
		s.flash(c, "draft_saved")
	}
	return s.toPage(c, f.on(v))
}

// A draftReply is what the page's script is told of a draft.
type draftReply struct {
	Saved string            `json:"saved"`           // worded
	Marks map[string]string `json:"marks,omitempty"` // of the answers that are kept as they were sent, for the form
	Clash bool              `json:"clash,omitempty"` // others are newer: sent without the script, the form shows both
	Late  bool              `json:"late,omitempty"`  // the form brought something at a later turn
	Rest  bool              `json:"rest,omitempty"`  // all else is kept
}

// late answers a form that has brought something at a later turn than this one.
func (s *server) late(c echo.Context, v view.Visit) error {
	if c.Request().Header.Get("Accept") == "application/json" {
		return c.JSON(http.StatusConflict, draftReply{Late: true})
	}
	return seeOther(c, v.Path(""))
}

// sayDraft tells the page's script what of a draft was kept, and what was not.
func (s *server) sayDraft(c echo.Context, v view.Visit, f typedForm) error {
	p, wrong, said := s.visitPage(c, v), f.unkept(v), ""
	for _, e := range wrong {
		if label := fieldLabel(p, v.Survey, e.Field); label != "" {
			said += label + " — "
		}
		if e.Reason == view.AnsweredElsewhere { // what is newer stands on the page, and not in the reply
			e.Reason = "draft_newer"
		}
		said += s.word(c, e) + " "
	}
	reply := draftReply{Marks: f.Taken(f.kept, v.Versions), Clash: len(f.clashes(v)) > 0, Rest: len(wrong) > 0}
	switch {
	case len(wrong) == 0:
		reply.Saved = s.draftSaved(c, f, v)
		return c.JSON(http.StatusOK, reply)
	case f.hidden && len(wrong) == 1:
		reply.Saved = strings.TrimSpace(said)
	default:
		reply.Saved = p.T("draft_unread", "What", strings.TrimSpace(said))
	}
	if reply.Clash {
		return c.JSON(http.StatusConflict, reply)
	}
	return c.JSON(http.StatusUnprocessableEntity, reply)
}

// draftSaved says when a draft was kept, of how many of its answers the questions changed meanwhile, and how many newer ones it left.
func (s *server) draftSaved(c echo.Context, f typedForm, v view.Visit) string {
	t := s.translator(c)
	said := t("draft_saved_at", "At", s.Now().In(s.zone(c)).Format("15:04"))
	if n := len(f.Overtaken(v.Survey)); n > 0 {
		said += " " + t("questions_overtaken", "Count", n)
	}
	if n := f.Passed(f.kept, v.Versions); n > 0 {
		said += " " + t("answers_newer", "Count", n)
	}
	return said
}

// sayKept tells the page's script that all it sent was kept, so that it need not keep it, too.
func (s *server) sayKept(c echo.Context, v view.Visit, values url.Values, unread []*survey.InvalidError) {
	if sent := values.Get(view.SentField); len(unread) == 0 && sentMark.MatchString(sent) {
		c.SetCookie(&http.Cookie{Name: keptCookie, Value: sent, Path: v.Path(""), Secure: s.base.Scheme == "https", SameSite: http.SameSiteLaxMode})
	}
}

// keptCookie says which sending was kept, to the page's script.
const keptCookie = "dure_kept"

// knewKept is which sending the browser knew to be kept when it asked for the page: the page has that. Of one that it hears of while the page comes, it has not.
func (s *server) knewKept(c echo.Context) string {
	cookie, err := c.Request().Cookie(keptCookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

var sentMark = regexp.MustCompile(`^[0-9]{1,20}$`)
