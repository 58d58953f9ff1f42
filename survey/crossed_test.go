package survey

import (
	"fmt"
	"strings"
	"testing"
)

// Words that pass from option to option in one language and not in another are open, and so are those that another option had once;
// whoever says that answers follow the words of a language has each option with the answers of who chose these words.
func TestCrossings(t *testing.T) {
	const three = "1 P/피, 2 Q/큐, 3 R/알"
	for _, c := range []struct {
		what   string
		asked  []string // the versions so far, the last one current
		merged map[int]int
		typed  string
		want   string // for each language: the keys that words move between, and the keys of the rows once answers follow
	}{
		{"nothing", []string{three}, nil, three, ""},
		{"other words", []string{three}, nil, "1 P/피, 2 Queue/큐, 3 R/아르", ""},
		{"two change places in one language", []string{three}, nil, "1 Q/피, 2 P/큐, 3 R/알", "en 2>1 1>2: 2 1 3"},
		{"in both", []string{three}, nil, "1 Q/큐, 2 P/피, 3 R/알", ""},
		{"in the other one, in another case", []string{three}, nil, "3 R/알, 2 q/피, 1 p/큐", "ko 1>2 2>1: 3 1 2"},
		{"three in a circle", []string{three}, nil, "1 Q/피, 2 R/큐, 3 P/알", "en 2>1 3>2 1>3: 2 3 1"},
		{"each language in another way", []string{three}, nil, "1 Q/알, 2 P/큐, 3 R/피", "en 2>1 1>2: 2 1 3; ko 3>1 1>3: 3 2 1"},
		{"words of one that gets others", []string{three}, nil, "1 Q/피, 2 S/큐, 3 R/알", "en 2>1: 2 0 3"},
		{"words of one that is taken away", []string{three}, nil, "1 Q/피, 3 R/알", "en 2>1: 2 3"},
		{"words of one that was taken away before", []string{three, "1 P/피, 3 R/알"}, nil, "1 Q/피, 3 R/알", "en 2>1: 2 3"},
		{"words of one that counts as it", []string{three, "1 P/피, 3 R/알"}, map[int]int{2: 1}, "1 Q/피, 3 R/알", ""},
		{"a language that comes back to the other rows", []string{three, "1 P, 2 Q, 3 R"}, nil, "1 P/큐, 2 Q/피, 3 R/알", "ko 2>1 1>2: 2 1 3"},
		{"a language that comes back as it was", []string{three, "1 P, 2 Q, 3 R"}, nil, three, ""},
		{"words that another one had once, in the only language", []string{"1 P, 2 Q", "1 X, 2 Q"}, nil, "1 X, 2 P", "en 1>2: 0 1"},
		{"a new option", []string{three}, nil, "1 P/피, 2 Q/큐, S/큐큐", ""},
	} {
		var versions []Question
		for i, rows := range c.asked {
			versions = append(versions, Question{ID: 1, Version: i + 1, Kind: OneOf, Options: rowsOf(rows)})
		}
		now := versions[len(versions)-1]
		now.Merged = c.merged
		keyed, _ := now.Keyed(nil, rowsOf(c.typed))
		var got []string
		for _, crossing := range now.Crossings(versions, keyed, nil) {
			var line strings.Builder
			line.WriteString(string(crossing.Lang))
			for _, m := range crossing.Moves {
				line.WriteString(fmt.Sprintf(" %d>%d", m.From.Key, m.To.Key))
			}
			line.WriteString(":")
			for _, o := range crossing.Follow(keyed) {
				line.WriteString(fmt.Sprint(" ", o.Key))
			}
			got = append(got, line.String())
		}
		if all := strings.Join(got, "; "); all != c.want {
			t.Errorf("%s: after %q, %q leaves open %q, want %q", c.what, c.asked, c.typed, all, c.want)
		}
	}
}
