package survey

import (
	"fmt"
	"strings"
	"testing"
)

// rowsOf reads rows as they are typed, "1 Apple" over the option with the key 1 and "Fig" without one, in English or, behind a "/", also in Korean.
func rowsOf(typed string) []Option {
	var all []Option
	for row := range strings.SplitSeq(typed, ", ") {
		var o Option
		if _, err := fmt.Sscanf(row, "%d ", &o.Key); err == nil {
			_, row, _ = strings.Cut(row, " ")
		}
		english, korean, _ := strings.Cut(row, "/")
		o.Label = Text{}.With(English, english).With(Korean, korean)
		all = append(all, o)
	}
	return all
}

func TestKeyed(t *testing.T) {
	offered := "1 Apple, 2 Pear, 3 Plum"
	for _, c := range []struct {
		what, offered, hidden string // a hidden option may have been called something else before: "4 Fig=Quince"
		typed                 string
		want                  string // the keys, and the options that come back by their words
	}{
		{"as it was", offered, "", offered, "[1 2 3] []"},
		{"reordered and renamed", offered, "", "3 Plum, 1 Apples, 2 Pear", "[3 1 2] []"},
		{"one renamed, another gone", offered, "", "1 Apples, 3 Plum", "[1 3] []"},
		{"in another case", offered, "", "1 apple, 2 PEAR, 3 Plum", "[1 2 3] []"},
		{"rows typed anew in another order", offered, "", "1 Pear, 2 Apple, 3 Plum", "[2 1 3] []"},
		{"all rows shifted by a new one", offered, "", "1 Fig, 2 Apple, 3 Pear, Plum", "[0 1 2 3] []"},
		{"the words of another, which is renamed", offered, "", "1 Pear, 2 Pears, 3 Plum", "[2 0 3] []"},
		{"sent twice", offered, "", "1 Apple, 2 Pear, Plum", "[1 2 3] []"},
		{"one key in two rows", offered, "", "1 Apple, 1 Fig, 2 Pear", "[1 0 2] []"},
		{"hidden words typed again", offered, "4 Fig", "1 Apple, fig", "[1 4] [Fig]"},
		{"brought back by its key", offered, "4 Fig", "1 Apple, 4 Figs", "[1 4] []"},
		{"hidden words from before it was renamed", offered, "4 Fig=Quince", "1 Apple, Quince", "[1 4] [Fig]"},
		{"words that two hidden ones had before", offered, "4 Fig=Quince, 5 Lime=Quince", "1 Apple, Quince", "[1 0] []"},
		{"hidden words typed over another", offered, "4 Fig", "1 Fig, 2 Pear", "[4 2] [Fig]"},
		{"another translation", "1 Bank/은행, 2 Shop", "", "2 Shop, Bank/둑", "[2 0] []"},
		{"one language of two", "1 Bank/은행, 2 Shop", "", "2 Shop, Bank", "[2 1] []"},
		{"a translation added", offered, "", "1 Apple/사과, 3 Plum/자두", "[1 3] []"},
		{"a translation corrected", "1 Bank/둑, 2 Shop", "", "1 Bank/은행, 2 Shop", "[1 2] []"},
	} {
		q := fruit(AnyOf)
		q.Options = rowsOf(c.offered)
		var hidden []Chosen
		if c.hidden != "" {
			for _, o := range rowsOf(c.hidden) {
				last, before, _ := strings.Cut(o.Label[English], "=")
				h := Chosen{Option: Option{o.Key, Text{English: last}}}
				if before != "" {
					h.Before = []Text{{English: before}}
				}
				hidden = append(hidden, h)
			}
		}
		keyed, back := q.Keyed(hidden, rowsOf(c.typed))
		keys, names := make([]int, len(keyed)), []string{}
		for i, o := range keyed {
			keys[i] = o.Key
		}
		for _, h := range back {
			names = append(names, h.Label[English])
		}
		if got := fmt.Sprint(keys, " ", names); got != c.want {
			t.Errorf("%s: %q typed where %q are offered and %q hidden is %s, want %s", c.what, c.typed, c.offered, c.hidden, got, c.want)
		}
	}
}

// An option that others were merged into may be called what one of them was.
func TestKeyedMerged(t *testing.T) {
	q := fruit(OneOf, 1, 2)
	q.Merged = map[int]int{3: 1}
	hidden := []Chosen{{Option: Option{3, Text{English: "Plum"}}}}
	for typed, want := range map[string]int{"1 Plum, 2 Pear": 1, "2 Plum, 1 Apple": 3, "Plum, 1 Apple": 3} {
		if keyed, _ := q.Keyed(hidden, rowsOf(typed)); keyed[0].Key != want {
			t.Errorf("with Plum merged into Apple, %q gives the first row the key %d, want %d", typed, keyed[0].Key, want)
		}
	}
}
