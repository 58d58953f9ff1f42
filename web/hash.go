package web

import (
	"context"
	"runtime"

	"github.com/alexedwards/argon2id"
)

// hashing is argon2id as OWASP recommends it: 19 MiB, two passes, one lane.
var hashing = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// strayHash is compared for addresses without an account. No password gives it.
const strayHash = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// A hasher hashes passwords, as many at a time as there are processors: each takes 19 MiB. Those that wait take next to nothing, and wait a few
// seconds at most.
type hasher struct{ gate }

func newHasher() hasher {
	cpus := runtime.GOMAXPROCS(0)
	return hasher{newGate(cpus, 32*cpus)}
}

// hash returns what is stored of a password.
func (h hasher) hash(ctx context.Context, password string) (string, error) {
	leave, err := h.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	return argon2id.CreateHash(password, hashing)
}

// match reports whether the password is that of the hash. Where there is no hash it is not, which takes as long to say.
func (h hasher) match(ctx context.Context, password, hash string) (bool, error) {
	leave, err := h.enter(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	if hash == "" {
		hash = strayHash
	}
	return argon2id.ComparePasswordAndHash(password, hash)
}
