package db

import (
	"errors"
	"testing"
	"time"

	"dure/survey"
)

func testSignup(t *testing.T, d *DB) {
	ctx := t.Context()
	if has := must[bool](t)(d.HasOrganizer(ctx)); has {
		t.Error("a new database has an organizer")
	}
	older := must[survey.Token](t)(d.SignupToken(ctx, survey.Invite{Expires: now.Add(time.Hour)}, now))
	token := must[survey.Token](t)(d.SignupToken(ctx, survey.Invite{Expires: now.Add(time.Hour)}, now))
	in := must[survey.Invite](t)(d.Invite(ctx, token, now))
	if in.Email != "" || !in.Expires.Equal(now.Add(time.Hour)) {
		t.Errorf("the first link's invitation is %+v", in)
	}
	if _, err := d.Signup(ctx, token, "not an address", "hash", now); !isInvalid(err, "email") {
		t.Errorf("sign up with no address: %v", err)
	}
	o := must[survey.Organizer](t)(d.Signup(ctx, token, " Minji@Example.org ", "hash", now))
	if o.Email != "Minji@Example.org" || !o.Created.Equal(now) {
		t.Errorf("signed up %+v", o)
	}
	if _, err := d.Signup(ctx, token, "other@example.org", "hash", now); !errors.Is(err, survey.ErrTokenUsed) {
		t.Errorf("sign up by a used link: %v", err)
	}
	if _, err := d.Signup(ctx, older, "other@example.org", "hash", now); !errors.Is(err, survey.ErrTokenUsed) {
		t.Errorf("sign up by an older first link: %v", err)
	}
	if got := must[survey.Organizer](t)(d.OrganizerByEmail(ctx, "MINJI@example.ORG")); got != o {
		t.Errorf("organizer by another capitalisation: got %+v, want %+v", got, o)
	}
}

func testSignupAgain(t *testing.T, d *DB) {
	ctx := t.Context()
	o := newOrganizer(t, d, "minji@example.org")
	token := must[survey.Token](t)(d.SignupToken(ctx, survey.Invite{Email: "MINJI@example.org", Expires: now.Add(time.Hour)}, now))
	if _, err := d.Signup(ctx, token, "eve@example.org", "hers", now); !isInvalid(err, "email") {
		t.Errorf("another address than the invited one: %v", err)
	}
	again := must[survey.Organizer](t)(d.Signup(ctx, token, "", "new", now))
	if again.ID != o.ID || again.PasswordHash != "new" {
		t.Errorf("signed up again as %+v, was %+v", again, o)
	}
}

func testDeadLinks(t *testing.T, d *DB) {
	ctx := t.Context()
	in := survey.Invite{Email: "a@example.org", Expires: now.Add(time.Hour)}
	token := must[survey.Token](t)(d.SignupToken(ctx, in, now))
	if _, err := d.Invite(ctx, "UNKNOWN", now); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("unknown link: %v", err)
	}
	if _, err := d.Signup(ctx, token, "", "hash", now.Add(time.Hour)); !errors.Is(err, survey.ErrTokenExpired) {
		t.Errorf("expired link: %v", err)
	}
	if _, err := d.Signin(ctx, token, now); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("sign in by a link to sign up: %v", err)
	}
}

