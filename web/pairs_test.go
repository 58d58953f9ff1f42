package web_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"dure/survey"
)

// Whoever changes what somebody else changes too, from a page that was read before, either holds with what the other did, or is told: of every two
// addresses of the table that change something of the same survey, member, proposal, club and so on, one after the other and at once.
func TestNoEditIsLostUnseen(t *testing.T) {
	s := matrixSite(t)
	_, owner, own, _ := s.everybody()
	p := pairs{kept: s.keep(), who: owner}
	p.read(own)
	for _, l := range lines(t, matrix, 8) {
		group := groupOf(l.path)
		if l.method != http.MethodPost || l.want[3] != "done" || group == "" {
			continue
		}
		e, offered := p.edit(group, fill(l.path, own), fill(l.form, own))
		if !offered {
			continue
		}
		p.all = append(p.all, e)
		for from, to := range others { // what somebody else types into the same form
			if strings.Contains(e.form, from) {
				e.form = strings.ReplaceAll(e.form, from, to)
				p.all = append(p.all, e)
			}
		}
	}
	for i := range p.all {
		p.alone(&p.all[i])
	}
	n := 0
	for i, a := range p.all {
		for _, b := range p.all[:i] {
			if a.group == b.group {
				p.after(a, b)
				p.after(b, a)
				p.atOnce(a, b)
				n++
			}
		}
	}
	if n < 150 {
		t.Errorf("only %d pairs of edits were tried", n)
	}
}

// others are in a form what somebody else might have typed in the place of what stands in the matrix.
var others = map[string]string{
	"name=New": "name=Else", "title_en=New": "title_en=Other", "closes=2026-03-20": "closes=2026-03-21", "keep=2026-12-24": "keep=2026-12-25",
	"weeks=3": "weeks=4", "role=viewer": "role=owner", "until=2026-03-09": "until=2026-03-08", "ideal=4": "ideal=3",
}

// groupOf is of what an address changes something: what is in different groups does not meet. What takes away the whole of a thing, with all that anybody
// did to it, is in none, nor what adds a line to a list, stops work, or is the visitor's own.
func groupOf(path string) string {
	for _, ends := range []string{"/:season/delete", "/:club/delete", "/leave", "/:member/remove", "/stop", "/import", "/clubs", "/frame", "/files", "/members/new", "/next", "/files/:file/delete"} {
		if strings.HasSuffix(path, ends) {
			return ""
		}
	}
	parts := strings.Split(path, "/")
	if len(parts) < 4 {
		return ""
	}
	switch {
	case parts[1] == "clubs" && slices.Contains([]string{"settings", "logo"}, parts[3]):
		return "club"
	case parts[1] == "clubs" && len(parts) > 5 && parts[3] == "organizers":
		return "organizers"
	case parts[1] != "seasons":
		return ""
	case parts[3] == "retention":
		return "settings"
	}
	return parts[3]
}

// An edit is a form as a page had it before anybody changed anything, and what it changes if nobody else does.
type edit struct {
	group, path, form string
	does              map[string]string
}

type pairs struct {
	*kept
	who   *visitor
	forms map[string][]url.Values // on pages: what they say of what they show, by their actions
	all   []edit
}

// read collects what the forms of all pages say of what they show.
func (p *pairs) read(own map[string]string) {
	p.Helper()
	p.forms = map[string][]url.Values{}
	for _, l := range lines(p.T, matrix, 8) {
		query, _, _ := strings.Cut(l.form, ";")
		at := strings.TrimSuffix(fill(l.path+"?"+query, own), "?")
		if l.method == http.MethodPost { // what leads there may stand on the page above
			at = path.Dir(fill(l.path, own))
		} else if l.want[3] != "200" || strings.HasSuffix(l.path, "events") {
			continue
		}
		for _, form := range postForm.FindAllStringSubmatch(p.who.get(at).body, -1) {
			action := at
			if a := actionOf.FindStringSubmatch(form[1]); a != nil {
				action = a[1]
			}
			action, _, _ = strings.Cut(action, "?")
			all := url.Values{}
			for _, m := range hiddenField.FindAllStringSubmatch(form[2], -1) {
				all.Set(m[1], html.UnescapeString(m[2]))
			}
			if kind := kindOf.FindStringSubmatch(form[2]); kind != nil {
				all.Set("kind", kind[1])
			}
			p.forms[action] = append(p.forms[action], all)
		}
	}
}

