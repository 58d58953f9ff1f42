package web

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// bulkStore changes several members, all or none: it returns a survey.InvalidError "members_changed" if one of them is gone, or
// takes no part where that is needed.
type bulkStore interface {
	DropMembers(ctx context.Context, season survey.SeasonID, ids []survey.MemberID, now time.Time) error
	RestoreMembers(ctx context.Context, season survey.SeasonID, ids []survey.MemberID) error
	// Admit lets those take part who joined by the club link and waited, Refuse erases them. A survey.InvalidError says whom Admit cannot let in.
	Admit(ctx context.Context, season survey.SeasonID, ids []survey.MemberID, now time.Time) error
	Refuse(ctx context.Context, season survey.SeasonID, ids []survey.MemberID) error
	// LetIn lets members answer until then, though the survey is closed; the zero time takes that back.
	LetIn(ctx context.Context, season survey.SeasonID, ids []survey.MemberID, until time.Time) error
}

// A bulkAction is what is done to several members at once. Whom it does not suit stays as they are.
type bulkAction struct {
	suits func(view.MemberRow) bool
	do    func(s *server, c echo.Context, ids []survey.MemberID) error
}

var bulkActions = map[view.BulkAction]bulkAction{
	view.BulkReopen: {func(r view.MemberRow) bool { return r.Active() }, (*server).letIn},
	view.BulkUnopen: {func(r view.MemberRow) bool { return r.Late }, func(s *server, c echo.Context, ids []survey.MemberID) error {
		return s.Store.LetIn(ctx(c), scopeOf(c).Season.ID, ids, time.Time{})
	}},
	view.BulkDrop: {func(r view.MemberRow) bool { return r.Active() }, func(s *server, c echo.Context, ids []survey.MemberID) error {
		return s.Store.DropMembers(ctx(c), scopeOf(c).Season.ID, ids, s.Now())
	}},
	view.BulkAdmit: {func(r view.MemberRow) bool { return r.Waiting }, func(s *server, c echo.Context, ids []survey.MemberID) error {
		return s.Store.Admit(ctx(c), scopeOf(c).Season.ID, ids, s.Now())
	}},
	view.BulkRefuse: {func(r view.MemberRow) bool { return r.Waiting }, func(s *server, c echo.Context, ids []survey.MemberID) error {
		return s.Store.Refuse(ctx(c), scopeOf(c).Season.ID, ids)
	}},
	view.BulkRestore: {func(r view.MemberRow) bool { return !r.Active() && !r.Waiting }, func(s *server, c echo.Context, ids []survey.MemberID) error {
		return s.Store.RestoreMembers(ctx(c), scopeOf(c).Season.ID, ids)
	}},
}

// leaveLasts is for how long members may answer after the close if the organizer says nothing else.
const leaveLasts = 3 * 24 * time.Hour

// letIn lets members answer until the time that was typed.
func (s *server) letIn(c echo.Context, ids []survey.MemberID) error {
	until, ok := s.parseLocal(c, c.FormValue("until"))
	if !ok {
		return &survey.InvalidError{Field: "until", Reason: "time_invalid"}
	}
	if !until.After(s.Now()) {
		return &survey.InvalidError{Field: "until", Reason: "late_past"}
	}
	return s.Store.LetIn(ctx(c), scopeOf(c).Season.ID, ids, until)
}

// lateForm is a form for leave to answer late, as typed or as it is offered, to whom it concerns.
func (s *server) lateForm(c echo.Context, asked survey.Survey, whom ...survey.Member) view.LateForm {
	f := view.LateForm{Until: c.FormValue("until"), Zone: s.zoneName(c), Closed: asked.State(s.Now()) == survey.Closed, Read: survey.UntilMark(whom...)}
	if f.Until == "" {
		f.Until = s.local(c, s.Now().Add(leaveLasts))
	}
	return f
}

// memberRows are the members of a season as its list shows them.
func (s *server) memberRows(ctx context.Context, id survey.SeasonID) ([]view.MemberRow, error) {
	read, err := s.reading(ctx, id)
	if err != nil {
		return nil, err
	}
	progress, err := s.progress(ctx, read)
	rows := make([]view.MemberRow, 0, len(read.Members))
	for _, m := range read.Members {
		p := progress[m.ID]
		rows = append(rows, view.MemberRow{Member: m, State: stateOf(m, p), At: p.Saved, Late: m.Until.After(s.Now())})
	}
	return rows, err
}

// progress is how far each member of a season is.
func (s *server) progress(ctx context.Context, r *reading) (map[survey.MemberID]survey.Progress, error) {
	return derive(s, r, "progress", "", len(r.Members)*wordBytes, func() (map[survey.MemberID]survey.Progress, error) {
		return s.Store.Progress(context.WithoutCancel(ctx), r.season)
	})
}

