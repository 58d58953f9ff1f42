package survey

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSpellingsOfOneText(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"Lab 1", "lab 1", true}, {"Lab 1", "LAB\u00a01", true}, {"Lab 1", " Lab  1", true}, {"Lab 1", "Lab１", true}, {"Lab 1", "Lab\u200b 1", true},
		{"가람반", "\u1100\u1161\u1105\u1161\u11b7\u1107\u1161\u11ab", true}, {"컴퓨터 공학", "컴퓨터공학", true}, {"ENFP ", "enfp", true}, {"Straße", "STRASSE", true}, {"ｶﾅ", "カナ", true},
		{"Mon-Wed", "Mon–Wed", true}, {"10−12", "10‑12", true}, {"Writers' room", "Writers’ Room", true}, {"“Go” club", "\"go\" club", true},
		{"Lab 1", "Lab 2", false}, {"1 2", "12", false}, {"1 2", "1  2", true}, {"é", "e", false}, {"A-1", "A1", false}, {"", " ", true},
	} {
		if got := SameSpelling(c.a, c.b); got != c.same {
			t.Errorf("%q and %q are spellings of one text: %v, want %v (keys %q, %q)", c.a, c.b, got, c.same, SpellingKey(c.a), SpellingKey(c.b))
		}
	}
}

// The most frequent spelling is shown, the first of two that are as frequent, and every other one is told with how often it stands.
func TestSpellingsAreMerged(t *testing.T) {
	one, merged := MergeSpellings([]string{"lab 1", "Lab 1", "", "Lab 1", "LAB 1", "x", "Ｘ", "y", ""})
	if want := []string{"Lab 1", "Lab 1", "", "Lab 1", "Lab 1", "x", "x", "y", ""}; !slices.Equal(one, want) {
		t.Errorf("the texts become %q, want %q", one, want)
	}
	want := []Merged{{As: "Lab 1", Spellings: []string{"lab 1", "LAB 1"}, Cells: 2}, {As: "x", Spellings: []string{"Ｘ"}, Cells: 1}}
	if diff := cmp.Diff(want, merged); diff != "" {
		t.Errorf("merged are (-want +got):\n%s", diff)
	}
	if one, merged := MergeSpellings([]string{"a", "b", "a"}); len(one) != 3 || merged != nil {
		t.Errorf("texts in one spelling each become %q, and %v are merged", one, merged)
	}
}

func TestFindSpelling(t *testing.T) {
	texts := []string{"lab 1", "Lab 1", "Lab 2"}
	for s, want := range map[string]int{"Lab 1": 1, "LAB 1": 0, "lab2": 2, "Lab": -1} {
		if got := FindSpelling(texts, s); got != want {
			t.Errorf("%q is found at %d of %q, want %d: as it is first, else by its key", s, got, texts, want)
		}
	}
}

func FuzzSpellingKey(f *testing.F) {
	f.Add("Lab １")
	f.Add("1 2")
	f.Add("a \u0301")
	f.Add("\u00b4")
	f.Fuzz(func(t *testing.T, s string) {
		if once := SpellingKey(s); SpellingKey(once) != once {
			t.Errorf("the key of %q is %q, and the key of that %q", s, once, SpellingKey(once))
		}
	})
}
