package web_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/BurntSushi/toml"
	"golang.org/x/net/html"

	"dure/clustering/team"
	"dure/survey"
	"dure/web"
	"dure/web/locale"
)

var (
	letters = regexp.MustCompile(`[A-Za-z]+`)
	actions = regexp.MustCompile(`\{\{.*?\}\}`)
)

// german writes English in wide letters, which no other words have, so that what is said in another language stands out.
// Actions of a template stay.
func german(text string) string {
	kept := actions.FindAllString(text, -1)
	var out strings.Builder
	for i, part := range actions.Split(text, -1) {
		out.WriteString(letters.ReplaceAllStringFunc(part, func(word string) string {
			return strings.Map(func(r rune) rune { return r + 'ａ' - 'a' }, word)
		}))
		if i < len(kept) {
			out.WriteString(kept[i])
		}
	}
	return out.String()
}

// germanFile is what a third language is: one file with the keys that the others have.
func germanFile(t *testing.T) []byte {
	t.Helper()
	data, err := locale.Files.ReadFile("en.toml")
	if err != nil {
		t.Fatal(err)
	}
	var messages map[string]any
	if err := toml.Unmarshal(data, &messages); err != nil {
		t.Fatal(err)
	}
	for key, v := range messages {
		switch v := v.(type) {
		case string:
			messages[key] = german(v)
		case map[string]any:
			for form, text := range v {
				v[form] = german(text.(string))
			}
		}
	}
	messages["date_layout"], messages["day_layout"] = "2006-01-02 15:04", "01-02"
	var b bytes.Buffer
	if err := toml.NewEncoder(&b).Encode(messages); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// newGermanSite is a site to which German was added, by nothing but its file.
func newGermanSite(t *testing.T) *site {
	t.Helper()
	files := fstest.MapFS{"de.toml": {Data: germanFile(t)}}
	for _, name := range []string{"en.toml", "ko.toml"} {
		data, err := locale.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	words, err := locale.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	s := siteOf(t, web.Config{Locale: words, Mails: true})
	s.fill()
	return s
}

// inGerman adds the German words to a question.
func inGerman(q survey.Question) survey.Question {
	texts := []*survey.Text{&q.Title, &q.Help, &q.MinLabel, &q.MaxLabel}
	q.Options = slices.Clone(q.Options)
	for i := range q.Options {
		texts = append(texts, &q.Options[i].Label)
	}
	for _, t := range texts {
		*t = t.With("de", german((*t)["en"]))
	}
	return q
}

func (s *site) inGerman(v *visitor) *visitor {
	v.lang = "de"
	return v
}

// Pages come in the language that the browser prefers or that was chosen, and lead to each of the others.
func TestThirdLanguageIsChosen(t *testing.T) {
	s := newGermanSite(t)
	for _, tt := range []struct {
		header, chosen, lang string
		others               []string
	}{
		{"de", "", "de", []string{"en", "ko"}},
		{"de-AT, en;q=0.5", "", "de", []string{"en", "ko"}},
		{"ko", "de", "de", []string{"en", "ko"}},
		{"ko", "", "ko", []string{"de", "en"}},
		{"fr", "", "en", []string{"de", "ko"}},
		{"de", "fr", "de", []string{"en", "ko"}},
	} {
		v := s.visitor()
		v.lang = tt.header
		if tt.chosen != "" {
			v.post("/language", url.Values{"lang": {tt.chosen}, "back": {"/"}})
		}
		page := v.get("/").want(200, `<html lang="`+tt.lang+`"`)
		var others []string
		for _, m := range switches.FindAllStringSubmatch(page.body, -1) {
			others = append(others, m[1])
		}
		if slices.Sort(others); !slices.Equal(others, tt.others) {
			t.Errorf("with Accept-Language %q and %q chosen the page leads to %q, want %q", tt.header, tt.chosen, others, tt.others)
		}
	}
}

var switches = regexp.MustCompile(`name="lang" value="(\w+)" lang="`)

// Questions are asked, answered and read in the third language as in the first two, and a text that has no German words is
// shown in English.
func TestThirdLanguageInASurvey(t *testing.T) {
	s := newGermanSite(t)
	v := s.inGerman(s.organizer())
	v.get(s.at("/survey/questions/new?kind=any_of")).want(200, `name="title_de"`, `name="title_en"`, `name="title_ko"`, `name="options_de"`)
	typed := url.Values{"kind": {"any_of"}, "title_en": {"Fruit"}, "title_de": {"Obst"}, "more_en": {"Apple\nPear"}, "more_de": {"Apfel"}}
	v.post(s.at("/survey/questions"), typed).want(422, `>`+"\nApfel", german("lines in"))
	typed.Del("more_en")
	typed.Del("more_de")
	typed["options_en"], typed["options_de"] = []string{"Apple", "Pear"}, []string{"Apfel", "Birne"}
	v.post(s.at("/survey/questions"), typed).want(200, "Obst", "Apfel · Birne", german("Nothing is written in"))
	v.get(s.at("/survey/wording")).want(200, `name="title_de"`, `name="intro_de"`, `name="consent_de"`)
	v.get(s.at("/survey/wording")).submit(v, s.at("/survey/wording"), url.Values{"title_de": {"Willkommen"}, "title_en": {"Welcome"}, "intro_en": {"Hello"}}).want(200)
	v.post(s.at("/survey/open"), nil).want(200)

	m := s.inGerman(s.visitor())
	form := m.post("/s/"+string(s.season.Token), url.Values{"name": {"Ａｎｎａ"}, "email": {"a@example.org"}}).want(200, "Willkommen", "Hello", "Obst", "Birne").lacks("Fruit", "Pear")
	m.post(form.path+"/answers", url.Values{"q1": {"2"}}).want(200, "Obst", "Birne", german("Thank you")).lacks("Fruit", "Pear")
	m.lang = "ko"
	m.get(form.path).want(200, "Fruit", "Pear").lacks("Obst")
}

// noPage are the addresses that answer with a file or a stream.
var noPage = []string{"/clubs/:club/logo/:hash", "/s/:token/logo/:hash", "/m/:token/logo/:hash", "/m/:token/team.ics", "/seasons/:season/proposals/:proposal/meetings.ics", "/healthz", "/readyz", "/static/*", "/seasons/:season/qr.svg", "/seasons/:season/members/links.csv", "/seasons/:season/members/reminders.csv", "/seasons/:season/responses/events", "/seasons/:season/responses.csv",
	"/seasons/:season/responses.xlsx", "/seasons/:season/proposals/:proposal/roster.csv", "/seasons/:season/proposals/:proposal/roster.xlsx",
	"/seasons/:season/proposals/:proposal/events", "/seasons/:season/fit/models/:model/study/events", "/seasons/:season/fit/models/:model/events", "/seasons/:season/imports/:import/events",
	"/seasons/:season/feedback.csv", "/seasons/:season/feedback/reminders.csv"}

// Every page speaks the third language alone.
func TestThirdLanguageOnEveryPage(t *testing.T) {
	s := newGermanSite(t)
	s.importing()
	teams := s.ratedSeason()
	for _, q := range everyKind() {
		s.ask(inGerman(q))
	}
	changed := s.stored().Questions[len(s.stored().Questions)-1]
	changed.Required = !changed.Required
	_, err := s.db.ChangeQuestion(t.Context(), s.season.ID, changed)
	s.must("make a second version of a question", err)
	s.openRound(survey.Pulse)
	s.learn()
	s.usedModel()
	studied, _ := s.tuning(8)
	v, stranger := s.inGerman(s.organizer()), s.inGerman(s.visitor())
	imported := v.upload("/import", "roster.csv", []byte("Ｎａｍｅ,Ｈｏｕｒｓ\nＡ,3\nＢ,4\nＣ,3\n"))
	formed := v.press(url.Values{"ideal": {"4"}, "seed": {"1"}, "seconds": {"1"}})
	s.ended(formed)
	mates := s.stored().Questions[len(s.stored().Questions)-5]
	s.say(teams[0][0], survey.Answers{mates.ID: {Version: mates.Version, Avoided: []string{teams[0][1].Name}}})
	wished, avoided := mates.MateColumns()
	unmet := s.dividedBy(team.Request{Sizes: team.Sizes{Ideal: 4}, Rules: []team.Rule{{Kind: team.Wishes, Column: wished, AvoidColumn: avoided, Strength: team.Must}}}, teams...)
	signin, err := s.db.SigninToken(context.Background(), s.owner.ID, s.now.Add(time.Hour))
	s.must("make a sign-in link", err)
	invited := v.post(fmt.Sprintf("/clubs/%d/organizers", s.club.ID), url.Values{"email": {"new@example.org"}, "role": {"viewer"}}).want(200)
	signup := strings.TrimPrefix(signupLink.FindString(invited.body), s.url)
	own := "/m/" + string(teams[0][0].Token)
	s.joined("second@example.org", survey.Viewer)

	seen := stranger.follow("/", "/signin", "/signin/forgot", "/signin/"+string(signin), signup, "/s/"+string(s.season.Token), own, own+"/letters", own+"/answers", own+"/pulse", own+"/feedback")
	owner := s.inGerman(s.visitor()).own(teams[0][0])
	owner.post(own+"/devices/code", nil)
	maps.Copy(seen, owner.follow(own, own+"/devices", own+"/data", own+"/mates", own+"/feedback"))
	maps.Copy(seen, v.follow("/clubs", "/account/passkeys/new", imported.path, studied, s.at("/teams/rules/new?kind=count"), s.at("/members/bulk?do=reopen&all=yes"), s.at("/members/reminders"), s.at("/proposals/%d", formed), s.at("/proposals/%d/publish", formed), s.at("/proposals/%d/mend", unmet),
		s.at("/proposals/%d/move?member=%d", formed, teams[0][0].ID)))
	done := v.upload("/import", "more.csv", []byte("Name,Email\nDi Vo,di@example.org\n"))
	v.take(done.path, done.proposed())
	v.finish(done.path)
	undo := v.get(done.path + "/undo").want(200)
	if seen[routeOf(undo.path)] = true; len(notGerman(undo.body)) > 0 {
		t.Errorf("%s says in another language: %q", undo.path, notGerman(undo.body))
	}
	for _, r := range web.Routes() {
		if r.Method == http.MethodGet && !seen[r.Path] && !slices.Contains(noPage, r.Path) {
			t.Errorf("no link led to %s: its words were not looked at", r.Path)
		}
	}
}

var links = regexp.MustCompile(`<(?:a|iframe) [^>]*(?:href|src)="(/[^"#]*)`)

// follow reads the pages and all that their links lead to, reports words that are not German, and returns the routes that it was on.
func (v *visitor) follow(paths ...string) map[string]bool {
	v.Helper()
	seen, routes := map[string]bool{}, map[string]bool{}
	for len(paths) > 0 {
		path := paths[0]
		paths = paths[1:]
		if seen[path] {
			continue
		}
		page := v.get(path)
		seen[path], routes[routeOf(page.path)] = true, true // which may be another that it led to
		if !strings.HasPrefix(page.body, "<!doctype html>") {
			continue
		}
		if words := notGerman(page.body); len(words) > 0 || page.status != http.StatusOK {
			v.Errorf("%s answers %d and says in another language: %q", path, page.status, words)
		}
		for _, m := range links.FindAllStringSubmatch(page.body, -1) {
			paths = append(paths, html.UnescapeString(m[1]))
		}
	}
	return routes
}

var param = regexp.MustCompile(`:\w+`)

// routeOf is the route that an address is of.
func routeOf(path string) string {
	path, _, _ = strings.Cut(path, "?")
	for _, r := range web.Routes() {
		if ok, _ := regexp.MatchString("^"+param.ReplaceAllString(r.Path, `[^/]+`)+"$", path); ok {
			return r.Path
		}
	}
	return path
}

var (
	otherWords = regexp.MustCompile(`[A-Za-z]{2,}[A-Za-z ,.]*|[가-힣]+`)
	// What people typed, names of files and addresses among it, and what is called the same everywhere, as the settings of a
	// net are in its file.
	sameWords = regexp.MustCompile(`Go-http-client|\S+@\S+|https?://\S+|\S+\.csv|Chess|Spring|First|Team \d|crew|planning|Plans|Energy|rating|term|Gender|[0-9a-f]{16}|Dure|UTC|AUC|Brier|CSV|Excel|\b(?:activation|layers|rate|relu|slope|tanh)\b`)
	// The attributes that are read out, or shown by a script.
	shown = []string{"title", "aria-label", "alt", "placeholder", "label", "data-done", "data-failed", "data-offline", "data-saving", "data-unreached", "data-trouble", "data-copied", "data-uncopied", "data-all", "data-even", "data-left", "data-over", "data-confirm", "data-label"}
)

// notGerman are the words of a page in another language, but for those that are marked as being so.
func notGerman(page string) []string {
	root, err := html.ParseWithOptions(strings.NewReader(page), html.ParseOptionEnableScripting(false))
	if err != nil {
		return []string{err.Error()}
	}
	found := map[string]bool{}
	read := func(text string) {
		for _, words := range otherWords.FindAllString(sameWords.ReplaceAllString(text, ""), -1) {
			found[words] = true
		}
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			read(n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "lang" && a.Val != "de" {
				return
			}
			if slices.Contains(shown, a.Key) {
				read(a.Val)
			}
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
	}
	walk(root)
	return slices.Sorted(maps.Keys(found))
}
