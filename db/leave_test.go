package db

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
)

func asMember(ctx context.Context) context.Context {
	return survey.Doing(ctx, survey.Doer{Kind: survey.ByMember, At: now})
}

// wantErased wants a member's link to say that the member was erased.
func wantErased(t *testing.T, d *DB, link survey.Token) {
	t.Helper()
	if m, err := d.MemberByToken(t.Context(), link); !errors.Is(err, survey.ErrErased) {
		t.Errorf("the link of who was erased opens %+v (%v), want the word that they were erased", m, err)
	}
}

// Who has themselves erased leaves no byte, like whom an organizer erases.
func TestEraseOwnLeavesNoByte(t *testing.T) {
	dir, tmp := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", tmp)
	t.Setenv("SQLITE_TMPDIR", tmp)
	d := openDir(t, dir)
	c := sing(t, d)
	m := must[survey.Member](t)(d.Member(t.Context(), c.member))
	ok(t, d.ChangeOwn(asMember(t.Context()), c.member, canary.Name, "kv-pfeift@elsewhere.example", now))
	old := m.Token
	link := must[survey.Token](t)(d.RenewLink(t.Context(), c.member))
	if !must[bool](t)(d.ErasesTexts(t.Context(), c.member)) {
		t.Error("the texts of others are said to stay, though organizers entered the member")
	}
	ok(t, d.EraseOwn(asMember(t.Context()), c.member, now))
	for _, found := range searched(t, canaryWords, dir, tmp) {
		t.Errorf("still there: %s", found)
	}
	c.others(t, d)
	wantErased(t, d, old)
	wantErased(t, d, link)
	acts := must[[]survey.Act](t)(d.Acts(t.Context(), c.season.Club, survey.ActFilter{What: survey.ErasedMember, Most: 9}))
	if len(acts) != 1 || acts[0].By.Kind != survey.ByMember || acts[0].Member != 0 || len(acts[0].Args) > 0 {
		t.Errorf("the log says %+v, want that a member had themselves erased, and no more", acts)
	}
}

// Anybody can join under any name, or choose another: erased at their own word, they take no word out of what others wrote, nor a file that waits.
func TestWhoNamedThemselvesTakesNoWords(t *testing.T) {
	for what, begin := range map[string]func(*DB, survey.SeasonID) survey.MemberID{
		"who joined": func(d *DB, season survey.SeasonID) survey.MemberID {
			return must[survey.Member](t)(d.Join(asMember(t.Context()), survey.Member{Season: season, Name: "Chess", Email: "c@example.org"}, now)).ID
		},
		"who is called otherwise now": func(d *DB, season survey.SeasonID) survey.MemberID {
			m := newMember(t, d, season, "Mina")
			ok(t, d.ChangeOwn(asMember(t.Context()), m.ID, "Chess", "", now))
			return m.ID
		},
	} {
		d := openNew(t)
		_, season := newSeason(t, d)
		why := openSurvey(t, d, season.ID, survey.Question{Kind: survey.LongText, Title: survey.Text{"en": "Why Chess?"}}).Questions[0]
		bo := newMember(t, d, season.ID, "Bo")
		ok(t, d.SaveResponse(t.Context(), survey.Response{Member: bo.ID, Answers: survey.Answers{why.ID: {Text: "I love Chess", Version: 1}}}, now))
		must[survey.ImportID](t)(d.StoreImport(t.Context(), survey.Import{Season: season.ID, File: "members.csv", Data: []byte("Name\nChess\n")}, now))
		id := begin(d, season.ID)
		if must[bool](t)(d.ErasesTexts(t.Context(), id)) {
			t.Errorf("%s is told that words go out of what others wrote", what)
		}
		ok(t, d.EraseOwn(asMember(t.Context()), id, now))
		asked := must[survey.Survey](t)(d.Survey(t.Context(), season.ID))
		said := must[survey.Response](t)(d.Response(t.Context(), bo.ID)).Answers[why.ID].Text
		files := must[survey.Erasure](t)(d.Erasure(t.Context(), bo.ID)).Files
		if said != "I love Chess" || asked.Questions[0].Title["en"] != "Why Chess?" || files != 1 {
			t.Errorf("after %s was erased: another's answer %q, the question %q, files that wait: %d; want all as before", what, said, asked.Questions[0].Title["en"], files)
		}
	}
}

