package db

import (
	"context"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riversqlite"
)

// A driver is River's for SQLite with a [bell] in place of its listener, which asks the database
// twenty times a second whether a job has come. One process has the database, so it knows.
type driver struct {
	*riversqlite.Driver
	bell bell
}

// GetListener returns the bell.
func (d driver) GetListener(*riverdriver.GetListenenerParams) riverdriver.Listener { return d.bell }

// A bell wakes River in this process when a job has been committed.
type bell chan struct{}

func newBell() bell { return make(bell, 1) }

// ring wakes River now, or as soon as it waits again.
func (b bell) ring() {
	select {
	case b <- struct{}{}:
	default:
	}
}

// WaitForNotification returns when the bell rings: that jobs came into the only queue.
func (b bell) WaitForNotification(ctx context.Context) (*riverdriver.Notification, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-b:
		return &riverdriver.Notification{Topic: "river_insert", Payload: `{"queue":"` + river.QueueDefault + `"}`}, nil
	}
}

// Connect, Close, Listen, Unlisten and Ping have nothing to do without a connection.
func (bell) Connect(context.Context) error { return nil }

// Close does nothing.
func (bell) Close(context.Context) error { return nil }

// Listen does nothing: all topics but that of new jobs stay silent.
func (bell) Listen(context.Context, string) error { return nil }

// Unlisten does nothing.
func (bell) Unlisten(context.Context, string) error { return nil }

// Ping finds the bell there.
func (bell) Ping(context.Context) error { return nil }

// Schema returns the default one.
func (bell) Schema() string { return "" }

// SetAfterConnectExec does nothing.
func (bell) SetAfterConnectExec(string) {}
