package fit

import (
	"flag"
	"os"
	"strconv"
)

// Properties are tried on the same cases each time, so that what fails is the change; others are drawn with go test -rapid.seed=0. They are tried on a
// few, or with DURE_TEST_ROUNDS=all on a hundred.
func init() {
	flag.Set("rapid.seed", "1")
	flag.Set("rapid.checks", strconv.Itoa(drawn(25, 100)))
}

// drawn is how many cases are tried: few, or with DURE_TEST_ROUNDS=all as many as all says.
func drawn(few, all int) int {
	if os.Getenv("DURE_TEST_ROUNDS") == "all" {
		return all
	}
	return few
}
