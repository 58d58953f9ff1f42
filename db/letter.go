package db

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"net/url"
	"time"

	"dure/db/query"
	"dure/survey"
)

// The outbox is a table. A letter enters it in the transaction of what it is about, and a job sends what is due: see mail_job.go. What is kept of a
// letter's link or code is its nonce, as of all links, so that it can be made when the letter is sent, and by nobody who has the database alone.

// post puts a letter into the outbox.
func (d *DB) post(ctx context.Context, t tx, l survey.Letter, nonce string, now time.Time) (survey.LetterID, error) {
	by := survey.DoneBy(ctx)
	id, err := t.InsertLetter(ctx, query.InsertLetterParams{
		MessageID: rand.Text() + "@" + mailHost(ctx, t), Kind: string(l.Kind), ClubID: sqlID(l.Club), SeasonID: sqlID(l.Season), MemberID: sqlID(l.Member),
		Email: l.Email, Lang: string(l.Lang), Nonce: nonce, Until: millis(l.Until), Actor: string(by.Kind), OrganizerID: sqlID(by.Organizer), Due: millis(now),
	})
	if err != nil {
		return 0, err
	}
	return survey.LetterID(id), d.wakeMail(ctx, t)
}

// mailHost is what stands behind the @ of a Message-ID.
func mailHost(ctx context.Context, t tx) string {
	base, err := t.Setting(ctx, baseURL)
	if u, wrong := url.Parse(base); err == nil && wrong == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "localhost"
}

// MailMembers puts letters of a kind into the outbox, for those of the members who have an address, have not declined them and have none of that
// kind waiting; what organizers write about goes to nobody who is not to be reminded of it any more. It returns how many. Who is not of the season, or takes no part, is an [survey.InvalidError] "members_changed", and nobody gets one.
func (d *DB) MailMembers(ctx context.Context, season survey.SeasonID, kind survey.LetterKind, ids []survey.MemberID, lang survey.Lang, now time.Time) (n int, err error) {
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		if n, err = d.mailMembers(ctx, t, season, kind, ids, lang, now); err != nil {
			return err
		}
		return t.made(ctx, 0)
	})
	return n, wrap(err, "mail %d members of season %d", len(ids), season)
}

func (d *DB) mailMembers(ctx context.Context, t tx, season survey.SeasonID, kind survey.LetterKind, ids []survey.MemberID, lang survey.Lang, now time.Time) (n int, err error) {
	s, err := t.Season(ctx, int64(season))
	if err != nil {
		return 0, missing(err)
	}
	waiting, err := waitingFor(ctx, t.Queries, season, kind)
	if err != nil {
		return 0, err
	}
	due := func(survey.Member) bool { return true }
	if !kind.AskedFor() {
		if due, err = mayRemind(ctx, t, season, survey.ReminderKind(kind)); err != nil {
			return 0, err
		}
	}
	left := 0
	for _, id := range ids {
		row, err := t.Member(ctx, int64(id))
		if err != nil && !errors.Is(missing(err), survey.ErrNotFound) {
			return 0, err
		}
		m := member(row)
		if err != nil || m.Season != season || !m.MayAnswer() {
			return 0, membersChanged()
		}
		if !due(m) {
			left++
			continue
		}
		if waiting[id] || !m.Gets(kind) {
			continue
		}
		waiting[id] = true
		if _, err := d.post(ctx, t, survey.Letter{Kind: kind, Club: survey.ClubID(s.ClubID), Season: season, Member: id, Lang: lang}, "", now); err != nil {
			return 0, err
		}
		n++
	}
	if left > 0 && left == len(ids) {
		return 0, errNobodyDue()
	}
	return n, nil
}

// waitingFor are the members of a season for whom a letter of a kind waits.
func waitingFor(ctx context.Context, q *query.Queries, season survey.SeasonID, kind survey.LetterKind) (map[survey.MemberID]bool, error) {
	rows, err := q.LettersWaiting(ctx, query.LettersWaitingParams{SeasonID: sqlID(season), Kind: string(kind)})
	all := map[survey.MemberID]bool{}
	for _, id := range rows {
		all[survey.MemberID(id.Int64)] = true
	}
	return all, err
}

// LettersWaiting returns for which members of a season a letter of a kind waits.
func (d *DB) LettersWaiting(ctx context.Context, season survey.SeasonID, kind survey.LetterKind) (map[survey.MemberID]bool, error) {
	all, err := waitingFor(ctx, d.read, season, kind)
	return all, wrap(classify(err), "letters that wait in season %d", season)
}

// MailInvite makes the link of [DB.SignupToken] and sends it by mail instead of returning it.
func (d *DB) MailInvite(ctx context.Context, in survey.Invite, lang survey.Lang, now time.Time) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		_, nonce, err := inviteTo(ctx, t, in, false, now)
		if err != nil {
			return err
		}
		_, err = d.post(ctx, t, survey.Letter{Kind: survey.SignupLetter, Club: in.Club, Email: in.Email, Lang: lang, Until: in.Expires}, nonce, now)
		return err
	})
	return wrap(err, "mail an invitation")
}

