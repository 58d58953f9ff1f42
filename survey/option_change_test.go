package survey

import (
	"fmt"
	"strings"
	"testing"
)

// became is what became of options, in few words.
func became(all []OptionChange) string {
	var words []string
	for _, c := range all {
		words = append(words, strings.TrimSpace(fmt.Sprintf("%s %s>%s %d", strings.TrimPrefix(string(c.What), "option_"), c.Was.In(English), c.Now.In(English), c.Place)))
	}
	return strings.Join(words, ", ")
}

func TestOptionChanges(t *testing.T) {
	version := func(n int, merged map[int]int, options ...Option) Question {
		return Question{ID: 1, Version: n, Kind: OneOf, Options: options, Merged: merged}
	}
	is := func(key int, label string) Option { return Option{Key: key, Label: Text{English: label}} }
	a, b, c, d := is(1, "a"), is(2, "b"), is(3, "c"), is(4, "d")
	versions := []Question{
		version(1, nil, a, b, c),
		version(2, nil, is(1, "A"), b, c, d),
		version(3, nil, d, is(1, "A"), b),
		version(4, map[int]int{2: 4, 3: 1}, d, is(1, "A")),
		version(5, map[int]int{3: 1}, d, b, is(1, "A")),
		version(6, nil, is(1, "A"), b, d),
		version(7, nil, is(1, "A"), b, d),
	}
	for i, want := range []string{
		"renamed a>A 0, added >d 0",
		"moved >d 1, taken >c 0",
		"merged b>d 0, merged c>A 0",
		"back >b 0",
		"moved >b 2, moved >d 3, taken >c 0",
		"",
	} {
		if got := became(versions[i+1].OptionChanges(versions[i], versions)); got != want {
			t.Errorf("from version %d to %d: %s, want %s", i+1, i+2, got, want)
		}
	}
}
