package survey

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The ways in which what somebody typed is compared with what members are called, in the order in which they are tried.
const (
	exactID   = iota // ids and addresses, as they are written
	exactName        // names, as they are written
	foldedID         // ids and addresses, whatever their case, width and spaces
	foldedName
	turnedName // family and given name in the other order
	comparisons
)

// A Directory finds members by what somebody typed: an id, an address, or a name with its parts in either order,
// whatever its case, accents, width, spaces and hyphens. Any number of goroutines may ask it once all are entered.
type Directory struct {
	found [comparisons]map[string][]int // places in borne
	borne []bearing
	names map[string][]int // what members are called, or were, as it is written

	slips     slips // of names; made when something is asked that is nobody's
	makeSlips sync.Once

	decided func(by int, q QuestionID, side Side, text string) (who int, ok bool) // see [Meant]; nil where nobody decides
	sent    func(by int) time.Time                                                // when a member sent what is read; nil where that is all the same
}

// nobody stands for a member where there is none.
const nobody = -1

// NewDirectory returns a directory without members.
func NewDirectory() *Directory {
	d := &Directory{names: map[string][]int{}}
	for k := range d.found {
		d.found[k] = map[string][]int{}
	}
	return d
}

// Add enters member i, which is 0 or more, under what is not "". It may be called again with further names of i.
func (d *Directory) Add(i int, id, email, name string) {
	d.add(bearing{who: i}, Calling{Name: name, Email: email, Ref: id})
}

func (d *Directory) add(b bearing, c Calling) {
	k := len(d.borne)
	d.borne = append(d.borne, b)
	for _, known := range []string{c.Ref, c.Email} {
		enter(d.found[exactID], written(known), k)
		enter(d.found[foldedID], idKey(known), k)
	}
	if !slices.Contains(d.names[c.Name], b.who) {
		enter(d.names, c.Name, b.who)
	}
	enter(d.found[exactName], written(c.Name), k)
	enter(d.found[foldedName], nameKey(c.Name), k)
	for _, turned := range turnedKeys(c.Name) {
		enter(d.found[turnedName], turned, k)
	}
}

// enter adds i, unless it was the last to be added: a file may have one name in each of its rows.
func enter(to map[string][]int, key string, i int) {
	if all := to[key]; key != "" && (len(all) == 0 || all[len(all)-1] != i) {
		to[key] = append(all, i)
	}
}

// Find returns the member that typed means. Ids and addresses win over names. What two members are called finds neither.
func (d *Directory) Find(typed string) (i int, ok bool) {
	if called, _ := d.called(typed, borne); len(called) == 1 {
		return called[0], true
	}
	return nobody, false
}

// called returns the members who are called so at a moment, and whether as it is written. Behind a name an id or an address may stand in brackets, as
// [CalledApart] has it: that tells members of the name apart, and never makes the text somebody else's.
func (d *Directory) called(typed string, when moment) (members []int, exact bool) {
	if members, exact = d.plainly(typed, when); members != nil {
		return members, exact
	}
	if bare := untitled(typed); bare != "" {
		if members, _ = d.plainly(bare, when); members != nil {
			return members, false
		}
	}
	name, inside := bracketed(typed)
	named, exactly := d.plainly(name, when)
	known, exact := d.plainly(inside, when)
	for _, i := range named {
		if slices.Contains(known, i) {
			members = append(members, i)
		}
	}
	return members, exact && exactly
}

// meant returns the members who are called so at the first of the moments at which any are.
func (d *Directory) meant(typed string, moments []moment) (members []int, exact bool) {
	for _, when := range moments {
		if members, exact = d.called(typed, when); members != nil {
			return members, exact
		}
	}
	return nil, false
}

// plainly returns the members who are called so by the first comparison that finds any.
func (d *Directory) plainly(typed string, when moment) (members []int, exact bool) {
	for known := range d.found {
		for _, k := range d.compare(known, typed) {
			if b := d.borne[k]; when(b) && !slices.Contains(members, b.who) {
				members = append(members, b.who)
			}
		}
		if members != nil {
			return members, known <= exactName
		}
	}
	return nil, false
}

