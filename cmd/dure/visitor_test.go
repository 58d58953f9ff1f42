package main

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// A visitor is a browser without JavaScript: it keeps cookies, follows links, and sends forms with what
// stands in them.
type visitor struct {
	t      *testing.T
	client *http.Client
	base   string
	lang   string
	at     *url.URL
	status int
	header http.Header
	body   []byte
	page   *html.Node
	seen   func() // called with every page, if not nil
}

func newVisitor(t *testing.T, base, lang string) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{t: t, client: &http.Client{Jar: jar}, base: base, lang: lang}
}

// get opens a path or an address.
func (v *visitor) get(path string) *visitor {
	v.t.Helper()
	req, err := http.NewRequest(http.MethodGet, v.address(path), nil)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.send(req)
}

func (v *visitor) address(path string) string {
	if strings.HasPrefix(path, "http") {
		return path
	}
	if v.at == nil {
		return v.base + path
	}
	ref, err := v.at.Parse(path)
	if err != nil {
		v.t.Fatal(err)
	}
	return ref.String()
}

func (v *visitor) send(req *http.Request) *visitor {
	v.t.Helper()
	req.Header.Set("Accept-Language", v.lang)
	resp, err := v.client.Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	defer resp.Body.Close()
	if v.body, err = io.ReadAll(resp.Body); err != nil {
		v.t.Fatal(err)
	}
	v.at, v.status, v.header = resp.Request.URL, resp.StatusCode, resp.Header
	if v.page, err = html.Parse(bytes.NewReader(v.body)); err != nil {
		v.t.Fatal(err)
	}
	if v.status >= 500 {
		v.t.Fatalf("%s %s answers %d: %s", req.Method, req.URL, v.status, v.text())
	}
	if v.seen != nil {
		v.seen()
	}
	return v
}

// await opens a path until its page waits for no job any more.
func (v *visitor) await(path string) *visitor {
	v.t.Helper()
	deadline := time.Now().Add(3 * time.Minute)
	for strings.Contains(string(v.get(path).body), `http-equiv="refresh"`) {
		if time.Now().After(deadline) {
			v.t.Fatalf("%s waits for more than three minutes", path)
		}
		<-time.After(100 * time.Millisecond)
	}
	return v
}

// want fails unless the page has the status and each of the texts.
func (v *visitor) want(status int, texts ...string) *visitor {
	v.t.Helper()
	if v.status != status {
		v.t.Fatalf("%s answers %d, want %d: %s", v.at, v.status, status, v.text())
	}
	for _, s := range texts {
		if !strings.Contains(v.text(), s) {
			v.t.Errorf("%s lacks %q: %s", v.at, s, v.text())
		}
	}
	return v
}

// text is what the page says, with single spaces.
func (v *visitor) text() string { return nodeText(find(v.page, "body")) }

