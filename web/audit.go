package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// auditStore keeps who saw and changed what. What is changed it logs by itself, as done by whom the request's context names.
type auditStore interface {
	Log(context.Context, survey.Act) error
	Acts(context.Context, survey.ClubID, survey.ActFilter) ([]survey.Act, error)
	MemberActs(ctx context.Context, m survey.Member, most int) ([]survey.Act, error)
}

// doing names in the context of a request who asks for it: what the store does for it is logged as done by them, and done only as long as they have the
// right that the address needs.
func (s *server) doing(c echo.Context, need who, sc scope) {
	d := survey.Doer{Kind: survey.ByOrganizer, Organizer: sc.Organizer.ID, At: s.Now(), Read: cmp.Or(c.Request().PostForm.Get(view.OverField), c.Request().PostForm.Get(view.ReadField))}
	switch need {
	case anyone:
	case linkOwner:
		d.Kind, d.Organizer = survey.ByMember, 0
	case signedIn:
		d.Right.Session = sc.Session.ID
	default:
		d.Right = survey.Right{Session: sc.Session.ID, Club: sc.Club.ID, Role: survey.Role(need)}
	}
	c.SetRequest(c.Request().WithContext(survey.Doing(ctx(c), d)))
}

// asRead has the request change what the page showed, or, where it does not say what that was, what stands there now.
func (s *server) asRead(c echo.Context, now string) {
	if by := survey.DoneBy(ctx(c)); by.Read == "" {
		by.Read = now
		c.SetRequest(c.Request().WithContext(survey.Doing(ctx(c), by)))
	}
}

// shownMark is the mark of what a form shows that stands there now. Where the form comes back for something in it to be corrected, it is that of what
// was shown at first: else what somebody changed meanwhile would be gone over unseen.
func shownMark(c echo.Context, wrong error, now string) string {
	if wrong == nil || errors.Is(wrong, survey.ErrStale) {
		return now
	}
	return cmp.Or(c.Request().PostForm.Get(view.ReadField), now)
}

// saw logs a look before what is looked at is shown. Asked only for an answer's head, nobody sees anything.
func (s *server) saw(c echo.Context, a survey.Act) error {
	if c.Request().Method == http.MethodHead {
		return nil
	}
	return s.Store.Log(ctx(c), a)
}

// took logs a file with what is known of all members of the season.
func (s *server) took(c echo.Context, what survey.Deed) error {
	return s.saw(c, survey.Act{Season: scopeOf(c).Season.ID, Everybody: true, What: what})
}

// logShown is how many lines of a log a page has.
const logShown = 100

// log shows who saw and changed what, of the season or of the whole club.
func (s *server) log(c echo.Context) (err error) {
	sc, q := scopeOf(c), c.QueryParams()
	d := view.LogPage{Deeds: survey.Deeds, Filter: survey.ActFilter{Season: sc.Season.ID, What: survey.Deed(q.Get("what")), Most: logShown + 1}}
	number := func(field string) int64 { n, _ := strconv.ParseInt(q.Get(field), 10, 64); return n }
	d.Filter.By, d.Filter.Member, d.Filter.Before = survey.OrganizerID(number("by")), survey.MemberID(number("member")), number("before")
	if d.Colleagues, err = s.Store.Organizers(ctx(c), sc.Club.ID); err != nil {
		return err
	}
	acts, err := s.Store.Acts(ctx(c), sc.Club.ID, d.Filter)
	if err != nil {
		return err
	}
	if len(acts) > logShown {
		acts = acts[:logShown]
		d.Older = acts[logShown-1].ID
	}
	p := s.page(c, "log_title")
	l := logReader{server: s, c: c, p: p}
	for _, a := range acts {
		d.Rows = append(d.Rows, l.row(a))
	}
	return errors.Join(l.err, render(c, http.StatusOK, view.Log(p, d)))
}

// A logReader words lines of a log, which name everything by its id.
type logReader struct {
	*server
	c   echo.Context
	p   view.Page
	err error

	emails  map[survey.OrganizerID]string
	members map[survey.MemberID]survey.Member
	seasons map[survey.SeasonID]string
	teams   map[team.ProposalID]string
}

