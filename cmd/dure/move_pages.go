package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"regexp"
	"time"

	"dure/db"
	"dure/survey"
	"dure/web"
)

// movePages is how many members' pages are compared.
const movePages = 20

// samePages reads the pages of up to twenty members, from the first to the last of all, by the web app on both databases at the same time of day, and
// returns how many there are. They must be the same to the byte. It writes nothing.
func samePages(ctx context.Context, from, to *db.DB) (int, error) {
	now := time.Now()
	was, err := newReader(ctx, from, now)
	if err != nil {
		return 0, err
	}
	is, err := newReader(ctx, to, now)
	if err != nil {
		return 0, err
	}
	ids, err := from.SomeMembers(ctx, movePages)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		a, err1 := was.page(ctx, from, id)
		b, err2 := is.page(ctx, to, id)
		if err := errors.Join(err1, err2); err != nil {
			return 0, err
		}
		if !bytes.Equal(a, b) {
			return 0, fmt.Errorf("%w: the page of member %d is another", db.ErrDiffers, id)
		}
	}
	return len(ids), nil
}

// A pageReader asks the web app on a database without a network.
type pageReader struct{ http.Handler }

func newReader(ctx context.Context, d *db.DB, now time.Time) (pageReader, error) {
	base, err := d.BaseURL(ctx)
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return pageReader{}, err
	}
	h, err := web.New(web.Config{Store: d, Sessions: d.Sessions(func() time.Time { return now }), BaseURL: base, Now: func() time.Time { return now },
		Log: newLog(os.Stderr, slog.LevelError)})
	return pageReader{h}, err
}

// formKey is new each time a page is read.
var formKey = regexp.MustCompile(`name="once" value="[^"]*"`)

// page returns what a member sees first, whatever its status.
func (r pageReader) page(ctx context.Context, d *db.DB, id survey.MemberID) ([]byte, error) {
	m, err := d.Member(ctx, id)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost/m/"+string(m.Token), nil)
	if err != nil {
		return nil, err
	}
	req.RemoteAddr = "127.0.0.1:1"
	said := answer{header: http.Header{}}
	r.ServeHTTP(&said, req)
	if said.status >= http.StatusInternalServerError {
		return nil, fmt.Errorf("the page of member %d answers %d", id, said.status)
	}
	return formKey.ReplaceAll(fmt.Appendf(nil, "%d %s\n%s", said.status, said.header.Get("Location"), said.body.Bytes()), nil), nil
}

// An answer keeps what a handler answers.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header is what is said before the body.
func (a *answer) Header() http.Header { return a.header }

// WriteHeader keeps the status.
func (a *answer) WriteHeader(status int) { a.status = status }

// Write keeps the body.
func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a.body.Write(b)
}
