package db

import (
	"errors"
	"testing"

	"dure/survey"
)

// Whom a question is asked of changes only with its own condition: edits of what that is on are refused, also those of two
// organizers at once, whose pages did not know of each other.
func testConditionsStand(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	asked := func() survey.Survey { return must[survey.Survey](t)(d.Survey(ctx, season.ID)) }
	drink := must[survey.Question](t)(d.AddQuestion(ctx, season.ID, oneOf("Drink", "Coffee", "Tea", "Milk", "Water")))
	kind := scale("Kind")
	kind.Show = &survey.Condition{Question: drink.ID, Options: []int{1}}
	kind = must[survey.Question](t)(d.AddQuestion(ctx, season.ID, kind))
	page := must[survey.Question](t)(d.AddQuestion(ctx, season.ID, survey.Question{Kind: survey.NewPage, Title: survey.Text{"en": "Tea time"},
		Show: &survey.Condition{Question: drink.ID, Options: []int{2}}}))
	sort := must[survey.Question](t)(d.AddQuestion(ctx, season.ID, scale("Sort")))
	refused := func(what string, err error, field string, reason survey.Key) {
		t.Helper()
		bad, _ := errors.AsType[*survey.InvalidError](err)
		if bad == nil || bad.Field != field || bad.Reason != reason {
			t.Errorf("%s: %v, want the mistake %s at %q", what, err, reason, field)
		}
	}
	without := func(q survey.Question, key int) survey.Question {
		q.Options = append([]survey.Option(nil), q.Options...)
		for i, o := range q.Options {
			if o.Key == key {
				q.Options = append(q.Options[:i], q.Options[i+1:]...)
				break
			}
		}
		return q
	}
	_, err := d.ChangeQuestion(ctx, season.ID, without(drink, 1))
	refused("taking Coffee away, by which Kind is asked", err, "options", "show_needs_option")
	refused("removing Drink", d.RemoveQuestion(ctx, season.ID, drink.ID, 0), "", "show_needs_question")
	refused("removing the page of Sort", d.RemoveQuestion(ctx, season.ID, page.ID, 0), "", "show_needs_page")
	refused("moving Drink to the end", d.MoveQuestion(ctx, season.ID, drink.ID, asked().Revision, 3), "", "show_needs_order")
	refused("moving Kind to the front", d.MoveQuestion(ctx, season.ID, kind.ID, asked().Revision, 0), "", "show_needs_order")
	if got := titles(asked()); got != "DrinkKindTea timeSort" || len(asked().Questions[0].Options) != 4 {
		t.Fatalf("after edits that were refused %s is asked, with %d drinks, want all of it as before", got, len(asked().Questions[0].Options))
	}

	merged := without(drink, 1)
	merged.Merged = map[int]int{1: 2}
	drink = must[survey.Question](t)(d.ChangeQuestion(ctx, season.ID, merged)) // Coffee counts as tea, also in the condition
	merged.Merged, merged.Revision = nil, drink.Revision
	_, err = d.ChangeQuestion(ctx, season.ID, merged)
	refused("taking Coffee away after it was merged", err, "options", "show_needs_option")
	drink = must[survey.Question](t)(d.ChangeQuestion(ctx, season.ID, without(drink, 3))) // nobody is asked by milk
	sort.Show = &survey.Condition{Question: drink.ID, Options: []int{3}}
	_, err = d.ChangeQuestion(ctx, season.ID, sort)
	refused("a condition on milk, which is no longer offered", err, "show", "show_option_gone")
	sort.Show = &survey.Condition{Question: 99}
	_, err = d.ChangeQuestion(ctx, season.ID, sort)
	refused("a condition on a question that is gone", err, "show", "show_gone_now")
	drink.Sensitive = true
	_, err = d.ChangeQuestion(ctx, season.ID, drink)
	refused("making Drink sensitive", err, "sensitive", "sensitive_shows")

	ok(t, d.RemoveQuestion(ctx, season.ID, sort.ID, 0)) // and undo may take the survey back as a whole
	for e := must[survey.Edits](t)(d.Edits(ctx, season.ID)); e.Undo != nil; e = must[survey.Edits](t)(d.Edits(ctx, season.ID)) {
		ok(t, d.UndoEdit(ctx, season.ID, e.Now))
	}
	if n := len(asked().Questions); n != 0 {
		t.Errorf("with all edits taken back %d questions are asked, want none", n)
	}
}
