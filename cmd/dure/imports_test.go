package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// allowed says what of ours each package may import; a path ending in "..." means all below it. A package
// takes the longest entry that it begins with.
var allowed = map[string][]string{
	"cmd/dure":               {"..."},
	"web":                    {"web/view", "web/job", "web/locale", "web/static", "domain"},
	"web/view":               {"web/view/chart", "web/locale", "web/static", "domain"},
	"web/view/chart":         {"domain"},
	"web/job":                {"domain"},
	"web/locale":             nil,
	"web/static":             nil,
	"db":                     {"db/query", "domain"},
	"db/query":               nil,
	"ml":                     nil,
	"ml/tune":                nil,
	"ml/fit":                 {"survey", "clustering", "clustering/team", "ml", "ml/tune"},
	"clustering":             nil,
	"clustering/team":        {"survey", "clustering", "clustering/team/search"},
	"clustering/team/search": nil,
	"survey":                 nil,
	"survey/sheet":           {"survey"},
}

// only says which packages may import what is not ours. An import that begins with the key
// is theirs alone.
var only = map[string][]string{
	"database/sql":                   {"db", "db/query"},
	"modernc.org/sqlite":             {"db"},
	"github.com/jackc/pgx":           {"db"},
	"github.com/riverqueue/river":    {"db"},
	"github.com/pressly/goose":       {"db"},
	"github.com/labstack/echo":       {"web"},
	"github.com/a-h/templ":           {"web", "web/view", "web/view/chart"},
	"github.com/alecthomas/kong":     {"cmd/dure"},
	"github.com/prometheus":          {"cmd/dure"},
	"github.com/schollz/progressbar": {"cmd/dure"},
	"github.com/wneessen/go-mail":    {"web/job"},
	"os/exec":                        {"web/webtest"}, // a browser; the program itself starts nothing
}

// impure is what a domain package imports none of, so that time, randomness, files' names and settings come in as arguments.
var impure = []string{"net/http", "os", "crypto/rand", "log", "log/slog"}

func TestImports(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := 0
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && path != root && (strings.HasPrefix(e.Name(), ".") || e.Name() == "testdata" || e.Name() == "node_modules") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		seen++
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		checkFile(t, filepath.ToSlash(rel), path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 20 {
		t.Errorf("looked at %d files only: where is the rest of the program?", seen)
	}
}

func checkFile(t *testing.T, rel, path string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Errorf("read the imports of %s: %v", rel, err)
		return
	}
	pkg := rel[:strings.LastIndexByte(rel, '/')]
	for _, im := range f.Imports {
		name, err := strconv.Unquote(im.Path.Value)
		if err != nil {
			t.Errorf("%s: %v", rel, err)
			continue
		}
		if why := forbidden(pkg, name, strings.HasSuffix(rel, "_test.go")); why != "" {
			t.Errorf("%s imports %q: %s", rel, name, why)
		}
	}
}

// forbidden says why a package may not import another, or "" if it may. A test may use what its package is tested with.
func forbidden(pkg, name string, test bool) string {
	if ours, ok := strings.CutPrefix(name, "dure/"); ok {
		return forbiddenOurs(pkg, ours, test)
	}
	if test {
		return ""
	}
	for prefix, users := range only {
		if under(name, prefix) && !slices.Contains(users, pkg) {
			return "only " + strings.Join(users, ", ") + " may"
		}
	}
	if isDomain(pkg) && slices.Contains(impure, name) {
		return "a domain package takes time, randomness and settings as arguments, and knows no server"
	}
	return ""
}

func forbiddenOurs(pkg, ours string, test bool) string {
	can, known := allowed[pkg]
	if !known {
		return "the package " + pkg + " is not in the graph of imports: say there what it may import"
	}
	if ours == pkg || test && (pkg == "web" || pkg == "db" || ours == "web/webtest" || ours == "web/locale" || ours == "survey/sheet" || under(ours, pkg+"/testdata")) {
		return "" // an external test, one over the real database, one that reads what a person would, or one of data that is made or stands in a file
	}
	for _, c := range can {
		if c == "..." || c == ours || c == "domain" && isDomain(ours) {
			return ""
		}
	}
	return "the graph of imports has no such arrow"
}

func isDomain(pkg string) bool {
	return under(pkg, "survey") || under(pkg, "clustering") || under(pkg, "ml")
}

// under reports whether the path is prefix or lies below it.
func under(path, prefix string) bool {
	rest, ok := strings.CutPrefix(path, prefix)
	return ok && (rest == "" || rest[0] == '/')
}

func TestForbiddenImports(t *testing.T) {
	for _, c := range []struct {
		pkg, name string
		ok        bool
	}{
		{"web", "dure/db", false},
		{"web", "dure/web/locale", true},
		{"web/job", "dure/web/locale", false},
		{"clustering/team", "dure/web/locale", false},
		{"web/locale", "dure/survey", false},
		{"web/view", "github.com/labstack/echo/v4", false},
		{"web", "github.com/labstack/echo/v4", true},
		{"survey", "database/sql", false},
		{"survey", "database/sql/driver", false},
		{"survey", "net/http", false},
		{"survey", "time", true},
		{"clustering", "dure/survey", false},
		{"clustering/team", "dure/clustering", true},
		{"db", "dure/web", false},
		{"db", "dure/ml/fit", true},
		{"cmd/dure", "dure/db", true},
		{"cmd/dure", "database/sql", false},
		{"survey/new", "dure/survey", false},
		{"db", "os/exec", false},
	} {
		if why := forbidden(c.pkg, c.name, false); (why == "") != c.ok {
			t.Errorf("%s imports %s: forbidden because %q, want allowed %v", c.pkg, c.name, why, c.ok)
		}
	}
	if _, err := os.Stat(filepath.Join("..", "..", "go.mod")); err != nil {
		t.Errorf("the graph is checked from the wrong folder: %v", err)
	}
}
