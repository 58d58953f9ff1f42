package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"dure/web/webtest"
)

// onServer returns the address of a new PostgreSQL database, which is there until the test ends.
func onServer(t *testing.T) string {
	t.Helper()
	u, err := url.Parse(os.Getenv("DURE_TEST_POSTGRES"))
	webtest.Require(t, "PostgreSQL: DURE_TEST_POSTGRES, the address of a database whose user may make others", err == nil && u.Path != "")
	name := "dure_test_" + strings.ToLower(rand.Text())
	ask := func(q string) {
		ctx := context.WithoutCancel(t.Context())
		c, err := pgx.Connect(ctx, os.Getenv("DURE_TEST_POSTGRES"))
		if err == nil {
			_, err = c.Exec(ctx, q)
			c.Close(ctx)
		}
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	ask("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8'")
	t.Cleanup(func() { ask("DROP DATABASE " + name + " WITH (FORCE)") })
	u.Path = "/" + name
	return u.String()
}

func TestCommandsOnServer(t *testing.T) {
	data := dataFlag{Data: t.TempDir(), Database: onServer(t)}
	if err := (&organizerAddCmd{dataFlag: data, Email: "a@example.org"}).add(t.Context(), new(bytes.Buffer)); exitCode(err) != exitUsage {
		t.Errorf("add an organizer where there is no data: %v", err)
	}
	_, stop := served(t, serveCmd{dataFlag: data, Addr: "127.0.0.1:0", NoNight: true}, 2)
	var out bytes.Buffer
	if err := (&organizerAddCmd{dataFlag: data, Email: "a@example.org"}).add(t.Context(), &out); err != nil || !strings.Contains(out.String(), "/signup/") {
		t.Errorf("add an organizer beside the server: %s, %v", &out, err)
	}
	if err := (&checkCmd{data}).Run(); err != nil {
		t.Error(err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	none := dataFlag{Data: data.Data, Database: "postgres://dure:secret@127.0.0.1:1/dure"}
	for what, c := range map[string]struct {
		err  error
		code int
		says string
	}{
		"bring up to date":        {(&migrateCmd{data}).Run(), 0, ""},
		"back up":                 {(&backupCmd{dataFlag: data, File: "x"}).Run(), exitUsage, "pg_dump"},
		"restore":                 {(&restoreCmd{dataFlag: data, File: "x"}).Run(), exitUsage, "pg_restore"},
		"work on a file":          {(&workCmd{dataFlag: dataFlag{Data: data.Data}}).Run(), exitUsage, "--database"},
		"only serve a file":       {(&serveCmd{dataFlag: dataFlag{Data: data.Data}, NoWork: true}).Run(), exitUsage, "--database"},
		"show the demo":           {(&serveCmd{dataFlag: data, Demo: true}).Run(), exitUsage, "--demo"},
		"an address that is none": {(&checkCmd{dataFlag{Data: data.Data, Database: "file:x"}}).Run(), exitUsage, "postgres://"},
		"another's key":           {(&checkCmd{dataFlag{Data: t.TempDir(), Database: data.Database}}).Run(), exitUsage, "links.key"},
		"where nobody listens":    {(&checkCmd{none}).Run(), exitFailed, "Does PostgreSQL run"},
	} {
		if exitCode(c.err) != c.code || c.err != nil && (!strings.Contains(c.err.Error(), c.says) || strings.Contains(c.err.Error(), "secret")) {
			t.Errorf("%s: code %d, %v; want code %d and %q", what, exitCode(c.err), c.err, c.code, c.says)
		}
	}
}
