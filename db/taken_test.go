package db

import (
	"errors"
	"testing"
	"time"

	"dure/survey"
)

// Who comes by the club link under a name or an address on the list has the place once they send answers, is shown nothing that the list alone
// knew, and gives the place back with nothing left of them when an organizer says so.
func testTakePlace(t *testing.T, d *DB) {
	ctx := survey.Doing(t.Context(), survey.Doer{Kind: survey.ByMember})
	_, season := newSeason(t, d)
	now := time.Now().Truncate(time.Second)
	q := must[survey.Question](t)(d.AddQuestion(ctx, season.ID, survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}}))
	secret := must[survey.Question](t)(d.AddQuestion(ctx, season.ID, survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Illness"}, Sensitive: true}))
	ok(t, d.SaveSurvey(ctx, survey.Survey{Season: season.ID, Opens: now.Add(-time.Hour)}))
	enter := func(name, email, ref string) survey.Member {
		t.Helper()
		return must[survey.Member](t)(d.AddMember(survey.Doing(ctx, survey.Doer{Kind: survey.ByOrganizer, At: now.Add(-2 * time.Hour)}),
			survey.Member{Season: season.ID, Name: name, Email: email, Ref: ref}, now.Add(-2*time.Hour)))
	}
	join := func(name, email string) survey.Member {
		t.Helper()
		m := must[survey.Member](t)(d.Join(ctx, survey.Member{Season: season.ID, Name: name, Email: email}, now))
		must[bool](t)(d.FirstDevice(ctx, m.ID, "cookie of "+email, "Chrome", now))
		return m
	}
	send := func(m survey.Member, text string) survey.Member {
		t.Helper()
		all := survey.Answers{q.ID: {Text: text, Version: 1}, secret.ID: {Text: "secret of " + text, Version: 1}}
		ok(t, d.SaveResponse(ctx, survey.Response{Member: m.ID, Answers: all}, now))
		sound(t, d)
		return must[survey.Member](t)(d.MemberByToken(ctx, m.Token))
	}
	mina := enter("김민아", "mina@example.org", "2026-17")
	bo, cho := enter("Bo Lind", "", "2026-18"), enter("Cho", "cho@example.org", "")
	enter("Two", "two@example.org", "")
	enter("Two", "too@example.org", "")

	for _, tt := range []struct {
		name, email string
		listed      survey.Member
	}{{"Mina Kim", "MINA@example.org", mina}, {"bo  lind", "bo@example.org", bo}, {"Cho", "other@example.org", cho}} {
		m := join(tt.name, tt.email)
		if !m.Waiting {
			t.Errorf("%s <%s>, who is on the list, does not wait until answers are sent", tt.name, tt.email)
		}
		got := send(m, tt.name)
		if got.ID != tt.listed.ID {
			t.Fatalf("%s <%s> is member %d after sending answers, want %d on the list", tt.name, tt.email, got.ID, tt.listed.ID)
		}
		if got.Name != survey.OneLine(tt.name) || got.Email != tt.email || got.Ref != "" || got.Former != nil || got.Token != m.Token {
			t.Errorf("who took the place of %+v is shown %+v, want what was typed alone, and the link as it was", tt.listed, got)
		}
		data := must[survey.MemberData](t)(d.MemberData(ctx, got.ID))
		if data.Ref != "" || data.Before != nil || data.Email != tt.email || len(data.Log) != 2 || len(data.Devices) != 1 {
			t.Errorf("the data of who took the place of %s are %+v, want nothing of the list", tt.listed.Name, data)
		}
		if other := must[survey.Member](t)(d.MemberByToken(ctx, tt.listed.Token)); other.ID != got.ID {
			t.Errorf("the link that the list has of %s leads to member %d, want %d", tt.listed.Name, other.ID, got.ID)
		}
	}
	if m := must[survey.Member](t)(d.Member(ctx, cho.ID)); m.Email != "cho@example.org" {
		t.Errorf("who took the place of Cho by the name alone gets the letters at %q", m.Email)
	}
	if m := join("Two", "three@example.org"); m.Waiting {
		t.Error("who has the name of two on the list waits for one of their places")
	}

	// Under whom somebody has begun, nobody takes the place: neither drafts nor own devices are anybody else's.
	again := join("Mina Kim", "mina@example.org")
	if got := send(again, "not me"); got.ID != again.ID || !got.Waiting {
		t.Errorf("a place that was taken is taken again: %+v", got)
	}
	dan := enter("Dan", "dan@example.org", "")
	must[bool](t)(d.FirstDevice(ctx, dan.ID, "Dan's own", "Safari", now))
	if other := join("Dan", "dan@example.org"); send(other, "not Dan").ID != other.ID {
		t.Error("the place of a member with a device is taken on another")
	}

	// Given back, the list is as it was, and who took the place waits with all answers, on the device and under the link that were theirs.
	if n := len(must[[]survey.Taken](t)(d.Taken(ctx, season.ID))); n != 3 {
		t.Errorf("%d places are said to be taken, want 3", n)
	}
	took := must[survey.Member](t)(d.Member(ctx, mina.ID))
	ok(t, d.GiveBack(ctx, season.ID, mina.ID, now))
	sound(t, d)
	free, waits := must[survey.Member](t)(d.Member(ctx, mina.ID)), must[survey.Member](t)(d.MemberByToken(ctx, took.Token))
	if free.Name != mina.Name || free.Email != mina.Email || free.Ref != mina.Ref || free.Token != mina.Token || free.Known != "" || free.Former != nil {
		t.Errorf("a place that was given back is %+v, want %+v", free, mina)
	}
	if _, err := d.Response(ctx, mina.ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("answers stay with a place that was given back: %v", err)
	}
	if devices := must[[]survey.Device](t)(d.Devices(ctx, mina.ID, "", now)); len(devices) > 0 {
		t.Error("a device stays with a place that was given back")
	}
	if !waits.Waiting || waits.ID == mina.ID || waits.Name != "Mina Kim" || waits.Email != "MINA@example.org" {
		t.Errorf("who gave the place back is %+v, want to wait under what was typed", waits)
	}
	if devices := must[[]survey.Device](t)(d.Devices(ctx, waits.ID, "cookie of MINA@example.org", now)); len(devices) != 1 || !devices[0].This {
		t.Errorf("the devices of who gave the place back are %+v, want theirs", devices)
	}
	if got := send(waits, "once more"); got.ID != waits.ID {
		t.Error("a place that was given back is taken once more by who had it")
	}
	if data := must[survey.MemberData](t)(d.MemberData(ctx, waits.ID)); len(data.Log) != 2 {
		t.Errorf("the log of who gave the place back is %+v, want its two lines", data.Log)
	}
	ok(t, d.Refuse(ctx, season.ID, []survey.MemberID{again.ID}))

	// Where it is right, the member has the name on the list.
	ok(t, d.KeepTaken(ctx, season.ID, []survey.MemberID{bo.ID, cho.ID}, now))
	if m := must[survey.Member](t)(d.Member(ctx, bo.ID)); m.Name != "Bo Lind" || m.Email != "bo@example.org" || m.Ref != "2026-18" {
		t.Errorf("Bo, who is who took the place, is %+v", m)
	}
	if left := must[[]survey.Taken](t)(d.Taken(ctx, season.ID)); len(left) > 0 {
		t.Errorf("%v wait to be decided on after all were", left)
	}
	var bad *survey.InvalidError
	if err := d.GiveBack(ctx, season.ID, bo.ID, now); !errors.As(err, &bad) {
		t.Errorf("to give back a place that was decided on gives %v", err)
	}
	if err := d.Admit(ctx, season.ID, []survey.MemberID{waits.ID}, now); !errors.As(err, &bad) || bad.Reason != "address_taken" {
		t.Errorf("to let in beside Mina who has her address gives %v, want that the address is taken", err)
	}
}
