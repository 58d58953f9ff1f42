package team

import (
	"maps"
	"slices"
	"sort"
)

// MorePlaces returns a rule of the input, by its position, with as few more places at each activity that it limits, as many at each, as let teams of the
// sizes asked for be planned; false where no number of places does. That takes places for who is there, but not that anybody likes them: what
// the places come to is for a search. More places never hold fewer teams, so that halving finds the fewest.
func MorePlaces(in Input, rule int) (Rule, bool) {
	with := func(more int) Rule {
		r := in.Rules[rule]
		r.Capacity = maps.Clone(r.Capacity)
		for name, n := range r.Capacity {
			if n > 0 { // what has no place at all does not take place
				r.Capacity[name] = n + more
			}
		}
		return r
	}
	planned := func(more int) bool {
		tried := in
		tried.Rules = slices.Clone(in.Rules)
		tried.Rules[rule] = with(more)
		_, _, err := Planned(tried)
		return err == nil
	}
	if !in.Rules[rule].Limits() || !planned(in.Table.N) {
		return Rule{}, false
	}
	more := sort.Search(in.Table.N, planned)
	return with(more), more > 0 && planned(more)
}
