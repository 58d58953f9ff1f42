package survey

// Texts are all words of the question, those that it has none of too.
func (q Question) Texts() []Text {
	all := append([]Text{q.Title, q.Help, q.Unit, q.MinLabel, q.MaxLabel}, q.Between...)
	for _, o := range q.Options {
		all = append(all, o.Label)
	}
	return all
}

// Texts are all words around the survey's questions, those that it has none of too.
func (s Survey) Texts() []Text { return []Text{s.Title, s.Intro, s.Consent, s.Thanks} }

// Untranslated is how many of the texts have words, but none in lang.
func Untranslated(texts []Text, lang Lang) int {
	n := 0
	for _, t := range texts {
		if !t.IsZero() && t[lang] == "" {
			n++
		}
	}
	return n
}

// A Lack says where words are missing in a language.
type Lack struct {
	Count     int        // of texts
	Around    bool       // whether some of them stand around the questions
	Questions []Question // of which some are
}

// Lacking are the texts of the survey that have words, but none in lang.
func (s Survey) Lacking(lang Lang) Lack {
	n := Untranslated(s.Texts(), lang)
	l := Lack{Count: n, Around: n > 0}
	for _, q := range s.Questions {
		if n := Untranslated(q.Texts(), lang); n > 0 {
			l.Count, l.Questions = l.Count+n, append(l.Questions, q)
		}
	}
	return l
}

// First is where the first of them is missing.
func (l Lack) First() Lack {
	if l.Questions = l.Questions[:min(1, len(l.Questions))]; l.Around {
		l.Questions = nil
	}
	return l
}

// Speaks reports whether any text of the survey has words in lang.
func (s Survey) Speaks(lang Lang) bool {
	has := func(texts []Text) bool {
		for _, t := range texts {
			if t[lang] != "" {
				return true
			}
		}
		return false
	}
	for _, q := range s.Questions {
		if has(q.Texts()) {
			return true
		}
	}
	return has(s.Texts())
}
