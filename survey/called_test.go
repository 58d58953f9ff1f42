package survey

import (
	"maps"
	"slices"
	"testing"
)

func TestCalledMasked(t *testing.T) {
	kim := func(id MemberID, email, ref string) Member {
		return Member{ID: id, Name: "Kim Minjun", Email: email, Ref: ref}
	}
	for _, tt := range []struct {
		what    string
		members []Member
		want    []string
	}{
		{"one of the name", []Member{kim(1, "kim1@club.example", "")}, []string{"Kim Minjun"}},
		{"addresses that end differently", []Member{kim(1, "kim1@club.example", ""), kim(2, "kim2@club.example", "")},
			[]string{"Kim Minjun (k…1@c…)", "Kim Minjun (k…2@c…)"}},
		{"short addresses", []Member{kim(1, "kim@club.example", ""), kim(2, "a@b.example", "")}, []string{"Kim Minjun (k…@c…)", "Kim Minjun (a…@b…)"}},
		{"an address and an id", []Member{kim(1, "kim1@club.example", ""), kim(2, "", "2026-017")},
			[]string{"Kim Minjun (k…1@c…)", "Kim Minjun (2…7)"}},
		{"hints that are the same", []Member{kim(1, "kim.a.1@club.example", ""), kim(2, "kim.b.1@club.example", "")}, []string{"Kim Minjun (…a…)", "Kim Minjun (…b…)"}},
		{"letters at two places", []Member{kim(1, "kim.a.1@club.example", ""), kim(2, "kim.b.1@club.example", ""), kim(3, "kim.a.2@club.example", "")},
			[]string{"Kim Minjun (…a…1…)", "Kim Minjun (…b…1…)", "Kim Minjun (…a…2…)"}},
		{"one address and two ids", []Member{kim(1, "kim@club.example", "17"), kim(2, "kim@club.example", "18")}, []string{"Kim Minjun (…7…)", "Kim Minjun (…8…)"}},
		{"nothing that differs", []Member{kim(1, "kim@club.example", ""), kim(2, "kim@club.example", "")}, []string{"Kim Minjun (1)", "Kim Minjun (2)"}},
		{"nothing known", []Member{kim(1, "", ""), kim(2, "", "")}, []string{"Kim Minjun (1)", "Kim Minjun (2)"}},
		{"one of whom nothing is known", []Member{kim(1, "kim@club.example", ""), kim(2, "", "")}, []string{"Kim Minjun (k…@c…)", "Kim Minjun"}},
	} {
		got := CalledMasked(tt.members)
		var called []string
		for _, m := range tt.members {
			called = append(called, got[m.ID])
		}
		if !slices.Equal(called, tt.want) || len(slices.Compact(slices.Sorted(maps.Values(got)))) != len(tt.members) {
			t.Errorf("%s: members are called %q, want %q", tt.what, called, tt.want)
		}
	}
}