// edit is a form of the matrix with what the page's own says of what it shows. It reports whether there is one.
func (p *pairs) edit(group, at, form string) (edit, bool) {
	query, form, _ := strings.Cut(form, ";")
	typed, err := url.ParseQuery(form)
	p.must("read "+form, err)
	i := slices.IndexFunc(p.forms[at], func(f url.Values) bool {
		return !typed.Has("kind") || !f.Has("kind") || f.Get("kind") == typed.Get("kind")
	})
	if i < 0 {
		return edit{}, false
	}
	for _, name := range []string{"read", "revision"} {
		if f := p.forms[at][i]; f.Has(name) && !typed.Has(name) {
			form += "&" + url.Values{name: {f.Get(name)}}.Encode()
		}
	}
	return edit{group: group, path: at, form: query + ";" + strings.TrimPrefix(form, "&")}, true
}

var kindOf = regexp.MustCompile(`name="kind" value="([^"]*)"`)

// alone finds out what an edit does alone.
func (p *pairs) alone(e *edit) {
	p.Helper()
	before := p.cells()
	if said := p.post(*e); said != "" {
		p.Logf("POST %s %s is refused alone: %s", e.path, e.form, said)
	}
	e.does = map[string]string{}
	after := p.cells()
	for at, v := range after {
		if was, there := before[at]; there && was != v {
			e.does[at] = v
		}
	}
	for at := range before {
		if _, there := after[at]; !there {
			e.does[at] = "gone"
		}
	}
	p.restore()
}

func (p *pairs) after(a, b edit) {
	p.Helper()
	told := map[string]string{a.path + a.form: p.post(a)}
	told[b.path+b.form] = p.post(b)
	p.check(a, b, told, "after")
}

func (p *pairs) atOnce(a, b edit) {
	p.Helper()
	var wait sync.WaitGroup
	said := make([]string, 2)
	for i, e := range []edit{a, b} {
		wait.Go(func() { said[i] = p.post(e) })
	}
	wait.Wait()
	p.check(a, b, map[string]string{a.path + a.form: said[0], b.path + b.form: said[1]}, "and at once")
}

// check wants that what was not refused holds. Where one takes away what the other changes, both have to be told of the other, or the one that came first is
// gone unseen.
func (p *pairs) check(a, b edit, told map[string]string, how string) {
	p.Helper()
	now := p.cells()
	for _, e := range []edit{a, b} {
		if told[e.path+e.form] != "" || told[a.path+a.form] != "" || told[b.path+b.form] != "" {
			continue
		}
		for at, want := range e.does {
			got, there := now[at]
			if !there {
				got = "gone"
			}
			if got != want {
				p.Errorf("POST %s %s, %s POST %s %s: both are taken, but %s is %q, want %q", b.path, b.form, how, a.path, a.form, at, got, want)
				break
			}
		}
	}
	p.restore()
}

// post returns what the visitor is told: "" where what was sent was taken.
func (p *pairs) post(e edit) string {
	res := p.send(context.Background(), p.who, http.MethodPost, e.path, e.form)
	defer res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		return res.Status
	}
	for _, c := range res.Cookies() {
		if strings.HasSuffix(c.Name, "flash") {
			if text := flashOf(c.Value); toldOf.MatchString(text) {
				return text
			}
		}
	}
	return ""
}

// toldOf are the words by which a page says that somebody else was faster.
var toldOf = regexp.MustCompile(`meantime|under way|being formed|as it is now|somebody|Somebody|Unlock`)

