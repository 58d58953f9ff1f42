package db

import (
	"context"
	"database/sql"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"

	"dure/db/query"
	"dure/survey"
)

// An engine is what the use cases stand on: all in which a [file] of SQLite and a [server] of PostgreSQL differ.
type engine interface {
	write(*write)                                          // runs a write, and says in it how it ended
	snapshot(ctx context.Context, do func(tx) error) error // runs do on one moment of the database
	explain(error) error                                   // puts the fault that an error means before it
	begin(context.Context, *DB) error                      // makes ready for writes and jobs
	unopened(error) error                                  // is explain while the database is opened
	examine(context.Context) error                         // returns [ErrDamaged] where its own checks find something
	roomy() error                                          // returns an error unless there is room to write
	size() (int64, error)                                  // of the database in bytes
	schema() schema
	queue() (riverdriver.Driver[*sql.Tx], bell, river.Config)    // River's driver, what else wakes River, and what is to be set
	turn(ctx context.Context, key int64) (end func(), err error) // waits until no other process is in the turn of the key
	shared() bool                                                // whether other processes may do jobs at the same time
	tend(context.Context, *DB)                                   // sees to it that jobs of processes that end are done, until the context ends
	leads(context.Context) (bool, error)                         // whether this process does what one does for all
	spread([]survey.Topic)                                       // tells other processes of what was written
	hear(context.Context, *DB)                                   // rings at who follows what other processes write, until the context ends
	movable
	close() error      // once what is under way is done
	closePools() error // and no more

	// InPlace returns an error where the database is not the one that was opened any more.
	InPlace() error
	// Hurry has writes wait no more than a moment for other programs: this one is ending.
	Hurry()
	// Rescue writes a copy of a database whose files were deleted, as this process still sees it, and returns where.
	Rescue(ctx context.Context, now time.Time) (string, error)
	// NightlyBackup makes the copy of last night, by the clock now, unless it is there.
	NightlyBackup(ctx context.Context, now time.Time) error
	// LateBackup returns when the newest nightly copy was made, the zero time for never, and whether that is to be said.
	LateBackup(now time.Time) (time.Time, bool)
	// Rescued returns the copies that were rescued and that nobody has looked at.
	Rescued() []string
}

// pools are the connections to a database: those that read, and those that write.
type pools struct{ writer, reader *sql.DB }

// newDB makes a database of its engine, which its pools reach. The key of links lies in dir.
func newDB(e engine, p pools, read *query.Queries, dir string) *DB {
	return &DB{engine: e, pools: p, read: read, dir: dir, portions: [2]portion{atOnce, inPart}, sliceTime: sliceTime}
}
