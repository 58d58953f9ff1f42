package survey

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// doubtLines words doubts for a test: who typed what, why it is in doubt or what it means, and whom it may mean.
func doubtLines(all []Doubt) (lines []string) {
	for _, d := range all {
		line := fmt.Sprintf("%s %s %q", d.By.Name, d.Side, d.Text)
		var near []string
		for _, m := range d.Near {
			near = append(near, m.Email)
		}
		if d.Decided() {
			line += " is " + d.Means.Email
		} else {
			line += fmt.Sprintf(" %s %s", d.Reason, strings.Join(near, "/"))
		}
		lines = append(lines, strings.TrimSpace(line))
	}
	return lines
}

func TestDoubts(t *testing.T) {
	members := []Member{
		{ID: 1, Name: "Ana Soto", Email: "ana"}, {ID: 2, Name: "Kim Minjun", Email: "kim1"}, {ID: 3, Name: "Kim Minjun", Email: "kim2"},
		{ID: 4, Name: "José García", Email: "jose"}, {ID: 5, Name: "Bo Lind", Email: "bo"},
	}
	s := Survey{Questions: []Question{{ID: 7, Kind: Teammates, Wishes: 3, Avoids: 3}, {ID: 8, Kind: ShortText}}}
	answers := func(wished, avoided string) Response {
		return Response{Answers: Answers{7: {Wished: SplitList(wished, ";"), Avoided: SplitList(avoided, ";")}, 8: {Text: "Nobody"}}}
	}
	for _, tt := range []struct {
		what      string
		responses map[MemberID]Response
		meant     Meant
		want      []string
	}{
		{"nothing in doubt", map[MemberID]Response{1: answers("bo lind; Jose Garcia", "BO LIND")}, nil, nil},
		{"two of the name, wished and avoided", map[MemberID]Response{1: answers("Kim Minjun", "Kim Minjun")}, nil,
			[]string{`Ana Soto wished "Kim Minjun" several_members kim1/kim2`, `Ana Soto avoided "Kim Minjun" several_members kim1/kim2`}},
		{"a slip, nobody, the own name and a name twice", map[MemberID]Response{1: answers("Jose Garcai; Nobody Here; Ana Soto", ""), 5: answers("Zed; zed", "")}, nil,
			[]string{`Ana Soto wished "Jose Garcai" near_name jose`, `Ana Soto wished "Nobody Here" no_member`, `Ana Soto wished "Ana Soto" own_name`, `Bo Lind wished "Zed" no_member`}},
		{"decided", map[MemberID]Response{1: answers("Kim Minjun; Zed", "Kim Minjun")},
			Meant{7: {WishedSide: {"kim minjun": 3, "zed": 0}, AvoidedSide: {"kim minjun": 2}}},
			[]string{`Ana Soto wished "Kim Minjun" is kim2`, `Ana Soto wished "Zed" is`, `Ana Soto avoided "Kim Minjun" is kim1`}},
		{"one of two names decided", map[MemberID]Response{1: answers("Bo Lind & Kim Minjun", "")}, Meant{7: {WishedSide: {"kim minjun": 3}}},
			[]string{`Ana Soto wished "Kim Minjun" is kim2`}},
		{"decided for somebody who has left", map[MemberID]Response{1: answers("Kim Minjun", "")}, Meant{7: {WishedSide: {"kim minjun": 99}}},
			[]string{`Ana Soto wished "Kim Minjun" several_members kim1/kim2`}},
		{"decided though certain now", map[MemberID]Response{1: answers("Bo Lind", "")}, Meant{7: {WishedSide: {"bo lind": 99}}}, nil},
	} {
		r := tt.responses[1]
		r.Meant = tt.meant
		tt.responses[1] = r
		if got := doubtLines(Doubts(s, members, tt.responses)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: the doubts are\n%s\nwant\n%s", tt.what, strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
		}
	}
}
