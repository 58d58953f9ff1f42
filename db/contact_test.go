package db

import (
	"encoding/json"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// shared are two contacts that stand nowhere else.
var shared = survey.Contacts{{Kind: survey.ByPhone, At: "010-1234-5678"}, {Kind: survey.ByKakao, At: "dure-mina"}}

// wantMates wants whose contacts a member is given.
func wantMates(t *testing.T, d *DB, when string, id survey.MemberID, want ...survey.MemberID) {
	t.Helper()
	_, mates, err := d.Contacts(t.Context(), id)
	ok(t, err)
	said := 0
	for _, cs := range mates {
		said += min(1, len(cs))
	}
	for _, mate := range want {
		if len(mates[mate]) == 0 {
			t.Errorf("%s: member %d is not told how to reach %d", when, id, mate)
		}
	}
	if said != len(want) {
		t.Errorf("%s: member %d is told how to reach %d, want %d: %v", when, id, said, len(want), mates)
	}
}

// Contacts are for who is in the same published team now, and for nobody else.
func TestContactsAreForTheTeam(t *testing.T) {
	d := openNew(t)
	_, season := newSeason(t, d)
	var m []survey.MemberID
	for _, name := range []string{"a", "b", "c", "d"} {
		m = append(m, newMember(t, d, season.ID, name).ID)
	}
	for _, id := range m[:3] {
		ok(t, d.SaveContacts(t.Context(), id, shared))
	}
	ab := team.Lineup{Teams: []team.SavedTeam{{Members: m[:2]}, {Members: m[2:]}}, Later: [][]team.SavedTeam{{{Members: m[:1]}, {Members: m[1:3]}, {Members: m[3:]}}}}
	id := must[team.ProposalID](t)(d.CreateProposal(t.Context(), season.ID, "One", json.RawMessage("{}"), now))
	ok(t, d.Finish(t.Context(), id, nil, ab, now))
	wantMates(t, d, "before publishing", m[0])
	ok(t, d.Publish(t.Context(), id, now))
	wantMates(t, d, "published", m[0], m[1])
	wantMates(t, d, "published", m[3], m[2])
	wantMates(t, d, "published, with the team of the second round", m[1], m[0], m[2])
	wantMates(t, d, "published, who is with somebody who shares nothing in the first", m[2], m[1])

	ok(t, d.DropMember(t.Context(), m[1], now))
	wantMates(t, d, "with who dropped out", m[0])
	wantMates(t, d, "dropped out", m[1])
	ok(t, d.RestoreMember(t.Context(), m[1]))
	p := must[team.Saved](t)(d.Proposal(t.Context(), id))
	ok(t, d.Edit(t.Context(), id, p.Revision, team.Lineup{Teams: []team.SavedTeam{{Members: m[:1]}, {Members: m[1:]}}}, nil, now))
	wantMates(t, d, "moved away from", m[0])
	wantMates(t, d, "moved", m[1], m[2])
	ok(t, d.Unpublish(t.Context(), season.ID))
	wantMates(t, d, "not published any more", m[1])

	ok(t, d.SaveContacts(t.Context(), m[0], shared[1:]))
	if own, _, err := d.Contacts(t.Context(), m[0]); err != nil || len(own) != 1 || own.Of(survey.ByKakao) != "dure-mina" {
		t.Errorf("after one was taken away: %v (%v), want the other", own, err)
	}
}

// What somebody shared who waits goes with who waits: to the member on the list, in the place of nothing that the member shared; and back. None of it
// goes into another season.
func TestContactsGoWithWhoWaits(t *testing.T) {
	d := openNew(t)
	_, season := newSeason(t, d)
	contacts := func(id survey.MemberID) survey.Contacts {
		own, _, err := d.Contacts(t.Context(), id)
		ok(t, err)
		return own
	}
	mina := newMember(t, d, season.ID, "mina")
	ok(t, d.SaveContacts(t.Context(), mina.ID, survey.Contacts{{Kind: survey.ByKakao, At: "mina"}}))
	must[bool](t)(d.FirstDevice(t.Context(), mina.ID, "phone", "", now))
	waits := must[survey.Member](t)(d.Join(t.Context(), survey.Member{Season: season.ID, Name: "Mina", Email: mina.Email}, now))
	ok(t, d.SaveContacts(t.Context(), waits.ID, shared))
	ok(t, d.DecideBeside(t.Context(), mina.ID, waits.ID, true, now))
	if got := contacts(mina.ID); len(got) != 2 || got.Of(survey.ByKakao) != "mina" || got.Of(survey.ByPhone) != shared[0].At {
		t.Errorf("joined with who waited: %v, want what she shared and the phone", got)
	}

	listed := must[survey.Member](t)(d.AddMember(t.Context(), survey.Member{Season: season.ID, Name: "Bo Lind"}, now))
	asked := openSurvey(t, d, season.ID, survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}})
	took := must[survey.Member](t)(d.Join(t.Context(), survey.Member{Season: season.ID, Name: "Bo Lind", Email: "bo@example.org"}, now))
	ok(t, d.SaveContacts(t.Context(), took.ID, shared))
	ok(t, d.SaveResponse(t.Context(), survey.Response{Member: took.ID, Answers: survey.Answers{asked.Questions[0].ID: {Text: "so"}}}, now))
	if got := contacts(listed.ID); len(got) != 2 {
		t.Errorf("who took a place shares %v there, want both contacts", got)
	}
	ok(t, d.GiveBack(t.Context(), season.ID, listed.ID, now))
	if got := contacts(listed.ID); len(got) > 0 {
		t.Errorf("a place that was given back shares %v, want nothing", got)
	}
	for _, m := range must[[]survey.Member](t)(d.Members(t.Context(), season.ID)) {
		if m.Waiting && len(contacts(m.ID)) != 2 {
			t.Errorf("who waits again shares %v, want both contacts", contacts(m.ID))
		}
	}
	next, _, err := d.BeginNext(t.Context(), survey.Following{From: season.ID, Name: "next", Members: survey.CarryAll, Answers: true}, team.Deck{}, nil, now)
	ok(t, err)
	for _, m := range must[[]survey.Member](t)(d.Members(t.Context(), next.ID)) {
		if got := contacts(m.ID); len(got) > 0 {
			t.Errorf("%s shares %v in the next season, want nothing", m.Name, got)
		}
	}
}
