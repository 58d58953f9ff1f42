package survey

import (
	"cmp"
	_ "embed" // zones.tsv
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

//go:embed zones.tsv
var zonesFile string

// ambiguous stands in zones.tsv for what means several zones.
const ambiguous = "?"

// zoneNames returns the zone that each name in zones.tsv means, names as [zoneKey] gives them.
var zoneNames = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(zonesFile) {
		zone, others, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(zone, "#") {
			continue
		}
		if region := strings.LastIndex(zone, "/"); region >= 0 {
			all[zoneKey(zone)] = zone
			all[zoneKey(zone[region+1:])] = zone
		}
		for _, name := range SplitList(others, ",") {
			all[zoneKey(name)] = zone
		}
	}
	return all
})

var (
	zoneWords = regexp.MustCompile(`[\p{L}\p{M}/]+`)
	// What lists of zones have beside those of places, where the machine has it.
	noPlace = regexp.MustCompile(`(?i)^(local|localtime|factory|posixrules|posix/.*|right/.*)$`)
	// What Korean puts behind the name of a zone.
	timeWords = strings.NewReplacer("표준시", " ", "시간대", " ", "시간", " ", "시각", " ", "기준", " ", "±", "+", "−", "-", "–", "-", "—", "-", "‑", "-", ".5", ":30", ".75", ":45", ".25", ":15")
)

// zoneKey returns the words of a zone's name, folded and with single spaces.
func zoneKey(name string) string { return strings.Join(zoneWords.FindAllString(typed(name), -1), " ") }

// ZoneNames are the zones to choose from, by name.
func ZoneNames() []string {
	all := slices.Sorted(maps.Values(zoneNames()))
	return slices.DeleteFunc(slices.Compact(all), func(z string) bool { return z == ambiguous })
}

// ParseZone reads a time zone as people write it: "Asia/Seoul (KST)", "UTC+9 Seoul", "-05:30", "(GMT-05:00) Eastern Time",
// "KST", "New York", "한국 시간". The error is an [*InvalidError] for what is no zone, or has several meanings.
func ParseZone(s string) (*time.Location, error) {
	s = strings.TrimSpace(s)
	if s != "" && !noPlace.MatchString(s) {
		if loc, err := time.LoadLocation(s); err == nil {
			return loc, nil
		}
	}
	text := timeWords.Replace(typed(s))
	words := offsetPattern.ReplaceAllString(text, " ")
	name := cmp.Or(zoneNamed(words), zoneNamed(strings.ReplaceAll(words, "/", " ")))
	offset, given := offsetIn(text)
	if hours := bareHours.FindStringSubmatch(text); hours != nil {
		offset, given = offsetZone("+", hours[1], hours[2])
	}
	if name == ambiguous && !given || given && offsetsDiffer(text) {
		return nil, &InvalidError{Reason: "zone_ambiguous", Args: map[string]any{"Zone": s}}
	}
	if loc, err := loadZone(name); err == nil && (!given || keeps(loc, offset)) {
		return loc, nil
	}
	if !given {
		return nil, &InvalidError{Reason: "zone_unknown", Args: map[string]any{"Zone": s}}
	}
	return offset, nil
}

// ClockLetters is what the clock of a time is called beside it, such as "KST": by its distance from UTC, as "UTC+05:30", where it has no letters
// or they do not say that alone, as IST, which is Ireland's, Israel's and India's.
func ClockLetters(at time.Time) string {
	letters := at.Format("MST")
	if zone, err := ParseZone(letters); err == nil && letters == strings.Join(zoneWords.FindAllString(letters, -1), "") {
		if offsetOf(at.In(zone)) == offsetOf(at) {
			return letters
		}
	}
	return at.Format("UTC-07:00")
}

func offsetOf(at time.Time) int {
	_, seconds := at.Zone()
	return seconds
}

// ZoneName returns the proper name of a time zone, as "Asia/Seoul" for "KST", and what is none as it is.
func ZoneName(s string) string {
	if loc, err := ParseZone(s); err == nil {
		return loc.String()
	}
	return s
}

// longestName is how many words a zone's name has at most, and mostWords how many of a text are looked at.
const (
	longestName = 4
	mostWords   = 16
)

// zoneNamed returns the zone that words of the text name, the longest name first, and one with a single meaning before one
// with several; "" if none does.
func zoneNamed(text string) string {
	words := zoneWords.FindAllString(text, mostWords)
	unclear := ""
	for n := min(longestName, len(words)); n > 0; n-- {
		for i := range len(words) - n + 1 {
			switch zone := zoneNames()[strings.Join(words[i:i+n], " ")]; zone {
			case "":
			case ambiguous:
				unclear = zone
			default:
				return zone
			}
		}
	}
	return unclear
}

// loadZone returns the zone that zones.tsv calls so: one of the IANA database, or an offset.
func loadZone(name string) (*time.Location, error) {
	if loc, ok := offsetIn(strings.ToLower(name)); ok {
		return loc, nil
	}
	if name == "" {
		return nil, ErrNotFound
	}
	return time.LoadLocation(name)
}

// keeps reports whether a zone has the offset in winter or in summer. Menus say "(GMT-05:00) Eastern Time" all year round.
func keeps(zone, offset *time.Location) bool {
	for _, month := range []time.Month{time.January, time.July} {
		at := time.Date(2026, month, 1, 0, 0, 0, 0, time.UTC)
		_, a := at.In(zone).Zone()
		_, b := at.In(offset).Zone()
		if a == b {
			return true
		}
	}
	return false
}

var (
	offsetPattern = regexp.MustCompile(`(?:(?:utc|gmt)\s*([+-]?)|(?:^|[^\d])([+-]))\s*(\d{1,2})(?::?(\d{2}))?(?:\D|$)`)
	bareHours     = regexp.MustCompile(`^(\d{1,2})(?::?(\d{2}))?$`)
)

// offsetIn returns the zone of an offset that stands in a folded text: "utc+9", "(gmt-05:00)", "+9".
func offsetIn(text string) (*time.Location, bool) {
	m := offsetPattern.FindStringSubmatch(text)
	if m == nil {
		return nil, false
	}
	return offsetZone(m[1]+m[2], m[3], m[4])
}

// offsetsDiffer reports whether a folded text names two offsets.
func offsetsDiffer(text string) bool {
	seen := map[string]bool{}
	for _, part := range offsetPattern.FindAllString(text, -1) {
		if zone, ok := offsetIn(part); ok {
			seen[zone.String()] = true
		}
	}
	return len(seen) > 1
}

// offsetZone returns the zone so many hours and minutes east of UTC, or west if the sign is "-". There is none beyond
// 14 hours to the east and 12 to the west.
func offsetZone(sign, hours, minutes string) (*time.Location, bool) {
	h, m := digits(hours), digits(minutes)
	east := 60*h + m
	if sign == "-" {
		east = -east
	} else {
		sign = "+"
	}
	if m > 59 || east > 14*60 || east < -12*60 {
		return nil, false
	}
	return time.FixedZone(fmt.Sprintf("UTC%s%02d:%02d", sign, h, m), 60*east), true
}
