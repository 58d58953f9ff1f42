package survey

import (
	"testing"
	"time"
)

func TestFindBurst(t *testing.T) {
	begin := time.Unix(1e9, 0)
	var members []Member
	join := func(n int, from, apart time.Duration) {
		for i := range n {
			members = append(members, Member{ID: MemberID(len(members) + 1), Joined: begin.Add(from + time.Duration(i)*apart)})
		}
	}
	members = append(members, make([]Member, 50)...) // entered by an organizer, at once
	join(30, 0, time.Minute)
	if b := FindBurst(members, time.Time{}); len(b.Members) != 0 {
		t.Errorf("thirty who come one a minute are a burst of %d", len(b.Members))
	}
	join(150, time.Hour, 10*time.Millisecond)
	join(25, 2*time.Hour, 100*time.Millisecond)
	b := FindBurst(members, time.Time{})
	if len(b.Members) != 150 || b.Members[0] != 81 || b.To.Sub(b.From) != 1490*time.Millisecond {
		t.Errorf("150 within a second and a half are a burst of %d over %v", len(b.Members), b.To.Sub(b.From))
	}
	if next := FindBurst(members, b.To); len(next.Members) != 25 {
		t.Errorf("after those were kept the next burst is of %d, want 25", len(next.Members))
	}
	for i := range members {
		members[i].Dropped = begin
	}
	if b := FindBurst(members, time.Time{}); len(b.Members) != 0 {
		t.Errorf("%d who do not take part are a burst", len(b.Members))
	}
	if b := FindBurst(nil, time.Time{}); len(b.Members) != 0 {
		t.Errorf("nobody is a burst of %d", len(b.Members))
	}
}