func nodeText(n *html.Node) string {
	var b strings.Builder
	walk(n, func(n *html.Node) {
		if n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style" {
			b.WriteString(n.Data + " ")
		}
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

// follow opens the first link whose address contains part.
func (v *visitor) follow(part string) *visitor {
	v.t.Helper()
	return v.get(v.link(part))
}

// link returns the address of the first link that contains part.
func (v *visitor) link(part string) string {
	v.t.Helper()
	var href string
	walk(v.page, func(n *html.Node) {
		if n.Data == "a" && href == "" && strings.Contains(attr(n, "href"), part) {
			href = attr(n, "href")
		}
	})
	if href == "" {
		v.t.Fatalf("%s has no link to %q: %s", v.at, part, v.text())
	}
	return href
}

// value returns the value of the first field with the name, anywhere on the page.
func (v *visitor) value(name string) string {
	v.t.Helper()
	var value string
	found := false
	walk(v.page, func(n *html.Node) {
		if !found && (attr(n, "name") == name || attr(n, "id") == name) {
			value, found = attr(n, "value"), true
			if n.Data == "textarea" {
				value = nodeText(n)
			}
		}
	})
	if !found {
		v.t.Fatalf("%s has no field %q: %s", v.at, name, v.text())
	}
	return value
}

// option returns the value of the first option that contains part.
func (v *visitor) option(part string) string {
	v.t.Helper()
	var value string
	walk(v.page, func(n *html.Node) {
		if n.Data == "option" && value == "" && strings.Contains(attr(n, "value"), part) {
			value = attr(n, "value")
		}
	})
	if value == "" {
		v.t.Fatalf("%s has no option with %q: %s", v.at, part, v.text())
	}
	return value
}

// A typed is what a visitor types into a form: names and values; "@name" uploads a file.
type typed map[string][]string

// submit sends the first form whose action contains part ("" for the page's own address), with what stands in it and
// what was typed, by the button whose name=value is given as "name=value" or the first one.
func (v *visitor) submit(part string, in typed) *visitor {
	v.t.Helper()
	form := v.form(part)
	values := fields(form)
	for name, vs := range in {
		if !strings.HasPrefix(name, "@") {
			values[name] = vs
		}
	}
	action := v.address(attr(form, "action"))
	if attr(form, "action") == "" {
		action = v.at.String()
	}
	var req *http.Request
	var err error
	switch {
	case !strings.EqualFold(attr(form, "method"), "post"):
		u, _ := url.Parse(action)
		u.RawQuery = values.Encode()
		req, err = http.NewRequest(http.MethodGet, u.String(), nil)
	case strings.HasPrefix(attr(form, "enctype"), "multipart/"):
		req, err = multipartRequest(action, values, in)
	default:
		req, err = http.NewRequest(http.MethodPost, action, strings.NewReader(values.Encode()))
		if err == nil {
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
	}
	if err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("Origin", v.base)
	return v.send(req)
}

func multipartRequest(action string, values url.Values, in typed) (*http.Request, error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, vs := range values {
		for _, s := range vs {
			if err := w.WriteField(name, s); err != nil {
				return nil, err
			}
		}
	}
	for name, vs := range in {
		if field, ok := strings.CutPrefix(name, "@"); ok { // vs: the file's name and its content
			part, err := w.CreateFormFile(field, vs[0])
			if err != nil {
				return nil, err
			}
			if _, err := io.WriteString(part, vs[1]); err != nil {
				return nil, err
			}
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	req, err := http.NewRequest(http.MethodPost, action, &b)
	if err == nil {
		req.Header.Set("Content-Type", w.FormDataContentType())
	}
	return req, err
}

// form returns the first form whose action ends in part, or else contains it; "" is for the page's own address.
func (v *visitor) form(part string) *html.Node {
	v.t.Helper()
	var form *html.Node
	walk(v.page, func(n *html.Node) {
		if n.Data != "form" || strings.Contains(attr(n, "action"), "/language") || strings.Contains(attr(n, "action"), "/signout") {
			return
		}
		action := attr(n, "action")
		fits := part == "" && action == "" || part != "" && strings.Contains(action, part)
		if fits && (form == nil || strings.HasSuffix(action, part) && !strings.HasSuffix(attr(form, "action"), part)) {
			form = n
		}
	})
	if form == nil {
		v.t.Fatalf("%s has no form for %q: %s", v.at, part, v.text())
	}
	return form
}

// fields are the values that a browser would send of an untouched form.
func fields(form *html.Node) url.Values {
	values := url.Values{}
	walk(form, func(n *html.Node) {
		name := attr(n, "name")
		if n.Type != html.ElementNode || name == "" || has(n, "disabled") {
			return
		}
		switch kind := attr(n, "type"); {
		case n.Data == "textarea":
			values.Add(name, textOf(n))
		case n.Data == "select":
			for _, o := range chosen(n) {
				values.Add(name, o)
			}
		case n.Data != "input" || kind == "file" || kind == "submit":
		case kind == "radio" || kind == "checkbox":
			if has(n, "checked") {
				values.Add(name, attr(n, "value"))
			}
		default:
			values.Add(name, attr(n, "value"))
		}
	})
	return values
}

func textOf(n *html.Node) string {
	if n.FirstChild == nil {
		return ""
	}
	return n.FirstChild.Data
}

// chosen returns the selected options, or the first of a list that takes one.
func chosen(sel *html.Node) []string {
	var all, picked []string
	walk(sel, func(n *html.Node) {
		if n.Data != "option" {
			return
		}
		value := attr(n, "value")
		if !has(n, "value") {
			value = nodeText(n)
		}
		all = append(all, value)
		if has(n, "selected") {
			picked = append(picked, value)
		}
	})
	if len(picked) == 0 && !has(sel, "multiple") && len(all) > 0 {
		return all[:1]
	}
	return picked
}

func walk(n *html.Node, do func(*html.Node)) {
	if n == nil {
		return
	}
	do(n)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(c, do)
	}
}

func find(n *html.Node, tag string) *html.Node {
	var found *html.Node
	walk(n, func(n *html.Node) {
		if found == nil && n.Data == tag {
			found = n
		}
	})
	return found
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}
