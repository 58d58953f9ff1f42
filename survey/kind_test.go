package survey

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// A sample is what a kind of question is tried on.
type sample struct {
	q       Question
	form    url.Values // what a member's form sends, with the question's field as "q"
	answer  Answer     // what that is
	columns []string   // of a file,
	cells   []string   // and what the answer writes below them
	broken  map[string]func(*Question)
	refused []Answer
	blind   bool // its answers are never taken together
}

// kindSamples has one for each kind; [everySample] says which is missing.
var kindSamples = map[Kind]sample{
	Scale: {
		q:    Question{Title: Text{"en": "Energy"}, Min: new(1.0), Max: new(5.0), MinLabel: Text{"en": "low", "ko": "낮음"}, MaxLabel: Text{"en": "high"}},
		form: url.Values{"q": {"4"}}, answer: Answer{Number: new(4.0)}, columns: []string{"Energy"}, cells: []string{"4"},
		broken: map[string]func(*Question){
			"min":    func(q *Question) { q.Min = new(0.5) },
			"max":    func(q *Question) { q.Max = new(30.0) },
			"labels": func(q *Question) { q.Between = []Text{{"en": strings.Repeat("x", MaxLabel+1)}} },
		},
		refused: []Answer{{Number: new(6.0)}, {Number: new(2.5)}, {Text: "five"}},
	},
	Number: {
		q:    Question{Title: Text{"en": "Age"}, Min: new(18.0), Unit: Text{"en": "years"}},
		form: url.Values{"q": {" 1,234.5 "}}, answer: Answer{Number: new(1234.5)}, columns: []string{"Age (years)"}, cells: []string{"1234.5"},
		broken: map[string]func(*Question){
			"max":  func(q *Question) { q.Max = new(1.0) },
			"unit": func(q *Question) { q.Unit = Text{"en": strings.Repeat("x", MaxUnit+1)} },
		},
		refused: []Answer{{Number: new(2.0)}},
	},
	OneOf: {
		q:    Question{Title: Text{"en": "Major"}, Options: []Option{{1, Text{"en": "Law"}}, {4, Text{"en": "Art"}}}, Ordered: true},
		form: url.Values{"q": {"4"}}, answer: Answer{Choices: []int{4}}, columns: []string{"Major"}, cells: []string{"Art"},
		broken:  map[string]func(*Question){"options": func(q *Question) { q.Options = q.Options[:1] }},
		refused: []Answer{{Choices: []int{1, 4}}, {Choices: []int{2}}},
	},
	AnyOf: {
		q:    Question{Title: Text{"en": "Skills"}, Options: []Option{{1, Text{"en": "Go; fast"}}, {2, Text{"en": "C"}}}},
		form: url.Values{"q": {"2", "1", "2", "x"}}, answer: Answer{Choices: []int{1, 2}}, columns: []string{"Skills"}, cells: []string{"Go, fast; C"},
		broken:  map[string]func(*Question){"options": func(q *Question) { q.Options[1].Label = nil }},
		refused: []Answer{{Choices: []int{3}}},
	},
	Rank: {
		q:    Question{Title: Text{"en": "Trip"}, Options: []Option{{1, Text{"en": "Sea"}}, {2, Text{"en": "Hill"}}, {5, Text{"en": "Town"}}}, Most: 2},
		form: url.Values{"qp1": {""}, "qp2": {"2"}, "qp5": {"1"}}, answer: Answer{Ranked: []int{5, 2}}, columns: []string{"Trip (ranked)"}, cells: []string{"Town; Hill"},
		broken: map[string]func(*Question){
			"options": func(q *Question) { q.Options = nil },
			"most":    func(q *Question) { q.Most = 4 },
		},
		refused: []Answer{{Ranked: []int{1, 2, 5}}, {Ranked: []int{3}}, {Ranked: []int{1, 1}}},
	},
	Level: {
		q:    Question{Title: Text{"en": "Speak"}, Options: []Option{{1, Text{"en": "Korean"}}, {2, Text{"en": "English"}}, {3, Text{"en": "French"}}}},
		form: url.Values{"ql1": {"native"}, "ql2": {"none"}, "ql3": {""}}, answer: Answer{Levels: map[int]int{1: 7, 2: 0}},
		columns: []string{"Speak [Korean]", "Speak [English]", "Speak [French]"}, cells: []string{"native", "none", ""},
		broken:  map[string]func(*Question){"options": func(q *Question) { q.Options = nil }},
		refused: []Answer{{Levels: map[int]int{9: 1}}, {Levels: map[int]int{1: 8}}, {Levels: map[int]int{1: -1}}},
	},
	Availability: {
		q:    Question{Title: Text{"en": "Free"}, Days: []int{0, 2}, From: 9, To: 12, Zones: true},
		form: url.Values{"q": {"57", "9", "11", "168", "-1"}, "qz": {" KST "}}, answer: Answer{Slots: []int{9, 11, 57}, Zone: "Asia/Seoul"},
		columns: []string{"Free (available) [Monday]", "Free (available) [Wednesday]", "Free (time zone)"}, cells: []string{"09:00; 11:00", "09:00", "Asia/Seoul"},
		broken: map[string]func(*Question){
			"days": func(q *Question) { q.Days = nil },
			"to":   func(q *Question) { q.To = 9 },
		},
		refused: []Answer{{Slots: []int{12}, Zone: "UTC"}, {Slots: []int{24 + 9}, Zone: "UTC"}, {Slots: []int{9}}, {Slots: []int{9}, Zone: "Atlantis"}, {Slots: []int{9}, Zone: "UTC", None: true}, {Halves: []int{18}, Zone: "UTC"}},
	},
	Teammates: {
		q:    Question{Title: Text{"en": "With"}, Wishes: 2, Avoids: 1},
		form: url.Values{"qw": {" Kim  Min ", "", "kim min", "Lee"}, "qa": {"Bob"}}, answer: Answer{Wished: []string{"Kim Min", "Lee"}, Avoided: []string{"Bob"}},
		columns: []string{"With (wished)", "With (avoided)"}, cells: []string{"Kim Min; Lee", "Bob"},
		broken:  map[string]func(*Question){"wishes": func(q *Question) { q.Wishes, q.Avoids = 0, 0 }},
		refused: []Answer{{Avoided: []string{"A", "B"}}, {Wished: []string{"A"}, Avoided: []string{"a"}}},
		blind:   true,
	},
	ShortText: {
		q: Question{Title: Text{"en": "Motto"}}, form: url.Values{"q": {" hi\r\n"}}, answer: Answer{Text: "hi"}, columns: []string{"Motto"}, cells: []string{"hi"},
		broken:  map[string]func(*Question){"title": func(q *Question) { q.Title = nil }},
		refused: []Answer{{Text: strings.Repeat("x", MaxShort+1)}},
	},
	LongText: {
		q: Question{Title: Text{"en": "More"}}, form: url.Values{"q": {"a\r\nb"}}, answer: Answer{Text: "a\nb"}, columns: []string{"More"}, cells: []string{"a\nb"},
		broken:  map[string]func(*Question){"help": func(q *Question) { q.Help = Text{"en": strings.Repeat("x", MaxHelp+1)} }},
		refused: []Answer{{Text: strings.Repeat("x", MaxLong+1)}},
	},
}

