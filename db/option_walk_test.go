package db

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dure/survey"
)

// testOptionEdits walks at random through edits of a question with options, as the builder's form makes them, and members who answer it,
// also in a version that they have had before them for a while. The test knows what each member meant: in the words of every
// option stands a mark, which stays whatever else it is called. At each step every answer counts as what was meant, as far as that is
// offered or merged; what a save hides is what was said before; and at the end, with the question as it was at first, every
// answer that stands since then counts as at first.
func testOptionEdits(t *testing.T, d *DB) {
	_, season := newSeason(t, d)
	kinds := []survey.Kind{survey.OneOf, survey.AnyOf, survey.Rank, survey.Level}
	rapid.Check(t, func(rt *rapid.T) { walkOptions(rt, t, d, season, rapid.SampledFrom(kinds).Draw(rt, "kind")) })
}

// offer is what a version of the question offers, by marks: in order, and as what hidden options count.
type offer struct {
	marks []int
	into  map[int]int
	most  int
	words map[int]survey.Text // what each option is called, hidden ones last
}

func (o offer) clone() offer {
	return offer{slices.Clone(o.marks), maps.Clone(o.into), o.most, maps.Clone(o.words)}
}

// as is the mark as which one counts.
func (o offer) as(mark int) (int, bool) {
	for range len(o.into) + 1 {
		if slices.Contains(o.marks, mark) {
			return mark, true
		}
		mark = o.into[mark]
	}
	return 0, false
}

// meant is an answer in marks: a set, an order, or levels.
type meant struct {
	marks  []int
	levels map[int]int
}

// under is what counts of an answer where that is offered.
func (m meant) under(kind survey.Kind, o offer) meant {
	var out meant
	for _, mark := range m.marks {
		as, ok := o.as(mark)
		if !ok {
			continue
		}
		if !slices.Contains(out.marks, as) {
			out.marks = append(out.marks, as)
		}
		if kind == survey.Level {
			if out.levels == nil {
				out.levels = map[int]int{}
			}
			out.levels[as] = max(out.levels[as], m.levels[mark])
		}
	}
	switch {
	case kind != survey.Rank:
		slices.Sort(out.marks)
	case o.most > 0 && len(out.marks) > o.most:
		out.marks = out.marks[:o.most]
	}
	return out
}

func (m meant) String() string { return fmt.Sprint(m.marks, m.levels) }

type optionWalk struct {
	*rapid.T
	t      *testing.T
	d      *DB
	kind   survey.Kind
	season survey.SeasonID
	id     survey.QuestionID
	first  survey.Question // as it was asked at first
	now    offer
	offers map[int]offer // by version
	past   []offer       // before each edit that can be undone
	marks  int           // the last mark given
	fresh  int           // makes new words
	given  map[survey.MemberID]meant
	stands map[survey.MemberID]bool // since the question was as at first
}

func walkOptions(rt *rapid.T, t *testing.T, d *DB, season survey.Season, kind survey.Kind) {
	s := walkSeason(t, d, season.Club)
	w := &optionWalk{T: rt, t: t, d: d, kind: kind, season: s.ID, offers: map[int]offer{}, given: map[survey.MemberID]meant{}, stands: map[survey.MemberID]bool{}}
	w.now = offer{into: map[int]int{}, words: map[int]survey.Text{}}
	q := survey.Question{Kind: kind, Title: survey.Text{"en": "Which?"}}
	for range 4 {
		q.Options = append(q.Options, survey.Option{Label: w.newOption()})
	}
	w.first = openSurvey(t, d, s.ID, q).Questions[0]
	w.id, w.offers[1] = w.first.ID, w.now.clone()
	for i := range 5 {
		w.given[newMember(t, d, s.ID, fmt.Sprint("m", i)).ID] = meant{}
	}
	for m := range w.given {
		w.answer(m, 1)
		w.stands[m] = true
	}
	rt.Repeat(map[string]func(*rapid.T){
		"":          func(*rapid.T) { w.check() },
		"rename":    w.rename,
		"add":       func(*rapid.T) { w.save("add", w.add) },
		"take away": w.takeAway,
		"rename and take away": func(rt *rapid.T) {
			if len(w.now.marks) > 2 {
				w.save("rename and take away", func(o *offer, rows *[]survey.Option) { w.reword(o, rows, 0); w.drop(o, rows, 1) })
			}
		},
		"reorder":         w.reorder,
		"type anew":       w.typeAnew,
		"type back":       w.typeBack,
		"bring back":      w.bringBack,
		"merge":           w.merge,
		"unmerge":         w.unmerge,
		"places":          w.places,
		"delete and undo": w.deleteAndUndo,
		"undo":            w.undo,
		"answer": func(rt *rapid.T) {
			m := rapid.SampledFrom(slices.Sorted(maps.Keys(w.given))).Draw(rt, "member")
			w.stands[m] = false
			w.answer(m, rapid.SampledFrom(slices.Sorted(maps.Keys(w.offers))).Draw(rt, "version"))
		},
	})
	w.backToFirst()
}