// Who holds a place on the list by the club link gives it back to whose it is, with nothing of their own in it, also where they have said how the team is.
func TestEraseOwnGivesThePlaceBack(t *testing.T) {
	dir := t.TempDir()
	d := openDir(t, dir)
	_, season := newSeason(t, d)
	why := openSurvey(t, d, season.ID, survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}}).Questions[0]
	listed := must[survey.Member](t)(d.AddMember(t.Context(), survey.Member{Season: season.ID, Name: "Bo Lind", Email: "bo@example.org"}, now.Add(-time.Hour)))
	took := must[survey.Member](t)(d.Join(asMember(t.Context()), survey.Member{Season: season.ID, Name: "bo lind", Email: "kanarienvogel@example.org"}, now))
	ok(t, d.SaveResponse(asMember(t.Context()), survey.Response{Member: took.ID, Answers: survey.Answers{why.ID: {Text: "Zwitscherlied", Version: 1}}}, now))
	id := must[team.ProposalID](t)(d.CreateProposal(t.Context(), season.ID, "One", json.RawMessage("{}"), now))
	ok(t, d.Finish(t.Context(), id, nil, team.Lineup{Teams: []team.SavedTeam{{Members: []survey.MemberID{listed.ID}}}}, now))
	ok(t, d.Publish(t.Context(), id, now))

	ok(t, d.EraseOwn(asMember(t.Context()), listed.ID, now))
	wantErased(t, d, took.Token)
	back := must[survey.Member](t)(d.MemberByToken(t.Context(), listed.Token))
	if back.ID != listed.ID || back.Name != "Bo Lind" || back.Email != "bo@example.org" {
		t.Errorf("the place is %+v, want it as the list had it", back)
	}
	if _, err := d.Response(t.Context(), listed.ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("the place has answers still (%v)", err)
	}
	if all := must[[]survey.Member](t)(d.Members(t.Context(), season.ID)); slices.ContainsFunc(all, func(m survey.Member) bool { return m.Waiting }) {
		t.Errorf("who was erased is there still: %+v", all)
	}
	for _, found := range searched(t, []string{"kanarienvogel@", "Zwitscherlied"}, dir) {
		t.Errorf("still there: %s", found)
	}
}

// A member is called as the member says, and has the address that an organizer has agreed to.
func TestChangeOwn(t *testing.T) {
	d := openNew(t)
	_, season := newSeason(t, d)
	mina, bo := newMember(t, d, season.ID, "Mina"), newMember(t, d, season.ID, "Bo")
	ctx := asMember(t.Context())
	is := func(when, name, email, wanted string) survey.Member {
		t.Helper()
		m := must[survey.Member](t)(d.Member(ctx, mina.ID))
		if m.Name != name || m.Email != email || m.Wanted != wanted {
			t.Errorf("%s: %q <%s>, who asked for %q, want %q <%s> and %q", when, m.Name, m.Email, m.Wanted, name, email, wanted)
		}
		return m
	}
	ok(t, d.ChangeOwn(ctx, mina.ID, " Mina  Kim ", bo.Email, now)) // another's, of which nothing is said
	m := is("asked for another's address", "Mina Kim", mina.Email, bo.Email)
	if len(m.Former) != 1 || m.Former[0].Name != "Mina" {
		t.Errorf("called before: %+v, want Mina", m.Former)
	}
	m.Email = bo.Email
	if err := d.ChangeMember(ctx, m, now); err == nil {
		t.Error("two members have one address")
	}
	ok(t, d.ChangeOwn(ctx, mina.ID, "Mina Kim", "mk@example.org", now))
	m = is("asked for a free one", "Mina Kim", mina.Email, "mk@example.org")
	m.Email = m.Wanted
	ok(t, d.ChangeMember(ctx, m, now))
	is("an organizer agreed", "Mina Kim", "mk@example.org", "")
	ok(t, d.ChangeOwn(ctx, mina.ID, "Mina Kim", "third@example.org", now))
	ok(t, d.ChangeOwn(ctx, mina.ID, "Mina Kim", "", now))
	is("asked for none", "Mina Kim", "mk@example.org", "")

	cy := must[survey.Member](t)(d.AddMember(ctx, survey.Member{Season: season.ID, Name: "Cy"}, now))
	must[survey.Member](t)(d.AddMember(ctx, survey.Member{Season: season.ID, Name: "Di"}, now))
	if e, _ := errors.AsType[*survey.InvalidError](d.ChangeOwn(ctx, cy.ID, "Di", "", now)); e == nil || e.Reason != "own_name_taken" {
		t.Errorf("a name that cannot be told from another's is refused by %v, want own_name_taken", e)
	}
	stale := survey.DoneBy(ctx)
	stale.Read = mina.OwnMark()
	if err := d.ChangeOwn(survey.Doing(ctx, stale), mina.ID, "Minna", "", now); !errors.Is(err, survey.ErrStale) {
		t.Errorf("over something newer: %v, want %v", err, survey.ErrStale)
	}
}
