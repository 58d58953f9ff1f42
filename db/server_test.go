package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
)

// testServer is the address of a PostgreSQL database whose user may make others, and onServer whether the tests run there now.
var (
	testServer = os.Getenv("DURE_TEST_POSTGRES")
	onServer   bool
)

// runOnBoth runs all tests on SQLite, and then those that are about what every database does on PostgreSQL.
func runOnBoth(m *testing.M) int {
	code := m.Run()
	if testServer == "" {
		if os.Getenv("DURE_TEST_REQUIRE") == "all" {
			fmt.Println("FAIL: DURE_TEST_POSTGRES names no PostgreSQL database to run the tests on")
			return 1
		}
		fmt.Println("not run on PostgreSQL: DURE_TEST_POSTGRES names none")
		return code
	}
	onServer = true
	defer dropServer(template())
	return max(code, m.Run())
}

// onFile skips what is about the files of SQLite.
func onFile(t *testing.T) {
	t.Helper()
	if onServer {
		t.Skip("about the files of SQLite")
	}
}

// openNew opens a new database until the test ends. On PostgreSQL every write is made twice, the first time for nothing, as where others came in its way.
func openNew(t *testing.T) *DB {
	t.Helper()
	if !onServer {
		dir, files := t.TempDir(), newFiles()
		for name, data := range files {
			if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return openDir(t, dir)
	}
	name := newName()
	askServer("CREATE DATABASE " + name + " TEMPLATE " + template())
	t.Cleanup(func() { dropServer(name) })
	d := openAt(t, t.TempDir(), Options{Database: addressIn(name)})
	d.engine.(*server).stumble = func(nth int) error {
		if nth == 0 {
			return &pgconn.PgError{Code: serialization}
		}
		return nil
	}
	addresses.Store(d, addressIn(name))
	return d
}

// newFiles are the files of a new SQLite database by name: to make its tables anew took a quarter of the time of all tests.
var newFiles = sync.OnceValue(func() map[string][]byte {
	dir, err := os.MkdirTemp("", "dure")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	d, err := Open(context.Background(), dir)
	if err == nil {
		err = d.Close()
	}
	files := map[string][]byte{}
	for _, name := range []string{File, MarkerFile, KeyFile} {
		data, bad := os.ReadFile(filepath.Join(dir, name))
		files[name], err = data, errors.Join(err, bad)
	}
	if err != nil {
		panic(err)
	}
	return files
})

// template is the name of a database with the schema, from which others are made.
var template = sync.OnceValue(func() string {
	name := newName()
	askServer("CREATE DATABASE " + name + " ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
	s, err := dial(addressIn(name))
	if err == nil {
		err = s.schema().up(context.Background())
	}
	if err == nil {
		err = s.closePools()
	}
	if err != nil {
		panic(err)
	}
	return name
})

var addresses sync.Map // by database

// addressOf returns where a database is, "" for a file.
func addressOf(d *DB) string {
	at, _ := addresses.Load(d)
	text, _ := at.(string)
	return text
}

func newName() string { return "dure_test_" + strings.ToLower(rand.Text()) }

func addressIn(name string) string {
	u, err := url.Parse(testServer)
	if err != nil {
		panic(err)
	}
	u.Path = "/" + name
	return u.String()
}

func dropServer(name string) { askServer("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)") }

func askServer(q string) {
	p, err := sql.Open("pgx", testServer)
	if err == nil {
		_, err = p.Exec(q)
		p.Close()
	}
	if err != nil {
		panic(fmt.Sprintf("%s: %v", q, err))
	}
}
