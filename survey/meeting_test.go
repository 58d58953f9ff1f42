package survey

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

func meetingsOf(all []Meeting) (out []string) {
	for _, s := range all {
		out = append(out, fmt.Sprintf("%s %s x%d", s.From.Format("Mon 2006-01-02 15:04"), s.Length, s.Weeks))
	}
	return out
}

// Hours in common are the same moment for everybody, also while clocks are put forward: on one clock they move in UTC, and of two clocks that are put
// forward on different days some weeks have another hour.
func TestMeetings(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2026, 3, 16, 9, 20, 0, 0, time.UTC) // a Monday; Berlin's clock is put forward on the 29th
	monday := func(zone string, hours ...int) Answer { return Answer{Version: 1, Slots: hours, Zone: zone} }
	for _, c := range []struct {
		name    string
		zones   bool
		answers []Answer
		want    []string
	}{
		{"on the club's clock", false, []Answer{monday("", 18, 19, 20), monday("", 19, 20, 21), {}},
			[]string{"Mon 2026-03-16 18:00 2h0m0s x2", "Mon 2026-03-30 17:00 2h0m0s x2"}},
		{"what has begun comes a week later", false, []Answer{monday("", 10), monday("", 10)},
			[]string{"Mon 2026-03-23 09:00 1h0m0s x1", "Mon 2026-03-30 08:00 1h0m0s x3"}},
		{"on two clocks", true, []Answer{monday("Europe/Berlin", 13, 14), monday("Asia/Seoul", 21)},
			[]string{"Mon 2026-03-16 12:00 1h0m0s x4"}},
		{"of which one has an hour too few", true, []Answer{monday("Europe/Berlin", 13), monday("Asia/Seoul", 21)},
			[]string{"Mon 2026-03-16 12:00 1h0m0s x2"}},
		{"of one who said", false, []Answer{monday("", 18), {}}, nil},
		{"an hour that a clock leaves out", false, []Answer{monday("", 6*24+2), monday("", 6*24+2)},
			[]string{"Sun 2026-03-22 01:00 1h0m0s x1", "Sun 2026-04-05 00:00 1h0m0s x2"}},
	} {
		q := Question{Kind: Availability, Days: []int{0, 6}, From: 0, To: 24, Zones: c.zones}
		if got := meetingsOf(q.Meetings(c.answers, berlin, from, 4)); !slices.Equal(got, c.want) {
			t.Errorf("%s: four weeks have %q, want %q", c.name, got, c.want)
		}
	}
}
