package web

import (
	"cmp"
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

// reminderStore keeps who was reminded of what, and the letters that remind.
type reminderStore interface {
	Reminded(context.Context, survey.SeasonID, survey.ReminderKind) (map[survey.MemberID]survey.Reminded, error)
	MemberReminded(context.Context, survey.MemberID) (map[survey.ReminderKind]survey.Reminded, error)
	// Remind returns how many are still to be reminded, and keeps it of those. If somebody takes no part any more, or nobody is to be reminded, it keeps nothing
	// and returns a survey.InvalidError.
	Remind(ctx context.Context, season survey.SeasonID, kind survey.ReminderKind, ids []survey.MemberID, now time.Time) (int, error)
	// MailMembers has letters sent to those who have an address, want letters and have none of the kind waiting, and returns to how many.
	MailMembers(ctx context.Context, season survey.SeasonID, kind survey.LetterKind, ids []survey.MemberID, lang survey.Lang, now time.Time) (int, error)
	LettersWaiting(context.Context, survey.SeasonID, survey.LetterKind) (map[survey.MemberID]bool, error)
}

// A reminding is what members are written to about, and who: of the survey or a round of feedback those who have not answered it.
type reminding struct {
	kind   survey.ReminderKind
	back   string // the page in the season from which one comes
	chosen bool   // some members are meant, and not all
	silent []survey.Member
	taken  int                               // how many are not written to, who are shown no team before an organizer has said that it is them
	called map[survey.MemberID]string        // what organizers call them
	asks   func(survey.Member) survey.Survey // when the member can answer
}

// remindMembers reads who has not answered the survey, or of kind link who takes part: of those whom the address names, or of all.
func (s *server) remindMembers(c echo.Context) (r reminding, err error) {
	season := scopeOf(c).Season.ID
	asked, err := s.Store.Survey(ctx(c), season)
	if err != nil {
		return r, err
	}
	rows, err := s.memberRows(ctx(c), season)
	if err != nil {
		return r, err
	}
	read, err := s.reading(ctx(c), season)
	if err != nil {
		return r, err
	}
	r = reminding{kind: survey.OfSurvey, back: "/members", called: s.everybody(read), asks: asked.For}
	if f := c.QueryParams(); f.Has("m") || f.Has("all") {
		rows, r.chosen = chosen(rows, f), true
	}
	if c.QueryParam("kind") == string(survey.OfLink) {
		r.kind = survey.OfLink
	}
	for _, row := range rows {
		if row.Active() && (r.kind == survey.OfLink || row.State == view.StateNone || row.State == view.StateDraft) {
			r.silent = append(r.silent, row.Member)
		}
	}
	return r, nil
}

// remindTeams reads who is in a published team: all, or of a round of feedback those who have not answered it.
func (s *server) remindTeams(c echo.Context) (r reminding, err error) {
	if c.QueryParam("kind") == string(survey.OfTeam) {
		a, err := s.asking(ctx(c), scopeOf(c).Season.ID)
		asks := func(survey.Member) survey.Survey { return survey.Survey{} }
		return reminding{kind: survey.OfTeam, back: "/feedback", silent: a.silent(nil), taken: a.takenIn(), called: a.called, asks: asks}, err
	}
	a, round, err := s.askedRound(c, c.QueryParam("kind"))
	if err != nil {
		return r, err
	}
	given, err := s.Store.Feedback(ctx(c), round.Season, round.Kind)
	return reminding{
		kind: survey.ReminderKind(round.Kind), back: "/feedback", silent: a.silent(given), taken: a.takenIn(), called: a.called,
		asks: func(survey.Member) survey.Survey { return survey.Survey{Opens: round.Opens, Closes: round.Closes} },
	}, err
}

// remindersOf is what a member was reminded of.
func (s *server) remindersOf(ctx context.Context, m survey.Member) (all []view.ReminderLine, err error) {
	of, err := s.Store.MemberReminded(ctx, m.ID)
	for _, kind := range survey.ReminderKinds {
		if r, some := of[kind]; some {
			all = append(all, view.ReminderLine{Kind: kind, Reminded: r})
		}
	}
	return all, err
}

// reminders lists who is written to, each with a message to copy or to open in a mail program. Where letters are sent, a button sends it.
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
	d, err := s.remindersPage(c, r, remindersShown)
	if err == nil && len(d.Silent) > 0 { // each text has a personal link in it
		err = s.took(c, survey.TookReminders)
	}
	if err != nil {
		return err
	}
	return show(s, c, s.page(c, "reminders_"+survey.Key(r.kind)), wrong, view.Reminders, d)
}

// remindersShown is how many members a page of reminders writes to: each takes a few KB, twice as much in Korean.
const remindersShown = 40

