// Package webtest drives Chromium through the pages for tests: it opens tabs of a width and a
// language, fills in forms, and checks every page it sees with axe-core and for console messages.
package webtest

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

//go:embed axe.min.js
var axe string

// Require skips the test, saying what is missing; with DURE_TEST_REQUIRE=all it fails instead.
func Require(t testing.TB, what string, have bool) {
	t.Helper()
	switch {
	case have:
	case os.Getenv("DURE_TEST_REQUIRE") == "all":
		t.Fatalf("needs %s, and DURE_TEST_REQUIRE=all forbids to skip", what)
	default:
		t.Skipf("needs %s", what)
	}
}

// A Browser is a Chromium of its own, which ends with the test.
type Browser struct{ ctx context.Context }

// New starts Chromium, or skips the test where there is none.
func New(t testing.TB) *Browser {
	t.Helper()
	path := chromium()
	Require(t, "Chromium (apt-get install chromium)", path != "")
	alloc, cancelAlloc := chromedp.NewExecAllocator(context.Background(), chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("font-render-hinting", "none"))
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(func() { cancel(); cancelAlloc() })
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return &Browser{ctx}
}

func chromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// A Tab is one visitor's window, with cookies of its own. Its methods fail the test.
type Tab struct {
	t       testing.TB
	ctx     context.Context
	mu      sync.Mutex
	console []string
	// forgiven are parts of messages that this tab's test causes on purpose.
	forgiven []string
}

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

// patience is how long a step may take on a busy machine.
const patience = 30 * time.Second

// Tab opens a window of the width in pixels, for a visitor who prefers the language ("en", "ko").
func (b *Browser) Tab(t testing.TB, width int64, lang string) *Tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	tab := &Tab{t: t, ctx: ctx}
	headers := func(ctx context.Context, target *chromedp.Target) error {
		_, err := chromedp.Call(ctx, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": lang}})
		return err
	}
	script := func(ctx context.Context, target *chromedp.Target) error {
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watch + axe})
		return err
	}
	// The first run opens the tab, which ends with the context of that run: not one with a time limit.
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 800), chromedp.Func(headers), chromedp.Func(script)); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	go tab.listen(chromedp.Console(ctx))
	return tab
}

func (tab *Tab) listen(messages func(yield func(chromedp.ConsoleMessage, error) bool)) {
	for m, err := range messages {
		if err != nil {
			return
		}
		if m.Type == chromedp.ConsoleError || m.Type == chromedp.ConsoleWarning || m.IsException() {
			tab.hear(m.String())
		}
	}
}

// hear keeps a message of the page.
func (tab *Tab) hear(message string) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	for _, part := range slices.Concat(expected, tab.forgiven) {
		if strings.Contains(message, part) {
			return
		}
	}
	tab.console = append(tab.console, message)
}

func (tab *Tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		tab.t.Fatalf("%s at %s: %v", what, tab.where(), err)
	}
}

// where tells the address for a message.
func (tab *Tab) where() string {
	at, err := tab.address()
	if err != nil {
		return err.Error()
	}
	return at
}

func (tab *Tab) address() (string, error) {
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Location())
}

// Go opens an address.
func (tab *Tab) Go(url string) {
	tab.t.Helper()
	tab.do("open "+url, chromedp.Navigate(url))
}

// GoWrong opens an address that answers with the status of an error, which the browser writes to the console.
func (tab *Tab) GoWrong(url string, status int) {
	tab.t.Helper()
	tab.forgive(fmt.Sprintf("responded with a status of %d", status))
	tab.Go(url)
	if got := Eval[int](tab, `performance.getEntriesByType("navigation")[0].responseStatus`); got != status {
		tab.t.Errorf("%s answered %d, want %d", url, got, status)
	}
}

// forgive takes messages with the part for no fault of a page from now on.
func (tab *Tab) forgive(part string) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	tab.forgiven = append(tab.forgiven, part)
}

// URL returns the address of the page, also of one that is just loading itself anew and cannot answer at once.
func (tab *Tab) URL() string {
	tab.t.Helper()
	for deadline := time.Now().Add(patience); ; <-time.After(200 * time.Millisecond) {
		at, err := tab.address()
		if err == nil {
			return at
		}
		if time.Now().After(deadline) {
			tab.t.Fatalf("the address of the page: %v", err)
		}
	}
}

// Click presses what the CSS selector names. It waits until that can be seen.
func (tab *Tab) Click(sel string) {
	tab.t.Helper()
	tab.do("click "+sel, chromedp.ScrollIntoView(chromedp.CSS(sel)), chromedp.Click(chromedp.CSS(sel), chromedp.NodeVisible))
}

// Follow presses what leads to another page (a link, a form's button) and waits until that is loaded.
func (tab *Tab) Follow(sel string) {
	tab.t.Helper()
	tab.do("follow "+sel, chromedp.ScrollIntoView(chromedp.CSS(sel)))
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.WaitEvent(page.LoadEventFired, nil, chromedp.Click(chromedp.CSS(sel), chromedp.NodeVisible))); err != nil {
		tab.t.Fatalf("follow %s at %s: %v", sel, tab.where(), err)
	}
}

// Fill types text into the field that the selector names, in the place of what it held.
func (tab *Tab) Fill(sel, text string) {
	tab.t.Helper()
	tab.do("find "+sel, chromedp.WaitVisible(chromedp.CSS(sel)))
	Eval[bool](tab, fmt.Sprintf(`(() => { document.querySelector(%q).value = ""; return true })()`, sel))
	tab.do("fill "+sel, chromedp.SendKeys(chromedp.CSS(sel), text))
}

