package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// namesLanguage says why a file may name a language or be in one. Each other file leaves that to web/locale's files, of
// which there may be any number; a path that ends in "/" means all in it.
var namesLanguage = map[string]string{
	"cmd/dure/member.go":        "commands are in English",
	"survey/text.go":            "English stands in for a language without words; Korean is beside it for the presets",
	"survey/question.go":        "columns of tables are called by their English title",
	"survey/kind_choice.go":     "cells of tables are in English, as their columns are",
	"survey/kind_number.go":     "units of tables are in English, as their columns are",
	"survey/kind_level.go":      "reads levels as people type them; columns of tables are called by their English words",
	"survey/kind_scale.go":      "a number reads the same in every language, and cells of tables are in English",
	"survey/pins.go":            "reads who is pinned to which team as people type it",
	"survey/clock.go":           "reads times as people type them",
	"survey/when.go":            "reads dates as people type them",
	"survey/next.go":            "reads names of seasons as people type them",
	"survey/zone.go":            "reads time zones as people type them",
	"survey/name.go":            "reads names with the polite words that people put beside them",
	"survey/weekday.go":         "reads days as people type them",
	"survey/hours.go":           "reads names of columns",
	"survey/aside_section.go":   "reads names of columns, and cells as people type them",
	"survey/aside_team.go":      "reads names of columns, and cells as people type them",
	"survey/place.go":           "reads names of columns, and cells as people type them",
	"survey/mates.go":           "reads names of columns",
	"survey/heading.go":         "reads names of columns",
	"survey/mention.go":         "reads names as people join them",
	"survey/name_slip.go":       "knows the letters that are alike",
	"web/static/find.js":        "finds names as they are typed, syllable by syllable",
	"web/static/mates.js":       "knows how letters are typed",
	"survey/aside.go":           "reads names of columns",
	"survey/team_key.go":        "reads names of columns",
	"survey/password.go":        "the name of the program",
	"survey/sheet/":             "reads what stands in files",
	"ml/fit/columns.go":         "reads names of columns",
	"ml/fit/leak.go":            "reads names of columns",
	"survey/day_part.go":        "reads parts of the day as people type them",
	"survey/measure.go":         "reads numbers with units as people type them",
	"survey/notation.go":        "reads numbers with units as people type them",
	"survey/counting.go":        "reads numbers in words as people type them",
	"survey/day_list.go":        "reads days as people type them",
	"survey/degree.go":          "reads graded words as people type them",
	"survey/day_of_year.go":     "reads days as people type them",
	"survey/when_words.go":      "reads dates and times as people and programs write them",
	"web/view/paper_templ.go":   "the name of the program",
	"survey/scale_words.go":     "reads graded words as people type them",
	"ml/fit/protected.go":       "reads names of columns",
	"web/history.go":            "reads names of columns",
	"web/job/import_convert.go": "words of a file, in no known language, are shown in each as English is",
	"web/locale/locale.go":      "English stands in for a language without words, and is that of commands",
	"web/locale/particle.go":    "how Korean words are said chooses the particles behind them",
	"web/view/layout_templ.go":  "the name of the program",
	"cmd/dure/words.go":         "commands speak English",
	"cmd/dure/demo.go":          "the demo's club speaks Korean and English",
	"cmd/dure/demo_club.go":     "the demo's club speaks Korean and English",
	"cmd/dure/demo_learn.go":    "the demo's club speaks Korean and English",
}

var (
	languageName = regexp.MustCompile(`(?i)korean|english|^(En|Ko)$`)
	languageText = regexp.MustCompile(`\p{Hangul}|^(en|ko)$|_(en|ko)\b|lang="?(en|ko)\b`)
	languageInJS = regexp.MustCompile(`\p{Hangul}|["'](en|ko)["']`)
)

// A language more is a file more: nothing else in the program knows which there are.
func TestNoLanguageIsHardWired(t *testing.T) {
	root := filepath.Join("..", "..")
	used := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		if e.IsDir() {
			if strings.HasPrefix(e.Name(), ".") && path != root || e.Name() == "testdata" || e.Name() == "webtest" {
				return filepath.SkipDir
			}
			return nil
		}
		found, err := languagesIn(path)
		if err != nil || len(found) == 0 {
			return err
		}
		for place := range namesLanguage {
			if place == name || strings.HasSuffix(place, "/") && strings.HasPrefix(name, place) {
				used[place] = true
				return nil
			}
		}
		t.Errorf("%s hard-wires a language: %q; take the words from web/locale, or say in namesLanguage why not", name, found)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for place := range namesLanguage {
		if !used[place] {
			t.Errorf("%s names no language any more: take it out of namesLanguage", place)
		}
	}
}

// languagesIn returns what in a file names a language or is written in one that is not English.
func languagesIn(path string) ([]string, error) {
	switch {
	case strings.HasSuffix(path, "_test.go"), strings.HasSuffix(path, ".min.js"):
		return nil, nil
	case strings.HasSuffix(path, ".js"):
		text, err := os.ReadFile(path)
		return languageInJS.FindAllString(string(text), -1), err
	case !strings.HasSuffix(path, ".go"): // a templ page is in the Go that is made of it
		return nil, nil
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		return nil, err
	}
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			if languageName.MatchString(n.Name) {
				found = append(found, n.Name)
			}
		case *ast.BasicLit:
			if n.Kind == token.STRING && languageText.MatchString(strings.Trim(n.Value, "\"`")) {
				found = append(found, n.Value)
			}
		}
		return true
	})
	slices.Sort(found)
	return slices.Compact(found), nil
}
