package survey

import (
	"maps"
	"slices"
)

// An Advice is something to look at in a survey before it opens. It never keeps it from opening.
type Advice struct {
	Message
	Around    bool       // whether it is about what stands around the questions
	Questions []Question // that it is about
}

// What is advised of a survey by itself; what depends on rules is in package team.
const (
	AdviceLong         Key = "advice_long"         // it takes longer than LongestEstimate
	AdviceMustConfide  Key = "advice_must_confide" // sensitive questions must be answered
	AdviceUntranslated Key = "advice_untranslated" // words are missing in a language that others are in
	AdviceUnspoken     Key = "advice_unspoken"     // there are no words at all in a language that pages are in
	AdviceShowGone     Key = "advice_show_gone"    // asked of all, as what they depend on is not asked before them
	AdviceShowNever    Key = "advice_show_never"   // asked of nobody, whatever is answered
)

// Advise returns what can be told of the survey without its rules, where pages are worded in langs.
func (s Survey) Advise(langs ...Lang) []Advice {
	var all []Advice
	if d := s.Estimate(); d > LongestEstimate {
		all = append(all, Advice{Message: Say(AdviceLong, "Minutes", Minutes(d))})
	}
	all = append(all, About(AdviceMustConfide, s.where(func(q Question) bool { return q.Sensitive && q.Required }))...)
	all = append(all, About(AdviceShowGone, s.where(func(q Question) bool {
		_, ok := s.Deciding(q)
		return q.Show != nil && !ok
	}))...)
	never := s.never()
	all = append(all, About(AdviceShowNever, s.where(func(q Question) bool { return never[q.ID] }))...)
	spoken := s.spoken()
	for _, lang := range spoken {
		if l := s.Lacking(lang); l.Count > 0 {
			all = append(all, Advice{Say(AdviceUntranslated, "Count", l.Count, "Lang", lang), l.Around, l.Questions})
		}
	}
	for _, lang := range langs {
		if l := s.Lacking(lang); l.Count > 0 && !slices.Contains(spoken, lang) {
			l = l.First()
			all = append(all, Advice{Say(AdviceUnspoken, "Count", l.Count, "Lang", lang), l.Around, l.Questions})
		}
	}
	return all
}

// About is the advice on questions; none where there are none.
func About(key Key, questions []Question) []Advice {
	if len(questions) == 0 {
		return nil
	}
	return []Advice{{Message: Say(key, "Count", len(questions)), Questions: questions}}
}

func (s Survey) where(is func(Question) bool) (found []Question) {
	for _, q := range s.Questions {
		if is(q) {
			found = append(found, q)
		}
	}
	return found
}

// spoken are the languages in which any text of the survey has words.
func (s Survey) spoken() []Lang {
	all := map[Lang]bool{}
	texts := s.Texts()
	for _, q := range s.Questions {
		texts = append(texts, q.Texts()...)
	}
	for _, t := range texts {
		for lang, words := range t {
			if words != "" {
				all[lang] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// never are the questions, and beginnings of pages, that are asked of nobody, as far as that can be told from the questions they
// depend on alone: two conditions that exclude each other are not found.
func (s Survey) never() map[QuestionID]bool {
	never, sure := map[QuestionID]bool{}, map[QuestionID]bool{}
	page, pageSure := false, true // whether the page is asked of nobody, or of all
	for _, q := range s.Questions {
		on, depends := s.Deciding(q)
		is := depends && !q.Show.possible(on, never[on.ID], sure[on.ID])
		if q.IsPage() {
			page, pageSure = is, !depends
		}
		never[q.ID], sure[q.ID] = is || page, !depends && pageSure
	}
	return never
}

// possible reports whether the condition may hold for anybody, of a question that is asked of nobody, of all or of some.
func (c Condition) possible(on Question, never, sure bool) bool {
	if c.Not {
		return never || !sure || !on.Required || !c.all(on)
	}
	return !never && c.any(on)
}

// any reports whether some answer meets the condition, and all whether each does.
func (c Condition) any(on Question) bool {
	switch {
	case len(c.Options) > 0:
		return len(on.countedAs(c.Options)) > 0
	case c.From == nil && c.To == nil:
		return true
	case !on.Is(NumberColumn):
		return false
	}
	return (c.From == nil || on.Max == nil || *c.From <= *on.Max) && (c.To == nil || on.Min == nil || *c.To >= *on.Min)
}

func (c Condition) all(on Question) bool {
	switch {
	case len(c.Options) > 0:
		return len(on.countedAs(c.Options)) == len(on.Options)
	case c.From == nil && c.To == nil:
		return true
	}
	return on.Is(NumberColumn) && (c.From == nil || on.Min != nil && *c.From <= *on.Min) && (c.To == nil || on.Max != nil && *c.To >= *on.Max)
}
