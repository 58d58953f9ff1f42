package survey

// A Tally holds different texts in the order in which they first come, and how often each does. Cells say much the same, so what is asked of them is
// asked of each text once.
type Tally struct {
	Texts []string
	Count []int // of each text
	N     int   // of all
	at    map[string]int
}

// TallyOf counts texts.
func TallyOf(texts []string) (t Tally) {
	for _, s := range texts {
		t.Add(s, 1)
	}
	return t
}

// Add counts a text some times more, and returns which it is.
func (t *Tally) Add(text string, times int) int {
	k, known := t.at[text]
	if !known {
		if t.at == nil {
			t.at = map[string]int{}
		}
		k = len(t.Texts)
		t.at[text] = k
		t.Texts, t.Count = append(t.Texts, text), append(t.Count, 0)
	}
	t.Count[k] += times
	t.N += times
	return k
}

// Without is the tally without the texts of which no is true.
func (t Tally) Without(no func(string) bool) (rest Tally) {
	for k, s := range t.Texts {
		if !no(s) {
			rest.Texts, rest.Count, rest.N = append(rest.Texts, s), append(rest.Count, t.Count[k]), rest.N+t.Count[k]
		}
	}
	return rest
}

// Counted is the tally without what it takes to count further.
func (t Tally) Counted() Tally {
	t.at = nil
	return t
}