func (l *logReader) row(a survey.Act) view.LogRow {
	r := view.LogRow{At: a.By.At, Who: l.p.T("log_by_" + survey.Key(a.By.Kind)), Season: a.Season, Member: a.Member}
	if a.By.Organizer != 0 {
		r.Who = l.email(a.By.Organizer)
	}
	if a.Member != 0 {
		r.Name = look(l, &l.members, a.Member, l.Store.Member).Name
	}
	if a.Season != 0 {
		r.Of = look(l, &l.seasons, a.Season, func(ctx context.Context, id survey.SeasonID) (string, error) {
			s, err := l.Store.Season(ctx, id)
			return s.Name, err
		})
	}
	number := func(name string) int64 { n, _ := a.Args[name].(float64); return int64(n) }
	var args []any
	if id := number("Organizer"); id != 0 {
		args = append(args, "Who", l.email(survey.OrganizerID(id)))
	}
	if kind := a.Letter(); kind != "" {
		args = append(args, "Letter", l.p.T("letter_name_"+survey.Key(kind)))
	}
	if role, ok := a.Args["Role"].(string); ok {
		args = append(args, "Role", l.p.T("role_"+survey.Key(survey.Role(role))))
	}
	if id := number("Proposal"); id != 0 {
		args = append(args, "Name", l.proposal(team.ProposalID(id)))
	}
	r.What = l.p.T("act_"+survey.Key(a.What), args...)
	return r
}

func (l *logReader) email(id survey.OrganizerID) string {
	return look(l, &l.emails, id, func(ctx context.Context, id survey.OrganizerID) (string, error) {
		o, err := l.Store.Organizer(ctx, id)
		return o.Email, err
	})
}

// proposal is the name of a proposal; of one that is deleted by now, nothing but that.
func (l *logReader) proposal(id team.ProposalID) string {
	name := look(l, &l.teams, id, func(ctx context.Context, id team.ProposalID) (string, error) {
		p, err := l.Store.Proposal(ctx, id)
		return p.Name, err
	})
	if name == "" {
		return l.p.T("log_deleted")
	}
	return l.proposalName(l.c, name)
}

// look reads once what an id names, and nothing where that is gone.
func look[I comparable, V any](l *logReader, known *map[I]V, id I, read func(context.Context, I) (V, error)) V {
	if v, ok := (*known)[id]; ok {
		return v
	}
	v, err := read(ctx(l.c), id)
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		l.err = errors.Join(l.err, err)
	}
	if *known == nil {
		*known = map[I]V{}
	}
	(*known)[id] = v
	return v
}

// ownLogShown is how much of the log a member sees of what concerns the member.
const ownLogShown = 200

// ownData shows a member what is done with what the member said.
func (s *server) ownData(c echo.Context, v view.Visit) error {
	return s.showOwnData(c, v, view.MemberForm{Name: v.Member.Name, Email: cmp.Or(v.Member.Wanted, v.Member.Email)}, nil)
}

func (s *server) showOwnData(c echo.Context, v view.Visit, typed view.MemberForm, wrong error) error {
	acts, err := s.Store.MemberActs(ctx(c), v.Member, ownLogShown)
	if err != nil {
		return err
	}
	p := s.visitPage(c, v)
	p.Path = v.Path("/data")
	typed.Read = shownMark(c, wrong, v.Member.OwnMark())
	d := view.OwnDataPage{Visit: v, Typed: typed}
	for _, a := range acts {
		who := p.T("log_by_" + survey.Key(a.By.Kind))
		switch {
		case a.By.Email != "":
			who = a.By.Email
		case a.By.Kind == survey.ByMember:
			who = p.T("you")
		}
		d.Rows = append(d.Rows, view.LogRow{At: a.By.At, Who: who, What: p.T("act_"+survey.Key(a.What), "Letter", p.T("letter_name_"+survey.Key(a.Letter())))})
	}
	d.Cut = len(acts) == ownLogShown
	if errors.Is(wrong, survey.ErrStale) {
		now := view.MemberForm{Name: v.Member.Name, Email: cmp.Or(v.Member.Wanted, v.Member.Email)}
		d.Both = view.NewBoth(p.T("overtaken"), now.OwnLines(p), typed.OwnLines(p))
		return render(c, http.StatusConflict, view.OwnData(p, d))
	}
	return show(s, c, p, wrong, view.OwnData, d)
}
