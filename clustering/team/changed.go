package team

import (
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"

	"dure/survey"
)

// What a card means hangs on the survey: which options count as the one that it names, in which order options stand, what a point or a number
// says, and whose answers count. A change of the survey can turn each of these under a card that nobody touches. So every card is read
// in both surveys, and what is read is compared.

// What a change of the survey does to a card, the worst first: of several only that is said.
const (
	CardsLost     survey.Key = "rules_lost"     // it would do nothing
	CardsConfided survey.Key = "rules_confided" // it would be on a question that its kind may not be on, as told in confidence
	CardsLess     survey.Key = "rules_less"     // an option that it names beside others would be gone
	CardsTurned   survey.Key = "options_turned" // it would be on another option, or other options would count as its own or as one
	CardsMeasured survey.Key = "rules_measured" // what is more and what is less, or what a number says, would be something else
	CardsAnswers  survey.Key = "rules_answers"  // it would say the same, of a question of which other answers count
	CardsBack     survey.Key = "rules_back"     // it did nothing, as what it is on was gone, and would count again
)

// CardChanges lists them in the order in which pages tell them.
var CardChanges = []survey.Key{CardsLost, CardsConfided, CardsLess, CardsTurned, CardsMeasured, CardsAnswers, CardsBack}

// NamesGone reports whether cards of which a change makes that are told as they are, as then they would name what is gone.
func NamesGone(what survey.Key) bool { return what == CardsLost || what == CardsLess }

// Changed returns the rules that stand on a survey and would mean something else if it became next, by what becomes of them: as they count
// then, or as they are where they name what would be gone. Of the answers to the questions of the losses others would count.
func Changed(s, next survey.Survey, rules []Rule, losses survey.Losses) map[survey.Key][]Rule {
	all := map[survey.Key][]Rule{}
	for _, r := range rules {
		now := Season{Survey: next}.Counted(r)
		if r.Gone(s) == CardGone {
			if r.Gone(next) != CardGone {
				all[CardsBack] = append(all[CardsBack], now)
			}
			continue
		}
		what := now.change(Season{Survey: s}.Counted(r), s, next)
		if what == "" && slices.ContainsFunc(losses, func(l survey.Loss) bool { return now.hears(l) }) {
			what = CardsAnswers
		}
		if NamesGone(what) {
			now = r
		}
		if what != "" {
			all[what] = append(all[what], now)
		}
	}
	return all
}

// hears reports whether other answers count for the rule by a loss. One on an option hears of that alone; answers that move from one option to
// another are heard by the rules that either belongs to.
func (r Rule) hears(l survey.Loss) bool {
	l.Moved, l.Unit = nil, nil
	if !l.Any() || !slices.ContainsFunc(r.standsOn(), func(name string) bool { of, _, _ := strings.Cut(name, " "); return of == l.Column() }) {
		return false
	}
	own, named := survey.OptionKey(string(r.Value))
	return !named || l.Secret || l.More > 0 || slices.ContainsFunc(l.Options, func(o survey.Chosen) bool { as, _ := l.CountsAs(o.Key); return as.Key == own })
}

// change says what became of a rule that was so in s, "" where it means the same in next.
func (r Rule) change(was Rule, s, next survey.Survey) survey.Key {
	switch {
	case r.Gone(next) == CardGone:
		return CardsLost
	case !r.admitted(next) && was.admitted(s):
		return CardsConfided
	case was.namesGone(s, next):
		return CardsLess
	case !reflect.DeepEqual(was, r):
		return CardsTurned
	}
	on := slices.DeleteFunc(r.standsOn(), func(name string) bool { // of a question that was not there or goes nothing is compared
		_, was := s.Of(name)
		_, stays := next.Of(name)
		return !was || !stays
	})
	for _, name := range on {
		if r.gathers(name, s, next) {
			return CardsTurned
		}
	}
	for _, name := range on {
		if r.measuresOtherwise(name, s, next) {
			return CardsMeasured
		}
	}
	return ""
}

// admitted reports whether the rule may be on the questions that it takes answers from.
func (r Rule) admitted(s survey.Survey) bool {
	return !slices.ContainsFunc(r.standsOn(), func(name string) bool {
		q, _ := s.Of(name)
		return q.Sensitive && !r.Kind.admits(survey.Column{Confidence: survey.Sealed})
	})
}

