package db

import (
	"context"
	"maps"
	"slices"
	"sync"

	"dure/survey"
)

// Who follows something is told by who writes of it, and looks again then. Nobody else looks: thousands of pages that are open ask the database for
// nothing while nothing is written. A write says of which topics it is, and once it is committed rings at all who follow them in this process; the engine
// carries it to other processes, and says here what those wrote. Where the engine cannot know what it missed, it rings at all.

// followers are who follows what in this process.
type followers struct {
	mu       sync.Mutex
	of       map[survey.Topic]map[chan struct{}]bool
	unlisten context.CancelFunc // ends hearing other processes, which goes on as long as there are followers
	hearing  sync.WaitGroup
	closed   bool
}

// Follow returns a channel in which something lies after each write of one of the topics, whoever made it, until end: one for any number that were not
// taken out. What is read after it was taken out is at least as new as that write. There may be something in it without a write.
func (d *DB) Follow(topics ...survey.Topic) (told <-chan struct{}, end func()) {
	bell, f := make(chan struct{}, 1), &d.followers
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.of) == 0 && !f.closed {
		ctx, cancel := context.WithCancel(context.Background())
		f.of, f.unlisten = map[survey.Topic]map[chan struct{}]bool{}, cancel
		f.hearing.Go(func() { d.hear(ctx, d) })
	}
	for _, topic := range topics {
		if f.of[topic] == nil {
			f.of[topic] = map[chan struct{}]bool{}
		}
		f.of[topic][bell] = true
	}
	return bell, func() { f.leave(bell, topics) }
}

func (f *followers) leave(bell chan struct{}, topics []survey.Topic) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, topic := range topics {
		if delete(f.of[topic], bell); len(f.of[topic]) == 0 {
			delete(f.of, topic)
		}
	}
	if len(f.of) == 0 {
		f.unlisten()
	}
}

// ring tells who follows one of the topics in this process.
func (f *followers) ring(topics ...survey.Topic) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, topic := range topics {
		for bell := range f.of[topic] {
			select {
			case bell <- struct{}{}:
			default: // it rings already
			}
		}
	}
}

// ringAll tells everybody in this process.
func (f *followers) ringAll() { f.ring(f.topics()...) }

// topics are what is followed in this process.
func (f *followers) topics() []survey.Topic {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Collect(maps.Keys(f.of))
}

// close ends hearing other processes, for good.
func (f *followers) close() {
	f.mu.Lock()
	f.closed = true
	if f.unlisten != nil {
		f.unlisten()
	}
	f.mu.Unlock()
	f.hearing.Wait()
}

// tell says of what the write is, for those who follow it. See [DB.Follow].
func (t tx) tell(kind survey.TopicKind, id int64) {
	if t.write.topics == nil {
		t.write.topics = map[survey.Topic]bool{}
	}
	t.write.topics[kind.Of(id)] = true
}
