package survey

import (
	"math/bits"
	"slices"
	"strings"
	"unicode"
)

// Slips of the pen: whom a text may mean that is nobody's name. Two names are compared by the restricted edit distance, also called
// optimal string alignment: how many letters are put in, left out, put in place of another or change places with their neighbour, no
// two of these in one spot. Damerau (1964, doi:10.1145/363958.363994) found that one of the four makes four in five misspellings; the recurrence is
// that of Wagner and Fischer (1974, doi:10.1145/321796.321811) with a line for neighbours. It is reckoned only for names of nearly the same length
// whose letters are nearly the same, told by a word of bits: of ten thousand names some dozens.

// A slipForm is one order of a name's parts, taken apart: letters can slip, but digits and Chinese characters cannot, as another one
// is another name.
type slipForm struct {
	member  int
	letters []rune
	fixed   string
	hangul  bool
	bag     uint64 // see bagOf
}

// slips find names with a slip in them.
type slips struct {
	byLength [][]slipForm
	byWord   map[string][]int // members by the words of their names
	words    map[int][]string // of each member's names
}

func newSlips(names map[string][]int) slips {
	s := slips{byWord: map[string][]int{}, words: map[int][]string{}}
	for name, members := range names {
		words := wordKeys(name)
		for _, i := range members {
			for _, key := range append(turnedKeys(name), nameKey(name)) {
				s.add(i, key)
			}
			for _, w := range words {
				enter(s.byWord, w, i)
			}
			s.words[i] = append(s.words[i], words...)
		}
	}
	return s
}

func (s *slips) add(i int, key string) {
	f := newSlipForm(i, key)
	for len(s.byLength) <= len(f.letters) {
		s.byLength = append(s.byLength, nil)
	}
	s.byLength[len(f.letters)] = append(s.byLength[len(f.letters)], f)
}

// wordKeys are the words of a name by which it is found again, and of a Korean one without spaces the given name.
func wordKeys(name string) (keys []string) {
	words := nameWords(strings.ReplaceAll(name, "-", " "))
	if r := []rune(name); len(words) == 1 && len(r) > 2 && unicode.Is(unicode.Hangul, r[0]) {
		words = append(words, string(r[1:]))
	}
	for _, w := range words {
		if key := nameKey(w); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}

func newSlipForm(member int, key string) slipForm {
	f := slipForm{member: member}
	for _, r := range key {
		if initial, final := initials[r]; final {
			r = initial
		}
		if unicode.In(r, unicode.N, unicode.Han) {
			f.fixed += string(r)
			continue
		}
		f.letters = append(f.letters, r)
		f.hangul = f.hangul || unicode.Is(unicode.Hangul, r)
	}
	f.bag = bagOf(f.letters)
	return f
}

// initials are the jamo that end a syllable as they begin one, so that 윤아 and 유나 differ in one.
var initials = func() map[rune]rune {
	of := map[rune]rune{}
	finals := []rune("ᆨᆩᆫᆮᆯᆷᆸᆺᆻᆼᆽᆾᆿᇀᇁᇂ")
	for k, r := range []rune("ᄀᄁᄂᄃᄅᄆᄇᄉᄊᄋᄌᄎᄏᄐᄑᄒ") {
		of[finals[k]] = r
	}
	return of
}()

// bagOf is a set of the letters, with two bits each: that there is one, and that there is another. One edit changes two bits at most. Letters of
// other scripts share bits, which lets some more names through.
func bagOf(letters []rune) (bag uint64) {
	for _, r := range letters {
		bit := uint64(1) << (r % 32 * 2)
		if bag&bit != 0 {
			bit <<= 1
		}
		bag |= bit
	}
	return bag
}

// slipsIn is how many slips there may be in a name: none in one of up to four letters, one up to seven and two beyond; in Hangul, which
// is counted in jamo, one at most.
func slipsIn(letters int, hangul bool) int {
	switch {
	case letters <= 4:
		return 0
	case letters <= 7 || hangul:
		return 1
	}
	return 2
}

// near returns the members a slip away from whose name the text is, in their order.
func (s slips) near(typed string) (members []int) {
	if strings.Contains(typed, "@") || len(typed) > 4*MaxName {
		return nil
	}
	f := newSlipForm(nobody, nameKey(typed))
	most := slipsIn(len(f.letters), f.hangul)
	for n := max(0, len(f.letters)-most); n <= len(f.letters)+most && n < len(s.byLength); n++ {
		for _, g := range s.byLength[n] {
			allowed := min(most, slipsIn(n, g.hangul))
			if bits.OnesCount64(f.bag^g.bag) <= 2*allowed && f.fixed == g.fixed && !slices.Contains(members, g.member) &&
				editDistance(f.letters, g.letters, allowed) <= allowed {
				members = append(members, g.member)
			}
		}
	}
	slices.Sort(members)
	return members
}

// editDistance is the restricted edit distance of a and b; where it is more than most, some number that is too.
func editDistance(a, b []rune, most int) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		least := row[0]
		for j := range b {
			change := 1
			if a[i] == b[j] {
				change = 0
			}
			row[j+1] = min(last[j]+change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
			least = min(least, row[j+1])
		}
		if least > most {
			return least
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// mostHints is how many members are named to whom a text may point that is nobody's name, nor a slip away from one.
const mostHints = 5

// hints returns members whose name has every word of the text, or begins one with it where it is a letter: "J. Garcia" points to José García, and
// so does "Garcia". They are only offered, never taken.
func (s slips) hints(typed string) (members []int) {
	words := wordKeys(typed)
	for _, w := range words {
		for _, i := range s.byWord[w] {
			if !slices.Contains(members, i) && s.points(words, i) {
				members = append(members, i)
			}
		}
	}
	slices.Sort(members)
	return members[:min(len(members), mostHints)]
}

// points reports whether all words are of the member's name, or the initial of one.
func (s slips) points(words []string, member int) bool {
	return !slices.ContainsFunc(words, func(w string) bool {
		return !slices.ContainsFunc(s.words[member], func(own string) bool {
			return own == w || len([]rune(w)) == 1 && strings.HasPrefix(own, w)
		})
	})
}
