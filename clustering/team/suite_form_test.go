package team

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dure/survey"
	"dure/web/locale"
)

// A rule is typed into its form, and read from it, as it is.
func TestEveryFormIsRead(t *testing.T) {
	eachExample(t, func(t *testing.T, r Rule) {
		rapid.Check(t, func(t *rapid.T) {
			in := drawAnswers(t, 6)
			offer := r.Kind.Offered(in.Table, members(6), []survey.SeasonID{7, 8})
			offer.Scopes = []string{"1", "2", "3"}
			typed := r.Typed()
			got, err := r.Kind.ReadForm(typed, offer)
			if err != nil {
				t.Fatalf("what is typed for %s, %v, is refused: %s", inJSON(r), typed, inWords(err))
			}
			got.Strength = r.Strength
			if want, have := inJSON(r), inJSON(got); want != have {
				t.Fatalf("the rule %s, typed as %v, is read as %s", want, typed, have)
			}
		})
	})
}

// The form of every kind has words, takes what the form for a new rule begins with as far as that is filled in, and refuses, by
// the name of a field that it has, what is left out.
func TestEveryFormIsWhole(t *testing.T) {
	has := func(t *testing.T, key survey.Key) {
		t.Helper()
		if words := locale.InEnglish(string(key), map[string]any{"Count": 2}); words == string(key) || words == "" {
			t.Errorf("there are no words for %s", key)
		}
	}
	for _, k := range Kinds() {
		t.Run(string(k), func(t *testing.T) {
			has(t, "rulekind_"+survey.Key(k))
			has(t, "rulekind_"+survey.Key(k)+"_help")
			start := k.Start(survey.Table{})
			if start.Kind != k || start.Strength == "" {
				t.Errorf("a new rule begins as %s", inJSON(start))
			}
			onColumns, required := false, false
			names := []string{}
			for _, f := range k.Fields() {
				has(t, f.Label)
				if f.Help != "" {
					has(t, f.Help)
				}
				for _, c := range f.Choices {
					if c.Label != "" {
						has(t, c.Label)
					}
				}
				onColumns = onColumns || f.Control == ColumnsControl || f.Control == ColumnControl || f.Control == OptionControl
				required = required || !f.Optional
				names = append(names, f.Name)
			}
			if _, accepts := k.kind().(accepter); onColumns != accepts {
				t.Errorf("the form asks for columns: %v; the kind can be on columns: %v", onColumns, accepts)
			}
			_, finishes := k.kind().(finisher)
			_, err := k.ReadForm(nil, Offer{})
			if (required || finishes) && err == nil {
				t.Error("a form in which nothing is filled in is read")
			}
			var bad *survey.InvalidError
			if err != nil && (!asInvalid(err, &bad) || !slices.Contains(names, bad.Field)) {
				t.Errorf("what is wrong is said at %+v, which is none of the fields %v", bad, names)
			}
		})
	}
}

func asInvalid(err error, bad **survey.InvalidError) bool {
	e, ok := err.(*survey.InvalidError)
	*bad = e
	return ok
}

// Every kind can be a rule of JSON that names nothing but itself, or says which field is missing.
func TestEmptyRulesSayWhatIsMissing(t *testing.T) {
	for _, k := range Kinds() {
		_, err := ParseRules(strings.NewReader(fmt.Sprintf(`{"rules": [{"kind": %q}]}`, k)))
		if text := inWords(err); err != nil && (strings.Contains(text, "<no value>") || !strings.Contains(text, "1")) {
			t.Errorf("an empty rule of kind %s is refused by %q", k, text)
		}
		if err == nil && len(k.Fields()) > 0 && k != Fit && k != Answered { // all of theirs may be left out
			t.Errorf("an empty rule of kind %s, which has fields, is taken", k)
		}
		if _, err := json.Marshal(k.Start(survey.Table{})); err != nil {
			t.Errorf("%s: %v", k, err)
		}
	}
}

// What a kind says that it can be on, it can be on; and a field that has to be filled in is looked for.
func TestEveryKindTakesWhatItAccepts(t *testing.T) {
	eachExample(t, func(t *testing.T, r Rule) {
		k, ok := r.Kind.kind().(accepter)
		rapid.Check(t, func(t *rapid.T) {
			in := drawAnswers(t, 8)
			for _, c := range in.Table.Columns {
				on := r
				if on.Members, on.Merge, on.Cross = nil, nil, nil; !ok || !k.accepts(c) || c.Name == r.AvoidColumn || on.Value != "" && !slices.Contains(OptionsOf(c), string(on.Value)) {
					continue
				}
				if on.Column, on.Columns = c.Name, nil; len(r.Columns) > 0 {
					on.Column, on.Columns = "", []string{c.Name}
				}
				in.Rules = []Rule{on}
				if _, err := read(in); err != nil {
					t.Fatalf("%s accepts %s and cannot be on it: %s", r.Kind, c.Name, inWords(err))
				}
			}
		})
		for _, f := range r.Kind.Fields() {
			if f.Optional || f.Control == NumberControl || f.Control == PercentControl || f.Control == ChoiceControl {
				continue // nothing said is said too
			}
			without := r
			if p, isRule := f.at(&without).(*Rule); isRule {
				p.Column, p.Value = "", ""
			} else {
				reflect.ValueOf(f.at(&without)).Elem().SetZero()
			}
			if without.check() == nil {
				t.Errorf("%s without %s is taken", inJSON(r), f.Name)
			}
		}
	})
}
