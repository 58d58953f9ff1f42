package survey

import (
	"fmt"
	"strings"
	"testing"
)

// groupsOf are members of groups of these sizes, and so many without an answer behind them.
func groupsOf(blank int, sizes ...int) Column {
	var o Options
	for k, n := range sizes {
		o.Names = append(o.Names, fmt.Sprint("g", k))
		for range n {
			o.Of = append(o.Of, k)
		}
	}
	for range blank {
		o.Of = append(o.Of, -1)
	}
	return Column{Values: o}
}

// What a column is, its header and how many share an answer tell together, in both languages.
func TestWhatAHeaderSaysOfAColumn(t *testing.T) {
	pairs, teams, labs := groupsOf(8, 3, 2, 2, 3), groupsOf(0, 5, 5, 4), groupsOf(0, 14, 10)
	for _, c := range []struct {
		headers string
		of      Column
		want    string
	}{
		{"Section|section|Lab|Lab section|Class section|In which section are you enrolled?|분반|반|소속 반", labs, AsideSection},
		{"Section|분반", teams, AsideSection},
		{"Project group|Team|조", labs, AsideSection}, // too large for a team
		{"Team name|Team|teamName|Project group|팀|팀 이름|조|우리 조|모둠", pairs, AsidePartTeam},
		{"Team|Team name|조|팀명", teams, AsideTeam}, // nobody left over: that is a division
		{"Previous team|Last team|Prev group|team_before|term_1_team_num|지난 조|지난조|이전 팀", pairs, AsideTeam},
		{"Previous team|지난 조", labs, AsideTeam},
		{"Age group|Blood group|Favourite team role|Major|전공|보조|기수|Preferred team|희망 조|Which people would you like in your team|후반", labs, ""},
		{"Monday|Free [Mon]|When are you free?|가능한 시간|월요일|Availability", labs, AsideTimes},
		{"어떤 일을 할 수 있나요|Sun and sea", labs, ""},
		{"Section|Team|분반", groupsOf(0, 1, 1, 1), ""}, // nobody shares one
	} {
		for header := range strings.SplitSeq(c.headers, "|") {
			if got := c.of.AsideBy(header); got != c.want {
				t.Errorf("%q with groups of %v members, %d of %d answered, is aside as %q, want %q", header, c.of.groups(), c.of.CountAnswered(), c.of.Len(), got, c.want)
			}
		}
	}
	named := groupsOf(0, 6, 6)
	named.Values = Options{Names: []string{"Lab 1", "Lab 2"}, Of: named.Values.(Options).Of}
	if got := named.AsideBy("Workshop"); got != AsideSection {
		t.Errorf("Lab 1 and Lab 2 under Workshop are aside as %q, want a section", got)
	}
}

func TestConstants(t *testing.T) {
	for _, c := range []struct {
		of          Column
		all, nearly bool
		smallest    int
	}{
		{groupsOf(0, 5), true, true, 5}, {groupsOf(1, 5), false, true, 5}, {groupsOf(0, 5, 1), false, false, 1}, {groupsOf(0, 19, 1), false, true, 1}, {groupsOf(0, 4, 2), false, false, 2},
		{groupsOf(0, 1), false, false, 1}, {groupsOf(0, 1, 1), false, false, 1}, {groupsOf(3), false, false, 0},
	} {
		if a, n, s := c.of.IsConstant(), c.of.IsNearlyConstant(), c.of.SmallestGroup(); a != c.all || n != c.nearly || s != c.smallest {
			t.Errorf("groups of %v and %d without an answer: constant %v, nearly %v, the smallest %d; want %v, %v, %d", c.of.groups(), c.of.Len()-c.of.CountAnswered(), a, n, s, c.all, c.nearly, c.smallest)
		}
	}
}

// Columns of a place each are an order where their name says so and nobody gives one answer twice.
func TestOrdersOfColumns(t *testing.T) {
	places := func(stem string, of ...[]int) (t Table) {
		for k, o := range of {
			t.N = len(o)
			t.Columns = append(t.Columns, Column{Name: fmt.Sprintf(stem, k+1), Values: Options{Names: []string{"a", "b", "c"}, Of: o}})
		}
		return t
	}
	for _, c := range []struct {
		of   Table
		want string
	}{
		{places("Choice %d", []int{0, 1}, []int{1, 2}), "[[Choice 1 Choice 2]]"},
		{places("%d지망", []int{0, 1}, []int{1, 2}), "[[1지망 2지망]]"},
		{places("지망 %d", []int{0, 1}, []int{1, -1}), "[[지망 1 지망 2]]"},
		{places("Priorities[%d]", []int{0, 1}, []int{1, 0}, []int{2, 2}), "[[Priorities[1] Priorities[2] Priorities[3]]]"},
		{places("Choice %d", []int{0, 1}, []int{0, 2}), "[]"},
		{places("Skill %d", []int{0, 1}, []int{1, 2}), "[]"},
		{places("Choice %d", []int{0, 1}), "[]"},
	} {
		if got := fmt.Sprint(c.of.Orders()); got != c.want {
			t.Errorf("the orders of %q are %s, want %s", c.of.Names(), got, c.want)
		}
	}
}
