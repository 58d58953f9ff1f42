package web_test

import (
	"fmt"
	"maps"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/ml/fit"
	"dure/survey"
	"dure/web"
)

// A persona is somebody who asks, and the column of the matrix that says what they get.
type persona struct {
	name   string
	column int
	*visitor
}

// personas are all who may come to a site, with the column of [matrix] that is theirs. A removed organizer was in the club until now.
func (s *site) personas(member, elsewhere survey.Member) []persona {
	s.Helper()
	dropped := s.member("Dropped")
	s.must("take a member out", s.db.DropMember(s.Context(), dropped.ID, s.now))
	linked := func(m survey.Member) *visitor {
		v := s.visitor()
		v.get("/m/" + string(m.Token)).want(200)
		return v
	}
	joined := func(email string, role survey.Role) *visitor {
		v, _ := s.joined(email, role)
		return v
	}
	s.account("stranger@example.org")
	stranger := s.visitor()
	stranger.post("/signin", url.Values{"email": {"stranger@example.org"}, "password": {sentence}})
	stranger.post("/clubs", url.Values{"name": {"Baduk"}}).want(200)
	all := []persona{
		{"nobody", 0, s.visitor()}, {"a member with a link", 0, linked(member)}, {"a member of another season", 0, linked(elsewhere)},
		{"a member who dropped out", 0, linked(dropped)},
		{"a viewer", 1, joined("viewer@example.org", survey.Viewer)}, {"an organizer", 2, joined("editor@example.org", survey.Editor)},
		{"an owner", 3, joined("second@example.org", survey.Owner)}, {"an organizer of another club", 4, stranger},
		{"a removed organizer", 5, joined("removed@example.org", survey.Owner)},
	}
	removed, err := s.db.OrganizerByEmail(s.Context(), "removed@example.org")
	s.must("find the organizer", err)
	s.must("remove them", s.db.RemoveOrganizer(s.Context(), removed.ID, s.club.ID))
	return all
}

// matrixSite is a site by https, where there are passkeys, of a club that has a logo.
func matrixSite(t *testing.T) *site {
	s := siteOf(t, web.Config{BaseURL: "https://dure.example.org", Proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
	s.fill()
	s.must("keep a logo", s.db.SaveLogo(t.Context(), s.club.ID, "abc", "image/png", []byte("a picture")))
	return s
}

func (s *site) newSeason(of survey.Club) survey.Season {
	s.Helper()
	season, err := s.db.CreateSeason(s.Context(), of.ID, "Other", s.now)
	s.must("make a season", err)
	return season
}

// things makes one thing of each kind that an address names, in the site's season and club, and returns their ids, and the first of
// the members.
func (s *site) things(members ...survey.Member) (map[string]string, survey.Member) {
	s.Helper()
	ctx, ids := s.Context(), map[string]string{":season": fmt.Sprint(s.season.ID), ":club": fmt.Sprint(s.club.ID), ":organizer": fmt.Sprint(s.owner.ID), ":hash": "abc"}
	asked, err := s.db.AddQuestion(ctx, s.season.ID, survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}})
	s.must("add a question", err)
	ids[":question"] = fmt.Sprint(asked.ID)
	if len(members) == 0 {
		members = []survey.Member{s.member("Ann"), s.member("Bo")}
	}
	ids[":member"] = fmt.Sprint(members[0].ID)
	ids[":proposal"] = fmt.Sprint(s.divided("Second", members[:1], members[1:]))
	s.must("keep cards", s.db.EditDeck(ctx, s.season.ID, func(d *team.Deck) error {
		d.Last = team.CardID(s.season.ID) * 10                      // cards are counted in each season
		d.Add(team.Rule{Kind: team.Answered, Strength: team.Could}) // for the next to be moved before
		d.Add(team.Rule{Kind: team.Answered})
		ids[":rule"] = fmt.Sprint(d.Last)
		return nil
	}))
	im, err := s.db.StoreImport(ctx, survey.Import{Season: s.season.ID, By: s.owner.ID, File: "roster.csv", Data: []byte("Name,Hours\nA,3\nB,4\nC,3\n")}, s.now)
	s.must("keep an import", err)
	ids[":import"], ids[":shape"] = fmt.Sprint(im), "canvas.csv"
	return ids, members[0]
}

