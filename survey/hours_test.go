package survey

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestHourRangesJoinNeighboursOfOneDay(t *testing.T) {
	got := Answer{Slots: []int{9, 10, 12, 23, 24, 25}, Halves: []int{48 + 6}}.Week().Ranges()
	want := []HourRange{{0, 540, 660}, {0, 720, 780}, {0, 1380, 1440}, {1, 0, 120}, {1, 180, 210}}
	if !slices.Equal(got, want) {
		t.Errorf("the ranges are %v, want %v", got, want)
	}
}

// Hours in common are those of all who said when; who has not takes nothing from the others, and what one has said is nothing in
// common yet.
func TestCommonHours(t *testing.T) {
	a, b, c, silent := Answer{Slots: []int{9, 10, 30}}, Answer{Slots: []int{10, 11, 30}}, Answer{Slots: []int{9, 11}}, Answer{}
	for _, x := range []struct {
		answers   []Answer
		free      []int
		said      int
		known     bool
		most      []int
		mostCount int
	}{
		{[]Answer{a, b, silent}, []int{10, 30}, 2, true, []int{10, 30}, 2},
		{[]Answer{a, b, c}, nil, 3, true, []int{9, 10, 11, 30}, 2},
		{[]Answer{silent, a}, []int{9, 10, 30}, 1, false, []int{9, 10, 30}, 1},
		{[]Answer{a}, []int{9, 10, 30}, 1, false, []int{9, 10, 30}, 1},
		{[]Answer{silent}, nil, 0, false, nil, 0},
		{nil, nil, 0, false, nil, 0},
	} {
		got, most, count := Question{}.CommonHours(x.answers, nil)
		if !slices.Equal(got.Free.Slots(), x.free) || got.Said != x.said || got.Of != len(x.answers) || got.Known() != x.known {
			t.Errorf("%v have %v in common by %d of %d (known %t), want %v by %d (%t)", x.answers, got.Free.Slots(), got.Said, got.Of, got.Known(), x.free, x.said, x.known)
		}
		if !slices.Equal(most.Slots(), x.most) || count != x.mostCount {
			t.Errorf("most of %v, %d, are free at %v; want %d at %v", x.answers, count, most.Slots(), x.mostCount, x.most)
		}
		if hours := got.Hours(2); hours != float64(len(x.free)) {
			t.Errorf("%v have %v hours in common, want %d", x.answers, hours, len(x.free))
		}
	}
	if early, _, _ := (Question{}).CommonHours([]Answer{{Slots: []int{9, 10, 11, 30}}, {Slots: []int{9, 10, 11, 30}}}, nil); early.Hours(4) != 2 {
		t.Errorf("9 to 12 and an hour of Tuesday have %v hours in stretches of two, want 2", early.Hours(4))
	}
}

// Whoever lives elsewhere has the same hours by another clock: what a team has in common is told on one, around the end of the week.
func TestCommonHoursOfMembersInSeveralZones(t *testing.T) {
	q := Question{ID: 1, Version: 1, Kind: Availability, Title: title, Days: []int{0, 6}, From: 0, To: 24, Zones: true}
	seoul, berlin := time.FixedZone("", 9*3600), time.FixedZone("", 3600)
	for _, x := range []struct {
		name    string
		answers []Answer
		on      *time.Location
		free    []int
	}{
		{"8 in Berlin is 16 in Seoul", []Answer{{Slots: []int{16, 17}, Zone: "Asia/Seoul"}, {Slots: []int{8, 10}, Zone: "Europe/Berlin"}}, seoul, []int{16}},
		{"and 8 to who is in Berlin", []Answer{{Slots: []int{16, 17}, Zone: "Asia/Seoul"}, {Slots: []int{8, 10}, Zone: "Europe/Berlin"}}, berlin, []int{8}},
		{"Monday in Seoul is Sunday in Berlin", []Answer{{Slots: []int{1}, Zone: "Asia/Seoul"}, {Slots: []int{6*24 + 17}, Zone: "Europe/Berlin"}}, berlin, []int{6*24 + 17}},
		{"half an hour apart", []Answer{{Slots: []int{10}, Zone: "UTC+05:30"}, {Slots: []int{9, 10}, Zone: "UTC+05:00"}}, time.FixedZone("", 5*3600), nil},
		{"who has not answered", []Answer{{Slots: []int{9}, Zone: "UTC"}, {}, {Slots: []int{9}, Zone: "UTC"}}, time.UTC, []int{9}},
	} {
		c, _, _ := q.CommonHours(x.answers, x.on)
		if got := c.Free.Slots(); !slices.Equal(got, x.free) {
			t.Errorf("%s: the hours in common are %v, want %v", x.name, got, x.free)
		}
	}
	if c, _, _ := q.CommonHours([]Answer{{Slots: []int{10}, Zone: "UTC+05:30"}, {Slots: []int{9, 10}, Zone: "UTC+05:00"}}, time.FixedZone("", 5*3600)); c.Free.Count() != 2 {
		t.Errorf("from 9:30 to 10:30 there are %d half hours, want 2", c.Free.Count())
	}
}

