package db

import (
	"context"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riversqlite"
)

// A ringing driver is River's for SQLite with a [bell] in place of its listener, which asks the database
// twenty times a second whether a job has come. One process has the database, so it knows.
type ringing struct {
	*riversqlite.Driver
	bell bell
}

// GetListener returns the bell.
func (d ringing) GetListener(*riverdriver.GetListenenerParams) riverdriver.Listener { return d.bell }

// A bell wakes River in this process when a job has been committed to one of its queues.
type bell map[string]chan struct{}

func newBell() bell {
	return bell{river.QueueDefault: make(chan struct{}, 1), mailQueue: make(chan struct{}, 1)}
}

// ring wakes River now, or as soon as it waits again.
func (b bell) ring(queue string) {
	select {
	case b[queue] <- struct{}{}:
	default:
	}
}

// WaitForNotification returns when the bell rings: that jobs came into a queue.
func (b bell) WaitForNotification(ctx context.Context) (*riverdriver.Notification, error) {
	queue := river.QueueDefault
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-b[queue]:
	case <-b[mailQueue]:
		queue = mailQueue
	}
	return &riverdriver.Notification{Topic: "river_insert", Payload: `{"queue":"` + queue + `"}`}, nil
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
