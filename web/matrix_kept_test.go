package web_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"dure/db"
)

// A store under test is put back to how it was before each request that may change it.
type kept struct {
	*site
	disk    *sql.Conn
	tables  []string
	before  map[string]string
	version int
	said    string // by the last page that was not found
}

// keep copies the database beside itself.
func (s *site) keep() *kept {
	s.Helper()
	conn, err := s.beside().Conn(context.Background())
	s.must("open the database beside", err)
	s.Cleanup(func() { conn.Close() })
	k := &kept{site: s, disk: conn, before: s.content()}
	s.must("let the copy be", k.do("PRAGMA foreign_keys = off"))
	s.must("copy the database", k.do("ATTACH ? AS kept", filepath.Join(s.TempDir(), "kept.db")))
	rows, err := conn.QueryContext(context.Background(), "SELECT name FROM main.sqlite_master WHERE type = 'table' ORDER BY name = 'sqlite_sequence'")
	s.must("list the tables", err)
	defer rows.Close()
	for rows.Next() {
		var name string
		s.must("read the list of tables", rows.Scan(&name))
		k.tables = append(k.tables, name)
	}
	s.must("list the tables", rows.Err())
	for _, name := range k.tables {
		s.must("copy "+name, k.do("CREATE TABLE kept."+strings.TrimPrefix(name, "sqlite_")+" AS SELECT * FROM main."+name))
	}
	k.changed()
	return k
}

func (k *kept) do(statement string, args ...any) error {
	_, err := k.disk.ExecContext(context.Background(), statement, args...)
	return err
}

// changed reports whether anything was written since it was asked last.
func (k *kept) changed() bool {
	k.Helper()
	was := k.version
	k.must("ask for the version of the data", k.disk.QueryRowContext(context.Background(), "PRAGMA main.data_version").Scan(&k.version))
	return k.version != was
}

// restore puts everything back.
func (k *kept) restore() {
	k.Helper()
	k.must("begin", k.do("BEGIN IMMEDIATE"))
	for _, name := range k.tables { // the last of which counts what was put into the others
		k.must("empty "+name, k.do("DELETE FROM main."+name+but(name)))
		k.must("fill "+name, k.do("INSERT INTO main."+name+" SELECT * FROM kept."+strings.TrimPrefix(name, "sqlite_")+but(name)))
	}
	k.must("end", k.do("COMMIT"))
	k.changed()
}

// try sends a request and says what it came to: its status, "in" where it leads to signing in, "done" where it changed what is stored and leads on.
// Whatever is refused has changed nothing.
func (k *kept) try(v *visitor, method, path, form string) string {
	k.Helper()
	ctx, stop := context.WithCancel(context.Background()) // a stream of events is left after its head
	defer stop()
	res := k.send(ctx, v, method, path, form)
	defer res.Body.Close()
	came := fmt.Sprint(res.StatusCode)
	if k.said = ""; res.StatusCode == http.StatusNotFound {
		body, err := io.ReadAll(res.Body)
		k.must("read "+path, err)
		k.said = string(body)
	}
	if res.StatusCode == http.StatusSeeOther && strings.HasPrefix(res.Header.Get("Location"), "/signin") {
		came = "in"
	}
	if !k.changed() {
		return came
	}
	defer k.restore()
	what := k.changes()
	switch {
	case len(what) == 0:
		return came
	case slices.Equal(what, []string{"audit"}) && (method == http.MethodGet && came == "200" || came == "422"): // the log says who looked, if only at what is wrong
		return came
	case method != http.MethodGet && res.StatusCode < 400 && came != "in":
		if _, err := db.Check(context.Background(), k.dir, db.Options{}); err != nil {
			return "what check finds: " + err.Error()
		}
		return "done"
	}
	return fmt.Sprintf("%s and changes %q", came, what)
}

// send sends a request as the visitor. What an answer does to the cookies is forgotten with what it stored.
func (k *kept) send(ctx context.Context, v *visitor, method, path, form string) *http.Response {
	k.Helper()
	query, form, _ := strings.Cut(form, ";")
	path = strings.TrimSuffix(path+"?"+query, "?")
	body, kind := bodyOf(v, form)
	req, err := http.NewRequestWithContext(ctx, method, v.url+path, body)
	k.must("make a request", err)
	req.Header.Set("Origin", v.url)
	if method == http.MethodPost {
		req.Header.Set("Content-Type", kind)
	}
	if v.from != "" {
		req.Header.Set("X-Forwarded-For", v.from)
	}
	for _, c := range v.client.Jar.Cookies(req.URL) {
		req.AddCookie(c)
	}
	client := http.Client{Transport: v.client.Transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	k.must(method+" "+path, err)
	return res
}

// changes are the tables in which something stands that did not, but for the one that counts the rows of others.
func (k *kept) changes() (what []string) {
	k.Helper()
	for table, after := range k.content() {
		if after != k.before[table] && table != "sqlite_sequence" {
			what = append(what, table)
		}
	}
	return what
}

// bodyOf is a form as a browser sends it; "@name" at its beginning is a file in the field of that name, or "@season" one of a season.
func bodyOf(v *visitor, form string) (*bytes.Buffer, string) {
	v.Helper()
	named, isFile := strings.CutPrefix(form, "@")
	field, others, _ := strings.Cut(named, "&")
	if !isFile {
		return bytes.NewBufferString(form), "application/x-www-form-urlencoded"
	}
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile(strings.Replace(field, "season", "file", 1), field)
	v.must("make a form", err)
	switch field {
	case "logo":
		err = png.Encode(part, image.NewNRGBA(image.Rect(0, 0, 4, 4)))
	case "season":
		_, err = part.Write([]byte(`{"format": "dure season 1", "name": "Of a file", "survey": {"questions": []}, "members": [{"id": 1, "name": "Ann"}]}`))
	default:
		_, err = part.Write([]byte("Name,Hours\nA,3\nB,4\nC,3\n"))
	}
	v.must("write the file", err)
	fields, err := url.ParseQuery(others)
	v.must("read the other fields", err)
	for name, values := range fields {
		v.must("write a field", w.WriteField(name, values[0]))
	}
	v.must("close the form", w.Close())
	return &b, w.FormDataContentType()
}
