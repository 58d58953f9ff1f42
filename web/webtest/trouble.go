package webtest

import (
	"context"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Offline takes the tab's connection away, or gives it back. The page hears of it, as on a phone.
func (tab *Tab) Offline(gone bool) {
	tab.t.Helper()
	tab.forgive("net::ERR_INTERNET_DISCONNECTED")
	tab.do("change the connection", chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		conditions := &network.Conditions{Offline: gone, DownloadThroughput: -1, UploadThroughput: -1}
		_, err := chromedp.Call(ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{conditions}})
		if err != nil {
			return err
		}
		_, err = chromedp.Call(ctx, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: gone, DownloadThroughput: -1, UploadThroughput: -1})
		return err
	}))
}

// As makes the tab call itself by the user agent, as the browser of an app does.
func (tab *Tab) As(userAgent string) {
	tab.t.Helper()
	tab.do("be "+userAgent, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: userAgent})
		return err
	}))
}

// Before runs the script in every page before its own.
func (tab *Tab) Before(script string) {
	tab.t.Helper()
	tab.do("add a script", chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
		return err
	}))
}

// NoStorage is a browser that keeps nothing on the device: asking for its storage throws, and it gives cookies to no script.
const NoStorage = `for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError") } });
Object.defineProperty(document, "cookie", { get: () => "", set() {} });`

// Beside opens a page beside the tab's, of the same visitor.
func (tab *Tab) Beside() *Tab {
	tab.t.Helper()
	ctx, cancel := chromedp.NewContext(tab.ctx)
	tab.t.Cleanup(cancel)
	other := &Tab{t: tab.t, ctx: ctx, end: cancel}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(360, 800)); err != nil {
		tab.t.Fatalf("open a page beside: %v", err)
	}
	go other.listen(chromedp.Console(ctx))
	return other
}

// Forgive takes messages of the console with these parts for no fault of a page: the test causes them on purpose.
func (tab *Tab) Forgive(parts ...string) {
	for _, part := range parts {
		tab.forgive(part)
	}
}

// Close closes a page that was opened beside another.
func (tab *Tab) Close() { tab.end() }

// Back goes back as by the browser's button, and waits until the page is there.
func (tab *Tab) Back() {
	tab.t.Helper()
	at := tab.URL()
	_, _ = evaluate[bool](tab, `(history.back(), true)`)
	for deadline := time.Now().Add(patience); tab.URL() == at; <-time.After(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			tab.t.Fatalf("going back from %s leads nowhere", at)
		}
	}
}
