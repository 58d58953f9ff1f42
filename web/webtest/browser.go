// Package webtest drives Chromium through the pages for tests: it opens tabs of a width and a
// language, fills in forms, and checks every page it sees with axe-core and for console messages.
package webtest

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

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

// Rounds is how often a test does what it does at random: few times, or with DURE_TEST_ROUNDS=all as often as all says.
func Rounds(few, all int) int {
	if os.Getenv("DURE_TEST_ROUNDS") == "all" {
		return all
	}
	return few
}

// A Browser is the Chromium of all tests of a package. What one test's tabs keep, those of another do not see.
type Browser struct{ ctx context.Context }

// Main runs the tests of a package, with a folder of their own for what is kept for a while, and then ends the Chromium that they had. It returns what
// to exit with.
func Main(m interface{ Run() int }) int {
	dir, err := os.MkdirTemp("", "dure")
	if err != nil {
		panic(err)
	}
	os.Setenv("TMPDIR", dir)
	defer os.RemoveAll(dir)
	// Tests wait for pages and for the disk. A -parallel of the command line wins.
	_ = flag.Set("test.parallel", strconv.Itoa(2*runtime.GOMAXPROCS(0)))
	defer func() { end() }()
	return m.Run()
}

// Parallel lets the test run beside others, however often it is said. Parts of tests stay one after another.
func Parallel(t testing.TB) {
	if whole, ok := t.(*testing.T); ok && !strings.Contains(t.Name(), "/") {
		if _, again := parallel.LoadOrStore(whole, true); !again {
			whole.Parallel()
		}
	}
}

var parallel sync.Map

// end ends the Chromium that runs.
var end = func() {}

// New returns the Chromium, which the first test starts, or skips the test where there is none, or DURE_TEST_BROWSER=no says to do without. The
// test is one of those that run in [Parallel].
func New(t testing.TB) *Browser {
	t.Helper()
	if os.Getenv("DURE_TEST_BROWSER") == "no" {
		t.Skip("DURE_TEST_BROWSER=no")
	}
	Parallel(t)
	Require(t, "Chromium (apt-get install chromium)", chromium() != "")
	b, err := start()
	if err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return b
}

// start starts Chromium, in which a tab works on while another has the focus.
var start = sync.OnceValues(func() (*Browser, error) {
	alloc, cancelAlloc := chromedp.NewExecAllocator(context.Background(), chromedp.ExecPath(chromium()), chromedp.Headless, chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-background-timer-throttling", true),
		chromedp.Flag("disable-backgrounding-occluded-windows", true), chromedp.Flag("disable-renderer-backgrounding", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("font-render-hinting", "none"))
	ctx, cancel := chromedp.NewContext(alloc)
	end = func() { cancel(); cancelAlloc() }
	return &Browser{ctx}, chromedp.Do(ctx)
})

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
	end      context.CancelFunc // of a page beside another
	taps     int
}

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
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watch})
		return err
	}
	// The first run opens the tab, which ends with the context of that run: not one with a time limit.
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 800), chromedp.Func(headers), chromedp.Func(script)); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	go tab.listen(chromedp.Console(ctx))
	return tab
}

// Screen gives the tab a screen of so many CSS pixels, each of which is scale dots wide and high: zoomed by as much.
func (tab *Tab) Screen(width, height int64, scale float64) {
	tab.t.Helper()
	tab.do("change the screen", chromedp.EmulateViewport(width, height, chromedp.EmulateScale(scale)))
}

// Touch makes the tab a phone's, of so many pixels.
func (tab *Tab) Touch(width, height int64) {
	tab.t.Helper()
	tab.do("become a phone", chromedp.EmulateViewport(width, height, chromedp.EmulateMobile, chromedp.EmulateTouch))
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
	err := chromedp.Do(ctx, steps...)
	for range 3 {
		if err == nil || !overtaken(err) {
			break
		}
		err = chromedp.Do(ctx, steps...)
	}
	if err != nil {
		tab.t.Fatalf("%s at %s: %v", what, tab.where(), err)
	}
}

// overtaken reports whether a step failed because the page did something itself at that moment: it drew what was to be pressed anew, or went on to
// another page before this one was there.
func overtaken(err error) bool {
	return strings.Contains(err.Error(), "Could not find node with given id") || strings.Contains(err.Error(), "net::ERR_ABORTED")
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

// Eval returns the value of a JavaScript expression on the page.
func Eval[T any](tab *Tab, js string) T {
	tab.t.Helper()
	v, err := evaluate[T](tab, js)
	if err != nil {
		tab.t.Fatalf("evaluate %.80s at %s: %v", js, tab.where(), err)
	}
	return v
}

// Try is [Eval] on a page that may just be going, and so may not answer.
func Try[T any](tab *Tab, js string) (T, error) { return evaluate[T](tab, js) }

func evaluate[T any](tab *Tab, js string) (T, error) {
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
}

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
	shot, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, strings.ReplaceAll(name, "/", "-")+".png"), shot, 0o644)
	}
	if err != nil {
		tab.t.Fatalf("screenshot %s: %v", name, err)
	}
}

// Picture returns what the selector names as it looks.
func (tab *Tab) Picture(sel string) image.Image {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	shot, err := chromedp.Run(ctx, chromedp.Screenshot(chromedp.CSS(sel)))
	if err != nil {
		tab.t.Fatalf("picture of %s at %s: %v", sel, tab.where(), err)
	}
	look, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		tab.t.Fatalf("picture of %s at %s: %v", sel, tab.where(), err)
	}
	return look
}
