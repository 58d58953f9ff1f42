package team

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"dure/survey"
)

// A ProposalID names a kept proposal.
type ProposalID int64

// ErrStopped is the cause with which the context of a job ends when an organizer stops it.
var ErrStopped = errors.New("stopped by an organizer")

// A Saved is a proposal as it is kept: what was asked for, how far the work is, and
// the teams as they were last edited.
type Saved struct {
	ID       ProposalID
	Season   survey.SeasonID
	Name     string
	Stored   string // the name, where a page words Name in another language
	State    survey.JobState
	Request  json.RawMessage      // rules, sizes, seed, budget
	Progress json.RawMessage      // nil before the work begins
	Result   json.RawMessage      // nil before it ends: what forming found, for the teams as formed
	Problem  *survey.InvalidError // of a failed one
	Stop     bool                 // an organizer has asked to stop

	Lineup   Lineup
	Note     json.RawMessage // what the last edit was
	Undo     int             // how many edits can be undone
	Redo     int
	Revision int // grows with every change, so that an edit of an old page is noticed

	Created time.Time
	Updated time.Time
}

// A Forming is how far forming is, and the best so far after shares of the work.
type Forming struct {
	Progress
	Curve []Reached `json:",omitempty"`
}

// A Reached is what the best teams scored after a share of the work.
type Reached struct{ Share, Objective float64 }

// mostReached is how many points a curve has at most.
const mostReached = 100

// Add tells of progress. The curve keeps its first and its newest point.
func (f *Forming) Add(p Progress) {
	f.Progress = p
	if p.Objective == 0 {
		return
	}
	if f.Curve = append(f.Curve, Reached{p.Share, p.Objective}); len(f.Curve) > mostReached {
		thin := f.Curve[:0]
		for i, r := range f.Curve {
			if i%2 == 0 || i == len(f.Curve)-1 {
				thin = append(thin, r)
			}
		}
		f.Curve = thin
	}
}

// A Note says what an edit of a proposal was, and who asked for it; 0 where that was not kept.
type Note struct {
	Kind string             `json:"kind"`
	By   survey.OrganizerID `json:"by,omitempty"`
}

// FormedNote is the kind of edit by which teams were formed.
const FormedNote = "formed"

// An Edit is how the teams of a proposal were after it.
type Edit struct {
	Seq    int // from 0; that of a proposal's current one is its Undo
	Note   Note
	Lineup Lineup
	At     time.Time
}

// Mark tells what can be deleted with a proposal at one time from what could at another. Published is the season's; due is when
// this one is to be published by itself, zero for never.
func (s Saved) Mark(published ProposalID, due time.Time) string {
	return fmt.Sprint(s.Revision, " ", s.ID == published, " ", due.UnixMilli(), " ", s.Stored)
}

// FormMark is the mark of what forming anew changes: these teams as they are, or, where they are the season's published ones, others beside them.
func (s Saved) FormMark(published ProposalID) string {
	return fmt.Sprint(s.Revision, " ", s.ID == published)
}

// A Lineup is who is in which team. Members who dropped out or were erased are not in it,
// and come back to their team when they are restored.
type Lineup struct {
	Teams  []SavedTeam       `json:"teams"`
	Locked []survey.MemberID `json:"locked,omitempty"` // members who stay where they are when the rest is formed anew
	Later  [][]SavedTeam     `json:"later,omitempty"`  // teams of the rounds after the first, which stay as they were formed
}

// Filled counts the teams that somebody is in.
func (l Lineup) Filled() (n int) {
	for _, g := range l.Teams {
		n += int(b2f(len(g.Members) > 0))
	}
	return n
}

// A SavedTeam is one team of a kept proposal.
type SavedTeam struct {
	Name    string            `json:"name"`
	Members []survey.MemberID `json:"members"`
	Locked  bool              `json:"locked,omitempty"` // stays as it is when the rest is formed anew
	// Activities are what the team takes up; see [Team].
	Activities Activities `json:"activities,omitempty"`
}

// Finder returns [Lineup.Team] for many members: the teams are gone through once, and not for each.
func (l Lineup) Finder() func(survey.MemberID) int {
	at := map[survey.MemberID]int{}
	for i, t := range slices.Backward(l.Teams) {
		for _, id := range t.Members {
			at[id] = i
		}
	}
	return func(id survey.MemberID) int {
		if i, in := at[id]; in {
			return i
		}
		return -1
	}
}

// Team returns the position of the member's team, or -1.
func (l Lineup) Team(id survey.MemberID) int {
	for i, t := range l.Teams {
		if slices.Contains(t.Members, id) {
			return i
		}
	}
	return -1
}

