package db

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dure/clustering/team"
	"dure/ml/fit"
	"dure/survey"
)

// TestUpgradeLosesNothing opens a database as the program of schema 4 left it. All that it said of it is still said; only free
// hours have one column in rules where each day had one. See testdata/README.md.
func TestUpgradeLosesNothing(t *testing.T) {
	dir := t.TempDir()
	ok(t, os.WriteFile(filepath.Join(dir, File), unzipped(t, "616d664.db.gz"), 0o600))
	d := openDir(t, dir)
	days := regexp.MustCompile(`\["(q\d+) \[\w+day\]"(?:,"q\d+ \[\w+day\]")*\]`)
	said := unzipped(t, "616d664.json.gz")
	if n := len(days.FindAll(said, -1)); n < 10 {
		t.Fatalf("only %d lists of days in what was said", n)
	}
	var want, got any
	ok(t, json.Unmarshal(days.ReplaceAll(said, []byte(`["$1"]`)), &want))
	b := must[[]byte](t)(json.Marshal(whole(t, d)))
	ok(t, json.Unmarshal(b, &got))
	old := takeLinks(want, map[string]float64{})
	lost(t, "the club", want, got)
	opensAndStandsNowhere(t, d, dir, old)
	if _, err := Check(t.Context(), dir, Options{}); err != nil {
		t.Errorf("the upgraded database does not pass its check: %v", err)
	}
}

// takeLinks takes the links to members and seasons out of what was said and returns the ids of what they open.
func takeLinks(said any, links map[string]float64) map[string]float64 {
	switch said := said.(type) {
	case []any:
		for _, part := range said {
			takeLinks(part, links)
		}
	case map[string]any:
		if token, ok := said["Token"].(string); ok {
			links[token] = said["ID"].(float64)
			delete(said, "Token")
		}
		for _, part := range said {
			takeLinks(part, links)
		}
	}
	return links
}

// opensAndStandsNowhere fails unless each link of before opens whom or what it did, and has another in its place that organizers hand out,
// while no file of the data directory, and no copy of the database, holds either.
func opensAndStandsNowhere(t *testing.T, d *DB, dir string, links map[string]float64) {
	t.Helper()
	if len(links) < 100 {
		t.Fatalf("only %d links in what was said", len(links))
	}
	ctx, copied := t.Context(), filepath.Join(dir, "copy.db")
	ok(t, Backup(ctx, dir, copied, false, nil))
	if made := copiesIn(filepath.Join(dir, CopiesDir)); len(made) != 1 || made[0].why != upgrade {
		t.Errorf("copies from before the upgrade: %v, want one", made)
	}
	ok(t, os.RemoveAll(filepath.Join(dir, CopiesDir))) // it has what there was before
	files := map[string][]byte{}
	for _, f := range must[[]os.DirEntry](t)(os.ReadDir(dir)) {
		files[f.Name()] = must[[]byte](t)(os.ReadFile(filepath.Join(dir, f.Name())))
	}
	for link, id := range links {
		var now survey.Token
		m, err := d.MemberByToken(ctx, survey.Token(link))
		if now = m.Token; err != nil {
			var s survey.Season
			s, err = d.SeasonByToken(ctx, survey.Token(link))
			m.ID, now = survey.MemberID(s.ID), s.Token
		}
		if err != nil || float64(m.ID) != id || len(now) != 52 || string(now) == link {
			t.Errorf("the old link of %v opens %v, %v; the new one is %q", id, m.ID, err, now)
		}
		for name, data := range files {
			if bytes.Contains(data, []byte(link)) || bytes.Contains(data, []byte(now)) {
				t.Errorf("%s has a link of %v in clear", name, id)
			}
		}
	}
}

// The cards of an upgraded database can be edited by their ids, and teams formed by them.
func TestUpgradedCards(t *testing.T) {
	dir := t.TempDir()
	ok(t, os.WriteFile(filepath.Join(dir, File), unzipped(t, "616d664.db.gz"), 0o600))
	d := openDir(t, dir)
	ctx := t.Context()
	full := must[team.Deck](t)(d.Deck(ctx, 3))
	for i, c := range full.Cards {
		if c.ID != team.CardID(i+1) {
			t.Errorf("card %d has the id %d, want %d", i, c.ID, i+1)
		}
	}
	last := full.Cards[len(full.Cards)-1]
	ok(t, d.EditDeck(ctx, 3, func(deck *team.Deck) error {
		if err := deck.Remove(last.ID, last.Revision); err != nil {
			return err
		}
		deck.Add(last.Rule)
		return nil
	}))
	again := must[team.Deck](t)(d.Deck(ctx, 3))
	if c := again.Cards[len(again.Cards)-1]; c.ID <= last.ID {
		t.Errorf("a card added after card %d was removed has the id %d", last.ID, c.ID)
	}
	for season, kept := range map[survey.SeasonID]bool{1: false, 3: true, 4: false, 5: true} {
		if deck := must[team.Deck](t)(d.Deck(ctx, season)); deck.Kept != kept {
			t.Errorf("the cards of season %d are kept: %t, want %t", season, deck.Kept, kept)
		}
	}
	members, answers := must[[]survey.Member](t)(d.Members(ctx, 3)), must[map[survey.MemberID]survey.Response](t)(d.Responses(ctx, 3))
	of := team.NewSeason(must[survey.Survey](t)(d.Survey(ctx, 3)), members, answers)
	for _, c := range full.Cards {
		if c.Rule.Kind == team.Fit {
			continue // needs a model
		}
		in := of.Input(team.Request{Rules: []team.Rule{c.Rule}, Sizes: team.Sizes{Ideal: 5}}, team.Lineup{})
		if _, err := team.Evaluate(in, nil); err != nil {
			t.Errorf("the card %+v cannot be scored any more: %v", c.Rule, err)
		}
	}
}

