package survey

import (
	"slices"
	"testing"
)

func TestOldTeamsGetNamesOfTheirOwn(t *testing.T) {
	for _, c := range []struct{ header, want []string }{
		{[]string{"id", "grade"}, []string{"id", "grade"}},
		{[]string{"team", "id"}, []string{"team_before", "id"}},
		{[]string{"team", "team_before", "id", "team_before_2"}, []string{"team_before_3", "team_before", "id", "team_before_2"}},
		{[]string{"team", "team"}, []string{"team_before", "team_before_2"}},
	} {
		was := slices.Clone(c.header)
		if got := (Table{Header: c.header}).BeforeTeams(); !slices.Equal(got, c.want) {
			t.Errorf("%v becomes %v, want %v", was, got, c.want)
		}
		if !slices.Equal(c.header, was) {
			t.Errorf("%v was changed to %v", was, c.header)
		}
	}
}
