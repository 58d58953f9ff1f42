package team

import (
	"cmp"
	"strings"

	"dure/survey"
)

// Pinned returns the input with the members whom its table pins to a team fixed to that: a number is the team of that number, and each name a team of that
// name, which takes up the activity of that name if there is one. There are as many teams as they need, where the sizes name no number. The error, an
// [*survey.InvalidError], says which team there is no place for.
func (in Input) Pinned() (Input, survey.Pins, error) {
	pins := in.Table.Pins(in.Words)
	if pins.Column == "" {
		return in, pins, nil
	}
	number, names := pinnedTeams(pins.Of)
	most, of := 0, ""
	for i, team := range pins.Of {
		if team != "" && number[i] >= most {
			most, of = number[i]+1, team
		}
	}
	planned, _, err := Planned(in)
	if err != nil {
		return in, pins, err
	}
	more, asked := in, in.Sizes.Teams > 0 || len(in.Sizes.List) > 0
	if !asked {
		more.Sizes.Teams = max(len(planned), most)
		_, _, err = Planned(more)
	}
	if most > len(planned) && (asked || err != nil) {
		return in, pins, &survey.InvalidError{Field: "teams", Reason: "pin_over", Args: map[string]any{"Team": of, "Column": pins.Column, "Teams": len(planned), "Needed": most}}
	}
	more.Fixed, more.Names = number, names
	return more, pins, nil
}

// pinnedTeams are the numbers, from 0, of the teams that members are pinned to, -1 for none, and what those are called that are not called by their number. Each name
// has the first number that no member is pinned to by itself.
func pinnedTeams(pins []string) (number []int, names []string) {
	taken := map[int]bool{}
	number = make([]int, len(pins))
	for i, team := range pins {
		number[i] = -1
		if n, ok := survey.TeamNumber(first(team)); ok {
			number[i], taken[n-1] = n-1, true
		}
	}
	at, next := map[string]int{}, 0
	for i, team := range pins {
		if team == "" || number[i] >= 0 {
			continue
		}
		key := survey.SpellingKey(team)
		if _, known := at[key]; !known {
			for taken[next] {
				next++
			}
			at[key], taken[next] = next, true
			for len(names) <= next {
				names = append(names, "")
			}
			names[next] = first(team)
		}
		number[i] = at[key]
	}
	return number, names
}

// first is the wording in the first of several languages.
func first(words string) string {
	one, _, _ := strings.Cut(words, " · ")
	return cmp.Or(strings.TrimSpace(one), words)
}

// Pinned is the input of a request for which nobody is in a team yet; see [Input.Pinned].
func (s Season) Pinned(r Request) (Input, survey.Pins, error) { return s.Input(r, Lineup{}).Pinned() }

// Locked are the members whom an input fixes to a team.
func (s Season) Locked(in Input) (all []survey.MemberID) {
	for i, t := range in.Fixed {
		if t >= 0 {
			all = append(all, s.Members[i].ID)
		}
	}
	return all
}
