package db

import (
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
)

// What PostgreSQL says by its codes: https://www.postgresql.org/docs/current/errcodes-appendix.html.
const (
	uniqueViolation     = "23505"
	foreignKeyViolation = "23503"
	serialization       = "40001"
	deadlock            = "40P01"
)

// state returns PostgreSQL's code of an error, "" for other errors.
func state(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code
	}
	return ""
}

// collided reports whether a transaction came in the way of others, so that it is to be begun anew.
func collided(err error) bool { return state(err) == serialization || state(err) == deadlock }

// serverFault is the fault that an error of PostgreSQL, or of the way there, means.
func serverFault(err error) *fault {
	code := state(err)
	switch code {
	case serialization, deadlock, "55P03": // lock_not_available
		return ErrBusy
	case "53100": // disk_full
		return ErrFull
	case "58030": // io_error
		return ErrDisk
	case "XX001", "XX002", "42P01", "42703": // data or an index is corrupted; there is no such table, or column
		return ErrDamaged
	case "25006", "57P01", "57P02", "57P03": // read_only_sql_transaction, as of what stands by; the server is stopping, or starting
		return ErrUnreachable
	}
	if len(code) == 5 && (code[:2] == "08" || code[:2] == "53" || code[:2] == "28" || code == "3D000") { // connection, resources, who may, no such database
		return ErrUnreachable
	}
	_, refused := errors.AsType[*pgconn.ConnectError](err)
	_, cut := errors.AsType[*net.OpError](err)
	ended := func(as error) bool { return errors.Is(err, as) } // the connection, before it was used, or while an answer was awaited
	if refused || cut || ended(driver.ErrBadConn) || ended(pgconn.ErrConnClosed) || ended(io.ErrUnexpectedEOF) {
		return ErrUnreachable
	}
	return nil
}
