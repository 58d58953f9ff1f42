package web_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"dure/survey"
	"dure/web/webtest"
)

// Over dozens of random interruptions on two devices of each member, some of which kill the server, nothing is missing that a page had called saved, and nothing that was typed
// more than a second before. It is kept, or a page shows it: where both devices answered the same question, beside the other's.
func TestInterruptionsLoseNothing(t *testing.T) {
	times := webtest.Rounds(10, 25)
	browser := webtest.New(t)
	s := newSite(t)
	s.ask(sixTexts()...)
	members := []survey.Member{s.member("Mina0"), s.member("Mina1"), s.member("Mina2"), s.member("Mina3")}
	server := s.killable()
	t.Run("members", func(t *testing.T) {
		for n, m := range members {
			t.Run(m.Name, func(t *testing.T) {
				t.Parallel()
				for _, lost := range disturb(t, server, browser, m, times, rand.New(rand.NewPCG(19, uint64(n))), nil) {
					t.Error(lost)
				}
			})
		}
	})
	if server.kills < times/5 {
		t.Errorf("the server was killed %d times, want %d or more", server.kills, times/5)
	}
}

// Where the copy on the device goes before the server has answered, the interruptions show that something is lost.
func TestInterruptionsShowALoss(t *testing.T) {
	browser := webtest.New(t)
	s := newSite(t)
	s.ask(sixTexts()...)
	forges := func(script string) string {
		return strings.NewReplacer("keep(unsaved());", "drop(mine);", "put(mine, unsaved());", "drop(mine);").Replace(script)
	}
	m := s.member("Mina")
	if lost := disturb(t, s.killable(), browser, m, 20, rand.New(rand.NewPCG(19, 1)), forges); len(lost) == 0 {
		t.Error("20 interruptions without a copy on the device lose nothing, so that no loss would be noticed")
	}
}

