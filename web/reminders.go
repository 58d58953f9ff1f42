package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/survey/sheet"
	"dure/web/view"
)

// reminders lists who has not answered a round, each with a message to copy or to mail: the program sends none itself.
func (s *server) reminders(c echo.Context) error {
	d, err := s.reminderPage(c)
	if errors.Is(err, survey.ErrNotFound) {
		return seeOther(c, seasonPath(scopeOf(c).Season.ID, "/feedback"))
	}
	if err != nil {
		return err
	}
	p := s.page(c, "reminders_"+survey.Key(d.Round.Kind))
	return render(c, http.StatusOK, view.Reminders(p, d))
}

func (s *server) reminderPage(c echo.Context) (d view.RemindersPage, err error) {
	season := scopeOf(c).Season.ID
	a, r, err := s.askedRound(c, c.QueryParam("kind"))
	if err != nil {
		return d, err
	}
	d.Round = r
	d.State = d.Round.State(s.Now())
	given, err := s.Store.Feedback(ctx(c), season, d.Round.Kind)
	if err != nil {
		return d, err
	}
	langs, err := s.Store.ResponseLangs(ctx(c), season)
	if err != nil {
		return d, err
	}
	d.Chat = s.nudge(c, s.lang(c), d.Round, survey.Member{})
	for _, m := range a.silent(given) {
		lang := langs[m.ID]
		if s.words[lang] == nil {
			lang = s.lang(c)
		}
		n := view.Nudge{Member: m, Called: a.called[m.ID], Lang: lang, Link: s.link("/m/" + string(m.Token) + "/" + string(d.Round.Kind)), Text: s.nudge(c, lang, d.Round, m)}
		n.Mail = mailTo(m.Email, s.words[lang]("nudge_subject", "Club", scopeOf(c).Club.Name), n.Text)
		d.Silent = append(d.Silent, n)
	}
	return d, nil
}

// nudge words a reminder in a language: to a member, with the personal link, or to all where the member is the zero one.
func (s *server) nudge(c echo.Context, lang survey.Lang, r survey.FeedbackRound, m survey.Member) string {
	t, sc := s.words[lang], scopeOf(c)
	at := s.deadline(c, lang, r.Closes)
	if m.ID == 0 {
		return t("nudge_all_"+survey.Key(r.Kind), "Club", sc.Club.Name, "Season", sc.Season.Name, "At", at)
	}
	link := s.link("/m/" + string(m.Token) + "/" + string(r.Kind))
	return t("nudge_"+survey.Key(r.Kind), "Name", m.Name, "Club", sc.Club.Name, "Season", sc.Season.Name, "At", at, "Link", link)
}

// mailTo is an address that opens the organizer's own mail program with the message, or "" without one.
func mailTo(address, subject, text string) string {
	if address == "" {
		return ""
	}
	escape := func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
	return "mailto:" + url.PathEscape(address) + "?subject=" + escape(subject) + "&body=" + escape(strings.ReplaceAll(text, "\n", "\r\n"))
}

// remindersCSV is the table of messages for a mail merge.
func (s *server) remindersCSV(c echo.Context) error {
	d, err := s.reminderPage(c)
	if err != nil {
		return err
	}
	t := sheet.Cells{Header: []string{sheet.NameColumn, sheet.EmailColumn, "Link", "Message"}}
	for _, n := range d.Silent {
		t.Rows = append(t.Rows, []string{n.Name, n.Email, n.Link, n.Text})
	}
	return download(c, fmt.Sprintf("dure-%d-%s-reminders.csv", scopeOf(c).Season.ID, d.Round.Kind), "", t)
}
