package survey

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Rank is an order of some or all of several options, the most wanted first.
const Rank Kind = "rank"

// PlaceField is put between the field of a question and the key of an option: the place that the option is given.
const PlaceField = "p"

type rankKind struct{ withOptions }

func (rankKind) name() Kind { return Rank }

func (rankKind) effort(q Question) float64 { return 4 * float64(q.Places()) }

func (k rankKind) read(q *Question, r *reader) {
	k.withOptions.read(q, r)
	q.Most = r.count("most")
}

func (k rankKind) write(q Question, f Form) {
	k.withOptions.write(q, f)
	if q.Most > 0 {
		f.set("most", strconv.Itoa(q.Most))
	}
}

func (rankKind) check(q Question) error {
	if err := q.checkOptions(2); err != nil {
		return err
	}
	if q.Most < 0 || q.Most > len(q.Options) {
		return &InvalidError{Field: "most", Reason: "places_range", Args: map[string]any{"Max": len(q.Options)}}
	}
	return nil
}

// Places is how many options may be ranked.
func (q Question) Places() int { return cmp.Or(q.Most, len(q.Options)) }

// parse reads the place of each option. Places that are left out in between are closed up; of two options at one place the
// one that is offered first comes first, until the member says otherwise.
func (rankKind) parse(q Question, form map[string][]string) (a Answer, wrong *InvalidError) {
	taken := map[int]bool{}
	at := map[int]int{}
	for _, o := range q.Options {
		typed := strings.TrimSpace(first(form[q.PlaceField(o)]))
		if typed == "" {
			continue
		}
		place, ok := ParseWhole(typed)
		if !ok || place < 1 || place > q.Places() {
			wrong = &InvalidError{Field: q.Field(), Reason: "place_range", Args: map[string]any{"Max": q.Places()}}
			continue
		}
		if taken[place] {
			wrong = &InvalidError{Field: q.Field(), Reason: "place_twice", Args: map[string]any{"Place": place}}
		}
		taken[place], at[o.Key] = true, place
		a.Ranked = append(a.Ranked, o.Key)
	}
	slices.SortStableFunc(a.Ranked, func(x, y int) int { return at[x] - at[y] })
	return a, wrong
}

// PlaceField is the form field of the place of an option.
func (q Question) PlaceField(o Option) string { return q.Field() + PlaceField + strconv.Itoa(o.Key) }

func (rankKind) fits(q Question, a Answer) Message {
	if len(a.Ranked) > q.Places() {
		return Say("ranked_many", "Max", q.Places())
	}
	for i, key := range a.Ranked {
		if slices.Contains(a.Ranked[:i], key) {
			return Say("choice_unknown")
		}
	}
	return q.offers(a.Ranked)
}

// carry closes up the places of what is no longer offered, and leaves out those that are no longer asked for. Of options that
// were merged the first place counts.
func (rankKind) carry(_, q Question, a Answer) Answer {
	a.Ranked = q.countedAs(a.Ranked)
	a.Ranked = a.Ranked[:min(len(a.Ranked), q.Places())]
	return a
}

// beside keeps what stood at places of which the file has no column; what it puts at another place has moved there.
func (rankKind) beside(q Question, a, was Answer, places []int) Answer {
	if places == nil {
		return a
	}
	kept := slices.Clone(was.Ranked)
	for i, key := range kept {
		if slices.Contains(a.Ranked, key) {
			kept[i] = 0
		}
	}
	a.Ranked = slices.DeleteFunc(besidePlaces(a.Ranked, kept, places), func(key int) bool { return key == 0 })
	a.Ranked = a.Ranked[:min(len(a.Ranked), q.Places())]
	return a
}

func (rankKind) rated(a Answer) []int { return a.Ranked }

func (rankKind) columns(q Question, answers []Answer, _ *Directory) []Column {
	codes, picked := q.picked(answers, func(a Answer) []int { return a.Ranked })
	return []Column{{Name: q.Column(), Values: Ranks{codes, picked}}}
}

// RankedMark ends the name of a column of ranks in a file: "Activity (ranked)".
const RankedMark = " (ranked)"

func (k rankKind) header(q Question) []Heading {
	h := k.plain.header(q)
	h[0].Name += RankedMark
	return h
}

func (rankKind) cells(q Question, a Answer) []string { return []string{q.labels(a.Ranked)} }

// total says of each option how many gave it each place; the bar is how many put it first.
func (rankKind) total(t *Total, given []Answer) {
	for _, o := range t.Question.Options {
		b := Bar{Key: o.Key, Label: o.Label, Counts: make([]int, t.Question.Places())}
		for _, a := range given {
			if i := slices.Index(a.Ranked, o.Key); i >= 0 && i < len(b.Counts) {
				b.Counts[i]++
			}
		}
		b.Count = b.Counts[0]
		t.Bars = append(t.Bars, b)
	}
}
