package web

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// contactStore keeps how members let their teammates reach them.
type contactStore interface {
	// Contacts are the member's own, and those of who is in a published team of the member's now, of any round.
	Contacts(context.Context, survey.MemberID) (own survey.Contacts, mates map[survey.MemberID]survey.Contacts, err error)
	SaveContacts(context.Context, survey.MemberID, survey.Contacts) error
}

// addContacts fills in how the member and the teammates are reached: on the member's own devices, as organizers have the link, too.
func (s *server) addContacts(c echo.Context, v *view.Visit) error {
	if !v.Own() {
		return nil
	}
	own, mates, err := s.Store.Contacts(ctx(c), v.Member.ID)
	if err != nil {
		return err
	}
	v.Contacts = own
	if v.Team != nil {
		for i, m := range v.Team.Mates {
			v.Team.Mates[i].Contacts = mates[m.ID]
		}
		for _, r := range v.Team.Later {
			for _, t := range r.Teams {
				for i, m := range t.Mates {
					t.Mates[i].Contacts = mates[m.ID]
				}
			}
		}
	}
	return nil
}

// contacts is where a member says how the teammates may reach the member.
func (s *server) contacts(c echo.Context, v view.Visit) error {
	if v.Starts() && v.CanAnswer() { // nothing is kept of who has not agreed to what the survey asks before
		return seeOther(c, v.Path(""))
	}
	if err := s.addContacts(c, &v); err != nil {
		return err
	}
	return s.showContacts(c, view.ContactsPage{Visit: v, Typed: v.Contacts}, nil)
}

func (s *server) showContacts(c echo.Context, d view.ContactsPage, wrong error) error {
	p := s.visitPage(c, d.Visit)
	p.Path = d.Path("/contacts")
	d.Read = shownMark(c, wrong, d.Contacts.Mark())
	if errors.Is(wrong, survey.ErrStale) {
		d.Both = view.NewBoth(p.T("contacts_newer"), view.ContactLines(p, d.Contacts), view.ContactLines(p, d.Typed))
		return render(c, http.StatusConflict, view.Contacts(p, d))
	}
	status, err := s.status(c, &p, wrong)
	if err != nil {
		return err
	}
	for i, e := range p.Errors {
		for _, kind := range survey.ContactKinds {
			if kind.Field() == e.Field {
				p.Errors[i].Label = p.T("contact_" + survey.Key(kind))
			}
		}
	}
	return render(c, status, view.Contacts(p, d))
}

func (s *server) saveContacts(c echo.Context, v view.Visit) error {
	if v.Starts() && v.CanAnswer() {
		return seeOther(c, v.Path(""))
	}
	typed, err := survey.ReadContacts(c.Request().PostForm)
	if err == nil {
		err = s.Store.SaveContacts(ctx(c), v.Member.ID, typed)
	}
	if err != nil {
		return s.contactsAgain(c, v, typed, err)
	}
	return s.done(c, nil, v.Path(""), "contacts_saved", "Count", len(typed))
}

func (s *server) contactsAgain(c echo.Context, v view.Visit, typed survey.Contacts, wrong error) error {
	if err := s.addContacts(c, &v); err != nil {
		return err
	}
	return s.showContacts(c, view.ContactsPage{Visit: v, Typed: typed}, wrong)
}
