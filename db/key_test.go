package db

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// A copy of the database goes on with its key, from wherever that comes, and with another only where all links are renewed.
func TestKeyOfLinks(t *testing.T) {
	dir := t.TempDir()
	d := must[*DB](t)(Open(t.Context(), dir))
	_, season := newSeason(t, d)
	m := newMember(t, d, season.ID, "ara")
	ok(t, d.Close())
	info := must[fs.FileInfo](t)(os.Stat(filepath.Join(dir, KeyFile)))
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the key file has mode %v, want that only its owner reads it", info.Mode())
	}
	right := string(must[[]byte](t)(os.ReadFile(filepath.Join(dir, KeyFile))))
	other := strings.Repeat("0f", 32)

	for _, tt := range []struct {
		what    string
		withKey bool   // the copy has the key in it
		file    string // what the key file beside the copy holds
		keys    Keys
		opens   bool
		renews  bool
	}{
		{what: "the copy alone"},
		{what: "the copy alone, to renew", keys: Keys{Renew: true}, opens: true, renews: true},
		{what: "the key file beside it", file: right, opens: true},
		{what: "the key file beside it, to renew", file: right, keys: Keys{Renew: true}, opens: true},
		{what: "another's key file", file: other},
		{what: "another's key file, to renew", file: other, keys: Keys{Renew: true}, opens: true, renews: true},
		{what: "the key given", keys: Keys{Given: right}, opens: true},
		{what: "another key given", file: right, keys: Keys{Given: other}},
		{what: "no key given", file: right, keys: Keys{Given: "secret"}},
		{what: "half a key file", file: right[:20]},
		{what: "the key in the copy", withKey: true, opens: true},
	} {
		to := t.TempDir()
		var with *Keys
		if tt.withKey {
			with = &Keys{}
		}
		ok(t, Backup(t.Context(), dir, filepath.Join(to, File), false, with))
		if tt.file != "" {
			ok(t, os.WriteFile(filepath.Join(to, KeyFile), []byte(tt.file), 0o600))
		}
		d, err := OpenWith(t.Context(), to, Options{Keys: tt.keys})
		if !tt.opens {
			if !errors.Is(err, ErrKey) {
				t.Errorf("%s: the error is %v, want %v", tt.what, err, ErrKey)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", tt.what, err)
			continue
		}
		got := must[survey.Member](t)(d.Member(t.Context(), m.ID))
		if renewed := got.Token != m.Token; renewed != tt.renews || d.LinksRenewed() != tt.renews {
			t.Errorf("%s: the link is a new one: %t, and said to be: %t, want %t", tt.what, renewed, d.LinksRenewed(), tt.renews)
		}
		if opened, err := d.MemberByToken(t.Context(), got.Token); err != nil || !reflect.DeepEqual(opened, got) {
			t.Errorf("%s: the link of %v opens %v, %v", tt.what, got, opened, err)
		}
		_, err1 := d.MemberByToken(t.Context(), m.Token)
		_, err2 := d.SeasonByToken(t.Context(), season.Token)
		if tt.renews != errors.Is(err1, survey.ErrLinkEnded) || tt.renews != errors.Is(err2, survey.ErrLinkEnded) {
			t.Errorf("%s: the links of before give %v and %v", tt.what, err1, err2)
		}
		ok(t, d.Close())
		if data := string(must[[]byte](t)(os.ReadFile(filepath.Join(to, File)))); strings.Contains(data, strings.TrimSpace(right)) {
			t.Errorf("%s: the database holds the key after it was opened", tt.what)
		}
		again := openDir(t, to, tt.keys)
		if again.LinksRenewed() || !reflect.DeepEqual(must[survey.Member](t)(again.Member(t.Context(), m.ID)), got) {
			t.Errorf("%s: opened again, the links are others", tt.what)
		}
	}
	if err := Backup(t.Context(), dir, filepath.Join(dir, "copy"), false, &Keys{Given: other}); !errors.Is(err, ErrKey) {
		t.Errorf("a copy with another key: %v, want %v", err, ErrKey)
	}
	if _, err := os.Stat(filepath.Join(dir, "copy")); err == nil {
		t.Error("a copy that could not have its key is there")
	}
}