func sixTexts() []survey.Question {
	var all []survey.Question
	for n := range 6 {
		all = append(all, survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": fmt.Sprintf("Text %d", n+1)}})
	}
	return all
}

// A device is one of a member's: it types into fields of its own and into one that both have.
type device struct {
	name   string
	fields []int
	home   *webtest.Tab // stays, so that the browser keeps what the device stores
	page   *webtest.Tab
	typed  map[int][]typing
	shown  string // all that its pages showed
}

type typing struct {
	what string
	at   time.Time
	safe bool // it was called saved, or stood on the page for more than a second
}

// A sight is what a page shows.
type sight struct {
	State  string            `json:"state"`
	Values map[string]string `json:"values"`
	Text   string            `json:"text"`
	Sent   bool              `json:"sent"`
	Copies int               `json:"copies"`
}

const look = `({
	state: document.querySelector("[data-saved]")?.dataset.saved ?? "",
	values: Object.fromEntries([...document.querySelectorAll("#answers input[type=text]")].map(f => [f.name, f.value])),
	text: document.body.innerText,
	sent: Boolean(document.querySelector("h1[data-kept]")),
	copies: Object.keys(localStorage).length,
})`

// look notes what the page shows and calls saved. It reports whether the page could say.
func (d *device) look() (sight, bool) {
	now, err := webtest.Try[sight](d.page, look)
	if err != nil {
		return now, false
	}
	d.shown += now.Text + fmt.Sprint(now.Values)
	for n, all := range d.typed {
		if value := now.Values["q"+strconv.Itoa(n)]; now.State == "yes" && len(all) > 0 && all[len(all)-1].what == value {
			all[len(all)-1].safe = true
		}
	}
	return now, true
}

// leaves notes that the page is about to go: what was typed more than a second ago must stay.
func (d *device) leaves() {
	for _, all := range d.typed {
		for i := range all {
			all[i].safe = all[i].safe || time.Since(all[i].at) > time.Second
		}
	}
}

// last are the last text that is safe, and those that were typed after it.
func (d *device) last(field int) []string {
	var all []string
	for _, t := range slices.Backward(d.typed[field]) {
		if all = append(all, t.what); t.safe {
			return all
		}
	}
	return nil
}

// disturb has a member type on two devices while all is interrupted, so many times, and returns what is missing then.
func disturb(t *testing.T, server *killable, browser *webtest.Browser, m survey.Member, times int, rng *rand.Rand, forges func(string) string) (lost []string) {
	wire := server.s.wire()
	wire.forges = forges
	own := wire.url + "/m/" + string(m.Token) + "/answers"
	both := []*device{{name: "a", fields: []int{1, 2, 5}}, {name: "b", fields: []int{3, 4, 5}}}
	for _, d := range both {
		d.home, d.typed = browser.Tab(t, 360, "en"), map[int][]typing{}
		d.home.Forgive(failed...)
		d.page = d.home.Beside()
		d.page.Forgive(append(failed, "responded with a status of 500")...)
		server.opens(d, own)
	}
	wire.posts(fates(rand.New(rand.NewPCG(rng.Uint64(), rng.Uint64())), forges != nil))
	for n := range times {
		d := both[rng.IntN(2)]
		field := d.fields[rng.IntN(len(d.fields))]
		what := fmt.Sprintf("%s%d-%d", d.name, field, n)
		set := fmt.Sprintf(`(f => { if (!f) return false; f.value = %q; f.dispatchEvent(new Event("input", { bubbles: true })); return true })(document.querySelector("#q%d"))`, what, field)
		d.look()
		if ok, err := webtest.Try[bool](d.page, set); ok && err == nil {
			d.typed[field] = append(d.typed[field], typing{what: what, at: time.Now()})
		}
		pause(rng, 1600)
		for _, d := range both {
			d.look()
		}
		interrupt(server, d, own, rng)
	}
	<-time.After(4 * time.Second) // what is still on its way comes
	wire.passes()
	var seen strings.Builder
	for _, d := range both {
		d.leaves()
		seen.WriteString(d.comesBack(server, own))
	}
	seen.WriteString(server.keeps(m))
	for i, d := range both {
		for field := range d.typed {
			is := func(what string) bool {
				return strings.Contains(seen.String(), what) || field == 5 && strings.Contains(both[1-i].shown, what)
			}
			if last := d.last(field); len(last) > 0 && !slices.ContainsFunc(last, is) {
				lost = append(lost, fmt.Sprintf("%s: of question %d none of %q is kept or shown, of which the last was safe", m.Name, field, last))
			}
		}
	}
	return lost
}

// comesBack opens the form again until nothing is left on the device that only waits, and returns what the pages show.
func (d *device) comesBack(server *killable, own string) (seen string) {
	for range 3 {
		server.opens(d, own)
		var now sight
		for range 8 {
			<-time.After(400 * time.Millisecond)
			if now, _ = d.look(); now.Copies == 0 && now.State != "wait" {
				break
			}
		}
		if seen += now.Text + fmt.Sprint(now.Values); now.Copies == 0 {
			return seen
		}
	}
	return seen
}

func pause(rng *rand.Rand, ms int) { <-time.After(time.Duration(rng.IntN(ms)) * time.Millisecond) }

// interrupt does something to the page or to the server.
func interrupt(server *killable, d *device, own string, rng *rand.Rand) {
	switch rng.IntN(8) {
	case 0: // the form is loaded anew
		d.leaves()
		server.opens(d, own)
	case 1: // and left, and come back to
		d.leaves()
		d.page.Go("about:blank")
		d.page.Back()
	case 2: // the page is closed, and another opened
		d.leaves()
		d.page.Close()
		d.page = d.home.Beside()
		d.page.Forgive(append(failed, "responded with a status of 500")...)
		server.opens(d, own)
	case 3, 4: // it is sent, as far as it is
		_, _ = webtest.Try[bool](d.page, `(document.querySelector(".send button")?.click(), true)`)
		pause(rng, 2500)
		d.look()
		d.leaves()
		server.opens(d, own)
	case 5: // the connection is gone for a while
		d.page.Offline(true)
		pause(rng, 1800)
		d.look()
		d.page.Offline(false)
	case 6: // the server is killed, and begins anew
		server.again()
	}
}

// fates has what is sent pass, or come late, after what was sent later, not at all, or without the answer coming back. A worse line lets nothing
// pass.
func fates(rng *rand.Rand, worse bool) func(w http.ResponseWriter, r *http.Request, pass http.HandlerFunc) {
	var one sync.Mutex
	overtaken := make(chan bool)
	return func(w http.ResponseWriter, r *http.Request, pass http.HandlerFunc) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		r = r.WithContext(context.WithoutCancel(r.Context())) // it arrives, though its page is gone
		r.Body = io.NopCloser(bytes.NewReader(body))
		most := 10
		if worse {
			most = 2
		}
		one.Lock()
		fate, wait := rng.IntN(most), time.Duration(rng.IntN(2000))*time.Millisecond
		one.Unlock()
		switch fate {
		case 0:
			cut(w, r, pass)
		case 1:
			busy(w, r, pass)
			return
		case 2:
			pass(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		case 3:
			<-time.After(wait)
		case 4, 5:
			select {
			case overtaken <- true:
			case <-time.After(3 * time.Second):
			}
		default:
			defer func() {
				select {
				case <-overtaken:
				default:
				}
			}()
		}
		pass(w, r)
	}
}
