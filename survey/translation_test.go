package survey

import (
	"reflect"
	"testing"
)

// fillTexts gives every text in v words in English, one text to each slice, and returns how many there are.
func fillTexts(v reflect.Value) int {
	if v.Type() == reflect.TypeFor[Text]() {
		v.Set(reflect.ValueOf(Text{English: "x"}))
		return 1
	}
	n := 0
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				n += fillTexts(v.Field(i))
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		n = fillTexts(v.Index(0))
	}
	return n
}

// A text that is added to a question or to a survey is among those whose translation may be missing.
func TestEveryTextMayBeMissing(t *testing.T) {
	var q Question
	if want, got := fillTexts(reflect.ValueOf(&q).Elem()), Untranslated(q.Texts(), Korean); got != want {
		t.Errorf("%d texts of a question are missing in Korean, want all %d", got, want)
	}
	type around struct { // a survey without its questions and times
		Title, Intro, Consent Text
		Settings
	}
	var a around
	want := fillTexts(reflect.ValueOf(&a).Elem())
	s := Survey{Title: a.Title, Intro: a.Intro, Consent: a.Consent, Settings: a.Settings}
	if got := Untranslated(s.Texts(), Korean); got != want {
		t.Errorf("%d texts around the questions are missing in Korean, want all %d", got, want)
	}
	if got := Untranslated(append(s.Texts(), q.Texts()...), English); got != 0 {
		t.Errorf("%d texts are missing in English, want none", got)
	}
	if !s.Speaks(English) || s.Speaks(Korean) {
		t.Errorf("a survey in English speaks English: %t, Korean: %t", s.Speaks(English), s.Speaks(Korean))
	}
}
