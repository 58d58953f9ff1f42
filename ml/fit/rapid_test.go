package fit

import (
	"flag"
	"os"
)

// Properties are tried on the same cases each time, so that what fails is the change; others are drawn with go test -rapid.seed=0. They are tried on a
// few, or with DURE_TEST_ROUNDS=all on a hundred.
func init() {
	flag.Set("rapid.seed", "1")
	if os.Getenv("DURE_TEST_ROUNDS") != "all" {
		flag.Set("rapid.checks", "25")
	}
}
