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
		{"Lind, Bo, SOTO, Ana", "Lind, Bo=5 folded | SOTO, Ana=1 folded", ""},
		{"Lind, Bo and Soto, Ana", "Lind, Bo=5 folded | Soto, Ana=1 folded", ""},
		{"Ana Soto，Bo Lind；José García/m9", "Ana Soto=1 | Bo Lind=5 | José García=2 two_names | m9=9 two_names", ""},
		{"Bo Lind / Nobody Here", "!Bo Lind / Nobody Here= no_member", ""},
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
		{"kim minjun <kim2@x.org>", "kim minjun <kim2@x.org>=4 folded", ""},
		{"m5 (Bo Lind)", "m5 (Bo Lind)=5", ""},
		{"Bo Lind (2)", "!Bo Lind (2)= ~5 near_name", "Bo Lind (2)=5 ~5 near_name"},
		{"Bo Lind [2]", "!Bo Lind [2]= ~5 near_name", "Bo Lind [2]=5 ~5 near_name"},
		{"Bo Lind (m2)", "!Bo Lind (m2)= ~52 near_name", "Bo Lind (m2)=52 ~52 near_name"},
		{"Bo Lind <ana@x.org>", "!Bo Lind <ana@x.org>= ~51 near_name", "Bo Lind <ana@x.org>=51 ~51 near_name"},
		{"Bo Lint <ana@x.org>", "!Bo Lint <ana@x.org>= ~51 near_name", "Bo Lint <ana@x.org>=51 ~51 near_name"},
		{"Kim Minjun (m1)", "!Kim Minjun (m1)= ~341 near_name", "Kim Minjun (m1)=341 ~341 near_name"},
		{"Nobody (m2)", "!Nobody (m2)= ~2 near_name", "Nobody (m2)=2 ~2 near_name"},
		{"김민준 (m6)", "!김민준 (m6)= ~8 near_name", "김민준 (m6)=8 ~8 near_name"},
		{"Cy Wren (m6)", "!Cy Wren (m6)= own_name", ""},
		{"Cy Wren (m1)", "!Cy Wren (m1)= ~1 near_name", "Cy Wren (m1)=1 ~1 near_name"},
		{"Cy Wren (2)", "!Cy Wren (2)= no_member", ""},
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
		{"없음; None; -", "없음= | None= | -=", ""},
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

func TestTextsOfNames(t *testing.T) {
	d := club("Ana Soto", "Bo Lind", "Kim, Minjun", "Lee, Jun")
	for cell, want := range map[string]string{
		"Ana Soto, Bo Lind": "Ana Soto|Bo Lind", "Ana Soto; Bo Lind\nm3": "Ana Soto|Bo Lind|m3", "Kim, Minjun": "Kim, Minjun", "Park, Ara": "Park, Ara",
		"Park, Ara; Park, Ara": "Park, Ara", "Kim, Minjun, Soto, Ana": "Kim, Minjun|Soto, Ana", "Jun Lee and Lind, Bo": "Jun Lee and Lind, Bo", "Lee, Jun and Lind, Bo": "Lee, Jun|Lind, Bo", "Ana Soto, Somebody": "Ana Soto, Somebody", "a/b/c": "a|b|c", "Ana Soto & Bo Lind": "Ana Soto|Bo Lind", "Ana Soto, and Bo Lind": "Ana Soto|Bo Lind", "Ana Soto & Somebody": "Ana Soto & Somebody", " ,Ana Soto; ": "Ana Soto", "": "",
	} {
		if got := strings.Join(d.Texts(cell), "|"); got != want {
			t.Errorf("%q holds the names %s, want %s", cell, got, want)
		}
	}
}

// What was decided counts before all else, on its side only; for somebody who is not there, or for the member who typed it, nothing was decided.
func TestDecidedNames(t *testing.T) {
	q := Question{ID: 5, Kind: Teammates, Wishes: 3, Avoids: 1}
	members := []Member{{ID: 11, Name: "Ana Soto"}, {ID: 12, Name: "Kim Minjun", Ref: "a"}, {ID: 13, Name: "Kim Minjun", Ref: "b"}, {ID: 14, Name: "Jo"}}
	answers := Answers{5: {Wished: []string{"kim  minjun", "Sunny", "Jo"}, Avoided: []string{"Sunny"}}}
	for _, c := range []struct {
		name            string
		meant           map[string]MemberID
		wished, avoided string
	}{
		{"nothing", nil, "!kim  minjun= ~23 several_members | !Sunny= no_member | Jo=4", "!Sunny= no_member"},
		{"a name of two", map[string]MemberID{"Kim Minjun": 13}, "kim  minjun=3 | !Sunny= no_member | Jo=4", "!Sunny= no_member"},
		{"a nickname, and nobody", map[string]MemberID{"SUNNY": 14, "kim minjun": 0}, "kim  minjun= | Sunny=4 | Jo=4", "!Sunny= no_member"},
		{"another for an exact name", map[string]MemberID{"Jo": 12}, "!kim  minjun= ~23 several_members | !Sunny= no_member | Jo=2", "!Sunny= no_member"},
		{"somebody who has left, and oneself", map[string]MemberID{"Sunny": 99, "Jo": 11}, "!kim  minjun= ~23 several_members | !Sunny= no_member | Jo=4", "!Sunny= no_member"},
	} {
		var meant Meant
		for text, id := range c.meant {
			meant = meant.Decide(Decision{Question: 5, Side: WishedSide, Typed: text, Means: id})
		}
		table := TableOf(Survey{Questions: []Question{q}}, members, map[MemberID]Response{11: {Answers: answers, Meant: meant}})
		for k, want := range []string{c.wished, c.avoided} {
			if got := said(table.Columns[k].Values.(People).Mentions[0]); got != want {
				t.Errorf("%s decided: %s is read as %s, want %s", c.name, table.Columns[k].Name, got, want)
			}
		}
	}
}

