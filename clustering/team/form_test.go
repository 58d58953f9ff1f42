package team

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dure/survey"
)

// offered is what a form on such answers lets choose from, with members 1 to 4 and seasons 7 and 8.
func offered(k Kind) Offer {
	of := countable()
	week := survey.Hours{Of: make([]survey.Week, 6), Said: make([]bool, 6), Day: survey.WholeWeek}
	people := survey.People{Of: make([][]int, 6), Said: make([]string, 6)}
	of.Columns = append(of.Columns, survey.Column{Name: "week", Values: week}, survey.Column{Name: "wants", Values: people}, survey.Column{Name: "avoids", Values: people},
		survey.Column{Name: "order", Values: survey.Ranks{Names: []string{"o1", "o2"}, Of: make([][]int, 6)}}, survey.Column{Name: "text", Values: make(survey.Texts, 6)})
	return k.Offered(of, []string{"1", "2", "3", "4"}, []survey.SeasonID{7, 8})
}

// What a kind can be on, it offers.
func TestColumnsOffered(t *testing.T) {
	for k, want := range map[Kind]string{
		Balance: "level number", Match: "level option set", Count: "level number option set", NeverAlone: "level option", Section: "level option",
		Together: "level option text", Apart: "level option text", Hours: "week", Wishes: "wants avoids", Ranked: "order",
		Similar: "level number option set week order", Spread: "level number option set week order", Mix: "level number option set week order", Alike: "level number option set week order",
		NewTeammates: "level number option text", Affinity: "", Answered: "", Fit: "",
	} {
		var names []string
		o := offered(k)
		for _, c := range o.Columns {
			names = append(names, c.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s offers the columns %s, want %s", k, got, want)
		}
		if len(o.Members) != 4 || len(o.Seasons) != 2 {
			t.Errorf("%s offers members %v and seasons %v", k, o.Members, o.Seasons)
		}
	}
}

// typed makes a form of "field=value" parts; a field may be named again.
func typed(parts ...string) map[string][]string {
	out := map[string][]string{}
	for _, part := range parts {
		name, value, _ := strings.Cut(part, "=")
		out[name] = append(out[name], value)
	}
	return out
}

// Every mistake that can be made in a form is refused at its field.
func TestFormsSayWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		kind          Kind
		typed         map[string][]string
		field, reason string
	}{
		{Balance, nil, "columns", "rule_question_missing"},
		{Balance, typed("columns=option"), "columns", "rule_question_missing"},
		{Balance, typed("columns= "), "columns", "rule_question_missing"},
		{Match, typed("columns=number"), "columns", "rule_question_missing"},
		{Match, typed("columns="), "columns", "rule_question_missing"},
		{NeverAlone, typed("what=option=C"), "what", "rule_question_missing"},
		{NeverAlone, typed("what=number#"), "what", "rule_question_missing"},
		{NeverAlone, typed("what=option"), "what", "rule_question_missing"},
		{NeverAlone, typed("what=level#"), "what", "rule_question_missing"},
		{Count, typed("what=option=A"), "at_least", "rule_count_missing"},
		{Count, typed("what=option#", "at_least=1"), "what", "rule_question_missing"},
		{Count, typed("what=number#", "at_least=1"), "value", "number_invalid"},
		{Count, typed("what=number#", "value=many", "at_least=1"), "value", "number_invalid"},
		{Count, typed("what=number#", "value=-3", "at_least=1"), "value", "number_invalid"},
		{Count, typed("what=option=A", "at_least=1.5"), "at_least", "whole_invalid"},
		{Count, typed("what=option=A", "at_most=-1"), "at_most", "whole_invalid"},
		{Count, typed("what=option=A", "at_most=1000001"), "at_most", "whole_invalid"},
		{Count, typed("what=option=A", "at_least=3", "at_most=2"), "at_most", "rule_count_crossed"},
		{Count, typed("what=option=A", "at_least=1", "team_size=few"), "team_size", "whole_invalid"},
		{Count, typed("what=level=often", "op=~", "at_least=1"), "op", "choice_unknown"},
		{Hours, typed("columns=week"), "hours_min", "number_invalid"},
		{Hours, typed("columns=week", "hours_min=two"), "hours_min", "number_invalid"},
		{Hours, typed("columns=week", "hours_min=-1"), "hours_min", "number_invalid"},
		{Hours, typed("columns=week", "hours_min=2", "hours_want=1e7"), "hours_want", "number_invalid"},
		{Hours, typed("columns=week", "hours_min=2", "hours_block=x"), "hours_block", "number_invalid"},
		{Wishes, typed("columns=text"), "columns", "rule_question_missing"},
		{Wishes, typed("columns=wants", "avoid_column=text"), "avoid_column", "rule_question_missing"},
		{Wishes, typed("columns=wants", "at_least=all"), "at_least", "whole_invalid"},
		{Mix, typed("columns=number", "k=0", "linkage=none"), "k", "whole_invalid"},
		{Mix, typed("columns=number", "k=auto", "linkage=none"), "k", "whole_invalid"},
		{Mix, typed("columns=number"), "linkage", "choice_unknown"},
		{Mix, typed("columns=number", "linkage=median"), "linkage", "choice_unknown"},
		{Ranked, typed("columns=order", "capacity:order:o1=-1"), "capacity:order:o1", "whole_invalid"},
		{Ranked, typed("columns=order", "capacity:order:o1=many"), "capacity:order:o1", "whole_invalid"},
		{Together, nil, "members", "rule_two_members"},
		{Together, typed("members=1"), "members", "rule_two_members"},
		{Together, typed("members=1", "members=9"), "members", "rule_two_members"},
		{Apart, typed("members=1", "members=2", "columns=option"), "columns", "rule_members_or_answer"},
		{Apart, typed("columns=number"), "columns", "rule_question_missing"},
		{NewTeammates, nil, "seasons", "rule_past_missing"},
		{NewTeammates, typed("seasons=9"), "seasons", "rule_past_missing"},
		{NewTeammates, typed("past={}"), "past", "rule_file_missing"},
		{Affinity, nil, "pairs", "rule_file_missing"},
		{Affinity, typed("pairs=[]"), "pairs", "rule_file_missing"},
		{Affinity, typed("pairs=a,b,1"), "pairs", "rule_file_missing"},
		{Fit, typed("share=21"), "share", "share_range"},
		{Fit, typed("share=0"), "share", "share_range"},
		{Fit, typed("share=much"), "share", "number_invalid"},
	} {
		_, err := c.kind.ReadForm(c.typed, offered(c.kind))
		var bad *survey.InvalidError
		if !asInvalid(err, &bad) || bad.Field != c.field || string(bad.Reason) != c.reason {
			t.Errorf("%s of %v: %v, want %s at %s", c.kind, c.typed, err, c.reason, c.field)
		}
	}
}

