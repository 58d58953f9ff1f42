package survey

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
)

func TestFindName(t *testing.T) {
	kim := Member{ID: 1, Name: "김민수", Email: "minsu.kim@example.org", Ref: "20210345"}
	jose := Member{ID: 2, Name: "José García", Email: "jg@example.org", Ref: "7"}
	for _, c := range []struct {
		who        Member
		text, want string
	}{
		{kim, "김민수는 좋은 팀원입니다", "—는 좋은 팀원입니다"},
		{kim, "김 민수, 김민수!", "—, —!"},
		{kim, "김민숨과 이민수", "김민숨과 이민수"},
		{kim, "write to Minsu.Kim@Example.org (20210345)", "write to — (—)"},
		{kim, "\u1100\u1175\u11b7\u1106\u1175\u11ab\u1109\u116e", "—"}, // as a Mac writes it
		{jose, "with JOSE GARCIA or Garcia, José", "with — or —"},
		{jose, "José-García", "—"},
		{jose, "Josefina Garcias 7", "Josefina Garcias 7"},
		{jose, "xjosé garcía", "xjosé garcía"},
		{Member{Name: "Bo"}, "Bob and Bo, both", "Bob and —, both"},
		{Member{Name: "王芳"}, "我和王芳一起", "我和—一起"},
		{Member{Ref: "2021"}, "2021, 202 and 20210", "—, 202 and 20210"},
		{Member{}, "nobody at all", "nobody at all"},
	} {
		others := []Member{c.who, {ID: 4, Name: "Ara", Email: "ara@example.org"}}
		if got := FindingName(c.who, others, false).Replace(c.text, Erased); got != c.want {
			t.Errorf("%q without %q: got %q, want %q", c.text, c.who.Name, got, c.want)
		}
	}
	other := Member{ID: 3, Name: "김 민수", Email: "other@example.org"}
	if got, want := FindingName(kim, []Member{kim, other}, false).Replace("김민수 minsu.kim@example.org", Erased), "김민수 —"; got != want {
		t.Errorf("a name that another has, too: got %q, want %q", got, want)
	}
	if got, want := FindingNames([]Member{kim, {ID: 9, Name: "Ara", Email: "ara@example.org"}}, []Member{other}).Replace("김민수 minsu.kim@example.org, Ara", Erased), "김민수 —, —"; got != want {
		t.Errorf("several at once: got %q, want %q", got, want)
	}
	if !FindingName(kim, []Member{kim, other}, true).In("김민수") {
		t.Error("a name that another has, too, is not found where somebody decides")
	}
}

func TestAnExcerptHasFortyLettersOnEachSide(t *testing.T) {
	with, find := strings.Repeat("ab ", 13)+" Bo "+strings.Repeat(" ab", 13), FindingName(Member{Name: "Bo"}, nil, false)
	for text, want := range map[string]string{with: with, "x" + with + "x": "…" + with + "…", "nobody": ""} {
		if got := find.Excerpt(text); got != want {
			t.Errorf("around Bo in %q stands %q, want %q", text, got, want)
		}
	}
}

func FuzzFindName(f *testing.F) {
	f.Add("김민수", "김민수는 \xff 김 민수")
	f.Add("José", "jose\u0301")
	f.Fuzz(func(t *testing.T, name, text string) {
		name = Clean(name)
		find := FindingName(Member{ID: 1, Name: name}, nil, true)
		if nameKey(name) != "" && !find.In(text+" "+name+" "+text) {
			t.Errorf("%q is not found between spaces in %q", name, text)
		}
		if out := find.Replace(text, ""); len(out) > len(norm.NFC.String(text)) {
			t.Errorf("%q without %q is longer: %q", text, name, out)
		}
	})
}

// A file may have one name in each of its rows: to read the last takes no longer than to read the first.
func TestManyOfOneName(t *testing.T) {
	d, begun := NewDirectory(), time.Now()
	for range 400_000 {
		d.Add(0, "", "mina@example.org", "Mina")
	}
	if took := time.Since(begun); took > 20*time.Second {
		t.Errorf("to enter 400,000 of one name takes %v, want a second", took)
	}
	if i, ok := d.Find("mina"); i != 0 || !ok {
		t.Errorf("Mina is %d, %t, want the one", i, ok)
	}
}

// Letters whose keys are looked up have the keys of names.
func TestLetterKeys(t *testing.T) {
	for r := range rune(0x10000) {
		if got, want := letterKey(r), nameKey(string(r)); got != want {
			t.Fatalf("the key of %q is %q, want %q", r, got, want)
		}
	}
}
