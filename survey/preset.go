package survey

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

// Presets and single questions to add are data: one file each in the folder presets, in order, and one of all single questions, of
// which the others take some by name. What they ask is what CATME and gruepr ask and what organizers of clubs do, in our own words.

//go:embed presets/*.json
var presetFiles embed.FS

// A Preset is a survey to begin with, in Korean and English. Its questions have no ids yet.
type Preset struct {
	Code  string // what forms call it
	Name  Text
	About Text // whom it is for and what it asks
	Survey
}

// A Tile is a single question to add. It has no id yet.
type Tile struct {
	Code string
	Question
}

// presetFile is a file of the folder presets.
type presetFile struct {
	Name      Text `json:"name"`
	About     Text `json:"about"`
	Title     Text `json:"title"`
	Intro     Text `json:"intro"`
	Consent   Text `json:"consent"`
	Thanks    Text `json:"thanks"`
	Questions []struct {
		Name     string `json:"name"` // of a single question
		Tile     string `json:"tile"` // the single question that is meant; the rest is empty
		Question        // its parts stand beside its name
	} `json:"questions"`
}

const tilesFile = "tiles.json"

// Tiles are the single questions to add, in the order in which a page offers them. The slice is not to be changed.
var Tiles = sync.OnceValue(func() []Tile {
	var all []Tile
	for _, q := range readPreset(tilesFile).Questions {
		all = append(all, Tile{q.Name, q.Question})
	}
	return all
})

// Presets are the surveys to begin with, in the order in which a page offers them. The slice is not to be changed.
var Presets = sync.OnceValue(func() []Preset {
	names, err := fs.Glob(presetFiles, "presets/[0-9]*.json")
	if err != nil {
		panic("survey: list the presets: " + err.Error())
	}
	var all []Preset
	for _, name := range names {
		name = strings.TrimPrefix(name, "presets/")
		f := readPreset(name)
		_, code, _ := strings.Cut(strings.TrimSuffix(name, ".json"), "_")
		p := Preset{Code: code, Name: f.Name, About: f.About}
		p.Title, p.Intro, p.Consent, p.Thanks = f.Title, f.Intro, f.Consent, f.Thanks
		for _, q := range f.Questions {
			if q.Tile != "" {
				t, _ := TileOf(q.Tile)
				q.Question = t.Question
			}
			p.Questions = append(p.Questions, q.Question)
		}
		all = append(all, p)
	}
	return all
})

// readPreset panics where a file cannot be read, as it is part of the program.
func readPreset(name string) (f presetFile) {
	b, err := presetFiles.ReadFile("presets/" + name)
	if err == nil {
		err = json.Unmarshal(b, &f)
	}
	if err != nil {
		panic(fmt.Sprintf("survey: preset %s: %v", name, err))
	}
	return f
}

// PresetOf returns the preset that forms call so.
func PresetOf(code string) (Preset, bool) {
	return find(Presets(), func(p Preset) bool { return p.Code == code })
}

// TileOf returns the single question that forms call so.
func TileOf(code string) (Tile, bool) {
	return find(Tiles(), func(t Tile) bool { return t.Code == code })
}

// Added returns the survey with what the preset adds to it: as questions only those that it does not ask in the same words yet, nor, for
// teammates, in any words, and the words around them where it has none of its own.
func (p Preset) Added(s Survey) Survey {
	if !s.Worded() {
		s.Title, s.Intro, s.Consent, s.Thanks = p.Title, p.Intro, p.Consent, p.Thanks
	}
	asked := s.Questions
	s.Questions = slices.DeleteFunc(slices.Clone(p.Questions), func(q Question) bool {
		return slices.ContainsFunc(asked, func(a Question) bool {
			return a.Kind == q.Kind && (q.Is(PeopleColumn) || a.Title.sameWords(q.Title) != "")
		})
	})
	return s
}
