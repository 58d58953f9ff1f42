package survey

import (
	"cmp"
	"reflect"
	"slices"
)

// CheckChange returns an [*InvalidError] if the survey, changed to next, would ask others a question whose condition nobody
// changed, or would get a condition on what is not there, as when somebody else has just taken it away. What was so before may stay.
func (s Survey) CheckChange(next Survey) error {
	return cmp.Or(s.checkOptions(next), s.checkDeciding(next), s.checkPages(next), s.checkNew(next), s.checkConfidence(next))
}

// checkOptions looks for options that conditions name, and that would not count any more.
func (s Survey) checkOptions(next Survey) error {
	var titles, options []Text
	for _, q := range next.Questions {
		now, ok := next.Deciding(q)
		was, before := s.Question(now.ID)
		if !ok || !before {
			continue
		}
		lost := was.lost(now, q.Show.Options)
		if options = append(options, lost...); len(lost) > 0 {
			titles = append(titles, q.Title)
		}
	}
	return depend(titles, "options", "show_needs_option", "Options", unique(options))
}

// Turned returns the questions of next that are asked by other options than they are now, though nobody changed by which: as of two that
// are merged.
func (s Survey) Turned(next Survey) []Question {
	return slices.DeleteFunc(slices.Clone(next.Questions), func(q Question) bool {
		was, _ := s.Question(q.ID)
		before, decided := s.Deciding(was)
		now, decides := next.Deciding(q)
		same := func() bool { return slices.Equal(before.countedAs(q.Show.Options), now.countedAs(q.Show.Options)) }
		return !decided || !decides || !reflect.DeepEqual(was.Show, q.Show) || same()
	})
}

// lost returns what those of the keys are called that count, and would not if q became now.
func (q Question) lost(now Question, keys []int) []Text {
	var labels []Text
	for _, key := range keys {
		o, before := q.CountsAs(key)
		if _, after := now.CountsAs(key); before && !after {
			labels = append(labels, o.Label)
		}
	}
	return labels
}

func unique(texts []Text) []Text {
	var out []Text
	for _, t := range texts {
		if !slices.ContainsFunc(out, func(o Text) bool { return reflect.DeepEqual(o, t) }) {
			out = append(out, t)
		}
	}
	return out
}

// checkDeciding looks for conditions on a question that would be gone, or not come before any more.
func (s Survey) checkDeciding(next Survey) error {
	for _, on := range s.Questions {
		var titles []Text
		for _, q := range next.Questions {
			was, _ := s.Question(q.ID)
			before, decided := s.Deciding(was)
			if _, decides := next.Deciding(q); decided && before.ID == on.ID && !decides && reflect.DeepEqual(was.Show, q.Show) {
				titles = append(titles, q.Title)
			}
		}
		reason := Key("show_needs_question")
		if _, moved := next.Question(on.ID); moved {
			reason = "show_needs_order"
		}
		if err := depend(titles, "", reason, "Title", on.Title); err != nil {
			return err
		}
	}
	return nil
}

// checkPages looks for questions of a page that is asked of some only, and that would not begin any more.
func (s Survey) checkPages(next Survey) error {
	var titles []Text
	var page Question
	for _, q := range s.Questions {
		_, stays := next.Question(q.ID)
		if q.IsPage() {
			if len(titles) > 0 {
				break
			}
			page = Question{}
			if _, some := s.Deciding(q); some && !stays {
				page = q
			}
		} else if page.ID != 0 && stays {
			titles = append(titles, q.Title)
		}
	}
	return depend(titles, "", "show_needs_page", "Title", page.Title)
}

// depend is the error of a change on which the conditions of questions depend; none if there are no such questions.
func depend(titles []Text, field string, reason Key, pairs ...any) error {
	if len(titles) == 0 {
		return nil
	}
	pairs = append(pairs, "Titles", titles, "Count", len(titles))
	return &InvalidError{Field: field, Reason: reason, Args: Say(reason, pairs...).Args}
}

// checkNew checks the conditions of questions that are new or changed.
func (s Survey) checkNew(next Survey) error {
	for _, q := range next.Questions {
		was, _ := s.Question(q.ID)
		if reflect.DeepEqual(was, q) {
			continue
		}
		if q.Show == nil || reflect.DeepEqual(was.Show, q.Show) {
			continue
		}
		on, ok := next.Deciding(q)
		if !ok {
			return &InvalidError{Field: "show", Reason: "show_gone_now"}
		}
		for _, key := range q.Show.Options {
			if _, counts := on.CountsAs(key); !counts && !was.Show.names(on.ID, key) {
				return &InvalidError{Field: "show", Reason: "show_option_gone"}
			}
		}
	}
	return nil
}

// checkConfidence looks for questions that would come to tell what was answered in confidence, and says what is to be changed for that: where
// it is the question itself that was edited there, or its page, or the one that decides.
func (s Survey) checkConfidence(next Survey) error {
	edited := func(q Question) bool {
		was, _ := s.Question(q.ID)
		return !reflect.DeepEqual(was, q)
	}
	before, told := s.telling(), next.telling()
	var titles []Text
	var by Question
	for _, q := range next.Questions {
		of, tells := told[q.ID]
		_, as := before[q.ID]
		if q.IsPage() || !tells || as || by.ID != 0 && of.ID != by.ID {
			continue
		}
		by, titles = of, append(titles, q.Title)
		if of.ID == q.ID && edited(q) {
			return &InvalidError{Field: "show", Reason: "show_sensitive"}
		}
		if of.ID != q.ID && edited(q) {
			return &InvalidError{Field: "sensitive", Reason: "page_sensitive"}
		}
	}
	on, _ := next.Deciding(by)
	was, _ := s.Question(on.ID)
	switch {
	case by.ID != 0 && edited(by):
		return depend(titles, "show", "show_page_sensitive")
	case on.Sensitive && !was.Sensitive:
		return depend(titles, "sensitive", "sensitive_shows")
	case on.Confides() && !was.Confides():
		return depend(titles, "avoids", "sensitive_shows")
	}
	return depend(titles, "", "show_tells")
}

// names reports whether the condition, if there is one, is on the option of the question.
func (c *Condition) names(id QuestionID, key int) bool {
	return c != nil && c.Question == id && slices.Contains(c.Options, key)
}
