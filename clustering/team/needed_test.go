package team

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// One designer of three and either of two who must not be alone is needed; not who is one of more than are asked for, nor who counts for nothing, nor
// anybody for a rule that is broken as it is, that is on teams of another size, or that is on what is said in confidence.
func TestNeeded(t *testing.T) {
	in := Input{
		Table: table("Role,Sex\na,f\na,f\nb,m\nb,m\nb,m\nb,f"),
		Rules: []Rule{
			{Kind: Count, Column: "Role", Value: "b", AtLeast: new(1)},
			{Kind: NeverAlone, Column: "Sex", Value: "f"},
			{Kind: Count, Column: "Role", Value: "a", AtLeast: new(2), TeamSize: 3},
			{Kind: Count, Column: "Role", Value: "b", AtMost: new(3)},
		},
		Sizes: Sizes{Ideal: 3},
	}
	d, err := Open(in, [][]int{{0, 1, 2}, {3, 4, 5}})
	if err != nil {
		t.Fatal(err)
	}
	// Of the second team the last is alone already. Without one of the first the rule for teams of three is on them no more.
	want := map[int][]int{0: {1}, 1: {1}, 2: {0}}
	if diff := cmp.Diff(want, d.Needed()); diff != "" {
		t.Errorf("who is needed (-want +got):\n%s", diff)
	}
	for i := range d.teams[0] { // the same as to be without them
		rest := [][]int{append(append([]int{}, d.teams[0][:i]...), d.teams[0][i+1:]...), d.teams[1]}
		out, err := d.Try(rest)
		if err != nil {
			t.Fatal(err)
		}
		for r := range 2 {
			if broken := !out.Teams[0].OK[r]; broken != (len(want[i]) > 0 && want[i][0] == r) {
				t.Errorf("without member %d rule %d is broken: %v", i, r, broken)
			}
		}
	}
}
