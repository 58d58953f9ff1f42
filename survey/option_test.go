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

// An option that is new has no key yet, and none that was hidden counts as it.
func TestAHiddenOptionCountsAsNoNewOne(t *testing.T) {
	q := Question{Options: []Option{{Key: 1}, {Key: 0}}, Merged: map[int]int{2: 1}}
	for key, want := range map[int]int{1: 1, 2: 1, 3: 0} {
		o, counts := q.CountsAs(key)
		if o.Key != want || counts != (want != 0) {
			t.Errorf("of the options 1 and a new one, and 2 merged into 1, a chosen %d counts as %d: %t, want %d", key, o.Key, counts, want)
		}
	}
}