func testInvite(t *testing.T, d *DB) {
	ctx := t.Context()
	owner, season := newSeason(t, d)
	in := survey.Invite{Email: "jun@example.org", Club: season.Club, Role: survey.Viewer, Expires: now.Add(time.Hour)}
	token := must[survey.Token](t)(d.SignupToken(ctx, in, now))
	jun := must[survey.Organizer](t)(d.Signup(ctx, token, "jun@example.org", "hash", now))
	if role := must[survey.Role](t)(d.Role(ctx, jun.ID, season.Club)); role != survey.Viewer {
		t.Errorf("role of the invited: %q", role)
	}
	if got := must[[]survey.Colleague](t)(d.Organizers(ctx, season.Club)); len(got) != 2 || got[0].Email != jun.Email || got[1].Role != survey.Owner {
		t.Errorf("organizers of the club: %+v", got)
	}

	ara := newOrganizer(t, d, "ara@example.org")
	in.Email, in.Role = ara.Email, survey.Editor
	token = must[survey.Token](t)(d.SignupToken(ctx, in, now))
	if _, err := d.Signup(ctx, token, "", "stolen", now); !isInvalid(err, "email") {
		t.Errorf("a club's link sets the password of an account: %v", err)
	}
	if _, err := d.AcceptInvite(ctx, token, jun.ID, now); !isInvalid(err, "email") {
		t.Errorf("accept somebody else's invitation: %v", err)
	}
	if club := must[survey.ClubID](t)(d.AcceptInvite(ctx, token, ara.ID, now)); club != season.Club {
		t.Errorf("accepted the invitation to club %d, want %d", club, season.Club)
	}
	if got := must[survey.Organizer](t)(d.Organizer(ctx, ara.ID)); got.PasswordHash != ara.PasswordHash {
		t.Error("accepting an invitation changed the password")
	}

	// Who sent an invitation was not kept before: it ends with whoever goes.
	in.Email = "bo@example.org"
	older := must[survey.Token](t)(d.SignupToken(ctx, in, now))
	in.Email, in.Sender = "eun@example.org", owner.ID
	kept := must[survey.Token](t)(d.SignupToken(ctx, in, now))
	ok(t, d.RemoveOrganizer(ctx, ara.ID, season.Club))
	if _, err := d.Invite(ctx, older, now); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("an invitation of nobody known after an organizer was removed: %v", err)
	}
	if got := must[survey.Invite](t)(d.Invite(ctx, kept, now)); got.Sender != owner.ID {
		t.Errorf("the owner's invitation after another was removed: %+v", got)
	}
	if _, err := d.Role(ctx, ara.ID, season.Club); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("role of the removed: %v", err)
	}
	if err := d.RemoveOrganizer(ctx, owner.ID, season.Club); !isInvalid(err, "role") {
		t.Errorf("remove the last owner: %v", err)
	}
	if err := d.ChangeRole(ctx, owner.ID, season.Club, survey.Editor); !isInvalid(err, "role") {
		t.Errorf("the last owner steps down: %v", err)
	}
	ok(t, d.ChangeRole(ctx, jun.ID, season.Club, survey.Owner))
	ok(t, d.ChangeRole(ctx, owner.ID, season.Club, survey.Editor))
	if err := d.ChangeRole(ctx, ara.ID, season.Club, survey.Editor); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("change the role of one who has none: %v", err)
	}
}

func testSignin(t *testing.T, d *DB) {
	ctx := t.Context()
	o := newOrganizer(t, d, "minji@example.org")
	token := must[survey.Token](t)(d.SigninToken(ctx, o.ID, now.Add(time.Hour)))
	for range 2 {
		if got := must[survey.Organizer](t)(d.Signin(ctx, token, now)); got.ID != o.ID {
			t.Errorf("signed in as %d, want %d", got.ID, o.ID)
		}
	}
	if _, err := d.Signin(ctx, token, now.Add(time.Hour)); !errors.Is(err, survey.ErrTokenExpired) {
		t.Errorf("sign in by an expired link: %v", err)
	}
}

func testSessions(t *testing.T, d *DB) {
	ctx, clock := t.Context(), now
	s := d.Sessions(func() time.Time { return clock })
	ok(t, s.CommitCtx(ctx, "token", []byte("one"), now.Add(time.Hour)))
	ok(t, s.Commit("token", []byte("two"), now.Add(time.Hour)))
	data, found, err := s.FindCtx(ctx, "token")
	if err != nil || !found || string(data) != "two" {
		t.Errorf("find a session: %q, %v, %v", data, found, err)
	}
	if _, found, err := s.Find("other"); found || err != nil {
		t.Errorf("find no session: %v, %v", found, err)
	}
	stored := must[[]string](t)(list[string](ctx, d.reader, "SELECT hash FROM sessions"))
	if len(stored) != 1 || stored[0] == "token" {
		t.Errorf("stored tokens: %q", stored)
	}
	clock = now.Add(2 * time.Hour)
	if _, found, err := s.Find("token"); found || err != nil {
		t.Errorf("find a session that has ended: %v, %v", found, err)
	}
	ok(t, s.Commit("next", []byte{}, clock.Add(time.Hour)))
	ok(t, s.Delete("next"))
	ok(t, s.DeleteCtx(ctx, "next"))
	if left := must[[]string](t)(list[string](ctx, d.reader, "SELECT hash FROM sessions")); len(left) != 0 {
		t.Errorf("sessions left: %q", left)
	}
}

