package survey

import "testing"

func TestNextName(t *testing.T) {
	for name, want := range map[string]string{
		"Spring 2026": "Autumn 2026", "Autumn 2026": "Spring 2027", "Fall 2026": "Spring 2027",
		"2026 봄 · Spring 2026": "2026 가을 · Autumn 2026", "2026 가을 · Autumn 2026": "2027 봄 · Spring 2027",
		"2026년 2학기": "2027년 1학기", "2026-1": "2026-2", "Season 3": "Season 4", "24기": "25기", "Newcomers": "Newcomers 2",
		"2026": "2027", "Winter camp": "Winter camp 2", "99999999999999999999": "99999999999999999999",
	} {
		if got := NextName(name); got != want {
			t.Errorf("the season after %q is called %q, want %q", name, got, want)
		}
	}
}
