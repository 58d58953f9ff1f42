package db

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dure/survey"
)

// testQuestionEdits walks at random through edits of a question without options: of its words, of what is allowed, of the ends and
// the direction of a scale. At each step an answer counts only as what was meant, and with the question as it was at first
// every answer of then counts as at first.
func testQuestionEdits(t *testing.T, d *DB) {
	_, season := newSeason(t, d)
	rapid.Check(t, func(rt *rapid.T) {
		k := rapid.SampledFrom(plainKinds).Draw(rt, "kind")
		k.asked.Title = survey.Text{"en": "What?"}
		s := walkSeason(t, d, season.Club)
		first := openSurvey(t, d, s.ID, k.asked).Questions[0]
		w := &questionWalk{T: rt, t: t, d: d, plainKind: k, season: s.ID, now: first, turned: map[int]bool{}, given: map[survey.MemberID]survey.Answer{}}
		for i := range 4 {
			w.answer(newMember(t, d, s.ID, fmt.Sprint("m", i)).ID, first)
		}
		stands := maps.Clone(w.given)
		rt.Repeat(map[string]func(*rapid.T){
			"": func(*rapid.T) { w.check() },
			"reword": func(rt *rapid.T) {
				w.change(w.turned[w.now.Version], func(q *survey.Question) { q.Title = w.words("title") })
			},
			"edit": func(*rapid.T) { w.change(w.turned[w.now.Version], func(q *survey.Question) { k.edit(w, q) }) },
			"turn": w.turn,
			"back": func(*rapid.T) { w.back(rapid.SampledFrom(w.versions()).Draw(rt, "back to")) },
			"undo": w.undo,
			"answer": func(*rapid.T) {
				m := rapid.SampledFrom(slices.Sorted(maps.Keys(w.given))).Draw(rt, "member")
				delete(stands, m)
				w.answer(m, rapid.SampledFrom(w.versions()).Draw(rt, "version"))
			},
		})
		w.back(first)
		w.check()
		for m, a := range stands {
			if got := w.counts()[m]; !saysSame(got, a) {
				rt.Fatalf("member %d, who answered %+v at first, counts as %+v now that the question is as it was", m, a, got)
			}
		}
	})
}

// plainKind is what the test knows of a kind of question without options.
type plainKind struct {
	asked  survey.Question
	edit   func(*questionWalk, *survey.Question)
	given  func(*questionWalk, survey.Question) survey.Answer     // an answer that fits
	counts func(q survey.Question, a survey.Answer) survey.Answer // what of an answer that meant the same counts
}

var all = func(_ survey.Question, a survey.Answer) survey.Answer { return a }

var plainKinds = []plainKind{
	{
		survey.Question{Kind: survey.Scale, Min: new(1.0), Max: new(5.0), MinLabel: survey.Text{"en": "low"}, MaxLabel: survey.Text{"en": "high", "ko": "높음"}},
		func(w *questionWalk, q *survey.Question) {
			switch w.n(3) {
			case 0:
				q.Max = new(float64(4 + w.n(3)))
			case 1:
				q.MinLabel, q.MaxLabel = w.words("least"), w.words("most")
			case 2:
				q.MinLabel = w.words("least")
			}
		},
		func(w *questionWalk, q survey.Question) survey.Answer {
			return survey.Answer{Number: new(float64(1 + w.n(int(*q.Max))))}
		},
		all,
	},
	{
		survey.Question{Kind: survey.Number, Min: new(0.0), Max: new(9.0)},
		func(w *questionWalk, q *survey.Question) { q.Min, q.Max = new(float64(w.n(4))), new(float64(5+w.n(5))) },
		func(w *questionWalk, q survey.Question) survey.Answer {
			return survey.Answer{Number: new(*q.Min + float64(w.n(int(*q.Max-*q.Min)+1)))}
		},
		func(q survey.Question, a survey.Answer) survey.Answer {
			if *a.Number < *q.Min || *a.Number > *q.Max {
				return survey.Answer{}
			}
			return a
		},
	},
	{
		survey.Question{Kind: survey.Availability, Days: []int{0, 1, 2}, From: 9, To: 12},
		func(w *questionWalk, q *survey.Question) {
			q.Days = []int{w.n(2), 2}
			q.From, q.To = 8+w.n(3), 11+w.n(3)
		},
		func(w *questionWalk, q survey.Question) survey.Answer {
			var a survey.Answer
			for _, day := range q.Days {
				for hour := q.From; hour < q.To; hour++ {
					if w.n(2) == 0 {
						a.Slots = append(a.Slots, 24*day+hour)
					}
				}
			}
			return a
		},
		func(q survey.Question, a survey.Answer) survey.Answer {
			a.Slots = slices.DeleteFunc(slices.Clone(a.Slots), func(s int) bool { return !slices.Contains(q.Days, s/24) || s%24 < q.From || s%24 >= q.To })
			return a
		},
	},
	{
		survey.Question{Kind: survey.Teammates, Wishes: 2, Avoids: 1},
		func(w *questionWalk, q *survey.Question) { q.Wishes, q.Avoids = 1+w.n(3), w.n(3) },
		func(w *questionWalk, q survey.Question) survey.Answer {
			return survey.Answer{Wished: []string{"Ara", "Bo", "Cy"}[:w.n(q.Wishes+1)], Avoided: []string{"Dal", "Ed"}[:w.n(q.Avoids+1)]}
		},
		func(q survey.Question, a survey.Answer) survey.Answer {
			if len(a.Wished) > q.Wishes { // whether wishes count says nothing of whom one avoids, and the other way round
				a.Wished = nil
			}
			if len(a.Avoided) > q.Avoids {
				a.Avoided = nil
			}
			return a
		},
	},
	{survey.Question{Kind: survey.ShortText}, func(_ *questionWalk, q *survey.Question) { q.Required = !q.Required }, typedText, all},
	{survey.Question{Kind: survey.LongText}, func(_ *questionWalk, q *survey.Question) { q.Sensitive = !q.Sensitive }, typedText, all},
}

