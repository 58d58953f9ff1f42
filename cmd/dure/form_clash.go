package main

import "dure/clustering/team"

// A formClash says which must-rules cannot all be kept, by their numbers from 1, and what can be changed.
type formClash struct {
	Proved bool      `json:"proved"` // of all sets
	Rules  []int     `json:"rules"`
	More   [][]int   `json:"more"`
	Ways   []formWay `json:"ways"`
}

// A formWay is a file of rules, and the flags that change.
type formWay struct {
	Text  string      `json:"text"`
	Rules []team.Rule `json:"rules"`
	Sizes formSizes   `json:"sizes"`

	LeaveOut []string `json:"leave_out,omitempty"` // members whose rows are to be taken out
}

type formSizes struct {
	Size  int `json:"size,omitempty"`
	Teams int `json:"teams,omitempty"`
	Min   int `json:"min,omitempty"`
	Max   int `json:"max,omitempty"`
}

func newFormClash(c *team.Clash, was team.Sizes) *formClash {
	if c == nil {
		return nil
	}
	out := &formClash{Proved: c.Proved, Rules: fromOne(c.Rules), More: [][]int{}}
	for _, more := range c.More {
		out.More = append(out.More, fromOne(more.Rules))
		out.Proved = out.Proved && more.Proved
	}
	out.Ways = formWays(c.Ways, was)
	return out
}

func formWays(ways []team.Way, was team.Sizes) []formWay {
	out := []formWay{}
	for _, w := range ways {
		out = append(out, formWay{say(w.Text(nil, fileNames{})), team.WithoutMembers(w.Rules, w.LeaveOut), flagsOf(was, w.Sizes), w.LeaveOut})
	}
	return out
}

// flagsOf holds the flags of sizes that are not as they were; nil sizes are.
func flagsOf(was team.Sizes, is *team.Sizes) (flags formSizes) {
	if is == nil {
		return flags
	}
	unlessSame := func(was, is int) int {
		if was == is {
			return 0
		}
		return is
	}
	return formSizes{unlessSame(was.Ideal, is.Ideal), unlessSame(was.Teams, is.Teams), unlessSame(was.Min, is.Min), unlessSame(was.Max, is.Max)}
}

// fromOne numbers rules as people do.
func fromOne(positions []int) []int {
	out := make([]int, len(positions))
	for i, r := range positions {
		out[i] = r + 1
	}
	return out
}
