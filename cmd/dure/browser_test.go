package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dure/web/webtest"
)

// The whole round in Chromium, in both languages and on both databases: the organizer at a desk, the members on a phone 360 pixels wide. On
// every page axe-core finds nothing, the console stays empty, and nothing is wider than the window.
func TestTheWholeRoundInABrowser(t *testing.T) {
	b := webtest.New(t)
	for name, lang := range map[string]string{"en": "en", "ko": "ko", "en on PostgreSQL": "en"} {
		t.Run(name, func(t *testing.T) {
			data := dataFlag{Data: t.TempDir()}
			if name != lang {
				data.Database = onServer(t)
			}
			said, _ := served(t, serveCmd{dataFlag: data, Addr: "127.0.0.1:0"}, 2)
			r := &browserRound{t: t, b: b, base: address(t, said[0]), lang: lang}
			r.tab = b.Tab(t, 1440, lang)
			r.signUp(address(t, said[1]))
			r.buildSurvey()
			r.answer()
			r.importMembers()
			r.groups()
			r.setRule()
			r.form()
			r.moveByKeyboard()
			r.moveByDrag()
			r.lockAndFormAnew()
			r.publish()
			r.export()
			r.phonePages()
		})
	}
}

type browserRound struct {
	t          *testing.T
	b          *webtest.Browser
	base, lang string
	tab        *webtest.Tab // the organizer's
	season     string       // its address
	proposal   string
	member     string // the first member's personal link
}

// look opens a page of the season, checks it and takes its picture.
func (r *browserRound) look(path, name string) {
	r.t.Helper()
	r.tab.Go(r.season + path)
	r.checked(name)
}

func (r *browserRound) checked(name string) {
	r.t.Helper()
	r.tab.Check()
	r.tab.Screenshot(r.lang + "-" + name)
}

func (r *browserRound) signUp(link string) {
	r.tab.Go(link)
	r.checked("sign-up")
	r.tab.Fill("#email", "mina@example.org")
	r.tab.Fill("#password", "a long enough sentence")
	r.tab.Follow("main button[type=submit]")
	r.tab.Fill("#name", "두레 Club")
	r.tab.Follow("form[action='/clubs'] button")
	r.tab.Fill("form[action$='/seasons'] #name", "봄 Spring")
	r.checked("club")
	r.tab.Follow("form[action$='/seasons'] button")
	r.season = r.tab.URL()
	r.checked("season-new")
}

func (r *browserRound) buildSurvey() {
	r.look("/survey", "survey-empty")
	r.tab.Follow("form[action$='/survey/preset'] button")
	r.checked("survey")
	r.look("/survey/questions/new?kind=any_of", "question")
	r.tab.Fill("[name=title_en]", "What do you bring?")
	r.tab.Fill("[name=title_ko]", "무엇을 가져오나요?")
	r.tab.Click(".option-rows summary")
	r.tab.Fill("[name=more_en]", "A camera\nA guitar\nA ball")
	r.tab.Fill("[name=more_ko]", "카메라\n기타\n공")
	r.tab.Follow("form[action*='/questions'] button[type=submit]")
	r.look("/survey/preview", "preview")
	r.tab.Go(r.season + "/survey")
	r.tab.Follow("form[action$='/survey/open'] button")
	r.look("", "season")
}

// answer lets three members answer on a phone, each choosing other options.
func (r *browserRound) answer() {
	club := webtest.Eval[string](r.tab, `document.getElementById("club-link").value`)
	for i, name := range []string{"김민준", "Ada Park", "최유리"} {
		phone := r.b.Tab(r.t, 360, r.lang)
		phone.Go(club)
		phone.Check()
		phone.Fill("#name", name)
		phone.Fill("#email", fmt.Sprintf("m%d@example.org", i))
		phone.Click("#consent")
		phone.Screenshot(r.lang + "-start")
		phone.Follow("main form button[type=submit]")
		phone.Check()
		phone.Screenshot(r.lang + "-answers")
		webtest.Eval[bool](phone, fmt.Sprintf(fillAnswers, i))
		phone.Follow("#answers button[type=submit]:not([formaction])")
		phone.Check()
		phone.Screenshot(r.lang + "-receipt")
		if i == 0 {
			r.member = phone.URL()
		}
		if !strings.Contains(phone.URL(), "/m/") {
			r.t.Fatalf("after answering %s is at %s: %s", name, phone.URL(), phone.Text("main"))
		}
	}
}

