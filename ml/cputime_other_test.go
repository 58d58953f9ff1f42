//go:build !unix

package ml

import "time"

var began = time.Now()

// processorTime returns the time on the wall where no other is known.
func processorTime() int64 { return int64(time.Since(began)) }