// Clocks that change on the same days stay as far apart as they are.
func TestClocksThatVary(t *testing.T) {
	for names, want := range map[string]bool{
		"Asia/Seoul Asia/Tokyo": false, "Asia/Seoul Europe/Berlin": true, "Europe/Berlin Europe/Paris": false, "": false, "Europe/Berlin Australia/Sydney": true,
		"Asia/Seoul Asia/Kolkata": false, "Asia/Seoul Asia/Kathmandu": false, "Asia/Kathmandu Asia/Kathmandu": false,
	} {
		answers := []Answer{{}}
		for name := range strings.FieldsSeq(names) {
			answers = append(answers, Answer{Zone: name})
		}
		if got := ClocksVary(answers, nil); got != want {
			t.Errorf("the clocks of %q are not always as far apart as they count: %t, want %t", names, got, want)
		}
	}
}

// Hours are of members: those of some members, and of two tables together, stay on the clocks that they are on.
func TestHoursKeepTheirZones(t *testing.T) {
	seoul := time.FixedZone("UTC+09:00", 9*3600)
	with := Hours{Of: make([]Week, 2), Said: []bool{true, true}, Day: WholeWeek, Zones: Zones{time.UTC, seoul}}
	without := Hours{Of: make([]Week, 1), Said: []bool{true}, Day: WholeWeek}
	for name, c := range map[string]struct {
		got  Values
		want Zones
	}{
		"picked":               {with.Pick([]int{1}), Zones{seoul}},
		"of a day":             {with.On(2), with.Zones},
		"joined":               {with.join(without), Zones{time.UTC, seoul, nil}},
		"joined the other way": {without.join(with), Zones{nil, time.UTC, seoul}},
		"without any":          {without.join(without), nil},
	} {
		if got := c.got.(Hours).Zones; !slices.Equal(got, c.want) {
			t.Errorf("%s: the zones are %v, want %v", name, got, c.want)
		}
	}
}

// A week told on another clock has every half hour that lies wholly in it, by its minutes, and no other; and back it has no more than before.
func TestAWeekOnAnotherClock(t *testing.T) {
	zones := Zones{nil}
	for _, name := range append(ZoneNames(), "Asia/Kathmandu", "Pacific/Chatham", "UTC+05:20", "-09:45") {
		zone, err := ParseZone(name)
		if err != nil {
			t.Fatalf("%s is no zone: %v", name, err)
		}
		zones = append(zones, zone)
	}
	const minutes = 30 * HalvesOfWeek
	random := rand.New(rand.NewPCG(1, 2))
	for i := range zones {
		var week Week
		for range random.IntN(200) {
			week.Add(random.IntN(HalvesOfWeek))
		}
		j := random.IntN(len(zones))
		later := zones.Ahead(j) - zones.Ahead(i)
		there := week.LaterBy(later)
		for half := range HalvesOfWeek {
			whole := true
			for m := range 30 {
				here := 30*half + m - int(later.Minutes())
				whole = whole && week.Has((here+minutes)%minutes/30)
			}
			if there.Has(half) != whole {
				t.Errorf("from %s to %s, half hour %d is in the week: %t, by its minutes %t", zones.Cell(i), zones.Cell(j), half, !whole, whole)
			}
		}
		if back := there.LaterBy(-later); back.And(week) != back || later%quarterHour == 0 && back != week {
			t.Errorf("from %s to %s and back, %v becomes %v", zones.Cell(i), zones.Cell(j), week.slots(), back.slots())
		}
	}
}

// What is in common with a clock a quarter of an hour off is all there is, on whichever clock it is told, and one more has never more.
func TestHoursInCommonAQuarterOff(t *testing.T) {
	kathmandu := Answer{Slots: []int{9, 10}, Zone: "Asia/Kathmandu"} // 3:15 to 5:15 UTC
	utc := Answer{Slots: []int{3, 4, 5}, Zone: "UTC"}
	seoul := Answer{Slots: []int{10, 11, 12, 13, 14, 15, 16, 17}, Zone: "Asia/Seoul"}
	q := Question{ID: 1, Kind: Availability, Days: []int{0}, From: 0, To: 24, Zones: true}
	for _, c := range []struct {
		what    string
		answers []Answer
		on      *time.Location
		hours   float64
	}{
		{"with UTC", []Answer{kathmandu, utc}, time.UTC, 2},
		{"with Seoul", []Answer{kathmandu, seoul}, time.UTC, 2},
		{"with Seoul, on its clock", []Answer{kathmandu, seoul}, zonesOf([]Answer{seoul})[0], 2},
		{"with Seoul and another", []Answer{kathmandu, seoul, kathmandu}, time.UTC, 2},
		{"with Chatham", []Answer{kathmandu, {Slots: []int{17}, Zone: "Pacific/Chatham"}}, time.UTC, 1},
		{"with UTC, on its own clock", []Answer{kathmandu, utc}, zonesOf([]Answer{kathmandu})[0], 2},
		{"with another", []Answer{kathmandu, kathmandu}, zonesOf([]Answer{kathmandu})[0], 2},
	} {
		if got, _, _ := q.CommonHours(c.answers, c.on); got.Hours(1) != c.hours {
			t.Errorf("%s: %g hours in common, want %g", c.what, got.Hours(1), c.hours)
		}
	}
	zones := zonesOf([]Answer{utc, {Slots: []int{9}, Zone: "UTC+05:20"}, {Slots: []int{9}, Zone: "UTC+05:20"}, {}})
	if got := zones.Common(); got != 5*time.Minute {
		t.Errorf("most clocks of two at UTC+05:20 and one in UTC are %v off, want 5m", got)
	}
	if got := Zones(nil).Common(); got != 0 {
		t.Errorf("without zones most clocks are %v off, want none", got)
	}
}