// fillAnswers presses the i-th choice of every question, as a finger would.
const fillAnswers = `(() => {
	const i = %d, form = document.getElementById("answers"), groups = {};
	for (const e of form.elements) {
		if (e.name.startsWith("q") && e.type === "radio") (groups[e.name] ??= []).push(e);
		else if (e.name.startsWith("q") && e.type === "checkbox" && (Number(e.value) + i) %% 3 !== 0) e.click();
		else if (e.name.startsWith("q") && e.inputMode === "decimal") e.value = 3 + i;
		else if (e.tagName === "SELECT") e.selectedIndex = 1 + i;
	}
	for (const g of Object.values(groups)) g[(i + 1) %% g.length].click();
	return true;
})()`

func (r *browserRound) importMembers() {
	file := filepath.Join(r.t.TempDir(), "roster.csv")
	if err := os.WriteFile(file, []byte(roster), 0o600); err != nil {
		r.t.Fatal(err)
	}
	r.look("/import", "import")
	r.tab.Upload("#file", file)
	r.tab.Follow("form[action$='/import'] button")
	r.checked("mapping")
	r.tab.Follow("form[action*='/imports/'] button[type=submit]")
	r.tab.Until("the import", `!document.querySelector("noscript") || !document.querySelector("progress")`)
	r.look("/members", "members")
	r.look("/responses", "responses")
}

func (r *browserRound) groups() {
	r.look("/groups", "groups")
	if n := webtest.Eval[int](r.tab, `document.querySelectorAll("svg[role=img]").length`); n < 5 {
		r.t.Errorf("the groups page has %d charts, want the map, two curves, the tree and the shares", n)
	}
	r.tab.Set("select[name=linkage]", "average")
	r.tab.Follow(".choices button")
	r.checked("groups-average")
}

// setRule keeps Nora Lee and Max Roth apart.
func (r *browserRound) setRule() {
	r.look("/teams/rules/new?kind=count", "rule")
	r.tab.Go(r.season + "/teams")
	r.tab.Set("#kind", "apart")
	r.tab.Follow(".rule-add button")
	r.checked("rule-apart")
	webtest.Eval[bool](r.tab, `(() => { for (const l of document.querySelectorAll(".people-list label")) if (/Nora Lee|Max Roth/.test(l.textContent)) l.click(); return true })()`)
	r.tab.Follow("form[action$='/rules?kind=apart'] button[type=submit]")
	r.checked("teams")
	if cards := r.tab.Text(".rule-cards"); !strings.Contains(cards, "Nora Lee") || !strings.Contains(cards, "Max Roth") {
		r.t.Errorf("after making a card to keep two apart the cards are %q", cards)
	}
}

func (r *browserRound) form() {
	r.tab.Fill("#ideal", "3")
	r.tab.Follow(".form-teams button.big")
	r.proposal = r.tab.URL()
	r.tab.Until("forming", `document.querySelectorAll("[data-team]").length === 3`)
	r.checked("proposal")
	if webtest.Eval[bool](r.tab, `[...document.querySelectorAll("[data-team]")].some(u => /Nora Lee/.test(u.textContent) && /Max Roth/.test(u.textContent))`) {
		r.t.Errorf("two whom a card keeps apart share a team: %s", r.tab.Text(".team-cards"))
	}
}

// first is who is in the first team.
func (r *browserRound) first() string { return r.tab.Text("[data-team='0'] .team-members") }

// becomes waits until the first team is the wanted one, or not, after what was done.
func (r *browserRound) becomes(what string, same bool, team string) {
	r.t.Helper()
	r.tab.Until(what, fmt.Sprintf(`(document.querySelector("[data-team='0'] .team-members").innerText === %q) === %v`, team, same))
}

// moveByKeyboard trades two members' places with keys alone, and undoes it, in place.
func (r *browserRound) moveByKeyboard() {
	before := webtest.Eval[string](r.tab, `document.querySelector("[data-team='0'] .team-members").innerText`)
	webtest.Eval[bool](r.tab, `(() => { document.querySelector("[data-team='0'] a.member-name").focus(); return true })()`)
	r.tab.Key("Enter", false)
	r.tab.Wait("#places [name=target]")
	r.checked("move")
	for range 2 { // the next team, and who is first there
		r.tab.Key("ArrowDown", false)
	}
	r.tab.Key("Enter", false)
	r.becomes("trading places", false, before)
	r.tab.Click("form[action$='/undo'] button")
	r.becomes("undo", true, before)
	r.tab.Click("form[action$='/redo'] button")
	r.becomes("redo", false, before)
	r.checked("moved")
}

