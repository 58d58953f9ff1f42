package survey

import (
	"reflect"
	"slices"
)

// What became of an option from one version of its question to the next.
const (
	OptionAdded   Key = "option_added"
	OptionBack    Key = "option_back" // offered again
	OptionRenamed Key = "option_renamed"
	OptionHidden  Key = "option_taken"
	OptionMerged  Key = "option_merged"
	OptionMoved   Key = "option_moved"
)

// An OptionChange is what became of one option.
type OptionChange struct {
	What     Key
	Was, Now Text // renamed: both wordings; merged: of the option and of that as which it counts; else what it is called
	Place    int  // moved: where it stands now, from 1
}

// OptionChanges returns what became of the options from the version before to this one, in the order in which they stand now, those
// that are offered no more behind. Versions are all that were ever asked.
func (q Question) OptionChanges(before Question, versions []Question) []OptionChange {
	var all []OptionChange
	moved := q.moved(before)
	for i, o := range q.Options {
		was, stays := before.Option(o.Key)
		switch {
		case !stays && before.everOffered(o.Key, versions):
			all = append(all, OptionChange{What: OptionBack, Now: o.Label})
		case !stays:
			all = append(all, OptionChange{What: OptionAdded, Now: o.Label})
		case !reflect.DeepEqual(was.Label.Wordings(), o.Label.Wordings()):
			all = append(all, OptionChange{What: OptionRenamed, Was: was.Label, Now: o.Label})
		}
		if slices.Contains(moved, o.Key) {
			all = append(all, OptionChange{What: OptionMoved, Now: o.Label, Place: i + 1})
		}
	}
	so := slices.DeleteFunc(q.before(versions), func(v Question) bool { return v.Version > q.Version })
	for _, o := range q.chosen(so, q.everHidden(so)) {
		_, offered := before.Option(o.Key)
		into, merged := q.CountsAs(o.Key)
		was, counted := before.CountsAs(o.Key)
		switch {
		case merged && (!counted || was.Key != into.Key):
			all = append(all, OptionChange{What: OptionMerged, Was: o.Label, Now: into.Label})
		case !merged && (offered || counted):
			all = append(all, OptionChange{What: OptionHidden, Now: o.Label})
		}
	}
	return all
}

// moved are the fewest options that were taken out of their order: all that are in both but for the longest row of them whose order stayed.
func (q Question) moved(before Question) []int {
	var keys []int // in both, in the order of now
	for _, o := range q.Options {
		if _, both := before.Option(o.Key); both {
			keys = append(keys, o.Key)
		}
	}
	place := func(key int) int {
		return slices.IndexFunc(before.Options, func(o Option) bool { return o.Key == key })
	}
	rows := make([][]int, len(keys)) // by key, the longest that ends with it
	var longest []int
	for i, key := range keys {
		for _, row := range rows[:i] {
			if place(row[len(row)-1]) < place(key) && len(row) > len(rows[i]) {
				rows[i] = row
			}
		}
		if rows[i] = append(slices.Clone(rows[i]), key); len(rows[i]) > len(longest) {
			longest = rows[i]
		}
	}
	return slices.DeleteFunc(keys, func(key int) bool { return slices.Contains(longest, key) })
}
