package web_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dure/survey"
	"dure/web"
)

// fill puts ids in the place of their names, the longer names first.
func fill(path string, ids map[string]string) string {
	var names []string
	for name := range ids {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, name := range names {
		pairs = append(pairs, name, ids[name])
	}
	return strings.NewReplacer(pairs...).Replace(path)
}

// A line of the matrix: a route, what comes of it, and a form that is right where somebody may send it.
type line struct {
	method, path, form string
	want               []string
}

// lines reads a table of the routes, of which each has so many columns.
func lines(t *testing.T, table string, columns int) (all []line) {
	t.Helper()
	for row := range strings.Lines(table) {
		f := strings.Fields(row)
		if len(f) == 0 || f[0] == "#" {
			continue
		}
		if len(f) < 2+columns || len(f) > 3+columns {
			t.Fatalf("the matrix has %q, want a route, %d columns and at most one form", row, columns)
		}
		all = append(all, line{f[0], f[1], strings.Join(f[2+columns:], ""), f[2 : 2+columns]})
	}
	return all
}

// Who gets what of every address is written down in [matrix], and nobody gets more: not by ids of another club or season, and not by parts of one
// under the address of another. What is refused changes nothing.
func TestWhoMayWhat(t *testing.T) {
	s := matrixSite(t)
	all, owner, own, foreign := s.everybody()
	k := s.keep()
	listed := map[string]bool{}
	for _, l := range lines(t, matrix, 8) {
		listed[l.method+" "+l.path] = true
		for _, p := range all {
			if got := k.try(p.visitor, l.method, fill(l.path, own), fill(l.form, own)); got != l.want[p.column] {
				t.Errorf("%s %s by %s: %s, want %s", l.method, l.path, p.name, got, l.want[p.column])
			}
			if p.column >= 4 && strings.Contains(k.said, s.club.Name) {
				t.Errorf("%s %s tells %s what the club is called", l.method, l.path, p.name)
			}
		}
		for _, f := range foreign {
			path, form := fill(l.path, f.ids), fill(fill(l.form, f.ids), own)
			if form != fill(l.form, own) && k.try(owner, l.method, fill(l.path, own), form) == "done" {
				t.Errorf("%s %s does something with what is another's: %s", l.method, l.path, form)
			}
			if l.want[f.column] == "-" {
				continue
			}
			if got := k.try(owner, l.method, path, form); got != l.want[f.column] {
				t.Errorf("%s %s by %s: %s, want %s", l.method, path, f.name, got, l.want[f.column])
			}
			if strings.Contains(k.said, "Baduk") {
				t.Errorf("%s %s tells what another club is called", l.method, path)
			}
		}
	}
	wantListed(t, listed, func(path string) bool { return !strings.Contains(path, ":token") })
}

// A link opens what it was made for, to whoever holds it and whether or not they are signed in, for as long as it lasts.
func TestWhatLinksOpen(t *testing.T) {
	s := matrixSite(t)
	teams := s.ratedSeason()
	s.openRound(survey.Pulse)
	links := s.everyLink(teams[0])
	signedIn := s.organizer()
	k := s.keep()
	listed := map[string]bool{}
	for _, l := range lines(t, linkMatrix, len(links)) {
		listed[l.method+" "+l.path] = true
		guest := s.from(fmt.Sprintf("10.0.0.%d", len(listed))) // from one address these are too many guesses
		for i, link := range links {
			path := strings.NewReplacer(":token", link.token, ":hash", "abc").Replace(l.path)
			if got := k.try(guest, l.method, path, l.form); got != l.want[i] {
				t.Errorf("%s %s by %s: %s, want %s", l.method, l.path, link.name, got, l.want[i])
			}
			if strings.HasPrefix(path, "/sign") { // where it counts who is signed in: see TestInviteOrganizer
				continue
			}
			signedIn.from = guest.from
			if got := k.try(signedIn, l.method, path, l.form); got != l.want[i] {
				t.Errorf("%s %s by %s and signed in: %s, want %s", l.method, l.path, link.name, got, l.want[i])
			}
		}
	}
	wantListed(t, listed, func(path string) bool { return strings.Contains(path, ":token") })
}

// wantListed wants the routes, as far as they are to be there, and no others.
func wantListed(t *testing.T, listed map[string]bool, here func(path string) bool) {
	t.Helper()
	for _, r := range web.Routes() {
		if name := r.Method + " " + r.Path; here(r.Path) && !listed[name] {
			t.Errorf("%s is not in the matrix: say there who may ask for it", name)
		}
		delete(listed, r.Method+" "+r.Path)
	}
	for name := range listed {
		t.Errorf("the matrix has %s, which is no route", name)
	}
}
