package db

import (
	"encoding/json"
	"fmt"
)

// encode returns v as the JSON text that is stored.
func encode(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), wrap(err, "encode %T", v)
}

// encodeGiven is [encode] of what was given, and "" for what was not.
func encodeGiven(given bool, v any) (string, error) {
	if !given {
		return "", nil
	}
	return encode(v)
}

// decode reads stored JSON. Empty text leaves v as it is. What stands there is not said: errors of JSON quote it.
func decode(s string, v any) error {
	if s == "" {
		return nil
	}
	if json.Unmarshal([]byte(s), v) != nil {
		return fmt.Errorf("%w: a stored %T cannot be read", ErrDamaged, v)
	}
	return nil
}
