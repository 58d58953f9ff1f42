package survey

import (
	"math"
	"slices"
	"strings"
)

// Scale is a choice of one of a few points in a row, each of which may have words.
const Scale Kind = "scale"

// MaxPoints is how many points a scale may have.
const MaxPoints = 11

type scaleKind struct{ numbers }

func (scaleKind) name() Kind { return Scale }

func (scaleKind) effort(Question) float64 { return 4 }

func (scaleKind) begin(q *Question) { q.Min, q.Max, q.Required = new(1.0), new(5.0), true }

func (k scaleKind) read(q *Question, r *reader) {
	k.numbers.read(q, r)
	if k.check(*q) != nil {
		return
	}
	points := make([]Text, len(q.Points()))
	for lang, words := range r.typed("labels") {
		all, ok := byPoint(words, len(points))
		if !ok {
			r.refuse("labels", "labels_uneven", "Lang", lang, "Points", len(points))
			return
		}
		for i := range all {
			points[i] = points[i].With(lang, all[i])
		}
	}
	q.WordPoints(points)
}

// WordPoints says what each point of a scale means.
func (q *Question) WordPoints(points []Text) {
	last := len(points) - 1
	q.MinLabel, q.MaxLabel = points[0], points[last]
	if between := points[1:last]; slices.ContainsFunc(between, func(t Text) bool { return !t.IsZero() }) {
		q.Between = between
	}
}

// byPoint gives lines to points: as many lines as points, or else two for the ends, or one for the first.
func byPoint(words string, points int) ([]string, bool) {
	each, ends := strings.Split(words, "\n"), lines(words)
	last := len(each) - 1
	switch {
	case last == points && each[last] == "":
		each = each[:points]
	case len(ends) <= 2 && (last+1 != points || each[last] == ""):
		each = make([]string, points)
		copy(each, ends[:min(1, len(ends))])
		if len(ends) == 2 {
			each[points-1] = ends[1]
		}
	}
	for i := range each {
		each[i] = Clean(each[i])
	}
	return each, len(each) == points
}

func (k scaleKind) write(q Question, f Form) {
	k.numbers.write(q, f)
	labels := []Text{q.MinLabel, q.MaxLabel}
	if q.Between != nil {
		labels = q.pointWords()
	}
	for lang, words := range linesOf(labels) {
		if strings.HasSuffix(words, "\n") {
			words += "\n" // the last point has no words
		}
		f.setText("labels", Text{lang: words})
	}
}

func (scaleKind) check(q Question) error {
	if q.Min == nil || q.Max == nil || *q.Min != float64(int(*q.Min)) || *q.Max != float64(int(*q.Max)) {
		return &InvalidError{Field: "min", Reason: "scale_ends"}
	}
	if n := int(*q.Max-*q.Min) + 1; n < 2 || n > MaxPoints {
		return &InvalidError{Field: "max", Reason: "scale_points", Args: map[string]any{"Max": MaxPoints}}
	}
	for _, v := range q.Points() {
		if err := q.Label(v).check("labels", MaxLabel); err != nil {
			return err
		}
	}
	return nil
}

// Points are the points of a scale.
func (q Question) Points() []int {
	var all []int
	if q.Min == nil || q.Max == nil {
		return nil
	}
	for v := int(*q.Min); v <= int(*q.Max) && len(all) < MaxPoints; v++ {
		all = append(all, v)
	}
	return all
}

// pointWords are what the points of a scale mean.
func (q Question) pointWords() []Text {
	var all []Text
	for _, v := range q.Points() {
		all = append(all, q.Label(v))
	}
	return all
}

// Label is what a point of a scale means.
func (q Question) Label(point int) Text {
	switch i := point - int(*q.Min); {
	case i == 0:
		return q.MinLabel
	case point == int(*q.Max):
		return q.MaxLabel
	case i > 0 && i <= len(q.Between):
		return q.Between[i-1]
	}
	return nil
}

// carry takes a point of a scale with the same ends, unless words moved to another point, as when a scale was turned round: then
// the same number says something else.
func (scaleKind) carry(old, q Question, a Answer) Answer {
	if bound(old.Min) != bound(q.Min) || bound(old.Max) != bound(q.Max) || old.Meaning != q.Meaning || q.movedWords(old) {
		return Answer{}
	}
	return a
}

// meaning is that of the version before in other words, but a new one if words have moved to another point since any version that
// meant the same. A scale that reads as an earlier one did means what that meant.
func (scaleKind) meaning(q Question, before []Question) int {
	if len(before) == 0 {
		return 0
	}
	now, last := before[len(before)-1].Meaning, 0
	moved := false
	for i := len(before) - 1; i >= 0; i-- {
		old := before[i]
		if old.readsAs(q) {
			return old.Meaning
		}
		last = max(last, old.Meaning)
		moved = moved || old.Meaning == now && q.movedWords(old)
	}
	if moved {
		return last + 1
	}
	return now
}

// readsAs reports whether two scales have the same points with the same words, in every language in which both have some.
func (q Question) readsAs(other Question) bool {
	if bound(q.Min) != bound(other.Min) || bound(q.Max) != bound(other.Max) {
		return false
	}
	same, words := false, other.pointWords()
	for i, a := range q.pointWords() {
		if a.IsZero() && words[i].IsZero() {
			continue
		}
		if !a.agrees(words[i]) {
			return false
		}
		same = true
	}
	return same
}

// movedWords reports whether words of an earlier version stand at another point now, in any language. Of scales with other ends
// only those at the ends can be told to have.
func (q Question) movedWords(old Question) bool {
	was, is := old.pointWords(), q.pointWords()
	if len(was) != len(is) || bound(old.Min) != bound(q.Min) {
		was, is = []Text{old.MinLabel, old.MaxLabel}, []Text{q.MinLabel, q.MaxLabel}
	}
	for i, label := range was {
		for lang, words := range label {
			if words == "" || Fold(words) == Fold(is[i][lang]) {
				continue
			}
			if slices.ContainsFunc(is, func(t Text) bool { return Fold(t[lang]) == Fold(words) }) {
				return true
			}
		}
	}
	return false
}

func (k scaleKind) fits(q Question, a Answer) Message {
	if m := k.numbers.fits(q, a); m.Key != "" {
		return m
	}
	if *a.Number != math.Trunc(*a.Number) {
		return Say("number_invalid")
	}
	return Message{}
}

// cells writes the number of a point, with its words where every point has some: "4 - often".
func (k scaleKind) cells(q Question, a Answer) []string {
	cells := k.numbers.cells(q, a)
	if a.Number != nil && q.worded() {
		cells[0] += " - " + q.Label(int(*a.Number)).In(English)
	}
	return cells
}

// worded reports whether every point of a scale has words that can be told from its number.
func (q Question) worded() bool {
	for _, v := range q.Points() {
		words := q.Label(v).In(English)
		if v < 0 || words == "" || strings.IndexAny(words, "0123456789") == 0 {
			return false
		}
	}
	return true
}

func (k scaleKind) total(t *Total, given []Answer) {
	k.numbers.total(t, given)
	q := t.Question
	for _, v := range q.Points() {
		n := count(given, func(a Answer) bool { return a.Number != nil && *a.Number == float64(v) })
		t.Bars = append(t.Bars, Bar{Key: v, Label: q.point(v), Count: n})
	}
}

// point is the number of a point and what it means.
func (q Question) point(v int) Text {
	number := bound(new(float64(v)))
	out := Text{English: number}
	for lang, words := range q.Label(v) {
		if words != "" {
			out[lang] = number + " · " + words
		}
	}
	return out
}
