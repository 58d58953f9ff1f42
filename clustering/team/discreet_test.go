package team

import (
	"slices"
	"testing"
)

// What is offered by the disclosed rules never brings a member into the team of somebody who avoids them: neither by steps nor who joins.
func TestNothingOfferedBringsThemTogether(t *testing.T) {
	wished := [][]int{{4}, {}, {}, {}, {}, {}, {}}
	avoided := [][]int{{}, {}, {}, {}, {0}, {}, {4}}
	in := wishing(wished, avoided)
	in.Rules = []Rule{{Kind: Wishes, Column: "wants", AvoidColumn: "avoids", AtLeast: new(1)}}
	teams := [][]int{{0, 1, 2}, {3, 4, 5}} // 6 has none, and avoids 4
	all, err := Open(in, teams)
	if err != nil {
		t.Fatal(err)
	}
	shown := in
	shown.Rules = slices.Clone(in.Rules)
	for i, r := range in.Rules {
		shown.Rules[i], _ = r.Disclosed()
	}
	for _, discreet := range []bool{false, true} {
		d, err := Open(shown, teams)
		if err != nil {
			t.Fatal(err)
		}
		if discreet {
			d.KeepApart(all.Apart())
		}
		united := false
		for _, sg := range d.Suggest(20) {
			united = united || sg.Member == 0 && sg.To == 1 || sg.Member == 4 && sg.To == 0
		}
		repairs := d.Mend(3)
		for _, r := range repairs {
			at := r.Proposal.Assignment(7)
			united = united || at[0] == at[4] || at[6] == at[4]
			if at[6] < 0 {
				t.Errorf("kept apart %t: who has no team joins none in %v", discreet, r.Proposal.Divisions())
			}
		}
		if united == discreet || len(repairs) == 0 {
			t.Errorf("kept apart %t: of %d repairs some bring who is avoided together: %t", discreet, len(repairs), united)
		}
	}
}
