package survey

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// ErrNotFound is the error of every lookup whose row does not exist.
var ErrNotFound = errors.New("not found")

// ErrStale is the error of an edit of something that somebody else has changed since it was read.
var ErrStale = errors.New("changed in the meantime")

// Why something is not for who asks for it: they are not signed in, any more or at all, or have no right to change it.
var (
	ErrSignIn    = errors.New("sign in first")
	ErrForbidden = errors.New("no right to change")
)

// ErrClosed is the error of an answer to a survey that is not open.
var ErrClosed = errors.New("survey is not open")

// Why a one-time link opens nothing any more.
var (
	ErrTokenUsed    = errors.New("link was used")
	ErrTokenExpired = errors.New("link has expired")
)

// ErrLinkEnded is the error of a link in whose place there is a newer one.
var ErrLinkEnded = errors.New("link was renewed")

// ErrErased is the error of a link of somebody who was erased, as they asked.
var ErrErased = errors.New("whose link it was is erased")

// A Fault is the word for what keeps storage from doing what was asked, and is nobody's who asked. Its errors have a method Fault.
type Fault string

// The faults of storage.
const (
	DiskFull   Fault = "full"
	DataBusy   Fault = "busy"    // another program has it
	DiskBroken Fault = "disk"    // it cannot be read or written
	DataGone   Fault = "gone"    // it was taken away while it was in use
	Damaged    Fault = "damaged" // it is not what was written, or cannot be read as it was

	DataUnreachable Fault = "unreachable" // it is on another machine, or in another program, that does not answer
	DataMoved       Fault = "moved"       // it is elsewhere by now, and nothing is kept here any more
)

// An InvalidError is input that a person can correct. Reason is a message key, which
// the web words in the visitor's language and a command in English, and Args its arguments.
// Field is the form field or the file that it belongs to, "" for the whole.
type InvalidError struct {
	Field  string
	Reason Key
	Args   map[string]any
}

// Message is what the error tells.
func (e *InvalidError) Message() Message { return Message{e.Reason, e.Args} }

// Error says the key and its arguments in a stable order; it is for logs and tests.
func (e *InvalidError) Error() string {
	keys := make([]string, 0, len(e.Args))
	for k := range e.Args {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var b strings.Builder
	if e.Field != "" {
		b.WriteString(e.Field + ": ")
	}
	b.WriteString(strings.ReplaceAll(string(e.Reason), "_", " "))
	for _, k := range keys {
		fmt.Fprintf(&b, " %s=%v", k, e.Args[k])
	}
	return b.String()
}