// Holds reports whether the teams of another lineup are in it as they are there, with all that is locked there, whatever they are called.
func (l Lineup) Holds(other Lineup) bool {
	return len(l.Later) == len(other.Later) && holds(l.Teams, other.Teams) && !slices.ContainsFunc(other.Locked, func(id survey.MemberID) bool { return !slices.Contains(l.Locked, id) }) &&
		!slices.ContainsFunc(count(len(l.Later)), func(i int) bool { return !holds(l.Later[i], other.Later[i]) })
}

func holds(teams, other []SavedTeam) bool {
	return slices.EqualFunc(teams, other, func(a, b SavedTeam) bool {
		return slices.Equal(slices.Sorted(slices.Values(a.Members)), slices.Sorted(slices.Values(b.Members))) && maps.Equal(a.Activities, b.Activities) && (a.Locked || !b.Locked)
	})
}

// LocksAs reports whether what is locked is the same as in another lineup.
func (l Lineup) LocksAs(other Lineup) bool {
	return slices.Equal(slices.Sorted(slices.Values(l.Locked)), slices.Sorted(slices.Values(other.Locked))) &&
		slices.EqualFunc(l.Teams, other.Teams, func(a, b SavedTeam) bool { return a.Locked == b.Locked })
}

// SizedAs reports whether the teams have as many members as those of another lineup.
func (l Lineup) SizedAs(other Lineup) bool {
	return slices.EqualFunc(l.Teams, other.Teams, func(a, b SavedTeam) bool { return len(a.Members) == len(b.Members) })
}

// Locks reports whether anything in it is locked.
func (l Lineup) Locks() bool {
	return len(l.Locked) > 0 || slices.ContainsFunc(l.Teams, func(t SavedTeam) bool { return t.Locked })
}

// Only returns the lineup with the members that keep allows.
func (l Lineup) Only(keep func(survey.MemberID) bool) Lineup {
	out := Lineup{Teams: onlyTeams(l.Teams, keep), Locked: only(l.Locked, keep)}
	for _, round := range l.Later {
		out.Later = append(out.Later, onlyTeams(round, keep))
	}
	return out
}

// Has reports whether the member is anywhere in the lineup.
func (l Lineup) Has(id survey.MemberID) bool {
	return l.Team(id) >= 0 || slices.Contains(l.Locked, id) ||
		slices.ContainsFunc(l.Later, func(round []SavedTeam) bool { return Lineup{Teams: round}.Team(id) >= 0 })
}

// Rounds returns the teams of every round, the first of which can be edited.
func (l Lineup) Rounds() [][]SavedTeam { return append([][]SavedTeam{l.Teams}, l.Later...) }

// Meetings are the rounds, from 1, in which each two who ever meet are in a team; the smaller id is first.
func (l Lineup) Meetings() map[[2]survey.MemberID][]int {
	all := map[[2]survey.MemberID][]int{}
	for r, round := range l.Rounds() {
		for _, t := range round {
			for k, a := range t.Members {
				for _, b := range t.Members[:k] {
					pair := [2]survey.MemberID{min(a, b), max(a, b)}
					all[pair] = append(all[pair], r+1)
				}
			}
		}
	}
	return all
}

// Repeats counts how often pairs meet again over the rounds.
func (l Lineup) Repeats() (n int) {
	for _, rounds := range l.Meetings() {
		n += len(rounds) - 1
	}
	return n
}

// onlyTeams returns the teams, also those that are then empty, with the members that keep allows.
func onlyTeams(teams []SavedTeam, keep func(survey.MemberID) bool) (kept []SavedTeam) {
	for _, t := range teams {
		t.Members = only(t.Members, keep)
		kept = append(kept, t)
	}
	return kept
}

func only(ids []survey.MemberID, keep func(survey.MemberID) bool) []survey.MemberID {
	var kept []survey.MemberID
	for _, id := range ids {
		if keep(id) {
			kept = append(kept, id)
		}
	}
	return kept
}

// A Roster is the published proposal of a season.
type Roster struct {
	Season    survey.SeasonID
	Proposal  ProposalID
	Published time.Time
	Briefs    Briefs
}

// Mark is the mark of which teams are published and of what they are told, which goes when others are.
func (r Roster) Mark() string { return fmt.Sprint(r.Proposal, " ", r.Briefs.Mark()) }

// A Plan is which proposal of a season is to be published at a time by itself, as it was at a revision.
type Plan struct {
	Season   survey.SeasonID
	Proposal ProposalID
	Revision int
	Due      time.Time
}

// Stands reports whether the teams are those that were confirmed: what was changed since is not published by itself.
func (p Plan) Stands(revision int) bool { return p.Revision == revision }

// Mark is the mark of what is planned beside what is published.
func (p Plan) Mark(now Roster) string {
	return fmt.Sprint(p.Proposal, " ", p.Revision, " ", p.Due.UnixMilli(), " ", now.Mark())
}
