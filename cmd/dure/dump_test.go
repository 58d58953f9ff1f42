package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"dure/db"
	"dure/survey"
)

// TestDumpAndRestore backs a full demo up as README.md says, while it is served, loses data, and restores: all is as when it was backed up, in its own
// database and in a new one.
func TestDumpAndRestore(t *testing.T) {
	dump, restore := postgresTool(t, "pg_dump"), postgresTool(t, "pg_restore")
	address, dir, file := onServer(t), t.TempDir(), filepath.Join(t.TempDir(), "club.dump")
	tool := func(name string, args ...string) {
		t.Helper()
		cmd := exec.Command(name, args...)
		cmd.Env = append(os.Environ(), "DURE_DATABASE="+address)
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, said)
		}
	}
	ctx := t.Context()
	open := func(address string) *db.DB {
		t.Helper()
		d, err := db.OpenWith(ctx, dir, db.Options{Database: address})
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	d := open(address)
	_, seasons, err := (&demo{db: d, now: time.Now()}).fill(ctx)
	if err != nil {
		t.Fatal(err)
	}
	want, err := db.Check(ctx, dir, db.Options{Database: address})
	if err != nil {
		t.Fatal(err)
	}
	before, err := d.Members(ctx, seasons[2])
	if err != nil {
		t.Fatal(err)
	}
	tool(dump, "--format=custom", "--file="+file, address)
	late, err := d.AddMember(ctx, survey.Member{Season: seasons[2], Name: "Late"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.DeleteSeason(ctx, seasons[0]); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	other := onServer(t)
	tool(restore, "--clean", "--if-exists", "--no-owner", "--dbname="+address, file)
	tool(restore, "--no-owner", "--dbname="+other, file)
	for where, address := range map[string]string{"its own": address, "a new": other} {
		if got, err := db.Check(ctx, dir, db.Options{Database: address}); got != want || err != nil {
			t.Errorf("restored into %s database: %+v, %v, want %+v", where, got, err, want)
		}
		d := open(address)
		for _, m := range before {
			if found, err := d.MemberByToken(ctx, m.Token); err != nil || found.ID != m.ID {
				t.Errorf("in %s database the link of %s opens %d, %v", where, m.Name, found.ID, err)
			}
		}
		again, err := d.AddMember(ctx, survey.Member{Season: seasons[2], Name: "After"}, time.Now())
		if err != nil || again.ID != late.ID {
			t.Errorf("in %s database a new member has the number %d, %v, want %d, the next one of then", where, again.ID, err, late.ID)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
}
