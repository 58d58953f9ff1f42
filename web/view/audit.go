package view

import (
	"fmt"
	"net/url"
	"time"

	"dure/survey"
)

// A LogPage shows who saw and changed what in a season, or in a club as a whole.
type LogPage struct {
	Rows       []LogRow
	Filter     survey.ActFilter
	Colleagues []survey.Colleague
	Deeds      []survey.Deed
	Older      int64 // the id before which there is more; 0 for no more
}

// A LogRow is a line of a log, worded.
type LogRow struct {
	At     time.Time
	Who    string
	What   string
	Season survey.SeasonID
	Of     string // the name of the season
	Member survey.MemberID
	Name   string // of the member
}

// An OwnDataPage shows a member what is kept of the member and what was done with it.
type OwnDataPage struct {
	Visit
	Typed MemberForm
	Both  *Both

	Rows []LogRow
	Cut  bool // there is more than the page shows
}

// path is the page's own address with the log before an id.
func (d LogPage) path(p Page, before int64) string {
	q := url.Values{}
	for name, n := range map[string]int64{"by": int64(d.Filter.By), "member": int64(d.Filter.Member), "before": before} {
		if n != 0 {
			q.Set(name, fmt.Sprint(n))
		}
	}
	if d.Filter.What != "" {
		q.Set("what", string(d.Filter.What))
	}
	return logPath(p) + "?" + q.Encode()
}

func logPath(p Page) string {
	if p.Season.ID == 0 {
		return clubPath(p, "/log")
	}
	return SeasonPath(p, "/log")
}

// waits tells a member of the own address that an organizer has not decided on.
func (d OwnDataPage) waits(p Page) string {
	if d.Member.Wanted == "" {
		return ""
	}
	return p.T("own_wanted", "Email", d.Member.Wanted, "Now", d.Member.Email)
}

// A DeleteMePage says what goes with a member who asks to be erased.
type DeleteMePage struct {
	Visit
	Texts bool // the name leaves what others wrote
}

// GoneParam is the parameter of the address of a link that has just ended, with what names the copies that forms left on the device.
const GoneParam = "gone"
