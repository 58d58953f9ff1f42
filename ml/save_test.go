package ml

import (
	"bytes"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
)

func TestSaveAndLoadGiveTheSameAnswers(t *testing.T) {
	d := blobs(120, 5, 3, 1)
	d.Classes = []string{"red", "green", "blue"}
	for name, net := range map[string]Net{
		"multiclass":     {Task: Multiclass, Layers: []Layer{Dense(6, ReLU), Dense(4, PReLU)}, Epochs: 3},
		"ordinal, exact": {Task: Ordinal, Exact: true, Layers: []Layer{Dense(3, SELU)}, Epochs: 3},
		"a number":       {Epochs: 3},
	} {
		n := must[*Network](t)(net.Train(t.Context(), d, nil))
		file := saved(t, n)
		q, err := Load(bytes.NewReader(file))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want, got := must[[][]float64](t)(n.Predict(d.X)), must[[][]float64](t)(q.Predict(d.X))
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: answers differ after loading", name)
		}
		if again := saved(t, q); !bytes.Equal(again, file) {
			t.Errorf("%s: saved again, the bytes differ", name)
		}
	}
}

// TestAFileOfBeforeIsRead reads a file of when networks could have running means, which names them.
func TestAFileOfBeforeIsRead(t *testing.T) {
	file := must[[]byte](t)(os.ReadFile("testdata/before.net"))
	n := must[*Network](t)(Load(bytes.NewReader(file)))
	near(t, "the answer", must[[][]float64](t)(n.Predict([][]float64{{0.5, -1}})), [][]float64{{0.6308854267458404, 0.3691145732541597}}, 1e-9)
}

func TestLoadRefuses(t *testing.T) {
	d := blobs(30, 3, 2, 1)
	file := string(saved(t, must[*Network](t)(Net{Task: Binary, Epochs: 1}.Train(t.Context(), d, nil))))
	var sealed bytes.Buffer
	if err := writeSealed(&sealed, map[string]any{"Net": Net{}, "Surprise": 1}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, file string
		want       error
	}{
		{"nothing", "", ErrFormat},
		{"text", "hello\nworld", ErrFormat},
		{"newer", strings.Replace(file, "dure-ml 1 ", "dure-ml 2 ", 1), ErrVersion},
		{"another kind", strings.Replace(file, " network ", " forest ", 1), ErrFormat},
		{"one bit", strings.Replace(file, "binary", "cinary", 1), ErrChecksum},
		{"cut off", file[:len(file)-10], ErrChecksum},
		{"unknown field", sealed.String(), ErrFormat},
	} {
		if _, err := Load(strings.NewReader(c.file)); !errors.Is(err, c.want) {
			t.Errorf("loading %s: error %v, want %v", c.name, err, c.want)
		}
	}
}

func FuzzLoad(f *testing.F) {
	net, err := Net{Task: Multiclass}.Untrained(2, 3)
	if err != nil {
		f.Fatal(err)
	}
	body, _ := readSealed(bytes.NewReader(func() []byte { var b bytes.Buffer; _ = Save(&b, net); return b.Bytes() }()))
	f.Add(body)
	f.Fuzz(func(t *testing.T, body []byte) {
		var file networkFile
		if decode(body, &file) != nil || file.Columns > 100 || file.K > 100 || wide(file.Net) {
			return
		}
		n, err := file.network()
		if err != nil {
			return
		}
		if _, err := n.Predict([][]float64{make([]float64, n.Columns())}); err != nil && !errors.Is(err, ErrOverflow) {
			t.Errorf("a loaded network refuses a row of zeros: %v", err)
		}
	})
}

// wide tells whether n is too large to build thousands of times.
func wide(n Net) bool {
	for _, l := range n.Layers {
		if l.Units > 100 {
			return true
		}
	}
	return false
}
