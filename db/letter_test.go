package db

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
)

// due returns the letter that is due, and keeps it as it is.
func due(t *testing.T, d *DB) survey.Letter {
	t.Helper()
	return must[survey.Letter](t)(d.NextLetter(t.Context(), now))
}

func noneDue(t *testing.T, d *DB, when string) {
	t.Helper()
	if l, err := d.NextLetter(t.Context(), now); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("%s a letter is due: %+v, %v", when, l, err)
	}
}

// A letter enters the outbox with all of its transaction or not at all, once for each member, and only for whom it reaches.
func testOutbox(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	ara, bo := newMember(t, d, season.ID, "ara"), newMember(t, d, season.ID, "bo")
	chul := must[survey.Member](t)(d.AddMember(ctx, survey.Member{Season: season.ID, Name: "Chul", Ref: "3"}, now))
	mail := func(ids ...survey.MemberID) int {
		return must[int](t)(d.MailMembers(ctx, season.ID, survey.SurveyLetter, ids, "ko", now))
	}
	if _, err := d.MailMembers(ctx, season.ID, survey.SurveyLetter, []survey.MemberID{ara.ID, 999}, "ko", now); err == nil {
		t.Error("letters to a member and to nobody are put into the outbox")
	}
	noneDue(t, d, "after a transaction that failed")
	if n := mail(ara.ID, ara.ID, bo.ID, chul.ID); n != 2 {
		t.Errorf("%d letters to two who have an address and one who has none", n)
	}
	if n := mail(ara.ID); n != 0 {
		t.Errorf("a second letter to a member for whom one waits")
	}
	first := due(t, d)
	if first.Member != ara.ID || first.Kind != survey.SurveyLetter || first.Lang != "ko" || first.MessageID == "" || first.State != survey.LetterWaits {
		t.Errorf("the first letter is %+v", first)
	}
	ok(t, d.LetterSent(ctx, first, now))
	ok(t, d.LetterSent(ctx, first, now)) // as after a crash
	if r := must[map[survey.MemberID]survey.Reminded](t)(d.Reminded(ctx, season.ID, survey.OfSurvey)); r[ara.ID].Times != 1 || len(r) != 1 {
		t.Errorf("reminded are %v, want ara once", r)
	}
	ok(t, d.LetterFailed(ctx, due(t, d).ID, survey.Say("letter_dropped"), now.Add(time.Minute), now.Add(time.Minute), now))
	noneDue(t, d, "after all were put off")
	ok(t, d.DeclineLetters(ctx, bo.ID, now))
	box := must[survey.LetterBox](t)(d.LetterBox(ctx, season.Club, season.ID, 10))
	if got := fmt.Sprint(box.Counts); got != "map[sent:1]" {
		t.Errorf("after a member declined letters there are %s", got)
	}
	if n := mail(bo.ID); n != 0 {
		t.Error("who declined letters gets one")
	}
}

// A link that works once stands in no row: it is made of the key whenever its letter is sent, and at no time after it was.
func testLinksInLetters(t *testing.T, d *DB) {
	ctx := t.Context()
	o, season := newSeason(t, d)
	ok(t, d.MailInvite(ctx, survey.Invite{Email: "new@example.org", Club: season.Club, Role: survey.Viewer, Sender: o.ID, Expires: now.Add(time.Hour)}, "ko", now))
	l := due(t, d)
	if in := must[survey.Invite](t)(d.Invite(ctx, l.Token, now)); in.Email != "new@example.org" || in.Club != season.Club || l.Email != in.Email {
		t.Errorf("the link in the letter %+v gives %+v", l, in)
	}
	if again := due(t, d); again.Token != l.Token || again.MessageID != l.MessageID {
		t.Errorf("the second try has another link or Message-ID: %+v, %+v", l, again)
	}
	for _, path := range must[[]string](t)(list[string](ctx, d.reader, "SELECT letters.nonce || links.nonce || links.hash FROM letters, links")) {
		if path == "" || path == string(l.Token) {
			t.Errorf("the database holds %q", path)
		}
	}
	ok(t, d.LetterSent(ctx, l, now))
	if left := must[[]string](t)(list[string](ctx, d.reader, "SELECT nonce FROM letters WHERE nonce <> ''")); len(left) > 0 {
		t.Errorf("after it was sent the letter's link can be made again of %q", left)
	}
	must[survey.Invite](t)(d.Invite(ctx, l.Token, now))
}

