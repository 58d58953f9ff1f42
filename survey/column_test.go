package survey

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// samples has values of every type: of three members, the last of whom has not answered.
func samples() []Values {
	var morning, night Week
	morning.Add(18)
	night.Add(44)
	return []Values{
		Numbers{1, 2.5, none},
		Levels{Options{[]string{"low", "mid", "high"}, []int{2, 0, -1}}, 1},
		Options{[]string{"a", "b"}, []int{1, 0, -1}},
		Sets{[]string{"a", "b"}, [][]int{{0, 1}, {1}, nil}},
		Ranks{[]string{"a", "b"}, [][]int{{1, 0}, {0}, nil}},
		Hours{[]Week{morning, night, {}}, []bool{true, true, false}, 0, true, nil, nil},
		Zones{time.UTC, time.FixedZone("UTC+9", 9*3600), nil},
		People{[][]int{{1}, {0, 2}, nil}, []string{"Bo", "Ada; Cy", ""}, [][]Mention{{{Text: "Bo", Members: []int{1}}}, {{Text: "Ada", Members: []int{0}}, {Text: "Cy", Members: []int{2}}}, nil}, []int{1, 0, 2}, nil},
		Texts{"x", "y", ""},
	}
}

var sameZone = cmp.Comparer(func(a, b *time.Location) bool { return a == b })

func TestEveryTypeOfColumn(t *testing.T) {
	var seen []Type
	for _, v := range samples() {
		seen = append(seen, v.Type())
		if v.Len() != 3 || !v.Answered(0) || !v.Answered(1) || v.Answered(2) || v.Cell(2) != "" || v.Cell(0) == "" {
			t.Errorf("%s: of three members the first two have answered, and the columns has %d with cells %q, %q, %q", v.Type(), v.Len(), v.Cell(0), v.Cell(1), v.Cell(2))
		}
		turned := v.Pick([]int{2, 1, 0})
		if turned.Cell(2) != v.Cell(0) || turned.Answered(0) || turned.Type() != v.Type() {
			t.Errorf("%s: picked in reverse the last cell is %q, want %q", v.Type(), turned.Cell(2), v.Cell(0))
		}
		if back := turned.Pick([]int{2, 1, 0}); !cmp.Equal(back, v, cmpopts.EquateNaNs(), cmpopts.EquateEmpty(), sameZone) {
			t.Errorf("%s: turned twice it is %v, want %v", v.Type(), back, v)
		}
		joined := v.join(turned)
		for i := range 6 {
			if want := []string{v.Cell(0), v.Cell(1), "", "", v.Cell(1), v.Cell(0)}[i]; joined.Cell(i) != want {
				t.Errorf("%s: joined with itself in reverse, cell %d is %q, want %q", v.Type(), i, joined.Cell(i), want)
			}
		}
		if blank := v.blank(2); blank.Len() != 2 || blank.Answered(0) || blank.Type() != v.Type() {
			t.Errorf("%s: a blank of two is %v", v.Type(), blank)
		}
		names, of := Column{Values: v}.Categories()
		if len(of) != 3 || len(of[2]) != 1 || names[of[2][0]] != "" {
			t.Errorf("%s: no answer is in categories %v of %q, want the one called nothing", v.Type(), of[2], names)
		}
		if codes := (Column{Values: v}).Codes(); codes[0] != 0 || codes[1] == codes[0] || codes[2] == codes[1] {
			t.Errorf("%s: three different answers have codes %v", v.Type(), codes)
		}
	}
	for _, want := range []Type{NumberColumn, LevelColumn, OptionColumn, SetColumn, RankColumn, HourColumn, ZoneColumn, PeopleColumn, TextColumn} {
		if !slices.Contains(seen, want) {
			t.Errorf("no values of type %s are tried", want)
		}
	}
}

