package webtest

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Click presses what the CSS selector names. It waits until that can be seen and stands still.
func (tab *Tab) Click(sel string) {
	tab.t.Helper()
	tab.do("find "+sel, chromedp.ScrollIntoView(chromedp.CSS(sel)))
	tab.stands(sel)
	tab.do("click "+sel, chromedp.Click(chromedp.CSS(sel), chromedp.NodeVisible))
}

// stands waits until what the selector names is at one place for three frames: what comes into sight is drawn, and may move what is below it from under
// the pointer.
func (tab *Tab) stands(sel string) {
	tab.t.Helper()
	Eval[bool](tab, fmt.Sprintf(`(async () => {
		const frame = () => new Promise(next => { requestAnimationFrame(next); setTimeout(next, 100) })
		const place = () => JSON.stringify(document.querySelector(%q)?.getBoundingClientRect())
		for (let same = 0, before = place(), frames = 0; same < 2 && frames < 300; frames++) {
			await frame()
			const now = place()
			same = now === before ? same + 1 : 0
			before = now
		}
		return true
	})()`, sel))
}

// Follow presses what leads to another page (a link, a form's button) and waits until that is loaded.
func (tab *Tab) Follow(sel string) {
	tab.t.Helper()
	tab.do("follow "+sel, chromedp.ScrollIntoView(chromedp.CSS(sel)))
	tab.stands(sel)
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.WaitEvent(page.LoadEventFired, nil, chromedp.Click(chromedp.CSS(sel), chromedp.NodeVisible))); err != nil {
		tab.t.Fatalf("follow %s at %s: %v", sel, tab.where(), err)
	}
}

// Focus gives what the selector names the focus.
func (tab *Tab) Focus(sel string) {
	tab.t.Helper()
	tab.Wait(sel)
	Eval[bool](tab, fmt.Sprintf(`(document.querySelector(%q).focus(), true)`, sel))
}

// Middle scrolls to what the selector names.
func (tab *Tab) Middle(sel string) {
	tab.t.Helper()
	Eval[bool](tab, fmt.Sprintf(`(document.querySelector(%q).scrollIntoView({ block: "center" }), true)`, sel))
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

// Press sends a key to what has the focus.
func (tab *Tab) Press(key string) {
	tab.t.Helper()
	tab.do("press "+key, chromedp.KeyEvent(key))
}

// Compose puts letters together in what has the focus, as an input method does: they stay open until [Tab.Commit] ends them.
func (tab *Tab) Compose(text string) {
	tab.t.Helper()
	end := int64(len([]rune(text)))
	tab.do("compose "+text, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, input.ImeSetComposition, input.ImeSetCompositionParams{Text: text, SelectionStart: end, SelectionEnd: end})
		return err
	}))
}

// Commit ends what is composed with the text.
func (tab *Tab) Commit(text string) {
	tab.t.Helper()
	tab.do("commit "+text, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: text})
		return err
	}))
}

// Key presses a key, such as "Enter", and lets it go. Composing, it belongs to the input method, as its code 229 says, and is held.
func (tab *Tab) Key(key string, composing bool) {
	tab.t.Helper()
	code := map[string]int64{"Enter": 13, "Escape": 27, "ArrowUp": 38, "ArrowDown": 40, "Tab": 9}[key]
	if composing {
		code = 229
	}
	tab.do("press "+key, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		down := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Key: key, Code: key, WindowsVirtualKeyCode: code}
		if !composing && key == "Enter" {
			down.Type, down.Text = input.DispatchKeyEventTypeKeyDown, "\r"
		}
		_, err := chromedp.Call(ctx, input.DispatchKeyEvent, down)
		if err == nil && !composing {
			down.Type, down.Text = input.DispatchKeyEventTypeKeyUp, ""
			_, err = chromedp.Call(ctx, input.DispatchKeyEvent, down)
		}
		return err
	}))
}

// Drag moves the pointer from the middle of one element to the middle of another with the button held.
func (tab *Tab) Drag(from, to string) {
	tab.t.Helper()
	tab.do("drag "+from, chromedp.ScrollIntoView(chromedp.CSS(from)), chromedp.DragAndDrop(chromedp.CSS(from), chromedp.CSS(to)))
}

// Finger moves a finger on the screen from the middle of one element to the middle of another.
func (tab *Tab) Finger(from, to string) {
	tab.t.Helper()
	tab.stroke(from, to, finger, func([]float64) {})
	time.Sleep(apartTaps)
	tab.taps++
}

// Carry does the same after a long press, by which things are dragged, and once the selector names something visible, if any is given: things move then.
func (tab *Tab) Carry(from, to, visible string) {
	tab.t.Helper()
	tab.stroke(from, to, finger, func([]float64) {
		time.Sleep(longPress)
		if visible != "" {
			tab.Wait(visible)
		}
	})
	time.Sleep(apartTaps)
	tab.taps++
}

// Haul is [Tab.Drag] of what begins to move with the pointer: that goes on once the selector names something visible.
func (tab *Tab) Haul(from, to, visible string) {
	tab.t.Helper()
	tab.stroke(from, to, mouse, func(begin []float64) {
		tab.do("drag "+from, mouse(input.DispatchTouchEventTypeTouchMove, begin[0]+10, begin[1]))
		tab.Wait(visible)
	})
}