// clubThings adds what there is of the site's club.
func (s *site) clubThings(ids map[string]string) {
	s.Helper()
	ctx := s.Context()
	file, err := s.db.StoreHistory(ctx, fit.File{Club: s.club.ID, By: s.owner.ID, Name: "past.csv", Data: s.pastData()}, s.now)
	s.must("keep a file", err)
	model, err := s.db.CreateModel(ctx, s.club.ID, []byte(`{"seed":1}`), s.now)
	s.must("make a version", err)
	ids[":file"], ids[":model"] = fmt.Sprint(file), fmt.Sprint(model)
	s.invited(fmt.Sprintf("invited%d@example.org", s.club.ID), survey.Viewer)
	waiting, err := s.db.Invitations(ctx, s.club.ID, s.now)
	s.must("list invitations", err)
	ids[":invitation"] = waiting[0].ID
}

// stages adds what can be done only with things in a certain state: a session and a passkey of the owner who asks, teams that are published and such
// that are being formed, a trained model, and steps of editing that were done and undone.
func (s *site) stages(ids map[string]string, owner *visitor) {
	s.Helper()
	ctx := s.Context()
	o, err := s.db.OrganizerByEmail(ctx, "second@example.org")
	s.must("find the owner", err)
	elsewhere, err := s.db.BeginSession(ctx, o, survey.Session{Created: s.now, Expires: s.now.Add(time.Hour)})
	s.must("begin a session", err)
	s.must("add a passkey", s.db.AddPasskey(ctx, survey.Passkey{Organizer: o.ID, Credential: "key", Name: "Phone", Data: []byte("{}"), Created: s.now}))
	keys, err := s.db.Passkeys(ctx, o.ID)
	s.must("list the passkeys", err)
	ids[":session"], ids[":passkey"] = fmt.Sprint(elsewhere.ID), fmt.Sprint(keys[0].ID)

	r, err := s.db.Roster(ctx, s.season.ID)
	s.must("read the roster", err)
	forming, err := s.db.FormTeams(ctx, s.season.ID, "Third", []byte("{}"), `{"ideal":"5"}`, s.now)
	s.must("begin teams", err)
	ids[":proposal/unpublish"], ids[":proposal/briefs"], ids[":proposal/stop"] = fmt.Sprint(r.Proposal, "/unpublish"), fmt.Sprint(r.Proposal, "/briefs"), fmt.Sprint(forming, "/stop")
	ids[":model/stop"], ids[":model"] = ids[":model"]+"/stop", "1"

	for range 2 {
		owner.post(s.at("/survey/questions/%s/duplicate", ids[":question"]), nil).want(200)
	}
	edits, err := s.db.Edits(ctx, s.season.ID)
	s.must("read the edits", err)
	proposal, err := strconv.ParseInt(ids[":proposal"], 10, 64)
	s.must("read an id", err)
	working, err := s.db.Proposal(ctx, team.ProposalID(proposal))
	s.must("read a proposal", err)
	ids[":worked"] = fmt.Sprint(working.Revision)
	s.must("plan to publish", s.db.PlanRoster(ctx, working.ID, working.Revision, s.now.Add(time.Hour), s.now))
	owner.post(s.at("/survey/undo"), url.Values{"revision": {fmt.Sprint(edits.Now)}}).want(200)
	edits, err = s.db.Edits(ctx, s.season.ID)
	s.must("read the edits", err)
	ids[":edit"] = fmt.Sprint(edits.Now)
	asked, err := s.db.Survey(ctx, s.season.ID)
	s.must("read the survey", err)
	ids[":mark"], ids[":times"] = url.QueryEscape(asked.Mark()), url.QueryEscape(asked.TimesMark())
	ids[":revision"] = fmt.Sprint(asked.Revision)
	deck, err := s.db.Deck(ctx, s.season.ID)
	s.must("read the cards", err)
	ids[":deck"] = fmt.Sprint(deck.Revision)
	ids["*"] = "dure.css"
}

// A link that somebody may hold.
type heldLink struct{ name, token string }

