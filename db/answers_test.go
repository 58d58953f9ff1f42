package db

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dure/survey"
)

// same reads s in both ways, which must agree.
func same(t *testing.T, s string) {
	t.Helper()
	var want survey.Answers
	wantErr := json.Unmarshal([]byte(s), &want)
	got, err := decodeAnswers(s)
	if (err == nil) != (wantErr == nil) {
		t.Errorf("read %s: error %v, encoding/json says %v", s, err, wantErr)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); err == nil && diff != "" {
		t.Errorf("read %s (-encoding/json +ours):\n%s", s, diff)
	}
}

func TestDecodeAnswers(t *testing.T) {
	for _, s := range []string{
		`{}`, `null`, `{"1":{"v":1}}`, `{"1":{"v":2,"n":-1.5e3},"22":{"v":1,"c":[1,2,3]}}`,
		`{"1":{"v":1,"t":"안녕 & bye"},"2":{"v":1,"t":"a \"quoted\" text\nof two lines"}}`,
		`{"1":{"v":1,"s":[]},"2":{"v":1,"w":["Ara","보라"],"a":["x"]}}`,
		`{"1":{"v":1,"r":[3,1]},"2":{"v":1,"l":{"1":7,"22":0}},"3":{"v":1,"l":{}}}`, `{"1":{"v":1,"l":{"x":1}}}`, `{"1":{"v":1,"x":5}}`, `{ "1" : {"v":1} }`, `{"1":{"v":1}`, `{"1":{"v":"1"}}`, `{"a":{}}`, `[]`, `{"1":{"v":1}}x`,
	} {
		same(t, s)
	}
}

// FuzzDecodeAnswers writes answers of every shape and reads them in both ways.
func FuzzDecodeAnswers(f *testing.F) {
	f.Add(int64(1), 1, 2.5, 3, "text", "name")
	f.Add(int64(-1), 0, -1e300, -7, "a\"b\\c\n\x00<>&\u2028", "\xff")
	f.Fuzz(func(t *testing.T, id int64, version int, number float64, choice int, text, name string) {
		s, err := encode(survey.Answers{
			survey.QuestionID(id):     {Version: version, Text: text, Wished: []string{name, text}, Ranked: []int{choice, version}, Levels: map[int]int{choice: version}},
			survey.QuestionID(id / 2): {Version: version, Number: &number, Choices: []int{choice, version}, Slots: []int{choice}},
		})
		if err != nil {
			t.Skip("not a number")
		}
		same(t, s)
	})
}
