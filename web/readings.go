package web

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"dure/survey"
	"dure/web/job"
	"dure/web/view"
)

// Most pages of organizers are about a whole season, of which they show a part. To read and decode it takes a second at 20,000 members, so what was read is
// kept until the season is another.

// readings keeps seasons as they were read, each under its key, which every page asks the database for: so it is never older than the page, whichever
// server wrote what changed. Who asks at the same time waits for the same.
type readings struct {
	mu    sync.Mutex
	kept  map[survey.SeasonID]*reading
	most  int // of those that are kept, about, in bytes
	size  int // of those that are
	made  int // how many were read
	doing singleflight.Group
}

// A reading is a season as it was read, which all who ask share: nothing of it is changed.
type reading struct {
	*job.Reading
	called view.Called
	season survey.SeasonID
	key    int64
	size   int
	used   time.Time
	idle   *time.Timer

	mu   sync.Mutex
	made map[string]*derived // by what it is

	derived int // bytes of size that these take
}

// How much is kept in all where nothing else is said, by what a member and an answer take, and for how long what nobody asks for.
const (
	mostReadings = 160 << 20
	memberBytes  = 1 << 10
	answerBytes  = 1 << 8
	readingIdle  = 5 * time.Minute
)

// reading returns a season as it is, to be looked at and not to be changed.
func (s *server) reading(ctx context.Context, id survey.SeasonID) (*reading, error) {
	key, err := s.Store.SeasonKey(ctx, id)
	if err != nil {
		return nil, err
	}
	if r := s.readings.find(id, key); r != nil {
		return r, nil
	}
	whole := context.WithoutCancel(ctx) // others may wait for it
	made, err, _ := s.readings.doing.Do(fmt.Sprint(id, " ", key), func() (_ any, err error) {
		defer catch(&err)
		if r := s.readings.find(id, key); r != nil {
			return r, nil
		}
		of, err := job.Read(whole, s.Store, id)
		if err != nil {
			return nil, err
		}
		return s.readings.keep(&reading{Reading: of, called: view.NewCalled(of.Members), season: id, key: key}), nil
	})
	r, _ := made.(*reading)
	return r, err
}

func (k *readings) find(id survey.SeasonID, key int64) *reading {
	k.mu.Lock()
	defer k.mu.Unlock()
	r := k.kept[id]
	if r == nil || r.key != key {
		return nil
	}
	r.used = time.Now()
	r.idle.Reset(readingIdle)
	return r
}

// keep keeps a reading in place of an older one of its season, and of those that were not asked for the longest where there are too many.
func (k *readings) keep(r *reading) *reading {
	r.size, r.used = len(r.Members)*memberBytes+bytesOf(r.Responses), time.Now()
	if r.Survey.Conditional() { // else they are the same, or nearly
		r.size += bytesOf(r.Given)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.made++
	if was := k.kept[r.season]; was != nil && was.key > r.key {
		return r
	}
	k.drop(r.season)
	if r.size > k.most {
		return r
	}
	for k.size+r.size > k.most {
		oldest := slices.MinFunc(slices.Collect(maps.Values(k.kept)), func(a, b *reading) int { return a.used.Compare(b.used) })
		k.drop(oldest.season)
	}
	if k.kept == nil {
		k.kept = map[survey.SeasonID]*reading{}
	}
	k.kept[r.season], k.size = r, k.size+r.size
	r.idle = time.AfterFunc(readingIdle, func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		if k.kept[r.season] == r {
			k.drop(r.season)
		}
	})
	return r
}

// bytesOf is what answers take, about.
func bytesOf(all map[survey.MemberID]survey.Response) (bytes int) {
	for _, given := range all {
		bytes += (len(given.Answers) + len(given.Draft)) * answerBytes
	}
	return bytes
}

// drop forgets a season, under the lock.
func (k *readings) drop(id survey.SeasonID) {
	if r := k.kept[id]; r != nil {
		r.idle.Stop()
		delete(k.kept, id)
		k.size -= r.size
	}
}

// forget drops what is kept of seasons and what was found of them and of files, as somebody was erased.
func (s *server) forget() {
	s.readings.clear()
	s.analyses.clear()
	s.looks.clear()
}

// clear forgets all that is kept. Other servers do so when the season is asked for again, or after a while.
func (k *readings) clear() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for id := range k.kept {
		k.drop(id)
	}
}