// Attach does not renew.
func TestAttachWithKey(t *testing.T) {
	dir := t.TempDir()
	openDir(t, dir, Keys{Given: strings.Repeat("0f", 32)})
	if _, err := Attach(t.Context(), dir, Options{Keys: Keys{Given: strings.Repeat("f0", 32), Renew: true}}); !errors.Is(err, ErrKey) {
		t.Errorf("attach with another key: %v, want %v", err, ErrKey)
	}
	if _, err := os.Stat(filepath.Join(dir, KeyFile)); err == nil {
		t.Error("a key that was given stands in the data directory")
	}
	d, err := Attach(t.Context(), dir, Options{Keys: Keys{Given: strings.Repeat("0f", 32)}})
	ok(t, err)
	ok(t, d.Close())
}

// Who goes on into the next season has the same devices there, and none with somebody else.
func TestDevicesGoOn(t *testing.T) {
	d := openNew(t)
	ctx := t.Context()
	_, season := newSeason(t, d)
	ara, bo := newMember(t, d, season.ID, "ara"), newMember(t, d, season.ID, "bo")
	for _, first := range []bool{true, false} {
		if got := must[bool](t)(d.FirstDevice(ctx, ara.ID, "cookie", "Firefox", now)); got != first {
			t.Errorf("the device is said to be the first: %t, want %t", got, first)
		}
	}
	next, _, err := d.BeginNext(ctx, survey.Following{From: season.ID, Name: "next", Members: survey.CarryAll}, team.Deck{}, nil, now)
	ok(t, err)
	members := must[[]survey.Member](t)(d.Members(ctx, next.ID))
	for _, tt := range []struct {
		m      survey.Member
		cookie string
		own    int
		this   bool
	}{{ara, "cookie", 1, true}, {ara, "another", 1, false}, {ara, "", 1, false}, {bo, "cookie", 0, false}, {members[0], "cookie", 1, true}, {members[1], "cookie", 0, false}} {
		all := must[[]survey.Device](t)(d.Devices(ctx, tt.m.ID, tt.cookie, now))
		if len(all) != tt.own || len(all) > 0 && (all[0].This != tt.this || all[0].Name != "Firefox" || all[0].Code != "") {
			t.Errorf("devices of %s by the cookie %q: %+v, want %d, this one: %t", tt.m.Name, tt.cookie, all, tt.own, tt.this)
		}
	}
}

// Whether the key is there is looked at without opening the database: where it is not, all links are dead at the next start.
func TestCheckKey(t *testing.T) {
	onFile(t)
	dir := t.TempDir()
	d := must[*DB](t)(Open(t.Context(), dir))
	_, season := newSeason(t, d)
	newMember(t, d, season.ID, "ara")
	ok(t, CheckKey(t.Context(), dir, Options{})) // while it is open
	ok(t, d.Close())
	path := filepath.Join(dir, KeyFile)
	right := must[[]byte](t)(os.ReadFile(path))
	for what, text := range map[string][]byte{"the right one": right, "none": nil, "an empty one": {}, "another": []byte(strings.Repeat("0f", 32))} {
		ok(t, os.RemoveAll(path))
		if text != nil {
			ok(t, os.WriteFile(path, text, 0o600))
		}
		if err := CheckKey(t.Context(), dir, Options{}); errors.Is(err, ErrKey) == (what == "the right one") || what == "the right one" && err != nil {
			t.Errorf("with %s: %v", what, err)
		}
		ok(t, CheckKey(t.Context(), dir, Options{Keys: Keys{Given: strings.TrimSpace(string(right))}}))
	}
}