// Texts that people typed stay as they are, to the letter, and so do numbers.
func TestOneColumnLeavesTextsAlone(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{`{"columns": ["q5 [Monday]", "q5 [Friday]", "q6"], "min": 1.50}`, `{"columns":["q5","q6"],"min":1.50}`},
		{`{"column": "q5 [Sunday]", "value": "q5 [Sunday]"}`, `{"column":"q5","value":"q5 [Sunday]"}`},
		{`{"Args": {"Column": "q5 [Monday]", "Name": "q5 [Monday] <&>"}}`, `{"Args":{"Column":"q5","Name":"q5 [Monday] <&>"}}`},
		{`{"columns": ["q5 [Someday]", "x q5 [Monday]", "q5 wished"]}`, `{"columns":["q5 [Someday]","x q5 [Monday]","q5 wished"]}`},
		{`{"columns": null, "column": 3, "rules": [["q5 [Monday]"]]}`, `{"column":3,"columns":null,"rules":[["q5 [Monday]"]]}`},
	} {
		if got := must[string](t)(changedJSON(tt.in, oneColumn)); got != tt.want {
			t.Errorf("%s becomes %s, want %s", tt.in, got, tt.want)
		}
	}
}

func unzipped(t *testing.T, name string) []byte {
	t.Helper()
	f := must[*os.File](t)(os.Open(filepath.Join("testdata", name)))
	defer f.Close()
	return must[[]byte](t)(io.ReadAll(must[*gzip.Reader](t)(gzip.NewReader(f))))
}

// lost reports what of want is not in got, which may have more to each thing.
func lost(t *testing.T, at string, want, got any) {
	t.Helper()
	if v := reflect.ValueOf(want); !v.IsValid() || v.Kind() == reflect.Map && v.Len() == 0 {
		if v := reflect.ValueOf(got); v.IsValid() && v.Len() > 0 {
			t.Errorf("%s: got %v where nothing was", at, got)
		}
		return
	}
	switch want := want.(type) {
	case map[string]any:
		have, _ := got.(map[string]any)
		for key, part := range want {
			lost(t, at+" › "+key, part, have[key])
		}
	case []any:
		have, _ := got.([]any)
		if len(have) != len(want) {
			t.Errorf("%s: got %d, want %d", at, len(have), len(want))
			return
		}
		for i, part := range want {
			lost(t, fmt.Sprintf("%s › %d", at, i), part, have[i])
		}
	default:
		if !cmp.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", at, got, want)
		}
	}
}

// whole returns all that the database says of the first club.
func whole(t *testing.T, d *DB) map[string]any {
	ctx := t.Context()
	all := map[string]any{"club": must[survey.Club](t)(d.Club(ctx, 1)), "organizers": must[[]survey.Colleague](t)(d.Organizers(ctx, 1))}
	for _, s := range must[[]survey.Season](t)(d.Seasons(ctx, 1)) {
		all[fmt.Sprint("season ", s.ID)] = seasonData(t, ctx, d, s)
	}
	used := must[fit.VersionID](t)(d.ModelInUse(ctx, 1))
	var models []any
	for _, m := range must[[]fit.Version](t)(d.Models(ctx, 1)) {
		file := must[[]byte](t)(d.ModelFile(ctx, m.ID))
		seasons := must[map[survey.SeasonID]bool](t)(d.ModelSeasons(ctx, m.ID))
		models = append(models, []any{m, fmt.Sprintf("%x", sha256.Sum256(file)), seasons, m.ID == used})
	}
	all["models"] = models
	return all
}

func seasonData(t *testing.T, ctx context.Context, d *DB, s survey.Season) map[string]any {
	asked := must[survey.Survey](t)(d.Survey(ctx, s.ID))
	deck := must[team.Deck](t)(d.Deck(ctx, s.ID))
	all := map[string]any{
		"season": s, "survey": asked, "questions": withVersions(asked.Questions),
		"versions":  withVersions(must[[]survey.Question](t)(d.QuestionVersions(ctx, s.ID))),
		"answered":  must[map[survey.QuestionID]bool](t)(d.Answered(ctx, s.ID)),
		"members":   must[[]survey.Member](t)(d.Members(ctx, s.ID)),
		"responses": must[map[survey.MemberID]survey.Response](t)(d.Responses(ctx, s.ID)),
		"progress":  must[map[survey.MemberID]survey.Progress](t)(d.Progress(ctx, s.ID)),
		"deck":      map[string]any{"rules": deck.Rules(), "sizes": must[string](t)(d.FormSettings(ctx, s.ID))},
		"proposals": must[[]team.Saved](t)(d.Proposals(ctx, s.ID)),
		"rounds":    must[[]survey.FeedbackRound](t)(d.FeedbackRounds(ctx, s.ID)),
		"pulse":     must[[]survey.Feedback](t)(d.Feedback(ctx, s.ID, survey.Pulse)),
		"feedback":  must[[]survey.Feedback](t)(d.Feedback(ctx, s.ID, survey.MainFeedback)),
	}
	if r, err := d.Roster(ctx, s.ID); err == nil {
		all["roster"] = r
	}
	return all
}

// withVersions adds to questions what their JSON leaves out.
func withVersions(qs []survey.Question) []any {
	var all []any
	for _, q := range qs {
		all = append(all, []any{q.ID, q.Version, q})
	}
	return all
}