// Who is not picked is named by nobody any more, and only counted; what was written and whether it was understood stays.
func TestPickedPeopleAreThoseWhoStay(t *testing.T) {
	p := PeopleOf([]string{"b; c", "a", "a; b; ?"}, [][]Mention{
		{{Text: "b", Members: []int{1}, Counts: true}, {Text: "c", Members: []int{2}, Counts: true}}, {{Text: "a", Members: []int{0}, Counts: true}},
		{{Text: "a", Members: []int{0}, Counts: true}, {Text: "b", Near: []int{0, 1}, Reason: AsSeveral}, {Text: "?", Reason: AsNobody}},
	})
	want := People{[][]int{{1}, {0}}, []string{"a; b; ?", "b; c"}, [][]Mention{
		{{Text: "a", Members: []int{1}, Counts: true}, {Text: "b", Near: []int{1}, Reason: AsSeveral}, {Text: "?", Reason: AsNobody}},
		{{Text: "b", Counts: true}, {Text: "c", Members: []int{0}, Counts: true}},
	}, []int{0, 1}, nil}
	got := p.Pick([]int{2, 0}).(People)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the third and the first of three (-want +got):\n%s", diff)
	}
	if a, b := got.NotUnderstood(0), got.NotUnderstood(1); a != 2 || b != 0 {
		t.Errorf("%d and %d names were not understood, want 2 and 0: who was not picked was understood all the same", a, b)
	}
}

func TestMeasured(t *testing.T) {
	if x, ok := (Column{Values: Levels{Options{[]string{"bad", "good"}, []int{1, -1, 0}}, 4}}).Measured(); !ok || !cmp.Equal(x, []float64{5, none, 4}, cmpopts.EquateNaNs()) {
		t.Errorf("levels from 4 measure %v, want 5, none, 4", x)
	}
	if _, ok := (Column{Values: Options{[]string{"1"}, []int{0}}}).Measured(); ok {
		t.Error("an option called 1 is taken for a number")
	}
}

func TestCategories(t *testing.T) {
	var two Week
	two.Add(49)
	two.Add(50)
	for _, c := range []struct {
		values Values
		want   []string // of the first member
	}{
		{Sets{[]string{"a", "b"}, [][]int{{0, 1}}}, []string{"a", "b"}}, {Options{[]string{"a; b"}, []int{0}}, []string{"a; b"}},
		{Hours{Of: []Week{two}, Said: []bool{true}}, []string{"Tue 00:30", "Tue 01:00"}}, {Numbers{1.5}, []string{"1.5"}}, {Texts{""}, []string{""}},
	} {
		names, of := Column{Values: c.values}.Categories()
		if got := pick(names, of[0]); !slices.Equal(got, c.want) {
			t.Errorf("%v is in %q, want %q", c.values, got, c.want)
		}
	}
}

// A column that one table lacks, or has of another type, has no answer or a text there; nobody's answer is lost.
func TestJoin(t *testing.T) {
	a := Table{N: 1, Columns: []Column{{Name: "x", Values: Numbers{1}}, {Name: "c", Values: Options{[]string{"u"}, []int{0}}}, {Name: "p", Values: PeopleOf([]string{"?"}, [][]Mention{{{Text: "?", Reason: AsNobody}}})}}}
	b := Table{N: 2, Columns: []Column{{Name: "c", Values: Texts{"v", "w"}}, {Name: "p", Values: PeopleOf([]string{"w", "v"}, [][]Mention{{{Text: "w", Members: []int{1}, Near: []int{1}}}, {{Text: "v", Members: []int{0}}}})},
		{Name: "x", Values: Levels{Options{[]string{"low"}, []int{0, -1}}, 2}}, {Name: "y", Values: Numbers{3, 4}}}}
	got := a.Join(b)
	want := Table{N: 3, Columns: []Column{
		{Name: "x", Values: Numbers{1, 2, none}}, {Name: "c", Values: Texts{"u", "v", "w"}},
		{Name: "p", Values: People{[][]int{nil, {2}, {1}}, []string{"?", "w", "v"}, [][]Mention{{{Text: "?", Reason: AsNobody}}, {{Text: "w", Members: []int{2}, Near: []int{2}}}, {{Text: "v", Members: []int{1}}}}, []int{0, 0, 0}, nil}}, {Name: "y", Values: Numbers{none, 3, 4}},
	}}
	if diff := cmp.Diff(want, got, cmpopts.EquateNaNs()); diff != "" {
		t.Errorf("joined tables (-want +got):\n%s", diff)
	}
}

func TestWeekGoesRound(t *testing.T) {
	var w Week
	for _, half := range []int{-1, 0, HalvesOfWeek, 5} {
		w.Add(half)
	}
	if got := slices.Collect(w.All); !slices.Equal(got, []int{0, 5, HalvesOfWeek - 1}) || w.Count() != 3 || !w.Has(-1) || w.Has(6) {
		t.Errorf("half hours are %v (%d), want 0, 5 and the last", got, w.Count())
	}
	if w.Blocks(2) != 2 {
		t.Errorf("%d half hours lie in hours, want the 2 around midnight of Sunday", w.Blocks(2))
	}
}

