package web

import (
	"fmt"
	"slices"
	"sync"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
)

// To score the teams of a large season takes compiled rules, which take as long again to make. They are kept with the reading that they are of, for the teams
// as they were looked at last. What works with them works alone: who comes while they are lent makes others of the same.

// A kept draft is lent to one request at a time.
type keptDraft struct {
	lent  sync.Mutex
	draft *team.Draft
}

// heldDrafts is where a request notes what it has borrowed.
const heldDrafts = "held drafts"

// givingBack gives back what a request borrowed once it is answered.
func givingBack(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		defer func() {
			held, _ := c.Get(heldDrafts).([]*keptDraft)
			for _, d := range held {
				d.lent.Unlock()
			}
		}()
		return next(c)
	}
}

// openTeams reads teams by an input, as [team.Open]. Of is what they are: those of one proposal by one sort of rules.
func (s *server) openTeams(c echo.Context, read *reading, of string, in team.Input, teams [][]int) (*team.Draft, error) {
	if beside := func(r team.Rule) bool { return r.Kind.Predicts() || len(r.Seasons) > 0 }; slices.ContainsFunc(in.Rules, beside) { // on what is no part of the season
		return team.Open(in, teams)
	}
	silent := make([]bool, len(in.Rules))
	for i, r := range in.Rules {
		silent[i] = r.Silent
	}
	sum, err := sumOf(in.Rules, silent, in.IDs, in.Sizes, in.Fixed, in.Closed, in.GaveWay, in.Activities, teams)
	if err != nil {
		return nil, err
	}
	kept, err := derive(s, read, "draft "+of, sum, len(in.IDs)*(1+len(in.Rules))*wordBytes, func() (*keptDraft, error) {
		d, err := team.Open(in, teams)
		return &keptDraft{draft: d}, err
	})
	if err != nil {
		return nil, err
	}
	if !kept.lent.TryLock() {
		return team.Open(in, teams)
	}
	held, _ := c.Get(heldDrafts).([]*keptDraft)
	c.Set(heldDrafts, append(held, kept))
	return kept.draft, nil
}

// openAs reads the teams of the sheet by an input; sort is what sort of rules it has.
func (w *work) openAs(sort string, in team.Input) (*team.Draft, error) {
	return w.opening(fmt.Sprintf("%d by %d, %s", w.saved.ID, w.rulesOf, sort), in, w.division())
}
