package team

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dure/survey"
)

// The controls that say something of each option of the rule's column. Their fields are called "field:column:option", so that a form can hold
// those of every column that might be chosen.

// An optionControl fills in a part of a rule by option: typed is what would be typed for it, by option, and read takes what was typed, in the
// order of options, and returns the option that something is wrong with, and what.
type optionControl struct {
	typed func(r Rule) map[string]string
	read  func(r *Rule, options []string, typed map[string]string) (option string, reason survey.Key)
}

var optionControls = map[Control]optionControl{
	CapacityControl: {typedCapacity, readCapacity},
	MergeControl:    {typedMerge, readMerge},
	CrossControl:    {typedCross, readCross},
}

// typedOptions is what would be typed for the field, by the names of its parts.
func (f Field) typedOptions(r Rule, out map[string][]string) {
	for option, typed := range optionControls[f.Control].typed(r) {
		out[f.OptionName(r.columns()[0], option)] = []string{typed}
	}
}

// OptionName is what the field of an option of a column is called in the form; "" is no answer.
func (f Field) OptionName(column, option string) string {
	return f.Name + ":" + column + ":" + option
}

// readOptions fills in what was typed for the options of the rule's column.
func (f Field) readOptions(r *Rule, typed map[string][]string) error {
	said := map[string]string{}
	for name, v := range typed {
		if option, ok := strings.CutPrefix(name, f.OptionName(r.Column, "")); ok && len(v) > 0 && strings.TrimSpace(v[0]) != "" {
			said[option] = strings.TrimSpace(v[0])
		}
	}
	if option, reason := optionControls[f.Control].read(r, slices.Sorted(maps.Keys(said)), said); reason != "" {
		return wrong(f.OptionName(r.Column, option), reason)
	}
	return nil
}

// typedWhole reads a number of a form.
func typedWhole(typed string) (int, bool) {
	n, ok := survey.ParseWhole(typed)
	return n, ok && n >= 0 && n <= maxTyped
}

func typedCapacity(r Rule) map[string]string {
	out := map[string]string{}
	for option, n := range r.Capacity {
		out[option] = strconv.Itoa(n)
	}
	return out
}

func readCapacity(r *Rule, options []string, typed map[string]string) (string, survey.Key) {
	for _, option := range options {
		n, ok := typedWhole(typed[option])
		if !ok {
			return option, "whole_invalid"
		}
		if r.Capacity == nil {
			r.Capacity = map[string]int{}
		}
		r.Capacity[option] = n
	}
	return "", ""
}

// typedMerge numbers the sets of sections that count as one.
func typedMerge(r Rule) map[string]string {
	out := map[string]string{}
	for k, set := range r.Merge {
		for _, name := range set {
			out[string(name)] = strconv.Itoa(k + 1)
		}
	}
	return out
}

// readMerge makes one of the sections with one number.
func readMerge(r *Rule, options []string, typed map[string]string) (string, survey.Key) {
	sets := map[int][]Text{}
	for _, option := range options {
		n, ok := typedWhole(typed[option])
		if !ok {
			return option, "whole_invalid"
		}
		sets[n] = append(sets[n], Text(option))
	}
	for _, n := range slices.SortedFunc(maps.Keys(sets), cmp.Compare) {
		if len(sets[n]) < 2 {
			return string(sets[n][0]), "rule_merge_few"
		}
		r.Merge = append(r.Merge, sets[n])
	}
	return "", ""
}

func typedCross(r Rule) map[string]string {
	out := map[string]string{}
	for _, name := range r.Cross {
		out[string(name)] = "yes"
	}
	return out
}

func readCross(r *Rule, options []string, _ map[string]string) (string, survey.Key) {
	for _, option := range options {
		r.Cross = append(r.Cross, Text(option))
	}
	return "", ""
}