// What is typed becomes the rule, shortest where it means what would be so anyway.
func TestFormsAreRead(t *testing.T) {
	for _, c := range []struct {
		kind  Kind
		typed map[string][]string
		want  string
	}{
		{Balance, typed("columns=number", "columns=level", "columns=option"), `{"columns":["level","number"]}`},
		{Count, typed("what=option=A", "op=>=", "at_least= 2 ", "at_most="), `{"column":"option","value":"A","at_least":2}`},
		{Count, typed("what=level=often", "op=>=", "at_least=1", "at_most=1"), `{"column":"level","value":"often","op":"\u003e=","exactly":1}`},
		{Count, typed("what=number#", "op==", "value=5.5", "at_most=0", "team_size=3"), `{"column":"number","value":"5.5","at_most":0,"team_size":3}`},
		{Hours, typed("columns=week", "hours_min=1.5", "hours_want="), `{"columns":["week"],"min":1.5}`},
		{Wishes, typed("columns=wants", "avoid_column=avoids", "at_least=0"), `{"column":"wants","at_least":0,"avoid_column":"avoids"}`},
		{Mix, typed("columns=option", "k=3", "linkage=ward"), `{"columns":["option"],"k":"3","linkage":"ward"}`},
		{Mix, typed("columns=option", "linkage=none"), `{"columns":["option"]}`},
		{Ranked, typed("columns=order", "capacity:order:o1=4", "capacity:order:o2=", "capacity:other:o1=9"), `{"column":"order","capacity":{"o1":4}}`},
		{Together, typed("members=3", "members=1"), `{"members":["3","1"]}`},
		{Apart, typed("columns=text"), `{"column":"text"}`},
		{NewTeammates, typed("seasons=8", "seasons=7", "seasons=9"), `{"seasons":[7,8]}`},
		{NewTeammates, typed(`past=[["1","2"]]`), `{"teams":[["1","2"]]}`},
		{Affinity, typed(`pairs=[{"a":"1","b":2,"score":-0.5}]`), `{"pairs":[{"a":"1","b":"2","score":-0.5}]}`},
		{Fit, typed("share=12.5"), `{"model":"club","share":0.125}`},
		{Answered, typed("anything=1"), `{}`},
	} {
		r, err := c.kind.ReadForm(c.typed, offered(c.kind))
		if err != nil {
			t.Errorf("%s of %v is refused: %s", c.kind, c.typed, inWords(err))
			continue
		}
		want := strings.Replace(c.want, "{", fmt.Sprintf(`{"kind":"%s",`, c.kind), 1)
		if got := inJSON(r); got != strings.Replace(want, ",}", "}", 1) {
			t.Errorf("%s of %v is read as %s, want %s", c.kind, c.typed, got, want)
		}
		if again, err := c.kind.ReadForm(r.Typed(), offered(c.kind)); err != nil || inJSON(again) != inJSON(r) {
			t.Errorf("%s, typed again as %v, is read as %s (%v)", inJSON(r), r.Typed(), inJSON(again), err)
		}
	}
}

