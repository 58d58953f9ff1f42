package main

import (
	"errors"
	"fmt"
	"syscall"

	"dure/db"
)

// Exit codes that a script can rely on.
const (
	exitFailed   = 1 // something went wrong that the caller did not cause
	exitUsage    = 2 // wrong flags, or input that has to be corrected
	exitNewer    = 3 // the database was made by a newer program
	exitDamaged  = 4 // the data is damaged, or not there any more
	exitLocked   = 5 // another process holds the data
	exitDiskFull = 6 // no space left
)

// An exitError is an error that knows the exit code it stands for.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// withExit gives err an exit code. A nil err stays nil.
func withExit(code int, err error) error {
	if err == nil {
		return nil
	}
	return &exitError{code, err}
}

// usageError says in a sentence what in the command or its input has to be corrected.
func usageError(format string, args ...any) error {
	return withExit(exitUsage, fmt.Errorf(format, args...))
}

// conditions are errors of storage and the system that have an exit code of their own.
var conditions = []struct {
	err  error
	code int
}{
	{db.ErrNewer, exitNewer},
	{db.ErrFull, exitDiskFull}, // before what came of it
	{db.ErrDamaged, exitDamaged},
	{db.ErrLost, exitDamaged},
	{db.ErrHalfway, exitDamaged},
	{db.ErrMixed, exitDamaged},
	{db.ErrReplaced, exitDamaged},
	{db.ErrNoLog, exitDamaged},
	{db.ErrBehind, exitDamaged},
	{db.ErrGone, exitDamaged},
	{db.ErrForeign, exitUsage},
	{db.ErrLocked, exitLocked},
	{db.ErrServed, exitLocked},
	{db.ErrBusy, exitLocked},
	{syscall.ENOSPC, exitDiskFull},
}

// exitCode is the code with which the program ends after err.
func exitCode(err error) int {
	if err == nil {
		return 0
	}
	if e, ok := errors.AsType[*exitError](err); ok {
		return e.code
	}
	for _, c := range conditions {
		if errors.Is(err, c.err) {
			return c.code
		}
	}
	return exitFailed
}
