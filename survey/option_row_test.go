package survey

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// Each button does one thing to the rows and loses none that was typed.
func TestRowButtons(t *testing.T) {
	langs := []Lang{English, Korean}
	typed := func() Form {
		return Form{"options_key": {"1", "2", "0"}, "options_en": {"Apple", "Pear", ""}, "options_ko": {"", "배", ""}, "more_en": {"Plum\nFig"}, "more_ko": {"자두\n무화과"}}
	}
	before := "1 Apple, 2 Pear/배, 0"
	for _, c := range []struct{ button, want, reached string }{
		{"up:1", "2 Pear/배, 1 Apple, 0", "up 0"},
		{"up:0", before, "up 0"},
		{"down:1", "1 Apple, 0, 2 Pear/배", "down 2"},
		{"down:2", before, "down 2"},
		{"remove:0", "2 Pear/배, 0", "remove 0"},
		{"remove:2", "1 Apple, 2 Pear/배", "remove 1"},
		{"remove:3", before, ""},
		{"remove:-1", before, ""},
		{"remove:x", before, ""},
		{"add", before + ", 0", "add 3"},
		{"back:7", before + ", 7 Lime", "back 3"},
		{"back:8", before, ""},
		{"paste", "1 Apple, 2 Pear/배, 0 Plum/자두, 0 Fig/무화과", "paste 2"},
		{"dance", before, ""},
	} {
		f := typed()
		reached, err := f.Do(c.button, langs, []Chosen{{Option: Option{7, Text{English: "Lime"}}}})
		if got := rowsTyped(f.Rows(langs)); got != c.want || err != nil {
			t.Errorf("%s makes %q of the rows %q (error %v), want %q", c.button, got, before, err, c.want)
		}
		if got := fmt.Sprint(reached.Button, " ", reached.Row); c.reached != "" && got != c.reached {
			t.Errorf("after %s the focus goes to %q, want %q", c.button, got, c.reached)
		}
		if pasted := len(f.Value("more_en")) == 0; pasted != (c.button == "paste") {
			t.Errorf("after %s the field to paste into has %q", c.button, f.Value("more_en"))
		}
	}
	f := typed()
	f["more_ko"] = []string{"자두"}
	_, err := f.Do("paste", langs, nil)
	if bad, ok := errors.AsType[*InvalidError](err); !ok || bad.Reason != "options_uneven" || f.Value("more_en") != "Plum\nFig" || rowsTyped(f.Rows(langs)) != before {
		t.Errorf("pasting two English lines and one Korean gives %v and the form %v", bad, f)
	}
}

// An option that is brought back stands where it stood among those that are still offered, as the latest version of both has it.
func TestBroughtBackWhereItStood(t *testing.T) {
	langs := []Lang{English}
	for _, c := range []struct {
		what   string
		asked  []string // the versions so far
		rows   string
		button string
		want   string
	}{
		{"the middle one", []string{"1 Never, 2 Sometimes, 3 Often", "1 Never, 3 Often"}, "1 Never, 3 Often", "back:2", "1 Never, 2 Sometimes, 3 Often"},
		{"the first one", []string{"1 Never, 2 Sometimes, 3 Often", "2 Sometimes, 3 Often"}, "2 Sometimes, 3 Often", "back:1", "1 Never, 2 Sometimes, 3 Often"},
		{"the last one", []string{"1 Never, 2 Sometimes, 3 Often", "1 Never, 2 Sometimes"}, "1 Never, 2 Sometimes", "back:3", "1 Never, 2 Sometimes, 3 Often"},
		{"one before a row that is typed", []string{"1 A, 2 B, 3 C", "1 A, 3 C"}, "1 A, 0 D, 3 C, 0 E", "back:2", "1 A, 0 D, 2 B, 3 C, 0 E"},
		{"the later of two that went after each other", []string{"1 A, 2 B, 3 C", "1 A, 3 C", "1 A", "1 A, 2 B"}, "1 A, 2 B", "back:3", "1 A, 2 B, 3 C"},
		{"one whose neighbour came back before", []string{"1 A, 2 B, 3 C, 4 D", "1 A, 2 B, 4 D", "1 A, 4 D", "1 A, 3 C, 4 D"}, "1 A, 3 C, 4 D", "back:2", "1 A, 2 B, 3 C, 4 D"},
		{"one in another order since", []string{"1 A, 2 B, 3 C", "3 C, 2 B, 1 A", "3 C, 1 A"}, "3 C, 1 A", "back:2", "3 C, 2 B, 1 A"},
		{"one that was offered with none of these", []string{"1 A", "2 B"}, "2 B", "back:1", "2 B, 1 A"},
	} {
		var versions []Question
		for i, rows := range c.asked {
			versions = append(versions, Question{ID: 1, Version: i + 1, Kind: Level, Options: rowsOf(rows)})
		}
		f, rows := Form{}, rowsOf(c.rows)
		f.setRows(rows, langs)
		q := Question{ID: 1, Kind: Level, Options: rows}
		given := []Answer{{Version: 1, Levels: map[int]int{1: 1, 2: 1, 3: 1, 4: 1}}}
		reached, err := f.Do(c.button, langs, q.Hidden(versions, given, nil))
		if got := rowsTyped(f.Rows(langs)); got != c.want || err != nil {
			t.Errorf("%s: after %q, %s makes %q of the rows %q (error %v), want %q", c.what, c.asked, c.button, got, c.rows, err, c.want)
		}
		if row := f.Rows(langs)[reached.Row]; "back:"+fmt.Sprint(row.Key) != c.button {
			t.Errorf("%s: after %s the focus goes to %v", c.what, c.button, row)
		}
	}
}

func rowsTyped(rows []Option) string {
	var s strings.Builder
	for i, o := range rows {
		if i > 0 {
			s.WriteString(", ")
		}
		s.WriteString(fmt.Sprint(o.Key))
		for j, words := range o.Label.Wordings() {
			s.WriteString([]string{" ", "/"}[j] + words)
		}
	}
	return s.String()
}

// Saving takes the rows that have words and what was pasted, and says as what hidden options count.
func TestReadRows(t *testing.T) {
	f := Form{
		"title_en": {"Fruit"}, "options_key": {"3", "", "9", "x"}, "options_en": {" Apple ", "", "Fig", "Lime"}, "options_ko": {"사과"}, "more_en": {"Plum\n\nQuince"},
		"hidden_key": {"1", "2", "9", "z"}, "hidden_into": {"3", "", "3", "3"},
	}
	q, wrong := f.Read(AnyOf, []Lang{English, Korean})
	if got, want := rowsTyped(q.Options), "3 Apple/사과, 9 Fig, 0 Lime, 0 Plum, 0 Quince"; got != want || len(wrong) > 0 {
		t.Errorf("the rows %v are read as %q with mistakes %v, want %q", f, got, wrong, want)
	}
	if got := fmt.Sprint(q.Merged); got != "map[1:3]" {
		t.Errorf("merged are %s, want 1 into 3: 2 counts as nothing, and 9 is offered", got)
	}
}
