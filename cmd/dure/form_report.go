package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dure/clustering/team"
	"dure/survey"
	"dure/survey/sheet"
)

// A formReport is what dure form writes beside the teams.
type formReport struct {
	Seed      uint64       `json:"seed"`
	Members   int          `json:"members"`
	Seconds   float64      `json:"seconds"`
	Moves     int64        `json:"moves"`
	Stopped   string       `json:"stopped"`
	Optimum   *bool        `json:"local_optimum"` // null where it was not tried
	Objective float64      `json:"objective"`
	Bound     *float64     `json:"bound"`
	Gap       *float64     `json:"gap"`
	Random    *team.Random `json:"random"`
	Rules     []formRule   `json:"rules"`
	Teams     []formTeam   `json:"teams"`
	LeftOut   []string     `json:"left_out"`
	Unmet     []int        `json:"unmet"` // numbers of rules, from 1
	Clash     *formClash   `json:"clash"`
	Warnings  []string     `json:"warnings"` // on files and answers that rules name

	Standing      *formStanding  `json:"standing"` // null where no rule asks for members of some sort
	TooSmall      []formTooSmall `json:"too_small"`
	BlankSections []formTooSmall `json:"blank_sections"` // of members who said none

	NotUnderstood team.NotUnderstood `json:"not_understood"`

	Reading sheet.Reading `json:"reading"`
}

// A formStanding is how many teams keep such rules with any one member missing, of those of which one asks anything.
type formStanding struct {
	Teams int `json:"teams"`
	Of    int `json:"of"`
}

type formRule struct {
	Rule     string        `json:"rule"`
	Kind     team.Kind     `json:"kind"`
	Strength team.Strength `json:"strength"`
	Score    *float64      `json:"score"` // null where nothing is known that the rule could be kept or broken by, as are bound and teams_ok
	Bound    *float64      `json:"bound"`
	TeamsOK  *int          `json:"teams_ok"`
	Teams    int           `json:"teams"` // of which it is known how they do
	Value    float64       `json:"value"`
	Share    *float64      `json:"share"` // of the objective; null for a must-rule, which comes before all
	Fact     string        `json:"fact"`  // of how many members anything is known, "" where of all
}

type formTeam struct {
	Name    string     `json:"name"`
	Members []string   `json:"members"`
	Scores  []*float64 `json:"scores"` // one for each rule; null where nothing is known that the team could break it by
	Facts   []string   `json:"facts"`  // one for each rule, as the pages say them
}

func newFormReport(in team.Input, p team.Proposal, facts *team.Draft, read sheet.Reading, took time.Duration) formReport {
	r := formReport{Seed: p.Seed, Members: in.Table.N, Seconds: took.Seconds(), Moves: p.Moves, Stopped: p.Stopped, Optimum: p.LocalOptimum,
		Objective: p.Objective, Bound: p.Bound, Gap: p.Gap, Random: p.Random, Rules: []formRule{}, Teams: []formTeam{},
		LeftOut: append([]string{}, p.LeftOut...), Unmet: fromOne(p.Unmet), Clash: newFormClash(p.Clash, in.Sizes), Warnings: noteLines(p), TooSmall: newFormTooSmall(p, in.Sizes, false), BlankSections: newFormTooSmall(p, in.Sizes, true), NotUnderstood: p.NotUnderstood, Reading: read}
	if n, of := facts.Standing(); of > 0 {
		r.Standing = &formStanding{n, of}
	}
	shares, said := facts.Shares(), facts.ExplainRules()
	for i, res := range p.Rules {
		rule := formRule{Rule: sayRule(res.Rule), Kind: res.Rule.Kind, Strength: res.Rule.Power(), Score: &res.Score, Bound: res.Bound, Value: res.Value}
		rule.TeamsOK, rule.Teams = p.Known(i)
		if team.Moot(said[i]) {
			rule.Score, rule.Bound, rule.TeamsOK = nil, nil, nil
		}
		if !shares[i].First {
			rule.Share = &shares[i].Of
		}
		if said[i].Key != "" {
			rule.Fact = say(said[i])
		}
		r.Rules = append(r.Rules, rule)
	}
	ofTeams := facts.ExplainTeams()
	for n, t := range p.Teams {
		ids := make([]string, len(t.Members))
		for k, i := range t.Members {
			ids[k] = in.IDs[i]
		}
		lines, scores := []string{}, []*float64{}
		for k, f := range ofTeams[n] {
			lines, scores = append(lines, say(f.Message)), append(scores, &t.Scores[k])
			if team.Moot(said[k]) || slices.Contains(t.Unknown, k) || slices.Contains(t.Outside, k) {
				scores[k] = nil
			}
		}
		r.Teams = append(r.Teams, formTeam{t.Name, ids, scores, lines})
	}
	return r
}

// noteLines says what the reader should know of files that rules name, and where teams may be several of one name what to do.
func noteLines(p team.Proposal) []string {
	lines := []string{}
	for _, n := range p.Notes {
		line := say(n)
		if survey.DoubtsTeams(n) {
			line += ` Name it in the rule as "section_column" or "season_column".`
		}
		lines = append(lines, line)
	}
	return lines
}

// unmetLines says which must-rules do not hold, in which teams, and the way out.
func unmetLines(p team.Proposal) []string {
	var lines []string
	for _, r := range p.Unmet {
		var teams []string
		for _, t := range p.Teams {
			if !t.OK[r] {
				teams = append(teams, t.Name)
			}
		}
		lines = append(lines, fmt.Sprintf("not met: rule %d in %s: %s", r+1, shorten(teams), sayRule(p.Rules[r].Rule)))
	}
	if p.Clash != nil {
		for _, line := range p.Clash.Lines(p.Rules, fileNames{}) {
			lines = append(lines, say(line))
		}
		for _, way := range p.Clash.Ways {
			lines = append(lines, say(survey.Say("clash_way", "Way", way.Text(nil, fileNames{}))))
		}
	}
	return lines
}

// shorten lists some names and says how many more there are.
func shorten(names []string) string {
	if len(names) <= 6 {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:6], ", "), len(names)-6)
}
