package survey

import "testing"

// A name with a polite word before or behind it is the name; a member who is called so comes first, and the word alone is nobody.
func TestTitlesOfNames(t *testing.T) {
	d := NewDirectory()
	for i, name := range []string{"박태윤", "Ana Bell", "이수양", "Sato Hana", "佐藤花"} {
		d.Add(i, "", "", name)
	}
	for typed, want := range map[string]int{
		"박태윤님": 0, "박태윤 씨": 0, "박태윤 선배님": 0, "박태윤 학생": 0, "박태윤군": 0, "Mr. Ana Bell": 1, "ms ana bell": 1, "Dr Ana Bell": 1, "Hana Sato-san": 3, "佐藤花さん": 4,
		"이수양": 2, "이수양 양": 2, "님": nobody, "Mr": nobody, "Mrana Bell": nobody,
	} {
		if got, _ := d.Find(typed); got != want {
			t.Errorf("%q is taken for member %d, want %d", typed, got, want)
		}
	}
	if m := d.Mentions(0, AvoidedSide, "Mr Ana Bel"); len(m) != 1 || m[0].Reason != AsNear || len(m[0].Members) != 1 || m[0].Members[0] != 1 {
		t.Errorf("a slip before a polite word is taken for %+v, want one near Ana Bell", m)
	}
}
