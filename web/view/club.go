package view

import (
	"fmt"

	"dure/survey"
)

// A ClubsPage lists the clubs of the visitor. Name is what was typed for a new one.
type ClubsPage struct {
	Clubs []survey.Club
	Name  string
}

// A ClubPage shows a club with its seasons.
type ClubPage struct {
	Seasons []SeasonCard
	Name    string // typed for a new season
}

// An OrganizersPage shows who organizes a club, and to its owners who is invited to.
type OrganizersPage struct {
	Colleagues  []survey.Colleague
	Invitations []InvitationRow
	Email       string // typed for an invitation
	Role        survey.Role
	Me          survey.OrganizerID
}

// An InvitationRow is an invitation with its link, where that can be told.
type InvitationRow struct {
	survey.Invitation
	Link string
}

// A ClubForm is a club's settings as typed.
type ClubForm struct {
	survey.Club
	Now  string // the name of the zone that times are shown in as long as none is typed
	Both *Both  // what the settings are now, if somebody changed them meanwhile
}

// Lines says all of the settings, a line each.
func (f ClubForm) Lines(p Page) []string {
	lines := []string{p.T("club_name") + ": " + f.Name, p.T("club_zone") + ": " + f.Zone}
	for _, l := range p.Languages {
		if l.Code == f.Lang {
			lines = append(lines, p.T("club_lang")+": "+l.Name)
		}
	}
	if f.Mutual {
		lines = append(lines, p.T("club_mutual"))
	}
	return lines
}

// A SeasonForm is what can be set of a season, as typed.
type SeasonForm struct {
	Name, Path string
	Keep       string // the last day on which answers are kept
	Zone       string // in which the day ends
	Closed     bool   // the list
	Read       string // the mark of name and list, and that of the day
	KeepRead   string
	Both       *Both
}

// Lines are what the form says.
func (f SeasonForm) Lines(p Page) []string {
	lines := []string{p.T("season_name") + ": " + f.Name, p.T("retention_keep") + ": " + f.Keep}
	if f.Closed {
		lines = append(lines, p.T("season_closed"))
	}
	return lines
}

// A SeasonCard is a season in its club's list.
type SeasonCard struct {
	survey.Season
	State  survey.State
	Counts survey.Counts
}

// A DeletePage asks before something is erased.
type DeletePage struct {
	Text     string       // worded: what goes with it
	Label    string       // worded: the button
	Action   string       // where the form goes
	Back     string       // where "no" goes
	No       string       // worded, where it is not "keep it"
	Revision int          // of what is deleted, where two people can edit it
	Both     *Both        // what stands there now, if that was changed meanwhile
	Read     string       // likewise, the mark of what is deleted
	To       string       // the place to which a question is moved
	Crossed  QuestionForm // of whose options it is asked whose answers they have
	Taken    Taken        // what a survey loses by it
}

var roles = []survey.Role{survey.Owner, survey.Editor, survey.Viewer}

func clubPath(p Page, path string) string { return fmt.Sprintf("/clubs/%d%s", p.Club.ID, path) }

func organizerPath(p Page, id survey.OrganizerID, path string) string {
	return clubPath(p, fmt.Sprintf("/organizers/%d%s", id, path))
}

// badge returns the class of a survey's state.
func badge(s survey.State) string {
	switch s {
	case survey.Open:
		return "badge good"
	case survey.Scheduled:
		return "badge fair"
	}
	return "badge"
}
