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
