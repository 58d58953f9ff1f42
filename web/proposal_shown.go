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
	d, err := team.Open(in.Disclosed(), w.division())
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

// asFormed reports whether teams score as they did when they were formed, so that what was found out then is true of them still: neither
// they nor any answer or rule has changed.
func (w *work) asFormed(scored team.Proposal) bool {
	if !w.formedLast() || len(scored.Rules) != len(w.result.Rules) {
		return false
	}
	for i, r := range scored.Rules {
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
