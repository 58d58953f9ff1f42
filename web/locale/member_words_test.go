package locale

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// memberViews are the pages that members alone see.
var memberViews = []string{"answer.templ", "device.templ", "feedback_form.templ", "join.templ", "member_data.templ", "own_team.templ"}

// shared are texts of these pages that organizers read elsewhere, too.
var shared = []string{"saved", "fact_team_hours", "fact_team_hours_unknown"}

// What only members read in Korean is said in the one style in which the rest of their pages speaks to them.
func TestMembersAreSpokenToInOneStyle(t *testing.T) {
	var korean map[string]map[string]string
	if _, err := toml.DecodeFile("ko.toml", &korean); err != nil {
		t.Fatalf("read the Korean words: %v", err)
	}
	files, err := filepath.Glob("../view/*.templ")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no views beside the words: %v", err)
	}
	formal, key := regexp.MustCompile(`[^아]니다`), regexp.MustCompile(`"([a-z0-9_]+)"`)
	members, others := map[string]bool{}, map[string]bool{}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range key.FindAllStringSubmatch(string(source), -1) {
			if slices.Contains(memberViews, filepath.Base(file)) {
				members[m[1]] = true
			} else {
				others[m[1]] = true
			}
		}
	}
	said := 0
	for k := range members {
		words := korean[k]["other"]
		if words == "" || others[k] || slices.Contains(shared, k) {
			continue
		}
		if said++; formal.MatchString(words) {
			t.Errorf("on pages of members %s says %q, want it to end as in 있어요", k, words)
		}
	}
	if said < 100 {
		t.Errorf("%d texts are looked at, want those of all pages of members", said)
	}
}

// A member is called one thing in Korean, on the pages of organizers, of members and of those who are neither.
func TestMembersAreCalledOneThing(t *testing.T) {
	var korean map[string]map[string]string
	if _, err := toml.DecodeFile("ko.toml", &korean); err != nil {
		t.Fatalf("read the Korean words: %v", err)
	}
	called := 0
	for key, forms := range korean {
		for _, words := range forms {
			if strings.Contains(words, "멤버") {
				called++
			}
			if strings.Contains(words, "회원") {
				t.Errorf("%s says %q, want 멤버 for a member, as everywhere", key, words)
			}
		}
	}
	if called < 100 {
		t.Errorf("%d texts speak of members, want those of all pages", called)
	}
}