// namesGone reports whether the rule says something of single options of which one counts in s and not in next.
func (r Rule) namesGone(s, next survey.Survey) bool {
	named := slices.Concat(append(slices.Clone(r.Merge), r.Cross)...)
	for code := range r.Capacity {
		named = append(named, Text(code))
	}
	return slices.ContainsFunc(named, func(code Text) bool {
		_, counts := s.CountedOption(r.columns()[0], string(code))
		_, stays := next.CountedOption(r.columns()[0], string(code))
		return counts && !stays
	})
}

// A recount is as which option one that was ever offered counts before and after a change; 0 where it counts as none.
type recount struct{ before, after int }

// recounted are those of a question.
func recounted(q, now survey.Question) (all []recount) {
	keys := slices.AppendSeq(slices.Collect(maps.Keys(q.Merged)), maps.Keys(now.Merged))
	for _, o := range slices.Concat(q.Options, now.Options) {
		keys = append(keys, o.Key)
	}
	for _, key := range keys {
		before, _ := q.CountsAs(key)
		after, _ := now.CountsAs(key)
		all = append(all, recount{before.Key, after.Key})
	}
	return all
}

// gathers reports whether other options count as the one that the rule is on in next than in s; of a rule on all of them, whether
// two of them count apart in one, and as one in the other.
func (r Rule) gathers(column string, s, next survey.Survey) bool {
	q, _ := s.Of(column)
	now, _ := next.Of(column)
	keys := recounted(q, now)
	value := string(r.Value)
	if _, code, part := strings.Cut(column, " "); part {
		value = code
	}
	if own, named := survey.OptionKey(value); named {
		return slices.ContainsFunc(keys, func(k recount) bool { return (k.before == own) != (k.after == own) })
	}
	return value == "" && slices.ContainsFunc(keys, func(a recount) bool {
		return slices.ContainsFunc(keys, func(b recount) bool {
			return a.before*a.after*b.before*b.after != 0 && (a.before == b.before) != (a.after == b.after)
		})
	})
}

// measuresOtherwise reports whether the rule goes by how much is answered, and the answers say another how much in next than in s.
func (r Rule) measuresOtherwise(column string, s, next survey.Survey) bool {
	q, _ := s.Of(column)
	now, _ := next.Of(column)
	now.Sensitive = q.Sensitive // which is another matter
	a, ok := r.Kind.kind().(accepter)
	if !ok || !a.accepts(survey.Column{Values: survey.Numbers{}}) {
		return false
	}
	number, numeric := survey.ParseNumber(string(r.Value))
	if len(q.Options) == 0 {
		said := survey.Answer{Number: new(math.Round(number))}
		_, before := q.Carry(q, said)
		_, after := now.Carry(q, said)
		return numeric && before && !after
	}
	if q.Ordered != now.Ordered {
		return r.Value == ""
	}
	was, is := positions(q, now)
	own, _ := survey.OptionKey(string(r.Value))
	switch {
	case !q.Ordered:
		return false
	case numeric:
		return !slices.Equal(was, is)
	case own != 0:
		k, ordering := r.Kind.kind().(orderer)
		return ordering && k.orders(r) && !sameSides(was, is, place(q, own), place(now, own))
	}
	return !evenly(was, is)
}

// positions are where options stand before and after, of those that count in both.
func positions(q, now survey.Question) (was, is []int) {
	for _, k := range recounted(q, now) {
		if k.before*k.after != 0 {
			was, is = append(was, place(q, k.before)), append(is, place(now, k.after))
		}
	}
	return was, is
}

func place(q survey.Question, key int) int {
	return slices.IndexFunc(q.Options, func(o survey.Option) bool { return o.Key == key })
}

// sameSides reports whether all stand on the same side of v before and of w after.
func sameSides(was, is []int, v, w int) bool {
	for i := range was {
		if (was[i] > v) != (is[i] > w) || (was[i] < v) != (is[i] < w) {
			return false
		}
	}
	return true
}

// evenly reports whether the steps between all are as many times as large after as before, so that in standard units nothing changed, turned
// round or not.
func evenly(was, is []int) bool {
	for i := range was {
		for j := range was {
			if (was[i]-was[0])*(is[j]-is[0]) != (was[j]-was[0])*(is[i]-is[0]) {
				return false
			}
		}
	}
	return true
}