// A form never reads a rule that is refused afterwards.
func TestFormsReadWhatRulesCheck(t *testing.T) {
	values := []string{"", "0", "1", "2", "7", "option=A", "number#", "level=often", "option", "number", "level", "week", "wants", "avoids", "order", "text", ">=", "none", "ward", "x", "[]", "null", `[["1"]]`}
	for _, k := range Kinds() {
		rapid.Check(t, func(t *rapid.T) {
			in := map[string][]string{}
			for _, f := range k.Fields() {
				in[f.Name] = rapid.SliceOfN(rapid.SampledFrom(values), 0, 2).Draw(t, f.Name)
			}
			r, err := k.ReadForm(in, offered(k))
			if err != nil {
				return
			}
			if err := r.check(); err != nil {
				t.Fatalf("%s is read of %v and refused: %s", inJSON(r), in, inWords(err))
			}
		})
	}
}

func TestOptionsOfColumns(t *testing.T) {
	for _, c := range append(countable().Columns, ranked([]int{0}).Columns[0]) {
		want := map[string]int{"level": 4, "option": 3, "set": 2, "q6": 3}[c.Name]
		if got := OptionsOf(c); len(got) != want {
			t.Errorf("%s has the options %v, want %d", c.Name, got, want)
		}
	}
}

// The rule with which a new form begins has its strength and what most clubs would choose.
func TestFormsBegin(t *testing.T) {
	people := survey.People{Of: make([][]int, 2), Said: make([]string, 2)}
	of := survey.Table{N: 2, Columns: []survey.Column{{Name: "q5 wished", Values: people}, {Name: "q5 avoided", Values: people}}}
	for k, want := range map[Kind]string{
		Count: `{"kind":"count","strength":"should","op":"\u003e=","at_least":1}`, Hours: `{"kind":"hours","strength":"should","min":2,"want":4}`,
		Together: `{"kind":"together","strength":"must"}`, Fit: `{"kind":"fit","strength":"should","model":"club","share":0.2}`,
		Wishes: `{"kind":"wishes","strength":"should","column":"q5 wished","at_least":1,"avoid_column":"q5 avoided"}`,
	} {
		if got := inJSON(k.Start(of)); got != want {
			t.Errorf("a new rule begins as %s, want %s", got, want)
		}
	}
	if got := inJSON(Wishes.Start(survey.Table{})); got != `{"kind":"wishes","strength":"should","at_least":1}` {
		t.Errorf("without teammates a new rule begins as %s", got)
	}
	if !slices.Contains(Kinds(), Fit) || !Fit.Predicts() || Count.Predicts() || Kind("zap").Known() {
		t.Error("only fit stands on a model, and zap is no kind")
	}
}