// everySample runs a test on each kind of question, which has its number in the list as its id.
func everySample(t *testing.T, try func(*testing.T, sample)) {
	for i, k := range Kinds {
		t.Run(string(k), func(t *testing.T) {
			s, ok := kindSamples[k]
			if !ok {
				t.Fatalf("there is no sample of the kind %s to try it on", k)
			}
			s.q.ID, s.q.Version, s.q.Kind, s.answer.Version = QuestionID(i+1), 2, k, 2
			form := url.Values{}
			for field, values := range s.form {
				form[s.q.Field()+strings.TrimPrefix(field, "q")] = values
			}
			s.form = form
			try(t, s)
		})
	}
}

// A kind that is not in the list is offered nowhere.
func TestEverySampleIsOfAKind(t *testing.T) {
	for k := range kindSamples {
		if !k.Known() {
			t.Errorf("the kind %s is not in the list of kinds", k)
		}
	}
}

// everyKind asks a question of each kind, whose ids are their numbers in the list.
func everyKind() Survey {
	var s Survey
	for i, k := range Kinds {
		q := kindSamples[k].q
		q.ID, q.Version, q.Kind = QuestionID(i+1), 2, k
		s.Questions = append(s.Questions, q)
	}
	return s
}

func TestAnswerOfEveryKind(t *testing.T) {
	everySample(t, func(t *testing.T, s sample) {
		asked := Survey{Questions: []Question{s.q}}
		f := asked.ParseAnswers(s.form, nil)
		if diff := cmp.Diff(s.answer, f.Answers[s.q.ID]); diff != "" || len(f.Unread) > 0 {
			t.Errorf("the form %v is read with mistakes %v (-want +got):\n%s", s.form, f.Unread, diff)
		}
		if f := asked.ParseAnswers(url.Values{}, nil); len(f.Answers)+len(f.Unread) > 0 {
			t.Errorf("an empty form is read as %v with mistakes %v", f.Answers, f.Unread)
		}
		if errs := asked.Mistakes(f.Answers, f.Unread); len(errs) > 0 {
			t.Errorf("the answer %+v has mistakes: %v", s.answer, errs)
		}
		if s.refused == nil {
			t.Error("the sample has no answer that does not fit")
		}
		for _, a := range s.refused {
			if bad, ok := s.q.CheckAnswer(a).(*InvalidError); !ok || bad.Field != s.q.Field() || bad.Reason == "" {
				t.Errorf("the answer %+v gives %v, want an error at the field %s", a, s.q.CheckAnswer(a), s.q.Field())
			}
		}
		b, err := json.Marshal(s.answer)
		var stored Answer
		if err != nil || json.Unmarshal(b, &stored) != nil || !cmp.Equal(stored, s.answer) {
			t.Errorf("the answer %+v is stored as %s, %v", s.answer, b, err)
		}
		later := s.q
		later.Version++
		if got, ok := later.Carry(s.q, s.answer); !ok || got.Version != later.Version || !cmp.Equal(got, s.answer, cmpopts.IgnoreFields(Answer{}, "Version")) {
			t.Errorf("to the same question in new words %+v is carried as %+v, %t", s.answer, got, ok)
		}
	})
}

