package survey

import (
	"testing"
	"time"
)

func TestEveryKindTakesTime(t *testing.T) {
	for _, k := range Kinds {
		q := k.New()
		q.Options = []Option{{Key: 1}, {Key: 2}}
		if got := q.kind().effort(q); got < 3 || got > 60 {
			t.Errorf("an answer of the kind %s is said to take %v seconds, want some", k, got)
		}
	}
}

func TestEstimateCountsWordsAndAnswers(t *testing.T) {
	scale := Question{Kind: Scale, Title: Text{"en": "one two three four"}, Min: new(1.0), Max: new(5.0)}
	tests := []struct {
		name string
		s    Survey
		want time.Duration
	}{
		{"nothing", Survey{}, 0},
		{"eight words", Survey{Title: Text{"en": "one two three four"}, Settings: Settings{Thanks: Text{"en": "one two three four"}}}, 2 * time.Second},
		{"a scale", Survey{Questions: []Question{scale}}, 5 * time.Second},
		{"two scales", Survey{Questions: []Question{scale, scale}}, 10 * time.Second},
		{"the longer language", Survey{Title: Text{"en": "one two", "ko": "하나 둘 셋 넷"}}, time.Second},
		{"letters where words are long", Survey{Title: Text{"ko": "안녕하세요여러분"}}, time.Second},
		{"letters where there are no spaces", Survey{Title: Text{"ja": "東京大学です。"}}, 750 * time.Millisecond},
		{"options are read, too", Survey{Questions: []Question{{Kind: OneOf, Options: []Option{{Label: Text{"en": "a b"}}, {Label: Text{"en": "c d"}}}}}}, 4 * time.Second},
		{"each place of a ranking", Survey{Questions: []Question{{Kind: Rank, Most: 2, Options: make([]Option, 5)}}}, 8 * time.Second},
	}
	for _, tt := range tests {
		if got := tt.s.Estimate(); got != tt.want {
			t.Errorf("%s is estimated at %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestMinutesAreWhole(t *testing.T) {
	for d, want := range map[time.Duration]int{0: 0, time.Second: 1, 60 * time.Second: 1, 61 * time.Second: 2, 181 * time.Second: 4} {
		if got := Minutes(d); got != want {
			t.Errorf("Minutes(%v) = %v, want %v", d, got, want)
		}
	}
}

func TestPresetsTakeThreeMinutesAtMost(t *testing.T) {
	for _, p := range Presets() {
		d := p.Estimate()
		t.Logf("%s: %v", p.Code, d)
		if d > LongestEstimate {
			t.Errorf("%s is estimated at %v, want at most %v", p.Code, d, LongestEstimate)
		}
		for _, a := range p.Advise() {
			t.Errorf("%s comes with the advice %v", p.Code, a.Message)
		}
	}
}