// resetRests is how long the newest link for another password stands, however often one is asked for: who pressed twice would else find the link of
// the first letter dead.
const resetRests = time.Minute

// MailReset sends a link to whoever has an account with the address that gives another password, unless one was sent just now. For an address without
// one it writes the same and takes it away again, so that neither what is answered nor how long that takes tells which addresses have accounts.
func (d *DB) MailReset(ctx context.Context, email string, lang survey.Lang, now time.Time) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		o, err := t.OrganizerByEmail(ctx, survey.Fold(email))
		known := err == nil
		if err := ifThere(missing(err)); err != nil {
			return err
		}
		if known {
			email = o.Email
		}
		in := survey.Invite{Email: email, Expires: now.Add(survey.ResetLasts)}
		sent, err := t.CountResets(ctx, query.CountResetsParams{EmailKey: survey.Fold(email), After: millis(in.Expires.Add(-resetRests)), Until: millis(in.Expires)})
		if err != nil {
			return err
		}
		known = known && sent == 0
		if known { // others may have a link of the operator's, which nobody ends who only knows the address
			if err := endLinks(ctx, t, email, 0, now); err != nil {
				return err
			}
		}
		token, nonce, err := insertInvite(ctx, t, in, false)
		if err != nil {
			return err
		}
		id, err := d.post(ctx, t, survey.Letter{Kind: survey.ResetLetter, Email: email, Lang: lang, Until: in.Expires}, nonce, now)
		if err != nil || known {
			return err
		}
		return errors.Join(t.DeleteLetter(ctx, int64(id)), t.DeleteLink(ctx, hash(string(token))))
	})
	return wrap(err, "mail a link for a new password")
}

// MailCode sends a code to the address that was known when the first device became the member's own. It makes the device of the cookie that asked the
// member's, and ends the code before it. It reports whether such an address is known.
func (d *DB) MailCode(ctx context.Context, id survey.MemberID, cookie string, lang survey.Lang, now time.Time) (known bool, err error) {
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		m, err := t.Member(ctx, int64(id))
		if known = m.KnownEmail != ""; err != nil || !known {
			return missing(err)
		}
		s, err := t.Season(ctx, m.SeasonID)
		if err != nil {
			return missing(err)
		}
		nonce, until := rand.Text(), now.Add(survey.MailCodeLasts)
		if err := t.SaveMailCode(ctx, query.SaveMailCodeParams{MemberID: int64(id), Hash: hash(cookie), Nonce: nonce, Until: millis(until)}); err != nil {
			return err
		}
		l := survey.Letter{Kind: survey.DeviceLetter, Club: survey.ClubID(s.ClubID), Season: survey.SeasonID(m.SeasonID), Member: id, Lang: lang, Until: until}
		_, err = d.post(ctx, t, l, nonce, now)
		return errors.Join(err, t.made(ctx, int64(id)))
	})
	return known, wrap(err, "mail a code to member %d", id)
}

func (d *DB) letter(r query.Letter) (survey.Letter, error) {
	l := survey.Letter{
		ID: survey.LetterID(r.ID), MessageID: r.MessageID, Kind: survey.LetterKind(r.Kind), Club: survey.ClubID(r.ClubID.Int64), Season: survey.SeasonID(r.SeasonID.Int64),
		Member: survey.MemberID(r.MemberID.Int64), Email: r.Email, Lang: survey.Lang(r.Lang), Until: fromMillis(r.Until),
		By:    survey.Doer{Kind: survey.DoerKind(r.Actor), Organizer: survey.OrganizerID(r.OrganizerID.Int64)},
		State: survey.LetterState(r.State), Tries: int(r.Tries), Due: fromMillis(r.Due), Created: fromMillis(r.Created), Since: fromMillis(cmp.Or(r.Since, r.Created)), Done: fromMillis(r.Done),
	}
	switch l.Kind {
	case survey.SignupLetter, survey.ResetLetter:
		l.Token = d.key.token(signupLink, r.Nonce)
	case survey.DeviceLetter:
		l.Token = d.key.mailCode(r.Nonce)
	}
	return l, decode(r.Problem, &l.Problem)
}

// NextLetter returns the letter that is due first, or [survey.ErrNotFound] where none waits that is due by now.
func (d *DB) NextLetter(ctx context.Context, now time.Time) (survey.Letter, error) {
	if err := checkHeld(ctx, d.reader, ""); err != nil {
		return survey.Letter{}, wrap(d.explain(err), "next letter")
	}
	r, err := d.read.NextLetter(ctx)
	if err == nil && r.Due > millis(now) {
		err = survey.ErrNotFound
	}
	if err != nil {
		return survey.Letter{}, wrap(missing(classify(err)), "next letter")
	}
	return d.letter(r)
}

