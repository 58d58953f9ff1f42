package db

import (
	"context"
	"fmt"

	"dure/db/query"
)

const baseURL = "base_url"

// SaveBaseURL remembers the address at which visitors reach the program.
func (d *DB) SaveBaseURL(ctx context.Context, url string) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		return t.SaveSetting(ctx, query.SaveSettingParams{Name: baseURL, Value: url})
	})
	if err != nil {
		return fmt.Errorf("save base URL: %w", err)
	}
	return nil
}

// BaseURL returns the address at which visitors reached the program last, or
// [survey.ErrNotFound] if it was never served.
func (d *DB) BaseURL(ctx context.Context) (string, error) {
	url, err := d.read.Setting(ctx, baseURL)
	if err != nil {
		return "", fmt.Errorf("base URL: %w", missing(classify(err)))
	}
	return url, nil
}