// compare returns the bearings that one comparison finds.
func (d *Directory) compare(known int, typed string) []int {
	switch known {
	case exactID, exactName:
		return d.found[known][written(typed)]
	case foldedID:
		return d.found[known][idKey(typed)]
	case foldedName:
		return d.found[known][nameKey(typed)]
	}
	found := slices.Clone(d.found[turnedName][nameKey(typed)])
	for _, turned := range turnedKeys(typed) { // the members' own may be written without a space
		found = append(found, d.found[foldedName][turned]...)
	}
	return distinct(found)
}

// titles stand before or behind a name to be polite.
var titles = regexp.MustCompile(`(?i)^(?:mr|mrs|ms|miss|mx|dr|prof)(?:\.\s*|\s+)|(?:\s*(?:선배님|선배|후배|학생|님|씨|군|양)|[-\s]+(?:san|kun|chan)|\s*(?:さん|くん|ちゃん|様))$`)

// untitled is a name without titles; "" where it has none, or is nothing else.
func untitled(typed string) string {
	typed = written(typed)
	bare := strings.TrimSpace(titles.ReplaceAllString(typed, ""))
	if bare == typed {
		return ""
	}
	return bare
}

var brackets = regexp.MustCompile(`^(.*\S)\s*[(<（\[［]([^()<>（）\[\]［］]+)[)>）\]］]$`)

// bracketed takes a text apart into a name and what stands behind it in brackets; "" for one without.
func bracketed(typed string) (name, inside string) {
	if m := brackets.FindStringSubmatch(written(typed)); m != nil {
		return m[1], m[2]
	}
	return "", ""
}

// directory finds members by their places, by what they were called before too. Nobody is called anything who waits to be let in.
func directory(members []Member) *Directory {
	d := NewDirectory()
	for i, m := range members {
		if m.Waiting {
			continue
		}
		d.add(bearing{who: i, since: m.since()}, m.Calling())
		since := m.Created
		for _, c := range m.Former {
			d.add(bearing{i, since, c.Until}, c)
			since = c.Until
		}
	}
	return d
}

// written is a text as it was written, without space around it.
func written(s string) string { return strings.TrimSpace(norm.NFC.String(s)) }

// idKey is the form in which two spellings of one id or address are equal.
func idKey(s string) string {
	return Fold(norm.NFKC.String(s))
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}

// nameKey is the form in which two spellings of one name are equal: its letters and digits without case, accents and width. Hangul is taken
// apart into jamo.
func nameKey(s string) string {
	if isASCII(s) { // quicker, as most names are
		return strings.Map(func(r rune) rune {
			if !unicode.In(r, unicode.L, unicode.N) {
				return -1
			}
			return unicode.ToLower(r)
		}, s)
	}
	key := norm.NFKD.String(Fold(norm.NFKC.String(s)))
	return plainLetters.Replace(strings.Map(func(r rune) rune {
		if accent := r >= 0x300 && r <= 0x36F; accent || !unicode.In(r, unicode.L, unicode.M, unicode.N) {
			return -1
		}
		return r
	}, key))
}

// plainLetters writes letters that have an accent in their shape as people do who cannot type them.
var plainLetters = strings.NewReplacer("ł", "l", "ø", "o", "đ", "d", "ð", "d", "ħ", "h", "ı", "i", "æ", "ae", "œ", "oe", "þ", "th")

// turnedKeys are the keys of a name that begins with another of its words.
func turnedKeys(name string) (keys []string) {
	words := nameWords(name)
	for k := 1; k < len(words); k++ {
		keys = append(keys, nameKey(strings.Join(words[k:], "")+strings.Join(words[:k], "")))
	}
	return keys
}

// nameWords are the words of a name, as they are written.
func nameWords(name string) []string {
	return strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",，.", r) })
}