// everyLink are links of every kind, in the order of the columns of [linkMatrix].
func (s *site) everyLink(members []survey.Member) []heldLink {
	s.Helper()
	ctx := s.Context()
	s.must("take a member out", s.db.DropMember(ctx, members[1].ID, s.now))
	_, err := s.db.RenewLink(ctx, members[2].ID)
	s.must("renew a link", err)
	s.must("erase a member", s.db.EraseMember(ctx, members[3].ID, false, nil, s.now))
	token := func(invite string) string { return strings.TrimPrefix(invite, "/signup/") }
	signin := func(lasts time.Duration) string {
		token, err := s.db.SigninToken(ctx, s.owner.ID, s.now.Add(lasts))
		s.must("make a sign-in link", err)
		return string(token)
	}
	spent := s.invited("spent@example.org", survey.Viewer)
	s.visitor().post(spent, url.Values{"password": {sentence}}).want(200)
	withdrawn := s.invited("withdrawn@example.org", survey.Viewer)
	s.invited("withdrawn@example.org", survey.Viewer) // a newer one ends it
	old, err := s.db.SignupToken(ctx, survey.Invite{Email: "old@example.org", Club: s.club.ID, Role: survey.Viewer, Sender: s.owner.ID, Expires: s.now.Add(-time.Hour)}, s.now)
	s.must("invite", err)
	used := signin(time.Hour)
	s.visitor().post("/signin/"+used, nil).want(200)
	return []heldLink{
		{"a member", string(members[0].Token)}, {"a member who dropped out", string(members[1].Token)}, {"a link that was renewed", string(members[2].Token)},
		{"a member who was erased", string(members[3].Token)}, {"the club's link", string(s.season.Token)}, {"an invitation", token(s.invited("new@example.org", survey.Viewer))},
		{"an accepted invitation", token(spent)}, {"an invitation that has a newer one", token(withdrawn)}, {"an invitation that is too old", string(old)},
		{"the demo's link", signin(24 * time.Hour)}, {"the demo's link, used", used}, {"the demo's link, expired", signin(-time.Hour)}, {"no link", "UNKNOWN"},
	}
}

// Ids that are not of the season and club of who asks, and the column of [matrix] that says what comes of them.
type foreign struct {
	name   string
	column int
	ids    map[string]string
}

// everybody fills the site with two clubs and three seasons, of one thing of each kind. It returns who may come to it, of whom one is the owner, what
// there is of the first season, and what there is elsewhere.
func (s *site) everybody() (all []persona, owner *visitor, own map[string]string, elsewhere []foreign) {
	s.Helper()
	teams := s.ratedSeason()
	s.openRound(survey.Pulse)
	s.usedModel()
	own, _ = s.things(teams[0]...)
	s.clubThings(own)
	home := *s
	s.season = s.newSeason(s.club)
	other, member := s.things()
	s.season = home.season
	all = s.personas(teams[0][1], member)
	owner = all[slices.IndexFunc(all, func(p persona) bool { return p.column == 3 })].visitor
	var err error
	s.owner, err = s.db.OrganizerByEmail(s.Context(), "stranger@example.org")
	s.must("find the organizer of another club", err)
	clubs, err := s.db.Clubs(s.Context(), s.owner.ID)
	s.must("find the other club", err)
	s.club = clubs[0]
	s.must("keep a logo", s.db.SaveLogo(s.Context(), s.club.ID, "abc", "image/png", []byte("a picture")))
	s.season = s.newSeason(s.club)
	theirs, _ := s.things()
	s.clubThings(theirs)
	s.season, s.club, s.owner = home.season, home.club, home.owner
	s.stages(own, owner)
	for _, name := range []string{":model", ":file", ":organizer", ":invitation"} { // which are of a club
		other[name] = theirs[name]
	}
	mixed := maps.Clone(theirs)
	for _, ids := range []map[string]string{other, mixed} {
		ids[":season"], ids[":club"] = own[":season"], own[":club"]
	}
	return all, owner, own, []foreign{{"the address of another club", 6, theirs}, {"parts of another season", 7, other}, {"parts of another club", 7, mixed}}
}
