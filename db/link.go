package db

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base32"
	"errors"
	"fmt"

	"dure/db/query"
	"dure/survey"
)

// A link to a member or to a season is made of a key, which is not in the database, and of a nonce, which is: HMAC-SHA256 (RFC 2104), 256
// bit. So organizers can hand it out at any time, and who has the database or a copy of it has no link: it holds only the link's hash, by
// which the link is found. The nonce is drawn, and no count or id: a database put back from a copy gives its next ids once more, and
// nobody's link may open what another is given then.
type linkKind string

const (
	memberLink linkKind = "member"
	seasonLink linkKind = "season"
)

// linkLetters are those of [rand.Text]: no letter of a link looks like another.
var linkLetters = base32.StdEncoding.WithPadding(base32.NoPadding)

// token returns the link of a kind that is made of a nonce, "" of none.
func (k linkKey) token(kind linkKind, nonce string) survey.Token {
	if nonce == "" {
		return ""
	}
	mac := hmac.New(sha256.New, k[:])
	fmt.Fprintf(mac, "dure %s %s", kind, nonce)
	return survey.Token(linkLetters.EncodeToString(mac.Sum(nil)))
}

// draw returns a new link of a kind, its nonce, and the hash that it is found by.
func (k linkKey) draw(kind linkKind) (token survey.Token, nonce, hashed string) {
	nonce = rand.Text()
	token = k.token(kind, nonce)
	return token, nonce, hash(string(token))
}

// linked returns the member of a row with the personal link. Who is read to be changed only has none.
func (k linkKey) linked(row query.Member) survey.Member {
	m := member(row)
	m.Token = k.token(memberLink, row.Nonce)
	return m
}

// RenewLink gives a member's personal link a new token and returns it; the old links open nothing any more.
func (d *DB) RenewLink(ctx context.Context, id survey.MemberID) (token survey.Token, err error) {
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		row, err := t.Member(ctx, int64(id))
		if err != nil {
			return missing(err)
		}
		if err := asRead(ctx, t.key.linked(row).LinkMark(), ""); err != nil {
			return err
		}
		if err := t.EndOldLinks(ctx, sqlID(id)); err != nil {
			return err
		}
		was := query.LinksToMakeRow{Kind: string(memberLink), ID: row.ID, LinkHash: row.LinkHash, Nonce: row.Nonce}
		if token, err = t.renew(ctx, was, true); err != nil {
			return err
		}
		return errors.Join(t.log(ctx, survey.Act{Member: id, What: survey.RenewedLink}), t.made(ctx, int64(id)))
	})
	return token, wrap(err, "renew link of member %d", id)
}

// renew gives what a link opens a new one. The old one ends, or opens it as well.
func (t tx) renew(ctx context.Context, was query.LinksToMakeRow, ends bool) (survey.Token, error) {
	token, nonce, hashed := t.key.draw(linkKind(was.Kind))
	if was.Nonce == "" { // in clear, as an older program left it
		was.LinkHash = hash(was.LinkHash)
	}
	old, id := query.InsertOldLinkParams{Hash: was.LinkHash, Ended: ends}, sql.NullInt64{Int64: was.ID, Valid: true}
	if linkKind(was.Kind) == seasonLink {
		old.SeasonID = id
		if err := t.InsertOldLink(ctx, old); err != nil {
			return "", err
		}
		return token, one(t.SetSeasonLink(ctx, query.SetSeasonLinkParams{ID: was.ID, LinkHash: hashed, Nonce: nonce}))
	}
	old.MemberID = id
	if err := t.InsertOldLink(ctx, old); err != nil {
		return "", err
	}
	return token, one(t.SetMemberLink(ctx, query.SetMemberLinkParams{ID: was.ID, LinkHash: hashed, Nonce: nonce}))
}

// MemberByToken returns the member of a personal link, as who holds it is shown the member; of one that was renewed the error is [survey.ErrLinkEnded], and of
// one whose member was erased, as the member asked, [survey.ErrErased].
func (d *DB) MemberByToken(ctx context.Context, token survey.Token) (survey.Member, error) {
	row, err := d.read.MemberByLink(ctx, hash(string(token)))
	if err != nil {
		return survey.Member{}, wrap(d.noLink(ctx, token, err), "member by link")
	}
	m, _, err := held(ctx, d.read, d.key.linked(row))
	return m, wrap(classify(err), "member by link")
}

// SeasonByToken returns the season of a club link; of one that was renewed the error is [survey.ErrLinkEnded].
func (d *DB) SeasonByToken(ctx context.Context, token survey.Token) (survey.Season, error) {
	row, err := d.read.SeasonByLink(ctx, hash(string(token)))
	return d.key.season(query.SeasonRow(row)), wrap(d.noLink(ctx, token, err), "season by link")
}

// noLink tells a link that has ended from one that there never was.
func (d *DB) noLink(ctx context.Context, token survey.Token, err error) error {
	if err = missing(classify(err)); err != survey.ErrNotFound {
		return err
	}
	switch old, err := d.read.OldLink(ctx, hash(string(token))); {
	case err == nil && old.Erased:
		return survey.ErrErased
	case err == nil && old.Ended:
		return survey.ErrLinkEnded
	case err != nil && !errors.Is(err, sql.ErrNoRows):
		return classify(err)
	}
	return err
}
