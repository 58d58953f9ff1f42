package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// A form that makes something carries a key, drawn when its page was made. What comes again with the same key and in the same words, because somebody
// pressed twice, or a line broke and a browser or a proxy sent it anew, has been done: the store keeps, in the transaction that makes something, for which
// request that was, and the answer is the one that the first got. Other words with the key of the same page are another request, as when
// somebody goes back and makes one thing more.

// onceStore keeps what requests have made.
type onceStore interface {
	// Made returns the id of what a request has made, or survey.ErrNotFound where it is new.
	Made(ctx context.Context, once string) (int64, error)
	// Turn waits until no request with the same key is under way at any server, until end is called.
	Turn(ctx context.Context, once string) (end func(), err error)
}

// A lead leads on to what a form has made.
type lead func(c echo.Context, id int64) error

// making serves a form that makes something, whose answer is that of led where it has been made.
func (s *server) making(serve echo.HandlerFunc, led lead) echo.HandlerFunc {
	return func(c echo.Context) error {
		if c.Request().PostForm.Get(view.OnceField) == "" {
			return serve(c)
		}
		sum, err := requestSum(c)
		if err != nil {
			return err
		}
		by := survey.DoneBy(ctx(c))
		by.Once = hex.EncodeToString(sum[:])
		end, err := s.Store.Turn(ctx(c), by.Once)
		if err != nil {
			return err
		}
		defer end()
		id, err := s.Store.Made(ctx(c), by.Once)
		if errors.Is(err, survey.ErrNotFound) {
			c.SetRequest(c.Request().WithContext(survey.Doing(ctx(c), by)))
			return serve(c)
		}
		if err != nil {
			return err
		}
		return led(c, id)
	}
}

// requestSum tells a request from all others: by its address, by all that it brings, the key included, and behind a sign-in by who asks.
func requestSum(c echo.Context) (sum [sha256.Size]byte, err error) {
	r, h := c.Request(), sha256.New()
	if c.Param("token") == "" {
		fmt.Fprintf(h, "%d", scopeOf(c).Organizer.ID)
	}
	fmt.Fprintf(h, "%q%q", r.URL.RequestURI(), r.PostForm.Encode())
	if r.MultipartForm != nil {
		for _, field := range slices.Sorted(maps.Keys(r.MultipartForm.File)) {
			for _, part := range r.MultipartForm.File[field] {
				fmt.Fprintf(h, "%q%q%d", field, part.Filename, part.Size)
				file, err := part.Open()
				if err != nil {
					return sum, err
				}
				_, err = io.Copy(h, file)
				if err := errors.Join(err, file.Close()); err != nil {
					return sum, err
				}
			}
		}
	}
	h.Sum(sum[:0])
	return sum, nil
}

// to leads to an address, in which the id of what was made stands for ":id" and those of the request's own address for their names.
func to(path string) lead {
	return func(c echo.Context, id int64) error {
		at := strings.ReplaceAll(path, ":id", strconv.FormatInt(id, 10))
		for _, name := range c.ParamNames() {
			at = strings.ReplaceAll(at, ":"+name, c.Param(name))
		}
		return seeOther(c, at)
	}
}

// already leads to an address of which what was done shows no trace, and says that it is done.
func (s *server) already(said survey.Key, path string) lead {
	return func(c echo.Context, id int64) error {
		s.flash(c, said)
		return to(path)(c, id)
	}
}
