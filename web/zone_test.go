package web

import (
	"testing"
	"time"

	"github.com/labstack/echo/v4"
)

func TestTheZoneOfTypedTimesIsNamed(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		zone *time.Location
		want string
	}{
		{time.UTC, "UTC"},
		{time.FixedZone("Asia/Seoul", 9*3600), "Asia/Seoul (UTC+09:00)"},
		{time.FixedZone("Local", -9000), "UTC-02:30"},
	} {
		s := server{Config: Config{Now: func() time.Time { return now }, Zone: c.zone}}
		if got := s.zoneName(echo.New().NewContext(nil, nil)); got != c.want {
			t.Errorf("the zone %s is called %q, want %q", c.zone, got, c.want)
		}
	}
}