// stroke lays something on the middle of one element, and after a rest moves it to where the other is then.
func (tab *Tab) stroke(from, to string, by pointer, rest func(begin []float64)) {
	tab.t.Helper()
	middle := func(sel string) []float64 {
		tab.stands(sel)
		return Eval[[]float64](tab, fmt.Sprintf(`(({ x, y, width, height }) => [x + width / 2, y + height / 2])(document.querySelector(%q).getBoundingClientRect())`, sel))
	}
	tab.Middle(from)
	begin := middle(from)
	tab.do("lay on "+from, by(input.DispatchTouchEventTypeTouchStart, begin[0], begin[1]))
	rest(begin)
	end := middle(to)
	const steps = 10
	for i := 1; i <= steps; i++ {
		part := float64(i) / steps
		tab.do("move to "+to, by(input.DispatchTouchEventTypeTouchMove, begin[0]+part*(end[0]-begin[0]), begin[1]+part*(end[1]-begin[1])))
	}
	tab.do("lift at "+to, by(input.DispatchTouchEventTypeTouchEnd, end[0], end[1]))
}

// A pointer is what touches the screen.
type pointer func(how input.DispatchTouchEventType, x, y float64) chromedp.Action[chromedp.Void]

func finger(how input.DispatchTouchEventType, x, y float64) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		if how == input.DispatchTouchEventTypeTouchEnd {
			return touch(ctx, how)
		}
		return touch(ctx, how, &input.TouchPoint{X: x, Y: y})
	})
}

func mouse(how input.DispatchTouchEventType, x, y float64) chromedp.Action[chromedp.Void] {
	does := map[input.DispatchTouchEventType]input.DispatchMouseEventType{
		input.DispatchTouchEventTypeTouchStart: input.DispatchMouseEventTypeMousePressed, input.DispatchTouchEventTypeTouchMove: input.DispatchMouseEventTypeMouseMoved,
		input.DispatchTouchEventTypeTouchEnd: input.DispatchMouseEventTypeMouseReleased,
	}[how]
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: does, X: x, Y: y, Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1})
		return err
	})
}

// apartTaps is how long a finger is off the screen between a stroke and a tap, as nobody's is shorter: of what follows at once, browsers make no click.
const apartTaps = 400 * time.Millisecond

func touch(ctx context.Context, how input.DispatchTouchEventType, points ...*input.TouchPoint) error {
	_, err := chromedp.Call(ctx, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: how, TouchPoints: append([]*input.TouchPoint{}, points...)})
	return err
}

// Tap touches the middle of what the selector names with a finger, which must lie on top there.
func (tab *Tab) Tap(sel string) {
	tab.t.Helper()
	tab.do("tap "+sel, tab.tap(sel, 0))
}

// TapOn is [Tab.Tap] on what leads to another page. It waits until that is loaded.
func (tab *Tab) TapOn(sel string) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.WaitEvent(page.LoadEventFired, nil, tab.tap(sel, 0))); err != nil {
		tab.t.Fatalf("tap %s at %s: %v", sel, tab.where(), err)
	}
}

func (tab *Tab) tap(sel string, hold time.Duration) chromedp.Action[chromedp.Void] {
	tab.t.Helper()
	tab.Middle(sel)
	tab.stands(sel)
	at := Eval[[]float64](tab, fmt.Sprintf(`(e => {
		const { x, y, width, height } = e.getClientRects()[0] // of a link in two lines the first
		const on = document.elementFromPoint(x + width / 2, y + height / 2)
		return e.contains(on) || e.closest("label")?.contains(on) ? [x + width / 2, y + height / 2] : []
	})(document.querySelector(%q))`, sel))
	if len(at) == 0 {
		tab.t.Fatalf("something lies on %s at %s", sel, tab.where())
	}
	tab.taps++
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		laid := make(chan error, 1)
		go func() {
			laid <- touch(ctx, input.DispatchTouchEventTypeTouchStart, &input.TouchPoint{X: at[0], Y: at[1]})
		}()
		if hold > 0 { // a tap is as short as one where the page is slow to answer, or it would be a long press
			if err := <-laid; err != nil {
				return err
			}
			laid <- nil
		}
		time.Sleep(max(hold, shortTap))
		lifted := touch(ctx, input.DispatchTouchEventTypeTouchEnd)
		if err := <-laid; err != nil {
			return err
		}
		if lifted != nil { // on a busy machine the end overtakes the start, and is refused
			return touch(ctx, input.DispatchTouchEventTypeTouchEnd)
		}
		return nil
	})
}

// Pick chooses in a drop-down list, which a phone shows as a list of its own: a tap opens that, another one chooses.
func (tab *Tab) Pick(sel, value string) {
	tab.t.Helper()
	tab.Set(sel, value)
	tab.taps += 2
}

// Taps are how often a finger has touched the tab's pages.
func (tab *Tab) Taps() int { return tab.taps }

// Rest lays a finger on the middle of what the selector names, and lifts it after as long as a long press takes.
func (tab *Tab) Rest(sel string) {
	tab.t.Helper()
	tab.do("rest a finger on "+sel, tab.tap(sel, longPress))
}

// shortTap is how long a finger is on the screen for a tap.
const shortTap = 20 * time.Millisecond

// longPress is longer than what any page takes for a long press, also where the machine is busy.
const longPress = 1500 * time.Millisecond
