package survey

import (
	"strings"
	"testing"
)

// both fails the test unless a text has words in both languages, clean as they would be stored.
func both(t *testing.T, what string, x Text) {
	t.Helper()
	for _, lang := range []Lang{English, Korean} {
		if x[lang] == "" || x[lang] != Clean(x[lang]) {
			t.Errorf("%s has the words %q in %s, want some that are clean", what, x[lang], lang)
		}
	}
}

// complete fails the test unless a question can be asked, in both languages.
func complete(t *testing.T, where string, q Question) {
	t.Helper()
	what := where + ", " + q.Title.In(English)
	if err := q.Check(); err != nil {
		t.Errorf("%s cannot be asked: %v", what, err)
		return
	}
	both(t, what, q.Title)
	for part, x := range map[string]Text{"help": q.Help, "first point": q.MinLabel, "last point": q.MaxLabel} {
		if len(x) > 0 {
			both(t, what+": "+part, x)
		}
	}
	for i, o := range q.Options {
		both(t, what+": option", o.Label)
		if o.Key != i+1 {
			t.Errorf("%s: option %s has the key %d, want %d", what, o.Label.In(English), o.Key, i+1)
		}
	}
	if q.Sensitive && q.Required {
		t.Errorf("%s is sensitive, and one must answer it", what)
	}
}

func TestPresetsAreComplete(t *testing.T) {
	if n := len(Presets()); n != 7 {
		t.Fatalf("there are %d presets, want 7", n)
	}
	codes := map[string]bool{}
	for _, p := range Presets() {
		if p.Code == "" || codes[p.Code] {
			t.Errorf("the preset %s is called %q, want a name of its own", p.Name.In(English), p.Code)
		}
		codes[p.Code] = true
		for what, x := range map[string]Text{"name": p.Name, "about": p.About, "title": p.Title, "intro": p.Intro, "consent": p.Consent, "thanks": p.Thanks} {
			both(t, p.Code+": "+what, x)
		}
		if err := p.CheckWording(); err != nil {
			t.Errorf("%s: %v", p.Code, err)
		}
		titles := map[string]bool{}
		for _, q := range p.Questions {
			complete(t, p.Code, q)
			if title := q.Title.In(English); titles[title] {
				t.Errorf("%s asks %q twice", p.Code, title)
			}
			titles[q.Title.In(English)] = true
		}
		if n := len(p.Questions); n < 6 || n > 10 {
			t.Errorf("%s asks %d questions, want a short survey of 6 to 10", p.Code, n)
		}
		if found, ok := PresetOf(p.Code); !ok || found.Name.In(English) != p.Name.In(English) {
			t.Errorf("PresetOf(%q) = %v, %v", p.Code, found.Name, ok)
		}
	}
}

func TestTilesAreComplete(t *testing.T) {
	codes := map[string]bool{}
	for _, tile := range Tiles() {
		complete(t, "tile "+tile.Code, tile.Question)
		if tile.Code == "" || codes[tile.Code] {
			t.Errorf("the tile %s is called %q, want a name of its own", tile.Title.In(English), tile.Code)
		}
		codes[tile.Code] = true
	}
	if len(codes) < 15 {
		t.Errorf("there are %d tiles, want some 15", len(codes))
	}
	gender, ok := TileOf("gender")
	if !ok || !gender.Sensitive || !strings.Contains(gender.Options[len(gender.Options)-1].Label.In(English), "rather not say") {
		t.Errorf("the question on gender is %+v, want a sensitive one that one may decline", gender)
	}
	if _, ok := TileOf("horoscope"); ok {
		t.Error("TileOf finds a question that there is not")
	}
}

func TestAPresetAddsWhatIsNotAskedYet(t *testing.T) {
	p, _ := PresetOf("first_meeting")
	other, _ := PresetOf("hackathon")
	own := Text{"fr": "Bonjour"}
	tests := []struct {
		name      string
		to        Survey
		questions int
		title     string
	}{
		{"an empty survey", Survey{}, 8, "Tell us about you"},
		{"one with words of its own", Survey{Title: own}, 8, "Bonjour"},
		{"one with a closing text of its own", Survey{Settings: Settings{Thanks: own}}, 8, ""},
		{"itself", p.Survey, 0, "Tell us about you"},
		{"a hackathon", other.Survey, 6, "Hackathon: find your team"}, // teammates and anything else are asked
		{"one that asks it in other ways", Survey{Questions: []Question{{Kind: LongText, Title: p.Questions[2].Title}}}, 8, "Tell us about you"},
	}
	for _, tt := range tests {
		got := p.Added(tt.to)
		if len(got.Questions) != tt.questions || got.Title.In(English) != tt.title {
			t.Errorf("added to %s, the preset asks %d questions under %q, want %d under %q",
				tt.name, len(got.Questions), got.Title.In(English), tt.questions, tt.title)
		}
	}
	if len(p.Questions) != 8 || len(Presets()[0].Questions) != 8 {
		t.Errorf("the preset asks %d questions after it was added, want 8", len(p.Questions))
	}
}
