package web

import (
	"fmt"
	"slices"
	"strings"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// why words what the place of the member gives and costs about whom the page is asked. It is nil where that is nobody of the teams.
func (w *work) why(p view.Page, draft *team.Draft, division [][]int) *view.Why {
	row, ok := w.season.Row(w.asked)
	if !ok || !slices.ContainsFunc(division, func(g []int) bool { return slices.Contains(g, row) }) {
		return nil
	}
	in := w.input()
	out := &view.Why{ID: w.asked, Name: w.names.Called(w.season.Members[row])}
	for _, f := range draft.ExplainMember(row) {
		rule, _ := in.Rules[f.Rule].Disclosed(w.season.Table)
		change, _ := f.Args["Change"].(float64)
		line := p.T(f.Key, "Rule", w.names.Sentence(p, rule), "Change", points(change))
		if f.Key == "fact_member_gives" {
			out.Gives = append(out.Gives, line)
			continue
		}
		out.Costs = append(out.Costs, line)
	}
	return out
}

// points words a share of a score in points of a hundred.
func points(x float64) string {
	if x < 0.001 {
		return "0.1"
	}
	return fmt.Sprintf("%.1f", 100*x)
}

// rounds lists the teams of the rounds after the first.
func rounds(t view.Translator, l team.Lineup, called func(survey.MemberID) string) (all []view.Round) {
	for k, teams := range l.Later {
		r := view.Round{N: k + 2}
		for n, g := range teams {
			r.Teams = append(r.Teams, roundTeam(teamName(t, n, g.Name), g.Members, called))
		}
		all = append(all, r)
	}
	return all
}

// later lists a member's teams of the rounds after the first, and with whom the member is there.
func later(t view.Translator, seat team.Seat, names map[survey.MemberID]string, told survey.MemberID) (all []view.Round) {
	for _, g := range seat.Teams {
		if g.Round > 0 {
			mates := slices.DeleteFunc(slices.Clone(g.Members), func(id survey.MemberID) bool { return id == told })
			all = append(all, view.Round{N: g.Round + 1, Teams: []view.RoundTeam{roundTeam(teamName(t, g.At, g.Name), mates, func(id survey.MemberID) string { return names[id] })}})
		}
	}
	return all
}

func roundTeam(name string, members []survey.MemberID, called func(survey.MemberID) string) view.RoundTeam {
	out := view.RoundTeam{Name: name}
	var who []string
	for _, id := range members {
		who = append(who, called(id))
		out.Mates = append(out.Mates, view.Teammate{ID: id, Name: called(id)})
	}
	out.Members = strings.Join(who, ", ")
	return out
}

// teamName is the name of team n from 0, in the visitor's language where it is only a number.
func teamName(t view.Translator, n int, name string) string {
	if name == team.NumberName(n) {
		return t("team_number", "N", n+1)
	}
	return name
}

// fewest is how many teammates it takes for a member to be told what somebody among them has chosen too: among fewer it is
// plain who that is.
const fewest = 3

// whyYours tells a member what they get in their team: the wishes that came true and what somebody else there has chosen too.
// It says of nobody what they answered, and nothing of whom anybody avoids or of what is sensitive.
func whyYours(t view.Translator, in func(survey.Text) string, season team.Season, id survey.MemberID, mine survey.Answers, mates []survey.Member, theirs []survey.Answers) []string {
	var lines []string
	for _, q := range season.Survey.Questions {
		// The member's own wishes, and names that the member sees anyway.
		if n := wished(season, q, id, mates); n > 0 {
			lines = append(lines, t("why_wishes", "Count", n))
		}
		if q.Is(survey.SetColumn) && !q.Sensitive && len(mates) >= fewest {
			if shared := sharedOptions(q, mine[q.ID], theirs, in); len(shared) > 0 {
				lines = append(lines, t("why_shared", "Question", in(q.Title), "Options", strings.Join(shared, ", ")))
			}
		}
	}
	return lines
}

// wished counts the mates whom the member wished for in a question, who are those that teams are formed by.
func wished(season team.Season, q survey.Question, id survey.MemberID, mates []survey.Member) (n int) {
	column, _ := q.MateColumns()
	c, _ := season.Table.Column(column)
	row, here := season.Row(id)
	people, asked := c.Values.(survey.People)
	if !here || !asked {
		return 0
	}
	for _, i := range people.Of[row] {
		if slices.ContainsFunc(mates, func(m survey.Member) bool { return m.ID == season.Members[i].ID }) {
			n++
		}
	}
	return n
}

// sharedOptions words the options that the member chose and somebody else did.
func sharedOptions(q survey.Question, mine survey.Answer, theirs []survey.Answers, in func(survey.Text) string) []string {
	var all []string
	for _, o := range q.Options {
		chosen := func(a survey.Answer) bool { return slices.Contains(a.Choices, o.Key) }
		if chosen(mine) && slices.ContainsFunc(theirs, func(as survey.Answers) bool { return chosen(as[q.ID]) }) {
			all = append(all, in(o.Label))
		}
	}
	return all
}

// partsOf says which part a member plays: what the team is to have somebody of, as the member is.
func partsOf(t view.Translator, lang survey.Lang, asked survey.Survey, rules []team.Rule, own team.SeatTeam, mine survey.Answers) (lines []string) {
	for _, r := range rules {
		q, there := asked.Of(r.Column)
		key, wanted := r.Wanted(own)
		if !there || !wanted {
			continue
		}
		if o, ok := q.CountsAs(key); ok && slices.Contains(mine[q.ID].Choices, o.Key) {
			lines = append(lines, t("why_part", "Every", r.ForAll(), "Question", q.Title.In(lang), "Option", o.Label.In(lang)))
		}
	}
	return lines
}

// takesUp says what the member's team takes up, and at which place the member ranked it.
func takesUp(t view.Translator, lang survey.Lang, asked survey.Survey, of team.Activities, mine survey.Answers) (lines []string) {
	for _, q := range asked.Questions {
		key, taken := survey.OptionKey(of[q.Column()])
		if o, ok := q.CountsAs(key); taken && ok {
			lines = append(lines, t("why_activity", "Option", o.Label.In(lang), "Place", slices.Index(mine[q.ID].Ranked, o.Key)+1))
		}
	}
	return lines
}

// weighed says in general terms what was traded when the teams were formed: by which kinds of rule on answers, and nothing of any answer. It is "" where
// that were none.
func weighed(t view.Translator, asked survey.Survey, rules []team.Rule) string {
	var kinds []string
	for _, r := range rules {
		answered := slices.ContainsFunc(append([]string{r.Column}, r.Columns...), func(column string) bool {
			_, ok := asked.Of(column)
			return ok
		})
		if kind := t("rulekind_" + survey.Key(r.Kind)); answered && !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	if len(kinds) == 0 {
		return ""
	}
	return t("why_weighed", "What", strings.Join(kinds, " · "))
}