func typedText(w *questionWalk, _ survey.Question) survey.Answer {
	return survey.Answer{Text: fmt.Sprint("text ", w.n(9))}
}

type questionWalk struct {
	*rapid.T
	plainKind

	t      *testing.T
	d      *DB
	season survey.SeasonID
	now    survey.Question
	turned map[int]bool // versions of a scale whose numbers mean the opposite of the first
	fresh  int          // makes new words
	given  map[survey.MemberID]survey.Answer
}

func (w *questionWalk) n(most int) int { return rapid.IntRange(0, most-1).Draw(w.T, "n") }

func (w *questionWalk) words(what string) survey.Text {
	w.fresh++
	return []survey.Text{{"en": fmt.Sprint(what, w.fresh)}, {"ko": fmt.Sprint("말", w.fresh)}, {"en": fmt.Sprint(what, w.fresh), "ko": fmt.Sprint("말", w.fresh)}}[w.n(3)]
}

func (w *questionWalk) versions() []survey.Question {
	return must[[]survey.Question](w.t)(w.d.QuestionVersions(w.t.Context(), w.season))
}

func (w *questionWalk) change(turned bool, edit func(*survey.Question)) {
	q := w.now
	edit(&q)
	w.now = must[survey.Question](w.t)(w.d.ChangeQuestion(w.t.Context(), w.season, q))
	w.turned[w.now.Version] = turned
	w.Logf("version %d: %+v", w.now.Version, w.now)
}

// turn puts the words of the ends of a scale in each other's place.
func (w *questionWalk) turn(*rapid.T) {
	if w.now.Kind == survey.Scale && !reflect.DeepEqual(w.now.MinLabel, w.now.MaxLabel) {
		w.change(!w.turned[w.now.Version], func(q *survey.Question) { q.MinLabel, q.MaxLabel = q.MaxLabel, q.MinLabel })
	}
}

// back types the question as it was in a version.
func (w *questionWalk) back(v survey.Question) {
	w.change(w.turned[v.Version], func(q *survey.Question) {
		v.Revision, v.Meaning = q.Revision, 0
		*q = v
	})
}

// undo deletes the question and takes that back, which changes nothing.
func (w *questionWalk) undo(*rapid.T) {
	ctx := w.t.Context()
	ok(w.t, w.d.RemoveQuestion(ctx, w.season, w.now.ID, w.now.Revision))
	ok(w.t, w.d.UndoEdit(ctx, w.season, must[survey.Edits](w.t)(w.d.Edits(ctx, w.season)).Now))
	w.now = must[survey.Survey](w.t)(w.d.Survey(ctx, w.season)).Questions[0]
}

func (w *questionWalk) answer(m survey.MemberID, v survey.Question) {
	a := w.plainKind.given(w, v)
	if a.IsZero() {
		return
	}
	before := w.given[m]
	a.Version = v.Version
	ok(w.t, w.d.SaveResponse(w.t.Context(), survey.Response{Member: m, Answers: survey.Answers{w.now.ID: a}}, now))
	if !before.IsZero() && saysSame(w.counted(w.versions()[before.Version-1], before, v), a) { // nothing of it was changed
		kept := must[survey.Response](w.t)(w.d.Response(w.t.Context(), m)).Answers[w.now.ID]
		if kept.Version == before.Version || w.now.Kind != survey.Scale { // of other words nobody can know for sure: it may be a new answer
			return
		}
	}
	w.given[m] = a
}

// saysSame compares what two answers say, to whichever versions.
func saysSame(a, b survey.Answer) bool {
	a.Version, b.Version = 0, 0
	one, err1 := encode(a)
	two, err2 := encode(b)
	return one == two && err1 == nil && err2 == nil
}

func (w *questionWalk) counts() map[survey.MemberID]survey.Answer {
	asked := must[survey.Survey](w.t)(w.d.Survey(w.t.Context(), w.season))
	all := must[map[survey.MemberID]survey.Response](w.t)(w.d.Responses(w.t.Context(), w.season))
	versions := w.versions()
	out := map[survey.MemberID]survey.Answer{}
	for m, r := range all {
		out[m] = asked.Carry(r.Answers, versions)[w.now.ID]
	}
	return out
}

// counted is what of an answer to an earlier version counts in one.
func (w *questionWalk) counted(then survey.Question, a survey.Answer, v survey.Question) survey.Answer {
	if then.Sensitive && !v.Sensitive {
		return survey.Answer{} // it was told in confidence
	}
	if v.Kind == survey.Scale && (*then.Max != *v.Max || w.turned[then.Version] != w.turned[v.Version]) {
		return survey.Answer{}
	}
	return w.plainKind.counts(v, a)
}

func (w *questionWalk) check() {
	versions, counts := w.versions(), w.counts()
	for m, a := range w.given {
		then := versions[a.Version-1]
		want, got := w.counted(then, a, w.now), counts[m]
		reads := reflect.DeepEqual([]survey.Text{then.MinLabel, then.MaxLabel}, []survey.Text{w.now.MinLabel, w.now.MaxLabel})
		if saysSame(got, want) || w.now.Kind == survey.Scale && got.IsZero() && !reads { // of other words nobody can know for sure
			continue
		}
		w.Fatalf("member %d, who answered %+v to %+v, counts as %+v in %+v, want %+v", m, a, then, got, w.now, want)
	}
}