// cells are all that stands in the database, by table, row and column, and within what is JSON by its fields. What counts changes, says when, or is a history
// of what was before is left out, and so is what follows from other rows.
func (p *pairs) cells() map[string]string {
	p.Helper()
	all := map[string]string{}
	for _, table := range p.tables {
		if slices.Contains([]string{"audit", "sessions", "attempts", "signins", "once", "sqlite_sequence", "survey_edits", "edits", "settings", "old_links", "seats", "seat_teams", "survey_keys"}, table) || strings.HasPrefix(table, "river") {
			continue
		}
		rows, err := p.disk.QueryContext(context.Background(), "SELECT rowid, * FROM main."+table)
		p.must("read "+table, err)
		columns, err := rows.Columns()
		p.must("read the columns of "+table, err)
		for rows.Next() {
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			p.must("read a row", rows.Scan(into...))
			for i, name := range columns[1:] {
				if !slices.Contains([]string{"revision", "updated", "saved", "position", "next_option", "edit", "created", "published", "since", "version", "progress", "link_hash", "nonce"}, name) {
					flatten(all, fmt.Sprint(table, " ", values[0], " ", name), values[i+1])
				}
			}
		}
		p.must("read "+table, rows.Err())
		rows.Close()
	}
	return all
}

// flatten puts a value into all, or the fields of what is JSON, and of a list of things with ids each by its id.
func flatten(all map[string]string, at string, v any) {
	if text, ok := v.(string); ok && (strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[")) {
		var decoded any
		if json.Unmarshal([]byte(text), &decoded) == nil {
			v = decoded
		}
	}
	switch v := v.(type) {
	case map[string]any:
		for name, field := range v {
			if name != "revision" && name != "last" && name != "kept" {
				flatten(all, at+" "+name, field)
			}
		}
	case []any:
		for i, item := range v {
			if m, ok := item.(map[string]any); ok && m["id"] != nil {
				flatten(all, fmt.Sprint(at, " #", m["id"]), item)
				continue
			}
			flatten(all, fmt.Sprint(at, " ", i), item)
		}
	default:
		all[at] = fmt.Sprint(v)
	}
}

// flashOf is what a cookie says on the next page.
func flashOf(value string) string {
	text, _ := base64.RawURLEncoding.DecodeString(value)
	return string(text)
}

// What a member says of the team on two devices, or in two tabs, is shown side by side before one takes the place of the other, and a draft that the page's
// script sends knows what the one before it has kept.
func TestFeedbackOfTwoTabs(t *testing.T) {
	s := newSite(t)
	teams := s.roster(3, 3)
	for _, kind := range []survey.FeedbackKind{survey.Pulse, survey.MainFeedback} {
		s.openRound(kind)
		m := teams[0][0]
		v := s.visitor().own(m)
		path := "/m/" + string(m.Token) + "/" + string(kind)
		one, other := v.get(path).want(200), v.get(path).want(200)
		say := func(fit string) url.Values { return url.Values{"fit": {fit}, "again": {"yes"}} }
		one.submit(v, path, say("4")).want(200)
		both := other.submit(v, path, say("2")).want(409, "another device", "4 of 5", "2 of 5")
		v.get(path).want(200, `value="4" checked`)
		v.draft(path, both.fields(path, url.Values{"fit": {"2"}, "again": {"no"}}), 409) // beside something else that is typed
		v.get(path).want(200, `value="4" checked`)
		over := regexp.MustCompile(`name="over" value="([^"]*)"`).FindStringSubmatch(both.body)
		both.submit(v, path, url.Values{"fit": {"2"}, "again": {"yes"}, "over": {over[1]}}).want(200)
		v.get(path).want(200, `value="2" checked`)

		form := v.get(path).want(200).fields(path, say("5"))
		reply := v.draft(path, form, 200)
		form.Set("fit", "1")
		v.draft(path, form, 409)
		form.Set("read", reply.Marks["read"])
		v.draft(path, form, 200)
		teams[0] = teams[0][1:]
	}
}

// draft sends what is typed as the page's script does.
func (v *visitor) draft(path string, form url.Values, status int) (reply struct{ Marks map[string]string }) {
	v.Helper()
	req, err := http.NewRequest(http.MethodPost, v.url+path+"/draft", strings.NewReader(form.Encode()))
	v.must("make a request", err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	res, err := v.client.Do(req)
	v.must("send a draft", err)
	defer res.Body.Close()
	v.must("read the reply", json.NewDecoder(res.Body).Decode(&reply))
	if res.StatusCode != status {
		v.Errorf("a draft of %v is answered %d, want %d", form, res.StatusCode, status)
	}
	return reply
}
