package view

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"dure/survey"
)

// The states of a member in the list; the empty one is all of them.
const (
	StateAnswered = "answered"
	StateDraft    = "draft"
	StateNone     = "none"
	StateWaiting  = "waiting" // to be let in
	StateDropped  = "dropped"
)

// MemberStates lists the states in the order in which a page offers them.
var MemberStates = []string{StateAnswered, StateDraft, StateNone, StateWaiting, StateDropped}

// A MembersPage lists a season's members, a part of them at a time.
type MembersPage struct {
	Counts      survey.Counts
	Import      survey.Import // the last one
	Query       string
	State       string // that the list is narrowed to, or ""
	Rows        []MemberRow
	Found       int // on all parts
	Part, Parts int // from 1
	Doubts      DoubtsPage
	Burst       survey.Burst // that an organizer has to decide on
	Taken       []TakenRow   // likewise
	Wanting     []MemberRow  // who would have another address, likewise
}

// refs reports whether anybody in the list has an ID: without, the column only takes room.
func (d MembersPage) refs() bool {
	return slices.ContainsFunc(d.Rows, func(m MemberRow) bool { return m.Ref != "" })
}

// A TakenRow is a place on the list that somebody took by the club link.
type TakenRow struct {
	survey.Taken
	Now   survey.Member // as who took it typed
	Alike bool          // which is what the list has
}

// A MemberRow is a member in the list.
type MemberRow struct {
	survey.Member
	State string
	At    time.Time // of the last answer
	Late  bool      // may answer although the survey is closed

	Becomes string // of who waits: the name of whom they take the place of when they are let in, if of anybody
}

// A BulkAction is what can be done to several members at once. It begins message keys.
type BulkAction string

// What can be done to several members, beside reminding them.
const (
	BulkReopen  BulkAction = "reopen" // let them answer after the close
	BulkUnopen  BulkAction = "unopen" // take that back
	BulkDrop    BulkAction = "drop"
	BulkRestore BulkAction = "restore"
	BulkAdmit   BulkAction = "admit"
	BulkRefuse  BulkAction = "refuse"
)

// BulkActions are all of them, in the order of a page.
var BulkActions = []BulkAction{BulkReopen, BulkUnopen, BulkDrop, BulkRestore, BulkAdmit, BulkRefuse}

// A BulkPage says what will happen to whom before it does.
type BulkPage struct {
	LateForm
	Action       BulkAction
	Query, State string      // by what the list is narrowed
	Rows         []MemberRow // whom it concerns
	Others       int         // who were chosen too, and stay as they are
}

// Members are those whom it concerns.
func (d BulkPage) Members() (all []survey.Member) {
	for _, r := range d.Rows {
		all = append(all, r.Member)
	}
	return all
}

// A LateForm gives leave to answer after the close, as typed.
type LateForm struct {
	Until  string
	Zone   string
	Closed bool   // the survey
	Read   string // the mark of until when those whom it concerns could answer late, as the form shows it
}

// A MemberForm is a member as typed.
type MemberForm struct {
	Name, Email, Ref string
	Read             string // the mark of what the form showed
}

// Lines are what the form says.
func (f MemberForm) Lines(p Page) []string {
	return append(f.OwnLines(p), p.T("member_ref")+": "+f.Ref)
}

// OwnLines are what the member's own form says.
func (f MemberForm) OwnLines(p Page) []string {
	return []string{p.T("member_name") + ": " + f.Name, p.T("email") + ": " + f.Email}
}

// A MemberPage shows one member and the answers that organizers may see.
type MemberPage struct {
	survey.Member
	State  string
	At     time.Time
	Link   string
	Survey survey.Survey // without what is sensitive
	Given
	Sensitive int    // questions that are left out
	Guardian  string // who agreed for a member who is too young to answer alone; "" for nobody
	Agreed    survey.Agreement
	Typed     MemberForm
	Both      *Both
	Reminded  []ReminderLine
	Late      bool // may answer although the survey is closed
	LateForm  LateForm
}

// A ReminderLine says how often a member was written to about one thing, and when last.
type ReminderLine struct {
	Kind survey.ReminderKind
	survey.Reminded
}

func memberPath(p Page, id survey.MemberID, path string) string {
	return SeasonPath(p, fmt.Sprintf("/members/%d%s", id, path))
}

// part returns the address of a part of the list.
func (d MembersPage) part(p Page, n int) string { return MembersPath(p.Season.ID, d.Query, d.State, n) }

// MembersPath returns the address of a part of the list of members, narrowed by words and a state.
func MembersPath(season survey.SeasonID, query, state string, part int) string {
	v := url.Values{}
	for key, value := range map[string]string{"q": query, "state": state} {
		if value != "" {
			v.Set(key, value)
		}
	}
	if part > 1 {
		v.Set("part", strconv.Itoa(part))
	}
	return strings.TrimSuffix(fmt.Sprintf("/seasons/%d/members?%s", season, v.Encode()), "?")
}

// stateBadge returns the class of a member's state.
func stateBadge(state string) string {
	switch state {
	case StateAnswered:
		return "badge good"
	case StateDraft, StateWaiting:
		return "badge fair"
	case StateDropped:
		return "badge bad"
	}
	return "badge"
}
