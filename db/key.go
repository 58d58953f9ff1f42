package db

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dure/db/query"
	"dure/survey"
)

// KeyFile is the name of the file beside the database that holds the key of links, where it is not given otherwise.
const KeyFile = "links.key"

// ErrKey is a key of links that is missing or another than that of which the links in the database were made.
var ErrKey = errors.New("the key of links is not the one that they were made with")

// Keys says which key links are made of.
type Keys struct {
	Given string // 64 hexadecimal digits; "" for what [KeyFile] holds
	Renew bool   // where the key is another than the database's, or there is none, renew all links by it or by a new one
}

// What settings say of the key.
const (
	keyMark = "link_key"      // the mark of the key that the links in the database are made of
	keyKept = "link_key_kept" // the key itself, in a copy that was made with it, until that is opened
)

type linkKey [32]byte

// mark tells one key from another, and nothing about either.
func (k linkKey) mark() string {
	mac := hmac.New(sha256.New, k[:])
	mac.Write([]byte("dure key"))
	return hex.EncodeToString(mac.Sum(nil))
}

func (k linkKey) String() string { return hex.EncodeToString(k[:]) }

func parseKey(text []byte, from string) (k linkKey, err error) {
	text = bytes.TrimSpace(text)
	if n, err := hex.Decode(k[:], text[:min(len(text), 2*len(k))]); err != nil || n != len(k) || len(text) != 2*len(k) {
		return k, fmt.Errorf("%w: %s is not %d hexadecimal digits", ErrKey, from, 2*len(k))
	}
	return k, nil
}

// findKey returns the key that is given or stands in the key file of dir, or [fs.ErrNotExist].
func findKey(dir string, keys Keys) (linkKey, error) {
	if keys.Given != "" {
		return parseKey([]byte(keys.Given), "what is given")
	}
	path := filepath.Join(dir, KeyFile)
	text, err := os.ReadFile(path)
	if err != nil {
		return linkKey{}, fmt.Errorf("key of links: %w", err)
	}
	return parseKey(text, path)
}

// writeKey makes the key file, which only its owner can read, and which is on the disk when writeKey returns.
func writeKey(dir string, k linkKey) error {
	f, err := os.OpenFile(filepath.Join(dir, KeyFile), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("key of links: %w", classify(err))
	}
	handOver(f.Name())
	_, err = fmt.Fprintln(f, k)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("key of links: %w", classify(err))
	}
	return syncDir(dir)
}

// useKey finds the key of links, or makes one for a database that has none yet, and makes the links that are still to be made: all, where
// they are renewed, and those that an older program left in clear, which open what they opened as well.
func (d *DB) useKey(ctx context.Context, keys Keys) error {
	mark, err1 := d.setting(ctx, keyMark)
	kept, err2 := d.setting(ctx, keyKept)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	dir := d.dir
	k, err := findKey(dir, keys)
	if errors.Is(err, fs.ErrNotExist) {
		switch {
		case kept != "":
			k, err = parseKey([]byte(kept), "what the copy holds")
		case mark == "" || keys.Renew:
			_, err = rand.Read(k[:])
		default:
			return fmt.Errorf("%w: there is no %s", ErrKey, filepath.Join(dir, KeyFile))
		}
		if err == nil {
			err = writeKey(dir, k)
		}
	}
	if err != nil {
		return err
	}
	d.key, d.renewed = k, mark != "" && mark != k.mark()
	if d.renewed && !keys.Renew {
		return ErrKey
	}
	return wrap(d.makeLinks(ctx, mark, kept), "make links")
}

// makeLinks makes the links that are to be made and keeps by which key. What it puts a hash in the place of is nowhere in the files then.
func (d *DB) makeLinks(ctx context.Context, mark, kept string) error {
	todo, err := d.read.LinksToMake(ctx, d.renewed)
	if err != nil || len(todo) == 0 && mark == d.key.mark() && kept == "" {
		return classify(err)
	}
	return d.update(ctx, func(ctx context.Context, t tx) error {
		if d.renewed {
			if err := t.EndAllOldLinks(ctx); err != nil {
				return err
			}
		}
		for _, was := range todo {
			if _, err := t.renew(ctx, was, d.renewed); err != nil {
				return err
			}
		}
		if err := t.DeleteSetting(ctx, keyKept); err != nil {
			return err
		}
		if len(todo) > 0 || kept != "" {
			t.erased()
		}
		return t.SaveSetting(ctx, query.SaveSettingParams{Name: keyMark, Value: d.key.mark()})
	})
}

// checkKey reads the key beside a process that has the database open.
func (d *DB) checkKey(ctx context.Context, keys Keys) error {
	mark, err := d.setting(ctx, keyMark)
	if err != nil {
		return err
	}
	if d.key, err = findKey(d.dir, keys); err == nil && d.key.mark() != mark {
		err = ErrKey
	}
	return err
}

// CheckKey looks, also while another process holds dir, whether the links of its database can be made with the key there. It returns [ErrKey] if not.
// A database without links needs none, and a copy may hold its own.
func CheckKey(ctx context.Context, dir string, o Options) error {
	d, err := beside(ctx, dir, o)
	if err != nil {
		return err
	}
	defer d.closePools()
	mark, err1 := d.setting(ctx, keyMark)
	kept, err2 := d.setting(ctx, keyKept)
	if err := errors.Join(err1, err2); err != nil || mark == "" || kept != "" {
		return err
	}
	err = d.checkKey(ctx, o.Keys)
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%w: there is no %s", ErrKey, filepath.Join(dir, KeyFile))
	}
	return err
}

// LinksRenewed reports whether all links were renewed when the database was opened.
func (d *DB) LinksRenewed() bool { return d.renewed }

// setting returns a setting, "" where it is not set.
func (d *DB) setting(ctx context.Context, name string) (string, error) {
	v, err := d.read.Setting(ctx, name)
	return v, wrap(ifThere(missing(classify(err))), "setting %s", name)
}

// putKey puts the key into a copy of a database that was made with it.
func putKey(ctx context.Context, made *sql.DB, k linkKey) error {
	q := query.New(made)
	mark, err := q.Setting(ctx, keyMark)
	if err = missing(classify(err)); err != nil && !errors.Is(err, survey.ErrNotFound) {
		return err
	}
	if mark != k.mark() {
		return ErrKey
	}
	return classify(q.SaveSetting(ctx, query.SaveSettingParams{Name: keyKept, Value: k.String()}))
}
