package web

import (
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey/sheet"
)

// How large the body of a request may be, in bytes: of a sign-in, of any other form, and of one with a file. Of a file so much is
// held in memory while it comes in.
const (
	smallBody  = 4 << 10
	formBody   = 1 << 20
	uploadBody = sheet.MaxBytes + formBody
	heldBody   = 1 << 20
)

// How long a body may take: a while, and a second more for every so many bytes. A large file over a slow line comes through, who sends one byte now and then
// does not. An answer is read within minutes.
const (
	bodyPatience   = 10 * time.Second
	slowestBody    = 8 << 10 // bytes a second
	answerPatience = 5 * time.Minute
)

// timed ends requests whose bodies are too slow, and answers that are not read.
func timed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rc, now := http.NewResponseController(w), time.Now()
		_ = rc.SetWriteDeadline(now.Add(answerPatience)) // what is no connection, as in tests, has no deadline
		if r.Body != nil && r.Body != http.NoBody {
			_ = rc.SetReadDeadline(now.Add(bodyPatience)) // also for a body that nobody reads
			r.Body = &slowBody{ReadCloser: r.Body, rc: rc, begun: now}
		}
		next.ServeHTTP(w, r)
	})
}

type slowBody struct {
	io.ReadCloser
	rc    *http.ResponseController
	begun time.Time
	read  int64
}

func (b *slowBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.read += int64(n)
	end := b.begun.Add(bodyPatience + time.Duration(b.read)*time.Second/slowestBody)
	if errors.Is(err, io.EOF) {
		end = time.Time{} // what the answer takes is no longer a matter of the body
	}
	_ = b.rc.SetReadDeadline(end)
	return n, err
}

// readForm reads the form that a request brings, before its handler does: of the body alone, for what stands in an address is kept in logs and histories.
// One file at a time is worked on for each processor; while they come in they lie on the disk.
func (s *server) readForm(limit int64) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			r.Body = http.MaxBytesReader(c.Response(), r.Body, limit)
			if r.Method != http.MethodPost {
				return next(c)
			}
			if err := parseForm(r); err != nil {
				return err
			}
			if r.MultipartForm != nil {
				defer r.MultipartForm.RemoveAll()
			}
			if limit == uploadBody {
				leave, err := s.uploads.enter(ctx(c))
				if err != nil {
					return err
				}
				defer leave()
			}
			return next(c)
		}
	}
}

func parseForm(r *http.Request) error {
	err := r.ParseForm()
	if err == nil && strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		err = r.ParseMultipartForm(heldBody)
	}
	r.Form = r.PostForm
	if _, large := errors.AsType[*http.MaxBytesError](err); err == nil || large {
		return err
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return echo.NewHTTPError(http.StatusRequestTimeout)
	}
	return echo.NewHTTPError(http.StatusBadRequest, err.Error())
}
