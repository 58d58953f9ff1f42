package web

import (
	"encoding/json"
	"math"
	"slices"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// What a page says of how the teams are is said without what members tell in confidence: a score that fell as two members came together
// would say who avoids whom. What is searched for takes all of it into account.

// openDisclosed reads the teams as they are now for what is said of them, once for a page.
func (w *work) openDisclosed() (*team.Draft, error) {
	if w.shown != nil {
		return w.shown, nil
	}
	in := w.input()
	if !in.Confides() {
		return w.open()
	}
	d, err := w.openAs("told", in.Disclosed())
	w.shown = d
	return d, err
}

// scoredAs are the scores under the rules as they are asked for, in confidence and not.
func scoredAs(rules []team.Rule, p team.Proposal) team.Proposal {
	for i, r := range rules {
		p.Rules[i].Rule = r
	}
	return p
}

// formedLast reports whether the last that was done with the teams is that they were formed.
func (w *work) formedLast() bool {
	var last team.Note
	return json.Unmarshal(w.saved.Note, &last) == nil && last.Kind == team.FormedNote
}

// What forming found out is of all teams that the same rules, answers and sizes allow. So it is true of teams that were changed by hand since, as long
// as those that were formed would score now as they did then: random teams are what they were, and where sizes are too, nothing beats the bound.

// found is what forming found out, as far as it is true still, with what the teams score now; asFormed reports whether they are those that were
// formed. Both are nothing where an answer, a rule or who takes part has changed.
func (w *work) found(formed team.Lineup, draft *team.Draft, scored team.Proposal) (found team.Proposal, asFormed bool) {
	division := w.season.Division(formed)
	all := slices.EqualFunc(division, formed.Teams, func(rows []int, g team.SavedTeam) bool { return len(rows) == len(g.Members) })
	then, err := draft.Try(division)
	if err != nil || !all || len(formed.Teams) == 0 || len(w.season.Unplaced(w.saved.Lineup)) > 0 || !w.scoredThen(then) {
		return team.Proposal{}, false
	}
	if w.saved.Lineup.Holds(formed) {
		return w.result, true
	}
	found = team.Proposal{Objective: scored.Objective}
	if w.result.Random != nil && w.result.Random.Of > 0 { // of teams kept earlier it is not known
		found.Random = new(w.result.Random.Beside(scored.Objective))
	}
	if !formed.Locks() && w.saved.Lineup.SizedAs(formed) {
		found.Bound = w.result.Bound
	}
	return found, false
}

// scoredThen reports whether the teams that were formed score as they did then.
func (w *work) scoredThen(formed team.Proposal) bool {
	formed = scoredAs(w.input().Rules, formed)
	if len(formed.Rules) != len(w.result.Rules) {
		return false
	}
	for i, r := range formed.Rules {
		was, kept := w.result.Rules[i], w.result.Objective > 0 || !r.Rule.Confides(w.season.Table)
		if kept && (math.Abs(r.Score-was.Score) > 1e-9 || r.Met != was.Met) {
			return false
		}
	}
	return true
}

// inConfidence reads the teams by rules that ask on their own that nobody gets whom they avoid: those from the number on.
func (w *work) inConfidence() (d *team.Draft, from int, err error) {
	in, from := w.input().Confided()
	d, err = team.Open(in, w.division())
	return d, from, err
}

// confided reports whether the teams of some round leave something unmet that members asked for in confidence.
func (w *work) confided() bool {
	in := w.input()
	return slices.ContainsFunc(w.saved.Lineup.Rounds(), func(teams []team.SavedTeam) bool {
		return in.Avoided(w.season.Division(team.Lineup{Teams: teams}))
	})
}

// addShares adds what the rules count of the whole, and of how many members each is known anything.
func addShares(p view.Page, rows []view.RuleRow, d *team.Draft) {
	shares, facts := d.Shares(), d.ExplainRules()
	for i := range rows {
		rows[i].Share = shares[i]
		rows[i].Moot = team.Moot(facts[i])
		if facts[i].Key != "" && !rows[i].Secret {
			rows[i].Fact = p.T.Say(facts[i])
		}
	}
}

// unanswered marks who has not answered, by the rules of the request.
func unanswered(season team.Season, rules []team.Rule) map[survey.MemberID]bool {
	out := map[survey.MemberID]bool{}
	for i, silent := range season.Unanswered(rules) {
		if silent {
			out[season.Members[i].ID] = true
		}
	}
	return out
}
