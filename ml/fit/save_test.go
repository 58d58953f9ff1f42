package fit

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"testing"

	"dure/ml"
)

// altered is the file of a model whose JSON was changed, with a checksum that is right again.
func altered(t *testing.T, m *Model, change func(map[string]any)) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := m.Save(&file); err != nil {
		t.Fatal(err)
	}
	_, packed, _ := bytes.Cut(file.Bytes(), []byte("\n"))
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(body, &all); err != nil {
		t.Fatal(err)
	}
	change(all)
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if err := json.NewEncoder(w).Encode(all); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return append(fmt.Appendf(nil, "dure-fit 1 %x\n", sha256.Sum256(out.Bytes())), out.Bytes()...)
}

// A file whose checksum is right may still have been made by hand: no such file may make a
// prediction panic.
func TestAFileThatDoesNotHangTogetherIsRefused(t *testing.T) {
	machine := func(m map[string]any) map[string]any { return m["machine"].(map[string]any) }
	column := func(m map[string]any, k int) map[string]any {
		return m["schema"].(map[string]any)["columns"].([]any)[k].(map[string]any)
	}
	for _, c := range []struct {
		name   string
		kind   string
		change func(map[string]any)
	}{
		{"a feature less", RidgeName, func(m map[string]any) { m["features"] = m["features"].([]any)[1:] }},
		{"a scale less", RidgeName, func(m map[string]any) { m["scale"] = m["scale"].([]any)[1:] }},
		{"a scale of 0", RidgeName, func(m map[string]any) { m["scale"].([]any)[0] = map[string]any{"mean": 1, "sd": 0} }},
		{"a feature that the schema does not make", RidgeName, func(m map[string]any) { m["from"].([]any)[0] = 9999 }},
		{"a feature below 0", RidgeName, func(m map[string]any) { m["from"].([]any)[0] = -1 }},
		{"more options than bits", RidgeName, func(m map[string]any) {
			for k := range 7 {
				if o, ok := column(m, k)["options"].([]any); ok {
					for len(o) < maxOptions+20 {
						o = append(o, fmt.Sprint("option ", len(o)))
					}
					column(m, k)["options"] = o
				}
			}
		}},
		{"a used feature too many", RidgeName, func(m map[string]any) { machine(m)["used"] = append(machine(m)["used"].([]any), 0) }},
		{"a used feature out of range", RidgeName, func(m map[string]any) { machine(m)["used"].([]any)[0] = 9999 }},
		{"a root of another size", RidgeName, func(m map[string]any) { machine(m)["root"] = machine(m)["root"].([]any)[1:] }},
		{"sums of another size", RidgeName, func(m map[string]any) {
			machine(m)["store"].(map[string]any)["xx"] = []float64{1}
		}},
		{"a penalty that there is not", RidgeName, func(m map[string]any) { machine(m)["store"].(map[string]any)["lambda"] = 1000 }},
		{"a tree of an unknown feature", TreesName, func(m map[string]any) {
			machine(m)["forest"] = map[string]any{"trees": []any{map[string]any{"f": []int{0, 0, 9999}, "t": []int{0, 0, 0}, "v": []int{0, 0, 0, 0}}}}
		}},
		{"resampled trees without trees", TreesName, func(m map[string]any) { delete(machine(m), "forest") }},
		{"an ensemble without nets", RidgeName, func(m map[string]any) { machine(m)["crew"] = map[string]any{"used": []int{0}} }},
		{"a net that is none", RidgeName, func(m map[string]any) {
			machine(m)["crew"] = map[string]any{"used": []int{0}, "nets": [][]byte{[]byte("no net")}}
		}},
		{"features that are a text", RidgeName, func(m map[string]any) { m["features"] = "all" }},
	} {
		_, h, r := cachedRidge(t, 60)
		forceModel(t, h, r, c.kind)
		if _, err := Load(bytes.NewReader(altered(t, r.Model, func(map[string]any) {}))); err != nil {
			t.Fatalf("%s: the model itself cannot be loaded: %v", c.name, err)
		}
		if _, err := Load(bytes.NewReader(altered(t, r.Model, c.change))); !errors.Is(err, ErrFormat) && !errors.Is(err, ml.ErrFormat) {
			t.Errorf("%s: %v, want %v", c.name, err, ErrFormat)
		}
	}
}

type brokenWriter struct{ after int }

func (w *brokenWriter) Write(b []byte) (int, error) {
	if w.after -= len(b); w.after < 0 {
		return 0, io.ErrShortWrite
	}
	return len(b), nil
}

func TestSaveTellsOfAFullDisk(t *testing.T) {
	_, _, r := cachedRidge(t, 60)
	for _, after := range []int{0, 100} { // bytes: within the first line, and after it
		if err := r.Model.Save(&brokenWriter{after}); !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("a disk that is full after %d bytes gives %v", after, err)
		}
	}
}
