package db

import (
	"sync"

	"dure/survey"
)

// A wording is the text by which a version of a question is kept.
type wording struct {
	id, version int64
	body        string
}

// decoded are questions by the texts that they were decoded from, so that those of a survey are decoded once and not several times with each answer
// that is sent. What has another text is another question, whoever changed it and wherever, so nothing here can be out of date. Their slices and maps are
// shared by all who read them: they are for reading.
type decoded struct {
	mu     sync.Mutex
	kept   map[wording]survey.Question
	size   int // of the texts, in bytes
	misses int // how often one was decoded
}

// mostDecoded is how many bytes of texts are kept, which are some ten thousand questions; past it all are decoded once more.
const mostDecoded = 8 << 20

var questions decoded

// question decodes a version of a question, or returns what was decoded before.
func (d *decoded) question(w wording) (survey.Question, error) {
	d.mu.Lock()
	q, there := d.kept[w]
	d.mu.Unlock()
	if there {
		return q, nil
	}
	q = survey.Question{ID: survey.QuestionID(w.id), Version: int(w.version)}
	if err := decode(w.body, &q); err != nil {
		return q, wrap(err, "question %d version %d", w.id, w.version)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.misses++; d.kept == nil || d.size+len(w.body) > mostDecoded {
		d.kept, d.size = map[wording]survey.Question{}, 0
	}
	if _, there := d.kept[w]; !there {
		d.kept[w], d.size = q, d.size+len(w.body)
	}
	return q, nil
}
