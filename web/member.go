package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/survey/sheet"
	"dure/web/view"
)

// memberStore keeps who takes part in a season.
type memberStore interface {
	Member(context.Context, survey.MemberID) (survey.Member, error)
	ChangeMember(context.Context, survey.Member, time.Time) error
	DropMember(ctx context.Context, id survey.MemberID, now time.Time) error
	RestoreMember(context.Context, survey.MemberID) error
	// AddMember returns an InvalidError for an address that the season knows.
	AddMember(ctx context.Context, m survey.Member, now time.Time) (survey.Member, error)
	bulkStore
	burstStore
	takenStore
	// RenewLink gives a member a new personal link; the old one opens nothing any more.
	RenewLink(context.Context, survey.MemberID) (survey.Token, error)
}

// membersShown is how many members a page lists at a time.
const membersShown = 300

func (s *server) members(c echo.Context) (err error) {
	id := scopeOf(c).Season.ID
	var d view.MembersPage
	d.Query, d.State = filter(c.QueryParams())
	if d.Counts, err = s.Store.Counts(ctx(c), id); err != nil {
		return err
	}
	if d.Doubts, err = s.doubtsPage(ctx(c), id); err != nil {
		return err
	}
	if d.Rows, err = s.memberRows(ctx(c), id); err != nil {
		return err
	}
	if d.Import, err = s.lastImport(ctx(c), id); err != nil {
		return err
	}
	if scopeOf(c).Role.MayEdit() {
		d.Burst = burstOf(d.Rows, scopeOf(c).Season)
		d.Wanting = slices.DeleteFunc(slices.Clone(d.Rows), func(m view.MemberRow) bool { return m.Wanted == "" })
		if d.Taken, err = s.takenRows(ctx(c), id, d.Rows); err != nil {
			return err
		}
	}
	d.Rows = filtered(d.Rows, d.Query, d.State)
	s.cutPart(c, &d)
	return render(c, http.StatusOK, view.Members(s.page(c, "members_title"), d))
}

// cutPart leaves the part of the list that the address names.
func (s *server) cutPart(c echo.Context, d *view.MembersPage) {
	d.Found = len(d.Rows)
	d.Part, d.Parts = partOf(c, d.Found, membersShown)
	d.Rows = d.Rows[(d.Part-1)*membersShown : min(d.Found, d.Part*membersShown)]
}

// personalLink is the address that opens a member's own answers.
func (s *server) personalLink(token survey.Token) string { return s.link("/m/" + string(token)) }

func stateOf(m survey.Member, p survey.Progress) string {
	switch {
	case m.Waiting:
		return view.StateWaiting
	case !m.Active():
		return view.StateDropped
	case !p.Submitted.IsZero():
		return view.StateAnswered
	case p.Draft && !p.Saved.IsZero(): // not one that is only offered
		return view.StateDraft
	}
	return view.StateNone
}

// memberLinks is the table of personal links that an organizer mails out. Who dropped out is not in it.
func (s *server) memberLinks(c echo.Context) error {
	members, err := s.Store.Members(ctx(c), scopeOf(c).Season.ID)
	if err != nil {
		return err
	}
	t := sheet.Cells{Header: []string{sheet.NameColumn, sheet.EmailColumn, sheet.RefColumn, "Link"}}
	for _, m := range members {
		if m.Active() {
			t.Rows = append(t.Rows, []string{m.Name, m.Email, m.Ref, s.personalLink(m.Token)})
		}
	}
	if err := s.took(c, survey.TookLinks); err != nil {
		return err
	}
	return download(c, fmt.Sprintf("dure-%d-links.csv", scopeOf(c).Season.ID), "", t)
}

func (s *server) newMember(c echo.Context) error {
	return render(c, http.StatusOK, view.NewMember(s.page(c, "member_add"), view.MemberForm{}))
}

func readMember(c echo.Context) view.MemberForm {
	return view.MemberForm{Name: c.FormValue("name"), Email: c.FormValue("email"), Ref: c.FormValue("ref")}
}

func (s *server) enterMember(c echo.Context) error {
	f := readMember(c)
	season := scopeOf(c).Season.ID
	m, err := s.Store.AddMember(ctx(c), survey.Member{Season: season, Name: f.Name, Email: f.Email, Ref: f.Ref}, s.Now())
	if err != nil {
		return show(s, c, s.page(c, "member_add"), err, view.NewMember, f)
	}
	return s.done(c, nil, memberPath(m), "member_added", "Name", m.Name)
}

func memberPath(m survey.Member) string {
	return seasonPath(m.Season, fmt.Sprintf("/members/%d", m.ID))
}

