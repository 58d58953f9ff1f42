package web

import (
	"errors"
	"slices"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// What is locked stays where it is, whether teams are formed anew or changed by hand: nobody joins or leaves a locked team, and a locked
// member stays in theirs until they are unlocked. Undo brings back what was.

// held says what has to be unlocked before the teams may be as they are after, nil where nothing has.
func (w work) held(t view.Translator, after team.Lineup) error {
	l := w.saved.Lineup
	was, is := l.Finder(), after.Finder()
	for _, m := range w.all.Members {
		from, to := was(m.ID), is(m.ID)
		if from == to {
			continue
		}
		for _, at := range []int{from, to} {
			if at >= 0 && l.Teams[at].Locked {
				return &survey.InvalidError{Reason: "held_team", Args: map[string]any{"Team": teamName(t, at, l.Teams[at].Name)}}
			}
		}
		if from >= 0 && slices.Contains(l.Locked, m.ID) {
			return &survey.InvalidError{Reason: "held_member", Args: map[string]any{"Name": w.names.Called(m), "Team": teamName(t, from, l.Teams[from].Name)}}
		}
	}
	return nil
}

// leaving is the lineup once members are out of their teams.
func leaving(l team.Lineup, ids ...survey.MemberID) team.Lineup {
	return l.Only(func(m survey.MemberID) bool { return !slices.Contains(ids, m) })
}

// stuck says why members can go nowhere together by hand, "" if they can.
func (w work) stuck(t view.Translator, ids []survey.MemberID) string {
	l := w.saved.Lineup
	if bad, ok := errors.AsType[*survey.InvalidError](w.held(t, leaving(l, ids...))); ok {
		return t.Say(bad.Message())
	}
	open := slices.ContainsFunc(l.Teams, func(g team.SavedTeam) bool {
		return !g.Locked && slices.ContainsFunc(ids, func(id survey.MemberID) bool { return !slices.Contains(g.Members, id) })
	})
	if !open && len(l.Teams) > 1 {
		return t("held_all")
	}
	return ""
}

// free leaves out the places that a lock keeps as they are.
func (w work) free(drops []view.Drop) []view.Drop {
	l := w.saved.Lineup
	return slices.DeleteFunc(drops, func(x view.Drop) bool {
		return l.Teams[x.To].Locked || x.With.ID != 0 && slices.Contains(l.Locked, x.With.ID)
	})
}
