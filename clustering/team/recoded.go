package team

import (
	"cmp"
	"maps"
	"slices"

	"dure/survey"
)

// Rules name columns and options by codes that outlive a new wording. Options that are merged, hidden, or copied to another season are
// called by other codes then, or by none: whoever reads rules that are kept has them recoded.

// What a card says of itself where it names a question or an option that there is no more.
const (
	CardGone       survey.Key = "card_is_gone" // it does nothing
	CardGoneInPart survey.Key = "card_is_part" // it does the rest of what it says
)

// recoded returns the rule with its columns and options called otherwise, each once, and what is gone of what it names. Of what it says of
// single options, such as a capacity, it is without those that are gone. A kind that is on no column passes over what is named.
func (r Rule) recoded(column func(name string) (string, bool), option func(column, code string) (string, bool)) (_ Rule, gone survey.Key) {
	on := r.columns()
	if _, ok := r.Kind.kind().(accepter); !ok || len(on) == 0 {
		return r, ""
	}
	of := on[0]
	called := func(name string) (string, bool) {
		if name == "" {
			return "", true
		}
		to, ok := column(name)
		if !ok {
			gone = CardGone
		}
		return to, true
	}
	counted := func(code Text) (Text, bool) {
		to, ok := option(of, string(code))
		if !ok {
			gone = cmp.Or(gone, CardGoneInPart)
		}
		return Text(to), ok
	}
	r.Column, _ = called(r.Column)
	r.AvoidColumn, _ = called(r.AvoidColumn)
	r.ZoneColumn, _ = called(r.ZoneColumn)
	r.Columns = each(r.Columns, called)
	r.Merge, r.Cross, r.Capacity = mergedAs(r.Merge, counted), each(r.Cross, counted), capacityAs(r.Capacity, counted)
	in, lost := inAs(r.In, column, option)
	if lost {
		gone = cmp.Or(gone, CardGoneInPart)
	}
	if r.In = in; lost && len(in) == 0 { // not for every team then
		gone = CardGone
	}
	value, ok := counted(r.Value)
	if r.Value = value; !ok {
		gone = CardGone
	}
	return r, gone
}

// each returns what all are called now, each once, without those that are nothing any more.
func each[T comparable](all []T, called func(T) (T, bool)) []T {
	var out []T
	for _, x := range all {
		if to, ok := called(x); ok && !slices.Contains(out, to) {
			out = append(out, to)
		}
	}
	return out
}

// mergedAs are the sets of sections that count as one. Those that share a section now are one set, and a section alone is none.
func mergedAs(sets [][]Text, counted func(Text) (Text, bool)) [][]Text {
	var out [][]Text
	for _, set := range sets {
		set = each(set, counted)
		out = slices.DeleteFunc(out, func(other []Text) bool {
			shares := slices.ContainsFunc(other, func(name Text) bool { return slices.Contains(set, name) })
			if shares {
				set = each(slices.Concat(other, set), counted)
			}
			return shares
		})
		out = append(out, set)
	}
	return slices.DeleteFunc(out, func(set []Text) bool { return len(set) < 2 })
}

// capacityAs is the capacity of each option, with the places of those that were merged into it: no place is lost by that.
func capacityAs(of map[string]int, counted func(Text) (Text, bool)) map[string]int {
	if of == nil {
		return nil
	}
	out := map[string]int{}
	for name, n := range of {
		if to, ok := counted(Text(name)); ok {
			out[string(to)] += n
		}
	}
	return out
}

// Counted returns the rule as it counts after options were merged, for a card. It still names what is no longer asked or offered.
func (s Season) Counted(r Rule) Rule {
	r, _ = r.recoded(s.Survey.Counted, func(column, code string) (string, bool) {
		code, _ = s.Survey.CountedOption(column, code)
		return code, true
	})
	return r
}

// taken are the activities of a team as they count after options were merged.
func (s Season) taken(of Activities) Activities {
	out := maps.Clone(of)
	for column, option := range out {
		out[column], _ = s.Survey.CountedOption(column, option)
	}
	return out
}

// standing returns the rule as it counts in a survey and what is gone of it: nothing is left of one on a question that is no longer such as the rule
// needs, as of a balance of options that are in no order any more.
func (r Rule) standing(s survey.Survey) (_ Rule, gone survey.Key) {
	if r, gone = r.recoded(s.Counted, s.CountedOption); gone != CardGone && !r.fits(s) {
		gone = CardGone
	}
	return r, gone
}

// fits reports whether the questions that the rule is on are such as it needs.
func (r Rule) fits(s survey.Survey) bool {
	k := r.Kind.kind()
	a, ok := k.(accepter)
	if !ok {
		return true
	}
	for _, name := range r.columns() {
		q, _ := s.Of(name)
		for _, c := range q.Blank() {
			if c.Name == name && !a.accepts(c) {
				return false
			}
			if o, ordering := k.(orderer); c.Name == name && ordering && o.orders(r) && !isMeasured(c) {
				return false
			}
		}
	}
	return true
}

// Gone says what is gone of what the rule names, "" where all is there.
func (r Rule) Gone(s survey.Survey) survey.Key {
	_, gone := r.standing(s)
	return gone
}
