package db

import (
	"maps"
	"slices"

	"pgregory.net/rapid"

	"dure/survey"
)

// What an organizer does to the options of a question, in the walk over them.

func (w *optionWalk) reword(o *offer, rows *[]survey.Option, i int) {
	label := w.call(markOf((*rows)[i].Label))
	o.words[markOf(label)] = label
	(*rows)[i].Label = label
}

func (w *optionWalk) drop(o *offer, rows *[]survey.Option, i int) {
	o.marks = slices.Delete(slices.Clone(o.marks), i, i+1)
	*rows = slices.Delete(*rows, i, i+1)
	if o.most > len(o.marks) {
		o.most = 0
	}
}

func (w *optionWalk) add(_ *offer, rows *[]survey.Option) {
	*rows = append(*rows, survey.Option{Label: w.newOption()})
}

func (w *optionWalk) rename(*rapid.T) {
	w.save("rename", func(o *offer, rows *[]survey.Option) { w.reword(o, rows, w.n(len(*rows), "row")) })
}

func (w *optionWalk) takeAway(*rapid.T) {
	if len(w.now.marks) > 2 {
		w.save("take away", func(o *offer, rows *[]survey.Option) { w.drop(o, rows, w.n(len(*rows), "row")) })
	}
}

func (w *optionWalk) reorder(*rapid.T) {
	w.save("reorder", func(o *offer, rows *[]survey.Option) {
		*rows = rapid.Permutation(*rows).Draw(w.T, "rows")
		for i, r := range *rows {
			o.marks[i] = markOf(r.Label)
		}
	})
}

// typeAnew types the words of the options over the rows in another order: the keys stay where they are.
func (w *optionWalk) typeAnew(*rapid.T) {
	w.save("type anew", func(o *offer, rows *[]survey.Option) {
		for i, r := range rapid.Permutation(*rows).Draw(w.T, "rows") {
			o.marks[i] = markOf(r.Label)
			(*rows)[i] = survey.Option{Key: (*rows)[i].Key, Label: r.Label}
		}
	})
}

// hidden draws one of the options that are hidden, though somebody chose it.
func (w *optionWalk) hidden() (int, bool) {
	var all []int
	for _, m := range w.given {
		for _, mark := range m.marks {
			if !slices.Contains(w.now.marks, mark) && !slices.Contains(all, mark) {
				all = append(all, mark)
			}
		}
	}
	if len(all) == 0 {
		return 0, false
	}
	slices.Sort(all)
	return rapid.SampledFrom(all).Draw(w.T, "hidden"), true
}

func (w *optionWalk) typeBack(*rapid.T) { w.back("type back", func(int) int { return 0 }) }

func (w *optionWalk) bringBack(*rapid.T) { w.back("bring back", w.key) }

func (w *optionWalk) back(what string, key func(mark int) int) {
	if mark, ok := w.hidden(); ok {
		w.save(what, func(o *offer, rows *[]survey.Option) {
			o.marks = append(o.marks, mark)
			*rows = append(*rows, survey.Option{Key: key(mark), Label: o.words[mark]})
		})
	}
}

func (w *optionWalk) merge(*rapid.T) {
	if mark, ok := w.hidden(); ok {
		w.save("merge", func(o *offer, _ *[]survey.Option) { o.into[mark] = rapid.SampledFrom(o.marks).Draw(w.T, "into") })
	}
}

func (w *optionWalk) unmerge(*rapid.T) {
	if len(w.now.into) > 0 {
		w.save("unmerge", func(o *offer, _ *[]survey.Option) {
			delete(o.into, rapid.SampledFrom(slices.Sorted(maps.Keys(o.into))).Draw(w.T, "merged"))
		})
	}
}

func (w *optionWalk) places(*rapid.T) {
	if w.kind == survey.Rank {
		w.save("places", func(o *offer, _ *[]survey.Option) { o.most = w.n(len(o.marks)+1, "most") })
	}
}

// undo takes back the last edit of which the test knows what was before.
func (w *optionWalk) undo(*rapid.T) {
	if len(w.past) == 0 {
		return
	}
	edits := must[survey.Edits](w.t)(w.d.Edits(w.t.Context(), w.season))
	if edits.Undo == nil {
		return
	}
	ok(w.t, w.d.UndoEdit(w.t.Context(), w.season, edits.Now))
	_, q := w.question()
	words := w.now.words
	w.now = w.past[len(w.past)-1]
	maps.Copy(words, w.now.words)
	w.now.words = words // of options added since, too
	w.past = w.past[:len(w.past)-1]
	w.offers[q.Version] = w.now.clone()
	w.Logf("undo: version %d offers %v", q.Version, w.now.marks)
}

func (w *optionWalk) deleteAndUndo(*rapid.T) {
	ctx := w.t.Context()
	_, q := w.question()
	ok(w.t, w.d.RemoveQuestion(ctx, w.season, w.id, q.Revision))
	ok(w.t, w.d.UndoEdit(ctx, w.season, must[survey.Edits](w.t)(w.d.Edits(ctx, w.season)).Now))
}

// backToFirst makes the question what it was at first.
func (w *optionWalk) backToFirst() {
	w.save("back to the first", func(o *offer, rows *[]survey.Option) {
		*rows, o.marks, o.into, o.most = slices.Clone(w.first.Options), nil, map[int]int{}, 0
		for _, r := range *rows {
			o.marks = append(o.marks, markOf(r.Label))
		}
	})
	w.check()
	for id, stands := range w.stands {
		if m := w.given[id]; stands && m.String() != m.under(w.kind, w.now).String() {
			w.Fatalf("member %d, who answered %v at first, counts as %v now that the question is as it was", id, m, m.under(w.kind, w.now))
		}
	}
}