// LetterSent keeps that the mail server took a letter. That is so also where another process sends letters by now. A member's is in the log that the member sees, and one that organizers sent counts as a reminder.
func (d *DB) LetterSent(ctx context.Context, l survey.Letter, now time.Time) error {
	l.By.At = now
	err := d.update(survey.Doing(freed(ctx), l.By), func(ctx context.Context, t tx) error {
		n, err := t.EndLetter(ctx, query.EndLetterParams{ID: int64(l.ID), State: string(survey.LetterSent), Done: millis(now)})
		if err != nil || n == 0 || l.Member == 0 { // or its member was erased meanwhile
			return err
		}
		if !l.Kind.AskedFor() {
			if err := t.InsertReminder(ctx, query.InsertReminderParams{MemberID: int64(l.Member), Kind: string(l.Kind), At: millis(now)}); err != nil {
				return err
			}
		}
		return t.log(ctx, survey.Act{Season: l.Season, Member: l.Member, What: survey.SentLetter, Args: map[string]any{"Letter": l.Kind}})
	})
	return wrap(err, "letter %d was sent", l.ID)
}

// LetterFailed keeps why a letter was not taken, and when it is tried again: at the zero time not by itself. What is about the mail server and
// not the letter puts the others that wait off as well, until others.
func (d *DB) LetterFailed(ctx context.Context, id survey.LetterID, why survey.Message, again, others, now time.Time) error {
	problem, err := encode(why)
	if err != nil {
		return err
	}
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		if !others.IsZero() {
			if err := t.PutOffLetters(ctx, millis(others)); err != nil {
				return err
			}
		}
		if !again.IsZero() {
			return t.PutOffLetter(ctx, query.PutOffLetterParams{ID: int64(id), Problem: problem, Due: millis(again)})
		}
		_, err := t.EndLetter(ctx, query.EndLetterParams{ID: int64(id), State: string(survey.LetterFailed), Problem: problem, Done: millis(now)})
		return err
	})
	return wrap(err, "letter %d was not taken", id)
}

// failLetters takes all letters that wait out of what is sent by itself, and returns how many there were.
func (d *DB) failLetters(ctx context.Context, why survey.Message, now time.Time) (int, error) {
	problem, err := encode(why)
	if err != nil {
		return 0, err
	}
	var n int64
	err = d.update(ctx, func(ctx context.Context, t tx) (err error) {
		n, err = t.FailLetters(ctx, query.FailLettersParams{Problem: problem, Done: millis(now)})
		return err
	})
	return int(n), wrap(err, "fail letters")
}

// LetterBox is what organizers see of letters: of a season, or of a whole club.
func (d *DB) LetterBox(ctx context.Context, club survey.ClubID, season survey.SeasonID, most int) (box survey.LetterBox, err error) {
	err = d.view(ctx, func(q *query.Queries) error {
		counts, err := q.CountLetters(ctx, query.CountLettersParams{ClubID: sqlID(club), SeasonID: sqlID(season), Whole: season == 0})
		if err != nil {
			return err
		}
		box.Counts = map[survey.LetterState]int{}
		for _, c := range counts {
			box.Counts[survey.LetterState(c.State)] = int(c.Letters)
		}
		for _, state := range []survey.LetterState{survey.LetterFailed, survey.LetterWaits, survey.LetterSent} {
			rows, err := q.Letters(ctx, query.LettersParams{ClubID: sqlID(club), SeasonID: sqlID(season), Whole: season == 0, State: string(state), Most: int32(most)})
			if err != nil {
				return err
			}
			some, err := decodeEach(rows, d.letter)
			if err != nil {
				return err
			}
			box.Letters = append(box.Letters, some...)
		}
		return nil
	})
	return box, wrap(err, "letters of club %d", club)
}

// RetryLetters has a letter that failed, or with id 0 all of a season or a club, tried again now. It returns how many there were.
func (d *DB) RetryLetters(ctx context.Context, club survey.ClubID, season survey.SeasonID, id survey.LetterID, now time.Time) (n int, err error) {
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		rows, err := t.RetryLetters(ctx, query.RetryLettersParams{ClubID: sqlID(club), SeasonID: sqlID(season), Whole: season == 0, ID: int64(id), Due: millis(now)})
		if n = int(rows); err != nil || n == 0 {
			return err
		}
		return d.wakeMail(ctx, t)
	})
	return n, wrap(err, "try letters of club %d again", club)
}

// DeclineLetters keeps since when a member wants no letters but those that the member asks for; the zero time is none of that. What waits is taken out.
func (d *DB) DeclineLetters(ctx context.Context, id survey.MemberID, at time.Time) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		if err := one(t.SetDeclined(ctx, query.SetDeclinedParams{ID: int64(id), Declined: millis(at)})); err != nil {
			return err
		}
		what := survey.TookLetters
		if !at.IsZero() {
			what = survey.DeclinedLetters
			if err := t.DeleteDeclined(ctx, sqlID(id)); err != nil {
				return err
			}
		}
		return t.log(ctx, survey.Act{Member: id, What: what})
	})
	return wrap(err, "member %d declines letters", id)
}
