package webtest

import (
	"context"
	_ "embed"
	"fmt"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

//go:embed axe.min.js
var axe string

// expected are parts of messages that are no fault of a page: what axe-core causes, and a form that comes back to
// be mended, or because somebody else was quicker. What the pages' policy blocks is found by [watch] instead, which knows axe-core's own styles from the page's.
var expected = []string{
	"Content Security Policy",
	"Couldn't load preload assets",
	"responded with a status of 409",
	"responded with a status of 422",
}

// watch keeps what the page's policy blocks before axe-core runs.
const watch = `window.blockedByPolicy = [];
addEventListener("securitypolicyviolation", e => { if (!window.axeHasRun) blockedByPolicy.push(e.violatedDirective + " " + e.blockedURI + " " + e.sourceFile + ":" + e.lineNumber) });
`

// Check fails the test for what axe-core finds on the page, in light and in dark, for what was written to the console,
// and where the page is wider than its window.
func (tab *Tab) Check() {
	tab.t.Helper()
	tab.Until("loading the styles", `document.readyState === "complete"`)
	for _, b := range Eval[[]string](tab, "blockedByPolicy") {
		tab.t.Errorf("%s: blocked by the policy: %s", tab.where(), b)
	}
	if Eval[bool](tab, `!window.axe`) {
		Eval[bool](tab, axe+"\ntrue")
	}
	// In the dark only the colours are others.
	for _, look := range []struct{ scheme, rules string }{{"dark", `runOnly: ["color-contrast"]`}, {"light", `resultTypes: ["violations"]`}} {
		tab.Scheme(look.scheme)
		for _, f := range Eval[[]string](tab, fmt.Sprintf(axeRun, look.rules)) {
			tab.t.Errorf("%s: axe, %s: %s", tab.where(), look.scheme, f)
		}
	}
	if over := Eval[int](tab, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
		tab.t.Errorf("%s: the page is %d pixels wider than its window", tab.where(), over)
	}
	for _, f := range Eval[[]string](tab, lookOver) {
		tab.t.Errorf("%s: %s", tab.where(), f)
	}
	tab.mu.Lock()
	defer tab.mu.Unlock()
	for _, m := range tab.console {
		tab.t.Errorf("%s: console: %s", tab.where(), m)
	}
	tab.console = nil
}

// Scheme shows the pages as to somebody who prefers the colours "light" or "dark". Nothing moves from one to the other
// gradually: axe-core would measure the contrast of colours on their way.
func (tab *Tab) Scheme(scheme string) {
	tab.t.Helper()
	tab.do("prefer "+scheme, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}})
		return err
	}))
}

// Motion shows the pages as to somebody who has nothing against motion.
func (tab *Tab) Motion() {
	tab.t.Helper()
	tab.do("allow motion", chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{})
		return err
	}))
}

// ForcedColours shows the pages as to somebody who chose few colours for all pages.
func (tab *Tab) ForcedColours() {
	tab.t.Helper()
	tab.do("force colours", chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}}})
		return err
	}))
}

// axeRun returns a line for each thing that breaks a rule; %s says which rules.
const axeRun = `window.axeHasRun = true, axe.run(document, {%s}).then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ": " + v.help + ": " + n.target.join(" ") + ": " + (n.failureSummary || "").replace(/\s+/g, " "))))`

// lookOver names the words of charts that their edge cuts, and those of ticks that begin below them.
const lookOver = `[...document.querySelectorAll("svg text")].filter(t => {
	const word = t.getBoundingClientRect(), chart = t.ownerSVGElement.getBoundingClientRect()
	return word.left < chart.left - 1 || word.right > chart.right + 1
}).map(t => "a chart cuts: " + t.textContent).concat([...document.querySelectorAll("label > :is([type=radio], [type=checkbox])")].filter(tick => {
	const words = document.createRange()
	words.selectNodeContents(tick.parentElement)
	words.setStartAfter(tick)
	const first = [...words.getClientRects()].find(r => r.width > 0 && r.height > 0)
	return first && first.width > 1 && tick.offsetWidth > 1 && first.top >= tick.getBoundingClientRect().bottom
}).map(tick => "words stand below their tick: " + tick.parentElement.textContent))`