func (w *optionWalk) n(most int, label string) int { return rapid.IntRange(0, most-1).Draw(w.T, label) }

// newOption gives a mark, and words in one or two languages in which it stands.
func (w *optionWalk) newOption() survey.Text {
	w.marks++
	w.now.marks = append(w.now.marks, w.marks)
	w.now.words[w.marks] = w.call(w.marks)
	return w.now.words[w.marks]
}

func (w *optionWalk) call(mark int) survey.Text {
	w.fresh++
	words := fmt.Sprintf("words %d #%d", w.fresh, mark)
	return []survey.Text{{"en": words}, {"ko": "말 " + words}, {"en": words, "ko": "말 " + words}}[w.n(3, "languages")]
}

func markOf(label survey.Text) int {
	_, mark, _ := strings.Cut(label.In("en"), "#")
	n, _ := strconv.Atoi(mark)
	return n
}

func (w *optionWalk) question() (survey.Survey, survey.Question) {
	asked := must[survey.Survey](w.t)(w.d.Survey(w.t.Context(), w.season))
	q, ok := asked.Question(w.id)
	if !ok {
		w.Fatalf("the question is gone: %+v", asked.Questions)
	}
	return asked, q
}

func (w *optionWalk) versions() []survey.Question {
	return must[[]survey.Question](w.t)(w.d.QuestionVersions(w.t.Context(), w.season))
}

func (w *optionWalk) responses() map[survey.MemberID]survey.Response {
	return must[map[survey.MemberID]survey.Response](w.t)(w.d.Responses(w.t.Context(), w.season))
}

func (w *optionWalk) answers() []survey.Answer { return survey.Given(w.responses(), w.id) }

// save changes the question as the builder's form does, and what the test knows of it.
func (w *optionWalk) save(what string, change func(*offer, *[]survey.Option)) {
	asked, q := w.question()
	versions, before := w.versions(), w.now.clone()
	rows := slices.Clone(q.Options)
	change(&w.now, &rows)
	for _, mark := range w.now.marks {
		delete(w.now.into, mark)
	}
	next := q
	next.Options, _ = q.Keyed(q.Hidden(versions, w.answers(), nil), rows)
	next.Most, next.Merged = w.now.most, map[int]int{}
	for mark, into := range w.now.into {
		next.Merged[w.key(mark)] = w.key(into)
	}
	w.checkLoss(what, asked.Losses(asked.With(next), versions, w.responses()), before)
	if err := next.Check(); err != nil {
		w.Fatalf("%s: %v in %+v", what, err, next)
	}
	saved := must[survey.Question](w.t)(w.d.ChangeQuestion(w.t.Context(), w.season, next))
	if saved.Revision != q.Revision {
		w.past = append(w.past, before)
	}
	q = saved
	w.offers[q.Version] = w.now.clone()
	w.Logf("%s: version %d offers %v, merged %v", what, q.Version, w.now.marks, w.now.into)
}

// key is that of an option, as any version has it.
func (w *optionWalk) key(mark int) int {
	for _, v := range w.versions() {
		for _, o := range v.Options {
			if markOf(o.Label) == mark {
				return o.Key
			}
		}
	}
	w.Fatalf("no version offers #%d", mark)
	return 0
}

// checkLoss compares what saving is said to take from the answers, and to give, with what was meant.
func (w *optionWalk) checkLoss(what string, losses survey.Losses, before offer) {
	var want survey.Loss
	for _, m := range w.given {
		counted, counts := len(m.under(w.kind, before).marks) > 0, len(m.under(w.kind, w.now).marks) > 0
		switch {
		case counted && !counts:
			want.Whole++
		case !counted && counts:
			want.More++
		}
	}
	l := append(losses, survey.Loss{})[0]
	if l.Whole != want.Whole || l.More != want.More {
		w.Fatalf("%s from %v (merged %v) to %v (%v): said to take %d answers away and give %d, want %d and %d: %v", what, before.marks, before.into, w.now.marks, w.now.into, l.Whole, l.More, want.Whole, want.More, w.given)
	}
}

