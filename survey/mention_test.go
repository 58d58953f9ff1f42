package survey

import (
	"fmt"
	"strings"
	"testing"
)

// club is a directory of members by their names, who are called m1, m2 and so on; the address of one stands behind a "|".
func club(names ...string) *Directory {
	d := NewDirectory()
	for i, name := range names {
		name, email, _ := strings.Cut(name, "|")
		d.Add(i, fmt.Sprint("m", i+1), email, name)
	}
	return d
}

// said writes mentions down: "text=members ~near reason", with members from 1 on, and a "!" before what does not count.
func said(mentions []Mention) string {
	var all []string
	for _, m := range mentions {
		s := m.Text + "="
		for _, i := range m.Members {
			s += fmt.Sprint(i + 1)
		}
		if m.Near != nil {
			s += " ~"
		}
		for _, i := range m.Near {
			s += fmt.Sprint(i + 1)
		}
		if m.Reason != "" {
			s += " " + string(m.Reason)
		}
		if !m.Counts {
			s = "!" + s
		}
		all = append(all, s)
	}
	return strings.Join(all, " | ")
}

// What the sixth of seven members types. A wish in doubt waits, and an avoidance in doubt is of all whom it may mean.
func TestMentions(t *testing.T) {
	members := []string{"Ana Soto|ana@x.org", "José García", "Kim Minjun|kim1@x.org", "Kim Minjun|kim2@x.org", "Bo Lind", "Cy Wren", "王小明", "김민준", "이서연", "Anna-Lena Große"}
	for _, c := range []struct{ typed, wished, avoided string }{
		{"Bo Lind", "Bo Lind=5", ""},
		{"m5; ana@x.org", "m5=5 | ana@x.org=1", ""},
		{"bo  lind", "bo  lind=5 folded", ""},
		{"Jose Garcia", "Jose Garcia=2 folded", ""},
		{"García, José", "García, José=2 folded", ""},
		{"Garcia, Jsoe", "!Garcia, Jsoe= ~2 near_name", "Garcia, Jsoe=2 ~2 near_name"},
		{"Ana Soto, Bo Lind", "Ana Soto=1 | Bo Lind=5", ""},
		{"Soto, Ana; Bo Lind\nm2", "Soto, Ana=1 folded | Bo Lind=5 | m2=2", ""},
		{"Ana Soto，Bo Lind；José García/m9", "Ana Soto=1 | Bo Lind=5 | José García=2 | m9=9", ""},
		{"Bo Lind & Ana Soto", "Bo Lind=5 two_names | Ana Soto=1 two_names", ""},
		{"Bo Lind and ana soto", "Bo Lind=5 two_names | ana soto=1 two_names", ""},
		{"Bo Lind, and Ana Soto", "Bo Lind=5 | Ana Soto=1 two_names", ""},
		{"王小明、김민준", "王小明=7 two_names | 김민준=8 two_names", ""},
		{"김민준 및 이서연", "김민준=8 two_names | 이서연=9 two_names", ""},
		{"김민준및이서연", "김민준=8 two_names | 이서연=9 two_names", ""},
		{"Bo Lind & Somebody", "!Bo Lind & Somebody= no_member", ""},
		{"Bo Lind and Kim Minjun", "Bo Lind=5 two_names | !Kim Minjun= ~34 several_members", "Bo Lind=5 two_names | Kim Minjun=34 ~34 several_members"},
		{"Kim Minjun", "!Kim Minjun= ~34 several_members", "Kim Minjun=34 ~34 several_members"},
		{"Minjun Kim", "!Minjun Kim= ~34 several_members", "Minjun Kim=34 ~34 several_members"},
		{"Kim Minjun (kim2@x.org)", "Kim Minjun (kim2@x.org)=4", ""},
		{"Bo Lind (2nd year)", "!Bo Lind (2nd year)= ~5 near_name", "Bo Lind (2nd year)=5 ~5 near_name"},
		{"Cy Wren", "!Cy Wren= own_name", ""},
		{"Bo Lind & Cy Wren", "Bo Lind=5 two_names | !Cy Wren= own_name", ""},
		{"Cy Wrem", "!Cy Wrem= no_member", ""},
		{"Bo Lint", "!Bo Lint= ~5 near_name", "Bo Lint=5 ~5 near_name"},
		{"Lind Bp", "!Lind Bp= ~5 near_name", "Lind Bp=5 ~5 near_name"},
		{"Jose Gracia", "!Jose Gracia= ~2 near_name", "Jose Gracia=2 ~2 near_name"},
		{"Jose Gracias", "!Jose Gracias= ~2 near_name", "Jose Gracias=2 ~2 near_name"},
		{"Anna-Lena Grose", "!Anna-Lena Grose= ~10 near_name", "Anna-Lena Grose=10 ~10 near_name"},
		{"김민중", "!김민중= ~8 near_name", "김민중=8 ~8 near_name"},
		{"긴민중", "!긴민중= no_member", ""},
		{"王小朋", "!王小朋= no_member", ""},
		{"J. Garcia", "!J. Garcia= ~2 no_member", ""},
		{"서연", "!서연= ~9 no_member", ""},
		{"ann@x.org", "!ann@x.org= no_member", ""},
		{"m50", "!m50= no_member", ""},
		{" ; ,", "", ""},
	} {
		d := club(members...)
		if got := said(d.Mentions(5, WishedSide, c.typed)); got != c.wished {
			t.Errorf("%q as a wish is read as %s, want %s", c.typed, got, c.wished)
		}
		if c.avoided == "" {
			c.avoided = c.wished
		}
		if got := said(d.Mentions(5, AvoidedSide, c.typed)); got != c.avoided {
			t.Errorf("%q as an avoidance is read as %s, want %s", c.typed, got, c.avoided)
		}
	}
}
