package db

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dure/db/query"
	"dure/survey"
)

// A device is confirmed once the browser has brought a cookie along: before that nothing says that it keeps any, and all that tells the device is the form
// that it sends. Until one is confirmed the member has no other.

// Devices returns the devices of a member, the newest first, as the one sees them whose cookie asks: those that are confirmed, and itself.
func (d *DB) Devices(ctx context.Context, id survey.MemberID, cookie string, now time.Time) ([]survey.Device, error) {
	rows, err := d.read.Devices(ctx, int64(id))
	all := each(rows, func(r query.Device) survey.Device {
		one := survey.Device{ID: survey.DeviceID(r.ID), Name: r.Name, Confirmed: fromMillis(r.Confirmed), This: cookie != "" && r.Hash == hash(cookie)}
		if one.This && codeWorks(r, now) {
			one.Code, one.CodeUntil = d.key.code(r.CodeNonce), fromMillis(r.CodeUntil)
		}
		return one
	})
	all = slices.DeleteFunc(all, func(d survey.Device) bool { return !d.This && d.Confirmed.IsZero() })
	return all, wrap(classify(err), "devices of member %d", id)
}

// DeviceMembers returns the members of a season whose own the device of a cookie is, the newest first.
func (d *DB) DeviceMembers(ctx context.Context, season survey.SeasonID, cookie string) ([]survey.Member, error) {
	if cookie == "" {
		return nil, nil
	}
	rows, err := d.read.DeviceMembers(ctx, query.DeviceMembersParams{SeasonID: int64(season), Hash: hash(cookie)})
	return each(rows, d.key.linked), wrap(classify(err), "members of a device in season %d", season)
}

func codeWorks(r query.Device, now time.Time) bool {
	return millis(now) < r.CodeUntil && r.CodeTries < survey.CodeTries
}

// code returns the six digits that are made of a nonce, as in RFC 4226 without its choice of bytes, which is for shorter hashes.
func (k linkKey) code(nonce string) string {
	mac := hmac.New(sha256.New, k[:])
	fmt.Fprintf(mac, "dure code %s", nonce)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(mac.Sum(nil))%1_000_000)
}

// FirstDevice makes the device of a cookie a member's own, if the member has none; confirmed is zero where the browser may keep no cookies. It
// reports whether it did.
func (d *DB) FirstDevice(ctx context.Context, id survey.MemberID, cookie, name string, confirmed time.Time) (first bool, err error) {
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		rows, err := t.Devices(ctx, int64(id))
		first = err == nil && !slices.ContainsFunc(rows, func(r query.Device) bool { return r.Confirmed > 0 })
		if !first {
			return err
		}
		m, err := t.Member(ctx, int64(id))
		if err != nil {
			return missing(err)
		}
		err = t.DeleteUnconfirmed(ctx, m.ID)
		if slices.ContainsFunc(rows, func(r query.Device) bool { return r.Hash == hash(cookie) }) { // it is known, and confirmed now
			return errors.Join(err, t.insertDevice(ctx, id, cookie, name, confirmed))
		}
		return errors.Join(err, t.knowAddress(ctx, m), t.addDevice(ctx, id, cookie, name, confirmed))
	})
	return first, wrap(err, "first device of member %d", id)
}

func (t tx) addDevice(ctx context.Context, id survey.MemberID, cookie, name string, confirmed time.Time) error {
	return errors.Join(t.insertDevice(ctx, id, cookie, name, confirmed), t.log(ctx, survey.Act{Member: id, What: survey.ConfirmedDevice}))
}

func (t tx) insertDevice(ctx context.Context, id survey.MemberID, cookie, name string, confirmed time.Time) error {
	return t.InsertDevice(ctx, query.InsertDeviceParams{MemberID: int64(id), Hash: hash(cookie), Name: name, Confirmed: millis(confirmed)})
}