// remindersPage is about all who are silent. It has what to say to those of the part that the address names, of so many; to all where that is 0.
func (s *server) remindersPage(c echo.Context, r reminding, per int) (d view.RemindersPage, err error) {
	sc := scopeOf(c)
	d = view.RemindersPage{Kind: r.kind, Back: r.back, Chosen: r.chosen, Taken: r.taken, CSV: strings.Replace(c.Request().URL.RequestURI(), "/reminders", "/reminders.csv", 1)}
	asked := r.kind != survey.OfLink && r.kind != survey.OfTeam
	if s.Mails && r.kind == survey.OfSurvey {
		d.Auto = s.remindsBy(c, r.asks(survey.Member{}))
	}
	box, err := s.Store.LetterBox(ctx(c), sc.Club.ID, sc.Season.ID, 0)
	if err != nil {
		return d, err
	}
	d.Failed = box.Counts[survey.LetterFailed]
	langs, err := s.Store.ResponseLangs(ctx(c), sc.Season.ID)
	if err != nil {
		return d, err
	}
	reminded, err := s.Store.Reminded(ctx(c), sc.Season.ID, r.kind)
	if err != nil {
		return d, err
	}
	waits, err := s.Store.LettersWaiting(ctx(c), sc.Season.ID, survey.LetterKind(r.kind))
	if err != nil {
		return d, err
	}
	d.Part, d.Parts = partOf(c, len(r.silent), cmp.Or(per, len(r.silent)))
	for i, m := range r.silent {
		w := letterWords{server: s, kind: survey.LetterKind(r.kind), lang: s.known(langs[m.ID], s.clubLang(c)), club: sc.Club, season: sc.Season, member: m, asks: r.asks(m)}
		n := view.Nudge{Member: m, Called: r.called[m.ID], Link: w.link(), Reminded: reminded[m.ID], Lang: w.lang, Waits: waits[m.ID], Shut: asked && w.asks.State(s.Now()) != survey.Open}
		if shown := per == 0 || i/per == d.Part-1; shown {
			n.Text = w.text()
			n.Mail = mailTo(m.Email, w.subject(), n.Text)
			d.Shown = append(d.Shown, n)
		}
		d.Silent = append(d.Silent, n)
	}
	d.Chats = s.chats(c, r, d.Silent)
	return d, nil
}

// chats are messages to all, one in each language that the survey speaks, or in which somebody is reminded; the visitor's first.
func (s *server) chats(c echo.Context, r reminding, all []view.Nudge) (chats []view.Chat) {
	asks := r.asks(survey.Member{})
	for _, l := range s.languages() {
		if asks.Speaks(l.Code) || slices.ContainsFunc(all, func(n view.Nudge) bool { return n.Lang == l.Code }) {
			w := letterWords{server: s, lang: l.Code, club: scopeOf(c).Club, season: scopeOf(c).Season, asks: asks}
			text := w.say("nudge_all_"+survey.Key(r.kind), "Link", s.seasonLink(w.season))
			chats = append(chats, view.Chat{Language: l, Text: text})
		}
	}
	own := func(chat view.Chat) int { return map[bool]int{true: 0, false: 1}[chat.Language.Code == s.lang(c)] }
	slices.SortStableFunc(chats, func(a, b view.Chat) int { return cmp.Compare(own(a), own(b)) })
	return chats
}

// clubLang is the language in which the club writes to those of whom it does not know theirs.
func (s *server) clubLang(c echo.Context) survey.Lang { return s.known(clubOf(c).Lang, s.lang(c)) }

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
	d, err := s.remindersPage(c, r, 0)
	if err != nil {
		return err
	}
	if err := s.took(c, survey.TookReminders); err != nil {
		return err
	}
	t := sheet.Cells{Header: []string{sheet.NameColumn, sheet.EmailColumn, "Link", "Message"}}
	for _, n := range d.Meant() {
		t.Rows = append(t.Rows, []string{n.Name, n.Email, n.Link, n.Text})
	}
	return download(c, fmt.Sprintf("dure-%d-%s-reminders.csv", scopeOf(c).Season.ID, r.kind), "", t)
}

// remind writes to those who were ticked, or to all whom the page showed, or keeps that the organizer did: whoever is not to be reminded any more, as they
// have answered meanwhile, is left out.
func (s *server) remind(c echo.Context, r reminding) error {
	f := c.Request().PostForm
	ids := memberIDs(f["m"])
	if who := f.Get("who"); who == "all" || who == "mail_all" {
		if ids = memberIDs(f["shown"]); f.Has("parts") { // the page named a part of them only
			d, err := s.remindersPage(c, r, remindersShown)
			if err != nil {
				return err
			}
			ids = nil
			for _, n := range d.Meant() {
				ids = append(ids, n.ID)
			}
		}
	}
	said, n, err := survey.Key("reminders_marked"), 0, error(nil)
	switch {
	case len(ids) == 0:
		err = &survey.InvalidError{Reason: "bulk_nobody"}
	case s.Mails && strings.HasPrefix(f.Get("who"), "mail"):
		said = "letters_queued"
		n, err = s.Store.MailMembers(ctx(c), scopeOf(c).Season.ID, survey.LetterKind(r.kind), ids, s.clubLang(c), s.Now())
	default:
		n, err = s.Store.Remind(ctx(c), scopeOf(c).Season.ID, r.kind, ids, s.Now())
	}
	if err != nil {
		return s.showReminders(c, r, err)
	}
	s.flash(c, said, "Count", n)
	return remindedAt(c, 0)
}

// remindedAt leads back to the list of those whom the address names.
func remindedAt(c echo.Context, _ int64) error { return seeOther(c, c.Request().URL.RequestURI()) }