// memberOf returns the member that the address names, if it is one of the season's.
func (s *server) memberOf(c echo.Context) (survey.Member, error) {
	return named(c, "member", s.Store.Member, func(m survey.Member) bool { return m.Season == scopeOf(c).Season.ID })
}

func (s *server) member(c echo.Context, m survey.Member) error {
	return s.showMember(c, m, view.MemberForm{Name: m.Name, Email: m.Email, Ref: m.Ref}, nil)
}

func (s *server) showMember(c echo.Context, m survey.Member, f view.MemberForm, wrong error) error {
	r, err := s.Store.Response(ctx(c), m.ID)
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return err
	}
	asked, err := s.Store.Survey(ctx(c), m.Season)
	if err != nil {
		return err
	}
	versions, err := s.Store.QuestionVersions(ctx(c), m.Season)
	if err != nil {
		return err
	}
	if err := s.saw(c, survey.Act{Season: m.Season, Member: m.ID, What: survey.SawAnswers}); err != nil {
		return err
	}
	if f.Read == "" {
		f.Read = m.Mark()
	}
	d := view.MemberPage{
		Member: m, State: stateOf(m, survey.Progress{Submitted: r.Submitted, Saved: r.Saved, Draft: r.Draft != nil}), At: r.Saved,
		Typed: f, Guardian: r.Guardian, Agreed: r.Agreed,
	}
	given := asked.Carry(r.Answers, versions)
	shown := asked.Shown(given).Public()
	d.Survey, d.Answers, d.Kept = asked.Public(), shown.Given(given).WithoutAvoided(), r.Answers.WithoutAvoided()
	d.Earlier = shown.Earlier(d.Kept, slices.DeleteFunc(versions, survey.Question.Confides)) // whoever answered in confidence is told of to nobody
	if d.Reminded, err = s.remindersOf(ctx(c), m); err != nil {
		return err
	}
	d.Late, d.LateForm = m.Until.After(s.Now()), s.lateForm(c, asked, m)
	if c.Request().PostForm.Has("until") {
		d.LateForm.Read = shownMark(c, wrong, d.LateForm.Read)
	}
	d.Sensitive = len(asked.Questions) - len(d.Survey.Questions) // asked of this member or not: which are tells what the member said
	if scopeOf(c).Role.MayEdit() {
		d.Link = s.personalLink(m.Token)
	}
	p := s.page(c, "page_of", "Name", m.Name)
	if errors.Is(wrong, survey.ErrStale) {
		now := view.MemberForm{Name: m.Name, Email: m.Email, Ref: m.Ref}
		d.Both = view.NewBoth(p.T("overtaken"), now.Lines(p), f.Lines(p))
		return render(c, http.StatusConflict, view.Member(p, d))
	}
	return show(s, c, p, wrong, view.Member, d)
}

func (s *server) changeMember(c echo.Context, m survey.Member) error {
	f, was := readMember(c), m
	m.Name, m.Email, m.Ref = f.Name, f.Email, f.Ref
	err := s.Store.ChangeMember(ctx(c), m, s.Now())
	if errors.Is(err, survey.ErrStale) {
		now, wrong := s.memberOf(c)
		if wrong != nil {
			return wrong
		}
		was = now
	}
	if err != nil {
		f.Read = shownMark(c, err, was.Mark())
		return s.showMember(c, was, f, err)
	}
	return s.done(c, nil, memberPath(m), "saved")
}

func (s *server) dropMember(c echo.Context, m survey.Member) error {
	return s.done(c, s.Store.DropMember(ctx(c), m.ID, s.Now()), memberPath(m), "member_dropped", "Name", m.Name)
}

func (s *server) restoreMember(c echo.Context, m survey.Member) error {
	return s.done(c, s.Store.RestoreMember(ctx(c), m.ID), memberPath(m), "member_restored", "Name", m.Name)
}

// reopenMember lets one member answer after the close.
func (s *server) reopenMember(c echo.Context, m survey.Member) error {
	err := s.letIn(c, []survey.MemberID{m.ID})
	if err != nil && !errors.Is(err, survey.ErrStale) {
		return s.showMember(c, m, view.MemberForm{Name: m.Name, Email: m.Email, Ref: m.Ref}, err)
	}
	return s.done(c, err, memberPath(m), "late_let", "Name", m.Name)
}

func (s *server) unopenMember(c echo.Context, m survey.Member) error {
	err := s.Store.LetIn(ctx(c), m.Season, []survey.MemberID{m.ID}, time.Time{})
	return s.done(c, err, memberPath(m), "late_taken_back", "Name", m.Name)
}

func (s *server) renewLink(c echo.Context, m survey.Member) error {
	_, err := s.Store.RenewLink(ctx(c), m.ID)
	return s.done(c, err, memberPath(m), "link_renewed", "Name", m.Name)
}
