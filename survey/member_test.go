package survey

import "testing"

func TestMembersAreFoundHoweverTheyAreTyped(t *testing.T) {
	for _, tt := range []struct {
		query, name string
		want        bool
	}{
		{"", "Ana", true}, {"chloe", "Chloé Martin", true}, {"obrien", "Conor O'Brien", true}, {"weber noah", "Noah Weber", true}, {"남 도윤", "남도윤", true},
		{"ＡＮＡ", "Ana", true}, {"ana@", "Bo", true}, {"s-17", "Bo", true}, {"noah weber x", "Noah Weber", false}, {"#", "Ana-Maria", false}, {"bo", "Ana", false},
	} {
		if got := (Member{Name: tt.name, Email: "ana@example.org", Ref: "S-17"}).Fits(tt.query); got != tt.want {
			t.Errorf("%q finds %s, ana@example.org, S-17: %v, want %v", tt.query, tt.name, got, tt.want)
		}
	}
}
