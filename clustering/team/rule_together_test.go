package team

import (
	"fmt"
	"strings"
	"testing"
)

// Letters are part teams like any others; who says to have none fills up, and that is told with the answers and how many gave them.
func TestWhoComesAloneIsTold(t *testing.T) {
	rules := []Rule{{Kind: Together, Column: "Part team"}}
	in := Input{Table: table("id,Part team\n1,X\n2,X\n3,N\n4,N\n5,None\n6,없음\n7,Solo\n8,solo\n9,", rules...), Rules: rules}
	p, err := Evaluate(in, [][]int{{0, 2, 4, 6, 8}, {1, 3, 5, 7}})
	if err != nil {
		t.Fatal(err)
	}
	if p.Rules[0].Value != 0 || *p.Rules[0].TeamsOK != 0 {
		t.Errorf("with X and N split %v pairs share a team and %d teams keep the rule, want none", p.Rules[0].Value, *p.Rules[0].TeamsOK)
	}
	var got strings.Builder
	for _, n := range p.Notes {
		fmt.Fprintln(&got, n.Key, n.Args["Count"], n.Args["Values"])
	}
	if want := "comes_alone 4 [None 없음 Solo]\n"; got.String() != want {
		t.Errorf("the notes are %q, want %q", got.String(), want)
	}
}