func testClubs(t *testing.T, d *DB) {
	ctx := t.Context()
	o := newOrganizer(t, d, "minji@example.org")
	b := must[survey.Club](t)(d.CreateClub(ctx, o.ID, " B ", "", now))
	a := must[survey.Club](t)(d.CreateClub(ctx, o.ID, "A", "", now))
	if _, err := d.CreateClub(ctx, o.ID, " ", "", now); !isInvalid(err, "name") {
		t.Errorf("a club without a name: %v", err)
	}
	if got := must[[]survey.Club](t)(d.Clubs(ctx, o.ID)); len(got) != 2 || got[0] != a || got[1] != b {
		t.Errorf("clubs: got %+v, want %+v, %+v", got, a, b)
	}
	if role := must[survey.Role](t)(d.Role(ctx, o.ID, a.ID)); role != survey.Owner {
		t.Errorf("role of who made the club: %q", role)
	}
	b.Name, b.Zone, b.Mutual = "C", "KST", true
	ok(t, d.SaveClub(ctx, b))
	ok(t, d.SaveClub(ctx, b)) // as when it is sent twice
	other := b
	other.Name = "D"
	if err := d.SaveClub(ctx, other); !errors.Is(err, survey.ErrStale) {
		t.Errorf("a club saved over a newer revision: %v, want ErrStale", err)
	}
	ok(t, d.SaveLogo(ctx, b.ID, "hash", "image/png", []byte("picture")))
	if got := must[survey.Club](t)(d.Club(ctx, b.ID)); got.Name != "C" || got.Zone != "Asia/Seoul" || !got.Mutual || got.Logo != "hash" || got.Revision != 2 {
		t.Errorf("changed club: %+v", got)
	}
	b.Zone, b.Revision = "Middle of nowhere", 2
	if err := d.SaveClub(ctx, b); !isInvalid(err, "zone") {
		t.Errorf("a club in no zone: %v, want an error of the zone", err)
	}
	ok(t, d.DeleteClub(ctx, b.ID))
	if _, err := d.Club(ctx, b.ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("deleted club: %v", err)
	}
	if c := must[survey.Club](t)(d.CreateClub(ctx, o.ID, "D", "", now)); c.ID == b.ID {
		t.Error("a new club got the id of a deleted one")
	}
}

func testSeasons(t *testing.T, d *DB) {
	ctx := t.Context()
	_, spring := newSeason(t, d)
	fall := must[survey.Season](t)(d.CreateSeason(ctx, spring.Club, "Fall", now.Add(time.Hour)))
	if got := must[[]survey.Season](t)(d.Seasons(ctx, spring.Club)); len(got) != 2 || got[0] != fall || got[1] != spring {
		t.Errorf("seasons: got %+v, want %+v, %+v", got, fall, spring)
	}
	if got := must[survey.Season](t)(d.SeasonByToken(ctx, fall.Token)); got != fall {
		t.Errorf("season by link: %+v", got)
	}
	if _, err := d.SeasonByToken(ctx, ""); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("season by no link: %v", err)
	}
	if _, err := d.CreateSeason(ctx, spring.Club+1, "X", now); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("season of no club: %v", err)
	}
	ok(t, d.ChangeSeason(ctx, fall.ID, "Autumn", false))
	if got := must[survey.Season](t)(d.Season(ctx, fall.ID)); got.Name != "Autumn" {
		t.Errorf("renamed season: %+v", got)
	}
	if _, err := d.CreateSeason(ctx, spring.Club, " spring", now); !isInvalid(err, "name") {
		t.Errorf("a second season called spring: %v, want an error of the name", err)
	}
	if err := d.ChangeSeason(ctx, fall.ID, "SPRING", false); !isInvalid(err, "name") {
		t.Errorf("a season renamed as another one is: %v, want an error of the name", err)
	}
	ok(t, d.ChangeSeason(ctx, fall.ID, "AUTUMN", true))
}

// isInvalid reports whether err is an InvalidError at the field.
func isInvalid(err error, field string) bool {
	e, ok := errors.AsType[*survey.InvalidError](err)
	return ok && e.Field == field
}
