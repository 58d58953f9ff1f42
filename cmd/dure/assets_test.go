package main

import (
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"dure/web/static"
)

// Every page loads the scripts and the styles that it has use for, and no others: in the demo's club, with pages that
// wait for a job and forms that come back to be mended among them.
func TestEveryPageLoadsWhatItUses(t *testing.T) {
	a := newAssets(t)
	v := demoVisitor(t)
	v.seen = func() { a.check(v) }
	v.get("/seasons/3/members/new").submit("/members/new", nil).want(422)
	first := last(attr(find(find(v.get("/seasons/3/survey").page, "h3"), "a"), "href"))
	v.get("/seasons/3/survey/questions/new?kind=short_text").submit("/survey/questions", typed{"title_en": {"Why?"}, "show": {first}}).want(200)
	m := newVisitor(t, v.base, "ko")
	m.seen = func() { a.check(m) }
	m.get(v.get("/seasons/3").value("club-link")).submit("", typed{"name": {"Ada"}, "email": {"ada@example.org"}}).want(422)
	m.submit("", typed{"name": {"Ada"}, "email": {"ada@example.org"}, "consent": {"yes"}}).want(200)
	m.submit("/answers", nil).want(422)
	m.submit("/answers", new(round).fill(m, 1)).want(200)
	for _, path := range append(pagesOf(t, demoThings(v)), "/seasons/1/feedback") {
		v.get(path).want(200)
	}
	proposal := v.get("/seasons/3/teams").link("/proposals/")
	for range 3 { // so that there is something to repair
		v.get(proposal).follow("/move?member=").submit("/drop", nil).want(200)
	}
	for name := range a.files {
		passing := name == "forming.js" || name == "live.js" || // while a job runs, which may be over
			name == "passkey.js" // where the program is reached under a name
		if !passing && len(a.pages[name]) == 0 {
			t.Errorf("no page loads %s", name)
		}
		for page, used := range a.pages[name] {
			if !used {
				t.Errorf("%s loads %s and uses it never", page, name)
			}
		}
	}
}

// assets are the files that a page may load.
type assets struct {
	t     *testing.T
	files map[string]string          // name to content
	pages map[string]map[string]bool // name to the pages that load it, and whether one of them was seen to use it
}

// everywhere are the files that each page has.
var everywhere = []string{"dure.css", "icon.svg", "pico.min.css"}

func newAssets(t *testing.T) assets {
	t.Helper()
	a := assets{t: t, files: map[string]string{}, pages: map[string]map[string]bool{}}
	folder := os.DirFS("../../web/static")
	names, err := fs.Glob(folder, "*.*s*") // scripts, styles, pictures
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		content, err := fs.ReadFile(folder, name)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(everywhere, name) {
			a.files[name] = string(content)
		}
	}
	return a
}

// check compares what the page loads with what it uses. A page has the same styles in all its states.
func (a assets) check(v *visitor) {
	a.t.Helper()
	if !strings.HasPrefix(v.header.Get("Content-Type"), "text/html") {
		return
	}
	loads, uses := map[string]bool{}, a.uses(v.page)
	walk(v.page, func(n *html.Node) {
		if at := attr(n, "src") + attr(n, "href"); strings.HasPrefix(at, "/static/") {
			name, _, current := static.Open(at)
			if !current {
				a.t.Errorf("%s loads %s, which is no file of static by its own name", v.at, at)
			}
			loads[name] = !slices.Contains(everywhere, name)
		}
	})
	page := oneOf.ReplaceAllString(v.at.Path, "/:")
	for name := range a.files {
		if uses[name] && !loads[name] || loads[name] && !uses[name] && strings.HasSuffix(name, ".js") {
			a.t.Errorf("%s loads %v and uses %v", v.at, slices.Sorted(maps.Keys(loads)), slices.Sorted(maps.Keys(uses)))
		}
		if loads[name] && isMembers(page) && !slices.Contains(membersFiles, name) {
			a.t.Errorf("a member's page %s loads %s", v.at, name)
		}
		if loads[name] {
			if a.pages[name] == nil {
				a.pages[name] = map[string]bool{}
			}
			a.pages[name][page] = a.pages[name][page] || uses[name]
		}
	}
}

// uses names the scripts whose mark is on the page, and the styles that have a rule for it.
func (a assets) uses(page *html.Node) map[string]bool {
	uses := map[string]bool{}
	walk(page, func(n *html.Node) {
		for _, at := range n.Attr {
			if mark, ok := strings.CutPrefix(at.Key, "data-"); ok && a.files[mark+".js"] != "" {
				uses[mark+".js"] = true
				uses["sortable.min.js"] = uses["sortable.min.js"] || strings.Contains(a.files[mark+".js"], "Sortable.")
			}
		}
	})
	for name, content := range a.files {
		uses[name] = uses[name] || strings.HasSuffix(name, ".css") && styles(page, content)
	}
	maps.DeleteFunc(uses, func(_ string, used bool) bool { return !used })
	return uses
}

// oneOf is the part of an address that says which one: an id or a token.
var oneOf = regexp.MustCompile(`/([0-9]+|[A-Z2-7]{26})\b`)

// membersFiles are what a member's page may load.
var membersFiles = []string{"answer.css", "autosave.js", "copy.js", "grid.js", "if.js", "kept.js", "mates.js", "progress.js", "rank.js", "shares.js", "sortable.min.js"}

func isMembers(path string) bool {
	return strings.HasPrefix(path, "/m/") || strings.HasPrefix(path, "/s/")
}

var (
	notSelector = regexp.MustCompile(`(?s)/\*.*?\*/|url\(.*?\)|"[^"]*"|\[[^\]]*\]`)
	prelude     = regexp.MustCompile(`([^{};]+)\{`)
	inParens    = regexp.MustCompile(`:[a-z-]+\([^()]*\)`)
	compound    = regexp.MustCompile(`^([a-z0-9]*)((?:[.#][\w-]+)*)`)
	named       = regexp.MustCompile(`[.#][\w-]+`)
)

// styles reports whether a rule of a sheet is for something on the page by a class or an id: the parts of its selector stand
// somewhere on the page.
func styles(page *html.Node, sheet string) bool {
	for _, rule := range prelude.FindAllStringSubmatch(notSelector.ReplaceAllString(sheet, ""), -1) {
		for selector := range strings.SplitSeq(inParens.ReplaceAllString(rule[1], ""), ",") {
			parts := strings.FieldsFunc(selector, func(r rune) bool { return strings.ContainsRune(" >+~\n", r) })
			missing := slices.ContainsFunc(parts, func(part string) bool { return !stands(page, part) })
			if named.MatchString(selector) && !strings.Contains(selector, "@") && !missing {
				return true
			}
		}
	}
	return false
}

// stands reports whether an element of the page is what part of a selector asks for.
func stands(page *html.Node, part string) bool {
	found := false
	want := compound.FindStringSubmatch(part)
	walk(page, func(n *html.Node) {
		if n.Type != html.ElementNode || want[1] != "" && want[1] != n.Data {
			return
		}
		for _, name := range named.FindAllString(want[2], -1) {
			if name[0] == '#' && attr(n, "id") != name[1:] || name[0] == '.' && !slices.Contains(strings.Fields(attr(n, "class")), name[1:]) {
				return
			}
		}
		found = true
	})
	return found
}
