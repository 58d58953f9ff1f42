package survey

// A Key names a message, which a person reads in a language of theirs: package locale has the words. A test finds every
// constant of this type and every key that is composed of constants, and wants words for it.
type Key string

// A Message is something to be told: a key with its arguments. An argument may itself be a Message.
type Message struct {
	Key  Key            `json:"key"`
	Args map[string]any `json:"args,omitempty"`
}

// Words makes a message an argument of another.
func (m Message) Words() (key string, args map[string]any) { return string(m.Key), m.Args }

// Say makes a message. The pairs are names and values of its arguments in turn; one called Count chooses the plural.
func Say(key Key, pairs ...any) Message {
	m := Message{Key: key}
	for i := 0; i+1 < len(pairs); i += 2 {
		if m.Args == nil {
			m.Args = map[string]any{}
		}
		m.Args[pairs[i].(string)] = pairs[i+1]
	}
	return m
}
