package survey

import (
	"net/url"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPointsOfAScale(t *testing.T) {
	read := func(words string) (Question, []*InvalidError) {
		return Form{"title_en": {"Often?"}, "min": {"1"}, "max": {"4"}, "labels_en": {words}}.Read(Scale, []Lang{English})
	}
	for _, c := range []struct {
		typed string
		want  [4]string
		again string // as the builder shows it
	}{
		{"never\r\nalways\r\n", [4]string{"never", "", "", "always"}, "never\nalways"},
		{"never", [4]string{"never", "", "", ""}, "never\n"},
		{"never\nsometimes\noften\nalways", [4]string{"never", "sometimes", "often", "always"}, "never\nsometimes\noften\nalways"},
		{"\n\noften\n", [4]string{"", "", "often", ""}, "\n\noften\n\n"},
		{"", [4]string{}, ""},
	} {
		q, wrong := read(c.typed)
		if len(wrong) > 0 {
			t.Errorf("%q is refused: %v", c.typed, wrong)
			continue
		}
		for i, want := range c.want {
			if got := q.Label(i + 1).In(English); got != want {
				t.Errorf("%q names point %d %q, want %q", c.typed, i+1, got, want)
			}
		}
		if again, _ := read(q.Form().Value("labels_en")); !cmp.Equal(again, q) {
			t.Errorf("%q is shown as %q, and read again as %+v, want %+v", c.typed, q.Form().Value("labels_en"), again, q)
		}
	}
	if _, wrong := read("a\nb\nc"); len(wrong) != 1 || wrong[0].Field != "labels" || wrong[0].Reason != "labels_uneven" {
		t.Errorf("three lines for four points give %v", wrong)
	}
	q, _ := read("never\nsometimes\noften\nalways")
	if got := q.Cells(Answer{Number: new(3.0)}); got[0] != "3 - often" {
		t.Errorf("a point with words is written as %q, want 3 - often", got)
	}
	if b := q.total([]Answer{{Number: new(3.0)}}).Bars[2]; b.Count != 1 || b.Label.In(English) != "3 · often" {
		t.Errorf("the total of the point is %+v", b)
	}
}

func TestPlacesOfARank(t *testing.T) {
	q := Question{ID: 1, Kind: Rank, Title: title, Options: options("a", "b", "c")}
	s := Survey{Questions: []Question{q}}
	for _, c := range []struct {
		places [3]string
		want   []int
		reason Key
	}{
		{[3]string{"3", "1", "2"}, []int{2, 3, 1}, ""},
		{[3]string{"", "3", ""}, []int{2}, ""},
		{[3]string{"3", "", "1"}, []int{3, 1}, ""}, // a gap is closed up
		{[3]string{"1", "2", "1"}, []int{1, 3, 2}, "place_twice"},
		{[3]string{"4", "1", ""}, []int{2}, "place_range"},
		{[3]string{"0", "", ""}, nil, "place_range"},
		{[3]string{"first", "", "1"}, []int{3}, "place_range"},
	} {
		f := s.ParseAnswers(url.Values{"q1p1": c.places[:1], "q1p2": c.places[1:2], "q1p3": c.places[2:]}, nil)
		var got Key
		if len(f.Unread) > 0 {
			got = f.Unread[0].Reason
		}
		if got != c.reason || !slices.Equal(f.Answers[1].Ranked, c.want) {
			t.Errorf("the places %q are read as %v with %q, want %v with %q", c.places, f.Answers[1].Ranked, got, c.want, c.reason)
		}
	}
}

func TestParseLevel(t *testing.T) {
	for text, want := range map[string]int{"none": 0, "Not at all": 0, "a1": 1, " C2 ": 6, "NATIVE": 7, "모국어": 7} {
		if got, ok := ParseLevel(text); !ok || got != want {
			t.Errorf("ParseLevel(%q) = %d, %t, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "A3", "fluent", "5"} {
		if got, ok := ParseLevel(text); ok {
			t.Errorf("ParseLevel(%q) = %d, want none", text, got)
		}
	}
}
