package survey

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
)

func TestOptionLines(t *testing.T) {
	for _, c := range []struct {
		name, ko, en string
		want         []Option
	}{
		{"both", "사과\r\n배\r\n", "Apple\nPear", []Option{{Label: Text{"en": "Apple", "ko": "사과"}}, {Label: Text{"en": "Pear", "ko": "배"}}}},
		{"one language", "", " Apple \n\nPear\n\n", []Option{{Label: Text{"en": "Apple"}}, {Label: Text{"en": "Pear"}}}},
		{"a gap in one", "\n배", "Apple\nPear", []Option{{Label: Text{"en": "Apple"}}, {Label: Text{"en": "Pear", "ko": "배"}}}},
		{"nothing", " \n", "", nil},
	} {
		got, err := OptionLines(Text{"ko": c.ko, "en": c.en})
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q and %q give %v, %v; want %v", c.name, c.ko, c.en, got, err, c.want)
		}
	}
	_, err := OptionLines(Text{"ko": "하나", "en": "one\ntwo"})
	if bad, ok := errors.AsType[*InvalidError](err); !ok || bad.Field != "options" || bad.Reason != "options_uneven" || fmt.Sprint(bad.Args) != "map[Lang:en Lines:2 Other:ko OtherLines:1]" {
		t.Errorf("one Korean and two English lines give %v, want options_uneven at the field options", err)
	}
}

func TestKeepKeys(t *testing.T) {
	en := func(keys []int, labels ...string) []Option {
		var all []Option
		for i, l := range labels {
			o := Option{Label: Text{"en": l}}
			if keys != nil {
				o.Key = keys[i]
			}
			all = append(all, o)
		}
		return all
	}
	old := en([]int{1, 2, 5}, "Apple", "Pear", "Plum")
	for _, c := range []struct {
		name  string
		typed []string
		want  []int
	}{
		{"unchanged", []string{"Apple", "Pear", "Plum"}, []int{1, 2, 5}},
		{"reordered", []string{"Plum", "Apple", "Pear"}, []int{5, 1, 2}},
		{"inserted", []string{"Apple", "Fig", "Pear", "Plum"}, []int{1, 0, 2, 5}},
		{"deleted", []string{"Apple", "Plum"}, []int{1, 5}},
		{"reworded", []string{"Apple", "A pear", "Plum"}, []int{1, 2, 5}},
		{"reworded in case only", []string{"apple", "PEAR", "Plum"}, []int{1, 2, 5}},
		{"another after a deleted one", []string{"Apple", "Plum", "Fig"}, []int{1, 5, 0}},
		{"fewer, one of them new", []string{"Apple", "Fig"}, []int{1, 0}},
		{"the same words twice", []string{"Pear", "Pear", "Plum"}, []int{2, 0, 5}},
	} {
		var got []int
		for _, o := range KeepKeys(old, en(nil, c.typed...)) {
			got = append(got, o.Key)
		}
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v after Apple, Pear, Plum have keys %v, want %v", c.name, c.typed, got, c.want)
		}
	}
	added := KeepKeys([]Option{{Key: 3, Label: Text{"ko": "배"}}, {Key: 4, Label: Text{"ko": "감"}}},
		[]Option{{Label: Text{"ko": "감", "en": "Persimmon"}}, {Label: Text{"ko": "배", "en": "Pear"}}, {Label: Text{"en": "Fig"}}})
	if added[0].Key != 4 || added[1].Key != 3 || added[2].Key != 0 {
		t.Errorf("with English added and the order changed the keys are %v, want 4, 3 and 0", added)
	}
}
