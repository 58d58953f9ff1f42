package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// organizerStore keeps who organizes a club, and who is invited to. Both end with the owner who gave them, but for what was accepted.
type organizerStore interface {
	Organizers(context.Context, survey.ClubID) ([]survey.Colleague, error)
	ChangeRole(context.Context, survey.OrganizerID, survey.ClubID, survey.Role) error
	RemoveOrganizer(context.Context, survey.OrganizerID, survey.ClubID) error
	HandOver(ctx context.Context, club survey.ClubID, from, to survey.OrganizerID) error
	// SignupToken returns the token of a new one-time link that gives what the invite says.
	SignupToken(ctx context.Context, in survey.Invite, now time.Time) (survey.Token, error)
	Invitations(ctx context.Context, club survey.ClubID, now time.Time) ([]survey.Invitation, error)
	// WithdrawInvitation returns survey.ErrNotFound where nobody can take it up any more.
	WithdrawInvitation(ctx context.Context, club survey.ClubID, id string) error
}

// inviteLasts is how long an invitation waits to be taken up.
const inviteLasts = 14 * 24 * time.Hour

func (s *server) organizers(c echo.Context) error {
	return s.showOrganizers(c, view.OrganizersPage{}, nil)
}

func (s *server) showOrganizers(c echo.Context, d view.OrganizersPage, wrong error) (err error) {
	sc := scopeOf(c)
	if d.Colleagues, err = s.Store.Organizers(ctx(c), sc.Club.ID); err != nil {
		return err
	}
	if sc.Role == survey.Owner {
		waiting, err := s.Store.Invitations(ctx(c), sc.Club.ID, s.Now())
		if err != nil {
			return err
		}
		for _, in := range waiting {
			row := view.InvitationRow{Invitation: in}
			if in.Token != "" {
				row.Link = s.link("/signup/" + string(in.Token))
			}
			d.Invitations = append(d.Invitations, row)
		}
	}
	if d.Me = sc.Organizer.ID; d.Role == "" {
		d.Role = survey.Editor
	}
	return show(s, c, s.page(c, "organizers_title"), wrong, view.Organizers, d)
}

// inviteOrganizer makes a one-time link, which goes out by mail or is handed out by the owner.
func (s *server) inviteOrganizer(c echo.Context) error {
	d := view.OrganizersPage{Email: survey.Clean(c.FormValue("email")), Role: survey.Role(c.FormValue("role"))}
	if err := errors.Join(survey.CheckEmail(d.Email), d.Role.Check()); err != nil {
		return s.showOrganizers(c, d, err)
	}
	sc, now := scopeOf(c), s.Now()
	in := survey.Invite{Email: d.Email, Club: sc.Club.ID, Role: d.Role, Sender: sc.Organizer.ID, Expires: now.Add(inviteLasts)}
	if s.Mails && c.FormValue("mail") == "yes" {
		if err := s.Store.MailInvite(ctx(c), in, s.clubLang(c), now); err != nil {
			return s.showOrganizers(c, d, err)
		}
		return s.done(c, nil, clubPath(sc.Club.ID, "/organizers"), "letter_queued_to", "Email", d.Email)
	}
	if _, err := s.Store.SignupToken(ctx(c), in, now); err != nil {
		return s.showOrganizers(c, d, err)
	}
	return s.done(c, nil, clubPath(sc.Club.ID, "/organizers"), "invite_ready", "Email", d.Email)
}

func (s *server) withdrawInvitation(c echo.Context) error {
	club := scopeOf(c).Club.ID
	err := s.Store.WithdrawInvitation(ctx(c), club, c.Param("invitation"))
	if errors.Is(err, survey.ErrNotFound) {
		return s.done(c, nil, clubPath(club, "/organizers"), "invitation_gone")
	}
	return s.done(c, err, clubPath(club, "/organizers"), "invitation_withdrawn")
}

func (s *server) changeRole(c echo.Context, id survey.OrganizerID) error {
	club := scopeOf(c).Club.ID
	return s.organizersChanged(c, s.Store.ChangeRole(ctx(c), id, club, survey.Role(c.FormValue("role"))), "saved")
}

// organizersChanged comes back to the list, and to the clubs who is not in it any more.
func (s *server) organizersChanged(c echo.Context, err error, said survey.Key, args ...any) error {
	if err != nil && !errors.Is(err, survey.ErrStale) {
		return s.showOrganizers(c, view.OrganizersPage{}, err)
	}
	sc := scopeOf(c)
	to := clubPath(sc.Club.ID, "/organizers")
	if _, err := s.Store.Role(ctx(c), sc.Organizer.ID, sc.Club.ID); errors.Is(err, survey.ErrNotFound) {
		to = "/clubs"
	} else if err != nil {
		return err
	}
	return s.done(c, err, to, said, args...)
}

func (s *server) removeOrganizerForm(c echo.Context, id survey.OrganizerID) error {
	return s.askAbout(c, id, "organizer_remove", "remove")
}

func (s *server) removeOrganizer(c echo.Context, id survey.OrganizerID) error {
	return s.organizersChanged(c, s.Store.RemoveOrganizer(ctx(c), id, scopeOf(c).Club.ID), "removed")
}

func (s *server) handOverForm(c echo.Context, id survey.OrganizerID) error {
	return s.askAbout(c, id, "hand_over", "handover")
}

func (s *server) handOver(c echo.Context, id survey.OrganizerID) error {
	sc := scopeOf(c)
	return s.organizersChanged(c, s.Store.HandOver(ctx(c), sc.Club.ID, sc.Organizer.ID, id), "handed_over")
}

// askAbout asks whether something is to be done with an organizer of the club. Its message keys begin with what, its address ends in do.
func (s *server) askAbout(c echo.Context, id survey.OrganizerID, what survey.Key, do string) error {
	club := scopeOf(c).Club.ID
	role, err := s.Store.Role(ctx(c), id, club)
	if err != nil {
		return err
	}
	o, err := s.Store.Organizer(ctx(c), id)
	if err != nil {
		return err
	}
	p := s.page(c, what+"_of", "Email", o.Email)
	return render(c, http.StatusOK, view.Delete(p, view.DeletePage{
		Text: p.T(what + "_text"), Label: p.T(what), No: p.T("cancel"), Read: string(role),
		Action: clubPath(club, fmt.Sprintf("/organizers/%d/%s", id, do)), Back: clubPath(club, "/organizers"),
	}))
}

func (s *server) leaveForm(c echo.Context) error {
	club := scopeOf(c).Club
	p := s.page(c, "leave_of", "Club", club.Name)
	return render(c, http.StatusOK, view.Delete(p, view.DeletePage{
		Text: p.T("leave_text"), Label: p.T("leave"), No: p.T("cancel"), Action: clubPath(club.ID, "/leave"), Back: clubPath(club.ID, "/organizers"),
	}))
}

func (s *server) leaveClub(c echo.Context) error {
	sc := scopeOf(c)
	return s.organizersChanged(c, s.Store.RemoveOrganizer(ctx(c), sc.Organizer.ID, sc.Club.ID), "left_of", "Club", sc.Club.Name)
}

func organizerID(c echo.Context) (survey.OrganizerID, error) {
	return idParam[survey.OrganizerID](c, "organizer")
}
