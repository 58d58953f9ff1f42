package main

import (
	"fmt"
	"strings"
	"testing"
)

// asked lists the rules of a report by kind and what they are on.
func asked(r formReport) string {
	var all []string
	for _, rule := range r.Rules {
		all = append(all, fmt.Sprint(rule.Kind, " ", rule.Rule))
	}
	return strings.Join(all, "\n")
}

// kindsOf lists what the columns were taken for.
func kindsOf(r formReport) string {
	var all []string
	for _, c := range r.Reading.Columns {
		all = append(all, c.Kind)
	}
	return strings.Join(all, " ")
}

// Who comes in a part of a team stays in it, and the others fill the teams up.
func TestFormKeepsPartTeamsByDefault(t *testing.T) {
	r, stderr := formCase(t, formCmd{Members: "08-part-teams.csv", ID: "id", Size: 3})
	if kindsOf(r) != "id part_team scale scale" || len(r.Unmet) > 0 || fmt.Sprint(r.LeftOut) != "[id]" {
		t.Errorf("the columns are %s, left out %v, unmet %v; want the team name as a part team, and only the id left out", kindsOf(r), r.LeftOut, r.Unmet)
	}
	if len(r.Rules) != 2 || r.Rules[0].Kind != "together" || !strings.Contains(r.Rules[0].Rule, "Team name") || r.Rules[0].Strength != "must" || r.Rules[1].Kind != "balance" {
		t.Errorf("the default rules are\n%s\nwant one on the team name and one on numbers (%s)", asked(r), stderr)
	}
	team := map[string]string{}
	for _, g := range r.Teams {
		for _, id := range g.Members {
			team[id] = g.Name
		}
	}
	for _, part := range [][]string{{"s01", "s02", "s03"}, {"s04", "s05"}, {"s06", "s07"}, {"s09", "s10", "s11"}, {"s12", "s13"}} {
		for _, id := range part[1:] {
			if team[id] != team[part[0]] {
				t.Errorf("%s is in %s and %s in %s, though they come together", part[0], team[part[0]], id, team[id])
			}
		}
	}
}

// Family names and what everybody has are no rule.
func TestFormLeavesOutNamesAndConstants(t *testing.T) {
	r, _ := formCase(t, formCmd{Members: "24-family-names.csv", Size: 6})
	if got := fmt.Sprint(r.LeftOut); got != "[성 이름 이메일 휴대폰 기수 자기소개]" || len(r.Rules) != 1 || r.Rules[0].Kind != "balance" {
		t.Errorf("left out are %s and the rules\n%s\nwant all but the year, which is balanced", got, asked(r))
	}
	if got := kindsOf(r); got != "name name email short_text scale short_text short_text" {
		t.Errorf("the columns are taken for %s", got)
	}
}

// First choices that all differ, as in a small club they may, are ranks and no text.
func TestFormRanksTheChoicesOfFew(t *testing.T) {
	dir, _, stderr, err := formIn(t, map[string]string{"m.csv": "Name,First choice,Second choice,Third choice\nA,Robot,Film,Garden\nB,Film,,\nC,Garden,Robot,Film\n"},
		formCmd{Members: "m.csv", Size: 2, Moves: 100, Report: "report.json"})
	if err != nil {
		t.Fatalf("form: %v\n%s", err, stderr)
	}
	if r := reportIn(t, dir); kindsOf(r) != "name rank rank rank" || len(r.Rules) != 1 || r.Rules[0].Kind != "ranked" {
		t.Errorf("the columns are %s and the default rules\n%s\nwant one on the ranks", kindsOf(r), asked(r))
	}
}

// What gruepr writes has names, times, hours, a section and wishes; none of them is a category to match.
func TestFormKnowsTheColumnsOfASurvey(t *testing.T) {
	var b strings.Builder
	b.WriteString("Timestamp,What is your first name?,What is your last name?,What is your email address?,Major,Check the times that you will be UNAVAILABLE [Monday],In which section are you enrolled?," +
		"Please list name(s) of people you would like to not have on your team,지난 조,1지망,2지망,Status,Note\n")
	for i := range 12 {
		fmt.Fprintf(&b, "2018/02/07 3:48:34PM EST,F%d,L%d,m%d@school.example,%s,8AM;9AM,Section %d,%s,%d조,%s,%s,active,same\n", i, i%3, i, []string{"Law", "Art"}[i%2], 11+i%2,
			[]string{"", "F1 L1", "F1 L1"}[i%3], i/3, []string{"Film", "Go"}[i%2], []string{"Go", "Film"}[i%2])
	}
	dir, _, stderr, err := formIn(t, map[string]string{"s.csv": b.String()}, formCmd{Members: "s.csv", Size: 4, Moves: 2000, Report: "report.json"})
	if err != nil {
		t.Fatalf("form: %v\n%s", err, stderr)
	}
	r := reportIn(t, dir)
	if got := kindsOf(r); got != "time name name email one_of availability section teammates team rank rank status short_text" {
		t.Errorf("the columns are taken for %s", got)
	}
	if got := asked(r); len(r.Rules) != 3 || r.Rules[0].Kind != "hours" || r.Rules[1].Kind != "ranked" || r.Rules[2].Kind != "match" || !strings.Contains(r.Rules[2].Rule, "Major") {
		t.Errorf("the default rules are\n%s\nwant common hours, the two choices, and the mix of Major", got)
	}
	if want := `write in a file for --rules: {"kind":"section","column":"In which section are you enrolled?"}`; !strings.Contains(stderr, want) {
		t.Errorf("standard error says\n%s\nwant %s", stderr, want)
	}
}
