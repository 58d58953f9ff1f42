package tune

import "flag"

// Properties are tried on the same cases each time, so that what fails is the change; others are drawn with go test -rapid.seed=0.
func init() { flag.Set("rapid.seed", "1") }
