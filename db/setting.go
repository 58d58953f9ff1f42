package db

import (
	"context"

	"dure/db/query"
)

const baseURL = "base_url"

// SaveBaseURL remembers the address at which visitors reach the program.
func (d *DB) SaveBaseURL(ctx context.Context, url string) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		return t.SaveSetting(ctx, query.SaveSettingParams{Name: baseURL, Value: url})
	})
	return wrap(err, "save base URL")
}

// BaseURL returns the address at which visitors reached the program last, or
// [survey.ErrNotFound] if it was never served.
func (d *DB) BaseURL(ctx context.Context) (string, error) {
	url, err := d.read.Setting(ctx, baseURL)
	return url, wrap(missing(classify(err)), "base URL")
}
