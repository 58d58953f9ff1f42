package view

import (
	"fmt"
	"net/url"
	"strconv"
	"time"

	"dure/survey"
)

// The states of a member in the list; the empty one is all of them.
const (
	StateAnswered = "answered"
	StateDraft    = "draft"
	StateNone     = "none"
	StateDropped  = "dropped"
)

// MemberStates lists the states in the order in which a page offers them.
var MemberStates = []string{StateAnswered, StateDraft, StateNone, StateDropped}

// A MembersPage lists a season's members, a part of them at a time.
type MembersPage struct {
	Counts      survey.Counts
	Query       string
	State       string // that the list is narrowed to, or ""
	Rows        []MemberRow
	Found       int // on all parts
	Part, Parts int // from 1
	Doubts      DoubtsPage
}

// A MemberRow is a member in the list. Link is the personal link, whole, and "" for who may not see it.
type MemberRow struct {
	survey.Member
	State string
	At    time.Time // of the last answer
	Link  string
}

// A MemberForm is a member as typed.
type MemberForm struct{ Name, Email, Ref string }

// A MemberPage shows one member and the answers that organizers may see.
type MemberPage struct {
	survey.Member
	State     string
	At        time.Time
	Link      string
	Survey    survey.Survey // without what is sensitive
	Answers   survey.Answers
	Sensitive int // questions that are left out
	Typed     MemberForm
}

func memberPath(p Page, id survey.MemberID, path string) string {
	return SeasonPath(p, fmt.Sprintf("/members/%d%s", id, path))
}

// part returns the address of a part of the list.
func (d MembersPage) part(p Page, n int) string {
	v := url.Values{}
	for key, value := range map[string]string{"q": d.Query, "state": d.State} {
		if value != "" {
			v.Set(key, value)
		}
	}
	if n > 1 {
		v.Set("part", strconv.Itoa(n))
	}
	if len(v) == 0 {
		return SeasonPath(p, "/members")
	}
	return SeasonPath(p, "/members?"+v.Encode())
}

// stateBadge returns the class of a member's state.
func stateBadge(state string) string {
	switch state {
	case StateAnswered:
		return "badge good"
	case StateDraft:
		return "badge fair"
	case StateDropped:
		return "badge bad"
	}
	return "badge"
}
