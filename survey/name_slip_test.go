package survey

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestNamesASlipAway(t *testing.T) {
	for _, c := range []struct {
		name, typed string
		near        bool
	}{
		{"Mina", "Mino", false}, {"Mina", "Minaa", false}, // four letters
		{"Marta", "Marto", true}, {"Marta", "Matra", true}, {"Marta", "Martha", true}, {"Marta", "Maarto", false}, {"Marta", "Mart", false},
		{"Marta", "Xmarta", true}, {"Marta", "Amrta", true}, {"Marta", "Amart", false}, // at the beginning
		{"Jan Berg", "Jan Burg", true}, {"Jan Berg", "Jon Burg", false}, // seven
		{"Ana Soto Li", "Anna Sotto Li", true}, {"Ana Soto Li", "Anna Sotto Lii", false}, // more than eight
		{"Zoë Krüger", "Zoe Kruegr", true}, {"Søren Øst", "Sören Ost", true}, {"Jean-Luc Roy", "Roy Jeanluk", true}, {"Ｊａｎ　Ｂｅｒｇ", "jan beng", true},
		{"김민준", "김민쥰", true}, {"김민준", "김민주", true}, {"최윤아", "최유나", true}, {"김민준", "김밍중", false}, {"이나", "이너", false}, {"남궁민수정", "남궁민스종", false},
		{"王小明", "王小朋", false}, {"王小明", "王小", false}, {"王小明", "王 小明", true}, {"王小明 Ming", "王小明 Mingg", false}, {"王小明 Xiaoming", "王小明 Xiaomimg", true}, {"王小明 Xiaoming", "王大明 Xiaoming", false},
		{"Student 12", "Studnet 12", true}, {"Student 12", "Student 13", false}, {"Student 12", "Student 1", false},
		{"Marta Example", "Marta Exampel", true}, {"Marta Example", "marta@exampel", false}, // an address is no name
	} {
		if got := newSlips(map[string][]int{c.name: {0}}).near(c.typed); (len(got) == 1) != c.near {
			t.Errorf("%q is a slip away from %q: %t, want %t", c.typed, c.name, len(got) == 1, c.near)
		}
	}
}

func TestMembersToWhomATextMayPoint(t *testing.T) {
	for _, c := range []struct {
		name, typed string
		want        bool
	}{
		{"José García", "J. Garcia", true}, {"José García", "Garcia", true}, {"José García", "Jo Garcia", false}, {"José García", "A. Garcia", false},
		{"김민수", "민수", true}, {"김Ann", "Ann", true}, {"A민수", "민수", false},
	} {
		if got := newSlips(map[string][]int{c.name: {0}}).hints(c.typed); (len(got) == 1) != c.want {
			t.Errorf("%q points to %q: %t, want %t", c.typed, c.name, len(got) == 1, c.want)
		}
	}
}

// distance is the restricted edit distance as it is defined.
func distance(a, b []rune) int {
	if len(a) == 0 || len(b) == 0 {
		return len(a) + len(b)
	}
	i, j := len(a)-1, len(b)-1
	change := 1
	if a[i] == b[j] {
		change = 0
	}
	d := min(distance(a[:i], b[:j])+change, distance(a[:i], b)+1, distance(a, b[:j])+1)
	if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
		d = min(d, distance(a[:i-1], b[:j-1])+1)
	}
	return d
}

// What is left out before distances are reckoned is no name that is near.
func TestSlipsAreAllFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringOfN(rapid.RuneFrom([]rune("abcxé")), 1, 6, -1)
		names := rapid.SliceOfN(word, 1, 8).Draw(t, "names")
		typed := word.Draw(t, "typed")
		called := map[string][]int{}
		var want []int
		for i, name := range names {
			enter(called, name, i)
			a, b := []rune(nameKey(name)), []rune(nameKey(typed))
			if distance(a, b) <= slipsIn(min(len(a), len(b)), false) {
				want = append(want, i)
			}
		}
		if got := newSlips(called).near(typed); !slices.Equal(got, want) {
			t.Errorf("of %q those a slip away from %q are %v, want %v", names, typed, got, want)
		}
	})
}
