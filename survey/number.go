package survey

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// The most characters of a number, and how large it may be: the squares of larger ones overflow.
const (
	maxDigits = 200
	largest   = 1e150
)

var (
	numberPattern = regexp.MustCompile(`^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,4})?$`)
	grouped       = regexp.MustCompile(`^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:$|[.e])`) // commas that separate thousands
)

// ParseNumber reads a number as people type it (3, -2.5, 2,5, 1,200, also in full-width digits) and as programs write it
// (1e-5). A comma is a thousands separator where all groups behind it have three digits, else a decimal one.
func ParseNumber(s string) (float64, bool) {
	if len(s) > maxDigits {
		return 0, false
	}
	if v, err := strconv.ParseFloat(s, 64); err == nil && strings.TrimLeft(s, "+-.0123456789") == "" {
		return v, math.Abs(v) <= largest // as nearly all numbers in files are written
	}
	s = strings.Replace(typed(s), "−", "-", 1)
	if grouped.MatchString(s) {
		s = strings.ReplaceAll(s, ",", "")
	} else if !strings.Contains(s, ".") {
		s = strings.Replace(s, ",", ".", 1)
	}
	if !numberPattern.MatchString(s) {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.Abs(v) > largest {
		return 0, false
	}
	return v, true
}

// pointPattern is a point of a scale with its words: "4 - good", "5. Strongly agree", "3) 보통", "1 (not at all)".
var pointPattern = regexp.MustCompile(`^(\d{1,2})\s*(?:[.):=\-–—]\s*([^\d\s].*)|[(（]\s*([^\d\s][^()（）]*)[)）])$`)

// ParsePoint reads a point of a scale that is written with its words, as in "4 - good".
func ParsePoint(s string) (n int, words string, ok bool) {
	m := pointPattern.FindStringSubmatch(s)
	if m == nil {
		return 0, "", false
	}
	n, err := strconv.Atoi(m[1])
	return n, m[2] + m[3], err == nil
}

// ParseWhole reads a whole number as people type it, of at most nine digits.
func ParseWhole(s string) (int, bool) {
	v, ok := ParseNumber(s)
	return int(v), ok && v == math.Trunc(v) && math.Abs(v) < 1e9
}