// moveByDrag drags a member onto another team, which takes them at once.
func (r *browserRound) moveByDrag() {
	from := webtest.Eval[string](r.tab, `document.querySelector("[data-team='0'] .team-members").innerText`)
	r.tab.Drag("[data-team='0'] li:first-child", "[data-team='1'] .team-says")
	r.becomes("dragging a member off", false, from)
	r.checked("dragged")
	r.look(strings.TrimPrefix(r.proposal, r.season)+"/repair", "repair")
	r.look(strings.TrimPrefix(r.proposal, r.season)+"/compare", "compare")
}

// lockAndFormAnew locks the first team, which then stays as it is while the others are formed anew.
func (r *browserRound) lockAndFormAnew() {
	r.tab.Go(r.proposal)
	r.tab.Click("[name='lock_team']")
	r.tab.Wait("[data-team='0'] .lock-mark")
	r.checked("locked")
	locked := r.first()
	r.tab.Follow("form[action$='/again'] button")
	r.proposal = r.tab.URL()
	r.tab.Until("forming anew", `document.querySelectorAll("[data-team]").length === 3`)
	if got := r.first(); got != locked {
		r.t.Errorf("after forming the rest anew the locked team is %q, want %q", got, locked)
	}
}

// publish shows a member the team as the organizer sees it.
func (r *browserRound) publish() {
	r.tab.Go(r.proposal)
	r.tab.Follow("a[href$='/publish']")
	r.checked("publish-asks") // as no card heeds whom members avoid
	r.tab.Follow("form[action$='/publish'] button")
	r.checked("published")
	own := webtest.Eval[[]string](r.tab, `[...document.querySelectorAll("[data-team]")].map(u => [...u.querySelectorAll(".member-name")].map(a => a.textContent.trim())).find(names => names.includes("김민준"))`)
	r.look(strings.TrimPrefix(r.proposal, r.season)+"/print", "print")
	phone := r.b.Tab(r.t, 360, r.lang)
	phone.Go(r.member)
	phone.Check()
	phone.Screenshot(r.lang + "-own-team")
	mates := phone.Text(".lines")
	for _, name := range own {
		if name != "김민준" && !strings.Contains(mates, name) {
			r.t.Errorf("the member's page says %q, want all of %q but 김민준", mates, own)
		}
	}
	if text := phone.Text("main"); !strings.Contains(text, map[string]string{"en": "Hours in common", "ko": "함께 비는 시간"}[r.lang]) {
		r.t.Errorf("the member's page says nothing of common hours: %s", text)
	}
}

// export presses the links to the roster's files and reads what comes.
func (r *browserRound) export() {
	r.tab.Go(r.proposal)
	fetched := func(link string) []byte {
		js := fmt.Sprintf(`fetch(document.querySelector("a[href$='%s']").href).then(a => a.arrayBuffer()).then(b => btoa(String.fromCharCode(...new Uint8Array(b))))`, link)
		data, err := base64.StdEncoding.DecodeString(webtest.Eval[string](r.tab, js))
		if err != nil {
			r.t.Fatalf("fetch %s: %v", link, err)
		}
		return data
	}
	checkRosterCSV(r.t, fetched("/roster.csv"))
	checkRosterXLSX(r.t, fetched("/roster.xlsx"))
}

// phonePages looks at the organizer's pages on a phone.
func (r *browserRound) phonePages() {
	phone := r.b.Tab(r.t, 360, r.lang)
	phone.Go(r.base + "/signin")
	phone.Check()
	phone.Fill("#email", "mina@example.org")
	phone.Fill("#password", "a long enough sentence")
	phone.Follow("main button[type=submit]")
	for name, address := range map[string]string{
		"season": r.season, "survey": r.season + "/survey", "members": r.season + "/members", "groups": r.season + "/groups",
		"teams": r.season + "/teams", "proposal": r.proposal, "responses": r.season + "/responses",
	} {
		phone.Go(address)
		phone.Check()
		phone.Screenshot(r.lang + "-phone-" + name)
	}
}
