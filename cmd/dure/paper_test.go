package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// What a command found stands on a page in one file, in each language, with the charts of the pages: nothing on it is fetched from elsewhere, and nothing runs.
func TestPagesInOneFile(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	members, past := "Name,Major,Skill\n", "team,fit,hours\n"
	for i := range 24 {
		members += fmt.Sprintf("%s <%d>,%s,%d\n", []string{"Ann", "Bo"}[i%2], i/4, []string{"Art", "Law"}[i%2], i%5)
	}
	for i := range 160 {
		past += fmt.Sprintf("t%d,%d,%d\n", i/4, 1+i*7%5, i*11%6)
	}
	rings, people, history := ringTable(t), file("people.csv", members), file("past.csv", past)
	for _, c := range []struct {
		name   string
		args   []string
		charts int
		en, ko string
	}{
		{"form", []string{"form", people, "--size", "4", "--moves", "20000", "--out", filepath.Join(dir, "teams.csv")}, 1, "Ann &lt;0&gt;", "지킨 팀"},
		{"fit", []string{"fit", "train", history, "--rating", "fit", "--team", "team"}, 1, "What can be told", "알 수 있는 것"},
		{"cluster", []string{"cluster", rings}, 5, "There are", "그룹"},
		{"cluster without a tree", []string{"cluster", rings, "--linkage", "none", "--k", "3"}, 4, "Group 3", "그룹 3"},
		{"medoids", []string{"cluster", people, "--method", "kmedoids", "--max-k", "4"}, 4, "Major = Law", "Major = Law"},
		{"tune", []string{"tune", rings, "--target", "ring", "--trials", "4", "--folds", "3"}, 5, "4 trials are complete", "신경망 튜닝"},
		{"net", []string{"net", "train", rings, "--target", "ring", "--hidden", "8", "--epochs", "20"}, 3, "How it learned", "배운 과정"},
	} {
		for lang, want := range map[string]string{"en": c.en, "ko": c.ko} {
			path := filepath.Join(dir, c.name+lang+".html")
			if _, _, err := command(append(c.args, "--html", path, "--lang", lang)...); err != nil {
				t.Errorf("%s: %v", c.name, err)
				continue
			}
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(text), want) || !strings.Contains(string(text), `<html lang="`+lang+`"`) {
				t.Errorf("%s in %s does not say %q", c.name, lang, want)
			}
			if charts := inOneFile(t, c.name, string(text)); charts < c.charts {
				t.Errorf("%s in %s has %d charts, want %d at least", c.name, lang, charts, c.charts)
			}
		}
	}
}

// inOneFile fails where a page fetches or runs anything, and counts its charts.
func inOneFile(t *testing.T, name, text string) (charts int) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				t.Errorf("%s: %v", name, z.Err())
			}
			return charts
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := z.Token()
			switch tag.Data {
			case "svg":
				charts++
			case "script", "link", "img", "iframe":
				t.Errorf("%s has a %s", name, tag.Data)
			}
			for _, a := range tag.Attr {
				if a.Key == "src" || a.Key == "href" && !strings.HasPrefix(a.Val, "#") || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s has a %s with %s=%q", name, tag.Data, a.Key, a.Val)
				}
			}
		}
	}
}