// A column has an answer exactly where a member has, and a file as many columns as the table's become.
func TestColumnsOfEveryKind(t *testing.T) {
	everySample(t, func(t *testing.T, s sample) {
		members := []Member{{ID: 1, Name: "Bob"}, {ID: 2, Name: "Lee"}, {ID: 3, Name: "Kim Min"}}
		table := TableOf(Survey{Questions: []Question{s.q}}, members, map[MemberID]Response{1: {Answers: Answers{s.q.ID: s.answer}}})
		blank := s.q.Blank()
		if len(blank) == 0 || len(blank) != len(table.Columns) {
			t.Fatalf("the question has columns %v without members and %v with some", blank, table.Names())
		}
		said := false
		for j, c := range table.Columns {
			if c.Name != blank[j].Name || c.Type() != blank[j].Type() || c.Len() != len(members) || !strings.HasPrefix(c.Name, s.q.Column()) || slices.Contains(table.Names()[:j], c.Name) {
				t.Errorf("column %d is %s with %d %s, and without members %s", j, c.Name, c.Len(), c.Type(), blank[j].Name)
			}
			said = said || c.Answered(0)
			if c.Answered(0) != (c.Cell(0) != "") || c.Answered(1) || c.Cell(1) != "" {
				t.Errorf("%s has %q (%t) for the answer and %q (%t) for none", c.Name, c.Cell(0), c.Answered(0), c.Cell(1), c.Answered(1))
			}
		}
		if !said {
			t.Errorf("no column of %v has the answer %+v", table.Names(), s.answer)
		}
		if got := s.q.Columns(); !slices.Equal(got, s.columns) {
			t.Errorf("a file has the columns %q, want %q", got, s.columns)
		}
		if got := s.q.Cells(s.answer); !slices.Equal(got, s.cells) {
			t.Errorf("%+v is written as %q, want %q", s.answer, got, s.cells)
		}
		if got := s.q.Cells(Answer{}); len(got) != len(s.columns) || strings.Join(got, "") != "" {
			t.Errorf("no answer is written as %q below %q", got, s.columns)
		}
		if got := s.q.InFile(table.Columns); len(got) != len(s.columns) {
			t.Errorf("the columns %v become %d in a file, want those of %q", table.Names(), len(got), s.columns)
		}
		for _, h := range s.q.Headings() {
			if h.Use == "" || !strings.HasPrefix(h.Field, s.q.Field()) {
				t.Errorf("the heading %+v says neither what it is nor which field asks for it", h)
			}
		}
	})
}

