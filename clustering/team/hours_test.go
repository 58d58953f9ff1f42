package team

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"dure/survey"
)

func TestTimesIn(t *testing.T) {
	for cell, want := range map[string][]int{
		"8AM;9AM;noon":       {16, 17, 18, 19, 24, 25},
		"14;15":              {28, 29, 30, 31},
		"09:00, 10:30":       {18, 19, 21, 22},
		"9-11":               {18, 19, 20, 21},
		"1PM;":               {26, 27},
		"오후 3시; 오전 9시 30분":   {30, 31, 19, 20},
		"['00-01', '22-24']": {0, 1, 44, 45, 46, 47},
		"22:00-01:00":        {44, 45, 46, 47, 48, 49},
		"12AM":               {0, 1},
		"12PM":               {24, 25},
		"":                   nil,
	} {
		got, err := timesIn(cell)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("timesIn(%q) = %v, %v, want %v", cell, got, err, want)
		}
	}
	for _, cell := range []string{"morning", "25", "13PM", "9:75"} {
		if got, err := timesIn(cell); err == nil {
			t.Errorf("timesIn(%q) = %v, want an error", cell, got)
		}
	}
}

func FuzzTimesIn(f *testing.F) {
	f.Add("8AM;9-10;오후 3시")
	f.Fuzz(func(t *testing.T, cell string) {
		times, err := timesIn(cell)
		for _, h := range times {
			if err == nil && (h < 0 || h > 4*48) {
				t.Errorf("timesIn(%q) has half hour %d", cell, h)
			}
		}
	})
}

func TestHeadersSayDayAndWhetherFree(t *testing.T) {
	for header, want := range map[string]struct {
		day  int
		free bool
	}{
		"Check the times that you will be UNAVAILABLE [Sunday]": {6, false},
		"When are you available? [Monday]":                      {0, true},
		"Free hours (Wed)":                                      {2, true},
		"가능한 시간 [화요일]":                                          {1, true},
		"불가능한 시간 [금]":                                           {4, false},
		"Thu":                                                   {3, true},
		"Schedule [Thu]":                                        {3, false},
	} {
		day, _ := dayOf(header)
		if free := !survey.BusyHours(header); day != want.day || free != want.free {
			t.Errorf("%q: day %d free %v, want %+v", header, day, free, want)
		}
	}
}

func TestHoursCommonToATeam(t *testing.T) {
	free := true
	for _, c := range []struct {
		name  string
		csv   string
		rule  Rule
		hours float64
	}{
		{"free hours", "Mon free\n9;10;11\n10;11;12", Rule{Columns: []string{"Mon free"}}, 2},
		{"hours of a plain day", "Mon\n9;10;11\n10;11;12", Rule{Columns: []string{"Mon"}}, 2},
		{"hours of a grid", "At [Mon]\n9;10;11\n10;11;12", Rule{Columns: []string{"At [Mon]"}}, 0},
		{"said by the rule", "At [Mon]\n9;10;11\n10;11;12", Rule{Columns: []string{"At [Mon]"}, Free: &free}, 2},
		{"busy hours leave the others", "busy [Mon]\n9;10\n10;11", Rule{Columns: []string{"busy [Mon]"}}, 0},
		{"busy never is free always", "busy [Mon],busy [Tue]\n9;10;11,\n10,9", Rule{Columns: []string{"busy [Mon]", "busy [Tue]"}}, 2},
		{"busy hours that several name count once", "busy [Mon],busy [Tue]\n9;10,9\n9;10,10", Rule{Columns: []string{"busy [Mon]", "busy [Tue]"}, Block: 0.5}, 0},
		{"blocks of two", "Mon free\n9;11;12;14\n9;11;12;14", Rule{Columns: []string{"Mon free"}, Block: 2}, 2},
		{"zones", "Mon free,zone\n9;10,UTC+9\n1,UTC+1", Rule{Columns: []string{"Mon free"}, ZoneColumn: "zone"}, 1},
		{"zones across midnight of the week", "Mon free,Sun free,zone\n1,,UTC+9\n,16,UTC", Rule{Columns: []string{"Mon free", "Sun free"}, ZoneColumn: "zone"}, 1},
	} {
		c.rule.Kind, c.rule.Min = Hours, 1
		p, err := read(Input{Table: table(c.csv), Rules: []Rule{c.rule}})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := p.rules[0].measure.(*hours).common([]int32{0, 1}); got != c.hours {
			t.Errorf("%s: %v common hours, want %v", c.name, got, c.hours)
		}
	}
}

// TestBlocksOfAWeek compares with a walk from half hour to half hour, the week going round.
func TestBlocksOfAWeek(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	walk := func(w week, block int) int {
		start := 0
		for start < halves && w.has(start) {
			start++
		}
		total, run := 0, 0
		for k := 1; k <= halves; k++ {
			if w.has((start + k) % halves) {
				run++
			}
			if !w.has((start+k)%halves) || k == halves {
				total, run = total+run-run%block, 0
			}
		}
		return total
	}
	for range 2000 {
		var w week
		for stay, in, h := 0.02+0.9*rng.Float64(), rng.IntN(2) == 0, 0; h < halves; h++ {
			if in {
				w.set(h)
			}
			if rng.Float64() > stay {
				in = !in
			}
		}
		for _, block := range []int{1, 2, 3, 4, 5, 48, halves} {
			if got, want := w.blocks(block), walk(w, block); got != want {
				t.Fatalf("%064b has %d half hours in blocks of %d, want %d", w, got, block, want)
			}
		}
	}
	if got := wholeWeek.blocks(5); got != 335 {
		t.Errorf("the whole week has %d half hours in blocks of 5, want 335", got)
	}
}

func TestZones(t *testing.T) {
	winter := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	for zone, want := range map[string]int{"UTC+9": 18, "-05:30": -11, "GMT-5": -10, "Asia/Kolkata": 11, "Europe/Berlin": 2} {
		if got, err := zoneHalves(zone, winter); err != nil || got != want {
			t.Errorf("zone %q is %d half hours, %v, want %d", zone, got, err, want)
		}
	}
	if _, err := zoneHalves("Nowhere/Land", winter); err == nil {
		t.Error("Nowhere/Land is taken for a zone")
	}
}

func TestTeamsOfASeasonsTable(t *testing.T) {
	in := Input{Table: survey.Table{Header: []string{"When free? [Monday]"}, Rows: [][]string{{"09:00; 10:00"}, {"10:00"}, {"13:00"}, {"13:00; 14:00"}}},
		Sizes: Sizes{Ideal: 2}, Rules: []Rule{{Kind: Hours, Columns: []string{"When free? [Monday]"}, Min: 1, Strength: Must}}}
	p, err := Propose(t.Context(), in, Options{Moves: 100}, nil)
	if err != nil || len(p.Unmet) > 0 || p.Stopped != StoppedOptimal {
		t.Fatalf("four members in two pairs with an hour in common: %+v, %v", p, err)
	}
}
