package web

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// A page on the teams of a season of up to wholeSeason members shows them all. Of a larger one it shows a part, of so many members or teams as keep a page
// within 300 KB: of a board, or where a team takes less room.
const wholeSeason = 300

type partSize struct{ teams, members int }

var (
	onBoard = partSize{40, 200}
	inLists = partSize{150, 750}
)

// windowOf is the part of teams that the address asks for: of those that are called as it says, or in which somebody is. It is the one with the member that
// the page is asked about, if it is asked about one.
func windowOf(c echo.Context, teams []team.SavedTeam, members []survey.Member, name func(t int) string, per partSize, asked survey.MemberID) view.Window {
	out := view.Window{Whole: len(members) <= wholeSeason, Of: len(teams), Found: len(teams), Part: 1, Parts: 1}
	for t := range teams {
		out.Teams = append(out.Teams, t)
	}
	if out.Whole {
		return out
	}
	if out.Query = survey.Clean(c.FormValue("q")); out.Query != "" {
		out.Teams = foundTeams(teams, members, name, out.Query)
	}
	step := max(1, min(per.teams, per.members*len(teams)/len(members)))
	out.Found, out.Parts = len(out.Teams), max(1, (len(out.Teams)+step-1)/step)
	part, _ := strconv.Atoi(c.FormValue("part"))
	if k := slices.IndexFunc(out.Teams, func(t int) bool { return slices.Contains(teams[t].Members, asked) }); k >= 0 {
		part = k/step + 1
	}
	out.Part = min(max(1, part), out.Parts)
	out.Teams = out.Teams[(out.Part-1)*step : min(out.Found, out.Part*step)]
	return out
}

// foundTeams are the numbers of the teams that are searched for: by what they are called, or somebody in them.
func foundTeams(teams []team.SavedTeam, members []survey.Member, name func(t int) string, query string) (found []int) {
	fits := map[survey.MemberID]bool{}
	for _, m := range members {
		fits[m.ID] = m.Fits(query)
	}
	for t, g := range teams {
		if (survey.Member{Name: name(t)}).Fits(query) || slices.ContainsFunc(g.Members, func(id survey.MemberID) bool { return fits[id] }) {
			found = append(found, t)
		}
	}
	return found
}

// partOf is which part of a list the address asks for, from 1, and how many there are of so many lines.
func partOf(c echo.Context, lines, per int) (part, parts int) {
	parts = max(1, (lines+per-1)/max(1, per))
	part, _ = strconv.Atoi(c.QueryParam("part"))
	return min(max(1, part), parts), parts
}

// roomFor are of what can be chosen those that a list has room for, in their order: all, where the season is no large one, and else what is chosen already and
// of what fits the search as many as a list has room for. It returns too how many more fit.
func roomFor[T any](all []T, whole bool, chosen, fits func(T) bool) (shown []T, rest int) {
	if whole {
		return all, 0
	}
	room := view.MostOutside
	for _, one := range all {
		switch {
		case chosen(one):
			shown = append(shown, one)
		case !fits(one):
		case room > 0:
			shown, room = append(shown, one), room-1
		default:
			rest++
		}
	}
	return shown, rest
}

// fitting tells of members whether somebody searches for them; of nothing that is searched for all do.
func fitting(query string) func(survey.Member) bool {
	return func(m survey.Member) bool { return query == "" || m.Fits(query) }
}

// window is the part of the proposal's teams that the address asks for.
func (w *work) window(c echo.Context, p view.Page, per partSize) view.Window {
	name := func(t int) string { return w.teamName(p, t) }
	return windowOf(c, w.saved.Lineup.Teams, w.all.Members, name, per, w.asked)
}

// cutRounds leaves of the rounds after the first the teams that the window of each shows.
func cutRounds(c echo.Context, all []view.Round, l team.Lineup, members []survey.Member, per partSize) {
	for k, round := range all {
		name := func(t int) string { return round.Teams[t].Name }
		shown := windowOf(c, l.Later[k], members, name, per, 0)
		all[k].Teams = nil
		for _, t := range shown.Teams {
			all[k].Teams = append(all[k].Teams, round.Teams[t])
		}
	}
}

// sameWindow is the query by which the board that a form was sent from, or where to move somebody there, showed a part of the teams; "" where it showed all.
func sameWindow(c echo.Context, board string) string {
	from, err := url.Parse(c.Request().Referer())
	if err != nil || from.Path != board && from.Path != board+"/move" {
		return ""
	}
	query, kept := from.Query(), url.Values{}
	for _, field := range []string{"q", "part"} {
		if value := query.Get(field); value != "" {
			kept.Set(field, value)
		}
	}
	if len(kept) == 0 {
		return ""
	}
	return "?" + kept.Encode()
}