// check compares what counts of each member's answer with what was meant, and what is hidden.
func (w *optionWalk) check() {
	asked, q := w.question()
	all := must[map[survey.MemberID]survey.Response](w.t)(asked.CarryAll(w.responses(), func() ([]survey.Question, error) { return w.versions(), nil }))
	for id, m := range w.given {
		want := m.under(w.kind, w.now)
		if got := read(q, all[id].Answers[w.id]); got.String() != want.String() {
			w.Fatalf("member %d, who meant %v, counts as %v where %v are offered and %v merged, want %v", id, m, got, w.now.marks, w.now.into, want)
		}
	}
	chose := map[int]int{}
	for _, m := range w.given {
		for _, mark := range m.marks {
			if !slices.Contains(w.now.marks, mark) {
				chose[mark]++
			}
		}
	}
	got := map[int]int{}
	for _, h := range q.Hidden(w.versions(), w.answers(), nil) {
		got[markOf(h.Label)] = h.Count
	}
	if !maps.Equal(got, chose) {
		w.Fatalf("hidden options were chosen %v, want %v", got, chose)
	}
}

// read is an answer in marks.
func read(q survey.Question, a survey.Answer) meant {
	var m meant
	mark := func(key int) int { o, _ := q.Option(key); return markOf(o.Label) }
	for _, key := range slices.Concat(a.Choices, a.Ranked) {
		m.marks = append(m.marks, mark(key))
	}
	for key, level := range a.Levels {
		if m.levels == nil {
			m.levels = map[int]int{}
		}
		m.marks = append(m.marks, mark(key))
		m.levels[mark(key)] = level
	}
	if a.Ranked == nil {
		slices.Sort(m.marks)
	}
	return m
}

// answer sends a member's answer to a version, over what the form shows there.
func (w *optionWalk) answer(id survey.MemberID, version int) {
	versions := w.versions()
	v := versions[slices.IndexFunc(versions, func(v survey.Question) bool { return v.Version == version })]
	shown := w.offers[version]
	chosen, a := w.choose(shown, v)
	kept, err := w.d.Response(w.t.Context(), id)
	if err != nil {
		kept = survey.Response{Member: id}
	}
	f := survey.Filled{Answers: survey.Answers{}, Seen: []survey.Question{v}}
	if !a.IsZero() {
		f.Answers[w.id] = a
	}
	merged, _ := f.Merge(kept.Answers, false, versions)
	ok(w.t, w.d.SaveResponse(w.t.Context(), survey.Response{Member: id, Answers: merged}, now))
	before := w.given[id].under(w.kind, shown)
	if before.String() != chosen.String() { // else nothing of it was changed
		w.given[id] = chosen
	}
	w.Logf("member %d answers version %d by %v: %v", id, version, chosen, w.given[id])
}

// choose makes an answer to a version, now and then none.
func (w *optionWalk) choose(o offer, v survey.Question) (meant, survey.Answer) {
	a := survey.Answer{Version: v.Version}
	marks := rapid.Permutation(o.marks).Draw(w.T, "order")
	most := len(marks)
	switch {
	case w.kind == survey.OneOf:
		most = 1
	case w.kind == survey.Rank && o.most > 0:
		most = o.most
	}
	m := meant{marks: marks[:w.n(most+1, "chosen")]}
	for _, mark := range m.marks {
		key := v.Options[slices.IndexFunc(v.Options, func(x survey.Option) bool { return markOf(x.Label) == mark })].Key
		switch w.kind {
		case survey.Rank:
			a.Ranked = append(a.Ranked, key)
		case survey.Level:
			if m.levels == nil {
				m.levels, a.Levels = map[int]int{}, map[int]int{}
			}
			m.levels[mark] = w.n(len(survey.LanguageLevels), "level")
			a.Levels[key] = m.levels[mark]
		default:
			a.Choices = append(a.Choices, key)
		}
	}
	slices.Sort(a.Choices)
	if w.kind != survey.Rank {
		slices.Sort(m.marks)
	}
	return m, a
}