// The total of two answers is the sum of the totals of each.
func TestTotalsOfEveryKind(t *testing.T) {
	everySample(t, func(t *testing.T, s sample) {
		one, two := s.q.total([]Answer{s.answer}), s.q.total([]Answer{s.answer, s.answer})
		shown := len(one.Texts)
		for i, b := range one.Bars {
			shown += b.Count
			if two.Bars[i].Count != 2*b.Count {
				t.Errorf("bar %d counts %d of one answer and %d of two", i, b.Count, two.Bars[i].Count)
			}
			for k, n := range b.Counts {
				if two.Bars[i].Counts[k] != 2*n {
					t.Errorf("bar %d counts %v of one answer and %v of two", i, b.Counts, two.Bars[i].Counts)
				}
			}
		}
		if one.Mean != 0 {
			shown++
		}
		if one.Answered != 1 || two.Answered != 2 || one.Mean != two.Mean || len(two.Texts) != 2*len(one.Texts) || (shown == 0) != s.blind {
			t.Errorf("the total of one answer is %+v, of two %+v", one, two)
		}
		s.q.Sensitive = true
		for n := MinTotal - 1; n <= MinTotal; n++ {
			sums := Sums{s.q.ID: s.q.total(slices.Repeat([]Answer{s.answer}, n))}
			switch told := sums.of(s.q, []Question{s.q}); {
			case told.Hidden != (n < MinTotal):
				t.Errorf("%d answers to a sensitive question are told as %+v", n, told)
			case told.Hidden && len(told.Bars)+len(told.Texts)+told.Answered > 0, told.Min != 0, told.Max != 0, told.Texts != nil:
				t.Errorf("%d answers to a sensitive question are told as %+v, which says what single members gave", n, told)
			}
		}
	})
}

// What the builder shows of a question is that question again, and what is wrong with one is shown at a field that there is.
func TestBuilderOfEveryKind(t *testing.T) {
	everySample(t, func(t *testing.T, s sample) {
		langs := []Lang{English, Korean}
		for _, q := range []Question{s.q, s.q.Kind.New()} {
			if q.Title == nil {
				q.Title = Text{"en": "New"}
			}
			q.ID, q.Version = 0, 0
			b, err := json.Marshal(q)
			var stored Question
			if err != nil || json.Unmarshal(b, &stored) != nil {
				t.Fatalf("%+v is stored as %s, %v", q, b, err)
			}
			again, wrong := stored.Form().Read(q.Kind, langs)
			if len(wrong) > 0 && q.Options != nil {
				t.Errorf("the form of %s is read with mistakes %v", b, wrong)
			}
			if diff := cmp.Diff(q, again, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s, shown in the builder and read again (-want +got):\n%s", b, diff)
			}
		}
		for field, spoil := range s.broken {
			q := s.q
			q.Options = slices.Clone(q.Options)
			spoil(&q)
			bad, ok := q.Check().(*InvalidError)
			if !ok || bad.Field != field {
				t.Errorf("a question with a wrong %s gives %v, want an error at that field", field, q.Check())
			}
		}
		if s.broken == nil {
			t.Error("the sample has no way to break the question")
		}
	})
}

// Rubbish in any setting is refused at a setting of the form, and rubbish in a member's form at the question.
func TestMistakesOfEveryKindStandAtAField(t *testing.T) {
	everySample(t, func(t *testing.T, s sample) {
		settings := s.q.Form()
		for name := range settings {
			for _, rubbish := range []string{"", "x", "-1", "1e99", "\n\n"} {
				typed := Form(maps.Clone(settings))
				typed[name] = []string{rubbish}
				q, wrong := typed.Read(s.q.Kind, []Lang{English, Korean})
				if bad, ok := q.Check().(*InvalidError); ok {
					wrong = append(wrong, bad)
				}
				for _, w := range wrong {
					if base, _, _ := strings.Cut(w.Field, "_"); settings[w.Field] == nil && settings[w.Field+"_en"] == nil && settings[base+"_en"] == nil {
						t.Errorf("%q in %s of %s is refused at %s, which the form lacks: %v", rubbish, name, s.q.Kind, w.Field, slices.Sorted(maps.Keys(settings)))
					}
				}
			}
		}
		for name := range s.form {
			for _, rubbish := range []string{"x", "-1", "1e99", "99"} {
				typed := maps.Clone(s.form)
				typed[name] = []string{rubbish}
				asked := Survey{Questions: []Question{s.q}}
				if unread := asked.ParseAnswers(typed, nil).Unread; len(unread) > 0 && unread[0].Field != s.q.Field() {
					t.Errorf("%q in %s of %s is refused at %s, want %s", rubbish, name, s.q.Kind, unread[0].Field, s.q.Field())
				}
			}
		}
	})
}