// Set gives a field its value at once, as a date picker or a drop-down list does.
func (tab *Tab) Set(sel, value string) {
	tab.t.Helper()
	js := fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.value = %q; e.dispatchEvent(new Event("input", {bubbles: true})); e.dispatchEvent(new Event("change", {bubbles: true})); return e.value === %q })()`, sel, value, value)
	if !Eval[bool](tab, js) {
		tab.t.Fatalf("%s does not take the value %q at %s", sel, value, tab.where())
	}
}

// Upload chooses a file for a file field.
func (tab *Tab) Upload(sel, path string) {
	tab.t.Helper()
	abs, err := filepath.Abs(path)
	if err != nil {
		tab.t.Fatal(err)
	}
	tab.do("choose "+path, chromedp.SetUploadFiles(chromedp.CSS(sel), []string{abs}))
}

// Wait waits until the selector names something visible.
func (tab *Tab) Wait(sel string) {
	tab.t.Helper()
	tab.do("wait for "+sel, chromedp.WaitVisible(chromedp.CSS(sel)))
}

// Until waits for the page to come to what the script tests for, as when a job ends: at most three minutes.
func (tab *Tab) Until(what, script string) {
	tab.t.Helper()
	deadline := time.Now().Add(6 * patience)
	for {
		// A page that loads itself anew meanwhile cannot answer: ask again.
		if reached, err := evaluate[bool](tab, script); err == nil && reached {
			return
		} else if time.Now().After(deadline) {
			tab.t.Fatalf("%s takes more than %v at %s (%v): %s", what, 6*patience, tab.where(), err, tab.Text("main"))
		}
		<-time.After(200 * time.Millisecond)
	}
}

// Text returns the visible text of what the selector names.
func (tab *Tab) Text(sel string) string {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	s, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS(sel), chromedp.NodeVisible))
	if err != nil {
		tab.t.Fatalf("text of %s at %s: %v", sel, tab.where(), err)
	}
	return s
}

// Press sends a key to what has the focus.
func (tab *Tab) Press(key string) {
	tab.t.Helper()
	tab.do("press "+key, chromedp.KeyEvent(key))
}

// Drag moves the pointer from the middle of one element to the middle of another with the button held.
func (tab *Tab) Drag(from, to string) {
	tab.t.Helper()
	tab.do("drag "+from, chromedp.ScrollIntoView(chromedp.CSS(from)), chromedp.DragAndDrop(chromedp.CSS(from), chromedp.CSS(to)))
}

// Finger moves a finger on the screen from the middle of one element to the middle of another.
func (tab *Tab) Finger(from, to string) {
	tab.t.Helper()
	at := Eval[[]float64](tab, fmt.Sprintf(`(document.querySelector(%q).scrollIntoView({ block: "center" }), [%[1]q, %q].flatMap(sel => {
		const { x, y, width, height } = document.querySelector(sel).getBoundingClientRect()
		return [x + width / 2, y + height / 2]
	}))`, from, to))
	tab.do("move a finger from "+from, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		touch := func(how input.DispatchTouchEventType, points ...*input.TouchPoint) error {
			_, err := chromedp.Call(ctx, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: how, TouchPoints: append([]*input.TouchPoint{}, points...)})
			return err
		}
		const steps = 10
		err := touch(input.DispatchTouchEventTypeTouchStart, &input.TouchPoint{X: at[0], Y: at[1]})
		for i := 1; i <= steps && err == nil; i++ {
			part := float64(i) / steps
			err = touch(input.DispatchTouchEventTypeTouchMove, &input.TouchPoint{X: at[0] + part*(at[2]-at[0]), Y: at[1] + part*(at[3]-at[1])})
		}
		if err != nil {
			return err
		}
		return touch(input.DispatchTouchEventTypeTouchEnd)
	}))
}

// Eval returns the value of a JavaScript expression on the page.
func Eval[T any](tab *Tab, js string) T {
	tab.t.Helper()
	v, err := evaluate[T](tab, js)
	if err != nil {
		tab.t.Fatalf("evaluate %.80s at %s: %v", js, tab.where(), err)
	}
	return v
}

func evaluate[T any](tab *Tab, js string) (T, error) {
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
}

// Check fails the test for what axe-core finds on the page, in light and in dark, for what was written to the console,
// and where the page is wider than its window.
func (tab *Tab) Check() {
	tab.t.Helper()
	tab.Until("loading the styles", `document.readyState === "complete"`)
	for _, b := range Eval[[]string](tab, "blockedByPolicy") {
		tab.t.Errorf("%s: blocked by the policy: %s", tab.where(), b)
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

// Device gives the browser a device that makes and keeps passkeys, and lets its owner pass.
func (tab *Tab) Device() {
	tab.t.Helper()
	tab.do("add a device for passkeys", chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		if _, err := chromedp.Call(ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
			return err
		}
		_, err := chromedp.Call(ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
		}})
		return err
	}))
}

// Screenshot writes a picture of the whole page to the directory that DURE_TEST_SCREENSHOTS names, if it does.
func (tab *Tab) Screenshot(name string) {
	tab.t.Helper()
	dir := os.Getenv("DURE_TEST_SCREENSHOTS")
	if dir == "" {
		return
	}
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, strings.ReplaceAll(name, "/", "-")+".png"), png, 0o644)
	}
	if err != nil {
		tab.t.Fatalf("screenshot %s: %v", name, err)
	}
}
