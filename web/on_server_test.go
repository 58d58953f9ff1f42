package web_test

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"dure/db"
)

// journeys are the tests that run on PostgreSQL as well: an organizer's and a member's ways through the pages, with jobs, streams and what two do at once.
var journeys = []string{
	"TestOrganizersPagesInChromium", "TestBuildInPlace", "TestEverybodyGetsInOnAPhone", "TestAMemberAnswersOnAPhone", "TestClosedWithinASecond",
	"TestTotalsComeInOnAPage", "TestImportPagesInABrowser", "TestCardsAreFilledInInPlace", "TestEditsOfTwoInABrowser", "TestTheBoardByPointerFingerAndKeys",
	"TestRepairInABrowser", "TestPublishAtATimeInChromium", "TestAMembersTeamOnAPhone", "TestTheFeedbackRoundInABrowser", "TestTwoTabsOverwriteNothingUnseen",
	"TestPasskeys",
}

// onServer is whether the tests run on PostgreSQL now.
var onServer bool

// onBoth runs all tests on SQLite, and then the [journeys] on PostgreSQL.
type onBoth struct{ *testing.M }

func (m onBoth) Run() int {
	code := m.M.Run()
	switch {
	case os.Getenv("DURE_TEST_BROWSER") == "no":
		return code
	case os.Getenv("DURE_TEST_POSTGRES") != "":
	case os.Getenv("DURE_TEST_REQUIRE") == "all":
		fmt.Println("FAIL: DURE_TEST_POSTGRES names no PostgreSQL database to run the journeys on")
		return 1
	default:
		fmt.Println("not run on PostgreSQL: DURE_TEST_POSTGRES names none")
		return code
	}
	onServer = true
	if flag.Lookup("test.run").Value.String() == "" {
		_ = flag.Set("test.run", "^("+strings.Join(journeys, "|")+")$")
	}
	defer func() { _ = askServer("DROP DATABASE IF EXISTS " + emptyServer().name + " WITH (FORCE)") }()
	return max(code, m.M.Run())
}

// openOnServer makes a new PostgreSQL database, which is there until the test ends, with its key of links in dir.
func openOnServer(t *testing.T, dir string) (*db.DB, string, error) {
	t.Helper()
	if whole, _, _ := strings.Cut(t.Name(), "/"); !slices.Contains(journeys, whole) {
		t.Skip("is not among those that run on PostgreSQL")
	}
	empty := emptyServer()
	name := serverName()
	err := errors.Join(empty.err, os.WriteFile(filepath.Join(dir, db.KeyFile), empty.key, 0o600))
	if err == nil {
		err = askServer("CREATE DATABASE " + name + " TEMPLATE " + empty.name)
	}
	if err != nil {
		return nil, "", err
	}
	t.Cleanup(func() {
		if err := askServer("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	at := serverAddress(name)
	d, err := db.OpenWith(context.Background(), dir, db.Options{Database: at})
	return d, at, err
}

// emptyServer is a database in which nothing was kept yet, from which others are made, and its key of links.
var emptyServer = sync.OnceValue(func() (empty struct {
	name string
	key  []byte
	err  error
}) {
	empty.name = serverName()
	dir, err := os.MkdirTemp("", "dure")
	if err == nil {
		defer os.RemoveAll(dir)
		err = askServer("CREATE DATABASE " + empty.name + " ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
	}
	if err == nil {
		var store *db.DB
		if store, err = db.OpenWith(context.Background(), dir, db.Options{Database: serverAddress(empty.name)}); err == nil {
			err = store.Close()
		}
	}
	if err == nil {
		empty.key, err = os.ReadFile(filepath.Join(dir, db.KeyFile))
	}
	empty.err = err
	return empty
})

func serverName() string { return "dure_test_" + strings.ToLower(rand.Text()) }

// serverAddress is where the database of a name is.
func serverAddress(name string) string {
	u, err := url.Parse(os.Getenv("DURE_TEST_POSTGRES"))
	if err != nil {
		panic(err)
	}
	u.Path = "/" + name
	return u.String()
}

func askServer(q string) error {
	ctx := context.Background()
	c, err := pgx.Connect(ctx, os.Getenv("DURE_TEST_POSTGRES"))
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	if _, err = c.Exec(ctx, q); err != nil {
		return fmt.Errorf("%s: %w", q, err)
	}
	return nil
}