// TestBlocksOfAWeek compares with a walk from half hour to half hour, the week going round.
func TestBlocksOfAWeek(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	walk := func(w Week, block int) int {
		start := 0
		for start < HalvesOfWeek && w.Has(start) {
			start++
		}
		total, run := 0, 0
		for k := 1; k <= HalvesOfWeek; k++ {
			if w.Has((start + k) % HalvesOfWeek) {
				run++
			}
			if !w.Has((start+k)%HalvesOfWeek) || k == HalvesOfWeek {
				total, run = total+run-run%block, 0
			}
		}
		return total
	}
	for range 2000 {
		var w Week
		for stay, in, h := 0.02+0.9*rng.Float64(), rng.IntN(2) == 0, 0; h < HalvesOfWeek; h++ {
			if in {
				w.Add(h)
			}
			if rng.Float64() > stay {
				in = !in
			}
		}
		for _, block := range []int{1, 2, 3, 4, 5, 48, HalvesOfWeek} {
			if got, want := w.Blocks(block), walk(w, block); got != want {
				t.Fatalf("%064b has %d half hours in blocks of %d, want %d", w, got, block, want)
			}
		}
	}
	var whole Week
	for h := range HalvesOfWeek {
		whole.Add(h)
	}
	if got := whole.Blocks(5); got != 335 {
		t.Errorf("the whole week has %d half hours in blocks of 5, want 335", got)
	}
}

func TestTablePick(t *testing.T) {
	table := Table{N: 3, Columns: []Column{{Name: "x", Values: Numbers{1, 2, 3}}, {Name: "p", Aside: AsidePeople, Values: People{Of: [][]int{{2}, nil, {0}}, Said: []string{"c", "", "a"}, Mentions: make([][]Mention, 3)}}}}
	got := table.Pick([]int{2, 0})
	want := Table{N: 2, Columns: []Column{{Name: "x", Values: Numbers{3, 1}}, {Name: "p", Aside: AsidePeople, Values: People{Of: [][]int{{1}, {0}}, Said: []string{"a", "c"}, Mentions: make([][]Mention, 2), Gone: []int{0, 0}}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("picked table (-want +got):\n%s", diff)
	}
	if names := got.Names(); !slices.Equal(names, []string{"x", "p"}) {
		t.Errorf("its columns are called %q", names)
	}
}

func TestHoursOfADay(t *testing.T) {
	var week Week
	for _, half := range []int{10, 58, 59, 100} {
		week.Add(half)
	}
	got := Hours{[]Week{week, {}}, []bool{true, false}, WholeWeek, false, nil, nil}.On(1)
	if halves := slices.Collect(got.Of[0].All); got.Day != 1 || !slices.Equal(halves, []int{58, 59}) || !got.Said[0] || got.Said[1] {
		t.Errorf("Tuesday of %v is %v (%+v), want half hours 58 and 59", slices.Collect(week.All), halves, got)
	}
	var both Week
	both.Add(59)
	both.Add(7)
	if common := slices.Collect(week.And(both).All); !slices.Equal(common, []int{59}) {
		t.Errorf("half hours in common are %v, want 59", common)
	}
	for half := range week.All {
		if half > 10 {
			t.Errorf("the loop went on to %d after it was left", half)
		}
		break
	}
}

func TestHeadersOfHours(t *testing.T) {
	for header, want := range map[string]bool{
		"Free hours [Monday]": false, "Busy [Mon]": true, "I can't meet [Mon]": true, "[Mon]": true, "Mon": false, "Unavailable": true, "불가능한 시간": true, "가능한 시간 [월]": false,
		"Freie Zeiten [Montag]": false, "Belegt [Freitag]": true, "Zeiten [Freitag]": true, "Nicht verfügbar": true, "Horas libres [lunes]": false, "No disponible [martes]": true,
		"Which slots work? [Monday]": false, "Which times would work [Monday]": false, "Work hours [Monday]": true, "모임 시간 [월]": false, "Schedule [Monday]": true,
		"Indisponible": true, "空いている時間 [月曜日]": false, "不可能な時間": true,
	} {
		if got := BusyHours(header); got != want {
			t.Errorf("hours below %q are busy: %t, want %t", header, got, want)
		}
	}
}
