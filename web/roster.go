package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/survey/sheet"
	"dure/web/view"
)

// A line of a roster: a member and the team, whose number is -1 for somebody who is in none.
type line struct {
	team   int
	member survey.Member
}

// A leaf is what a roster is written from.
type leaf struct {
	saved   team.Saved
	asked   survey.Survey // without sensitive questions
	members []survey.Member
	answers map[survey.MemberID]survey.Response // with whom they avoid, which nothing may tell
	names   []string                            // of the teams, in the visitor's language
	lines   []line                              // of the first round: team by team, who is in none last
	called  map[survey.MemberID]string
	inTeam  map[int][]survey.Member // by number, in the order of the lines
	words   view.Translator
	silent  map[survey.MemberID]bool // who has not answered
	leftOut map[survey.MemberID]bool // who is in no team by the organizer's choice
}

// leaf reads the teams of the proposal that the address names. One without teams has no roster.
func (s *server) leaf(c echo.Context) (l leaf, err error) {
	if l.saved, err = s.saved(c); err != nil {
		return l, err
	}
	if len(l.saved.Lineup.Teams) == 0 {
		return l, &survey.InvalidError{Reason: "no_teams"}
	}
	read, err := s.reading(ctx(c), l.saved.Season)
	if err != nil {
		return l, err
	}
	season := read.Season(ctx(c), s.Store)
	l.asked, l.members, l.answers, l.called = read.Asked.Public(), slices.Clone(season.Members), read.Responses, read.called.Here
	for t, g := range l.saved.Lineup.Teams {
		l.names = append(l.names, teamName(s.translator(c), t, g.Name))
	}
	l.lines, l.words, l.inTeam = lines(l.saved.Lineup, l.members), s.translator(c), map[int][]survey.Member{}
	for _, e := range l.lines {
		l.inTeam[e.team] = append(l.inTeam[e.team], e.member)
	}
	var request team.Request
	if err := json.Unmarshal(l.saved.Request, &request); err != nil {
		return l, err
	}
	l.silent, l.leftOut = unanswered(season, request.Rules), map[survey.MemberID]bool{}
	for _, m := range season.Dividing(request, l.saved.Lineup).LeftOut {
		l.leftOut[m.ID] = true
	}
	return l, nil
}

// lines puts members in the order of the teams, and those of a team in the order of the season.
func lines(l team.Lineup, members []survey.Member) []line {
	at := map[survey.MemberID]int{}
	for t, g := range l.Teams {
		for _, id := range g.Members {
			at[id] = t
		}
	}
	var all []line
	for _, m := range members {
		t, ok := at[m.ID]
		if !ok {
			t = -1
		}
		all = append(all, line{t, m})
	}
	last := len(l.Teams)
	slices.SortStableFunc(all, func(a, b line) int { return (a.team+last+1)%(last+1) - (b.team+last+1)%(last+1) })
	return all
}

// table is the roster as a file has it: the team, the round where there are several, who it is, and what was answered.
func (l leaf) table() sheet.Cells {
	t := sheet.Responses(l.asked, l.members, survey.WithoutAvoided(l.answers))
	rows := map[survey.MemberID][]string{}
	for i, m := range l.members {
		rows[m.ID] = t.Rows[i]
	}
	several := len(l.saved.Lineup.Later) > 0
	head := []string{"team"}
	if several {
		head = append(head, "round")
	}
	out := sheet.Cells{Header: append(head, t.Before("team")...)}
	for r, teams := range l.saved.Lineup.Rounds() {
		for _, e := range lines(team.Lineup{Teams: teams}, l.members) {
			first := []string{""}
			if e.team >= 0 {
				first[0] = teamName(l.words, e.team, teams[e.team].Name)
			}
			if several {
				first = append(first, strconv.Itoa(r+1))
			}
			out.Rows = append(out.Rows, append(first, rows[e.member.ID]...))
		}
	}
	return out
}

func (s *server) rosterFile(c echo.Context, l leaf) error {
	if err := s.took(c, survey.TookTeams); err != nil {
		return err
	}
	return download(c, fmt.Sprintf("dure-teams-%d%s", l.saved.ID, path.Ext(c.Path())), l.saved.Name, l.table())
}

// rosterPrint shows every team with members on a page of its own, or the one that the address names, from 1.
func (s *server) rosterPrint(c echo.Context, l leaf) error {
	d := view.RosterPage{Proposal: l.saved.ID, Name: l.saved.Name, Window: l.window(c, inLists)}
	shown := d.Window.Teams
	if only := c.QueryParam("team"); only != "" {
		t, err := strconv.Atoi(only)
		if err != nil || t < 1 || t > len(l.names) {
			return survey.ErrNotFound
		}
		d.Only, shown = true, []int{t - 1}
	}
	for _, t := range shown {
		d.Teams = append(d.Teams, l.printed(t, l.names[t], s.clock(c)))
	}
	d.Unanswered = l.silent
	d.Teams = slices.DeleteFunc(d.Teams, func(t view.RosterTeam) bool { return len(t.Members) == 0 && !d.Only })
	if !d.Only {
		l.addOthers(c, &d)
	}
	return render(c, http.StatusOK, view.RosterPrint(s.page(c, "page_of", "Name", l.saved.Name), d))
}

// addOthers adds what stands behind the teams: the rounds after the first, and who is in no team, which is on the last part.
func (l leaf) addOthers(c echo.Context, d *view.RosterPage) {
	d.Rounds = rounds(l.words, l.saved.Lineup, func(id survey.MemberID) string { return l.called[id] })
	cutRounds(c, d.Rounds, l.saved.Lineup, l.members, inLists)
	if !d.Window.Last() {
		return
	}
	for _, m := range l.inTeam[-1] {
		if l.leftOut[m.ID] {
			d.LeftOut = append(d.LeftOut, m)
			continue
		}
		d.Alone = append(d.Alone, m)
	}
}

// window is the part of the teams that the address asks for.
func (l leaf) window(c echo.Context, per partSize) view.Window {
	return windowOf(c, l.saved.Lineup.Teams, l.members, func(t int) string { return l.names[t] }, per, 0)
}

func (l leaf) printed(t int, name string, on clock) view.RosterTeam {
	out := view.RosterTeam{Number: t + 1, Name: name, Members: l.inTeam[t]}
	var names []string
	for _, m := range out.Members {
		names = append(names, l.called[m.ID])
	}
	out.Index = strings.Join(names, ", ")
	out.Hours = commonHours(l.asked, l.given(t), names, nil, on)
	return out
}

// given is what the members of a team answered, in the order of the lines.
func (l leaf) given(t int) (all []survey.Answers) {
	for _, m := range l.inTeam[t] {
		all = append(all, l.answers[m.ID].Answers.WithoutAvoided())
	}
	return all
}