// filter is by what the list of members is narrowed: words, and a state.
func filter(f url.Values) (query, state string) {
	query, state = survey.Clean(f.Get("q")), f.Get("state")
	if !slices.Contains(view.MemberStates, state) {
		state = ""
	}
	return query, state
}

// filtered are the rows that the list shows.
func filtered(rows []view.MemberRow, query, state string) []view.MemberRow {
	fits := fitting(query)
	return slices.DeleteFunc(rows, func(r view.MemberRow) bool {
		return state != "" && state != r.State || !fits(r.Member)
	})
}

// chosen are the rows of those who are ticked, or of all whom the list shows.
func chosen(rows []view.MemberRow, f url.Values) []view.MemberRow {
	if f.Has("all") {
		query, state := filter(f)
		return filtered(rows, query, state)
	}
	ticked := map[survey.MemberID]bool{}
	for _, id := range append(memberIDs(f["m"]), view.ReadRuns(f.Get(view.RunsField))...) {
		ticked[id] = true
	}
	return slices.DeleteFunc(rows, func(r view.MemberRow) bool { return !ticked[r.ID] })
}

// memberIDs reads the values of ticked boxes; what is no id is nobody's.
func memberIDs(values []string) (ids []survey.MemberID) {
	for _, v := range values {
		n, _ := strconv.ParseInt(v, 10, 64)
		ids = append(ids, survey.MemberID(n))
	}
	return ids
}

// bulkForm says what will happen to how many members before it does. Reminders have a page of their own.
func (s *server) bulkForm(c echo.Context) error {
	f := c.QueryParams()
	if f.Get("do") == "link" {
		return seeOther(c, seasonPath(scopeOf(c).Season.ID, "/members/reminders?kind=link&"+c.QueryString()))
	}
	if f.Get("do") == "remind" {
		return seeOther(c, seasonPath(scopeOf(c).Season.ID, "/members/reminders?"+c.QueryString()))
	}
	return s.showBulk(c, f, nil)
}

func (s *server) showBulk(c echo.Context, f url.Values, wrong error) error {
	d := view.BulkPage{Action: view.BulkAction(f.Get("do"))}
	action, ok := bulkActions[d.Action]
	if !ok {
		return survey.ErrNotFound
	}
	season := scopeOf(c).Season.ID
	asked, err := s.Store.Survey(ctx(c), season)
	if err != nil {
		return err
	}
	rows, err := s.memberRows(ctx(c), season)
	if err != nil {
		return err
	}
	d.Query, d.State = filter(f)
	d.Rows = chosen(rows, f)
	d.Others = len(d.Rows)
	d.Rows = slices.DeleteFunc(d.Rows, func(r view.MemberRow) bool { return !action.suits(r) })
	d.Others -= len(d.Rows)
	d.LateForm = s.lateForm(c, asked, d.Members()...)
	d.LateForm.Read = shownMark(c, wrong, d.LateForm.Read)
	if d.Action == view.BulkAdmit {
		if err := s.sayWhomTheyBecome(c, d.Rows); err != nil {
			return err
		}
	}
	p := s.page(c, "bulk_do_"+survey.Key(d.Action))
	if wrong != nil {
		p.Path = seasonPath(season, "/members") // the language switch comes back without the form
	}
	if errors.Is(wrong, survey.ErrStale) {
		wrong = overtaken
	}
	return show(s, c, p, wrong, view.Bulk, d)
}

// sayWhomTheyBecome fills in who on the list those who wait take the place of.
func (s *server) sayWhomTheyBecome(c echo.Context, rows []view.MemberRow) error {
	members, err := s.Store.Members(ctx(c), scopeOf(c).Season.ID)
	if err != nil {
		return err
	}
	for i, r := range rows {
		listed, _ := survey.Listed(r.Member, members)
		rows[i].Becomes = listed.Name
	}
	return nil
}

// bulk does it to those whom the page named.
func (s *server) bulk(c echo.Context) error {
	f := c.Request().PostForm
	do := view.BulkAction(f.Get("do"))
	action, ok := bulkActions[do]
	if !ok {
		return survey.ErrNotFound
	}
	ids := append(memberIDs(f["m"]), view.ReadRuns(f.Get(view.RunsField))...)
	if err := action.do(s, c, ids); err != nil {
		return s.showBulk(c, f, err)
	}
	query, state := filter(f)
	return s.done(c, nil, view.MembersPath(scopeOf(c).Season.ID, query, state, 1), "bulk_done_"+survey.Key(do), "Count", len(ids))
}