// Who asks for a new password for an address without an account leaves nothing, and ends no link that the operator made for it.
func testNewPasswordByMail(t *testing.T, d *DB) {
	ctx := t.Context()
	o, _ := newSeason(t, d)
	theirs := must[survey.Token](t)(d.SignupToken(ctx, survey.Invite{Email: "soon@example.org", Expires: now.Add(time.Hour)}, now))
	rows := func() string {
		return fmt.Sprint(must[[]string](t)(list[string](ctx, d.reader, "SELECT (SELECT COUNT(*) FROM links) || ' ' || (SELECT COUNT(*) FROM letters)")))
	}
	before := rows()
	ok(t, d.MailReset(ctx, "soon@example.org", "en", now))
	ok(t, d.MailReset(ctx, "nobody@example.org", "en", now))
	if after := rows(); after != before {
		t.Errorf("links and letters were %s and are %s", before, after)
	}
	must[survey.Invite](t)(d.Invite(ctx, theirs, now))
	ok(t, d.MailReset(ctx, o.Email, "en", now.Add(-resetRests)))
	old := due(t, d)
	ok(t, d.LetterSent(ctx, old, now))
	held := rows()
	ok(t, d.MailReset(ctx, o.Email, "en", now.Add(-time.Second))) // pressed twice
	must[survey.Invite](t)(d.Invite(ctx, old.Token, now))
	if again := rows(); again != held {
		t.Errorf("where a link is asked for twice, links and letters were %s and are %s", held, again)
	}
	ok(t, d.MailReset(ctx, o.Email, "en", now))
	if _, err := d.Invite(ctx, old.Token, now); !errors.Is(err, survey.ErrTokenUsed) {
		t.Errorf("the link before the newer one: %v", err)
	}
	if in := must[survey.Invite](t)(d.Invite(ctx, due(t, d).Token, now)); in.Email != o.Email || !in.Expires.Equal(now.Add(survey.ResetLasts)) {
		t.Errorf("the link gives %+v", in)
	}
}

// Where no mail server is set up, letters are left to a program that has one.
func testMailJobWithoutSender(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	ara := newMember(t, d, season.ID, "ara")
	ok(t, d.StartJobs(ctx))
	must[int](t)(d.MailMembers(ctx, season.ID, survey.LinkLetter, []survey.MemberID{ara.ID}, "", now))
	ended(t, d, must[team.ProposalID](t)(d.CreateProposal(ctx, season.ID, "x", nil, now))) // another job, put in later
	if states := must[[]string](t)(list[string](ctx, d.reader, "SELECT CAST(state AS TEXT) FROM river_job WHERE kind = 'mail'")); d.shared() && !slices.Equal(states, []string{"available"}) {
		t.Errorf("the job that another process may do is %q, want one that waits", states)
	} else if !d.shared() && len(states) > 0 {
		t.Errorf("the job that nobody does is %q, want none", states)
	}
	due(t, d)
}

// The job that sends letters runs when letters are put in, and again when one is due that was put off; not at once where it is not.
func testMailJob(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	ara := newMember(t, d, season.ID, "ara")
	ran := make(chan int, 10)
	d.Work(MailJob, func(ctx context.Context, _ int64) error {
		n := 0
		for {
			l, err := d.NextLetter(ctx, time.Now())
			if errors.Is(err, survey.ErrNotFound) {
				ran <- n
				return nil
			}
			if n++; l.Tries == 0 {
				err = d.LetterFailed(ctx, l.ID, survey.Say("letter_dropped"), time.Now().Add(100*time.Millisecond), time.Time{}, time.Now())
			} else {
				err = d.LetterSent(ctx, l, time.Now())
			}
			if err != nil {
				return err
			}
		}
	})
	ok(t, d.StartJobs(ctx))
	if n := <-ran; n != 0 {
		t.Errorf("at start the job sent %d letters", n)
	}
	for range 2 {
		if n := must[int](t)(d.MailMembers(ctx, season.ID, survey.LinkLetter, []survey.MemberID{ara.ID}, "", time.Now())); n != 1 {
			t.Errorf("%d letters were put in, want 1", n)
		}
		for tried := 0; tried < 2; { // once when it is put in, and once when it is due again
			select {
			case n := <-ran:
				tried += n
			case <-time.After(15 * time.Second): // River looks every few seconds
				t.Fatalf("after 15 s the letter was tried %d times, want twice", tried)
			}
		}
	}
}
