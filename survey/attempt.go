package survey

import "time"

// An Attempt counts toward a limit on how often something may be done: so many times at once, and then once in every so long. Its key says
// whose limit it is: an account's, an address's.
type Attempt struct {
	Key   string
	Burst int
	Every time.Duration
}

// Count counts the attempt now, toward a limit that was to be whole again at a time. It returns when it is whole again after that, or how long to
// wait until there is an attempt left. It is the generic cell rate algorithm (ITU-T I.371, appendix I): a bucket of tokens of which one
// time is all there is to keep.
func (a Attempt) Count(whole, now time.Time) (next time.Time, wait time.Duration) {
	if whole.Before(now) {
		whole = now
	}
	return whole.Add(a.Every), max(0, whole.Sub(now)-time.Duration(a.Burst-1)*a.Every)
}
