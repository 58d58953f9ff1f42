package web

import (
	"container/list"
	"context"
	"runtime"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// So much is worked on at once, and no more: past that, work only takes longer and more memory. A request is of the class that its route says. Of each class so
// many are worked on for each processor, some more wait for their turn, in the order in which they came, and who comes then, or waits too long, is asked to come again.
// While anybody of the quick waits no heavy one begins, so that members are answered before pages of a whole season are.

// A class is what a request takes of the machine.
type class int

const (
	quick   class = iota // a member's, or another that shows or writes little: most of its time it waits for the disk
	heavy                // an organizer's, who mostly sees a season
	free                 // not counted: a file, a look at how the program is, a stream of events
	classes = int(free)
)

// How many of a class are worked on for each processor, how many wait, and for how long. The quick are as many as writes share a commit, for two processors or more.
var limits = [classes]struct {
	work, waiting int
	patience      time.Duration
}{
	quick: {64, 1024, 5 * time.Second},
	heavy: {2, 16, 10 * time.Second},
}

// An admission lets requests in.
type admission struct {
	cpus    int
	mu      sync.Mutex
	working [classes]int
	waiting [classes]list.List // of chan struct{}, which is closed as its turn comes
}

func newAdmission() *admission { return &admission{cpus: runtime.GOMAXPROCS(0)} }

// class is what a request of the route counts as: where nothing else is said, an organizer's is heavy.
func (r route) class() class {
	switch {
	case r.who == nobody || r.stream:
		return free
	case r.who == viewer || r.who == editor || r.who == owner:
		return heavy
	}
	return quick
}

// admit serves requests of a class as their turn comes. A turn ends when the answer begins, which is made by then: what is left is a matter of the line to
// who asked, who may be slow.
func (s *server) admit(of class) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		if of == free {
			return next
		}
		return func(c echo.Context) error {
			leave, err := s.admission.enter(ctx(c), of)
			if err != nil {
				return err
			}
			leave = sync.OnceFunc(leave)
			defer leave()
			c.Response().Before(leave)
			return next(c)
		}
	}
}

// enter waits for a turn, which ends by leave.
func (a *admission) enter(ctx context.Context, of class) (leave func(), err error) {
	leave = func() { a.leave(of) }
	place, err := a.queue(of)
	if err != nil {
		return nil, err
	}
	turn := place.Value.(chan struct{})
	patience := time.NewTimer(limits[of].patience)
	defer patience.Stop()
	select {
	case <-turn:
		return leave, nil
	case <-patience.C:
		err = errBusy
	case <-ctx.Done():
		err = ctx.Err()
	}
	if a.goAway(of, place); closed(turn) { // it came at the same moment
		leave()
	}
	return nil, err
}

// queue stands in line.
func (a *admission) queue(of class) (place *list.Element, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	line := &a.waiting[of]
	if line.Len() >= limits[of].waiting*a.cpus {
		return nil, errBusy
	}
	place = line.PushBack(make(chan struct{}))
	a.call()
	return place, nil
}

// call begins those whose turn it is, under the lock.
func (a *admission) call() {
	for of := range class(classes) {
		line := &a.waiting[of]
		for line.Len() > 0 && a.working[of] < limits[of].work*a.cpus {
			close(line.Remove(line.Front()).(chan struct{}))
			a.working[of]++
		}
		if line.Len() > 0 {
			return // the classes after it wait
		}
	}
}

func (a *admission) leave(of class) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.working[of]--
	a.call()
}

// goAway leaves the line, where the turn has not come. Those of other classes may have waited for that.
func (a *admission) goAway(of class, place *list.Element) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.waiting[of].Remove(place)
	a.call()
}

func closed(turn chan struct{}) bool {
	select {
	case <-turn:
		return true
	default:
		return false
	}
}
