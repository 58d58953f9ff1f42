package db

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"dure/survey"
)

// Processes tell each other of what they wrote by NOTIFY, after the commit and not in the transaction: PostgreSQL lets one transaction commit at a time of
// all that notify (PreCommit_Notify in src/backend/commands/async.c holds a lock of the whole database until the log is on the disk), so that a thousand who
// send answers at once would wait for each other. What is written while one NOTIFY is under way goes with the next. A process that is killed in between has
// told nobody: therefore each one also looks, once in a while, at the small keys of the seasons that are followed there, and the jobs of the dead one are
// taken up by another, which tells of them again.

// How often a process tells others at most, how often it makes sure that it hears them, how long that may take, and after how long it tries again to.
const (
	spreadEvery = 50 * time.Millisecond
	sureEvery   = 10 * time.Second
	sureWithin  = 5 * time.Second
	hearAgain   = time.Second
)

// newsChannel is the channel of NOTIFY. What comes there is the name of who tells, and a topic.
const newsChannel = "dure_news"

// news are what other processes are to be told.
type news struct {
	conf    *pgx.ConnConfig // of the connection that hears
	mu      sync.Mutex
	due     map[survey.Topic]bool
	busy    bool // telling
	sending sync.WaitGroup
}

// spread has other processes told, soon.
func (s *server) spread(topics []survey.Topic) {
	n := &s.news
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.due == nil {
		n.due = map[survey.Topic]bool{}
	}
	for _, topic := range topics {
		n.due[topic] = true
	}
	if !n.busy {
		n.busy = true
		n.sending.Go(s.tellOthers)
	}
}

// take returns what is due, or notes that nothing is.
func (n *news) take() []survey.Topic {
	n.mu.Lock()
	defer n.mu.Unlock()
	topics := slices.Collect(maps.Keys(n.due))
	clear(n.due)
	n.busy = len(topics) > 0
	return topics
}

// tellOthers tells all that is due.
func (s *server) tellOthers() {
	for topics := s.news.take(); len(topics) > 0; topics = s.news.take() {
		var texts []string
		for _, topic := range topics {
			texts = append(texts, s.name+"\n"+string(topic))
		}
		ctx, end := context.WithTimeout(context.Background(), sureWithin)
		_, err := s.turns.ExecContext(ctx, "SELECT pg_notify($1, news) FROM unnest(CAST($2 AS TEXT[])) AS news", newsChannel, texts)
		end()
		if err != nil { // they look by themselves, later
			slog.Warn("other processes are not told", "err", s.explain(err))
		}
		if s.hurried.Load() {
			continue
		}
		time.Sleep(spreadEvery)
	}
}

// hear rings at who follows what others tell, and at all after it could hear nothing for a while.
func (s *server) hear(ctx context.Context, d *DB) {
	for ctx.Err() == nil {
		if err := s.hearUntil(ctx, d); err != nil && ctx.Err() == nil {
			slog.Warn("other processes are not heard", "err", s.explain(err))
		}
		select {
		case <-ctx.Done():
		case <-time.After(hearAgain):
		}
	}
}

// hearUntil is hear for as long as a connection lasts.
func (s *server) hearUntil(ctx context.Context, d *DB) error {
	c, err := pgx.ConnectConfig(ctx, s.news.conf)
	if err != nil {
		return err
	}
	defer c.Close(context.WithoutCancel(ctx))
	if _, err := c.Exec(ctx, "LISTEN "+newsChannel); err != nil {
		return err
	}
	d.followers.ringAll()
	keys := map[survey.SeasonID]int64{}
	for sure := time.Now().Add(sureEvery); ; {
		wait, end := context.WithDeadline(ctx, sure)
		got, err := c.WaitForNotification(wait)
		over := wait.Err() != nil
		end()
		if ctx.Err() != nil {
			return nil
		}
		if err == nil {
			if who, topic, _ := strings.Cut(got.Payload, "\n"); who != s.name {
				d.followers.ring(survey.Topic(topic))
			}
		} else if !over {
			return err
		}
		if over {
			if err := s.makeSure(ctx, c, d, keys); err != nil {
				return err
			}
			sure = time.Now().Add(sureEvery)
		}
	}
}

// makeSure finds the connection alive, and rings at who follows a season whose key is another than keys say.
func (s *server) makeSure(ctx context.Context, c *pgx.Conn, d *DB, keys map[survey.SeasonID]int64) error {
	ctx, end := context.WithTimeout(ctx, sureWithin)
	defer end()
	if err := c.Ping(ctx); err != nil {
		return err
	}
	was := maps.Clone(keys)
	clear(keys)
	for _, topic := range d.followers.topics() {
		season, is := survey.SeasonTopic.ID(topic)
		if !is {
			continue
		}
		key, err := d.SeasonKey(ctx, survey.SeasonID(season))
		if err != nil {
			return err
		}
		if before, known := was[survey.SeasonID(season)]; known && before != key {
			d.followers.ring(topic)
		}
		keys[survey.SeasonID(season)] = key
	}
	return nil
}
