package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// briefStore keeps what published teams are told to begin with.
type briefStore interface {
	// SaveBriefs returns survey.ErrNotFound for a proposal that is not published.
	SaveBriefs(context.Context, team.ProposalID, team.Briefs) error
}

// briefs is the page on which an organizer tells published teams where they talk and what they do first, with a text for each to paste.
func (s *server) briefs(c echo.Context, l leaf) error {
	r, err := s.Store.Roster(ctx(c), l.saved.Season)
	if errors.Is(err, survey.ErrNotFound) || err == nil && r.Proposal != l.saved.ID {
		return seeOther(c, proposalPath(l.saved.Season, l.saved.ID, ""))
	}
	if err != nil {
		return err
	}
	return s.showBriefs(c, l, r.Briefs, r.Briefs, nil, nil)
}

// showBriefs shows what is typed, with the meetings that were not understood by the names of their fields.
func (s *server) showBriefs(c echo.Context, l leaf, kept, typed team.Briefs, unread map[string]string, wrong error) error {
	p := s.page(c, "briefs_title", "Name", l.saved.Name)
	as := func(n string, b team.Brief) view.TypedBrief {
		return view.TypedBrief{Brief: b, Typed: cmp.Or(unread["meet"+n], s.local(c, b.Meet))}
	}
	d := view.BriefsPage{Proposal: l.saved.ID, Mark: shownMark(c, wrong, kept.Mark()), Zone: s.zoneName(c), All: as("", typed.All), Meets: kept.Meet()}
	d.Window = l.window(c, inLists)
	for _, t := range d.Window.Teams {
		row := view.BriefRow{RosterTeam: l.printed(t, l.names[t], s.clock(c)), Own: as(fmt.Sprint(t+1), team.Brief{})}
		if t < len(typed.Teams) {
			row.Own = as(fmt.Sprint(t+1), typed.Teams[t])
		}
		if free := meetings(l.asked, l.given(t), s.zone(c), s.Now()); len(free) > 0 {
			row.Free = p.DateTime(slices.MinFunc(free, func(a, b survey.Meeting) int { return a.From.Compare(b.From) }).From)
		}
		row.Text = briefText(p, row, kept.Of(t))
		d.Teams = append(d.Teams, row)
	}
	if errors.Is(wrong, survey.ErrStale) {
		d.Both = view.NewBoth(p.T("overtaken"), s.briefLines(c, p, l, kept), s.briefLines(c, p, l, typed))
		return render(c, http.StatusConflict, view.Briefs(p, d))
	}
	return show(s, c, p, wrong, view.Briefs, d)
}

// briefText is what an organizer can paste into the chat of a team. It has no personal link.
func briefText(p view.Page, row view.BriefRow, b team.Brief) string {
	lines := []string{p.T("brief_head", "Club", p.Club.Name, "Season", p.Season.Name, "Team", row.Name), p.T("brief_members", "Names", row.Index)}
	for _, h := range row.Hours {
		if free := h.Common.Free; h.Common.Known() && free != (survey.Week{}) {
			lines = append(lines, p.T("brief_hours", "Hours", strings.Join(view.WeekLines(p, free), "; "), "Clock", h.Clock))
		}
	}
	if b.Chat != "" {
		lines = append(lines, p.T("brief_chat", "Link", b.Chat))
	}
	if !b.Meet.IsZero() {
		lines = append(lines, p.T("brief_meet", "At", p.Deadline(b.Meet)))
	}
	if b.Task != "" {
		lines = append(lines, p.T("brief_task", "Task", b.Task))
	}
	return strings.Join(append(lines, p.T("brief_foot")), "\n")
}

// briefLines are what is told, team by team.
func (s *server) briefLines(c echo.Context, p view.Page, l leaf, b team.Briefs) (lines []string) {
	add := func(name string, b team.Brief) {
		name += " · "
		lines = append(lines, name+p.T("brief_meet_label")+": "+s.local(c, b.Meet), name+p.T("brief_chat_label")+": "+b.Chat, name+p.T("brief_task_label")+": "+b.Task)
	}
	add(p.T("briefs_all"), b.All)
	for t, own := range b.Teams {
		add(l.names[t], own)
	}
	return lines
}

func (s *server) saveBriefs(c echo.Context, l leaf) error {
	var typed team.Briefs
	var wrong []error
	unread := map[string]string{}
	read := func(n string) team.Brief {
		b, mistakes := team.ReadBrief(c.FormValue("chat"+n), "chat"+n, c.FormValue("task"+n), "task"+n)
		for _, m := range mistakes {
			wrong = append(wrong, m)
		}
		field := "meet" + n
		if at := c.FormValue(field); at != "" {
			var ok bool
			if b.Meet, ok = s.parseLocal(c, at); !ok {
				unread[field] = at
				wrong = append(wrong, &survey.InvalidError{Field: field, Reason: "time_invalid"})
			}
		}
		return b
	}
	kept, err := s.published(ctx(c), l.saved.Season)
	if err != nil {
		return err
	}
	typed.All = read("")
	for t := range l.names {
		own := read(fmt.Sprint(t + 1))
		if len(l.members) > wholeSeason && !c.Request().Form.Has(fmt.Sprint("chat", t+1)) && t < len(kept.Briefs.Teams) { // the page did not show the team
			own = kept.Briefs.Teams[t]
		}
		typed.Teams = append(typed.Teams, own)
	}
	err = errors.Join(wrong...)
	if err == nil {
		err = s.Store.SaveBriefs(ctx(c), l.saved.ID, typed)
	}
	r, lost := s.Store.Roster(ctx(c), l.saved.Season)
	if errors.Is(err, survey.ErrNotFound) || lost != nil { // taken back meanwhile: the page says that there are none
		return errors.Join(err, lost)
	}
	if err != nil {
		return s.showBriefs(c, l, r.Briefs, typed, unread, err)
	}
	return s.done(c, nil, proposalPath(l.saved.Season, l.saved.ID, "/briefs"), "saved")
}
