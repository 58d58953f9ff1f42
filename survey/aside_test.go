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
		{"Section|section|Lab|Lab section|Class section|In which section are you enrolled?|Which lab are you in?|Übungsgruppe|Seminargruppe|Tutorengruppe Nr.|groupe de TD|Sección|grupo de prácticas|분반|반|소속 반|실험반", labs, AsideSection},
		{"Section|분반", teams, AsideSection},
		{"Campus|Your campus|캠퍼스|소속 캠퍼스", groupsOf(1, 11, 8), AsideSection}, // one has not said
		{"Campus|캠퍼스", groupsOf(0, 12, 7, 1), AsideSection},                 // one is small
		{"Campus|캠퍼스|Homeroom|Workshop slot|Lab group|CRN|요일반|학급", labs, AsideSection},
		{"Homeroom|Class|요일반|Lab group", groupsOf(1, 14, 10), ""}, // somebody is in none
		{"Workshop slot|요일반", groupsOf(0, 14, 3), ""},             // too small for a team
		{"Slot|Hall|Day|World class", labs, ""},                   // may ask something
		{"Project group|Team name|조 이름", labs, AsideSection},      // too large for a team
		{"Team name|teamName|Project group|팀 이름|우리 조|모둠|Group code|Squad|Pair|buddy group|Existing team|기존 팀|소모임 이름|함께할 조|같이 신청한 팀|그룹|Team Name:", pairs, AsidePartTeam},
		{"Team name (if you have one)|Do you already have a team? Its name|Name of your pre-formed group|조 이름 (이미 있는 경우)|이미 있는 팀 이름을 적어 주세요|If you have a group, what is it called?", pairs, AsidePartTeam},
		{"Team name|Group code", groupsOf(5, 3), AsidePartTeam},
		{"Gruppe|Lerngruppe|Meine Gruppe|Gruppe Nr.|Groupe|Mon équipe|Equipo|Mi grupo", teams, AsideTeam},
		{"Gruppe|Arbeitsgruppe|Groupe|Grupo", pairs, AsidePartTeam},
		{"Altersgruppe|Blutgruppe|Groupe sanguin|Grupo de edad", labs, ""},
		{"Team|Team name|조|팀명|Squad|Pair|우리 조|Existing team|기존 팀|Group code", teams, AsideTeam}, // nobody left over: that is a division
		{"Team name|Pair|조 이름", groupsOf(0, 2, 2, 2), AsideTeam},
		{"Team|team|Teams|팀|조", pairs, AsideTeam}, // what a file of formed teams begins with
		{"Team|조", labs, AsideTeam},
		{"Groups|Groups:|모둠들", teams, ""}, // of a course, today
		{"Groups", pairs, ""},
		{"Groups", labs, AsideSection},
		{"Groups last term|Groups 2025", teams, AsideTeam},
		{"Team 2025|2025 team|Team name (2025)|2024년 조|1학기 팀", pairs, AsideTeam},
		{"Previous team|Last team|Prev group|Prior group|Team last year|Group from last term|Team in 2025|team_before|term_1_team_num|지난 조|지난조|이전 팀", pairs, AsideTeam},
		{"Previous team|지난 조", labs, AsideTeam},
		{"Team im letzten Semester|Letztes Team|Meine alte Gruppe|Gruppe aus dem Vorjahr|Équipe de l’année dernière|Groupe précédent|Equipo anterior|Grupo del semestre pasado|Gruppo dell’anno scorso|前回のチーム|昨年のグループ名|上次的小组", pairs, AsideTeam},
		{"Lieblingsteam|Alter|Gruppengröße im letzten Semester|Note im letzten Semester|Experiencia en equipos anteriores|Nota del curso anterior|前回の成績|好きなチーム", labs, ""},
		{"Age group|Blood group|Ethnic group|Favourite team (if you have one)|연령 그룹|Do you like group work?|Preferred group|Favourite team role|Major|전공|보조|기수|Preferred team|희망 조|Which people would you like in your team|후반", labs, ""},
		{"Monday|Free [Mon]|When are you free?|가능한 시간|월요일|Availability", labs, AsideTimes},
		{"Montag|Freie Zeiten|Wann bist du verfügbar?|Zeiten [Dienstag]|Horas libres [miércoles]|Disponibilité|jeudi|空いている時間|空き時間 [金曜日]", labs, AsideTimes},
		{"어떤 일을 할 수 있나요|Sun and sea", labs, ""},
		{"Section|Team|분반", groupsOf(0, 1, 1, 1), ""}, // nobody shares one
	} {
		for header := range strings.SplitSeq(c.headers, "|") {
			if got := c.of.AsideBy(header); got != c.want {
				t.Errorf("%q with groups of %v members, %d of %d answered, is aside as %q, want %q", header, c.of.groups(), c.of.CountAnswered(), c.of.Len(), got, c.want)
			}
		}
	}
	// "none" and the like are blanks; who only says yes names no team.
	for _, c := range []struct {
		none, want string
	}{{"None yet", AsidePartTeam}, {"no", AsidePartTeam}, {"X", AsidePartTeam}, {"없음", AsidePartTeam}, {"아직 없어요", AsidePartTeam}, {"N/A", AsidePartTeam}, {"yes", ""}, {"Nope team", AsideTeam}} {
		of := Column{Values: Options{Names: []string{"Alpha", c.none, "Beta"}, Of: []int{0, 0, 0, 1, 1, 1, 1, 2, 2}}}
		if got := of.AsideBy("Team name"); got != c.want {
			t.Errorf("a team name of which %q is one is aside as %q, want %q", c.none, got, c.want)
		}
	}
	// Letters are names where there are several; X is a no among names, and O and X are a yes and a no.
	for _, c := range []struct{ header, a, b, want string }{
		{"Part team", "X", "Y", AsidePartTeam}, {"Part team", "Y", "N", AsidePartTeam}, {"Part team", "Yes", "No", AsidePartTeam}, {"Group code", "x", "w", AsidePartTeam},
		{"Already in a team", "Yes", "No", ""}, {"기존 팀", "O", "X", ""}, {"Team name", "Solo", "None", ""},
	} {
		of := Column{Values: Options{Names: []string{c.a, c.b}, Of: []int{0, 0, 0, 1, 1, 1, -1, -1, -1, -1}}}
		if got := of.AsideBy(c.header); got != c.want {
			t.Errorf("%q of three %s, three %s and four blanks is aside as %q, want %q", c.header, c.a, c.b, got, c.want)
		}
	}
	for header, want := range map[string]string{"Part team": AsidePartTeam, "Team": "", "Colour": ""} {
		if got := (Column{Values: Options{Names: []string{"p1"}, Of: []int{-1, -1, 0, -1, -1, -1}}}).AsideBy(header); got != want {
			t.Errorf("%q of one of six members alone is aside as %q, want %q", header, got, want)
		}
	}
	classes := groupsOf(0, 6, 6)
	classes.Values = Options{Names: []string{"3A", "3B"}, Of: classes.Values.(Options).Of}
	if got := classes.AsideBy("Class"); got != AsideSection {
		t.Errorf("3A and 3B under Class are aside as %q, want a section", got)
	}
	for header, cells := range map[string][]string{"クラス": {"1組", "2組"}, "組": {"A", "B"}} {
		of := Column{Values: Options{Names: cells, Of: classes.Values.(Options).Of}}
		if got := of.AsideBy(header); got != AsideSection {
			t.Errorf("%v under %s are aside as %q, want a section", cells, header, got)
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
	}{
		{groupsOf(0, 5), true, true}, {groupsOf(1, 5), true, true}, {groupsOf(0, 5, 1), false, false}, {groupsOf(0, 19, 1), false, true}, {groupsOf(0, 4, 2), false, false},
		{groupsOf(0, 1), false, false}, {groupsOf(3, 1), true, false}, {groupsOf(0, 1, 1), false, false}, {groupsOf(3), false, false},
	} {
		if a, n := c.of.IsConstant(), c.of.IsNearlyConstant(); a != c.all || n != c.nearly {
			t.Errorf("groups of %v and %d without an answer: constant %v, nearly %v; want %v, %v", c.of.groups(), c.of.Len()-c.of.CountAnswered(), a, n, c.all, c.nearly)
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
		{places("희망 활동 %d순위", []int{0, 1}, []int{1, 2}), "[[희망 활동 1순위 희망 활동 2순위]]"},
		{places("%d차 희망 활동", []int{0, 1}, []int{1, 2}), "[[1차 희망 활동 2차 희망 활동]]"},
		{places("Activity (choice #%d)", []int{0, 1}, []int{1, 2}), "[[Activity (choice #1) Activity (choice #2)]]"},
		{places("Choice %d", []int{0, 1}, []int{0, 2}), "[]"},
		{places("Choice %d", []int{0, 1, 2, 0}, []int{0, 2, 1, 1}), "[[Choice 1 Choice 2]]"}, // one gave one twice
		{places("Which would you like? [Rank %d]", []int{0, 1}, []int{1, 2}), "[[Which would you like? [Rank 1] Which would you like? [Rank 2]]]"},
		{places("Choice %d: activity", []int{0, 1}, []int{1, 2}), "[[Choice 1: activity Choice 2: activity]]"},
		{places("Skill %d", []int{0, 1}, []int{1, 2}), "[]"},
		{places("Choice %d", []int{0, 1}), "[]"},
	} {
		if got := fmt.Sprint(c.of.Orders()); got != c.want {
			t.Errorf("the orders of %q are %s, want %s", c.of.Names(), got, c.want)
		}
	}
}

// In a small club all first choices may differ, and be taken for text: they are an order where the places take turns with the same answers, and
// are found to be one again where they were.
func TestOrdersOfFewMembers(t *testing.T) {
	for _, c := range []struct {
		first, second Texts
		want          int
	}{
		{Texts{"a", "b", "c"}, Texts{"b", "c", "a"}, 1}, {Texts{"a", "b", "c"}, Texts{"d", "e", "f"}, 0}, {Texts{"a", "b", "c"}, Texts{"b", "", ""}, 0}, {Texts{"a", "b", "c"}, Texts{"b", "a", ""}, 1},
	} {
		for _, aside := range []string{AsideText, AsidePlace} {
			of := Table{N: 3, Columns: []Column{{Name: "Choice 1", Aside: aside, Values: c.first}, {Name: "Choice 2", Aside: aside, Values: c.second}}}
			if got := len(of.Orders()); got != c.want {
				t.Errorf("%q and then %q, aside as %s, are %d orders, want %d", c.first, c.second, aside, got, c.want)
			}
		}
	}
}

func TestPlacesInHeaders(t *testing.T) {
	for _, c := range []struct {
		header, of string
		place      int
	}{
		{"First preference", "preference", 1}, {"Second preference", "preference", 2}, {"Top choice", "choice", 1}, {"Backup choice", "choice", 2}, {"1st choice", "choice", 1},
		{"희망 활동 3순위", "희망 활동 순위", 3}, {"두 번째 희망", "희망", 2}, {"첫번째 선택", "선택", 1}, {"Project: third choice (of 3)", "Project: choice (of 3)", 3},
		{"Your choices [Second]", "Your choices", 2}, {"Rank the projects [3rd]", "Rank the projects", 3}, {"Preference 2 - project", "Preference - project", 2}, {"희망 순위 [2위]", "희망 순위", 2},
		{"Erste Wahl", "Wahl", 1}, {"Zweitwunsch", "wunsch", 2}, {"3. Wahl", "Wahl", 3}, {"Wunsch 2 (Projekt)", "Wunsch (Projekt)", 2}, {"Premier choix", "choix", 1},
		{"2e choix", "choix", 2}, {"Primera opción", "opción", 1}, {"Preferencia 3", "Preferencia", 3}, {"Auswahl", "Auswahl", 0}, {"Letzte Wahl", "Letzte Wahl", 0},
		{"Choice 2", "Choice", 2}, {"Your 3 choices", "Your 3 choices", 0}, {"Laptop choice", "Laptop choice", 0}, {"Stop preference", "Stop preference", 0},
	} {
		if of, place := PlaceOf(c.header); of != c.of || place != c.place {
			t.Errorf("%q is place %d of %q, want %d of %q", c.header, place, of, c.place, c.of)
		}
	}
}

func TestWhatAnOrderIsCalled(t *testing.T) {
	for header, want := range map[string]string{
		"Which projects would you like best? [Rank 1]": "Which projects would you like best?", "Activity (choice #2)": "Activity", "Which project? [1st choice]": "Which project?",
		"Choice 1": "Choice", "1st choice": "Choice", "1지망": "지망", "First preference (activity)": "Preference (activity)", "Priorities[1]": "Priorities", "희망 활동 (2지망)": "희망 활동",
		"[Rank 1]": "Rank",
	} {
		of, place := PlaceOf(header)
		if got := OrderTitle(of); got != want || place == 0 {
			t.Errorf("%q is place %d of a question called %q, want %q", header, place, got, want)
		}
	}
}