// ShowCode makes the code with which the device of a cookie, one of the member's, confirms another.
func (d *DB) ShowCode(ctx context.Context, id survey.MemberID, cookie string, now time.Time) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		return one(t.SetCode(ctx, query.SetCodeParams{
			MemberID: int64(id), Hash: hash(cookie), CodeNonce: rand.Text(), CodeUntil: millis(now.Add(survey.CodeLasts)),
		}))
	})
	return wrap(err, "code of member %d", id)
}

// ConfirmDevice makes the device of a cookie a member's own by a code that another one shows, or that a letter brought (see [DB.MailCode]). A wrong one
// is an [survey.InvalidError], and counts against all codes that the member has.
func (d *DB) ConfirmDevice(ctx context.Context, id survey.MemberID, code, cookie, name string, now time.Time) error {
	right := false
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		rows, err := t.Devices(ctx, int64(id))
		if err != nil {
			return err
		}
		if right, err = mailCodeWorks(ctx, t, id, code, cookie, now); err != nil {
			return err
		}
		if right {
			return errors.Join(t.DeleteMailCode(ctx, int64(id)), t.addDevice(ctx, id, cookie, name, now), t.made(ctx, int64(id)))
		}
		i := slices.IndexFunc(rows, func(r query.Device) bool {
			return codeWorks(r, now) && hmac.Equal([]byte(t.key.code(r.CodeNonce)), []byte(code))
		})
		if right = i >= 0; !right {
			return errors.Join(t.CountTry(ctx, int64(id)), t.CountMailTry(ctx, int64(id)))
		}
		if err := one(t.SetCode(ctx, query.SetCodeParams{MemberID: int64(id), Hash: rows[i].Hash})); err != nil {
			return err
		}
		return errors.Join(t.addDevice(ctx, id, cookie, name, now), t.made(ctx, int64(id)))
	})
	if err == nil && !right {
		err = &survey.InvalidError{Field: "code", Reason: "code_wrong"}
	}
	return wrap(err, "confirm a device of member %d", id)
}

// mailCode returns the ten letters that are made of a nonce.
func (k linkKey) mailCode(nonce string) survey.Token {
	if nonce == "" {
		return ""
	}
	return k.token("code", nonce)[:10]
}

// mailCodeWorks reports whether a code came by mail for the device of the cookie.
func mailCodeWorks(ctx context.Context, t tx, id survey.MemberID, code, cookie string, now time.Time) (bool, error) {
	c, err := t.MailCode(ctx, int64(id))
	if err != nil {
		return false, ifThere(missing(err))
	}
	works := millis(now) < c.Until && c.Tries < survey.CodeTries && c.Hash == hash(cookie)
	return works && hmac.Equal([]byte(t.key.mailCode(c.Nonce)), []byte(strings.ToUpper(code))), nil
}

// KnowAddress has codes by mail sent to the address that the list has now.
func (d *DB) KnowAddress(ctx context.Context, id survey.MemberID) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		m, err := t.Member(ctx, int64(id))
		if err != nil {
			return missing(err)
		}
		if _, took, err := held(ctx, t.Queries, member(m)); took || err != nil { // nor where the list's address goes is theirs to choose
			return err
		}
		return t.knowAddress(ctx, m)
	})
	return wrap(err, "address of member %d", id)
}

func (t tx) knowAddress(ctx context.Context, m query.Member) error {
	return errors.Join(t.DeleteMailCode(ctx, m.ID), t.SetKnownEmail(ctx, query.SetKnownEmailParams{ID: m.ID, KnownEmail: m.Email}))
}

// EndDevice takes a device from those that are a member's own.
func (d *DB) EndDevice(ctx context.Context, id survey.MemberID, device survey.DeviceID) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		switch rows, err := t.Devices(ctx, int64(id)); {
		case err != nil:
			return err
		case len(rows) == 1 && rows[0].ID == int64(device): // the next one on which the link is opened would be the first again
			return &survey.InvalidError{Reason: "device_last"}
		}
		if err := one(t.DeleteDevice(ctx, query.DeleteDeviceParams{MemberID: int64(id), ID: int64(device)})); err != nil {
			return err
		}
		return t.log(ctx, survey.Act{Member: id, What: survey.EndedDevice})
	})
	return wrap(err, "end device %d of member %d", device, id)
}
