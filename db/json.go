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

// decode reads stored JSON. Empty text leaves v as it is.
func decode(s string, v any) error {
	if s == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(s), v); err != nil {
		return fmt.Errorf("decode %T: %w", v, err)
	}
	return nil
}
