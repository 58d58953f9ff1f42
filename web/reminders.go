package web

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/survey/sheet"
	"dure/web/view"
)

// reminderStore keeps who was reminded of what.
type reminderStore interface {
	Reminded(context.Context, survey.SeasonID, survey.ReminderKind) (map[survey.MemberID]survey.Reminded, error)
	// Remind returns a survey.InvalidError "members_changed" if somebody takes no part any more, and keeps nothing.
	Remind(ctx context.Context, season survey.SeasonID, kind survey.ReminderKind, ids []survey.MemberID, now time.Time) error
}

// A reminding is of what members are reminded, the survey or a round of feedback, and who has not answered it.
type reminding struct {
	kind   survey.ReminderKind
	back   string // the page in the season from which one comes
	link   string // what stands behind /m/TOKEN in a personal link
	chosen bool   // some members are meant, and not all
	silent []survey.Member
	called map[survey.MemberID]string        // what organizers call them
	asks   func(survey.Member) survey.Survey // when the member can answer
}

// remindSurvey reads who has not answered the survey, of those whom the address names, or of all.
func (s *server) remindSurvey(c echo.Context) (r reminding, err error) {
	season := scopeOf(c).Season.ID
	asked, err := s.Store.Survey(ctx(c), season)
	if err != nil {
		return r, err
	}
	rows, err := s.memberRows(ctx(c), season)
	if err != nil {
		return r, err
	}
	r = reminding{kind: survey.OfSurvey, back: "/members", called: map[survey.MemberID]string{}, asks: asked.For}
	var all []survey.Member
	for _, row := range rows {
		all = append(all, row.Member)
	}
	r.called = survey.CalledApart(all)
	if f := c.QueryParams(); f.Has("m") || f.Has("all") {
		rows, r.chosen = chosen(rows, f), true
	}
	for _, row := range rows {
		if row.State == view.StateNone || row.State == view.StateDraft {
			r.silent = append(r.silent, row.Member)
		}
	}
	return r, nil
}

// remindRound reads who has not answered a round of feedback.
func (s *server) remindRound(c echo.Context) (r reminding, err error) {
	a, round, err := s.askedRound(c, c.QueryParam("kind"))
	if err != nil {
		return r, err
	}
	given, err := s.Store.Feedback(ctx(c), round.Season, round.Kind)
	return reminding{
		kind: survey.ReminderKind(round.Kind), back: "/feedback", link: "/" + string(round.Kind), silent: a.silent(given), called: a.called,
		asks: func(survey.Member) survey.Survey { return survey.Survey{Opens: round.Opens, Closes: round.Closes} },
	}, err
}

// reminders lists who has not answered, each with a message to copy or to mail: the program sends none itself.
func (s *server) reminders(of func(echo.Context) (reminding, error)) echo.HandlerFunc {
	return func(c echo.Context) error {
		r, err := of(c)
		if errors.Is(err, survey.ErrNotFound) {
			return seeOther(c, seasonPath(scopeOf(c).Season.ID, "/feedback")) // no roster yet, whose page says so
		}
		if err != nil {
			return err
		}
		return s.showReminders(c, r, nil)
	}
}

func (s *server) showReminders(c echo.Context, r reminding, wrong error) error {
	d, err := s.remindersPage(c, r)
	if err != nil {
		return err
	}
	return show(s, c, s.page(c, "reminders_"+survey.Key(r.kind)), wrong, view.Reminders, d)
}

