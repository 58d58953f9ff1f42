package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A named test, or a package that the tests after it are of.
var namedTest = regexp.MustCompile("`([a-z/]+)`|\\b((?:Test|Fuzz)[A-Z]\\w*)(?:/(\\w+))?")

// Every test that SECURITY.md names for a promise is there.
func TestSecurityNamesTestsThatAre(t *testing.T) {
	page, err := os.ReadFile("../../SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	names := 0
	for line := range strings.Lines(string(page)) {
		if !strings.HasPrefix(line, "| ") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "| \n"), " | ")
		last := cells[len(cells)-1]
		found := namedTest.FindAllStringSubmatch(last, -1)
		if last == "---" || last == "test" {
			continue
		}
		if len(last) < 4 || len(cells) == 2 && len(found) == 0 {
			t.Errorf("SECURITY.md has no test and no reason for %q", cells[0])
		}
		pkg := ""
		for _, m := range found {
			if m[1] != "" {
				pkg = m[1]
				continue
			}
			names++
			if source := testsOf(t, pkg); pkg == "" || !strings.Contains(source, "func "+m[2]+"(") {
				t.Errorf("SECURITY.md names %s of %q, which is not there", m[2], pkg)
			} else if m[3] != "" && !strings.Contains(source, `"`+strings.ReplaceAll(m[3], "_", " ")+`"`) {
				t.Errorf("SECURITY.md names %s of %s, which is not there", m[3], m[2])
			}
		}
	}
	if names < 100 {
		t.Errorf("SECURITY.md names only %d tests", names)
	}
}

// testsOf is the text of a package's tests.
func testsOf(t *testing.T, pkg string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../..", filepath.FromSlash(pkg), "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

// The lines of OWASP ASVS 5.0 of level 1, and those of level 2 on files, sessions, access and data.
const asvsLines = `1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.5.1 2.1.1 2.2.1 2.2.2 2.3.1 3.2.1 3.2.2 3.3.1 3.4.1 3.4.2 3.5.1 3.5.2 3.5.3 4.1.1 4.4.1
5.1.1 5.2.1 5.2.2 5.2.3 5.3.1 5.3.2 5.4.1 5.4.2 5.4.3 6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.3.1 6.3.2 6.4.1 6.4.2
7.1.1 7.1.2 7.1.3 7.2.1 7.2.2 7.2.3 7.2.4 7.3.1 7.3.2 7.4.1 7.4.2 7.4.3 7.4.4 7.4.5 7.5.1 7.5.2 7.6.1 7.6.2 8.1.1 8.1.2 8.2.1 8.2.2 8.2.3 8.3.1 8.4.1
9.1.1 9.1.2 9.1.3 9.2.1 10.4.1 10.4.2 10.4.3 10.4.4 10.4.5 11.3.1 11.3.2 11.4.1 12.1.1 12.2.1 12.2.2 13.4.1
14.1.1 14.1.2 14.2.1 14.2.2 14.2.3 14.2.4 14.3.1 14.3.2 14.3.3 15.1.1 15.2.1 15.3.1`

func TestSecurityHasEveryLineOfASVS(t *testing.T) {
	page, err := os.ReadFile("../../SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range regexp.MustCompile(`(?m)^\| (\d[\d., ]*) \|`).FindAllStringSubmatch(string(page), -1) {
		got = append(got, strings.Split(m[1], ", ")...)
	}
	want := strings.Fields(asvsLines)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("SECURITY.md has the lines %v, want %v", got, want)
	}
}