// A name that was typed into two fields is one, as it is in a file.
func TestNamesInTwoFields(t *testing.T) {
	asked := Survey{Questions: []Question{{ID: 5, Kind: Teammates, Wishes: 3}}}
	responses := map[MemberID]Response{1: {Answers: Answers{5: {Wished: []string{"Sunny; Bo", "Sunny", "Bo"}}}}}
	members := []Member{{ID: 1, Name: "Ana"}, {ID: 2, Name: "Bo"}}
	if got, want := said(TableOf(asked, members, responses).Columns[0].Values.(People).Mentions[0]), "!Sunny= no_member | Bo=2"; got != want {
		t.Errorf("names in two fields are read as %s, want %s", got, want)
	}
}

// Names are looked up whenever answers are read: who joins is found then, and makes a name doubtful that another has already.
func TestNamesOfWhoJoins(t *testing.T) {
	asked := Survey{Questions: []Question{{ID: 5, Kind: Teammates, Wishes: 3}}}
	responses := map[MemberID]Response{1: {Answers: Answers{5: {Wished: []string{"Sunny Day", "Bo"}}}}}
	members := []Member{{ID: 1, Name: "Ana"}, {ID: 2, Name: "Bo", Ref: "a"}}
	for _, c := range []struct {
		joins Member
		want  string
	}{
		{Member{ID: 3, Name: "Cy"}, "!Sunny Day= no_member | Bo=2"},
		{Member{ID: 4, Name: "Day, Sunny"}, "Sunny Day=4 folded | Bo=2"},
		{Member{ID: 5, Name: "Bo", Ref: "b"}, "Sunny Day=4 folded | !Bo= ~25 several_members"},
	} {
		members = append(members, c.joins)
		if got := said(TableOf(asked, members, responses).Columns[0].Values.(People).Mentions[0]); got != c.want {
			t.Errorf("once %s has joined, the wishes are read as %s, want %s", c.joins.Name, got, c.want)
		}
	}
}

// Whatever is typed: nobody names themselves, a wish is for one member at most, and whoever is taken is a member.
func FuzzMentions(f *testing.F) {
	rows := spellings(f, "name")
	for _, row := range append(rows, spellings(f, "list")...) {
		f.Add(row[0], 0)
	}
	f.Add("m1 & m2 and 이서연 및 박지호、王小明", 3)
	f.Add("0\xdc\n&X", 0) // ends with a mark for nobody
	f.Fuzz(func(t *testing.T, typed string, by int) {
		d, ids, _ := clubOf(rows)
		by = max(0, by) % len(ids)
		d.Add(by, "", "", typed)
		for _, side := range []Side{WishedSide, AvoidedSide} {
			for _, m := range d.Mentions(by, side, typed) {
				if side == WishedSide && len(m.Members) > 1 {
					t.Errorf("the wish %q of %q is taken for members %v", m.Text, typed, m.Members)
				}
				if meansNobody := m.Counts && m.Reason == ""; m.Counts != (len(m.Members) > 0) && !meansNobody || m.Counts && m.Reason == AsNobody {
					t.Errorf("%q counts: %v, for members %v, as %q", m.Text, m.Counts, m.Members, m.Reason)
				}
				for _, i := range append(m.Members, m.Near...) {
					if i < 0 || i >= len(ids) || i == by {
						t.Errorf("%q of member %d means %d of %d members", m.Text, by, i, len(ids))
					}
				}
			}
		}
		d.Texts(typed)
	})
}

// Both names of a large club: most are typed as they are written, some with a slip.
func BenchmarkMentions(b *testing.B) {
	parts := strings.Fields("An Bel Cor Dan El Fer Gil Har In Jos Kar Lin Mar Nor Ol Per Quin Ros Sam Tor Ul Vik Wal Xen Yor Zim")
	names := make([]string, 10000)
	for i := range names {
		k := i * 7919
		names[i] = parts[k%26] + strings.ToLower(parts[k/26%26]) + " " + parts[k/676%26] + strings.ToLower(parts[k/17576%26]) + "son"
	}
	for what, typed := range map[string]func(name string) string{
		"as written": func(name string) string { return name },
		"slips":      func(name string) string { return name[:2] + name[3:] + "n" },
		"nobody":     func(name string) string { return "somebody whom " + name + " likes" },
	} {
		d := club(names...)
		d.Mentions(0, AvoidedSide, "nobody") // makes what slips are looked for in
		b.Run(what, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				d.Mentions(i%len(names), AvoidedSide, typed(names[(i+1)%len(names)]))
			}
		})
	}
	b.Run("directory", func(b *testing.B) {
		for b.Loop() {
			club(names...).Mentions(0, AvoidedSide, "Marcor Ferlinssn")
		}
	})
}
