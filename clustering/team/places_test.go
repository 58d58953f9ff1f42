package team

import "testing"

// The fewest places are found that let teams be planned: one fewer does not.
func TestMorePlaces(t *testing.T) {
	t.Parallel()
	in := Input{Table: table("first,second\nA,B\nA,B\nA,B\nA,B\nB,A\nB,A\nB,A\nA,B\nA,B\nB,A\nB,A\nA,B")}
	for _, c := range []struct {
		sizes Sizes
		held  map[string]int
		want  map[string]int
	}{
		{Sizes{Ideal: 3}, map[string]int{"A": 3, "B": 4}, map[string]int{"A": 6, "B": 7}}, // nine and one are too few, six and six are enough
		{Sizes{Ideal: 4}, map[string]int{"A": 2, "B": 7}, map[string]int{"A": 4, "B": 9}}, // room for all, but for two teams of four alone
		{Sizes{Ideal: 3}, map[string]int{"A": 6, "B": 6}, nil},
		{Sizes{Ideal: 3}, nil, nil},
		{Sizes{Ideal: 3}, map[string]int{"A": 0, "B": 4}, map[string]int{"A": 0, "B": 12}},
	} {
		in.Sizes, in.Rules = c.sizes, []Rule{{Kind: Ranked, Columns: []string{"first", "second"}, Capacity: c.held}}
		r, ok := MorePlaces(in, 0)
		if ok != (c.want != nil) || ok && (r.Capacity["A"] != c.want["A"] || r.Capacity["B"] != c.want["B"]) {
			t.Errorf("of %v for teams of %d come %v (%v), want %v", c.held, c.sizes.Ideal, r.Capacity, ok, c.want)
		}
		if in.Rules[0].Capacity["A"] != c.held["A"] {
			t.Error("the input's own rule is changed")
		}
		if !ok {
			continue
		}
		if _, _, err := Planned(in); err == nil {
			t.Errorf("%v hold all already", c.held)
		}
		in.Rules = []Rule{r}
		if _, _, err := Planned(in); err != nil {
			t.Errorf("%v do not hold all: %v", r.Capacity, err)
		}
		r.Capacity["A"], r.Capacity["B"] = max(0, r.Capacity["A"]-1), r.Capacity["B"]-1
		if _, _, err := Planned(in); err == nil {
			t.Errorf("%v would do", r.Capacity)
		}
	}
}