func (s *server) remindersPage(c echo.Context, r reminding) (d view.RemindersPage, err error) {
	sc := scopeOf(c)
	d = view.RemindersPage{Kind: r.kind, Back: r.back, Chosen: r.chosen, CSV: strings.Replace(c.Request().URL.RequestURI(), "/reminders", "/reminders.csv", 1), Shut: len(r.silent) > 0}
	langs, err := s.Store.ResponseLangs(ctx(c), sc.Season.ID)
	if err != nil {
		return d, err
	}
	reminded, err := s.Store.Reminded(ctx(c), sc.Season.ID, r.kind)
	if err != nil {
		return d, err
	}
	for _, m := range r.silent {
		n := view.Nudge{Member: m, Called: r.called[m.ID], Link: s.personalLink(m.Token) + r.link, Reminded: reminded[m.ID], Lang: langs[m.ID]}
		if s.words[n.Lang] == nil {
			n.Lang = s.clubLang(c)
		}
		n.Text = s.nudge(c, n.Lang, "nudge_"+survey.Key(r.kind), r.asks(m), "Name", m.Name, "Link", n.Link)
		n.Mail = mailTo(m.Email, s.words[n.Lang]("nudge_subject_"+survey.Key(r.kind), "Club", sc.Club.Name), n.Text)
		d.Silent = append(d.Silent, n)
		d.Shut = d.Shut && r.asks(m).State(s.Now()) != survey.Open
	}
	d.Chats = s.chats(c, r, d.Silent)
	return d, nil
}

// chats are messages to all, one in each language that the survey speaks, or in which somebody is reminded.
func (s *server) chats(c echo.Context, r reminding, all []view.Nudge) (chats []view.Chat) {
	asks := r.asks(survey.Member{})
	for _, l := range s.languages() {
		if asks.Speaks(l.Code) || slices.ContainsFunc(all, func(n view.Nudge) bool { return n.Lang == l.Code }) {
			text := s.nudge(c, l.Code, "nudge_all_"+survey.Key(r.kind), asks, "Link", s.seasonLink(scopeOf(c).Season))
			chats = append(chats, view.Chat{Language: l, Text: text})
		}
	}
	return chats
}

// clubLang is the language in which the club writes to those of whom it does not know theirs.
func (s *server) clubLang(c echo.Context) survey.Lang {
	if l := clubOf(c).Lang; s.words[l] != nil {
		return l
	}
	return s.lang(c)
}

// nudge words a reminder. Until when there is time it says only of what is open or opens, and has an end.
func (s *server) nudge(c echo.Context, lang survey.Lang, key survey.Key, asks survey.Survey, args ...any) string {
	sc, at := scopeOf(c), ""
	if asks.Closes.After(s.Now()) {
		at = s.deadline(c, lang, asks.Closes)
	}
	return s.words[lang](key, append(args, "Club", sc.Club.Name, "Season", sc.Season.Name, "At", at)...)
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
func (s *server) remindersCSV(c echo.Context, r reminding) error {
	d, err := s.remindersPage(c, r)
	if err != nil {
		return err
	}
	if err := s.took(c, survey.TookReminders); err != nil {
		return err
	}
	t := sheet.Cells{Header: []string{sheet.NameColumn, sheet.EmailColumn, "Link", "Message"}}
	for _, n := range d.Silent {
		t.Rows = append(t.Rows, []string{n.Name, n.Email, n.Link, n.Text})
	}
	return download(c, fmt.Sprintf("dure-%d-%s-reminders.csv", scopeOf(c).Season.ID, r.kind), "", t)
}

// markReminded keeps that those who were ticked, or all whom the page showed, were reminded.
func (s *server) markReminded(c echo.Context, r reminding) error {
	f := c.Request().PostForm
	ids := memberIDs(f["m"])
	if f.Get("who") == "all" {
		ids = memberIDs(f["shown"])
	}
	var err error
	if len(ids) == 0 {
		err = &survey.InvalidError{Reason: "bulk_nobody"}
	} else {
		err = s.Store.Remind(ctx(c), scopeOf(c).Season.ID, r.kind, ids, s.Now())
	}
	if err != nil {
		return s.showReminders(c, r, err)
	}
	s.flash(c, "reminders_marked", "Count", len(ids))
	return remindedAt(c, 0)
}

// remindedAt leads back to the list of those whom the address names.
func remindedAt(c echo.Context, _ int64) error { return seeOther(c, c.Request().URL.RequestURI()) }
